# SPDX-License-Identifier: EUPL-1.2
"""A beheerder keeps the data of a gebruiker right: R5, R23, R27, R31."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, emailwijzigingen, gebruikers
from portal.domain.gebruikers import Uitkomst
from portal.models import Activatiecode, Emailwijziging, Gebruiker, Sessie
from portal.models.soorten import Gebruikerstatus
from portal.secrets import hash_token, normaal_activatiecode
from tests.beheer.conftest import Schrijver
from tests.beheer.tegelijk import tegelijk
from tests.beheer.wereld import (
    Wereld,
    begin_sessie,
    bouw,
    ken_toe,
    maak_medewerker,
    piet,
    post,
    spoor,
)
from tests.conftest import NU

Wijzig = Callable[..., Uitkomst]


@pytest.fixture
def wijzig(db_sessie: Session, wereld: Wereld) -> Wijzig:
    """``wijzig(email=...)``: the beheerder, who has just seen the data, makes Piet of them."""

    def doe(door: Gebruiker | None = None, gezien: str = "", **anders: str) -> Uitkomst:
        return gebruikers.wijzig(
            db_sessie,
            wereld.gebruiker,
            piet(**anders),
            gezien=gezien or gebruikers.versie(wereld.gebruiker),
            door=door or wereld.beheerder,
            nu=NU,
        )

    return doe


def vraag_wijziging(session: Session, gebruiker: Gebruiker) -> None:
    """The gebruiker asked for an own new address, and did not open the link yet."""
    session.add(
        Emailwijziging(
            gebruiker=gebruiker,
            nieuw_email="eigen@example.nl",
            token_hash=hash_token("link"),
            gevraagd_op=NU,
            verloopt_op=NU + emailwijzigingen.GELDIG,
        )
    )
    session.flush()


def test_de_gegevens_worden_bewaard_en_het_spoor_zegt_wat_er_was(
    db_sessie: Session, wereld: Wereld, wijzig: Wijzig
) -> None:
    oud = wereld.gebruiker.achternaam
    assert wijzig(email=wereld.gebruiker.email) is Uitkomst.OPGESLAGEN
    assert wereld.gebruiker.naam == "P. van Dijk"
    assert post(db_sessie) == []
    (record,) = spoor(db_sessie, "gebruiker.gewijzigd")
    assert record.gegevens["achternaam"] == [oud, "Dijk"]
    assert wijzig(email=wereld.gebruiker.email) is Uitkomst.ONGEWIJZIGD


def test_r23_een_nieuw_adres_telt_meteen_en_het_oude_hoort_dat(
    db_sessie: Session, wereld: Wereld, wijzig: Wijzig
) -> None:
    oud = wereld.gebruiker.email
    vraag_wijziging(db_sessie, wereld.gebruiker)
    assert wijzig() is Uitkomst.OPGESLAGEN
    assert wereld.gebruiker.email == "piet@example.nl"
    assert post(db_sessie) == [("email_gewijzigd", oud)]
    uitkomst = emailwijzigingen.bevestig(db_sessie, "link", NU)
    assert uitkomst is emailwijzigingen.Uitkomst.ONBEKEND, "de eigen wens is ingetrokken"
    assert wereld.gebruiker.email == "piet@example.nl"


def test_r5_een_code_die_naar_het_oude_adres_ging_werkt_niet_meer(
    db_sessie: Session, wereld: Wereld, wijzig: Wijzig
) -> None:
    code = activatiecodes.geef_uit(db_sessie, wereld.gebruiker, nu=NU, door=None)
    kaal = normaal_activatiecode(code)
    assert wijzig(email=wereld.gebruiker.email) is Uitkomst.OPGESLAGEN
    assert activatiecodes.controleer(db_sessie, wereld.gebruiker, kaal, NU)
    assert wijzig() is Uitkomst.OPGESLAGEN
    assert activatiecodes.controleer(db_sessie, wereld.gebruiker, kaal, NU) is None
    assert db_sessie.scalars(select(Activatiecode.vervallen_op)).all() == [NU]


def test_wat_een_ander_intussen_wijzigde_wordt_niet_overschreven(
    db_sessie: Session, wereld: Wereld, wijzig: Wijzig
) -> None:
    gezien = gebruikers.versie(wereld.gebruiker)
    wereld.gebruiker.functie = "Directeur"
    db_sessie.flush()
    assert wijzig(gezien=gezien) is Uitkomst.INTUSSEN_GEWIJZIGD
    assert wereld.gebruiker.functie == "Directeur"
    assert post(db_sessie) == []


def test_r23_de_eigen_gegevens_gaan_niet_langs_deze_weg(
    db_sessie: Session, wereld: Wereld, wijzig: Wijzig
) -> None:
    assert wijzig(door=wereld.gebruiker) is Uitkomst.NIET_UZELF
    assert [r.uitkomst for r in spoor(db_sessie, "gebruiker.wijzigen")] == ["niet_uzelf"]


def test_een_beeindigd_account_wordt_niet_meer_gewijzigd(wereld: Wereld, wijzig: Wijzig) -> None:
    wereld.gebruiker.status, wereld.gebruiker.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    assert wijzig() is Uitkomst.BEEINDIGD


def test_r27_het_adres_van_een_beheerder_wijzigt_een_andere_beheerder_niet(
    db_sessie: Session, wereld: Wereld, wijzig: Wijzig
) -> None:
    """Codes go there: who moves the address could become that beheerder."""
    ken_toe(db_sessie, wereld.gebruiker, wereld.beheerdersrol)
    oud = wereld.gebruiker.email
    assert wijzig() is Uitkomst.BESCHERMD
    assert wereld.gebruiker.email == oud
    assert wijzig(email=oud) is Uitkomst.OPGESLAGEN, "de naam wel"
    assert wijzig(door=maak_medewerker(db_sessie)) is Uitkomst.OPGESLAGEN
    assert wereld.gebruiker.email == "piet@example.nl"
    assert [r.uitkomst for r in spoor(db_sessie, "gebruiker.wijzigen")] == ["beschermd"]


def test_r23_de_beheerder_en_de_gebruiker_wijzigen_tegelijk_en_wachten_op_elkaar(
    schrijver: Schrijver,
) -> None:
    with schrijver() as session:
        wereld = bouw(session)
        vraag_wijziging(session, wereld.gebruiker)
        token = begin_sessie(session, wereld.gebruiker)
    gezien = gebruikers.versie(wereld.gebruiker)

    def doe(session: Session, nummer: int) -> object:
        if nummer == 0:
            return emailwijzigingen.bevestig(session, "link", NU)
        jan = session.get_one(Gebruiker, wereld.gebruiker.id)
        if nummer == 1:
            door = session.get_one(Gebruiker, wereld.beheerder.id)
            return gebruikers.wijzig(session, jan, piet(), gezien=gezien, door=door, nu=NU)
        sessie = session.scalars(select(Sessie).where(Sessie.token_hash == hash_token(token))).one()
        return emailwijzigingen.vraag_aan(session, sessie, "n@example.nl", pad=lambda t: "/", nu=NU)

    tegelijk(schrijver, doe, 5)
    with schrijver() as session:
        jan = session.get_one(Gebruiker, wereld.gebruiker.id)
        assert jan.email in {"eigen@example.nl", "piet@example.nl"}
        open_ = Emailwijziging.bevestigd_op.is_(None) & Emailwijziging.vervallen_op.is_(None)
        assert len(session.scalars(select(Emailwijziging).where(open_)).all()) <= 1
