# SPDX-License-Identifier: EUPL-1.2
"""Autorisaties: who gets, keeps and loses which rol, of what a beheerder may give (R22, R27)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain import accounts
from portal.domain.wensen import (
    Afkeuring,
    Kader,
    Reden,
    Wens,
    kader,
    keur,
    keur_binnen,
)
from portal.models import Autorisatie, Gebruiker, Kenmerksoort
from portal.models.soorten import Gebruikerstatus
from portal.post import outbox, teksten
from portal.secrets import hash_token
from portal.tijd import begin_van, dag_van, einde_van

__all__ = [
    "Afkeuring",
    "Kader",
    "Kopie",
    "NietToegestaan",
    "Reden",
    "Uitkomst",
    "Wens",
    "beeindig",
    "beeindig_alle",
    "geef_eerste",
    "kader",
    "keur",
    "keur_binnen",
    "kopieerbaar",
    "stand",
    "stel_in",
    "wensen_per_gebruiker",
    "wensen_van",
]


BROK = 500  # gebruikers in one query


class NietToegestaan(Exception):
    """Was asked for what ``keur`` refuses, or what nobody may; the caller should have looked."""


class Uitkomst(StrEnum):
    """How setting the autorisaties of a gebruiker ended."""

    GEWIJZIGD = "gewijzigd"
    ONGEWIJZIGD = "ongewijzigd"
    INTUSSEN_GEWIJZIGD = "intussen_gewijzigd"


@dataclass(frozen=True, slots=True)
class Kopie:
    """What can be copied from a colleague, and what of the colleague's rollen cannot, and why."""

    wensen: tuple[Wens, ...]
    niet: tuple[Afkeuring, ...]


def stand(session: Session, gebruiker: Gebruiker) -> str:
    """A mark of the autorisaties as they are now; it changes whenever one is given or ended."""
    vraag = select(Autorisatie.id, Autorisatie.geldig_tot).order_by(Autorisatie.id)
    rijen = session.execute(vraag.where(Autorisatie.gebruiker_id == gebruiker.id))
    return hash_token("\n".join(f"{nummer} {tot}" for nummer, tot in rijen))[:16]


def wensen_van(
    session: Session, gebruiker: Gebruiker, *, door: Gebruiker, nu: datetime
) -> list[Wens]:
    """The autorisaties now and to come that ``door`` may hand out, as wishes for a form."""
    binnen = kader(session, gebruiker.organisatie, door=door, nu=nu)
    lopend = _lopende(session, gebruiker, nu)
    return [_als_wens(een, nu) for een in lopend if een.rol_id in binnen.rollen]


def wensen_per_gebruiker(
    session: Session, nummers: Collection[int], nu: datetime
) -> dict[int, list[Wens]]:
    """As ``wensen_van`` for many gebruikers (ids), whoever may hand them out; a query per BROK."""
    uit: dict[int, list[Wens]] = {}
    lijst = sorted(nummers)
    for begin in range(0, len(lijst), BROK):
        for een in session.scalars(_lopend(lijst[begin : begin + BROK], nu)):
            uit.setdefault(een.gebruiker_id, []).append(_als_wens(een, nu))
    return uit


def stel_in(
    session: Session,
    gebruiker: Gebruiker,
    wensen: Sequence[Wens],
    *,
    gezien: str,
    door: Gebruiker,
    nu: datetime,
) -> Uitkomst:
    """Make the autorisaties that ``door`` may hand out equal to ``wensen``; others are untouched.

    What stays the same keeps its giver and its moment. What changes is ended and given anew.
    The gebruiker is mailed once (R28). Nothing happens when others changed them since ``stand``
    was ``gezien``. Raises NietToegestaan for wishes that ``keur`` refuses, for an ended account,
    and for the own account (R27).
    """
    if gebruiker.id == door.id:
        raise NietToegestaan("niemand wijzigt de eigen rollen")
    accounts.pak(session, gebruiker)
    if gebruiker.status is Gebruikerstatus.BEEINDIGD:
        raise NietToegestaan("het account is beëindigd")
    binnen = kader(session, gebruiker.organisatie, door=door, nu=nu)
    _eis(wensen, binnen, nu)
    if stand(session, gebruiker) != gezien:
        return Uitkomst.INTUSSEN_GEWIJZIGD
    if not _maak_gelijk(session, gebruiker, wensen, binnen, door=door, nu=nu):
        return Uitkomst.ONGEWIJZIGD
    outbox.stuur(session, gebruiker, teksten.rechten_gewijzigd(gebruiker, nu), nu)
    return Uitkomst.GEWIJZIGD


def geef_eerste(
    session: Session,
    gebruiker: Gebruiker,
    wensen: Sequence[Wens],
    *,
    binnen: Kader,
    door: Gebruiker,
    nu: datetime,
) -> None:
    """Give a new gebruiker the first autorisaties, without a mail about them (R2, R3).

    Raises NietToegestaan for wishes that ``keur`` refuses.
    """
    _eis(wensen, binnen, nu)
    session.add_all(_nieuwe(gebruiker, wens, binnen, door, nu) for wens in wensen)


def beeindig_alle(session: Session, gebruiker: Gebruiker, nu: datetime) -> None:
    """End all autorisaties of an account, also those that nobody may hand out any more."""
    for een in _lopende(session, gebruiker, nu):
        beeindig(session, een, nu)
    session.flush()


def beeindig(session: Session, autorisatie: Autorisatie, nu: datetime) -> None:
    """End one. What never came into force is deleted: a period without length is none.

    The trail keeps it all the same: it recorded the whole row when it was given, and records
    that it was taken back (R28, R31).
    """
    if autorisatie.geldig_van >= nu:
        session.delete(autorisatie)
    else:
        autorisatie.geldig_tot = nu


