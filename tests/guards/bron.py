# SPDX-License-Identifier: EUPL-1.2
"""The files of the repository, as the guards read them."""

import ast
import re
from pathlib import Path

WORTEL = Path(__file__).resolve().parents[2]
NIET_EIGEN = {"node_modules", "vendor"}


def bestanden(patroon: str, *mappen: str) -> list[Path]:
    """Own files in these folders."""
    gevonden = (pad for map_ in mappen for pad in sorted((WORTEL / map_).rglob(patroon)))
    return [pad for pad in gevonden if not NIET_EIGEN & set(pad.parts)]


EIGEN = bestanden("*.py", "portal", "wizard", "admin", "tools")
TESTS = bestanden("*.py", "tests")
DOCUMENTEN = [*sorted(WORTEL.glob("*.md")), *bestanden("*.md", "docs")]


def naam(pad: Path) -> str:
    """How a message names a file."""
    return pad.relative_to(WORTEL).as_posix()


def tekst(pad: Path | str) -> str:
    """What is in a file; a string counts from the root of the repository."""
    return (WORTEL / pad).read_text("utf-8")


def functies(pad: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods in a Python file."""
    boom = ast.walk(ast.parse(tekst(pad)))
    return [k for k in boom if isinstance(k, ast.FunctionDef | ast.AsyncFunctionDef)]


def regelnummers(woorden: str) -> set[str]:
    """The rules that a name or docstring mentions: "R7", "test_r7_..." or "..._r7"."""
    uit: set[str] = set()
    for begin, einde in re.findall(r"\bR(\d{1,2})(?:[-–]R?(\d{1,2}))?(?!\d)", woorden):
        uit |= {f"R{n}" for n in range(int(begin), int(einde or begin) + 1)}
    return uit | {f"R{n}" for n in re.findall(r"_r(\d{1,2})(?=_|\b)", woorden)}
