# SPDX-License-Identifier: EUPL-1.2
"""The habits of the house: layers, sizes, one commit, tested rules, right documents."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.config import NAMES

WORTEL = Path(__file__).resolve().parents[2]
EIGEN = [
    pad
    for map_ in ("portal", "wizard", "admin", "tools")
    for pad in (WORTEL / map_).rglob("*.py")
    if "node_modules" not in pad.parts
]
TESTS = [pad for pad in (WORTEL / "tests").rglob("*.py") if pad != Path(__file__)]
MAX_BESTAND, MAX_FUNCTIE = 300, 45  # with docstring and signature
# Rules that come with beheer (Flask-Admin) and with the request of the bestuur.
LATER = frozenset({"R26", "R28", "R30"})


def naam(pad: Path) -> str:
    return str(pad.relative_to(WORTEL))


def test_de_lagen_houden_zich_aan_hun_afspraken() -> None:
    opdracht = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    klaar = subprocess.run(opdracht, cwd=WORTEL, capture_output=True, text=True, check=False)
    assert klaar.returncode == 0, klaar.stdout


def test_alleen_db_legt_vast() -> None:
    plekken = [naam(p) for p in EIGEN if re.search(r"\.commit\(", p.read_text("utf-8"))]
    assert plekken == ["portal/db.py"]


def test_de_regels_kennen_geen_klok() -> None:
    for map_ in ("portal/domain", "portal/models"):
        for pad in (WORTEL / map_).rglob("*.py"):
            assert "datetime.now" not in pad.read_text("utf-8"), naam(pad)


def test_bestanden_en_functies_zijn_klein() -> None:
    for pad in EIGEN:
        bron = pad.read_text("utf-8")
        assert bron.count("\n") <= MAX_BESTAND, naam(pad)
        for knoop in ast.walk(ast.parse(bron)):
            if isinstance(knoop, ast.FunctionDef | ast.AsyncFunctionDef):
                lengte = (knoop.end_lineno or 0) - knoop.lineno + 1
                assert lengte <= MAX_FUNCTIE, f"{naam(pad)}: {knoop.name} {lengte}"


def test_geen_import_in_een_functie() -> None:
    for pad in EIGEN:
        for functie in ast.walk(ast.parse(pad.read_text("utf-8"))):
            if isinstance(functie, ast.FunctionDef):
                binnen = [
                    k for k in ast.walk(functie) if isinstance(k, ast.Import | ast.ImportFrom)
                ]
                assert not binnen, f"{naam(pad)}: {functie.name}"


def test_elk_eigen_bestand_noemt_zijn_licentie() -> None:
    for pad in [*EIGEN, *TESTS]:
        assert pad.read_text("utf-8").startswith("# SPDX-License-Identifier: EUPL-1.2"), naam(pad)


def test_elke_regel_staat_in_een_test() -> None:
    tekst = " ".join(pad.read_text("utf-8") for pad in TESTS)
    genoemd = {f"R{n}" for n in re.findall(r"(?:\bR|_r)(\d{1,2})(?=\D)", tekst)}
    alle = {f"R{n}" for n in range(1, 35)}
    assert alle - LATER <= genoemd, sorted(alle - LATER - genoemd)
    assert not LATER & genoemd, f"haal uit LATER: {sorted(LATER & genoemd)}"


def test_de_documenten_noemen_elke_instelling_en_elk_commando() -> None:
    tekst = (WORTEL / "docs" / "uitrol.md").read_text("utf-8")
    assert not [n for n in NAMES if n.removeprefix("MIJNDUO_") not in tekst]
    for commando in ("db upgrade", "worker", "onderhoud", "audit verifieer", "eerste-medewerker",
                     "demo", "eherkenning metadata"):  # fmt: skip
        assert commando in tekst, commando


def test_de_tabel_waar_staat_wat_klopt() -> None:
    lees_mij = (WORTEL / "README.md").read_text("utf-8")
    paden = re.findall(r"`([\w/.-]+\.(?:py|html|css|js|md|toml))`", lees_mij)
    assert len(paden) > 10
    assert not [pad for pad in paden if not (WORTEL / pad).exists()]


@pytest.mark.parametrize("pad", ["README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md",
                                 "SECURITY.md", "publiccode.yml", ".ci/run"])  # fmt: skip
def test_wat_een_ander_verwacht_is_er(pad: str) -> None:
    assert (WORTEL / pad).read_text("utf-8").strip()
