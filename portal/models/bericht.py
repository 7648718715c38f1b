# SPDX-License-Identifier: EUPL-1.2
"""The outbox: mail that leaves exactly once, also when the mail server is down now (R3)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base

WACHT = text("verzonden_op IS NULL AND opgegeven_op IS NULL")


class Bericht(Base):
    """One mail. ``inhoud`` is encrypted and wiped once delivered: it may hold a code (R5).

    After ``verloopt_op`` it is not delivered any more: what it brings is worth nothing by then.
    """

    __tablename__ = "bericht"
    __table_args__ = (
        CheckConstraint("verzonden_op IS NULL OR inhoud IS NULL", name="verzonden_is_gewist"),
        CheckConstraint("opgegeven_op IS NULL OR inhoud IS NULL", name="opgegeven_is_gewist"),
        CheckConstraint(
            "inhoud IS NOT NULL OR verzonden_op IS NOT NULL OR opgegeven_op IS NOT NULL",
            name="wachtend_heeft_inhoud",
        ),
        Index(
            "ix_bericht_wacht",
            "volgende_poging_op",
            sqlite_where=WACHT,
            postgresql_where=WACHT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    soort: Mapped[str] = mapped_column(String(40))
    aan: Mapped[str] = mapped_column(String(254))
    onderwerp: Mapped[str] = mapped_column(String(200))
    inhoud: Mapped[bytes | None] = mapped_column(LargeBinary)
    gebruiker_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    aangemaakt_op: Mapped[datetime]
    verloopt_op: Mapped[datetime | None]
    volgende_poging_op: Mapped[datetime]
    pogingen: Mapped[int] = mapped_column(default=0)
    verzonden_op: Mapped[datetime | None]
    opgegeven_op: Mapped[datetime | None]
