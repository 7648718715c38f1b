# SPDX-License-Identifier: EUPL-1.2
"""A new e-mail address that counts once its link was opened (R23)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.gebruiker import Gebruiker

OPEN = text("bevestigd_op IS NULL AND vervallen_op IS NULL")


class Emailwijziging(Base):
    """A requested change; at most one per gebruiker is open."""

    __tablename__ = "emailwijziging"
    __table_args__ = (
        Index(
            "uq_emailwijziging_open",
            "gebruiker_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    nieuw_email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    gevraagd_op: Mapped[datetime]
    verloopt_op: Mapped[datetime]
    bevestigd_op: Mapped[datetime | None]
    vervallen_op: Mapped[datetime | None]

    gebruiker: Mapped[Gebruiker] = relationship()
