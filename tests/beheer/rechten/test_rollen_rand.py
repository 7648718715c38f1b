# SPDX-License-Identifier: EUPL-1.2
"""The form for rollen at its edges: givers out of reach, kenmerken that a rol no longer needs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from unittest.mock import patch

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import accounts
from portal.models import Autorisatie, Beheerderstoekenning, Gebruiker, Rol
from portal.models.soorten import Gebruikerstatus
from tests.beheer.rechten.conftest import gegeven
from tests.beheer.wereld import Wereld, maak_rol
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

Doe = Callable[[Session], object]


@pytest.fixture
def pad(wereld: Wereld) -> str:
    """The form of the gebruiker."""
    return f"/beheer/gebruikers/{wereld.gebruiker.id}/"


@pytest.fixture
def bovenmeester(db_sessie: Session) -> Gebruiker:
    """Somebody whom the beheerder does not reach."""
    return fabriek.maak_gebruiker(db_sessie, nu=NU, voorletters="O.", achternaam="Bovenmeester")


def test_r22_wie_een_rol_gaf_staat_er_ook_als_die_buiten_bereik_is(
    beheerder: Klant, wereld: Wereld, bovenmeester: Gebruiker, db_sessie: Session, pad: str
) -> None:
    andere = maak_rol(db_sessie, "Inkijken")
    for rol in (wereld.vrij, andere):
        fabriek.geef(db_sessie, wereld.gebruiker, rol, nu=NU, door=bovenmeester)
    db_sessie.commit()
    db_sessie.expunge_all()
    beheerder.get(f"{pad}rollen/")
    assert beheerder.tekst.count("Gegeven door O. Bovenmeester op") == 2
    beheerder.get(f"{pad}toegang/")
    beheerder.get(pad)
    assert "door O. Bovenmeester" in beheerder.tekst


def test_r22_een_kenmerk_dat_de_rol_niet_meer_nodig_heeft_wordt_genoemd_en_gaat_eraf(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, wereld.kenmerk, nu=NU)
    beheerder.get(f"{pad}rollen/")
    assert "Heeft nu ook" in beheerder.tekst and "21AZ" in beheerder.tekst
    keuze = {"stand": beheerder.veld("stand"), "rol": str(wereld.vrij.id)}
    beheerder.post(f"{pad}rollen/", keuze, 200)
    assert "Eraf gaat" in beheerder.tekst and "21AZ" in beheerder.tekst
    beheerder.post(f"{pad}rollen/", keuze | {"bevestigd": "1"})
    assert [een.kenmerken for een in gegeven(db_sessie, wereld.gebruiker)] == [[]]


def test_r28_kopieren_laat_een_kenmerk_achter_dat_de_rol_niet_meer_nodig_heeft(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    collega = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.organisatie)
    fabriek.geef(db_sessie, collega, wereld.vrij, wereld.kenmerk, nu=NU)
    beheerder.get(f"{pad}rollen/kopieren/?van={collega.id}")
    velden = dict(beheerder.boom.xpath("//main//form[@method='post']")[0].form_values())
    assert velden["rol"] == str(wereld.vrij.id)
    assert "Bij Inzien hoort geen" in beheerder.tekst
    beheerder.post(f"{pad}rollen/", {n: w for n, w in velden.items() if n != "csrf_token"})
    assert [een.kenmerken for een in gegeven(db_sessie, wereld.gebruiker)] == [[]]


def _vlak_voor_het_bewaren(doe: Doe) -> AbstractContextManager[object]:
    """What another commits between the check of a form and its save."""
    echt = accounts.pak

    def pak(session: Session, gebruiker: Gebruiker) -> None:
        doe(session)
        echt(session, gebruiker)

    return patch.object(accounts, "pak", pak)


def _sql(opdracht: sa.Update) -> Doe:
    return lambda session: session.connection().execute(opdracht)


def test_r32_een_rol_die_intussen_eindigt_geeft_uitleg_en_de_andere_keuzes_blijven(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    rol, soort = wereld.met_code.id, wereld.kenmerk.soort_id
    beheerder.get(f"{pad}rollen/")
    keuze = {
        "stand": beheerder.veld("stand"),
        "rol": [str(wereld.vrij.id), str(rol)],
        f"kenmerk-{rol}-{soort}": str(wereld.kenmerk.id),
        f"tot-{rol}": "2027-01-31",
    }
    einde = sa.update(Rol.__table__).where(Rol.id == wereld.vrij.id).values(beeindigd_op=NU)
    with _vlak_voor_het_bewaren(_sql(einde)):
        beheerder.post(f"{pad}rollen/", keuze, 409)
    assert "U koos een rol die u niet (meer) kunt geven" in beheerder.tekst
    assert "Er is nog niets opgeslagen" in beheerder.tekst
    gekozen = beheerder.boom.xpath("//input[@name='rol' and @checked]/@value")
    assert gekozen == [str(rol)] and beheerder.veld(f"tot-{rol}") == "2027-01-31"
    assert gegeven(db_sessie, wereld.gebruiker) == []


def test_r32_een_beheerdersrol_die_intussen_wegvalt_geeft_uitleg(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    beheerder.get(f"{pad}rollen/")
    keuze = {"stand": beheerder.veld("stand"), "rol": str(wereld.vrij.id)}
    weg = sa.update(Beheerderstoekenning.__table__).values(geldig_tot=NU)
    with _vlak_voor_het_bewaren(_sql(weg)):
        beheerder.post(f"{pad}rollen/", keuze, 409)
    assert "U kunt nu geen rollen geven" in beheerder.tekst
    assert db_sessie.scalar(sa.select(sa.func.count(Autorisatie.id))) == 0


def test_r32_een_account_dat_intussen_eindigt_geeft_uitleg(
    beheerder: Klant, wereld: Wereld, pad: str
) -> None:
    beheerder.get(f"{pad}rollen/")
    keuze = {"stand": beheerder.veld("stand"), "rol": str(wereld.vrij.id)}
    einde = sa.update(Gebruiker.__table__).where(Gebruiker.id == wereld.gebruiker.id)
    einde = einde.values(status=Gebruikerstatus.BEEINDIGD, beeindigd_op=NU)
    with _vlak_voor_het_bewaren(_sql(einde)):
        beheerder.post(f"{pad}rollen/", keuze, 409)
    assert "Dit account is beëindigd" in beheerder.tekst
