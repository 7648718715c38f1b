# SPDX-License-Identifier: EUPL-1.2
"""Organisaties, their sectoren and what they hold."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.kenmerk import Kenmerk
from portal.models.rol import Beheerdersrol
from portal.models.soorten import Organisatiesoort, kolom

organisatie_sector = Table(
    "organisatie_sector",
    Base.metadata,
    Column("organisatie_id", ForeignKey("organisatie.id"), primary_key=True),
    Column("sector_id", ForeignKey("sector.id"), primary_key=True, index=True),
)
organisatie_kenmerk = Table(
    "organisatie_kenmerk",
    Base.metadata,
    Column("organisatie_id", ForeignKey("organisatie.id"), primary_key=True),
    Column("kenmerk_id", ForeignKey("kenmerk.id"), primary_key=True, index=True),
)
organisatie_beheerdersrol = Table(
    "organisatie_beheerdersrol",
    Base.metadata,
    Column("organisatie_id", ForeignKey("organisatie.id"), primary_key=True),
    Column("beheerdersrol_id", ForeignKey("beheerdersrol.id"), primary_key=True, index=True),
)


class Sector(Base):
    """A branch of education or government, chosen before login; content is targeted on it."""

    __tablename__ = "sector"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(50), unique=True)
    naam: Mapped[str] = mapped_column(String(100))
    omschrijving: Mapped[str] = mapped_column(Text, default="")
    volgorde: Mapped[int] = mapped_column(default=0)
    versie: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": versie}

    def __str__(self) -> str:
        return self.naam


class Organisatie(Base):
    """A business customer, known by its KvK number; may have a parent (bevoegd gezag)."""

    __tablename__ = "organisatie"
    __table_args__ = (
        CheckConstraint("length(kvk) = 8", name="kvk_8_cijfers"),
        CheckConstraint("rsin IS NULL OR length(rsin) = 9", name="rsin_9_cijfers"),
        CheckConstraint("rsin IS NULL OR rsin <> '000000000'", name="rsin_niet_alleen_nullen"),
        CheckConstraint("oin IS NULL OR length(oin) = 20", name="oin_20_cijfers"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="niet_eigen_parent"),
        Index(None, "naam", "id"),  # one for every order of the list
        Index(None, "plaats", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    naam: Mapped[str] = mapped_column(String(200))
    soort: Mapped[Organisatiesoort] = mapped_column(kolom(Organisatiesoort, "soort"))
    kvk: Mapped[str] = mapped_column(String(8), unique=True)
    rsin: Mapped[str | None] = mapped_column(String(9), unique=True)
    oin: Mapped[str | None] = mapped_column(String(20), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisatie.id"), index=True)
    adres: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(7), default="")
    plaats: Mapped[str] = mapped_column(String(100), default="")
    bestuur_email: Mapped[str | None] = mapped_column(String(254))
    beeindigd_op: Mapped[datetime | None]
    opgegaan_in_id: Mapped[int | None] = mapped_column(ForeignKey("organisatie.id"))
    versie: Mapped[int] = mapped_column(default=1)

    parent: Mapped["Organisatie | None"] = relationship(remote_side=[id], foreign_keys=[parent_id])
    sectoren: Mapped[list[Sector]] = relationship(
        secondary=organisatie_sector, order_by=Sector.volgorde
    )
    kenmerken: Mapped[list[Kenmerk]] = relationship(secondary=organisatie_kenmerk)
    beheerdersrollen: Mapped[list[Beheerdersrol]] = relationship(
        secondary=organisatie_beheerdersrol
    )

    __mapper_args__ = {"version_id_col": versie}

    def __str__(self) -> str:
        return self.naam
