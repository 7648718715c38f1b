# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, with which kenmerken, from when until when, and by whom."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.gebruiker import Gebruiker
from portal.models.kenmerk import Kenmerk
from portal.models.rol import Beheerdersrol, Rol

autorisatie_kenmerk = Table(
    "autorisatie_kenmerk",
    Base.metadata,
    Column("autorisatie_id", ForeignKey("autorisatie.id"), primary_key=True),
    Column("kenmerk_id", ForeignKey("kenmerk.id"), primary_key=True, index=True),
)
GELDIGE_PERIODE = "geldig_tot IS NULL OR geldig_tot > geldig_van"


class Autorisatie(Base):
    """Gebruiker × rol × its kenmerken; outside geldig van/tot it counts as absent (R22)."""

    __tablename__ = "autorisatie"
    __table_args__ = (
        CheckConstraint(GELDIGE_PERIODE, name="tot_na_van"),
        Index(None, "gebruiker_id", "geldig_tot"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"))
    rol_id: Mapped[int] = mapped_column(ForeignKey("rol.id"), index=True)
    geldig_van: Mapped[datetime]
    geldig_tot: Mapped[datetime | None] = mapped_column(index=True)
    gegeven_op: Mapped[datetime]
    door_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))

    gebruiker: Mapped[Gebruiker] = relationship(foreign_keys=[gebruiker_id])
    rol: Mapped[Rol] = relationship(innerjoin=True)
    door: Mapped[Gebruiker | None] = relationship(foreign_keys=[door_id])
    kenmerken: Mapped[list[Kenmerk]] = relationship(secondary=autorisatie_kenmerk)


class Beheerderstoekenning(Base):
    """A beheerdersrol of a gebruiker, given after a request of the bestuur (R1, R29)."""

    __tablename__ = "beheerderstoekenning"
    __table_args__ = (
        CheckConstraint(GELDIGE_PERIODE, name="tot_na_van"),
        Index(
            "uq_beheerderstoekenning_lopend",
            "gebruiker_id",
            "beheerdersrol_id",
            unique=True,
            sqlite_where=text("geldig_tot IS NULL"),
            postgresql_where=text("geldig_tot IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    beheerdersrol_id: Mapped[int] = mapped_column(ForeignKey("beheerdersrol.id"), index=True)
    geldig_van: Mapped[datetime]
    geldig_tot: Mapped[datetime | None]
    aanvraag_id: Mapped[int | None] = mapped_column(ForeignKey("aanvraag.id"))

    gebruiker: Mapped[Gebruiker] = relationship()
    beheerdersrol: Mapped[Beheerdersrol] = relationship(innerjoin=True)
