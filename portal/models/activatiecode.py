# SPDX-License-Identifier: EUPL-1.2
"""Activatiecodes: the enrolment secret of R5 and R6."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.gebruiker import Gebruiker

OPEN = text("gebruikt_op IS NULL AND vervallen_op IS NULL")


class Activatiecode(Base):
    """One issued code, stored as argon2id hash only; at most one per gebruiker is open (R5)."""

    __tablename__ = "activatiecode"
    __table_args__ = (
        CheckConstraint("verloopt_op > uitgegeven_op", name="verloopt_na_uitgifte"),
        CheckConstraint(
            "gebruikt_op IS NULL OR vervallen_op IS NULL", name="gebruikt_of_vervallen"
        ),
        Index(
            "uq_activatiecode_open",
            "gebruiker_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(200))
    uitgegeven_op: Mapped[datetime]
    uitgegeven_door_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    verloopt_op: Mapped[datetime] = mapped_column(index=True)
    gebruikt_op: Mapped[datetime | None]
    vervallen_op: Mapped[datetime | None]
    herinnerd_op: Mapped[datetime | None]
    verlopen_gemeld_op: Mapped[datetime | None]

    gebruiker: Mapped[Gebruiker] = relationship(foreign_keys=[gebruiker_id])


class Codeverzoek(Base):
    """That a means asked for a code on a day: one mail per means per day (R7)."""

    __tablename__ = "codeverzoek"
    __table_args__ = (UniqueConstraint("middel", "dag"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    middel: Mapped[str] = mapped_column(String(64))
    dag: Mapped[date]
    organisatie_id: Mapped[int | None] = mapped_column(ForeignKey("organisatie.id"), index=True)
    op: Mapped[datetime | None]
