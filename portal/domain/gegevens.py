# SPDX-License-Identifier: EUPL-1.2
"""Mijn gegevens: what a gebruiker keeps up to date, and what is known about the account (R23)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain import koppelingen, sessies
from portal.models import (
    Akkoord,
    Auditrecord,
    Autorisatie,
    Beheerderstoekenning,
    Gebruiker,
    Koppeling,
    Rol,
    Sessie,
)
from portal.secrets import hash_token

LOGINS = 10  # how many own logins are shown
# One plain address with a dotted domain, as a mail server accepts it without quoting.
EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
NATIONAAL = re.compile(r"0[0-9]{9}")
INTERNATIONAAL = re.compile(r"(\+|00)[1-9][0-9]{7,14}")
SCHEIDING = re.compile(r"[\s().-]")


class Uitkomst(StrEnum):
    """How saving ended."""

    OPGESLAGEN = "opgeslagen"
    ONGEWIJZIGD = "ongewijzigd"
    INTUSSEN_GEWIJZIGD = "intussen_gewijzigd"


@dataclass(frozen=True, slots=True)
class Invoer:
    """Name and contact data, without the e-mail address, which needs to be confirmed."""

    voorletters: str
    tussenvoegsel: str
    achternaam: str
    functie: str
    telefoon: str


VELDEN = tuple(veld.name for veld in fields(Invoer))


@dataclass(frozen=True, slots=True)
class Inlog:
    """One login, or refused try to log in, of an account."""

    op: datetime
    gebeurtenis: str
    uitkomst: str


@dataclass(frozen=True, slots=True)
class Account:
    """What the gebruiker sees about the own account besides name and contact data."""

    autorisaties: Sequence[Autorisatie]
    toekenningen: Sequence[Beheerderstoekenning]
    akkoorden: Sequence[Akkoord]
    koppeling: Koppeling | None
    koppeling_vervalt_op: datetime | None
    logins: Sequence[Inlog]
    sessies: Sequence[Sessie]


def is_emailadres(tekst: str) -> bool:
    """Whether ``tekst`` is one plain e-mail address."""
    return len(tekst) <= 254 and EMAIL.fullmatch(tekst) is not None


def is_telefoonnummer(tekst: str) -> bool:
    """Whether ``tekst`` is a Dutch number of 10 digits, or an international one."""
    kaal = SCHEIDING.sub("", tekst)
    return any(vorm.fullmatch(kaal) for vorm in (NATIONAAL, INTERNATIONAAL))


def versie(gebruiker: Gebruiker) -> str:
    """A mark of the data as they are now; it changes only when one of VELDEN does."""
    return hash_token("\x00".join(getattr(gebruiker, naam) for naam in VELDEN))[:16]


def wijzig(session: Session, gebruiker: Gebruiker, invoer: Invoer, gezien: str) -> Uitkomst:
    """Save ``invoer``, unless others did so since the gebruiker saw version ``gezien``.

    In that case nothing is saved and ``gebruiker`` carries what is stored now.
    """
    session.refresh(gebruiker, with_for_update={"of": Gebruiker})
    nieuw = {naam: getattr(invoer, naam) for naam in VELDEN}
    if all(getattr(gebruiker, naam) == waarde for naam, waarde in nieuw.items()):
        return Uitkomst.ONGEWIJZIGD
    if versie(gebruiker) != gezien:
        return Uitkomst.INTUSSEN_GEWIJZIGD
    for naam, waarde in nieuw.items():
        setattr(gebruiker, naam, waarde)
    return Uitkomst.OPGESLAGEN


def account(session: Session, gebruiker: Gebruiker, nu: datetime) -> Account:
    """All that Mijn gegevens shows about the account; the number of queries is fixed."""
    koppeling = koppelingen.actieve(session, gebruiker)
    return Account(
        autorisaties=_autorisaties(session, gebruiker),
        toekenningen=_toekenningen(session, gebruiker, nu),
        akkoorden=_akkoorden(session, gebruiker),
        koppeling=koppeling,
        koppeling_vervalt_op=koppelingen.vervalt_op(koppeling) if koppeling else None,
        logins=_logins(session, gebruiker, koppeling),
        sessies=actieve_sessies(session, gebruiker, nu),
    )


def actieve_sessies(session: Session, gebruiker: Gebruiker, nu: datetime) -> Sequence[Sessie]:
    """The sessions of the account that are within their limits, newest first (S26)."""
    vraag = select(Sessie).where(
        Sessie.gebruiker_id == gebruiker.id,
        Sessie.beeindigd_op.is_(None),
        Sessie.begonnen_op > nu - sessies.MAXIMUM,
        Sessie.laatst_gezien_op > nu - sessies.STILTE,
    )
    return session.scalars(vraag.order_by(Sessie.begonnen_op.desc())).all()


def _autorisaties(session: Session, gebruiker: Gebruiker) -> Sequence[Autorisatie]:
    vraag = (
        select(Autorisatie)
        .where(Autorisatie.gebruiker_id == gebruiker.id)
        .order_by(Autorisatie.geldig_van.desc(), Autorisatie.id)
        .options(
            joinedload(Autorisatie.rol).selectinload(Rol.kenmerksoorten),
            joinedload(Autorisatie.door),
            selectinload(Autorisatie.kenmerken),
        )
    )
    return session.scalars(vraag).all()


def _toekenningen(
    session: Session, gebruiker: Gebruiker, nu: datetime
) -> Sequence[Beheerderstoekenning]:
    vraag = (
        select(Beheerderstoekenning)
        .where(
            Beheerderstoekenning.gebruiker_id == gebruiker.id,
            or_(Beheerderstoekenning.geldig_tot.is_(None), Beheerderstoekenning.geldig_tot > nu),
        )
        .order_by(Beheerderstoekenning.geldig_van, Beheerderstoekenning.id)
        .options(joinedload(Beheerderstoekenning.beheerdersrol))
    )
    return session.scalars(vraag).all()


def _akkoorden(session: Session, gebruiker: Gebruiker) -> Sequence[Akkoord]:
    vraag = (
        select(Akkoord)
        .where(Akkoord.gebruiker_id == gebruiker.id)
        .order_by(Akkoord.op.desc(), Akkoord.id)
        .options(joinedload(Akkoord.document))
    )
    return session.scalars(vraag).all()


def _logins(session: Session, gebruiker: Gebruiker, koppeling: Koppeling | None) -> list[Inlog]:
    """From the audit trail; koppelen counts as the first login with a means."""
    vraag = (
        select(Auditrecord.op, Auditrecord.gebeurtenis, Auditrecord.uitkomst)
        .where(
            Auditrecord.object_soort == "gebruiker",
            Auditrecord.object_id == gebruiker.id,
            Auditrecord.gebeurtenis.in_(("login.eherkenning", "login.token")),
        )
        .order_by(Auditrecord.op.desc())
        .limit(LOGINS)
    )
    gevonden = [Inlog(*rij) for rij in session.execute(vraag)]
    if koppeling is not None:
        gevonden.append(Inlog(koppeling.gelegd_op, "koppelen", "portaal"))
    return sorted(gevonden, key=lambda inlog: inlog.op, reverse=True)[:LOGINS]