def kopieerbaar(
    session: Session, van: Gebruiker, naar: Gebruiker, *, door: Gebruiker, nu: datetime
) -> Kopie:
    """What of the autorisaties of ``van`` can be given to ``naar`` as well (R28).

    With their end, and with the kenmerken that the organisatie of ``naar`` holds; kenmerken that
    fall away are reported beside the wish. A rol that ``naar`` has already is left as it is, so
    that the wishes can be added to ``wensen_van(naar)``.
    """
    binnen = kader(session, naar.organisatie, door=door, nu=nu)
    heeft = {een.rol_id for een in _lopende(session, naar, nu)}
    wensen: list[Wens] = []
    niet: list[Afkeuring] = []
    for een in _lopende(session, van, nu):
        if een.rol_id in heeft:
            niet.append(Afkeuring(een.rol_id, Reden.HEEFT_AL))
            continue
        wens, valt_af = _ingeperkt(een, binnen, nu)
        bezwaren = keur_binnen([wens], binnen, nu)
        if not bezwaren:
            wensen.append(wens)
            heeft.add(een.rol_id)
        niet += bezwaren or valt_af
    return Kopie(tuple(wensen), tuple(niet))


def _lopende(session: Session, gebruiker: Gebruiker, nu: datetime) -> Sequence[Autorisatie]:
    """The autorisaties of now and later, those of now first."""
    return session.scalars(_lopend([gebruiker.id], nu)).all()


def _lopend(nummers: Sequence[int], nu: datetime) -> Select[Autorisatie]:
    tot = Autorisatie.geldig_tot
    return (
        select(Autorisatie)
        .where(Autorisatie.gebruiker_id.in_(nummers), or_(tot.is_(None), tot > nu))
        .order_by(Autorisatie.geldig_van, Autorisatie.id)
        .options(joinedload(Autorisatie.rol), selectinload(Autorisatie.kenmerken))
    )


def _eis(wensen: Sequence[Wens], binnen: Kader, nu: datetime) -> None:
    bezwaren = keur_binnen(wensen, binnen, nu)
    if bezwaren:
        raise NietToegestaan(", ".join(f"rol {een.rol_id}: {een.reden}" for een in bezwaren))


def _maak_gelijk(
    session: Session,
    gebruiker: Gebruiker,
    wensen: Sequence[Wens],
    binnen: Kader,
    *,
    door: Gebruiker,
    nu: datetime,
) -> bool:
    """Whether anything had to change."""
    over = list(wensen)
    weg = []
    for een in _lopende(session, gebruiker, nu):
        if een.rol_id not in binnen.rollen:
            continue
        gelijk = next((wens for wens in over if _is_gelijk(een, wens, nu)), None)
        if gelijk is None:
            weg.append(een)
        else:
            over.remove(gelijk)
    for een in weg:
        beeindig(session, een, nu)
    session.add_all(_nieuwe(gebruiker, wens, binnen, door, nu) for wens in over)
    session.flush()
    return bool(weg or over)


def _is_gelijk(autorisatie: Autorisatie, wens: Wens, nu: datetime) -> bool:
    """A form knows days, so within a day the moment does not count."""
    zelfde = _als_wens(autorisatie, nu)
    if wens.van is not None and wens.van <= dag_van(nu) and zelfde.van is None:
        wens = Wens(wens.rol_id, wens.kenmerken, None, wens.tot)
    return wens == zelfde


def _als_wens(autorisatie: Autorisatie, nu: datetime) -> Wens:
    van, tot = autorisatie.geldig_van, autorisatie.geldig_tot
    return Wens(
        autorisatie.rol_id,
        frozenset(kenmerk.id for kenmerk in autorisatie.kenmerken),
        dag_van(van) if van > nu else None,
        dag_van(tot - datetime.resolution) if tot is not None else None,
    )


def _ingeperkt(
    autorisatie: Autorisatie, binnen: Kader, nu: datetime
) -> tuple[Wens, list[Afkeuring]]:
    """As a wish with only the kenmerken that can come along, and what falls away by that."""
    wens, rol = _als_wens(autorisatie, nu), binnen.rollen.get(autorisatie.rol_id)
    nodig = {soort.id for soort in rol.kenmerksoorten} if rol is not None else set()
    mee: set[int] = set()
    af: dict[tuple[int, Reden], Kenmerksoort] = {}
    for een in autorisatie.kenmerken:
        if rol is not None and een.soort_id not in nodig:
            af[een.soort_id, Reden.KENMERK_NIET_NODIG] = een.soort
        elif een.id not in binnen.kenmerken:
            af[een.soort_id, Reden.KENMERK_NIET_VAN_ORGANISATIE] = een.soort
        else:
            mee.add(een.id)
    bezwaren = [Afkeuring(wens.rol_id, reden, (soort,)) for (_, reden), soort in af.items()]
    return Wens(wens.rol_id, frozenset(mee), wens.van, wens.tot), bezwaren


def _nieuwe(
    gebruiker: Gebruiker, wens: Wens, binnen: Kader, door: Gebruiker, nu: datetime
) -> Autorisatie:
    later = wens.van is not None and wens.van > dag_van(nu)
    return Autorisatie(
        gebruiker=gebruiker,
        rol=binnen.rollen[wens.rol_id],
        kenmerken=[binnen.kenmerken[een] for een in sorted(wens.kenmerken)],
        geldig_van=begin_van(wens.van) if wens.van is not None and later else nu,
        geldig_tot=einde_van(wens.tot) if wens.tot is not None else None,
        gegeven_op=nu,
        door=door,
    )
