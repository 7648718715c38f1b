# SPDX-License-Identifier: EUPL-1.2
"""A database that is away or has no tables: each command says so, without a trace of the code."""

import pytest
from click.testing import Result

from tests.cli.conftest import Draai

VEREIST = ["--email", "a@example.nl", "--naam", "A. Baas"]
OPDRACHTEN = [
    ["demo"],
    ["eerste-medewerker", *VEREIST, "--organisatie", "Dienst", "--kvk", "12345678"],
    ["onderhoud"],
    ["audit", "verifieer"],
    ["db", "check"],
    ["worker", "--once"],
]


def _zonder_spoor(uitkomst: Result) -> bool:
    return uitkomst.exit_code == 1 and isinstance(uitkomst.exception, SystemExit)


@pytest.mark.parametrize("woorden", OPDRACHTEN, ids=" ".join)
def test_zonder_tabellen_zegt_elke_opdracht_wat_te_doen(
    draai_leeg: Draai, woorden: list[str]
) -> None:
    uitkomst = draai_leeg(*woorden)
    assert _zonder_spoor(uitkomst), uitkomst.output
    assert "db upgrade" in uitkomst.stderr


@pytest.mark.parametrize("woorden", [*OPDRACHTEN, ["db", "upgrade"]], ids=" ".join)
def test_zonder_database_zegt_elke_opdracht_dat(draai_weg: Draai, woorden: list[str]) -> None:
    uitkomst = draai_weg(*woorden)
    assert _zonder_spoor(uitkomst), uitkomst.output
    assert "niet te bereiken" in uitkomst.stderr
