# SPDX-License-Identifier: EUPL-1.2
"""The bestuur's request for a beheerder (R29)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.organisatie import Organisatie
from portal.models.soorten import Aanvraagsoort, Aanvraagstatus, kolom


class Aanvraag(Base):
    """One form "Aanmelding en wijziging beheerder". Four eyes are a constraint."""

    __tablename__ = "aanvraag"
    __table_args__ = (
        CheckConstraint(
            "bevestigd_door_id IS NULL OR bevestigd_door_id <> beoordeeld_door_id",
            name="vier_ogen",
        ),
        CheckConstraint(
            "status <> 'toegekend' OR (beoordeeld_door_id IS NOT NULL"
            " AND bevestigd_door_id IS NOT NULL)",
            name="toegekend_door_twee",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    referentie: Mapped[str] = mapped_column(String(20), unique=True)
    organisatie_id: Mapped[int | None] = mapped_column(ForeignKey("organisatie.id"), index=True)
    organisatienaam: Mapped[str] = mapped_column(String(200))
    kvk: Mapped[str] = mapped_column(String(8), index=True)
    soort: Mapped[Aanvraagsoort] = mapped_column(kolom(Aanvraagsoort, "soort"))
    status: Mapped[Aanvraagstatus] = mapped_column(kolom(Aanvraagstatus, "status"), index=True)
    gegevens: Mapped[dict[str, Any]] = mapped_column(default=dict)
    begonnen_op: Mapped[datetime]
    ingediend_op: Mapped[datetime | None]
    afgerond_op: Mapped[datetime | None]
    beoordeeld_door_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    bevestigd_door_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    reden: Mapped[str] = mapped_column(Text, default="")
    versie: Mapped[int] = mapped_column(default=1)

    organisatie: Mapped[Organisatie | None] = relationship()
    beheerders: Mapped[list["Aanvraagbeheerder"]] = relationship()
    ondertekenaars: Mapped[list["Ondertekenaar"]] = relationship()

    __mapper_args__ = {"version_id_col": versie}


class Aanvraagbeheerder(Base):
    """A person on the form, with the beheerdersrollen asked for (codes)."""

    __tablename__ = "aanvraagbeheerder"

    id: Mapped[int] = mapped_column(primary_key=True)
    aanvraag_id: Mapped[int] = mapped_column(ForeignKey("aanvraag.id"), index=True)
    voorletters: Mapped[str] = mapped_column(String(20), default="")
    tussenvoegsel: Mapped[str] = mapped_column(String(20), default="")
    achternaam: Mapped[str] = mapped_column(String(100))
    functie: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str] = mapped_column(String(254))
    telefoon: Mapped[str] = mapped_column(String(20), default="")
    beheerdersrollen: Mapped[list[Any]] = mapped_column(default=list)
    gebruiker_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))


class Ondertekenaar(Base):
    """Who signs for the bestuur, alone or jointly; the link in the mail is a hash here."""

    __tablename__ = "ondertekenaar"

    id: Mapped[int] = mapped_column(primary_key=True)
    aanvraag_id: Mapped[int] = mapped_column(ForeignKey("aanvraag.id"), index=True)
    naam: Mapped[str] = mapped_column(String(150))
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    verloopt_op: Mapped[datetime | None]
    getekend_op: Mapped[datetime | None]
    middel: Mapped[str | None] = mapped_column(String(64))
