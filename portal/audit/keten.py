# SPDX-License-Identifier: EUPL-1.2
"""The hash chain over the trail: made at the commit, walked by a command (R31)."""

import hashlib
import json
from contextlib import closing
from datetime import UTC
from enum import StrEnum
from typing import Any

from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from portal.bereik import VRIJ
from portal.models import Auditrecord

BEGIN = "0" * 64
# Made once: json.dumps would make it for every record.
_als_json = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode
_LAATSTE = select(Auditrecord.nummer, Auditrecord.hash).order_by(Auditrecord.nummer.desc()).limit(1)
SLOT = 7_305_113  # advisory lock number of the chain on PostgreSQL


def pak_einde(session: Session) -> tuple[int, str]:
    """Number and hash of the last record, locked until the commit: writers stand in line."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:slot)"), {"slot": SLOT})
    laatste = session.execute(_LAATSTE, execution_options={VRIJ: True}).first()
    return (laatste.nummer, laatste.hash) if laatste is not None else (0, BEGIN)


def hash_van(rij: dict[str, Any]) -> str:
    """The SHA-256 over all that a record says, ``vorige_hash`` included."""
    inhoud = {n: w for n, w in rij.items() if n != "hash"}
    inhoud["op"] = inhoud["op"].astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(_als_json(inhoud).encode()).hexdigest()


class Keten(StrEnum):
    """Whether one record stands as it was written."""

    HEEL = "heel"
    GEWIJZIGD = "gewijzigd"  # it says something else than its hash
    LOS = "los"  # it does not go on from the record before it


def controleer(session: Session, record: Auditrecord) -> Keten:
    """Judge one record by its own hash and by that of the record before it; one query."""
    if hash_van(_rij(record)) != record.hash:
        return Keten.GEWIJZIGD
    vraag = select(Auditrecord.hash).where(Auditrecord.nummer == record.nummer - 1)
    vorige = session.scalar(vraag) if record.nummer > 1 else BEGIN
    return Keten.HEEL if vorige == record.vorige_hash else Keten.LOS


def _rij(record: Auditrecord) -> dict[str, Any]:
    return {k.key: getattr(record, k.key) for k in inspect(Auditrecord).column_attrs}


def verifieer(session: Session) -> tuple[int, int | None]:
    """Walk the chain: (number of records that are right, first broken number or None)."""
    goed, vorige = 0, BEGIN
    vraag = select(Auditrecord).order_by(Auditrecord.nummer).execution_options(yield_per=1000)
    with closing(session.scalars(vraag)) as records:
        for record in records:
            heel = record.nummer == goed + 1 and record.vorige_hash == vorige
            if not heel or hash_van(_rij(record)) != record.hash:
                return goed, record.nummer
            goed, vorige = goed + 1, record.hash
    return goed, None
