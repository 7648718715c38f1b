# SPDX-License-Identifier: EUPL-1.2
"""Judges a PDF that somebody sends (R29): its type by content, nothing active, no bomb.

The file is read in a process of its own with little memory and time, without environment, and
what comes back is a small JSON text. So a file that breaks the reader breaks nothing else.
"""

import json
import subprocess
import sys
from pathlib import Path

from portal.pdf.soorten import MAX_BYTES, MAX_PAGINAS, Handtekening, Keuring, Stand, Weigering

__all__ = ["MAX_BYTES", "MAX_PAGINAS", "Handtekening", "Keuring", "Stand", "Weigering", "keur"]

WORTEL = Path(__file__).resolve().parents[2]
SECONDEN = 20  # of the clock; of the processor it gets less, see onderzoek.py
MAX_ANTWOORD = 1_000_000  # bytes
OPDRACHT = [sys.executable, "-s", "-E", "-B", "-m", "portal.pdf.onderzoek"]


def keur(inhoud: bytes) -> Keuring:
    """What the file is; with a Weigering when it is not to be kept."""
    if not inhoud:
        return Keuring(Weigering.LEEG)
    if len(inhoud) > MAX_BYTES:
        return Keuring(Weigering.TE_GROOT)
    try:
        klaar = subprocess.run(  # noqa: S603  # our own module, no argument from outside
            OPDRACHT,
            input=inhoud,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=WORTEL,
            env={},
            timeout=SECONDEN,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Keuring(Weigering.TE_INGEWIKKELD)
    if klaar.returncode != 0 or len(klaar.stdout) > MAX_ANTWOORD:
        return Keuring(Weigering.TE_INGEWIKKELD)
    return _lees(json.loads(klaar.stdout))


def _lees(antwoord: dict[str, object]) -> Keuring:
    weigering = antwoord["weigering"]
    if weigering is not None:
        return Keuring(Weigering(str(weigering)))
    handtekeningen, velden = antwoord["handtekeningen"], antwoord["velden"]
    assert isinstance(handtekeningen, list) and isinstance(velden, dict)
    return Keuring(
        None,
        int(str(antwoord["paginas"])),
        tuple(Handtekening(**{**een, "stand": Stand(een["stand"])}) for een in handtekeningen),
        {str(naam): str(waarde) for naam, waarde in velden.items()},
    )
