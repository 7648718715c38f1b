# SPDX-License-Identifier: EUPL-1.2
"""Making and changing an organisatie, with all that follows from it (R13, R22, R26).

The portal knows one level: an organisatie may have a parent (bevoegd gezag) that has none itself.
Reach (R27), means (R13) and who may hand out all look one level up or down, so more is refused.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain import bevoegdheden, inperking, kenmerken, koppelingen, sessies
from portal.domain.inperking import Omvang, Weg
from portal.domain.organisaties import is_kind_van
from portal.models import (
    Beheerdersrol,
    Beheerderstoekenning,
    Gebruiker,
    Kenmerk,
    Koppeling,
    Organisatie,
    Sector,
)
from portal.models.soorten import Gebruikerstatus, Organisatiesoort, Verbreekreden
from portal.post import outbox, teksten


class Parentbezwaar(StrEnum):
    """Why an organisatie cannot come under a parent."""

    ZICHZELF = "zichzelf"
    BEEINDIGD = "beeindigd"
    ZELF_ONDER_BESTUUR = "zelf_onder_bestuur"
    HEEFT_KINDEREN = "heeft_kinderen"


@dataclass(frozen=True, slots=True)
class Gegevens:
    """All that a medewerker keeps of an organisatie; what has ended is left out of the lists."""

    naam: str
    soort: Organisatiesoort
    kvk: str
    rsin: str | None
    oin: str | None
    parent: Organisatie | None
    adres: str
    postcode: str
    plaats: str
    bestuur_email: str | None
    sectoren: Sequence[Sector]
    beheerdersrollen: Sequence[Beheerdersrol]
    kenmerken: Sequence[Kenmerk]


@dataclass(frozen=True, slots=True)
class Gevolg:
    """Who is touched by a change: autorisaties, koppelingen, and gebruikers who see other taken."""

    eindigt: Omvang
    krimpt: int
    koppelingen: int
    gebruikers: int


def keur_parent(
    session: Session, organisatie: Organisatie | None, parent: Organisatie
) -> Parentbezwaar | None:
    """Why ``organisatie`` (None: a new one) cannot come under ``parent``; None when it can.

    Locks the parent until the commit, so that it does not get a parent itself meanwhile.
    """
    if organisatie is not None and parent.id == organisatie.id:
        return Parentbezwaar.ZICHZELF
    session.refresh(parent, with_for_update={"of": Organisatie})
    if parent.beeindigd_op is not None:
        return Parentbezwaar.BEEINDIGD
    if parent.parent_id is not None:
        return Parentbezwaar.ZELF_ONDER_BESTUUR
    if organisatie is not None and session.scalar(select(exists().where(is_kind_van(organisatie)))):
        return Parentbezwaar.HEEFT_KINDEREN
    return None


def nog_toegekend(
    session: Session, organisatie: Organisatie, blijft: Collection[Beheerdersrol], nu: datetime
) -> Sequence[Beheerdersrol]:
    """What a beheerder of it has and ``blijft`` does not name any more, by name.

    The bestuur takes those back first (R1, R29).
    """
    gaat = {rol.id for rol in organisatie.beheerdersrollen} - {rol.id for rol in blijft}
    vraag = (
        select(Beheerdersrol)
        .join(Beheerderstoekenning, Beheerderstoekenning.beheerdersrol_id == Beheerdersrol.id)
        .join(Gebruiker, Gebruiker.id == Beheerderstoekenning.gebruiker_id)
        .where(
            Beheerdersrol.id.in_(gaat),
            Gebruiker.organisatie_id == organisatie.id,
            Gebruiker.status != Gebruikerstatus.BEEINDIGD,
            bevoegdheden.loopt(nu),
        )
    )
    return session.scalars(vraag.distinct().order_by(Beheerdersrol.naam)).all()


def gevolg(session: Session, organisatie: Organisatie, gegevens: Gegevens, nu: datetime) -> Gevolg:
    """What saving ``gegevens`` would do to people."""
    weg = _verliest(organisatie, gegevens)
    mensen = Gebruiker.organisatie_id == organisatie.id
    waar = and_(mensen, inperking.raakt(weg))
    einde = inperking.omvang(session, and_(waar, inperking.eindigt(weg)), nu)
    alles = inperking.omvang(session, waar, nu)
    raakt = _middel_hoort_er_niet_meer_bij(organisatie, gegevens)
    los = 0
    if raakt is not None:
        tel = select(func.count(Koppeling.id)).join(Koppeling.gebruiker)
        los = session.scalar(tel.where(raakt)) or 0
    anders = organisatie.soort is not gegevens.soort
    tel = select(func.count(Gebruiker.id)).where(
        mensen, Gebruiker.status != Gebruikerstatus.BEEINDIGD
    )
    gebruikers = (session.scalar(tel) or 0) if anders else 0
    return Gevolg(einde, alles.autorisaties - einde.autorisaties, los, gebruikers)


def vul(session: Session, organisatie: Organisatie, gegevens: Gegevens) -> None:
    """Fill a new organisatie; nobody is touched by that."""
    _schrijf(organisatie, gegevens)
    session.add(organisatie)
    session.flush()


def wijzig(
    session: Session,
    organisatie: Organisatie,
    gegevens: Gegevens,
    *,
    door: Gebruiker,
    nu: datetime,
) -> None:
    """Save ``gegevens`` and carry out what ``gevolg`` tells.

    Autorisaties lose the kenmerken that it no longer holds (R22). When a number under which a
    means may act is not its own or its parent's any more, the koppelingen that can be under that
    number are undone: of a means only a keyed hash is kept, so which number it acts for cannot
    be seen (R13, R33).
    """
    weg = _verliest(organisatie, gegevens)
    raakt = _middel_hoort_er_niet_meer_bij(organisatie, gegevens)
    _schrijf(organisatie, gegevens)
    session.flush()
    if weg.kenmerken:
        kenmerken.ontneem(session, Gebruiker.organisatie_id == organisatie.id, weg, nu)
    if raakt is not None:
        ontkoppel(session, actieve_koppelingen(session, raakt), door=door, nu=nu)


def ontkoppel(session: Session, los: Sequence[Koppeling], *, door: Gebruiker, nu: datetime) -> None:
    """Undo these koppelingen because of what happened to the organisatie, and tell why (R13)."""
    reden = Verbreekreden.ORGANISATIE
    sessies.beeindig_van(session, [koppeling.gebruiker_id for koppeling in los], nu)
    for koppeling in los:
        koppelingen.sluit(koppeling, reden=reden, nu=nu, door=door)
        wie = koppeling.gebruiker
        outbox.stuur(session, wie, teksten.koppeling_verbroken(wie, reden), nu)
    session.flush()


def actieve_koppelingen(session: Session, waar: ColumnElement[bool]) -> Sequence[Koppeling]:
    """The active koppelingen that are so, locked until the commit."""
    vraag = (
        select(Koppeling)
        .join(Koppeling.gebruiker)
        .where(waar, Koppeling.beeindigd_op.is_(None))
        .order_by(Koppeling.id)
        .options(joinedload(Koppeling.gebruiker).joinedload(Gebruiker.organisatie))
        .with_for_update(of=Koppeling)
        .execution_options(populate_existing=True)
    )
    return session.scalars(vraag).all()


def _verliest(organisatie: Organisatie, gegevens: Gegevens) -> Weg:
    blijft = {kenmerk.id for kenmerk in gegevens.kenmerken}
    had = {kenmerk.id for kenmerk in organisatie.kenmerken if kenmerk.beeindigd_op is None}
    return Weg(frozenset(had - blijft))


def _schrijf(organisatie: Organisatie, gegevens: Gegevens) -> None:
    """What has ended stays in the lists: it is history, and no form shows it."""
    for veld in fields(gegevens):
        nieuw = getattr(gegevens, veld.name)
        if veld.name in {"kenmerken", "beheerdersrollen"}:
            oud = getattr(organisatie, veld.name)
            nieuw = [*nieuw, *(een for een in oud if een.beeindigd_op is not None)]
        setattr(organisatie, veld.name, list(nieuw) if veld.name == "sectoren" else nieuw)


def _middel_hoort_er_niet_meer_bij(
    organisatie: Organisatie, gegevens: Gegevens
) -> ColumnElement[bool] | None:
    """The koppelingen that may be under a number that is given up; None when there is none (R13).

    The KvK number decides wherever eHerkenning tells it, so without one it was the RSIN.
    """
    zelf = Gebruiker.organisatie_id == organisatie.id
    onder = select(Organisatie.id).where(is_kind_van(organisatie))
    allen = or_(zelf, Gebruiker.organisatie_id.in_(onder))
    delen: list[ColumnElement[bool]] = []
    if organisatie.kvk != gegevens.kvk:
        delen.append(and_(allen, Koppeling.middel_kvk.is_not(None)))
    if organisatie.rsin is not None and organisatie.rsin != gegevens.rsin:
        delen.append(and_(allen, Koppeling.middel_kvk.is_(None)))
    if organisatie.parent_id is not None and organisatie.parent is not gegevens.parent:
        delen.append(zelf)
    return and_(Koppeling.beeindigd_op.is_(None), or_(*delen)) if delen else None
