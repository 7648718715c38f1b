# SPDX-License-Identifier: EUPL-1.2
"""R26: who is touched when an organisatie changes or ends is said first, and then happens."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Beheerderstoekenning, Koppeling, Sessie
from portal.models.soorten import Gebruikerstatus, Medewerkersrol, Verbreekreden
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM, bevestig, doe, fouten, post_van, wijzig
from tests.platform.wereld import Stelsel, koppel, maak_beheerder

LIJST = f"{PLATFORM}/organisaties/"


@pytest.fixture
def pad(stelsel: Stelsel) -> str:
    """The form of the board."""
    return f"{LIJST}{stelsel.bestuur.id}/wijzigen/"


def test_r26_een_kenmerk_afnemen_zegt_eerst_wie_geraakt_wordt(
    medewerker: Klant, stelsel: Stelsel, pad: str, db_sessie: Session
) -> None:
    """Anna has nothing but 21AZ, Bob has another beside it."""
    elders = fabriek.maak_organisatie(db_sessie, kenmerken=[stelsel.az])
    carla = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=elders)
    van_carla = fabriek.geef(db_sessie, carla, stelsel.rol, stelsel.az, nu=NU)
    wijzig(medewerker, pad, 200, kenmerken="instellingscode 22BZ")
    tekst = medewerker.tekst
    assert "1 autorisatie eindigt omdat een verplicht kenmerk wegvalt: van 1 gebruiker van" in tekst
    assert "1 autorisatie gaat door met de andere kenmerken" in tekst
    assert stelsel.van_anna.geldig_tot is None, "er is nog niets gebeurd"
    bevestig(medewerker, pad)
    assert stelsel.bestuur.kenmerken == [stelsel.bz]
    assert stelsel.van_anna.geldig_tot == NU
    assert stelsel.van_bob.geldig_tot is None and stelsel.van_bob.kenmerken == [stelsel.bz]
    assert van_carla.geldig_tot is None and van_carla.kenmerken == [stelsel.az]
    assert post_van(db_sessie, stelsel.anna) == ["rechten_gewijzigd"]
    assert post_van(db_sessie, stelsel.bob) == ["rechten_gewijzigd"]
    assert post_van(db_sessie, carla) == []


def test_r26_de_bevestiging_geldt_niet_voor_gevolgen_die_intussen_anders_zijn(
    medewerker: Klant, stelsel: Stelsel, pad: str, db_sessie: Session
) -> None:
    wijzig(medewerker, pad, 200, kenmerken="instellingscode 22BZ")
    dirk = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=stelsel.bestuur)
    fabriek.geef(db_sessie, dirk, stelsel.rol, stelsel.az, nu=NU)
    bevestig(medewerker, pad, 200)
    assert "De gevolgen zijn intussen anders" in medewerker.tekst
    assert "2 autorisaties eindigen" in medewerker.tekst
    assert stelsel.az in stelsel.bestuur.kenmerken
    bevestig(medewerker, pad)
    assert stelsel.az not in stelsel.bestuur.kenmerken


def test_r26_een_nieuw_kenmerk_wordt_genoemd_voor_het_wordt_gemaakt(
    medewerker: Klant, stelsel: Stelsel, pad: str
) -> None:
    wijzig(
        medewerker,
        pad,
        200,
        kenmerken="instellingscode 21AZ\ninstellingscode 22BZ\ninstellingscode 22BX",
    )
    assert "instellingscode 22BX wordt toegevoegd aan de kenmerken" in medewerker.tekst
    bevestig(medewerker, pad)
    assert {k.waarde for k in stelsel.bestuur.kenmerken} == {"21AZ", "22BZ", "22BX"}


@pytest.mark.parametrize(
    ("veld", "waarde", "wie"),
    [
        ("kvk", "60111111", {"met_kvk", "kind"}),
        ("rsin", "123456782", {"met_rsin"}),
        ("rsin", "", {"met_rsin"}),
        ("oin", "00000003601000010000", set()),
        ("naam", "Anders", set()),
    ],
)
def test_r13_een_ander_nummer_maakt_de_koppelingen_onder_het_oude_ongedaan(
    medewerker: Klant,
    stelsel: Stelsel,
    pad: str,
    db_sessie: Session,
    veld: str,
    waarde: str,
    wie: set[str],
) -> None:
    """R26: a means acts for one number; with a child it may act for the parent's."""
    stelsel.bestuur.rsin = "900000004"
    school = fabriek.maak_organisatie(db_sessie, parent=stelsel.bestuur)
    leraar = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school)
    koppelingen = {
        "met_kvk": koppel(db_sessie, stelsel.anna),
        "met_rsin": koppel(db_sessie, stelsel.bob, met_rsin=True),
        "kind": koppel(db_sessie, leraar),
    }
    db_sessie.commit()
    wijzig(medewerker, pad, 200 if wie else 303, **{veld: waarde})
    if wie:
        hoeveel = "2 koppelingen" if len(wie) == 2 else "1 koppeling"
        assert f"{hoeveel} met een eHerkenningsmiddel" in medewerker.tekst
        bevestig(medewerker, pad)
    los = {naam for naam, een in koppelingen.items() if een.beeindigd_op is not None}
    assert los == wie
    for naam in wie:
        assert koppelingen[naam].reden is Verbreekreden.ORGANISATIE
        assert post_van(db_sessie, koppelingen[naam].gebruiker) == ["koppeling_verbroken"]


