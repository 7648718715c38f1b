# SPDX-License-Identifier: EUPL-1.2
"""The audit trail (R31): row changes by themselves, other events by ``leg_vast``; one hash chain.

Entries gather in ``session.info`` and are written just before the commit, in the same
transaction, under a lock, so that numbers have no gaps and a rollback leaves nothing.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import event, insert, inspect, select, text
from sqlalchemy.orm import ORMExecuteState, Session

from portal.db import Base, bij_vastleggen
from portal.models import (
    Aanvraag,
    Aanvraagbeheerder,
    Activatiecode,
    Auditrecord,
    Autorisatie,
    Beheerdersrol,
    Beheerderstoekenning,
    Document,
    Emailwijziging,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Koppeling,
    Mededeling,
    Onderwerp,
    Ondertekenaar,
    Organisatie,
    Rol,
    Roltaak,
    Sector,
    Taak,
)

GEAUDIT: tuple[type[Base], ...] = (
    Aanvraag,
    Aanvraagbeheerder,
    Activatiecode,
    Autorisatie,
    Beheerdersrol,
    Beheerderstoekenning,
    Document,
    Emailwijziging,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Koppeling,
    Mededeling,
    Onderwerp,
    Ondertekenaar,
    Organisatie,
    Rol,
    Roltaak,
    Sector,
    Taak,
)
# Never in a record, not even hashed (R33); the name itself goes by letter only (R4).
GEHEIM = frozenset(
    {
        "code_hash",
        "gebruikersnaam",
        "middel",
        "middel_kvk",
        "middel_rsin",
        "token_geheim",
        "token_hash",
        "token_laatste_stap",
        "wachtwoord_hash",
    }
)
KINDEREN = frozenset({"taken", "beheerders", "ondertekenaars"})  # audited as rows of their own
RUIS = frozenset({"versie", "laatste_login_op", "tekst"})
BEGIN = "0" * 64
SLOT = 7_305_113  # advisory lock number of the chain on PostgreSQL
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
            _soort(op) if op is not None else "",
            getattr(op, "id", None),
            organisatie_id if organisatie_id is not None else _organisatie(op),
            gegevens,
        )
    )


def _wachtrij(session: Session) -> list[Regel]:
    rij: list[Regel] = session.info.setdefault("audit", [])
    return rij


def _soort(obj: Base) -> str:
    return type(obj).__name__.lower()


def _organisatie(obj: Base | None) -> int | None:
    if isinstance(obj, Organisatie):
        return obj.id
    gevonden = getattr(obj, "organisatie_id", None)
    if gevonden is None and isinstance(getattr(obj, "gebruiker", None), Gebruiker):
        gevonden = obj.gebruiker.organisatie_id  # type: ignore[union-attr]
    return gevonden


def _waarde(waarde: Any) -> Any:
    if isinstance(waarde, datetime):
        return waarde.astimezone(UTC).isoformat()
    if isinstance(waarde, Enum):
        return waarde.value
    if isinstance(waarde, Base):
        return getattr(waarde, "id", None)
    return waarde if isinstance(waarde, (str, int, float, bool, type(None))) else str(type(waarde))


def _verschil(obj: Base) -> dict[str, Any]:
    """What changed, as {name: [old, new]}; secrets as "***"; lists as what came and went."""
    toestand, verschil = inspect(obj), {}
    kolommen = toestand.mapper.column_attrs.keys()
    for attr in toestand.mapper.attrs:
        naam = attr.key
        if naam in RUIS or naam == "id":
            continue
        historie = toestand.attrs[naam].history
        if not historie.has_changes():
            continue
        if naam in GEHEIM:
            verschil[naam] = "***"
        elif naam in kolommen:
            oud = historie.deleted[0] if historie.deleted else None
            nieuw = historie.added[0] if historie.added else None
            verschil[naam] = [_waarde(oud), _waarde(nieuw)]
        elif attr.uselist and naam not in KINDEREN:  # type: ignore[attr-defined]
            verschil[naam] = {
                "erbij": [_waarde(w) for w in historie.added],
                "eraf": [_waarde(w) for w in historie.deleted],
            }
    return verschil


def _na_flush(session: Session, _context: object) -> None:
    for verzameling, werkwoord in (
        (session.new, "gemaakt"),
        (session.dirty, "gewijzigd"),
        (session.deleted, "verwijderd"),
    ):
        for obj in verzameling:
            if not isinstance(obj, GEAUDIT):
                continue
            verschil = _verschil(obj) if werkwoord != "verwijderd" else {}
            if verschil or werkwoord == "verwijderd":
                _wachtrij(session).append(
                    Regel(
                        f"{_soort(obj)}.{werkwoord}",
                        "gelukt",
                        _soort(obj),
                        getattr(obj, "id", None),
                        _organisatie(obj),
                        verschil,
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
    """Before the commit: number, chain and insert what waits."""
    session.flush()
    regels: list[Regel] = session.info.pop("audit", [])
    if not regels:
        return
    actor: Actor = session.info.get("actor", Actor())
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:slot)"), {"slot": SLOT})
    laatste = session.execute(
        select(Auditrecord.nummer, Auditrecord.hash).order_by(Auditrecord.nummer.desc()).limit(1)
    ).first()
    nummer, vorige = laatste if laatste is not None else (0, BEGIN)
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
    session.execute(insert(Auditrecord), rijen)


def _vergeet(session: Session, _vorige: object) -> None:
    session.info.pop("audit", None)


def hash_van(rij: dict[str, Any]) -> str:
    """The SHA-256 over all that a record says, ``vorige_hash`` included."""
    inhoud = {n: w for n, w in rij.items() if n != "hash"}
    inhoud["op"] = inhoud["op"].astimezone(UTC).isoformat(timespec="microseconds")
    tekst = json.dumps(inhoud, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(tekst.encode()).hexdigest()


def verifieer(session: Session) -> tuple[int, int | None]:
    """Walk the chain: (number of records that are right, first broken number or None)."""
    goed, vorige = 0, BEGIN
    for record in _alle(session):
        rij = {k.key: getattr(record, k.key) for k in inspect(Auditrecord).column_attrs}
        heel = record.nummer == goed + 1 and record.vorige_hash == vorige
        if not heel or hash_van(rij) != record.hash:
            return goed, record.nummer
        goed, vorige = goed + 1, record.hash
    return goed, None


def _alle(session: Session) -> Iterator[Auditrecord]:
    vraag = select(Auditrecord).order_by(Auditrecord.nummer)
    yield from session.scalars(vraag.execution_options(yield_per=1000))


def luister() -> None:
    """Attach the trail to every session; safe to call more than once."""
    for naam, functie in (
        ("after_flush", _na_flush),
        ("do_orm_execute", _weiger_bulk),
        ("after_soft_rollback", _vergeet),
    ):
        if not event.contains(Session, naam, functie):
            event.listen(Session, naam, functie)
    if not event.contains(Session, "before_commit", _schrijf):
        bij_vastleggen(_schrijf)
