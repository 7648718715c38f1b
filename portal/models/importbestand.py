# SPDX-License-Identifier: EUPL-1.2
"""An uploaded list of gebruikers between its dry run and the decision (R30)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.gebruiker import Gebruiker


class Importregel(Base):
    """Who was registered by which import: their letters come in one batch."""

    __tablename__ = "importbestand_gebruiker"

    importbestand_id: Mapped[int] = mapped_column(ForeignKey("importbestand.id"), primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(
        ForeignKey("gebruiker.id"), primary_key=True, index=True
    )


class Importbestand(Base):
    """The file as it was uploaded, encrypted; wiped once it is carried out or withdrawn."""

    __tablename__ = "importbestand"
    __table_args__ = (
        CheckConstraint("afgerond_op IS NULL OR inhoud IS NULL", name="afgerond_is_gewist"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    door_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    organisatie_id: Mapped[int] = mapped_column(ForeignKey("organisatie.id"), index=True)
    naam: Mapped[str] = mapped_column(String(200))
    inhoud: Mapped[bytes | None] = mapped_column(LargeBinary)
    aangemaakt_op: Mapped[datetime] = mapped_column(index=True)
    uitgevoerd_op: Mapped[datetime | None]
    afgerond_op: Mapped[datetime | None]

    gebruikers: Mapped[list[Gebruiker]] = relationship(secondary=Importregel.__table__)
