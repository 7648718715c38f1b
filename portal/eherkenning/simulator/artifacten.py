# SPDX-License-Identifier: EUPL-1.2
"""Answers that wait at the stand-in broker until their artifact is shown, once."""

import base64
import secrets
import time
from pathlib import Path

from portal.eherkenning.artifact import LENGTE, TYPE

INDEX = 1
GELDIG = 15 * 60  # seconds
GREEP = 20  # bytes that only who holds the artifact knows


class Kluis:
    """A folder with a file for each answer, so that all workers of a demo share them."""

    def __init__(self, map_: Path) -> None:
        self._map = map_

    def bewaar(self, antwoord: bytes, bron_id: bytes) -> str:
        """Keep ``antwoord``; the artifact that stands for it."""
        self._map.mkdir(parents=True, exist_ok=True)
        self._ruim_op()
        greep = secrets.token_bytes(GREEP)
        nieuw = self._map / f"{greep.hex()}.nieuw"
        nieuw.write_bytes(antwoord)
        nieuw.rename(self._map / greep.hex())
        return base64.b64encode(TYPE + INDEX.to_bytes(2, "big") + bron_id + greep).decode()

    def neem(self, artifact: str) -> bytes | None:
        """The answer behind ``artifact``, the first time that it is asked for."""
        kaal = base64.b64decode(artifact, validate=True)
        naam = kaal[-GREEP:].hex() if len(kaal) == LENGTE else ""
        genomen = self._map / f"{naam}.genomen"
        try:
            (self._map / naam).rename(genomen)
        except OSError:  # taken before, too old, or never there
            return None
        inhoud = genomen.read_bytes()
        genomen.unlink()
        return inhoud

    def _ruim_op(self) -> None:
        oud = time.time() - GELDIG
        for bestand in self._map.iterdir():
            if bestand.stat().st_mtime < oud:
                bestand.unlink(missing_ok=True)
