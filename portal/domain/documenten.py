# SPDX-License-Identifier: EUPL-1.2
"""Privacy statement and gebruikersvoorwaarden: versions, and who agreed to which (R14)."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from portal import audit
from portal.domain import accounts, veilige_tekst
from portal.models import Akkoord, Document, Gebruiker, Koppeling, Sessie
from portal.models.soorten import Documentsoort

MAP = Path(__file__).resolve().parent.parent / "documenten"
EERSTE = {
    Documentsoort.PRIVACY: ("Privacystatement Mijn DUO", "privacy-1.html"),
    Documentsoort.VOORWAARDEN: ("Gebruikersvoorwaarden Mijn DUO", "gebruikersvoorwaarden-1.html"),
}

_Later = aliased(Document)
_AKKOORD = exists().where(
    Akkoord.gebruiker_id == Sessie.gebruiker_id,
    _Later.id == Akkoord.document_id,
    _Later.soort == Document.soort,
    _Later.nummer >= Document.nummer,
)
# In a query on Sessie: whether its gebruiker is gekoppeld and still has to agree to a version that
# was in force when the session began. Who is at work then is asked at the next login.
MOET_AKKOORD: ColumnElement[bool] = and_(
    exists().where(Koppeling.gebruiker_id == Sessie.gebruiker_id, Koppeling.beeindigd_op.is_(None)),
    exists().where(
        Document.geldig_vanaf <= Sessie.begonnen_op, ~_AKKOORD.correlate(Sessie, Document)
    ),
)


def tekst_hash(tekst: str) -> str:
    """The SHA-256 of the exact text, as agreements keep it."""
    return hashlib.sha256(tekst.encode()).hexdigest()


def publiceer(
    session: Session, soort: Documentsoort, titel: str, tekst: str, nu: datetime
) -> Document:
    """A next version, in force from ``nu``: everyone is asked again. Older ones stay.

    Raises veilige_tekst.Onveilig for HTML that is not on its list.
    """
    vorige = nieuwste(session, soort)
    schoon = veilige_tekst.keur(tekst)
    document = Document(
        soort=soort,
        nummer=vorige.nummer + 1 if vorige else 1,
        titel=titel,
        tekst=schoon,
        tekst_hash=tekst_hash(schoon),
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


def nieuwste(session: Session, soort: Documentsoort) -> Document | None:
    """The last version that was published, in force or not yet; None when there is none."""
    vraag = select(Document).where(Document.soort == soort).order_by(Document.nummer.desc())
    return session.scalars(vraag.limit(1)).one_or_none()


def geldende(session: Session, nu: datetime) -> frozenset[int]:
    """The ids of the versions in force, of each kind at most one; one query."""
    later = exists().where(
        _Later.soort == Document.soort, _Later.nummer > Document.nummer, _Later.geldig_vanaf <= nu
    )
    vraag = select(Document.id).where(Document.geldig_vanaf <= nu, ~later.correlate(Document))
    return frozenset(session.scalars(vraag))


def moeten_opnieuw(session: Session) -> int:
    """How many gekoppelde gebruikers a new version asks to agree again; one query."""
    vraag = select(func.count()).select_from(Koppeling).where(Koppeling.beeindigd_op.is_(None))
    return session.scalar(vraag) or 0


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
        _leg_vast(session, gebruiker, geldend(session, soort, nu), nu)


def ontbrekend(session: Session, gebruiker: Gebruiker, nu: datetime) -> list[Document]:
    """The versions in force that ``gebruiker`` did not agree to yet."""
    geldende = [geldend(session, soort, nu) for soort in Documentsoort]
    akkoord = set(
        session.scalars(select(Akkoord.document_id).where(Akkoord.gebruiker_id == gebruiker.id))
    )
    return [document for document in geldende if document.id not in akkoord]


def geef_akkoord(
    session: Session, gebruiker: Gebruiker, getoond: Collection[int], nu: datetime
) -> bool:
    """Agree to the versions that are missing, provided that these (ids) were shown (R14).

    Returns whether nothing is missing now: False when a newer version came out meanwhile.
    """
    accounts.pak(session, gebruiker)  # a double click agrees once
    documenten = ontbrekend(session, gebruiker, nu)
    if not {document.id for document in documenten} <= set(getoond):
        return False
    for document in documenten:
        _leg_vast(session, gebruiker, document, nu)
        audit.leg_vast(
            session,
            "akkoord.gegeven",
            op=gebruiker,
            document=document.soort.value,
            nummer=document.nummer,
            hash=document.tekst_hash,
        )
    return True


def _leg_vast(session: Session, gebruiker: Gebruiker, document: Document, nu: datetime) -> None:
    session.add(
        Akkoord(gebruiker_id=gebruiker.id, document=document, tekst_hash=document.tekst_hash, op=nu)
    )
