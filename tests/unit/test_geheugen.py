# SPDX-License-Identifier: EUPL-1.2
"""Checking secrets takes memory for as long as it takes, and not for every thread for ever."""

import os
import subprocess
import sys
from pathlib import Path

WORTEL = Path(__file__).resolve().parents[2]
CONTROLES = """
from concurrent.futures import ThreadPoolExecutor
from resource import getpagesize
from portal import secrets

def in_gebruik():
    return int(open("/proc/self/statm").read().split()[1]) * getpagesize()

secrets.stel_in("s" * 32)
code = secrets.hash_geheim("code")
begin = in_gebruik()
with ThreadPoolExecutor(8) as draden:
    goed = list(draden.map(lambda poging: secrets.klopt(code, poging), ["code", "fout"] * 20))
assert goed == [True, False] * 20
print(in_gebruik() - begin)
"""


def test_geheugen_voor_het_controleren_van_geheimen_komt_terug() -> None:
    klaar = subprocess.run(
        [sys.executable, "-c", CONTROLES],
        cwd=WORTEL,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(klaar.stdout) < 19_456 * 1024, "niet eens dat van een controle"
