# SPDX-License-Identifier: EUPL-1.2
"""The audit trail: append-only rows, each chained to the one before (R31)."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Auditrecord(Base):
    """Who did what, on what, when, from where, with which outcome; never a secret (R33).

    Numbers run without gaps, so a record that was removed shows. Deliberately without
    foreign keys: a record outlives what it speaks of.
    """

    __tablename__ = "auditrecord"
    __table_args__ = (
        Index("ix_auditrecord_object", "object_soort", "object_id", "op"),
        Index("ix_auditrecord_actor", "actor_id", "op"),
        Index("ix_auditrecord_organisatie", "organisatie_id", "op"),
        Index("ix_auditrecord_gebeurtenis", "gebeurtenis", "op"),
        Index("ix_auditrecord_uitkomst", "uitkomst", "op"),
        # Both are of few values, so together they need an index of their own.
        Index("ix_auditrecord_gebeurtenis_uitkomst", "gebeurtenis", "uitkomst", "op"),
    )

    nummer: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
    )
    op: Mapped[datetime] = mapped_column(index=True)
    actor_soort: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None]
    herkomst: Mapped[str] = mapped_column(String(45))
    gebeurtenis: Mapped[str] = mapped_column(String(60))
    uitkomst: Mapped[str] = mapped_column(String(40))
    object_soort: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int | None]
    organisatie_id: Mapped[int | None]
    referentie: Mapped[str] = mapped_column(String(20), index=True)
    gegevens: Mapped[dict[str, Any]]
    vorige_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    def __str__(self) -> str:
        return f"Logregel {self.nummer}"
