# SPDX-License-Identifier: EUPL-1.2
"""Gebruikers: a person's account in exactly one organisatie."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.organisatie import Organisatie
from portal.models.soorten import Gebruikerstatus, Medewerkersrol, kolom


def _alleen(kolomnaam: str, waar: str) -> Index:
    return Index(None, kolomnaam, sqlite_where=text(waar), postgresql_where=text(waar))


class Gebruiker(Base):
    """An account; a beheerder has beheerderstoekenningen, a medewerker a medewerkersrol."""

    __tablename__ = "gebruiker"
    __table_args__ = (
        CheckConstraint("length(gebruikersnaam) = 8", name="gebruikersnaam_8_tekens"),
        CheckConstraint(
            "(wachtwoord_hash IS NULL) = (token_geheim IS NULL)", name="token_met_wachtwoord"
        ),
        CheckConstraint(
            "(status = 'beeindigd') = (beeindigd_op IS NOT NULL)", name="beeindigd_met_tijdstip"
        ),
        # One for every order of a list, of all organisaties and of one; the id breaks ties, and
        # with the status there the accounts that ended are passed over without a look. Those for
        # searching are in migration 0004, being different on each database.
        Index(None, "achternaam", "id", "status"),
        Index(None, "email", "id", "status"),
        Index(None, "aangemeld_op", "id"),
        Index(None, "laatste_login_op", "id", "status"),
        Index(None, "status", "achternaam", "id"),
        Index(None, "organisatie_id", "achternaam", "id", "status"),
        Index(None, "organisatie_id", "email", "id", "status"),
        Index(None, "organisatie_id", "laatste_login_op", "id", "status"),
        # The few among the many.
        _alleen("medewerkersrol", "medewerkersrol IS NOT NULL"),
        _alleen("id", "token_geheim IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisatie_id: Mapped[int] = mapped_column(ForeignKey("organisatie.id"))
    gebruikersnaam: Mapped[str] = mapped_column(String(8), unique=True)
    voorletters: Mapped[str] = mapped_column(String(20), default="")
    tussenvoegsel: Mapped[str] = mapped_column(String(20), default="")
    achternaam: Mapped[str] = mapped_column(String(100))
    functie: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str] = mapped_column(String(254))
    telefoon: Mapped[str] = mapped_column(String(20), default="")
    status: Mapped[Gebruikerstatus] = mapped_column(
        kolom(Gebruikerstatus, "status"), default=Gebruikerstatus.ACTIEF
    )
    medewerkersrol: Mapped[Medewerkersrol | None] = mapped_column(
        kolom(Medewerkersrol, "medewerkersrol")
    )
    aangemeld_op: Mapped[datetime]
    aangemeld_door_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))
    brief_gedownload_op: Mapped[datetime | None]
    laatste_login_op: Mapped[datetime | None]
    beeindigd_op: Mapped[datetime | None]
    # Only for who still has a token (R18).
    wachtwoord_hash: Mapped[str | None] = mapped_column(String(200))
    token_geheim: Mapped[bytes | None] = mapped_column(LargeBinary)
    token_laatste_stap: Mapped[int | None]
    token_ingeleverd_op: Mapped[datetime | None]
    versie: Mapped[int] = mapped_column(default=1)

    organisatie: Mapped[Organisatie] = relationship(innerjoin=True)
    aangemeld_door: Mapped["Gebruiker | None"] = relationship(remote_side=[id])

    __mapper_args__ = {"version_id_col": versie}

    @property
    def naam(self) -> str:
        """How the gebruiker is named on screen, for example "J. de Vries"."""
        return " ".join(d for d in (self.voorletters, self.tussenvoegsel, self.achternaam) if d)

    def __str__(self) -> str:
        return self.naam
