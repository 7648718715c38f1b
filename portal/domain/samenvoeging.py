# SPDX-License-Identifier: EUPL-1.2
"""An organisatie goes up in another, as one step that is looked at first (R13, R22, R26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal import audit
from portal.domain import (
    aanvraagstatus,
    bevoegdheden,
    groepen,
    organisatie_einde,
    organisatiebeheer,
    verhuizing,
)
from portal.domain.organisaties import is_kind_van
from portal.domain.verhuizing import Verhuizing
from portal.models import (
    Aanvraag,
    Beheerdersrol,
    Gebruiker,
    Kenmerk,
    Koppeling,
    Mededeling,
    Organisatie,
    Sector,
)
from portal.models.mededeling import mededeling_organisatie
from portal.secrets import hash_token

Rij = TypeVar("Rij")


class Weigering(StrEnum):
    """Why it cannot be done."""

    ZELFDE = "zelfde"
    BEEINDIGD = "beeindigd"
    MEDEWERKERS = "medewerkers"
    NIVEAU = "niveau"
    TE_VEEL = "te_veel"


@dataclass(frozen=True, slots=True)
class Opdracht:
    """``van`` goes up in ``naar``; which of its kenmerken and lists ``naar`` takes over."""

    van: Organisatie
    naar: Organisatie
    kenmerken: Sequence[Kenmerk]
    sectoren: bool
    beheerdersrollen: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """All that would happen. ``stand`` is a mark of what the plan rests on.

    ``andere_koppelingen`` are of gebruikers who stay where they are while the parent changes.
    """

    opdracht: Opdracht
    verhuizing: Verhuizing
    kinderen: Sequence[Organisatie]
    andere_koppelingen: Sequence[Koppeling]
    kenmerken_erbij: Sequence[Kenmerk]
    kenmerken_weg: Sequence[Kenmerk]
    sectoren_erbij: Sequence[Sector]
    beheerdersrollen_erbij: Sequence[Beheerdersrol]
    zonder_beheerder: bool
    mededelingen: int
    aanvragen: int
    stand: str


def maak_plan(session: Session, opdracht: Opdracht, nu: datetime) -> Plan | Weigering:
    """What ``opdracht`` means now, or why it cannot be. Locks all that it looks at.

    Raises ValueError for a kenmerk that ``van`` does not hold.
    """
    van, naar = opdracht.van, opdracht.naar
    kinderen = _pak(session, van, naar)
    reden = _belemmering(session, van, naar, kinderen)
    if reden is not None:
        return reden
    if not {k.id for k in opdracht.kenmerken} <= {k.id for k in van.kenmerken}:
        raise ValueError("een kenmerk dat de organisatie niet houdt kan niet mee")
    houdt = {kenmerk.id for kenmerk in naar.kenmerken if kenmerk.beeindigd_op is None}
    erbij = [kenmerk for kenmerk in opdracht.kenmerken if kenmerk.id not in houdt]
    straks = frozenset(houdt | {kenmerk.id for kenmerk in erbij})
    onder = Gebruiker.organisatie_id.in_([kind.id for kind in kinderen])
    andere = organisatiebeheer.actieve_koppelingen(session, onder) if kinderen else []
    plan = verhuizing.maak_plan(session, groepen.van_organisatie(van), straks, nu)
    rijen = [
        *(f"organisatie {een.id} {een.versie}" for een in (van, naar, *kinderen)),
        *(f"andere koppeling {een.id}" for een in andere),
        *(f"kenmerk {een.id}" for een in opdracht.kenmerken),
        f"lijsten {opdracht.sectoren} {opdracht.beheerdersrollen}",
        *plan.rijen,
    ]
    return Plan(
        opdracht=opdracht,
        verhuizing=plan,
        kinderen=[kind for kind in kinderen if kind is not naar],
        andere_koppelingen=andere,
        kenmerken_erbij=erbij,
        kenmerken_weg=[k for k in van.kenmerken if k.id not in straks and k.beeindigd_op is None],
        sectoren_erbij=_erbij(van.sectoren, naar.sectoren) if opdracht.sectoren else [],
        beheerdersrollen_erbij=(
            _erbij(van.beheerdersrollen, naar.beheerdersrollen) if opdracht.beheerdersrollen else []
        ),
        zonder_beheerder=not _houdt_beheerder(session, van, naar, nu),
        mededelingen=_mededelingen(session, van, nu),
        aanvragen=_aanvragen(session, van),
        stand=hash_token("\n".join(rijen)),
    )


def voer_uit(session: Session, plan: Plan, *, door: Gebruiker, nu: datetime) -> None:
    """Do all of ``plan``, in the transaction in which it was made."""
    van, naar = plan.opdracht.van, plan.opdracht.naar
    if naar.parent_id == van.id:
        naar.parent = None
    for kind in plan.kinderen:
        kind.parent = naar
    naar.kenmerken.extend(plan.kenmerken_erbij)
    naar.sectoren.extend(plan.sectoren_erbij)
    naar.beheerdersrollen.extend(plan.beheerdersrollen_erbij)
    session.flush()
    verhuizing.verhuis(session, plan.verhuizing, naar, door=door, nu=nu)
    organisatiebeheer.ontkoppel(session, plan.andere_koppelingen, door=door, nu=nu)
    van.beeindigd_op, van.opgegaan_in_id = nu, naar.id
    audit.leg_vast(
        session,
        "organisatie.samengevoegd",
        op=van,
        naar=naar.id,
        gebruikers=len(plan.verhuizing.groep.gebruikers),
        autorisaties_beeindigd=len(plan.verhuizing.inperking.eindigt),
    )
    session.flush()


def _pak(session: Session, van: Organisatie, naar: Organisatie) -> list[Organisatie]:
    """Lock both and the children of ``van``, which are the answer, as they are stored now."""
    vraag = (
        select(Organisatie)
        .where(or_(Organisatie.id.in_([van.id, naar.id]), is_kind_van(van)))
        .order_by(Organisatie.id)
        .with_for_update(of=Organisatie)
        .execution_options(populate_existing=True)
    )
    genomen = session.scalars(vraag).all()
    return [een for een in genomen if een.parent_id == van.id and een.beeindigd_op is None]


def _belemmering(
    session: Session, van: Organisatie, naar: Organisatie, kinderen: Sequence[Organisatie]
) -> Weigering | None:
    if van.id == naar.id:
        return Weigering.ZELFDE
    if van.beeindigd_op is not None or naar.beeindigd_op is not None:
        return Weigering.BEEINDIGD
    if organisatie_einde.heeft_medewerkers(session, van):
        return Weigering.MEDEWERKERS
    if naar.parent_id not in {None, van.id} and any(kind is not naar for kind in kinderen):
        return Weigering.NIVEAU
    return Weigering.TE_VEEL if groepen.is_te_groot(session, [van, *kinderen]) else None


def _erbij(van: Sequence[Rij], naar: Sequence[Rij]) -> list[Rij]:
    return [een for een in van if een not in naar]


def _houdt_beheerder(session: Session, van: Organisatie, naar: Organisatie, nu: datetime) -> bool:
    """Whether somebody manages ``naar`` afterwards: not from ``van``, should that be its parent."""
    gevonden = bevoegdheden.beheerders_van(session, naar, nu)
    return any(beheerder.organisatie_id != van.id for beheerder in gevonden)


def _mededelingen(session: Session, van: Organisatie, nu: datetime) -> int:
    """Mededelingen of now and later that are aimed at ``van``."""
    doel = mededeling_organisatie.c
    vraag = select(func.count(Mededeling.id)).where(
        Mededeling.id.in_(select(doel.mededeling_id).where(doel.organisatie_id == van.id)),
        or_(Mededeling.tot.is_(None), Mededeling.tot > nu),
    )
    return session.scalar(vraag) or 0


def _aanvragen(session: Session, van: Organisatie) -> int:
    vraag = select(func.count(Aanvraag.id)).where(
        Aanvraag.organisatie_id == van.id, Aanvraag.status.in_(aanvraagstatus.LOPEND)
    )
    return session.scalar(vraag) or 0
