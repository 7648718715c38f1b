# SPDX-License-Identifier: EUPL-1.2
"""R26: two medewerkers at one form; the second is shown the difference and loses nothing (R32)."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.models import Beheerdersrol
from portal.models.soorten import Medewerkersrol
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM, bevestig, velden
from tests.platform.wereld import Stelsel, browser_van


@pytest.fixture
def collega(app: Flask, db_sessie: Session, klok: object) -> Klant:
    """A second medewerker with a browser of their own."""
    return browser_van(app, db_sessie, Medewerkersrol.MEDEWERKER)


def test_r26_de_tweede_ziet_het_verschil_en_verliest_niets(
    medewerker: Klant, collega: Klant, stelsel: Stelsel
) -> None:
    pad = f"{PLATFORM}/organisaties/{stelsel.bestuur.id}/wijzigen/"
    medewerker.get(pad)
    collega.get(pad)
    collega.post(pad, velden(collega) | {"naam": "Stichting Nieuw", "plaats": "Werd"})
    mijn = velden(medewerker) | {"adres": "Kade 9", "sectoren": []}
    medewerker.post(pad, mijn, 409)
    assert "Iemand anders heeft dit intussen gewijzigd" in medewerker.tekst
    rijen = {
        str(rij.xpath("string(th)")): [str(td.text_content()) for td in rij.xpath("td")]
        for rij in medewerker.boom.xpath("//table//tr[th and td]")
    }
    assert rijen == {
        "Naam": ["Stichting Nieuw", "Stichting Waalwerd"],
        "Plaats": ["Werd", "Waalwerd"],
        "Straat en huisnummer": ["–", "Kade 9"],
        "Sectoren": ["Hoger onderwijs", "–"],
    }
    assert stelsel.bestuur.naam == "Stichting Nieuw" and stelsel.bestuur.adres == ""
    opnieuw = velden(medewerker)
    assert opnieuw["adres"] == "Kade 9", "wat is getypt staat er nog"
    medewerker.post(pad, opnieuw | {"naam": "Stichting Nieuw", "plaats": "Werd"})
    assert (stelsel.bestuur.naam, stelsel.bestuur.adres) == ("Stichting Nieuw", "Kade 9")
    assert stelsel.bestuur.sectoren == []


def _anders(s: Stelsel) -> dict[str, tuple[int, dict[str, Any], dict[str, Any]]]:
    """Per form: the row, and what each of two people changes; also only in a list."""
    return {
        "organisaties": (s.bestuur.id, {"sectoren": []}, {"plaats": "Werd"}),
        "rollen": (s.rol.id, {"naam": "Anders"}, {"omschrijving": "x"}),
        "beheerdersrollen": (s.beheerdersrol.id, {"rollen": []}, {"naam": "Anders"}),
        "kenmerken": (s.az.id, {"naam": "Een"}, {"naam": "Twee"}),
        "kenmerksoorten": (s.soort.id, {"naam": "Een"}, {"omschrijving": "x"}),
        "sectoren": (s.sector.id, {"volgorde": "3"}, {"volgorde": "4"}),
    }


@pytest.mark.parametrize(
    "wat",
    ["organisaties", "rollen", "beheerdersrollen", "kenmerken", "kenmerksoorten", "sectoren"],
)
def test_r26_elk_formulier_merkt_dat_iemand_anders_eerder_was(
    medewerker: Klant, collega: Klant, stelsel: Stelsel, wat: str
) -> None:
    nummer, eerst, daarna = _anders(stelsel)[wat]
    pad = f"{PLATFORM}/{wat}/{nummer}/wijzigen/"
    medewerker.get(pad)
    collega.get(pad)
    oud = velden(medewerker)
    gestuurd = velden(collega) | eerst
    collega.post(pad, gestuurd, 200 if wat == "beheerdersrollen" else 303)
    if wat == "beheerdersrollen":
        bevestig(collega, pad)
    medewerker.post(pad, oud | daarna, 409)
    assert "Iemand anders heeft dit intussen gewijzigd" in medewerker.tekst


@pytest.mark.parametrize("stand", ["", "0", "-1", "x", "9" * 4000, "1\x00"])
def test_r26_een_verzonnen_stand_is_nooit_de_goede(
    medewerker: Klant, stelsel: Stelsel, stand: str
) -> None:
    pad = f"{PLATFORM}/rollen/{stelsel.rol.id}/wijzigen/"
    medewerker.get(pad)
    medewerker.post(pad, velden(medewerker) | {"stand": stand, "naam": "Anders"}, 409)
    assert stelsel.rol.naam == "Medewerker bekostiging"


def test_r26_een_andere_lijst_is_een_andere_versie(stelsel: Stelsel, db_sessie: Session) -> None:
    """Of a row with a version; what did not change keeps its own."""
    versies = stelsel.bestuur.versie, stelsel.rol.versie
    stelsel.bestuur.kenmerken.remove(stelsel.bz)
    db_sessie.flush()
    assert (stelsel.bestuur.versie, stelsel.rol.versie) == (versies[0] + 1, versies[1])
    stelsel.bestuur.kenmerken = [stelsel.az]
    db_sessie.flush()
    assert stelsel.bestuur.versie == versies[0] + 1, "dezelfde lijst is geen verandering"
    stelsel.bestuur.kenmerken, stelsel.bestuur.naam = [], "Anders"
    db_sessie.flush()
    assert stelsel.bestuur.versie == versies[0] + 2
    db_sessie.add(Beheerdersrol(code="x", naam="X", rollen=[stelsel.rol]))
    db_sessie.flush()
    assert stelsel.rol.versie == versies[1], "wat naar een rij wijst verandert haar niet"
