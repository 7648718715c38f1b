# SPDX-License-Identifier: EUPL-1.2
"""Koppelingen: one account and one eHerkenningsmiddel, one to one while active (R13)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.gebruiker import Gebruiker
from portal.models.soorten import Verbreekreden, kolom

ACTIEF = text("beeindigd_op IS NULL")


def _een_actieve(naam: str, kolomnaam: str) -> Index:
    return Index(naam, kolomnaam, unique=True, sqlite_where=ACTIEF, postgresql_where=ACTIEF)


class Koppeling(Base):
    """The link between account and means; ended ones stay, with their reason.

    ``middel_kvk`` and ``middel_rsin`` are keyed hashes (R33) of the same means under the
    organisatie's KvK number and RSIN, since a later login may name only one of the two.
    """

    __tablename__ = "koppeling"
    __table_args__ = (
        _een_actieve("uq_koppeling_actief_account", "gebruiker_id"),
        _een_actieve("uq_koppeling_actief_middel_kvk", "middel_kvk"),
        _een_actieve("uq_koppeling_actief_middel_rsin", "middel_rsin"),
        Index(
            None, "gebruiker_id", "laatste_login_op", sqlite_where=ACTIEF, postgresql_where=ACTIEF
        ),
        CheckConstraint("middel_kvk IS NOT NULL OR middel_rsin IS NOT NULL", name="met_middel"),
        CheckConstraint("(beeindigd_op IS NULL) = (reden IS NULL)", name="beeindigd_met_reden"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    middel_kvk: Mapped[str | None] = mapped_column(String(64), index=True)
    middel_rsin: Mapped[str | None] = mapped_column(String(64), index=True)
    pseudoniem: Mapped[str | None] = mapped_column(String(64))
    niveau: Mapped[str] = mapped_column(String(10))
    gelegd_op: Mapped[datetime]
    laatste_login_op: Mapped[datetime] = mapped_column(index=True)
    gewaarschuwd_op: Mapped[datetime | None]
    beeindigd_op: Mapped[datetime | None]
    reden: Mapped[Verbreekreden | None] = mapped_column(kolom(Verbreekreden, "reden"))
    beeindigd_door_id: Mapped[int | None] = mapped_column(ForeignKey("gebruiker.id"))

    gebruiker: Mapped[Gebruiker] = relationship(foreign_keys=[gebruiker_id], innerjoin=True)
