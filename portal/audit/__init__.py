# SPDX-License-Identifier: EUPL-1.2
"""The audit trail (R31): row changes by themselves, other events by ``leg_vast``; one hash chain.

Entries gather in ``session.info`` and are written just before the commit, in the same
transaction, under a lock, so that numbers have no gaps and a rollback leaves nothing.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, insert
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from portal.audit.keten import Keten, controleer, hash_van, pak_einde, verifieer
from portal.audit.verschil import GEAUDIT, inhoud, soort, verschil
from portal.db import Base, bij_vastleggen
from portal.models import Auditrecord, Gebruiker, Organisatie

__all__ = [
    "BULK_MAG",
    "Actor",
    "Keten",
    "Onvastgelegd",
    "controleer",
    "kent",
    "leg_vast",
    "luister",
    "verifieer",
    "zet_actor",
]

_ERBIJ = insert(Auditrecord)  # made once; run past the ORM, so no reach narrows it
BULK_MAG = "audit_bulk_mag"  # execution option: this bulk statement is meant and harmless


class Onvastgelegd(Exception):
    """A bulk UPDATE or DELETE on an audited table would slip past the trail."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: kind ("gebruiker", "bezoeker", "systeem"), account id, address, reference."""

    soort: str = "systeem"
    id: int | None = None
    herkomst: str = ""
    referentie: str = ""


@dataclass(slots=True)
class Regel:
    """One entry that waits for the commit."""

    gebeurtenis: str
    uitkomst: str
    object_soort: str
    object_id: int | None
    organisatie_id: int | None
    gegevens: dict[str, Any] = field(default_factory=dict)


def zet_actor(session: Session, actor: Actor) -> None:
    """Say who acts in this session from now on."""
    session.info["actor"] = actor


def kent(session: Session, gebruiker: Gebruiker) -> None:
    """Who acts in this session turned out to be ``gebruiker``: by logging in, or by koppelen."""
    wie: Actor = session.info.get("actor", Actor())
    zet_actor(session, replace(wie, soort="gebruiker", id=gebruiker.id))


def leg_vast(
    session: Session,
    gebeurtenis: str,
    uitkomst: str = "gelukt",
    *,
    op: Base | None = None,
    organisatie_id: int | None = None,
    **gegevens: Any,
) -> None:
    """Record an event that is no row change, such as a refusal or a download.

    ``op`` is the object it is about; ``gegevens`` must be JSON values without secrets.
    """
    _wachtrij(session).append(
        Regel(
            gebeurtenis,
            uitkomst,
            soort(type(op)) if op is not None else "",
            getattr(op, "id", None),
            organisatie_id if organisatie_id is not None else _organisatie(op),
            gegevens,
        )
    )


def _wachtrij(session: Session) -> list[Regel]:
    rij: list[Regel] = session.info.setdefault("audit", [])
    return rij


def _organisatie(obj: Base | None) -> int | None:
    if isinstance(obj, Organisatie):
        return obj.id
    gevonden = getattr(obj, "organisatie_id", None)
    if gevonden is None and isinstance(getattr(obj, "gebruiker", None), Gebruiker):
        gevonden = obj.gebruiker.organisatie_id  # type: ignore[union-attr]
    return gevonden


def _na_flush(session: Session, _context: object) -> None:
    for verzameling, werkwoord in (
        (session.new, "gemaakt"),
        (session.dirty, "gewijzigd"),
        (session.deleted, "verwijderd"),
    ):
        for obj in verzameling:
            if not isinstance(obj, GEAUDIT):
                continue
            anders = verschil(obj) if werkwoord != "verwijderd" else inhoud(obj)
            if anders or werkwoord == "verwijderd":
                _wachtrij(session).append(
                    Regel(
                        f"{soort(type(obj))}.{werkwoord}",
                        "gelukt",
                        soort(type(obj)),
                        getattr(obj, "id", None),
                        _organisatie(obj),
                        anders,
                    )
                )


def _weiger_bulk(toestand: ORMExecuteState) -> None:
    if not (toestand.is_update or toestand.is_delete):
        return
    mapper = toestand.bind_mapper
    if mapper is None or not issubclass(mapper.class_, GEAUDIT):
        return
    if not toestand.execution_options.get(BULK_MAG):
        raise Onvastgelegd(mapper.class_.__name__)


def _schrijf(session: Session) -> None:
    """Before the commit: number, chain and insert what waits; the end of a savepoint is none.

    Whoever holds the lock of the chain makes all others wait, so it is taken last.
    """
    if session.in_nested_transaction():
        return
    session.flush()
    regels: list[Regel] = session.info.pop("audit", [])
    if not regels:
        return
    actor: Actor = session.info.get("actor", Actor())
    nummer, vorige = pak_einde(session)
    rijen = []
    for regel in regels:
        nummer += 1
        rij: dict[str, Any] = {
            "nummer": nummer,
            "op": datetime.now(UTC),
            "actor_soort": actor.soort,
            "actor_id": actor.id,
            "herkomst": actor.herkomst,
            "gebeurtenis": regel.gebeurtenis,
            "uitkomst": regel.uitkomst,
            "object_soort": regel.object_soort,
            "object_id": regel.object_id,
            "organisatie_id": regel.organisatie_id,
            "referentie": actor.referentie,
            "gegevens": regel.gegevens,
            "vorige_hash": vorige,
        }
        rij["hash"] = vorige = hash_van(rij)
        rijen.append(rij)
    session.connection().execute(_ERBIJ, rijen)


def _onthoud(session: Session, transactie: SessionTransaction) -> None:
    """How much waited when a savepoint began: what it takes back is only what came after."""
    if transactie.nested:
        session.info.setdefault("audit_bij", {})[transactie] = len(_wachtrij(session))


def _vergeet(session: Session, vorige: SessionTransaction) -> None:
    """What is rolled back is ``vorige``, or for a failed flush the savepoint or all around it."""
    geheel = vorige
    while not geheel.nested and geheel.parent is not None:
        geheel = geheel.parent
    if geheel.nested:
        del _wachtrij(session)[session.info["audit_bij"][geheel] :]
    else:
        session.info.pop("audit", None)


def _laat_los(session: Session, transactie: SessionTransaction) -> None:
    if transactie.parent is None:
        session.info.pop("audit_bij", None)


def luister() -> None:
    """Attach the trail to every session; safe to call more than once."""
    for naam, functie in (
        ("after_flush", _na_flush),
        ("do_orm_execute", _weiger_bulk),
        ("after_transaction_create", _onthoud),
        ("after_soft_rollback", _vergeet),
        ("after_transaction_end", _laat_los),
    ):
        if not event.contains(Session, naam, functie):
            event.listen(Session, naam, functie)
    if not event.contains(Session, "before_commit", _schrijf):
        bij_vastleggen(_schrijf)
