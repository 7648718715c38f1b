# SPDX-License-Identifier: EUPL-1.2
"""Two tiers: a rol gives access to taken, a beheerdersrol says which rollen one may hand out."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.kenmerk import Kenmerksoort

rol_kenmerksoort = Table(
    "rol_kenmerksoort",
    Base.metadata,
    Column("rol_id", ForeignKey("rol.id"), primary_key=True),
    Column("kenmerksoort_id", ForeignKey("kenmerksoort.id"), primary_key=True),
)
beheerdersrol_rol = Table(
    "beheerdersrol_rol",
    Base.metadata,
    Column("beheerdersrol_id", ForeignKey("beheerdersrol.id"), primary_key=True),
    Column("rol_id", ForeignKey("rol.id"), primary_key=True, index=True),
)
beheerdersrol_bevat = Table(
    "beheerdersrol_bevat",
    Base.metadata,
    Column("beheerdersrol_id", ForeignKey("beheerdersrol.id"), primary_key=True),
    Column("bevat_id", ForeignKey("beheerdersrol.id"), primary_key=True),
    CheckConstraint("beheerdersrol_id <> bevat_id", name="bevat_niet_zichzelf"),
)


class Rol(Base):
    """A gebruikersrol: gives access to taken, within the kenmerken of the kinds it needs (R22)."""

    __tablename__ = "rol"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    naam: Mapped[str] = mapped_column(String(100), unique=True)
    omschrijving: Mapped[str] = mapped_column(Text, default="")
    beeindigd_op: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column(default=1)

    kenmerksoorten: Mapped[list[Kenmerksoort]] = relationship(secondary=rol_kenmerksoort)

    __mapper_args__ = {"version_id_col": versie}

    def __str__(self) -> str:
        return self.naam


class Beheerdersrol(Base):
    """Which rollen its holder may hand out; carries no access to data; can contain others (R27)."""

    __tablename__ = "beheerdersrol"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    naam: Mapped[str] = mapped_column(String(100), unique=True)
    omschrijving: Mapped[str] = mapped_column(Text, default="")
    beeindigd_op: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column(default=1)

    rollen: Mapped[list[Rol]] = relationship(secondary=beheerdersrol_rol)
    bevat: Mapped[list["Beheerdersrol"]] = relationship(
        secondary=beheerdersrol_bevat,
        primaryjoin=id == beheerdersrol_bevat.c.beheerdersrol_id,
        secondaryjoin=id == beheerdersrol_bevat.c.bevat_id,
    )

    __mapper_args__ = {"version_id_col": versie}

    def __str__(self) -> str:
        return self.naam
