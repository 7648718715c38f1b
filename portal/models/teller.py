# SPDX-License-Identifier: EUPL-1.2
"""Counters of wrong combinations and their blokkade (R11, R12, R18)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.models.soorten import Tellersoort, kolom


class Teller(Base):
    """How often in a row a key was tried wrongly; a row, so it survives a restart."""

    __tablename__ = "teller"
    __table_args__ = (
        UniqueConstraint("soort", "sleutel"),
        CheckConstraint("aantal BETWEEN 0 AND 5", name="nooit_een_zesde_poging"),
        CheckConstraint("(aantal = 5) = (geblokkeerd_tot IS NOT NULL)", name="vijf_is_geblokkeerd"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    soort: Mapped[Tellersoort] = mapped_column(kolom(Tellersoort, "soort"))
    sleutel: Mapped[str] = mapped_column(String(64))
    aantal: Mapped[int] = mapped_column(default=0)
    geblokkeerd_tot: Mapped[datetime | None]
    gewijzigd_op: Mapped[datetime | None] = mapped_column(index=True)
    gebruiker_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"), index=True)
