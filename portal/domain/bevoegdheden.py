# SPDX-License-Identifier: EUPL-1.2
"""What beheerders may hand out, where, and who they are (R1, R22, R27).

A beheerdersrol counts while it is toegekend and has not ended; what it contains counts with it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import CTE, BindParameter, ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from portal.bereik import VRIJ
from portal.models import (
    Beheerdersrol,
    Beheerderstoekenning,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Organisatie,
    Rol,
)
from portal.models.organisatie import organisatie_kenmerk
from portal.models.rol import beheerdersrol_bevat, beheerdersrol_rol
from portal.models.soorten import Gebruikerstatus

_BESTAAT = select(Beheerdersrol.id).where(Beheerdersrol.beeindigd_op.is_(None))


def loopt(nu: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether a Beheerderstoekenning counts at ``nu``."""
    return and_(
        Beheerderstoekenning.geldig_van <= nu,
        or_(Beheerderstoekenning.geldig_tot.is_(None), Beheerderstoekenning.geldig_tot > nu),
        Beheerderstoekenning.beheerdersrol_id.in_(_BESTAAT),
    )


def is_beheerder(session: Session, gebruiker: Gebruiker, nu: datetime) -> bool:
    """Whether the gebruiker has a beheerdersrol that counts now."""
    vraag = exists().where(Beheerderstoekenning.gebruiker_id == gebruiker.id, loopt(nu))
    return bool(session.scalar(select(vraag)))


def is_beschermd(session: Session, gebruiker: Gebruiker, nu: datetime) -> bool:
    """Whether only a medewerker may touch the account: of a beheerder, also a coming one, or staff.

    The bestuur decides who is beheerder (R1, R29); a colleague cannot undo or take over that.
    """
    vraag = exists().where(
        Beheerderstoekenning.gebruiker_id == gebruiker.id,
        or_(Beheerderstoekenning.geldig_tot.is_(None), Beheerderstoekenning.geldig_tot > nu),
    )
    return gebruiker.medewerkersrol is not None or bool(session.scalar(select(vraag)))


def beheerders_van(session: Session, organisatie: Organisatie, nu: datetime) -> Sequence[Gebruiker]:
    """The active beheerders of the organisatie and of its parent, by name; whatever the reach of
    who asks.
    """
    vraag = select(Gebruiker).where(
        Gebruiker.id.in_(select(Beheerderstoekenning.gebruiker_id).where(loopt(nu))),
        Gebruiker.organisatie_id.in_([organisatie.id, organisatie.parent_id]),
        Gebruiker.status == Gebruikerstatus.ACTIEF,
    )
    vraag = vraag.order_by(Gebruiker.achternaam, Gebruiker.id)
    return session.scalars(vraag, execution_options={VRIJ: True}).all()


def mogen_geven(rollen: Collection[int], nu: datetime) -> Select[int]:
    """The ids of the gebruikers who may hand out one of ``rollen`` (ids) at ``nu``."""
    mag = (
        select(beheerdersrol_rol.c.beheerdersrol_id.label("id"))
        .join(Rol, Rol.id == beheerdersrol_rol.c.rol_id)
        .where(Rol.id.in_(rollen), Rol.beeindigd_op.is_(None))
        .where(beheerdersrol_rol.c.beheerdersrol_id.in_(_BESTAAT))
        .cte("mag_geven", recursive=True)
    )
    mag = mag.union(
        select(beheerdersrol_bevat.c.beheerdersrol_id)
        .join(mag, beheerdersrol_bevat.c.bevat_id == mag.c.id)
        .where(beheerdersrol_bevat.c.beheerdersrol_id.in_(_BESTAAT))
    )
    return select(Beheerderstoekenning.gebruiker_id).where(
        Beheerderstoekenning.beheerdersrol_id.in_(select(mag.c.id)), loopt(nu)
    )


def gevers(
    session: Session, rollen: Collection[int], organisaties: Collection[int], nu: datetime
) -> dict[int, list[Gebruiker]]:
    """Per rol of ``rollen`` (ids) the active beheerders of ``organisaties`` (ids) who may hand it
    out, by name; one query, whatever the reach of who asks.
    """
    mag = (
        select(beheerdersrol_rol.c.rol_id, beheerdersrol_rol.c.beheerdersrol_id)
        .join(Rol, Rol.id == beheerdersrol_rol.c.rol_id)
        .where(Rol.id.in_(rollen), Rol.beeindigd_op.is_(None))
        .where(beheerdersrol_rol.c.beheerdersrol_id.in_(_BESTAAT))
        .cte("mag_rol_geven", recursive=True)
    )
    mag = mag.union(
        select(mag.c.rol_id, beheerdersrol_bevat.c.beheerdersrol_id)
        .join(mag, beheerdersrol_bevat.c.bevat_id == mag.c.beheerdersrol_id)
        .where(beheerdersrol_bevat.c.beheerdersrol_id.in_(_BESTAAT))
    )
    vraag = (
        select(mag.c.rol_id, Gebruiker)
        .join(Beheerderstoekenning, Beheerderstoekenning.beheerdersrol_id == mag.c.beheerdersrol_id)
        .join(Gebruiker, Gebruiker.id == Beheerderstoekenning.gebruiker_id)
        .where(loopt(nu), Gebruiker.organisatie_id.in_(organisaties))
        .where(Gebruiker.status == Gebruikerstatus.ACTIEF)
        .order_by(Gebruiker.achternaam, Gebruiker.id)
    )
    uit: dict[int, list[Gebruiker]] = {}
    for rol_id, gebruiker in session.execute(vraag, execution_options={VRIJ: True}):
        if gebruiker not in uit.setdefault(rol_id, []):
            uit[rol_id].append(gebruiker)
    return uit


