# SPDX-License-Identifier: EUPL-1.2
"""The bestuur's request for a beheerder, who signs it, and what it was sent as (R29)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.aanvraagbeheerder import Aanvraagbeheerder
from portal.models.organisatie import Organisatie
from portal.models.soorten import (
    Aanvraagkanaal,
    Aanvraagsoort,
    Aanvraagstatus,
    Tekenwijze,
    kolom,
)

AFGEROND = "status IN ('toegekend', 'afgewezen', 'ingetrokken', 'verlopen')"
IS_CONCEPT = text("status = 'concept' AND pseudoniem IS NOT NULL")


class Aanvraag(Base):
    """One form "Aanmelding en wijziging beheerder". Four eyes are a constraint.

    ``kvk`` is proved by the login of who began it online; ``organisatie`` is None while no
    organisatie has that number. ``pseudoniem`` is the keyed hash of the means of who began it,
    ``aanvrager`` the account that is gekoppeld to it, where there is one. ``gegevens`` are the
    answers of a concept as they were sent; once handed in, they are columns and rows.
    """

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
        CheckConstraint(
            "aanvrager_id IS NULL OR ((beoordeeld_door_id IS NULL"
            " OR beoordeeld_door_id <> aanvrager_id)"
            " AND (bevestigd_door_id IS NULL OR bevestigd_door_id <> aanvrager_id))",
            name="niet_door_aanvrager",
        ),
        CheckConstraint(
            "(beoordeeld_door_id IS NULL) = (beoordeeld_op IS NULL)", name="beoordeeld_op_en_door"
        ),
        CheckConstraint(
            "(bevestigd_door_id IS NULL) = (bevestigd_op IS NULL)", name="bevestigd_op_en_door"
        ),
        CheckConstraint(
            "(behandelaar_id IS NULL) = (geclaimd_op IS NULL)", name="geclaimd_op_en_door"
        ),
        CheckConstraint("kanaal <> 'online' OR pseudoniem IS NOT NULL", name="online_met_middel"),
        CheckConstraint("(status = 'concept') = (ingediend_op IS NULL)", name="ingediend"),
        CheckConstraint(f"({AFGEROND}) = (afgerond_op IS NOT NULL)", name="afgerond"),
        CheckConstraint("length(kvk) = 8", name="kvk_8_cijfers"),
        CheckConstraint("nodig >= 0", name="nodig"),
        # One concept of a person for an organisatie, to go on with after a log-out.
        Index(
            "uq_aanvraag_concept",
            "kvk",
            "pseudoniem",
            unique=True,
            sqlite_where=IS_CONCEPT,
            postgresql_where=IS_CONCEPT,
        ),
        Index(None, "pseudoniem"),
        Index(None, "status", "ingediend_op", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    referentie: Mapped[str] = mapped_column(String(20), unique=True)
    kanaal: Mapped[Aanvraagkanaal] = mapped_column(kolom(Aanvraagkanaal, "kanaal"))
    soort: Mapped[Aanvraagsoort] = mapped_column(kolom(Aanvraagsoort, "soort"))
    status: Mapped[Aanvraagstatus] = mapped_column(kolom(Aanvraagstatus, "status"))
    # The organisatie
    organisatie_id: Mapped[int | None] = mapped_column(ForeignKey("organisatie.id"), index=True)
    organisatienaam: Mapped[str] = mapped_column(String(200))
    kvk: Mapped[str] = mapped_column(String(8), index=True)
    rsin: Mapped[str | None] = mapped_column(String(9))
    bestuursnummer: Mapped[str | None] = mapped_column(String(5))
    instellingscode: Mapped[str | None] = mapped_column(String(4))
    # Who applies: is written to, and may follow and withdraw it
    contact_naam: Mapped[str] = mapped_column(String(150), default="")
    contact_functie: Mapped[str] = mapped_column(String(100), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_telefoon: Mapped[str] = mapped_column(String(20), default="")
    pseudoniem: Mapped[str | None] = mapped_column(String(64))
    aanvrager_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    # Signing: how many of the ondertekenaars must
    tekenwijze: Mapped[Tekenwijze | None] = mapped_column(kolom(Tekenwijze, "tekenwijze"))
    nodig: Mapped[int] = mapped_column(default=0)
    gegevens: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Where it stands
    begonnen_op: Mapped[datetime]
    gewijzigd_op: Mapped[datetime | None]
    ingediend_op: Mapped[datetime | None]
    ondertekend_op: Mapped[datetime | None]
    afgerond_op: Mapped[datetime | None]
    herinneringen: Mapped[int] = mapped_column(default=0)
    herinnerd_op: Mapped[datetime | None]
    # Staff
    behandelaar_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    geclaimd_op: Mapped[datetime | None]
    beoordeeld_door_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    beoordeeld_op: Mapped[datetime | None]
    bevestigd_door_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    bevestigd_op: Mapped[datetime | None]
    reden: Mapped[str] = mapped_column(Text, default="")
    versie: Mapped[int] = mapped_column(default=1)

    organisatie: Mapped[Organisatie | None] = relationship()
    beheerders: Mapped[list[Aanvraagbeheerder]] = relationship(order_by=Aanvraagbeheerder.id)
    ondertekenaars: Mapped[list["Ondertekenaar"]] = relationship(
        back_populates="aanvraag", order_by="Ondertekenaar.id"
    )
    aanvraagdocumenten: Mapped[list["Aanvraagdocument"]] = relationship(
        back_populates="aanvraag", order_by="Aanvraagdocument.id"
    )

    __mapper_args__ = {"version_id_col": versie}

    def __str__(self) -> str:
        return self.referentie


class Ondertekenaar(Base):
    """Who signs for the bestuur, alone or jointly; the link in the mail is a hash here.

    Who signed is known by the keyed hash of the means, so that nobody signs twice.
    """

    __tablename__ = "ondertekenaar"
    __table_args__ = (
        UniqueConstraint("aanvraag_id", "pseudoniem"),
        UniqueConstraint("aanvraag_id", "email"),
        CheckConstraint("(getekend_op IS NULL) = (pseudoniem IS NULL)", name="getekend_met_middel"),
        CheckConstraint("(token_hash IS NULL) = (verloopt_op IS NULL)", name="link_verloopt"),
        CheckConstraint("getekend_op IS NULL OR token_hash IS NULL", name="link_een_keer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    aanvraag_id: Mapped[int] = mapped_column(ForeignKey("aanvraag.id"), index=True)
    naam: Mapped[str] = mapped_column(String(150))
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    uitgenodigd_op: Mapped[datetime | None]
    verloopt_op: Mapped[datetime | None]
    getekend_op: Mapped[datetime | None]
    pseudoniem: Mapped[str | None] = mapped_column(String(64))

    aanvraag: Mapped[Aanvraag] = relationship(back_populates="ondertekenaars")


class Aanvraagdocument(Base):
    """A signed form that was uploaded; the file lies outside the web root under ``opslagnaam``.

    ``handtekening`` says what was found about a digital signature, ``bevindingen`` in detail.
    """

    __tablename__ = "aanvraagdocument"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("grootte > 0", name="grootte"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    aanvraag_id: Mapped[int] = mapped_column(ForeignKey("aanvraag.id"), index=True)
    opslagnaam: Mapped[str] = mapped_column(String(64), unique=True)
    naam: Mapped[str] = mapped_column(String(200))
    grootte: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    paginas: Mapped[int]
    ontvangen_op: Mapped[datetime]
    gewist_op: Mapped[datetime | None]
    handtekening: Mapped[str] = mapped_column(String(30), default="")
    bevindingen: Mapped[dict[str, Any]] = mapped_column(default=dict)

    aanvraag: Mapped[Aanvraag] = relationship(back_populates="aanvraagdocumenten")
