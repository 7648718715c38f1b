# SPDX-License-Identifier: EUPL-1.2
"""Kenmerken: typed values that limit the data a rol reaches."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base


class Kenmerksoort(Base):
    """A kind of kenmerk with its own format check (a regular expression) and label."""

    __tablename__ = "kenmerksoort"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    naam: Mapped[str] = mapped_column(String(100), unique=True)
    patroon: Mapped[str] = mapped_column(String(100))
    voorbeeld: Mapped[str] = mapped_column(String(40))
    omschrijving: Mapped[str] = mapped_column(Text, default="")
    versie: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": versie}

    def __str__(self) -> str:
        return self.naam


class Kenmerk(Base):
    """One value of a kenmerksoort, for example instellingscode 21AZ."""

    __tablename__ = "kenmerk"
    __table_args__ = (UniqueConstraint("soort_id", "waarde"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    soort_id: Mapped[int] = mapped_column(ForeignKey("kenmerksoort.id"))
    waarde: Mapped[str] = mapped_column(String(40), index=True)
    naam: Mapped[str] = mapped_column(String(200), default="")
    beeindigd_op: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column(default=1)

    soort: Mapped[Kenmerksoort] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": versie}

    def __str__(self) -> str:
        return f"{self.soort.naam} {self.waarde}"
