# SPDX-License-Identifier: EUPL-1.2
"""Autorisaties that lose their ground: a rol or kenmerk ends, or an organisatie gives it up (R22).

A condition on Autorisatie and Gebruiker says which autorisaties it is about, ``Weg`` which
kenmerken go. What keeps a kenmerk of every soort that its rol needs goes on with fewer
kenmerken; the rest ends.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain import autorisaties
from portal.models import Autorisatie, Gebruiker, Kenmerk, Rol
from portal.models.autorisatie import autorisatie_kenmerk
from portal.models.rol import rol_kenmerksoort
from portal.models.soorten import Gebruikerstatus
from portal.post import outbox, teksten

Voorwaarde = ColumnElement[bool]
HOOGSTENS = 5_000  # gebruikers that one request ends autorisaties of, and mails
_MET_KENMERK = autorisatie_kenmerk.join(Kenmerk, Kenmerk.id == autorisatie_kenmerk.c.kenmerk_id)


@dataclass(frozen=True, slots=True)
class Weg:
    """The kenmerken (ids) that go; with ``behalve`` all others."""

    kenmerken: frozenset[int]
    behalve: bool = False

    @property
    def sql(self) -> Voorwaarde:
        """As a condition on Kenmerk."""
        genoemd = Kenmerk.id.in_(sorted(self.kenmerken))
        return not_(genoemd) if self.behalve else genoemd

    def __contains__(self, kenmerk: Kenmerk) -> bool:
        return (kenmerk.id in self.kenmerken) is not self.behalve


@dataclass(frozen=True, slots=True)
class Omvang:
    """How many autorisaties, of how many gebruikers, in how many organisaties."""

    autorisaties: int = 0
    gebruikers: int = 0
    organisaties: int = 0


@dataclass(frozen=True, slots=True)
class Inperking:
    """What ends, and what goes on with fewer kenmerken."""

    eindigt: Sequence[Autorisatie]
    krimpt: Sequence[Autorisatie]

    @property
    def gebruikers(self) -> list[Gebruiker]:
        """Who is touched, each once."""
        return list({a.gebruiker_id: a.gebruiker for a in (*self.eindigt, *self.krimpt)}.values())


def open_op(nu: datetime) -> Voorwaarde:
    """Autorisaties of now and later."""
    return or_(Autorisatie.geldig_tot.is_(None), Autorisatie.geldig_tot > nu)


def _heeft(*waar: Voorwaarde) -> Voorwaarde:
    """Whether an autorisatie has a kenmerk that is so."""
    vraag = select(1).select_from(_MET_KENMERK)
    vraag = vraag.where(autorisatie_kenmerk.c.autorisatie_id == Autorisatie.id, *waar)
    return exists(vraag.correlate(Autorisatie, rol_kenmerksoort))


def raakt(weg: Weg) -> Voorwaarde:
    """Autorisaties with a kenmerk that goes."""
    return _heeft(weg.sql)


def eindigt(weg: Weg) -> Voorwaarde:
    """Autorisaties that lose the last kenmerk of a soort that their rol needs."""
    nodig = rol_kenmerksoort.c
    soort = Kenmerk.soort_id == nodig.kenmerksoort_id
    verliest = select(1).where(
        nodig.rol_id == Autorisatie.rol_id,
        _heeft(soort, weg.sql),
        not_(_heeft(soort, not_(weg.sql))),
    )
    return exists(verliest.select_from(rol_kenmerksoort).correlate(Autorisatie))


def mist(kenmerksoorten: Iterable[int]) -> Voorwaarde:
    """Autorisaties without a kenmerk of one of these soorten (ids)."""
    return or_(*(not_(_heeft(Kenmerk.soort_id == soort)) for soort in sorted(kenmerksoorten)))


def omvang(session: Session, waar: Voorwaarde, nu: datetime) -> Omvang:
    """How much ``waar`` is about, of what is open."""
    vraag = (
        select(
            func.count(Autorisatie.id),
            func.count(Autorisatie.gebruiker_id.distinct()),
            func.count(Gebruiker.organisatie_id.distinct()),
        )
        .join(Autorisatie.gebruiker)
        .where(open_op(nu), waar)
    )
    return Omvang(*session.execute(vraag).one())


def bekijk(session: Session, waar: Voorwaarde, weg: Weg, nu: datetime) -> Inperking:
    """What ends and what shrinks when ``weg`` goes, each with its rol, kenmerken and gebruiker."""
    vraag = open_autorisaties(waar, nu).where(raakt(weg))
    einde = session.scalars(vraag.where(eindigt(weg))).all()
    krimp = session.scalars(vraag.where(not_(eindigt(weg)))).all()
    return Inperking(einde, krimp)


def open_autorisaties(waar: Voorwaarde, nu: datetime) -> Select[Autorisatie]:
    """The open autorisaties that are so, in a fixed order, with what a page or mail needs."""
    return (
        select(Autorisatie)
        .join(Autorisatie.gebruiker)
        .where(and_(open_op(nu), waar))
        .order_by(Gebruiker.achternaam, Gebruiker.id, Autorisatie.id)
        .options(
            contains_eager(Autorisatie.gebruiker).joinedload(Gebruiker.organisatie),
            joinedload(Autorisatie.rol),
            selectinload(Autorisatie.kenmerken),
        )
    )


def gebruikers_met(session: Session, waar: Voorwaarde, nu: datetime) -> list[Gebruiker]:
    """Who has an open autorisatie that is so, each once."""
    gevonden = session.scalars(open_autorisaties(waar, nu))
    return list({een.gebruiker_id: een.gebruiker for een in gevonden}.values())


def is_veel(omvang: Omvang) -> bool:
    """Whether it is too much for one request: then rights stop at once all the same, since what
    has ended does not count, and the nightly job does the rest."""
    return omvang.gebruikers > HOOGSTENS


def voer_uit(session: Session, inperking: Inperking, weg: Weg, nu: datetime) -> None:
    """End and shrink. Mails nobody."""
    for een in inperking.eindigt:
        autorisaties.beeindig(session, een, nu)
    for een in inperking.krimpt:
        een.kenmerken = [kenmerk for kenmerk in een.kenmerken if kenmerk not in weg]
    session.flush()


def zonder_grond() -> Voorwaarde:
    """Autorisaties of a rol or with a kenmerk that has ended."""
    beeindigd = select(Rol.id).where(Rol.beeindigd_op.is_not(None))
    return or_(Autorisatie.rol_id.in_(beeindigd), _heeft(Kenmerk.beeindigd_op.is_not(None)))


def ruim_op(session: Session, waar: Voorwaarde, nu: datetime) -> list[Gebruiker]:
    """End what is of an ended rol, take ended kenmerken away, and tell whose it was (R22, R28)."""
    gevonden = session.scalars(open_autorisaties(and_(waar, zonder_grond()), nu)).all()
    for een in gevonden:
        over = [kenmerk for kenmerk in een.kenmerken if kenmerk.beeindigd_op is None]
        kwijt = {k.soort_id for k in een.kenmerken} - {k.soort_id for k in over}
        nodig = {soort.id for soort in een.rol.kenmerksoorten}
        if een.rol.beeindigd_op is not None or kwijt & nodig:
            autorisaties.beeindig(session, een, nu)
        else:
            een.kenmerken = over
    session.flush()
    geraakt = list({een.gebruiker_id: een.gebruiker for een in gevonden}.values())
    meld(session, geraakt, nu)
    return geraakt


def meld(session: Session, gebruikers: Iterable[Gebruiker], nu: datetime) -> None:
    """Tell each gebruiker once that rights changed (R28); who left is not told."""
    for gebruiker in gebruikers:
        if gebruiker.status is not Gebruikerstatus.BEEINDIGD:
            outbox.stuur(session, gebruiker, teksten.rechten_gewijzigd(gebruiker, nu), nu)