def test_r13_een_ander_bestuur_maakt_koppelingen_ongedaan_een_eerste_bestuur_niet(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    """R26: under the old parent's number nobody may act any more."""
    school = fabriek.maak_organisatie(db_sessie)
    leraar = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school)
    koppeling = koppel(db_sessie, leraar)
    ander = fabriek.maak_organisatie(db_sessie)
    pad = f"{LIJST}{school.id}/wijzigen/"
    wijzig(medewerker, pad, parent=stelsel.bestuur.kvk)
    assert koppeling.beeindigd_op is None
    wijzig(medewerker, pad, 200, parent=ander.kvk)
    bevestig(medewerker, pad)
    assert koppeling.beeindigd_op == NU and school.parent_id == ander.id


def test_r26_een_beheerdersrol_die_iemand_heeft_gaat_niet_van_de_lijst(
    medewerker: Klant, stelsel: Stelsel, pad: str, db_sessie: Session
) -> None:
    """The bestuur decides who is beheerder."""
    wijzig(medewerker, pad, 422, beheerdersrollen=[])
    assert "Een beheerder van deze organisatie heeft nog: Beheerder HO" in fouten(medewerker)[0]
    toekenning = db_sessie.scalars(
        select(Beheerderstoekenning).where(
            Beheerderstoekenning.gebruiker_id == stelsel.beheerder.id
        )
    ).one()
    toekenning.geldig_tot = NU - timedelta(hours=1)
    db_sessie.commit()
    wijzig(medewerker, pad, beheerdersrollen=[])
    assert stelsel.bestuur.beheerdersrollen == []


def test_r26_een_andere_soort_zegt_dat_rollen_andere_taken_kunnen_openen(
    medewerker: Klant, stelsel: Stelsel, pad: str
) -> None:
    wijzig(medewerker, pad, 200, soort="gemeente")
    assert "rollen andere taken openen: voor 3 gebruikers" in medewerker.tekst


def test_r26_een_organisatie_beeindigen_beeindigt_al_haar_accounts(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session, app: object
) -> None:
    """The last beheerder too, since nothing is left to manage (R1)."""
    koppeling = koppel(db_sessie, stelsel.anna)
    fabriek.log_binnen(app, db_sessie, stelsel.bob, NU)  # type: ignore[arg-type]
    pad = f"{LIJST}{stelsel.bestuur.id}/beeindigen/"
    medewerker.get(pad)
    assert "3 gebruikers, van wie 1 beheerder" in medewerker.tekst
    assert "1 koppeling met een eHerkenningsmiddel wordt ongedaan gemaakt" in medewerker.tekst
    doe(medewerker, pad)
    assert stelsel.bestuur.beeindigd_op == NU
    for gebruiker in (stelsel.anna, stelsel.bob, stelsel.beheerder):
        assert gebruiker.status is Gebruikerstatus.BEEINDIGD
        assert post_van(db_sessie, gebruiker) == ["account_beeindigd"]
    assert koppeling.reden is Verbreekreden.BEEINDIGD
    assert stelsel.van_anna.geldig_tot == NU
    sessie = db_sessie.scalars(select(Sessie).where(Sessie.gebruiker_id == stelsel.bob.id)).one()
    assert sessie.beeindigd_op == NU
    medewerker.volg()
    assert "Beëindigd op 24 november 2026" in medewerker.tekst
    assert "Samenvoegen" not in medewerker.tekst


