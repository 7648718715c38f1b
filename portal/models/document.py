# SPDX-License-Identifier: EUPL-1.2
"""Versions of privacy statement and voorwaarden, and who agreed to which text (R14)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.models.soorten import Documentsoort, kolom


class Document(Base):
    """One published version of a text; ``tekst_hash`` is the SHA-256 of the exact text."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("soort", "nummer"),
        CheckConstraint("length(tekst_hash) = 64", name="hash_is_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    soort: Mapped[Documentsoort] = mapped_column(kolom(Documentsoort, "soort"))
    nummer: Mapped[int]
    titel: Mapped[str] = mapped_column(String(150))
    tekst: Mapped[str] = mapped_column(Text)
    tekst_hash: Mapped[str] = mapped_column(String(64))
    geldig_vanaf: Mapped[datetime]

    def __str__(self) -> str:
        return f"{self.titel}, versie {self.nummer}"


class Akkoord(Base):
    """What a gebruiker agreed to, when; the hash is kept beside the version."""

    __tablename__ = "akkoord"
    __table_args__ = (UniqueConstraint("gebruiker_id", "document_id", "op"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gebruiker_id: Mapped[int] = mapped_column(ForeignKey("gebruiker.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    tekst_hash: Mapped[str] = mapped_column(String(64))
    op: Mapped[datetime]

    document: Mapped[Document] = relationship(innerjoin=True)
