# SPDX-License-Identifier: EUPL-1.2
"""Privacy statement and gebruikersvoorwaarden: versions, and who agreed to which (R14)."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.models import Akkoord, Document, Gebruiker
from portal.models.soorten import Documentsoort

MAP = Path(__file__).resolve().parent.parent / "documenten"
EERSTE = {
    Documentsoort.PRIVACY: ("Privacystatement Mijn DUO", "privacy-1.html"),
    Documentsoort.VOORWAARDEN: ("Gebruikersvoorwaarden Mijn DUO", "gebruikersvoorwaarden-1.html"),
}


def tekst_hash(tekst: str) -> str:
    """The SHA-256 of the exact text, as agreements keep it."""
    return hashlib.sha256(tekst.encode()).hexdigest()


def publiceer(
    session: Session, soort: Documentsoort, titel: str, tekst: str, nu: datetime
) -> Document:
    """A next version, in force from ``nu``: everyone is asked again. Older ones stay."""
    vraag = select(Document.nummer).where(Document.soort == soort)
    nummer = max(session.scalars(vraag), default=0) + 1
    document = Document(
        soort=soort,
        nummer=nummer,
        titel=titel,
        tekst=tekst,
        tekst_hash=tekst_hash(tekst),
        geldig_vanaf=nu,
    )
    session.add(document)
    session.flush()
    return document


def eerste_versies(session: Session, nu: datetime) -> None:
    """Publish the first version of each kind that has none yet."""
    for soort, (titel, bestand) in EERSTE.items():
        if not session.scalar(select(exists().where(Document.soort == soort))):
            publiceer(session, soort, titel, (MAP / bestand).read_text("utf-8"), nu)


def geldend(session: Session, soort: Documentsoort, nu: datetime) -> Document:
    """The version in force; raises sqlalchemy.exc.NoResultFound while there is none."""
    vraag = (
        select(Document)
        .where(Document.soort == soort, Document.geldig_vanaf <= nu)
        .order_by(Document.nummer.desc())
        .limit(1)
    )
    return session.scalars(vraag).one()


def leg_akkoord_vast(
    session: Session, gebruiker: Gebruiker, soorten: Iterable[Documentsoort], nu: datetime
) -> None:
    """Record that ``gebruiker`` agreed to the versions in force, with the hash of each text."""
    for soort in soorten:
        document = geldend(session, soort, nu)
        session.add(
            Akkoord(
                gebruiker_id=gebruiker.id,
                document=document,
                tekst_hash=document.tekst_hash,
                op=nu,
            )
        )


def ontbrekend(session: Session, gebruiker: Gebruiker, nu: datetime) -> list[Document]:
    """The versions in force that ``gebruiker`` did not agree to yet."""
    geldende = [geldend(session, soort, nu) for soort in Documentsoort]
    akkoord = set(
        session.scalars(select(Akkoord.document_id).where(Akkoord.gebruiker_id == gebruiker.id))
    )
    return [document for document in geldende if document.id not in akkoord]
