# SPDX-License-Identifier: EUPL-1.2
"""Onderwerpen (tiles), their taken, which rol opens which taak, and their use (R19, R21, R22)."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.organisatie import Sector
from portal.models.rol import Rol
from portal.models.soorten import Organisatiesoort, kolom

onderwerp_sector = Table(
    "onderwerp_sector",
    Base.metadata,
    Column("onderwerp_id", ForeignKey("onderwerp.id"), primary_key=True),
    Column("sector_id", ForeignKey("sector.id"), primary_key=True),
)


class Onderwerp(Base):
    """A tile on the overview with its description."""

    __tablename__ = "onderwerp"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    naam: Mapped[str] = mapped_column(String(100))
    omschrijving: Mapped[str] = mapped_column(Text, default="")
    volgorde: Mapped[int] = mapped_column(default=0)
    versie: Mapped[int] = mapped_column(default=1)

    sectoren: Mapped[list[Sector]] = relationship(secondary=onderwerp_sector)
    taken: Mapped[list["Taak"]] = relationship(
        back_populates="onderwerp", order_by="Taak.volgorde", passive_deletes="all"
    )

    __mapper_args__ = {"version_id_col": versie}

    def __str__(self) -> str:
        return self.naam


class Taak(Base):
    """What a gebruiker comes to do; starts with a click, some have a manual to download."""

    __tablename__ = "taak"

    id: Mapped[int] = mapped_column(primary_key=True)
    onderwerp_id: Mapped[int] = mapped_column(ForeignKey("onderwerp.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    naam: Mapped[str] = mapped_column(String(100))
    omschrijving: Mapped[str] = mapped_column(Text, default="")
    uitleg: Mapped[str] = mapped_column(Text, default="")
    handleiding: Mapped[str] = mapped_column(Text, default="")
    doel: Mapped[str] = mapped_column(String(200), default="")
    volgorde: Mapped[int] = mapped_column(default=0)
    versie: Mapped[int] = mapped_column(default=1)

    onderwerp: Mapped[Onderwerp] = relationship(back_populates="taken", innerjoin=True)
    rollen: Mapped[list["Roltaak"]] = relationship(back_populates="taak")

    __mapper_args__ = {"version_id_col": versie}

    def __str__(self) -> str:
        return self.naam


class Roltaak(Base):
    """That a rol opens a taak, for one kind of organisatie or (None) for every kind."""

    __tablename__ = "roltaak"
    __table_args__ = (UniqueConstraint("rol_id", "taak_id", "organisatiesoort"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rol_id: Mapped[int] = mapped_column(ForeignKey("rol.id"))
    taak_id: Mapped[int] = mapped_column(ForeignKey("taak.id"), index=True)
    organisatiesoort: Mapped[Organisatiesoort | None] = mapped_column(
        kolom(Organisatiesoort, "organisatiesoort")
    )

    rol: Mapped[Rol] = relationship(innerjoin=True)
    taak: Mapped[Taak] = relationship(back_populates="rollen", innerjoin=True)


class Taakgebruik(Base):
    """That a gebruiker started a taak; feeds "Snel naar" (R19)."""

    __tablename__ = "taakgebruik"
    __table_args__ = (Index("ix_taakgebruik_gebruiker_op", "gebruiker_id", "op"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"))
    taak_id: Mapped[int] = mapped_column(ForeignKey("taak.id"), index=True)
    op: Mapped[datetime]
