# SPDX-License-Identifier: EUPL-1.2
"""Mededelingen for a target group and a period, with read receipts (R19)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.kenmerk import Kenmerk
from portal.models.organisatie import Organisatie, Sector
from portal.models.rol import Rol


def _doelgroep(naam: str) -> Table:
    return Table(
        f"mededeling_{naam}",
        Base.metadata,
        Column("mededeling_id", ForeignKey("mededeling.id"), primary_key=True),
        Column(f"{naam}_id", ForeignKey(f"{naam}.id"), primary_key=True, index=True),
    )


mededeling_sector = _doelgroep("sector")
mededeling_organisatie = _doelgroep("organisatie")
mededeling_rol = _doelgroep("rol")
mededeling_kenmerk = _doelgroep("kenmerk")


class Mededeling(Base):
    """An announcement. Each kind of target that is filled narrows; an empty one means all."""

    __tablename__ = "mededeling"
    __table_args__ = (CheckConstraint("tot IS NULL OR tot > van", name="tot_na_van"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    titel: Mapped[str] = mapped_column(String(150))
    tekst: Mapped[str] = mapped_column(Text)
    van: Mapped[datetime] = mapped_column(index=True)
    tot: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column(default=1)

    sectoren: Mapped[list[Sector]] = relationship(secondary=mededeling_sector)
    organisaties: Mapped[list[Organisatie]] = relationship(secondary=mededeling_organisatie)
    rollen: Mapped[list[Rol]] = relationship(secondary=mededeling_rol)
    kenmerken: Mapped[list[Kenmerk]] = relationship(secondary=mededeling_kenmerk)

    __mapper_args__ = {"version_id_col": versie}

    def __str__(self) -> str:
        return self.titel


class Mededelinggelezen(Base):
    """That a gebruiker said to have read a mededeling."""

    __tablename__ = "mededelinggelezen"

    mededeling_id: Mapped[int] = mapped_column(ForeignKey("mededeling.id"), primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(
        ForeignKey("gebruiker.id"), primary_key=True, index=True
    )
    op: Mapped[datetime]
