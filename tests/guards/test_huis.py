# SPDX-License-Identifier: EUPL-1.2
"""The habits of the house: layers, sizes, one commit, no clock in the rules, every rule tested."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.guards.bron import EIGEN, TESTS, WORTEL, bestanden, functies, naam, regelnummers, tekst

MAX_BESTAND, MAX_FUNCTIE = 300, 40  # lines; a function's docstring aside
KLOK = re.compile(r"datetime\.now|datetime\.utcnow|date\.today|\btime\.time\(|func\.now\(")


def test_de_lagen_houden_zich_aan_hun_afspraken() -> None:
    opdracht = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    klaar = subprocess.run(opdracht, cwd=WORTEL, capture_output=True, text=True, check=False)
    assert klaar.returncode == 0, klaar.stdout


def test_elke_module_van_het_portaal_heeft_een_laag() -> None:
    contracten = tomllib.loads(tekst("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    lagen = next(c["layers"] for c in contracten if c["type"] == "layers")
    genoemd = {module.strip() for laag in lagen for module in laag.split("|")}
    modules = {f"portal.{pad.stem}" for pad in (WORTEL / "portal").glob("[!_]*.py")}
    modules |= {f"portal.{pad.parent.name}" for pad in (WORTEL / "portal").glob("*/__init__.py")}
    assert modules <= genoemd, sorted(modules - genoemd)


def test_alleen_db_legt_vast() -> None:
    plekken = [naam(p) for p in EIGEN if re.search(r"\.commit\(", tekst(p))]
    assert plekken == ["portal/db.py"]


def test_de_regels_kennen_geen_klok() -> None:
    zonder_klok = [*bestanden("*.py", "portal/domain", "portal/models"), WORTEL / "wizard/core.py"]
    assert not [naam(pad) for pad in zonder_klok if KLOK.search(tekst(pad))]


def test_bestanden_zijn_klein() -> None:
    assert not [naam(p) for p in [*EIGEN, *TESTS] if tekst(p).count("\n") > MAX_BESTAND]


def test_functies_zijn_klein() -> None:
    for pad in EIGEN:
        for functie in functies(pad):
            lengte = (functie.end_lineno or 0) - functie.lineno + 1
            lengte -= len((ast.get_docstring(functie, clean=False) or "").splitlines())
            assert lengte <= MAX_FUNCTIE, f"{naam(pad)}: {functie.name} {lengte}"


def test_geen_import_in_een_functie() -> None:
    for pad in EIGEN:
        for functie in functies(pad):
            binnen = [k for k in ast.walk(functie) if isinstance(k, ast.Import | ast.ImportFrom)]
            assert not binnen, f"{naam(pad)}: {functie.name}"


def test_elk_eigen_bestand_noemt_zijn_licentie() -> None:
    front = bestanden("*.js", "portal/static/js")
    stijl = [WORTEL / "portal/static/css/portal.css", *bestanden("*.css", "portal/static/theme")]
    los = [WORTEL / n for n in ("wsgi.py", "setup.py", "gunicorn.conf.py", "Makefile", ".ci/run")]
    front = [pad for pad in front if not pad.name.endswith(".min.js")]
    for pad in [*EIGEN, *TESTS, *front, *stijl, *los]:
        eerste = tekst(pad).splitlines()[:2]
        assert any("SPDX-License-Identifier: EUPL-1.2" in regel for regel in eerste), naam(pad)


def test_elke_regel_staat_in_de_naam_of_de_uitleg_van_een_test() -> None:
    genoemd: set[str] = set()
    for pad in TESTS:
        if pad.name.startswith("test_") and pad.parent.name != "guards":
            genoemd |= regelnummers(ast.get_docstring(ast.parse(tekst(pad))) or "")
        for functie in functies(pad):
            if functie.name.startswith("test_"):
                genoemd |= regelnummers(f"{functie.name} {ast.get_docstring(functie) or ''}")
    alle = {f"R{n}" for n in range(1, 35)}
    assert alle <= genoemd, sorted(alle - genoemd)


def test_elke_pin_heeft_een_hash_en_noemt_geen_plek() -> None:
    for lijst in ("requirements/main.txt", "requirements/dev.txt"):
        regels = tekst(lijst).replace("\\\n", " ").splitlines()
        pins = [regel for regel in regels if regel.strip() and not regel.lstrip().startswith("#")]
        assert len(pins) > 20
        assert not [
            p for p in pins if not re.fullmatch(r"[\w.-]+==\S+( +--hash=sha256:\w{64})+", p)
        ]
