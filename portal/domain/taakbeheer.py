# SPDX-License-Identifier: EUPL-1.2
"""Keeping onderwerpen and taken: their order, who opens a taak, and whom a change touches (R26)."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.domain import toegang
from portal.domain.accounts import ZELF_BRUIKBAAR
from portal.domain.zoeken import kaal
from portal.models import Gebruiker, Onderwerp, Organisatie, Roltaak, Taak, Taakgebruik
from portal.models.soorten import Organisatiesoort

STAP = 10  # between two places, so that one fits in later
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_SLUG = 60
Opener = tuple[int, Organisatiesoort | None]  # a rol (id), for one kind of organisatie or for all


@dataclass(frozen=True, slots=True)
class Geraakt:
    """How many gebruikers can open a taak no longer, and how many can from now on."""

    verliest: int
    krijgt: int


def slug_van(naam: str) -> str:
    """The last part of an address, made of a name."""
    return "-".join(re.findall(r"[a-z0-9]+", kaal(naam)))[:MAX_SLUG].strip("-")


def achteraan(session: Session, onderwerp: Onderwerp | None = None) -> int:
    """The place after the last onderwerp, or after the last taak of ``onderwerp``."""
    if onderwerp is None:
        laatste = session.scalar(select(func.max(Onderwerp.volgorde)))
    else:
        vraag = select(func.max(Taak.volgorde)).where(Taak.onderwerp_id == onderwerp.id)
        laatste = session.scalar(vraag)
    return 0 if laatste is None else laatste + STAP


def openers(taak: Taak) -> frozenset[Opener]:
    """Which rollen open the taak now, each for which kind of organisatie."""
    return frozenset((een.rol_id, een.organisatiesoort) for een in taak.rollen)


def zonder_dubbele(gekozen: Iterable[Opener]) -> frozenset[Opener]:
    """A rol that opens a taak for every kind of organisatie needs no single kinds beside it."""
    alle = frozenset(gekozen)
    overal = {rol_id for rol_id, soort in alle if soort is None}
    return frozenset(een for een in alle if een[1] is None or een[0] not in overal)


def zet_openers(session: Session, taak: Taak, gekozen: Set[Opener]) -> None:
    """Have exactly these rollen open the taak."""
    for een in list(taak.rollen):
        if (een.rol_id, een.organisatiesoort) not in gekozen:
            taak.rollen.remove(een)
            session.delete(een)
    for rol_id, soort in gekozen - openers(taak):
        session.add(Roltaak(rol_id=rol_id, taak=taak, organisatiesoort=soort))
    session.flush()


def geraakt(session: Session, voor: Set[Opener], na: Set[Opener], nu: datetime) -> Geraakt:
    """Whom it touches when a taak is opened by ``na`` instead of ``voor``; at most two queries."""
    return Geraakt(
        verliest=_tel(session, voor - na, na, nu), krijgt=_tel(session, na - voor, voor, nu)
    )


def kunnen_openen(session: Session, taak: Taak, nu: datetime) -> int:
    """How many gebruikers can open the taak now."""
    return _tel(session, openers(taak), frozenset(), nu)


def verwijder_onderwerp(session: Session, onderwerp: Onderwerp) -> bool:
    """Delete an onderwerp without taken; False when it has any."""
    if session.scalar(select(exists().where(Taak.onderwerp_id == onderwerp.id))):
        return False
    session.delete(onderwerp)
    return True


def is_gebruikt(session: Session, taak: Taak) -> bool:
    """Whether anybody ever started the taak."""
    return bool(session.scalar(select(exists().where(Taakgebruik.taak_id == taak.id))))


def verwijder_taak(session: Session, taak: Taak) -> bool:
    """Delete a taak that nobody ever started, so no history hangs on it; else False."""
    if is_gebruikt(session, taak):
        return False
    zet_openers(session, taak, frozenset())
    session.delete(taak)
    return True


def _tel(session: Session, met: Set[Opener], zonder: Set[Opener], nu: datetime) -> int:
    """Gebruikers who may use the portal and whose autorisaties open ``met`` but not ``zonder``."""
    if not met:
        return 0
    vraag = select(func.count()).select_from(Gebruiker).where(ZELF_BRUIKBAAR, _opent(met))
    if zonder:
        vraag = vraag.where(~_opent(zonder))
    return session.scalar(vraag, {"nu": nu}) or 0


def _opent(gekozen: Set[Opener]) -> ColumnElement[bool]:
    per_soort: dict[Organisatiesoort | None, set[int]] = {}
    for rol_id, soort in gekozen:
        per_soort.setdefault(soort, set()).add(rol_id)
    return or_(*(_heeft(rollen, soort) for soort, rollen in per_soort.items()))


def _heeft(rollen: Set[int], soort: Organisatiesoort | None) -> ColumnElement[bool]:
    heeft = Gebruiker.id.in_(toegang.wie_heeft(toegang.kandidaten(rollen)))
    if soort is None:
        return heeft
    van_soort = select(Organisatie.id).where(Organisatie.soort == soort)
    return and_(heeft, Gebruiker.organisatie_id.in_(van_soort))
