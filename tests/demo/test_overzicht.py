# SPDX-License-Identifier: EUPL-1.2
"""What the demo gebruikers find inside looks like the manual's pictures."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.codes import Demogebruiker
from portal.domain import mededelingen, taken
from portal.models import Gebruiker
from tests.conftest import NU

UIT_DE_HANDLEIDING = [
    "Deelnames en resultaten opvragen",
    "OBO aanvragen",
    "Opleiding registreren",
    "Opleiding wijzigen",
    "Voorlopige bekostigingsstatus opvragen",
]


def vind(session: Session, achternaam: str) -> Gebruiker:
    return session.scalars(select(Gebruiker).where(Gebruiker.achternaam == achternaam)).one()


def test_r19_snel_naar_van_de_eerste_gebruiker_is_dat_van_de_handleiding(
    gevuld: Session,
) -> None:
    open_taken = taken.mijn(gevuld, vind(gevuld, "Vries"), NU)
    assert [taak.naam for taak in taken.snel_naar(open_taken)] == UIT_DE_HANDLEIDING
    namen = {tegel.naam for tegel in taken.tegels(open_taken)}
    assert {"Autorisatiebeheer", "Beheer", "RIO"} <= namen


def test_r22_de_examensecretaris_ziet_de_staatsexamens_en_een_collega_niet(
    gevuld: Session,
) -> None:
    def slugs(achternaam: str) -> set[str]:
        return {taak.slug for taak in taken.mijn(gevuld, vind(gevuld, achternaam), NU)}

    assert "kandidaten-aanmelden" in slugs("Sharma")
    assert "kandidaten-aanmelden" not in slugs("Kuipers")
    assert "bijzondere-bekostiging-aanvragen" in slugs("Berg"), "alleen voor een bestuur"
    assert "bijzondere-bekostiging-aanvragen" not in slugs("El Amrani")
    assert "zaakdossier-bekijken" not in slugs("El Amrani"), "die autorisatie is verlopen"
    assert "onderwijsbestuur-bijhouden" not in slugs("Berg"), "die autorisatie gaat nog in"


def test_elke_gebruiker_ziet_een_mededeling_en_wie_een_rol_heeft_een_taak(
    gevuld: Session, uitgenodigden: list[Demogebruiker]
) -> None:
    for een in uitgenodigden:
        vraag = select(Gebruiker).where(Gebruiker.gebruikersnaam == een.gebruikersnaam)
        gebruiker = gevuld.scalars(vraag).one()
        assert mededelingen.mijn(gevuld, gebruiker, None, NU)
        if een.soort == "gebruiker":
            assert taken.mijn(gevuld, gebruiker, NU), een.naam
