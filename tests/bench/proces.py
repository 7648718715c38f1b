# SPDX-License-Identifier: EUPL-1.2
"""Whole processes: starting up against bare Flask, and the memory of a worker at work."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.bench.meten import Rij
from tests.harnas.server import WORTEL, server

RONDES = 7
VERZOEKEN = 200


def _wand(code: str, env: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=WORTEL, env=env, check=True)
    return time.perf_counter() - begin


def opstart(map_: Path) -> list[Rij]:
    """Importing the app against making a bare Flask app; both byte-compiled."""
    env = {
        "PATH": os.environ["PATH"],
        "MIJNDUO_DEMO": "1",
        "MIJNDUO_INSTANCE": str(map_),
    }
    paren = []
    for _ in range(RONDES):
        paren.append((_wand("import wsgi", env), _wand("import flask; flask.Flask('x')", env)))
    return [
        Rij("opstart maal kale Flask", statistics.median(a / b for a, b in paren), "x", 3.6),
        Rij("  opstart", statistics.median(a for a, _ in paren) * 1000, "ms"),
        Rij("  kale Flask", statistics.median(b for _, b in paren) * 1000, "ms"),
    ]


def _geheugen(pid: int) -> dict[str, float]:
    """PSS and RSS of a process, in MB."""
    regels = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    waarden = {r.split(":")[0]: int(r.split()[1]) / 1024 for r in regels}
    return {"Pss": waarden["Pss"], "Rss": waarden["Rss"]}


def worker(map_: Path) -> list[Rij]:
    """A worker after some hundreds of requests."""
    with server("sqlite", map_) as draait:
        with httpx.Client(base_url=draait.adres) as klant:
            for nummer in range(VERZOEKEN):
                pad = ("/", "/inloggen", "/eherkenning/login", "/problemen-met-inloggen")[
                    nummer % 4
                ]
                assert klant.get(pad).status_code == 200
        kinderen = Path(f"/proc/{draait.proces.pid}/task/{draait.proces.pid}/children").read_text()
        metingen = [_geheugen(int(pid)) for pid in kinderen.split()]
    assert len(metingen) == 4
    return [
        Rij("geheugen per worker (PSS)", statistics.median(m["Pss"] for m in metingen), "MB", 85),
        Rij("  RSS, gedeelde bladen meegeteld", max(m["Rss"] for m in metingen), "MB"),
    ]
