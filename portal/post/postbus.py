# SPDX-License-Identifier: EUPL-1.2
"""The received mail of the demo: one numbered .eml file each, in the instance folder."""

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

MAPNAAM = "demo-post"


@dataclass(frozen=True, slots=True)
class Brief:
    """One received mail, as the demo shows it."""

    nummer: int
    onderwerp: str
    aan: str
    van: str
    ontvangen_op: datetime
    tekst: str


class Postbus:
    """The folder with received mail; many may read while one writes."""

    def __init__(self, instance: Path) -> None:
        self._map = instance / MAPNAAM

    def bewaar(self, rauw: bytes) -> int:
        """Keep one mail whole or not at all; its number."""
        self._map.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = self._map / f".{secrets.token_hex(8)}"
        try:
            with open(half, "xb") as bestand:
                bestand.write(rauw)
                bestand.flush()
                os.fsync(bestand.fileno())
            return self._geef_nummer(half)
        finally:
            half.unlink()

    def _geef_nummer(self, half: Path) -> int:
        """Link the finished file under the next free number; never over another."""
        nummer = max(self._nummers(), default=0)
        while True:
            nummer += 1
            try:
                os.link(half, self._pad(nummer))
            except FileExistsError:
                continue
            return nummer

    def alle(self) -> list[Brief]:
        """All mail, newest first."""
        return [self._lees(nummer) for nummer in sorted(self._nummers(), reverse=True)]

    def een(self, nummer: int) -> Brief | None:
        """The mail of that number, or None."""
        return self._lees(nummer) if self._pad(nummer).is_file() else None

    def _pad(self, nummer: int) -> Path:
        return self._map / f"{nummer:06d}.eml"

    def _nummers(self) -> list[int]:
        return [int(pad.stem) for pad in self._map.glob("*.eml") if pad.stem.isdecimal()]

    def _lees(self, nummer: int) -> Brief:
        pad = self._pad(nummer)
        bericht = message_from_bytes(pad.read_bytes(), policy=default)
        return Brief(
            nummer=nummer,
            onderwerp=str(bericht.get("Subject", "")),
            aan=str(bericht.get("To", "")),
            van=str(bericht.get("From", "")),
            ontvangen_op=datetime.fromtimestamp(pad.stat().st_mtime, UTC),
            tekst=_tekst(bericht),
        )


def _tekst(bericht: EmailMessage) -> str:
    """The plain text of a mail, lines ending as in a file; empty when it has none."""
    deel = bericht.get_body(("plain",))
    if deel is None:
        return ""
    inhoud = deel.get_payload(decode=True)
    if not isinstance(inhoud, bytes):
        return ""
    return inhoud.decode("utf-8", "replace").replace("\r\n", "\n")
