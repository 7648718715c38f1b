# SPDX-License-Identifier: EUPL-1.2
"""The people that a request of the bestuur is about, and what they are to have (R29)."""

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.gebruiker import Gebruiker
from portal.models.kenmerk import Kenmerk
from portal.models.rol import Beheerdersrol
from portal.models.soorten import Beheerderhandeling, kolom

aanvraagrol_kenmerk = Table(
    "aanvraagrol_kenmerk",
    Base.metadata,
    Column("aanvraagrol_id", ForeignKey("aanvraagrol.id"), primary_key=True),
    Column("kenmerk_id", ForeignKey("kenmerk.id"), primary_key=True, index=True),
)


class Aanvraagbeheerder(Base):
    """A person on the form, and what is to happen: appointed, changed or withdrawn.

    ``gebruiker`` is the account: chosen by the bestuur to change or withdraw, made on approval to
    appoint. An empty e-mail address or telephone number leaves that of the account as it is.
    """

    __tablename__ = "aanvraagbeheerder"

    id: Mapped[int] = mapped_column(primary_key=True)
    aanvraag_id: Mapped[int] = mapped_column(ForeignKey("aanvraag.id"), index=True)
    handeling: Mapped[Beheerderhandeling] = mapped_column(kolom(Beheerderhandeling, "handeling"))
    voorletters: Mapped[str] = mapped_column(String(20), default="")
    tussenvoegsel: Mapped[str] = mapped_column(String(20), default="")
    achternaam: Mapped[str] = mapped_column(String(100))
    functie: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    telefoon: Mapped[str] = mapped_column(String(20), default="")
    gebruiker_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"), index=True)

    gebruiker: Mapped[Gebruiker | None] = relationship()
    aanvraagrollen: Mapped[list["Aanvraagrol"]] = relationship(order_by="Aanvraagrol.id")

    @property
    def naam(self) -> str:
        """How the person is named on screen, for example "J. de Vries"."""
        return " ".join(d for d in (self.voorletters, self.tussenvoegsel, self.achternaam) if d)


class Aanvraagrol(Base):
    """A beheerdersrol asked for somebody, with the kenmerken of the organisatie that it is for."""

    __tablename__ = "aanvraagrol"
    __table_args__ = (UniqueConstraint("aanvraagbeheerder_id", "beheerdersrol_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    aanvraagbeheerder_id: Mapped[int] = mapped_column(ForeignKey("aanvraagbeheerder.id"))
    beheerdersrol_id: Mapped[int] = mapped_column(ForeignKey("beheerdersrol.id"), index=True)

    beheerdersrol: Mapped[Beheerdersrol] = relationship(innerjoin=True)
    kenmerken: Mapped[list[Kenmerk]] = relationship(secondary=aanvraagrol_kenmerk)
