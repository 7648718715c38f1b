# SPDX-License-Identifier: EUPL-1.2
"""The form for rollen at its edges: givers out of reach, kenmerken that a rol no longer needs."""

import pytest
from sqlalchemy.orm import Session

from portal.models import Gebruiker
from tests.beheer.rechten.conftest import gegeven
from tests.beheer.wereld import Wereld, maak_rol
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


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
