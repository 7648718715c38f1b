# SPDX-License-Identifier: EUPL-1.2
"""Part of an organisatie goes on as a new one, in one step that is looked at first (R13, R26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from portal import audit
from portal.domain import bevoegdheden, groepen, inperking, verhuizing
from portal.domain.inperking import Inperking, Weg
from portal.domain.verhuizing import Verhuizing
from portal.models import Autorisatie, Gebruiker, Kenmerk, Organisatie
from portal.secrets import hash_token


class Weigering(StrEnum):
    """Why it cannot be done."""

    BEEINDIGD = "beeindigd"
    NIETS = "niets"
    MEDEWERKERS = "medewerkers"
    LAATSTE_BEHEERDER = "laatste_beheerder"
    TE_VEEL = "te_veel"


@dataclass(frozen=True, slots=True)
class Opdracht:
    """What of ``van`` goes to ``naar``, a new organisatie that is not stored yet.

    ``gebruikers`` are ids; None is everybody whose kenmerken all go along. With ``houdt`` the
    kenmerken stay with ``van`` as well.
    """

    van: Organisatie
    naar: Organisatie
    kenmerken: Sequence[Kenmerk]
    houdt: bool
    gebruikers: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All that would happen; ``blijvers`` is what those who stay lose with the kenmerken."""

    opdracht: Opdracht
    verhuizing: Verhuizing
    blijvers: Inperking
    zonder_beheerder: bool
    stand: str


def lopende_kenmerken(organisatie: Organisatie) -> list[Kenmerk]:
    """The kenmerken that can go along, by soort and value."""
    lopend = (k for k in organisatie.kenmerken if k.beeindigd_op is None)
    return sorted(lopend, key=lambda k: (k.soort.code, k.waarde))


def maak_plan(session: Session, opdracht: Opdracht, nu: datetime) -> Plan | Weigering:
    """What ``opdracht`` means now, or why it cannot be. Locks all that it looks at.

    Raises ValueError for a kenmerk that ``van`` does not hold.
    """
    van = opdracht.van
    session.refresh(van, with_for_update={"of": Organisatie})
    gaan = frozenset(kenmerk.id for kenmerk in opdracht.kenmerken)
    if not gaan <= {kenmerk.id for kenmerk in van.kenmerken}:
        raise ValueError("een kenmerk dat de organisatie niet houdt kan niet mee")
    if van.beeindigd_op is not None:
        return Weigering.BEEINDIGD
    nummers = session.scalars(_wie(opdracht, gaan, nu)).all()
    if len(nummers) > groepen.HOOGSTENS:
        return Weigering.TE_VEEL
    wie = select(Gebruiker.id).where(Gebruiker.id.in_(nummers))
    plan = verhuizing.maak_plan(session, wie, gaan, nu)
    reden = _belemmering(session, opdracht, plan, nu)
    if reden is not None:
        return reden
    weg = Weg(frozenset() if opdracht.houdt else gaan)
    blijvers = inperking.bekijk(session, _blijft(van, nummers), weg, nu)
    rijen = [
        f"organisatie {van.id} {van.versie}",
        f"houdt {opdracht.houdt}",
        *(f"kenmerk {nummer}" for nummer in sorted(gaan)),
        *(f"blijver {een.id}" for een in (*blijvers.eindigt, *blijvers.krimpt)),
        *plan.rijen,
    ]
    onder = opdracht.naar.parent
    beheert = onder is not None and bevoegdheden.beheerders_van(session, onder, nu)
    return Plan(opdracht, plan, blijvers, not beheert, hash_token("\n".join(rijen)))


def voer_uit(session: Session, plan: Plan, *, door: Gebruiker, nu: datetime) -> None:
    """Do all of ``plan``, in the transaction in which it was made.

    The new organisatie gets the sectoren and the beheerdersrollen of the old one; nobody has the
    latter there until its bestuur asks for it (R29).
    """
    opdracht = plan.opdracht
    van, naar = opdracht.van, opdracht.naar
    naar.kenmerken = list(opdracht.kenmerken)
    naar.sectoren = list(van.sectoren)
    naar.beheerdersrollen = [rol for rol in van.beheerdersrollen if rol.beeindigd_op is None]
    session.add(naar)
    session.flush()
    if not opdracht.houdt:
        gaan = {kenmerk.id for kenmerk in opdracht.kenmerken}
        van.kenmerken = [kenmerk for kenmerk in van.kenmerken if kenmerk.id not in gaan]
        inperking.voer_uit(session, plan.blijvers, Weg(frozenset(gaan)), nu)
        inperking.meld(session, plan.blijvers.gebruikers, nu)
    verhuizing.verhuis(session, plan.verhuizing, naar, door=door, nu=nu)
    audit.leg_vast(
        session,
        "organisatie.gesplitst",
        op=van,
        naar=naar.id,
        gebruikers=len(plan.verhuizing.groep.gebruikers),
    )
    session.flush()


def _wie(opdracht: Opdracht, gaan: frozenset[int], nu: datetime) -> Select[int]:
    """The ids of who goes: those named, or who has going kenmerken and no other."""
    allen = groepen.van_organisatie(opdracht.van)
    if opdracht.gebruikers is not None:
        return allen.where(Gebruiker.id.in_(sorted(opdracht.gebruikers)))
    met = select(Autorisatie.gebruiker_id).where(inperking.open_op(nu))
    return allen.where(
        Gebruiker.id.in_(met.where(inperking.raakt(Weg(gaan)))),
        Gebruiker.id.not_in(met.where(inperking.raakt(Weg(gaan, behalve=True)))),
    )


def _blijft(van: Organisatie, nummers: Sequence[int]) -> ColumnElement[bool]:
    return and_(Gebruiker.organisatie_id == van.id, Gebruiker.id.not_in(nummers))


def _belemmering(
    session: Session, opdracht: Opdracht, plan: Verhuizing, nu: datetime
) -> Weigering | None:
    """Also: an organisatie that has beheerders keeps one (R1)."""
    if not plan.groep.gebruikers and not opdracht.kenmerken:
        return Weigering.NIETS
    if any(gebruiker.medewerkersrol is not None for gebruiker in plan.groep.gebruikers):
        return Weigering.MEDEWERKERS
    gaan = {gebruiker.id for gebruiker in plan.groep.gebruikers}
    eigen = [
        beheerder
        for beheerder in bevoegdheden.beheerders_van(session, opdracht.van, nu)
        if beheerder.organisatie_id == opdracht.van.id
    ]
    if eigen and all(beheerder.id in gaan for beheerder in eigen):
        return Weigering.LAATSTE_BEHEERDER
    return None
