# SPDX-License-Identifier: EUPL-1.2
"""R26: rollen and what they need; who is touched is said first (R22)."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import toegang
from portal.models import Autorisatie, Rol, Roltaak
from portal.models.soorten import Organisatiesoort
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM, bevestig, doe, fouten, post_van, velden, wijzig
from tests.platform.wereld import Stelsel

LIJST = f"{PLATFORM}/rollen/"


def test_r26_een_medewerker_maakt_een_rol_en_ziet_haar_terug(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    pad = f"{LIJST}nieuw/"
    medewerker.get(pad)
    rol = {"code": "examens", "naam": "Examensecretaris", "kenmerksoorten": [stelsel.soort.id]}
    medewerker.post(pad, velden(medewerker) | rol)
    medewerker.volg()
    assert "Rol is toegevoegd" in medewerker.tekst and "Instellingscode" in medewerker.tekst
    assert "Geen enkele beheerder kan deze rol nu geven" in medewerker.tekst
    nieuw = db_sessie.scalars(select(Rol).where(Rol.code == "examens")).one()
    assert nieuw.kenmerksoorten == [stelsel.soort]


@pytest.mark.parametrize(
    ("veld", "waarde", "melding"),
    [
        ("code", "", "Vul de code van de rol in"),
        ("code", "Grote Letters", "Gebruik kleine letters, cijfers en streepjes"),
        ("code", "x" * 61, "De code mag niet langer zijn dan 60 tekens"),
        ("code", "bekostiging", "Deze code is al van de rol Medewerker bekostiging"),
        ("naam", "Medewerker bekostiging", "Er is al een rol met deze naam"),
        ("naam", "\x00", "Gebruik alleen letters, cijfers en leestekens"),
        ("omschrijving", "x" * 501, "De omschrijving mag niet langer zijn dan 500 tekens"),
        ("kenmerksoorten", "999999", "Kies iets uit de lijst"),
    ],
)
def test_r26_een_verkeerde_rol_wordt_niet_gemaakt(
    medewerker: Klant, stelsel: Stelsel, veld: str, waarde: str, melding: str
) -> None:
    pad = f"{LIJST}nieuw/"
    medewerker.get(pad)
    goed = {"code": "nieuw", "naam": "Nieuw"}
    medewerker.post(pad, velden(medewerker) | goed | {veld: waarde}, 422)
    assert fouten(medewerker) == [melding]


def test_r26_de_pagina_toont_welke_taken_een_rol_opent_per_soort_organisatie(
    medewerker: Klant, db_sessie: Session
) -> None:
    taak, rol = fabriek.maak_taak(db_sessie, "Kandidaten aanmelden")
    db_sessie.add(Roltaak(rol=rol, taak=taak, organisatiesoort=Organisatiesoort.BESTUUR))
    medewerker.get(f"{LIJST}{rol.id}/")
    cellen = [str(td.text_content()) for td in medewerker.boom.xpath("//td[@data-kop='Voor']")]
    assert sorted(cellen) == ["Elke soort organisatie", "Schoolbestuur"]
    assert "Kandidaten aanmelden" in medewerker.tekst


def test_r26_een_nieuw_nodig_kenmerk_zegt_wie_het_mist(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    """R22: those autorisaties stay, but do not count until a beheerder adds the kenmerk."""
    taak, _ = fabriek.maak_taak(db_sessie, "Aanvragen")
    db_sessie.add(Roltaak(rol=stelsel.rol, taak=taak))
    pad = f"{LIJST}{stelsel.rol.id}/wijzigen/"
    assert toegang.autorisaties(db_sessie, stelsel.anna, [taak.id], NU)
    beide = [stelsel.soort.id, stelsel.ander.id]
    wijzig(medewerker, pad, 200, kenmerksoorten=beide)
    tekst = medewerker.tekst
    assert "heeft ook dit kenmerk nodig: Bestuursnummer" in tekst
    assert "2 autorisaties tellen niet meer, tot een beheerder dit kenmerk toevoegt" in tekst
    assert "van 2 gebruikers van 1 organisatie" in tekst
    assert "1 organisatie heeft zelf geen passend kenmerk" in tekst
    bevestig(medewerker, pad)
    assert {s.id for s in stelsel.rol.kenmerksoorten} == set(beide)
    assert stelsel.van_anna.geldig_tot is None
    assert not toegang.autorisaties(db_sessie, stelsel.anna, [taak.id], NU)
    assert post_van(db_sessie, stelsel.anna) == ["rechten_gewijzigd"]


def test_r26_een_kenmerk_dat_niet_meer_nodig_is_raakt_wel_maar_beeindigt_niets(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    pad = f"{LIJST}{stelsel.rol.id}/wijzigen/"
    wijzig(medewerker, pad, 200, kenmerksoorten=[])
    assert "wordt niet meer beperkt door: Instellingscode" in medewerker.tekst
    assert "Dat geldt voor 2 gebruikers van 1 organisatie" in medewerker.tekst
    bevestig(medewerker, pad)
    assert stelsel.rol.kenmerksoorten == [] and stelsel.van_anna.geldig_tot is None
    assert post_van(db_sessie, stelsel.anna) == []


def test_r26_een_andere_naam_vraagt_geen_bevestiging(medewerker: Klant, stelsel: Stelsel) -> None:
    wijzig(medewerker, f"{LIJST}{stelsel.rol.id}/wijzigen/", naam="Anders", code="andere-code")
    assert (stelsel.rol.naam, stelsel.rol.code) == ("Anders", "bekostiging")


def test_r26_een_rol_beeindigen_zegt_eerst_wie_geraakt_wordt(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    """R22: what is open ends; what had not begun is taken back; what was over stays as it was."""
    later = fabriek.geef(
        db_sessie, stelsel.bob, stelsel.rol, stelsel.az, nu=NU, geldig_van=NU + timedelta(days=3)
    )
    voorbij = fabriek.geef(
        db_sessie, stelsel.anna, stelsel.rol, stelsel.az, nu=NU, geldig_tot=NU - timedelta(hours=1)
    )
    nummer, einde = later.id, voorbij.geldig_tot
    pad = f"{LIJST}{stelsel.rol.id}/beeindigen/"
    medewerker.get(pad)
    tekst = medewerker.tekst
    assert "3 autorisaties eindigen meteen: van 2 gebruikers van 1 organisatie" in tekst
    assert "De rol verdwijnt uit de beheerdersrol Beheerder HO" in tekst
    assert "Wij mailen 2 gebruikers van 1 organisatie" in tekst
    doe(medewerker, pad)
    assert stelsel.rol.beeindigd_op == NU
    assert stelsel.van_anna.geldig_tot == stelsel.van_bob.geldig_tot == NU
    assert db_sessie.get(Autorisatie, nummer) is None and voorbij.geldig_tot == einde
    assert post_van(db_sessie, stelsel.bob) == ["rechten_gewijzigd"], (
        "een mail, hoeveel ook eindigt"
    )
    doe(medewerker, pad, 409)
    assert "Deze rol was al beëindigd" in medewerker.tekst


def test_r26_een_beeindigde_rol_kan_weer_in_gebruik(medewerker: Klant, stelsel: Stelsel) -> None:
    doe(medewerker, f"{LIJST}{stelsel.rol.id}/beeindigen/")
    doe(medewerker, f"{LIJST}{stelsel.rol.id}/heropenen/")
    assert stelsel.rol.beeindigd_op is None
    assert stelsel.van_anna.geldig_tot == NU, "wie haar had krijgt haar niet vanzelf terug"
    doe(medewerker, f"{LIJST}{stelsel.rol.id}/heropenen/", 409)


def test_r22_een_beeindigde_rol_of_een_beeindigd_kenmerk_opent_niets(
    stelsel: Stelsel, db_sessie: Session
) -> None:
    """Also when an autorisatie slipped through, given at the very moment that it ended."""
    taak, _ = fabriek.maak_taak(db_sessie, "Aanvragen")
    db_sessie.add(Roltaak(rol=stelsel.rol, taak=taak))

    def heeft() -> set[int]:
        wie = toegang.wie_heeft(toegang.kandidaten([stelsel.rol.id], [stelsel.az.id]))
        return set(db_sessie.scalars(wie, {"nu": NU}))

    for rij in (stelsel.rol, stelsel.az):
        assert heeft() == {stelsel.anna.id, stelsel.bob.id}
        assert toegang.autorisaties(db_sessie, stelsel.anna, [taak.id], NU)
        assert toegang.gemis(stelsel.van_anna, NU) is None
        rij.beeindigd_op = NU
        db_sessie.flush()
        assert not toegang.autorisaties(db_sessie, stelsel.anna, [taak.id], NU)
        assert toegang.gemis(stelsel.van_anna, NU) is not None
        assert stelsel.anna.id not in heeft()
        rij.beeindigd_op = None
        db_sessie.flush()
    stelsel.rol.beeindigd_op = NU
    db_sessie.flush()
    gemist = toegang.wat_ontbreekt(db_sessie, stelsel.anna, [taak.id], NU)
    assert stelsel.rol not in [een.rol for een in gemist]
