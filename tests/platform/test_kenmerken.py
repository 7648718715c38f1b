# SPDX-License-Identifier: EUPL-1.2
"""R26: kenmerken and kenmerksoorten, their format, and who is touched (R22)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Kenmerk, Kenmerksoort
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM, bevestig, doe, fouten, post_van, velden, wijzig
from tests.platform.wereld import Stelsel

LIJST = f"{PLATFORM}/kenmerken/"
SOORTEN = f"{PLATFORM}/kenmerksoorten/"


def maak(klant: Klant, pad: str, status: int = 303, **gegevens: object) -> None:
    """Fill in the form for a new row."""
    klant.get(f"{pad}nieuw/")
    klant.post(f"{pad}nieuw/", velden(klant) | gegevens, status)


def test_r26_een_medewerker_maakt_een_kenmerk(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    maak(medewerker, LIJST, soort=stelsel.soort.id, waarde=" 33xy ", naam="School X")
    nieuw = db_sessie.scalars(select(Kenmerk).where(Kenmerk.waarde == "33XY")).one()
    assert (nieuw.soort_id, nieuw.naam) == (stelsel.soort.id, "School X")


@pytest.mark.parametrize(
    ("veld", "waarde", "melding"),
    [
        ("soort", "", "Kies een kenmerksoort"),
        ("soort", "999999", "Kies iets uit de lijst"),
        ("waarde", "", "Vul de waarde in"),
        ("waarde", "3XY", "Een Instellingscode schrijft u zo: 21AZ"),
        ("waarde", "33XY\n", None),
        ("waarde", "x" * 41, "De waarde mag niet langer zijn dan 40 tekens"),
        ("waarde", "\x00", "Gebruik alleen letters, cijfers en leestekens"),
        ("waarde", "21AZ", "Dit kenmerk bestaat al."),
        ("waarde", "22BZ", "Dit kenmerk bestaat al. Het is beëindigd: neem het weer in gebruik."),
        ("naam", "x" * 201, "De naam mag niet langer zijn dan 200 tekens"),
    ],
)
def test_r26_een_verkeerd_kenmerk_wordt_niet_gemaakt(
    medewerker: Klant, stelsel: Stelsel, veld: str, waarde: str, melding: str | None
) -> None:
    stelsel.bz.beeindigd_op = NU
    goed = {"soort": stelsel.soort.id, "waarde": "33XY"}
    maak(medewerker, LIJST, 422 if melding else 303, **goed | {veld: waarde})
    assert melding is None or fouten(medewerker) == [melding]


def test_r26_de_pagina_van_een_kenmerk_toont_wie_het_heeft(
    medewerker: Klant, stelsel: Stelsel
) -> None:
    medewerker.get(f"{LIJST}{stelsel.az.id}/")
    assert "Stichting Waalwerd" in medewerker.tekst
    assert "2 autorisaties van 2 gebruikers van 1 organisatie" in medewerker.tekst


@pytest.mark.parametrize(
    ("vraag", "waarden"),
    [
        ("zoek=21a", ["21AZ"]),
        ("zoek=school", ["21AZ"]),
        ("soort=bestuursnummer", []),
        ("soort=instellingscode&aflopend=1&sorteer=waarde", ["22BZ", "21AZ"]),
        ("status=beeindigd", []),
        ("status=onzin&soort=%00", ["21AZ", "22BZ"]),
    ],
)
def test_r26_kenmerken_zoeken_en_filteren(
    medewerker: Klant, stelsel: Stelsel, vraag: str, waarden: list[str]
) -> None:
    medewerker.get(f"{LIJST}?{vraag}")
    assert medewerker.boom.xpath("//tbody/tr/th/a/text()") == waarden


def test_r26_een_andere_waarde_zegt_wie_geraakt_wordt_en_mailt_hen(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    pad = f"{LIJST}{stelsel.az.id}/wijzigen/"
    wijzig(medewerker, pad, naam="School AA")
    assert stelsel.az.naam == "School AA", "een andere naam raakt niemand"
    wijzig(medewerker, pad, 422, waarde="2")
    wijzig(medewerker, pad, 200, waarde="21ay")
    tekst = medewerker.tekst
    assert "De waarde 21AZ wordt 21AY" in tekst and "1 organisatie heeft dit kenmerk" in tekst
    assert "Wij mailen 2 gebruikers van 1 organisatie" in tekst
    bevestig(medewerker, pad)
    assert stelsel.az.waarde == "21AY"
    assert post_van(db_sessie, stelsel.anna) == ["rechten_gewijzigd"]


def test_r26_een_kenmerk_beeindigen_zegt_eerst_wie_geraakt_wordt(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    """R22: in every organisatie that holds it."""
    elders = fabriek.maak_organisatie(db_sessie, kenmerken=[stelsel.az])
    carla = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=elders)
    van_carla = fabriek.geef(db_sessie, carla, stelsel.rol, stelsel.az, nu=NU)
    pad = f"{LIJST}{stelsel.az.id}/beeindigen/"
    medewerker.get(pad)
    tekst = medewerker.tekst
    assert "Nu kan dat bij 2 organisaties" in tekst
    assert "2 autorisaties eindigen omdat een verplicht kenmerk wegvalt: van 2 gebruikers" in tekst
    assert "1 autorisatie gaat door met de andere kenmerken" in tekst
    assert "Wij mailen 3 gebruikers van 2 organisaties" in tekst
    doe(medewerker, pad)
    assert stelsel.az.beeindigd_op == NU
    assert stelsel.van_anna.geldig_tot == van_carla.geldig_tot == NU
    assert stelsel.van_bob.geldig_tot is None and stelsel.van_bob.kenmerken == [stelsel.bz]
    assert post_van(db_sessie, carla) == ["rechten_gewijzigd"]
    assert stelsel.az in stelsel.bestuur.kenmerken, "de geschiedenis blijft"
    doe(medewerker, pad, 409)
    doe(medewerker, f"{LIJST}{stelsel.az.id}/heropenen/")
    assert stelsel.az.beeindigd_op is None


def test_r26_een_kenmerk_dat_niemand_heeft_raakt_niemand(
    medewerker: Klant, db_sessie: Session
) -> None:
    kenmerk = fabriek.maak_kenmerk(db_sessie)
    medewerker.get(f"{LIJST}{kenmerk.id}/beeindigen/")
    assert "Dit raakt op dit moment geen enkele gebruiker" in medewerker.tekst


def test_r26_een_medewerker_maakt_een_kenmerksoort(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    maak(
        medewerker,
        SOORTEN,
        code="vestiging",
        naam="Vestiging",
        voorbeeld="21AZ00",
        patroon=r"^\d{2}[A-Z]{2}\d{2}$",
    )
    assert db_sessie.scalars(select(Kenmerksoort).where(Kenmerksoort.code == "vestiging")).one()


@pytest.mark.parametrize(
    ("veld", "waarde", "melding"),
    [
        ("code", "instellingscode", "Deze code is al van de kenmerksoort Instellingscode"),
        ("naam", "Bestuursnummer", "Er is al een kenmerksoort met deze naam"),
        ("voorbeeld", "", "Vul een voorbeeld van een waarde in"),
        ("voorbeeld", "21", "Het voorbeeld past niet in dit patroon"),
        ("patroon", "", "Vul het patroon in"),
        ("patroon", r"\d{4}", "Begin het patroon met ^ en eindig het met $"),
        ("patroon", "^(a+)+$", "Gebruik alleen letters, cijfers"),
        ("patroon", r"^\d{0,9}\d{0,9}\d{0,9}$", "Gebruik hoogstens twee keer een aantal"),
        ("patroon", r"^\d{41}$", "Een waarde mag niet langer zijn dan 40 tekens"),
        ("patroon", "x" * 101, "Het patroon mag niet langer zijn dan 100 tekens"),
        ("patroon", "^\x00$", "Gebruik alleen letters, cijfers en leestekens"),
    ],
)
def test_r26_een_verkeerde_kenmerksoort_wordt_niet_gemaakt(
    medewerker: Klant, stelsel: Stelsel, veld: str, waarde: str, melding: str
) -> None:
    goed = {"code": "nieuw", "naam": "Nieuw", "voorbeeld": "1234", "patroon": r"^\d{4}$"}
    maak(medewerker, SOORTEN, 422, **goed | {veld: waarde})
    assert melding in fouten(medewerker)[0]


def test_r26_een_ander_patroon_zegt_hoeveel_kenmerken_niet_meer_passen(
    medewerker: Klant, stelsel: Stelsel
) -> None:
    pad = f"{SOORTEN}{stelsel.soort.id}/wijzigen/"
    wijzig(medewerker, pad, 200, patroon=r"^2[12][A-Z]{2}$")
    assert "Alle kenmerken van deze soort passen ook in het nieuwe patroon" in medewerker.tekst
    wijzig(medewerker, pad, 200, patroon=r"^21[A-Z]{2}$")
    assert "1 kenmerk van deze soort past niet in het nieuwe patroon" in medewerker.tekst
    bevestig(medewerker, pad)
    assert stelsel.soort.patroon == r"^21[A-Z]{2}$"
    wijzig(medewerker, pad, omschrijving="Wat anders")


def test_r26_een_kenmerksoort_verdwijnt_alleen_als_zij_nooit_is_gebruikt(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    """Nothing points at it, and the trail keeps what it was: no history is lost."""
    nummer = stelsel.ander.id
    medewerker.get(f"{SOORTEN}{nummer}/")
    assert "Verwijderen" in medewerker.tekst and "0 kenmerken" in medewerker.tekst
    doe(medewerker, f"{SOORTEN}{nummer}/verwijderen/")
    medewerker.volg()
    assert "De kenmerksoort Bestuursnummer is verwijderd" in medewerker.tekst
    assert db_sessie.get(Kenmerksoort, nummer) is None
    medewerker.get(f"{SOORTEN}{stelsel.soort.id}/")
    assert "Verwijderen" not in medewerker.tekst and "2 kenmerken" in medewerker.tekst
    doe(medewerker, f"{SOORTEN}{stelsel.soort.id}/verwijderen/", 409)
    assert db_sessie.get(Kenmerksoort, stelsel.soort.id) is not None