def bereikbare_rollen(session: Session, beheerder: Gebruiker, nu: datetime) -> Sequence[Rol]:
    """The rollen in the beheerdersrollen of the beheerder, also those that have ended.

    With their kenmerksoorten, by name; two queries. A beheerdersrol that contains itself by a
    detour is walked once. Read anew each time, as another may have ended one since.
    """
    vraag = _rollen(beheerder, nu).options(selectinload(Rol.kenmerksoorten))
    vers = {"populate_existing": True}
    return session.scalars(vraag.order_by(Rol.naam), execution_options=vers).all()


def uitdeelbare_rollen(session: Session, beheerder: Gebruiker, nu: datetime) -> Sequence[Rol]:
    """The rollen that the beheerder may hand out now (R27), by name, with their kenmerksoorten."""
    return [r for r in bereikbare_rollen(session, beheerder, nu) if r.beeindigd_op is None]


def uitdeelbare_rolnummers(session: Session, beheerder: Gebruiker, nu: datetime) -> frozenset[int]:
    """The ids of ``uitdeelbare_rollen``, which every page of a beheerder needs; one query."""
    vraag = _rollen(beheerder, nu).where(Rol.beeindigd_op.is_(None))
    return frozenset(session.scalars(vraag.with_only_columns(Rol.id)))


def beheerdersrollen_van(
    session: Session, beheerder: Gebruiker, nu: datetime
) -> Sequence[Beheerdersrol]:
    """The beheerdersrollen of the beheerder and those in them, by name, with their rollen."""
    heeft = _bereik(beheerder, nu)
    vraag = select(Beheerdersrol).where(Beheerdersrol.id.in_(select(heeft.c.id)))
    return session.scalars(
        vraag.order_by(Beheerdersrol.naam).options(selectinload(Beheerdersrol.rollen))
    ).all()


def organisaties(session: Session, beheerder: Gebruiker) -> Sequence[Organisatie]:
    """Where the beheerder manages: the own organisatie first, then its children (R27).

    Without those that have ended.
    """
    eigen_eerst = Organisatie.id != beheerder.organisatie_id
    return session.scalars(
        _organisaties(beheerder).order_by(eigen_eerst, Organisatie.naam, Organisatie.id)
    ).all()


def organisatienummers(session: Session, beheerder: Gebruiker) -> frozenset[int]:
    """The ids of ``organisaties``, which every page of a beheerder needs; one query."""
    return frozenset(session.scalars(_organisaties(beheerder).with_only_columns(Organisatie.id)))


def kenmerken_van(session: Session, organisatie: Organisatie) -> Sequence[Kenmerk]:
    """The kenmerken that the organisatie holds and that have not ended, each with its soort."""
    vraag = (
        select(Kenmerk)
        .join(organisatie_kenmerk, organisatie_kenmerk.c.kenmerk_id == Kenmerk.id)
        .join(Kenmerk.soort)
        .options(contains_eager(Kenmerk.soort))
        .where(
            organisatie_kenmerk.c.organisatie_id == organisatie.id,
            Kenmerk.beeindigd_op.is_(None),
        )
    )
    return session.scalars(vraag.order_by(Kenmerksoort.naam, Kenmerk.waarde)).all()


def _organisaties(beheerder: Gebruiker) -> Select[Organisatie]:
    eigen = beheerder.organisatie_id
    return select(Organisatie).where(
        or_(Organisatie.id == eigen, Organisatie.parent_id == eigen),
        Organisatie.beeindigd_op.is_(None),
    )


def _rollen(beheerder: Gebruiker, nu: datetime) -> Select[Rol]:
    heeft = _bereik(beheerder, nu)
    rollen = select(beheerdersrol_rol.c.rol_id).join(
        heeft, beheerdersrol_rol.c.beheerdersrol_id == heeft.c.id
    )
    return select(Rol).where(Rol.id.in_(rollen))


def _bereik(beheerder: Gebruiker, nu: datetime) -> CTE:
    heeft = (
        select(Beheerderstoekenning.beheerdersrol_id.label("id"))
        .where(Beheerderstoekenning.gebruiker_id == beheerder.id, loopt(nu))
        .cte("heeft", recursive=True)
    )
    return heeft.union(
        select(beheerdersrol_bevat.c.bevat_id)
        .join(heeft, beheerdersrol_bevat.c.beheerdersrol_id == heeft.c.id)
        .where(beheerdersrol_bevat.c.bevat_id.in_(_BESTAAT))
    )
