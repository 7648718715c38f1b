# SPDX-License-Identifier: EUPL-1.2
"""R26: beheerdersrollen in two tiers, without a circle, and who is touched (R1, R27)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import beheerdersrollen, bevoegdheden
from portal.models import Beheerdersrol, Beheerderstoekenning, Rol
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM, bevestig, doe, fouten, post_van, velden, wijzig
from tests.platform.wereld import Stelsel, maak_beheerder

LIJST = f"{PLATFORM}/beheerdersrollen/"


@pytest.fixture
def keten(stelsel: Stelsel, db_sessie: Session) -> list[Beheerdersrol]:
    """Three that contain each other: a contains b, b contains c, c hands out a rol of its own."""
    rol = Rol(code="verzuim", naam="Verzuimloket melder")
    c = Beheerdersrol(code="c", naam="Beheerder C", rollen=[rol])
    b = Beheerdersrol(code="b", naam="Beheerder B", bevat=[c])
    a = Beheerdersrol(code="a", naam="Beheerder A", bevat=[b])
    db_sessie.add_all([a, b, c])
    db_sessie.commit()
    return [a, b, c]


def test_r26_een_beheerdersrol_bevat_rollen_en_andere_beheerdersrollen(
    medewerker: Klant, stelsel: Stelsel, keten: list[Beheerdersrol], db_sessie: Session
) -> None:
    pad = f"{LIJST}nieuw/"
    medewerker.get(pad)
    nieuw = {
        "code": "alles",
        "naam": "Beheerder alles",
        "rollen": [stelsel.rol.id],
        "bevat": [keten[0].id],
    }
    medewerker.post(pad, velden(medewerker) | nieuw)
    medewerker.volg()
    tekst = medewerker.tekst
    assert "Zelf Medewerker bekostiging" in tekst
    assert "Via wat zij bevat" in tekst and "Verzuimloket melder" in tekst
    rol = db_sessie.scalars(select(Beheerdersrol).where(Beheerdersrol.code == "alles")).one()
    beheerder = maak_beheerder(db_sessie, stelsel.bestuur, rol)
    mag = {r.naam for r in bevoegdheden.uitdeelbare_rollen(db_sessie, beheerder, NU)}
    assert mag == {"Medewerker bekostiging", "Verzuimloket melder"}


def test_r26_een_kring_wordt_geweigerd_hoe_lang_de_omweg_ook_is(
    medewerker: Klant, keten: list[Beheerdersrol]
) -> None:
    a, b, c = keten
    for zelf, bevat, wie in (
        (c, a, "Beheerder A bevat deze beheerdersrol zelf al"),
        (c, b, "Beheerder B bevat deze beheerdersrol zelf al"),
        (a, a, "Beheerder A bevat deze beheerdersrol zelf al"),
    ):
        wijzig(medewerker, f"{LIJST}{zelf.id}/wijzigen/", 422, bevat=[bevat.id])
        assert wie in fouten(medewerker)[0]
    assert c.bevat == []


def test_r26_een_kring_die_er_al_was_houdt_niemand_op(
    stelsel: Stelsel, keten: list[Beheerdersrol], db_sessie: Session
) -> None:
    a, _, c = keten
    c.bevat = [a]
    db_sessie.flush()
    alle = beheerdersrollen.stelsel(db_sessie)
    assert alle.omvat([a]) == {een.id for een in keten}
    assert beheerdersrollen.rondgang(db_sessie, a, [c]) == [c]


def test_r26_andere_inhoud_zegt_wat_beheerders_meer_en_minder_kunnen_geven(
    medewerker: Klant, stelsel: Stelsel, keten: list[Beheerdersrol], db_sessie: Session
) -> None:
    """Also for who has it only by what contains it."""
    a, b, _ = keten
    maak_beheerder(db_sessie, stelsel.bestuur, a)
    elders = fabriek.maak_organisatie(db_sessie)
    maak_beheerder(db_sessie, elders, b)
    pad = f"{LIJST}{b.id}/wijzigen/"
    wijzig(medewerker, pad, 200, bevat=[], rollen=[stelsel.rol.id])
    tekst = medewerker.tekst
    assert "Wordt erbij uit te delen: Medewerker bekostiging" in tekst
    assert "Kan niet meer worden uitgedeeld: Verzuimloket melder" in tekst
    assert "Dit geldt voor 2 beheerders van 2 organisaties" in tekst
    assert b.bevat
    bevestig(medewerker, pad)
    assert b.bevat == [] and b.rollen == [stelsel.rol]


def test_r26_zonder_ander_bereik_wordt_niets_gevraagd(
    medewerker: Klant, stelsel: Stelsel, keten: list[Beheerdersrol]
) -> None:
    """What a contained one gives already is no change, and neither is a name."""
    a, _, c = keten
    wijzig(medewerker, f"{LIJST}{a.id}/wijzigen/", rollen=[c.rollen[0].id], naam="Beheerder AA")
    assert a.rollen == c.rollen and a.naam == "Beheerder AA"


def test_r1_de_laatste_beheerdersrol_van_een_organisatie_eindigt_niet(
    medewerker: Klant, stelsel: Stelsel, keten: list[Beheerdersrol], db_sessie: Session
) -> None:
    """R26: with another beheerdersrol, or another beheerder, it can."""
    pad = f"{LIJST}{stelsel.beheerdersrol.id}/beeindigen/"
    medewerker.get(pad)
    assert "1 organisatie houdt dan geen beheerder over: Stichting Waalwerd" in medewerker.tekst
    doe(medewerker, pad, 409)
    assert stelsel.beheerdersrol.beeindigd_op is None
    maak_beheerder(db_sessie, stelsel.bestuur, keten[0])
    medewerker.get(pad)
    assert "1 beheerder van 1 organisatie raakt deze beheerdersrol kwijt" in medewerker.tekst
    doe(medewerker, pad)
    assert stelsel.beheerdersrol.beeindigd_op == NU
    toekenning = db_sessie.scalars(
        select(Beheerderstoekenning).where(
            Beheerderstoekenning.gebruiker_id == stelsel.beheerder.id
        )
    ).one()
    assert toekenning.geldig_tot == NU
    assert post_van(db_sessie, stelsel.beheerder) == ["rechten_gewijzigd"]
    assert stelsel.van_anna.geldig_tot is None, "wat is gegeven blijft"
    doe(medewerker, pad, 409)


def test_r26_een_beeindigde_beheerdersrol_geeft_niets_en_kan_weer_in_gebruik(
    medewerker: Klant, keten: list[Beheerdersrol], db_sessie: Session
) -> None:
    a, _, c = keten
    medewerker.get(f"{LIJST}{c.id}/beeindigen/")
    assert "Zij telt niet meer mee in Beheerder B" in medewerker.tekst
    doe(medewerker, f"{LIJST}{c.id}/beeindigen/")
    medewerker.get(f"{LIJST}{a.id}/")
    assert "Verzuimloket melder" not in medewerker.tekst
    doe(medewerker, f"{LIJST}{c.id}/heropenen/")
    assert c.beeindigd_op is None
    medewerker.get(f"{LIJST}{a.id}/")
    assert "Verzuimloket melder" in medewerker.tekst


@pytest.mark.parametrize(
    ("veld", "waarde", "melding"),
    [
        ("code", "beheer-ho", "Deze code is al van de beheerdersrol Beheerder HO"),
        ("naam", "", "Vul de naam van de beheerdersrol in"),
        ("naam", "x" * 101, "De naam mag niet langer zijn dan 100 tekens"),
        ("rollen", "0", "Kies iets uit de lijst"),
        ("bevat", "abc", "Kies iets uit de lijst"),
    ],
)
def test_r26_een_verkeerde_beheerdersrol_wordt_niet_gemaakt(
    medewerker: Klant, stelsel: Stelsel, veld: str, waarde: str, melding: str
) -> None:
    pad = f"{LIJST}nieuw/"
    medewerker.get(pad)
    goed = {"code": "nieuw", "naam": "Nieuw"}
    medewerker.post(pad, velden(medewerker) | goed | {veld: waarde}, 422)
    assert fouten(medewerker) == [melding]
