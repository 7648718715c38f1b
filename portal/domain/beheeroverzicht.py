# SPDX-License-Identifier: EUPL-1.2
"""What a beheerder has to know of all gebruikers at once: how far they are, and who waits on what.

Everything is counted and chosen by the database, however many gebruikers there are; only the
rows that are shown are read. Ended accounts are left out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import QueryableAttribute, Session

from portal.domain import stadia
from portal.domain.koppelingen import STILTE_MAANDEN
from portal.domain.stadia import Stadium, Vraag
from portal.models import (
    Activatiecode,
    Autorisatie,
    Codeverzoek,
    Gebruiker,
    Koppeling,
    Organisatie,
    Rol,
    Teller,
)
from portal.models.soorten import Gebruikerstatus
from portal.tijd import maanden_eerder, maanden_later

HOOGSTENS = 10  # rows of a list
VERVALT_BINNEN = timedelta(days=60)  # R16
VERZOEKEN_VAN = timedelta(days=7)  # R7
ROL_LOOPT_AF_BINNEN = timedelta(days=30)

Kolom = ColumnElement[Any] | QueryableAttribute[Any]


@dataclass(frozen=True, slots=True)
class Regel:
    """One row of a list: who, of which organisatie, the moment that matters, and which rol.

    ``gebruiker`` is None for a request for a code, of which nobody knows who did it (R7).
    """

    gebruiker: Gebruiker | None
    organisatie: str
    op: datetime | None
    rol: str = ""


@dataclass(frozen=True, slots=True)
class Lijst:
    """The first rows, and how many there are in all."""

    regels: Sequence[Regel]
    totaal: int


@dataclass(frozen=True, slots=True)
class Overzicht:
    """The number of accounts in each stadium, and the lists; per list what ``op`` is.

    wacht_op_brief: aangemeld; wacht_op_code: the letter was downloaded; wacht_op_koppelen: the
    code expires; nooit_gekoppeld: aangemeld; koppeling_vervalt: that happens; codeverzoeken:
    asked, newest first; rol_loopt_af: the last moment; geblokkeerd: until when after wrong
    combinations, None when somebody blocked the account.
    """

    stadia: Mapping[Stadium, int]
    wacht_op_brief: Lijst
    wacht_op_code: Lijst
    wacht_op_koppelen: Lijst
    nooit_gekoppeld: Lijst
    koppeling_vervalt: Lijst
    codeverzoeken: Lijst
    rol_loopt_af: Lijst
    geblokkeerd: Lijst


def overzicht(session: Session, organisaties: Collection[int], nu: datetime) -> Overzicht:
    """Numbers and lists over ``organisaties`` (ids); six queries, each list soonest first."""

    def lijst(vraag: Vraag) -> Lijst:
        return _lijst(session, vraag.where(Gebruiker.organisatie_id.in_(organisaties)))

    wachten, nooit = _wachtenden(session, organisaties, nu)
    return Overzicht(
        stadia=_tel_stadia(session, organisaties, wachten),
        wacht_op_brief=wachten[Stadium.AANGEMELD],
        wacht_op_code=wachten[Stadium.BRIEF],
        wacht_op_koppelen=wachten[Stadium.CODE],
        nooit_gekoppeld=nooit,
        koppeling_vervalt=_vervaldag(lijst(_koppeling_vervalt(nu))),
        codeverzoeken=_codeverzoeken(session, organisaties, nu),
        rol_loopt_af=lijst(_rol_loopt_af(nu)),
        geblokkeerd=lijst(_geblokkeerd(nu)),
    )


def _lijst(session: Session, vraag: Vraag) -> Lijst:
    """The first rows of a query for (gebruiker id, moment, rol), and their number."""
    gevonden = vraag.add_columns(func.count().over().label("totaal")).subquery()
    kort = select(gevonden).order_by(gevonden.c.op.is_(None), gevonden.c.op, gevonden.c.id)
    eerste = kort.limit(HOOGSTENS).subquery()
    rijen = session.execute(
        select(Gebruiker, Organisatie.naam, eerste.c.op, eerste.c.rol, eerste.c.totaal)
        .join(eerste, eerste.c.id == Gebruiker.id)
        .join(Gebruiker.organisatie)
        .order_by(eerste.c.op.is_(None), eerste.c.op, eerste.c.id)
    ).all()
    return Lijst([Regel(*rij[:4]) for rij in rijen], rijen[0].totaal if rijen else 0)


def _kies(op: Kolom, rol: Kolom | None = None) -> Vraag:
    zonder = literal("") if rol is None else rol
    return (
        select(Gebruiker.id.label("id"), op.label("op"), zonder.label("rol"))
        .select_from(Gebruiker)
        .where(Gebruiker.status != Gebruikerstatus.BEEINDIGD)
    )


def _tel_stadia(
    session: Session, organisaties: Collection[int], wachten: Mapping[Stadium, Lijst]
) -> dict[Stadium, int]:
    """Who is active and does not wait is gekoppeld; an index alone counts the rest."""
    vraag = select(Gebruiker.status, func.count()).where(
        Gebruiker.organisatie_id.in_(organisaties), Gebruiker.status != Gebruikerstatus.BEEINDIGD
    )
    rijen = session.execute(vraag.group_by(Gebruiker.status))
    aantallen = {status: aantal for status, aantal in rijen}
    uit = {stadium: lijst.totaal for stadium, lijst in wachten.items()}
    uit[Stadium.GEKOPPELD] = aantallen.get(Gebruikerstatus.ACTIEF, 0) - sum(uit.values())
    uit[Stadium.GEBLOKKEERD] = aantallen.get(Gebruikerstatus.GEBLOKKEERD, 0)
    return uit


def _wachtenden(
    session: Session, organisaties: Collection[int], nu: datetime
) -> tuple[dict[Stadium, Lijst], Lijst]:
    """Who is not gekoppeld, by stadium, and who never was; one pass for the four lists."""
    rangen = _rangen(organisaties, nu).subquery()
    rij = rangen.c
    nooit = and_(rij.nooit, rij.rang_nooit <= HOOGSTENS)
    rijen = session.execute(
        select(Gebruiker, Organisatie.naam, rangen)
        .join(rangen, rij.id == Gebruiker.id)
        .join(Gebruiker.organisatie)
        .where(or_(rij.rang <= HOOGSTENS, nooit))
        .order_by(rij.rang)
    ).all()
    uit = {een: Lijst([], 0) for een in (Stadium.AANGEMELD, Stadium.BRIEF, Stadium.CODE)}
    for stadium in uit:
        van = [r for r in rijen if r.stadium == stadium and r.rang <= HOOGSTENS]
        regels = [Regel(r.Gebruiker, r.naam, r.op) for r in van]
        uit[stadium] = Lijst(regels, van[0].totaal if van else 0)
    van = sorted(
        (r for r in rijen if r.nooit and r.rang_nooit <= HOOGSTENS), key=attrgetter("rang_nooit")
    )
    regels = [Regel(r.Gebruiker, r.naam, r.aangemeld_op) for r in van]
    return uit, Lijst(regels, van[0].totaal_nooit if van else 0)


def _rangen(organisaties: Collection[int], nu: datetime) -> Vraag:
    """Everybody who waits, with the place in both lists and the number of rows in each."""
    ooit = exists().where(Koppeling.gebruiker_id == Gebruiker.id)
    op = case(
        (Activatiecode.id.is_not(None), Activatiecode.verloopt_op),
        else_=func.coalesce(Gebruiker.brief_gedownload_op, Gebruiker.aangemeld_op),
    )
    wie = stadia.met_code(
        select(
            Gebruiker.id,
            Gebruiker.aangemeld_op,
            stadia.van_wie_wacht().label("stadium"),
            op.label("op"),
            (~ooit).label("nooit"),
        ).select_from(Gebruiker),
        nu,
    )
    wacht = wie.where(Gebruiker.organisatie_id.in_(organisaties), stadia.WACHT).subquery().c
    per_stadium: dict[str, Any] = {"partition_by": wacht.stadium}
    per_nooit: dict[str, Any] = {"partition_by": wacht.nooit}
    return select(
        *wacht,
        func.row_number().over(**per_stadium, order_by=(wacht.op, wacht.id)).label("rang"),
        func.count().over(**per_stadium).label("totaal"),
        func.row_number()
        .over(**per_nooit, order_by=(wacht.aangemeld_op, wacht.id))
        .label("rang_nooit"),
        func.count().over(**per_nooit).label("totaal_nooit"),
    )


def _koppeling_vervalt(nu: datetime) -> Vraag:
    """Months are unequal: at the end of a month this can be off by up to three days."""
    grens = maanden_eerder(nu + VERVALT_BINNEN, STILTE_MAANDEN)
    return (
        _kies(Koppeling.laatste_login_op)
        .join(Koppeling, Koppeling.gebruiker_id == Gebruiker.id)
        .where(Koppeling.beeindigd_op.is_(None), Koppeling.laatste_login_op <= grens)
    )


def _vervaldag(lijst: Lijst) -> Lijst:
    """With the day that the koppeling ends instead of the last login."""
    regels = [
        Regel(regel.gebruiker, regel.organisatie, maanden_later(regel.op, STILTE_MAANDEN))
        for regel in lijst.regels
        if regel.op is not None
    ]
    return Lijst(regels, lijst.totaal)


def _rol_loopt_af(nu: datetime) -> Vraag:
    tot = Autorisatie.geldig_tot
    return (
        _kies(tot, Rol.naam)
        .join(Autorisatie, Autorisatie.gebruiker_id == Gebruiker.id)
        .join(Autorisatie.rol)
        .where(tot > nu, tot <= nu + ROL_LOOPT_AF_BINNEN)
    )


def _geblokkeerd(nu: datetime) -> Vraag:
    loopt = (
        select(Teller.gebruiker_id, func.max(Teller.geblokkeerd_tot).label("tot"))
        .where(Teller.geblokkeerd_tot > nu)
        .group_by(Teller.gebruiker_id)
        .subquery()
    )
    dicht = or_(Gebruiker.status == Gebruikerstatus.GEBLOKKEERD, loopt.c.tot.is_not(None))
    return _kies(loopt.c.tot).outerjoin(loopt, loopt.c.gebruiker_id == Gebruiker.id).where(dicht)


def _codeverzoeken(session: Session, organisaties: Collection[int], nu: datetime) -> Lijst:
    rijen = session.execute(
        select(Organisatie.naam, Codeverzoek.op, func.count().over())
        .join(Organisatie, Organisatie.id == Codeverzoek.organisatie_id)
        .where(Codeverzoek.organisatie_id.in_(organisaties), Codeverzoek.op > nu - VERZOEKEN_VAN)
        .order_by(Codeverzoek.op.desc(), Codeverzoek.id.desc())
        .limit(HOOGSTENS)
    ).all()
    return Lijst([Regel(None, naam, op) for naam, op, _ in rijen], rijen[0][2] if rijen else 0)
