# SPDX-License-Identifier: EUPL-1.2
"""R4, R30: the letters of an import: one PDF, or parts that say who is in them and what is done."""

import pytest
from sqlalchemy.orm import Session

from admin.beheer import importeren
from tests.harnas.klant import Klant
from tests.importeren.conftest import School, Stuur
from tests.post.lezen import open_pdf


def _importeer(stuur: Stuur, school: School, *namen: str) -> Klant:
    kvk = school.beheerder.organisatie.kvk
    klant = stuur([f"{kvk};A.;{naam};{naam}@x.nl;;{school.kaal.naam};;" for naam in namen])
    assert klant.antwoord is not None
    pad = klant.antwoord.request.path
    klant.post(f"{pad}uitvoeren/", {"merk": klant.veld("merk")})
    klant.volg()
    return klant


def test_r4_een_brief_alleen_hoeft_niet_enkelzijdig(stuur: Stuur, school: School) -> None:
    klant = _importeer(stuur, school, "Aal")
    assert "enkelzijdig" not in klant.tekst and "Download de brief" in klant.tekst


def test_r4_een_stapel_wordt_enkelzijdig_geprint_met_de_reden_erbij(
    stuur: Stuur, school: School
) -> None:
    klant = _importeer(stuur, school, "Aal", "Bos")
    assert "Print enkelzijdig: anders staat op de achterkant de brief van een ander" in klant.tekst
    assert "2 brieven: A. Aal tot en met A. Bos" in klant.tekst


def test_r30_meer_brieven_dan_een_bestand_gaan_in_genummerde_delen(
    stuur: Stuur, school: School, db_sessie: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importeren, "HOOGSTENS", 2)
    klant = _importeer(stuur, school, "Aal", "Bos", "Cas")
    assert (
        "Er zijn 3 brieven. Die passen niet in één bestand: download alle 2 delen." in klant.tekst
    )
    assert "Download deel 1 van 2 2 brieven: A. Aal tot en met A. Bos" in klant.tekst
    assert "gedownload op" not in klant.tekst
    assert klant.antwoord is not None
    pad = klant.antwoord.request.path
    antwoord = klant.post(f"{pad}brieven/0/", status=200)
    assert antwoord.headers["Content-Disposition"].endswith("brieven-deel-1-van-2.pdf")
    assert len(open_pdf(antwoord.data).pages) == 2
    klant.get(pad)
    assert klant.tekst.count("gedownload op 24 november 2026") == 1
    klant.post(f"{pad}brieven/1/", status=200)
    klant.get(pad)
    assert klant.tekst.count("gedownload op 24 november 2026") == 2
