# SPDX-License-Identifier: EUPL-1.2
"""R26: part of an organisatie goes on as a new one, looked at first, all or nothing."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Beheerderstoekenning, Koppeling, Organisatie
from portal.models.soorten import Medewerkersrol
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM, bevestig_fusie, fouten, getal, post_van, velden
from tests.platform.wereld import Stelsel, koppel, maak_beheerder

NIEUW = {
    "naam": "Academie Werd",
    "soort": "instelling",
    "kvk": "60500005",
    "postcode": "5000 AA",
    "kenmerken": "instellingscode 21AZ",
    "wie": "kenmerken",
}


@pytest.fixture
def pad(stelsel: Stelsel) -> str:
    """The page of the board."""
    return f"{PLATFORM}/organisaties/{stelsel.bestuur.id}/splitsen/"


def bekijk(klant: Klant, pad: str, status: int = 200, **anders: object) -> None:
    """Fill in the form and look at what would happen."""
    klant.get(pad)
    klant.post(pad, velden(klant) | NIEUW | anders, status)


def nieuwe(session: Session) -> Organisatie | None:
    """The new organisatie, if it is there."""
    return session.scalars(select(Organisatie).where(Organisatie.kvk == "60500005")).one_or_none()


def test_r26_wie_alleen_kenmerken_heeft_die_meegaan_gaat_mee(
    medewerker: Klant, stelsel: Stelsel, pad: str, db_sessie: Session
) -> None:
    """Anna has 21AZ and goes; Bob has 22BZ too and stays, with less. R13: Anna koppelt anew."""
    koppel(db_sessie, stelsel.anna)
    koppel(db_sessie, stelsel.bob)
    bekijk(medewerker, pad, parent=stelsel.bestuur.kvk)
    assert getal(medewerker, "Gebruikers die meegaan") == 1
    assert getal(medewerker, "Autorisaties die meegaan") == 1
    assert getal(medewerker, "Autorisaties die eindigen") == 0
    assert getal(medewerker, "Autorisaties die doorgaan met minder kenmerken") == 1
    assert getal(medewerker, "Koppelingen die ongedaan worden gemaakt") == 1
    assert "Van wie blijft: autorisaties die doorgaan met minder kenmerken (1)" in medewerker.tekst
    assert "heeft geen beheerder" not in medewerker.tekst, "het bestuur erboven heeft er een"
    assert nieuwe(db_sessie) is None
    bevestig_fusie(medewerker, pad)
    naar = nieuwe(db_sessie)
    assert naar is not None and naar.parent_id == stelsel.bestuur.id
    assert naar.kenmerken == [stelsel.az] and stelsel.bestuur.kenmerken == [stelsel.bz]
    assert naar.sectoren == [stelsel.sector]
    assert naar.beheerdersrollen == [stelsel.beheerdersrol]
    assert stelsel.anna.organisatie_id == naar.id
    assert stelsel.van_anna.geldig_tot is None and stelsel.van_anna.kenmerken == [stelsel.az]
    assert stelsel.bob.organisatie_id == stelsel.bestuur.id
    assert stelsel.van_bob.kenmerken == [stelsel.bz]
    assert post_van(db_sessie, stelsel.anna) == ["account_verhuisd"]
    assert post_van(db_sessie, stelsel.bob) == ["rechten_gewijzigd"]
    assert post_van(db_sessie, stelsel.beheerder) == []
    los = {k.gebruiker_id for k in db_sessie.scalars(select(Koppeling)) if k.beeindigd_op}
    assert los == {stelsel.anna.id}
    medewerker.volg()
    assert "Academie Werd is afgesplitst van Stichting Waalwerd. 1 gebruiker ging mee" in (
        medewerker.tekst
    )


def test_r26_de_nieuwe_organisatie_valt_onder_hetzelfde_bestuur(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    school = fabriek.maak_organisatie(db_sessie, parent=stelsel.bestuur, kenmerken=[stelsel.az])
    pad = f"{PLATFORM}/organisaties/{school.id}/splitsen/"
    bekijk(medewerker, pad)
    bevestig_fusie(medewerker, pad)
    gemaakt = nieuwe(db_sessie)
    assert gemaakt is not None and gemaakt.parent is stelsel.bestuur
    medewerker.volg()
    assert "Straat en huisnummer–" in medewerker.tekst.replace(" –", "–"), "leeg is te zien"


def test_r26_de_oude_organisatie_kan_de_kenmerken_houden(
    medewerker: Klant, stelsel: Stelsel, pad: str
) -> None:
    bekijk(medewerker, pad, houdt="y")
    assert getal(medewerker, "Autorisaties die doorgaan met minder kenmerken") == 0
    assert "Academie Werd heeft geen beheerder" in medewerker.tekst
    bevestig_fusie(medewerker, pad)
    assert set(stelsel.bestuur.kenmerken) == {stelsel.az, stelsel.bz}
    assert set(stelsel.van_bob.kenmerken) == {stelsel.az, stelsel.bz}


def test_r26_een_medewerker_noemt_zelf_wie_meegaat(
    medewerker: Klant, stelsel: Stelsel, pad: str, db_sessie: Session
) -> None:
    """Bob, and a second beheerder, who is beheerder no more."""
    tweede = maak_beheerder(db_sessie, stelsel.bestuur, stelsel.beheerdersrol)
    regels = f"{stelsel.bob.email.upper()}\n{tweede.naam} <{tweede.email}>"
    bekijk(medewerker, pad, wie="lijst", gebruikers=regels)
    assert getal(medewerker, "Gebruikers die meegaan") == 2
    assert getal(medewerker, "Autorisaties die eindigen") == 1, "Anna blijft, haar kenmerk niet"
    assert getal(medewerker, "Beheerders die geen beheerder meer zijn") == 1
    bevestig_fusie(medewerker, pad)
    naar = nieuwe(db_sessie)
    assert naar is not None
    assert {stelsel.bob.organisatie_id, tweede.organisatie_id} == {naar.id}
    assert stelsel.van_anna.geldig_tot == NU
    lopend = select(Beheerderstoekenning.gebruiker_id).where(
        Beheerderstoekenning.geldig_tot.is_(None)
    )
    assert db_sessie.scalars(lopend).all() == [stelsel.beheerder.id]


def test_r26_twee_met_hetzelfde_adres_moeten_bij_naam_worden_genoemd(
    medewerker: Klant, stelsel: Stelsel, pad: str
) -> None:
    stelsel.bob.email = stelsel.anna.email
    bekijk(medewerker, pad, 422, wie="lijst", gebruikers=stelsel.anna.email)
    assert "Hier horen meer gebruikers bij" in fouten(medewerker)[0]
    bekijk(medewerker, pad, wie="lijst", gebruikers=f"T. Appel <{stelsel.anna.email}>")
    assert getal(medewerker, "Gebruikers die meegaan") == 1


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"naam": ""}, "Vul de naam van de organisatie in"),
        ({"kvk": "60100001"}, "Dit KvK-nummer is al van Stichting Waalwerd"),
        ({"kvk": "x\x00"}, "Gebruik alleen letters, cijfers en leestekens"),
        ({"wie": "niemand"}, "Kies iets uit de lijst"),
        ({"wie": "lijst"}, "Noem de gebruikers die meegaan"),
        ({"wie": "lijst", "gebruikers": "wie@elders.nl"}, "Deze regels kennen wij niet"),
        ({"wie": "lijst", "gebruikers": "\x00"}, "Gebruik alleen letters"),
        ({"kenmerken": "instellingscode 99XX"}, "heeft dit kenmerk niet: instellingscode 99XX"),
        ({"parent": "60999999"}, "Wij kennen geen organisatie met dit KvK-nummer"),
    ],
)
def test_r26_verkeerde_invoer_maakt_geen_organisatie(
    medewerker: Klant, stelsel: Stelsel, pad: str, anders: dict[str, str], melding: str
) -> None:
    bekijk(medewerker, pad, 422, **anders)
    assert any(melding in fout for fout in fouten(medewerker)), fouten(medewerker)


def test_r26_een_gebruiker_van_een_andere_organisatie_kan_niet_mee(
    medewerker: Klant, stelsel: Stelsel, pad: str, db_sessie: Session
) -> None:
    vreemd = fabriek.maak_gebruiker(db_sessie, nu=NU)
    bekijk(medewerker, pad, 422, wie="lijst", gebruikers=vreemd.email)
    assert "Deze regels kennen wij niet" in fouten(medewerker)[0]


def test_r26_wat_niet_gesplitst_kan_worden_wordt_geweigerd(
    medewerker: Klant, stelsel: Stelsel, pad: str, db_sessie: Session
) -> None:
    """R1: an organisatie that has beheerders keeps one."""
    bekijk(medewerker, pad, 409, wie="lijst", gebruikers=stelsel.beheerder.email)
    assert "Alle beheerders gaan mee" in medewerker.tekst
    bekijk(medewerker, pad, 409, kenmerken="")
    assert "Er gaat niets mee" in medewerker.tekst
    stelsel.anna.medewerkersrol = Medewerkersrol.SERVICEDESK
    bekijk(medewerker, pad, 409)
    assert "is medewerker van het portaal" in medewerker.tekst
    stelsel.bestuur.beeindigd_op = NU
    bekijk(medewerker, pad, 409)
    assert "Deze organisatie is beëindigd" in medewerker.tekst
    assert nieuwe(db_sessie) is None


def test_r26_als_er_intussen_iets_verandert_wordt_er_niet_gesplitst(
    medewerker: Klant, stelsel: Stelsel, pad: str, db_sessie: Session
) -> None:
    bekijk(medewerker, pad)
    dirk = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=stelsel.bestuur)
    fabriek.geef(db_sessie, dirk, stelsel.rol, stelsel.az, nu=NU)
    bevestig_fusie(medewerker, pad, 409)
    assert "Er is intussen iets veranderd" in medewerker.tekst
    assert getal(medewerker, "Gebruikers die meegaan") == 2
    assert nieuwe(db_sessie) is None
    fabriek.maak_organisatie(db_sessie, kvk="60500005", naam="Net eerder")
    bevestig_fusie(medewerker, pad, 422)
    assert fouten(medewerker) == ["Dit KvK-nummer is al van Net eerder"]
