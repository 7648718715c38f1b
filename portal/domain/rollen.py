# SPDX-License-Identifier: EUPL-1.2
"""Rollen: what they open, which kenmerken they need, and ending them (R22, R26)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session, contains_eager

from portal.domain import inperking
from portal.domain.inperking import Omvang
from portal.models import (
    Autorisatie,
    Beheerdersrol,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Organisatie,
    Rol,
    Roltaak,
    Taak,
)
from portal.models.organisatie import organisatie_kenmerk
from portal.models.rol import beheerdersrol_rol


def lopende(session: Session) -> Sequence[Rol]:
    """The rollen in use, by name."""
    return session.scalars(select(Rol).where(Rol.beeindigd_op.is_(None)).order_by(Rol.naam)).all()


def opent(session: Session, rol: Rol) -> Sequence[Roltaak]:
    """Which taken the rol opens, for which kind of organisatie, by onderwerp and taak."""
    vraag = (
        select(Roltaak)
        .join(Roltaak.taak)
        .join(Taak.onderwerp)
        .where(Roltaak.rol_id == rol.id)
        .order_by(Taak.onderwerp_id, Taak.volgorde, Taak.id, Roltaak.organisatiesoort)
        .options(contains_eager(Roltaak.taak).contains_eager(Taak.onderwerp))
    )
    return session.scalars(vraag).all()


def in_beheerdersrollen(session: Session, rol: Rol) -> Sequence[Beheerdersrol]:
    """The beheerdersrollen in use that hand it out themselves, by name."""
    vraag = select(Beheerdersrol).join(
        beheerdersrol_rol, beheerdersrol_rol.c.beheerdersrol_id == Beheerdersrol.id
    )
    vraag = vraag.where(beheerdersrol_rol.c.rol_id == rol.id, Beheerdersrol.beeindigd_op.is_(None))
    return session.scalars(vraag.order_by(Beheerdersrol.naam)).all()


def omvang(session: Session, rol: Rol, nu: datetime) -> Omvang:
    """How much the rol is in use, now and later."""
    return inperking.omvang(session, Autorisatie.rol_id == rol.id, nu)


def tellen_niet_meer(
    session: Session, rol: Rol, kenmerksoorten: Collection[Kenmerksoort], nu: datetime
) -> Omvang:
    """The autorisaties that would not count while the rol needs ``kenmerksoorten``, but do now."""
    waar = _tellen_niet_meer(rol, kenmerksoorten)
    return Omvang() if waar is None else inperking.omvang(session, waar, nu)


def missen_kenmerk(
    session: Session, rol: Rol, kenmerksoorten: Collection[Kenmerksoort], nu: datetime
) -> int:
    """In how many organisaties that use the rol nobody can repair that: they hold no such kenmerk.

    Of one of the soorten that the rol would need and does not need now.
    """
    nieuw = _erbij(rol, kenmerksoorten)
    if not nieuw:
        return 0
    gebruikt = (
        select(Gebruiker.organisatie_id)
        .join(Autorisatie, Autorisatie.gebruiker_id == Gebruiker.id)
        .where(Autorisatie.rol_id == rol.id, inperking.open_op(nu))
    )
    houdt = (
        select(organisatie_kenmerk.c.organisatie_id)
        .join(Kenmerk, Kenmerk.id == organisatie_kenmerk.c.kenmerk_id)
        .where(Kenmerk.beeindigd_op.is_(None))
    )
    mist = or_(*(Organisatie.id.not_in(houdt.where(Kenmerk.soort_id == soort)) for soort in nieuw))
    vraag = select(func.count(Organisatie.id)).where(Organisatie.id.in_(gebruikt), mist)
    return session.scalar(vraag) or 0


def stel_kenmerksoorten_in(
    session: Session, rol: Rol, kenmerksoorten: Sequence[Kenmerksoort], nu: datetime
) -> None:
    """Let the rol need ``kenmerksoorten`` from now on (R22).

    Autorisaties without a newly needed one stay, but do not count until a beheerder adds it;
    their gebruikers are told (R28). Kenmerken that are not needed any more do no harm and stay.
    """
    waar = _tellen_niet_meer(rol, kenmerksoorten)
    geraakt: list[Gebruiker] = []
    if waar is not None and not inperking.is_veel(inperking.omvang(session, waar, nu)):
        geraakt = inperking.gebruikers_met(session, waar, nu)
    if set(rol.kenmerksoorten) != set(kenmerksoorten):
        rol.kenmerksoorten = list(kenmerksoorten)
    session.flush()
    inperking.meld(session, geraakt, nu)


def beeindig(session: Session, rol: Rol, nu: datetime) -> bool:
    """End the rol: nobody hands it out any more, and every autorisatie of it ends (R22).

    Each gebruiker is told once (R28); the nightly job does so when they are many. Whether there
    was anything to do.
    """
    if rol.beeindigd_op is not None:
        return False
    rol.beeindigd_op = nu
    session.flush()
    if not inperking.is_veel(omvang(session, rol, nu)):
        inperking.ruim_op(session, Autorisatie.rol_id == rol.id, nu)
    return True


def heropen(rol: Rol) -> bool:
    """Take an ended rol into use again; autorisaties do not come back by themselves."""
    was_beeindigd = rol.beeindigd_op is not None
    rol.beeindigd_op = None
    return was_beeindigd


def _erbij(rol: Rol, kenmerksoorten: Collection[Kenmerksoort]) -> set[int]:
    return {soort.id for soort in kenmerksoorten} - {soort.id for soort in rol.kenmerksoorten}


def _tellen_niet_meer(
    rol: Rol, kenmerksoorten: Collection[Kenmerksoort]
) -> ColumnElement[bool] | None:
    nieuw = _erbij(rol, kenmerksoorten)
    if not nieuw:
        return None
    delen = [Autorisatie.rol_id == rol.id, inperking.mist(nieuw)]
    if rol.kenmerksoorten:
        delen.append(not_(inperking.mist(soort.id for soort in rol.kenmerksoorten)))
    return and_(*delen)