def test_r26_wat_er_niet_is_staat_niet_in_de_gevolgen(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    school = fabriek.maak_organisatie(db_sessie, naam="School", parent=stelsel.bestuur)
    fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school)
    medewerker.get(f"{LIJST}{school.id}/beeindigen/")
    assert "Alle accounts van School eindigen: 1 gebruiker." in medewerker.tekst
    assert "Hun rollen vervallen." in medewerker.tekst


def test_r26_met_kinderen_of_medewerkers_eindigt_een_organisatie_niet(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    fabriek.maak_organisatie(db_sessie, parent=stelsel.bestuur)
    eigen = fabriek.maak_gebruiker(db_sessie, nu=NU, medewerkersrol=Medewerkersrol.SERVICEDESK)
    for organisatie, zin in (
        (stelsel.bestuur, "Onder deze organisatie vallen nog andere"),
        (eigen.organisatie, "Medewerkers van het portaal horen bij deze organisatie"),
    ):
        pad = f"{LIJST}{organisatie.id}/beeindigen/"
        medewerker.get(pad)
        assert zin in medewerker.tekst
        doe(medewerker, pad, 409)
        assert organisatie.beeindigd_op is None


def test_r26_beeindigen_gaat_niet_door_als_er_intussen_iets_veranderde(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    pad = f"{LIJST}{stelsel.bestuur.id}/beeindigen/"
    medewerker.get(pad)
    gezien = medewerker.veld("gezien")
    fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=stelsel.bestuur)
    medewerker.post(pad, {"gezien": gezien}, 409)
    assert "Er is intussen iets veranderd" in medewerker.tekst
    assert "4 gebruikers" in medewerker.tekst
    medewerker.post(pad, {}, 409)
    assert stelsel.bestuur.beeindigd_op is None
    medewerker.post(pad, {"gezien": medewerker.veld("gezien")})
    assert stelsel.bestuur.beeindigd_op == NU


def test_r26_een_beeindigde_organisatie_kan_weer_in_gebruik_een_opgegane_niet(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    weg = fabriek.maak_organisatie(db_sessie, beeindigd_op=NU)
    op = fabriek.maak_organisatie(db_sessie, beeindigd_op=NU, opgegaan_in_id=stelsel.bestuur.id)
    doe(medewerker, f"{LIJST}{weg.id}/heropenen/")
    assert weg.beeindigd_op is None
    medewerker.get(f"{LIJST}{op.id}/")
    assert "Weer in gebruik nemen" not in medewerker.tekst
    assert "Zij is opgegaan in Stichting Waalwerd" in medewerker.tekst
    doe(medewerker, f"{LIJST}{op.id}/heropenen/", 409)
    assert op.beeindigd_op == NU


def test_r26_wie_geen_beheerder_meer_heeft_telt_niet_als_beheerder(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    """An ended account is no gebruiker, a beheerdersrol that ended makes no beheerder."""
    tweede = maak_beheerder(db_sessie, stelsel.bestuur, stelsel.beheerdersrol)
    tweede.status, tweede.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    stelsel.beheerdersrol.beeindigd_op = NU
    medewerker.get(f"{LIJST}{stelsel.bestuur.id}/")
    assert "Gebruikers3" in medewerker.tekst and "Daarvan beheerder0" in medewerker.tekst
    assert not db_sessie.scalars(select(Koppeling)).all()
