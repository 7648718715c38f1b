# SPDX-License-Identifier: EUPL-1.2
"""Sessions on the server; the cookie only carries a random token (R24)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.gebruiker import Gebruiker
from portal.models.soorten import Fase, Inlogmiddel, kolom


class Sessie(Base):
    """One login. Before koppelen it knows a means but no gebruiker, afterwards a gebruiker.

    ``middel_*``, ``kvk``, ``rsin`` and ``niveau`` say what eHerkenning told; the pseudonym
    itself is never kept, only its keyed hash (R33).
    """

    __tablename__ = "sessie"
    __table_args__ = (
        CheckConstraint(
            "(fase = 'portaal') = (gebruiker_id IS NOT NULL)", name="portaal_heeft_gebruiker"
        ),
        CheckConstraint(
            "inlogmiddel = 'token' OR middel_kvk IS NOT NULL OR middel_rsin IS NOT NULL",
            name="eherkenning_met_middel",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    fase: Mapped[Fase] = mapped_column(kolom(Fase, "fase"))
    inlogmiddel: Mapped[Inlogmiddel] = mapped_column(kolom(Inlogmiddel, "inlogmiddel"))
    gebruiker_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"))
    middel_kvk: Mapped[str | None] = mapped_column(String(64), index=True)
    middel_rsin: Mapped[str | None] = mapped_column(String(64))
    pseudoniem: Mapped[str | None] = mapped_column(String(64))
    kvk: Mapped[str | None] = mapped_column(String(8))
    rsin: Mapped[str | None] = mapped_column(String(9))
    niveau: Mapped[str | None] = mapped_column(String(10))
    antwoorden: Mapped[dict[str, Any]] = mapped_column(default=dict)
    begonnen_op: Mapped[datetime]
    laatst_gezien_op: Mapped[datetime]
    beeindigd_op: Mapped[datetime | None]
    adres: Mapped[str] = mapped_column(String(45), default="")

    gebruiker: Mapped[Gebruiker | None] = relationship()

    @property
    def middel(self) -> str:
        """The one key of the means for counting (R12)."""
        return self.middel_kvk or self.middel_rsin or ""
