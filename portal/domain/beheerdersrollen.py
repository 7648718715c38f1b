# SPDX-License-Identifier: EUPL-1.2
"""Beheerdersrollen: what they reach, containment without a circle, and ending them (R1, R27)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload

from portal.domain import bevoegdheden, inperking, toekenningen
from portal.models import Beheerdersrol, Beheerderstoekenning, Gebruiker, Organisatie, Rol
from portal.models.organisatie import organisatie_beheerdersrol
from portal.models.soorten import Gebruikerstatus


class Uitkomst(StrEnum):
    """How ending a beheerdersrol ended."""

    GELUKT = "gelukt"
    AL_BEEINDIGD = "al_beeindigd"
    LAATSTE_BEHEERDER = "laatste_beheerder"


@dataclass(frozen=True, slots=True)
class Gevolg:
    """What other contents would mean: rollen to hand out, and for how many beheerders where."""

    erbij: Sequence[Rol]
    weg: Sequence[Rol]
    beheerders: int
    organisaties: int


@dataclass(frozen=True, slots=True)
class Stelsel:
    """All beheerdersrollen with their contents, to follow what contains what."""

    alle: dict[int, Beheerdersrol]

    def omvat(self, begin: Collection[Beheerdersrol], zonder: int | None = None) -> set[int]:
        """The ids of ``begin`` and all that it contains, however deep; past ``zonder`` not."""
        gezien: set[int] = set()
        wachtend = [een.id for een in begin]
        while wachtend:
            nummer = wachtend.pop()
            if nummer not in gezien and nummer != zonder:
                gezien.add(nummer)
                wachtend += [een.id for een in self.alle[nummer].bevat]
        return gezien

    def rollen(self, nummers: Collection[int]) -> dict[int, Rol]:
        """What can be handed out with these beheerdersrollen (ids); ended ones give nothing."""
        lopend = (self.alle[n] for n in nummers if self.alle[n].beeindigd_op is None)
        return {rol.id: rol for een in lopend for rol in een.rollen if rol.beeindigd_op is None}


def lopende(session: Session) -> Sequence[Beheerdersrol]:
    """The beheerdersrollen in use, by name."""
    vraag = select(Beheerdersrol).where(Beheerdersrol.beeindigd_op.is_(None))
    return session.scalars(vraag.order_by(Beheerdersrol.naam)).all()


def stelsel(session: Session) -> Stelsel:
    """All of them; three queries."""
    vraag = select(Beheerdersrol).options(
        selectinload(Beheerdersrol.rollen), selectinload(Beheerdersrol.bevat)
    )
    return Stelsel({een.id: een for een in session.scalars(vraag)})


def pak_alle(session: Session) -> None:
    """Lock all beheerdersrollen until the commit, so that two people cannot make a circle together.

    In one order, and before any of them is locked by itself, so that none wait in a ring.
    """
    session.scalars(select(Beheerdersrol.id).order_by(Beheerdersrol.id).with_for_update()).all()


def rondgang(
    session: Session, beheerdersrol: Beheerdersrol, bevat: Collection[Beheerdersrol]
) -> list[Beheerdersrol]:
    """Which of ``bevat`` contain ``beheerdersrol`` already, themselves or by a detour.

    Containing one of those would make a circle; see ``pak_alle``.
    """
    pak_alle(session)
    alle = stelsel(session)
    return [een for een in bevat if beheerdersrol.id in alle.omvat([een])]


def gevolg(
    session: Session,
    beheerdersrol: Beheerdersrol,
    rollen: Collection[Rol],
    bevat: Collection[Beheerdersrol],
    nu: datetime,
) -> Gevolg:
    """What changes for beheerders when the contents become ``rollen`` and ``bevat``."""
    alle = stelsel(session)
    oud = alle.rollen(alle.omvat([beheerdersrol]))
    nieuw = alle.rollen(alle.omvat(bevat, zonder=beheerdersrol.id))
    nieuw |= {rol.id: rol for rol in rollen if rol.beeindigd_op is None}
    houders = [n for n in alle.alle if beheerdersrol.id in alle.omvat([alle.alle[n]])]
    beheerders, organisaties = _tel(session, houders, nu)
    return Gevolg(
        erbij=_op_naam(rol for nummer, rol in nieuw.items() if nummer not in oud),
        weg=_op_naam(rol for nummer, rol in oud.items() if nummer not in nieuw),
        beheerders=beheerders,
        organisaties=organisaties,
    )


def in_bezit(session: Session, beheerdersrol: Beheerdersrol, nu: datetime) -> tuple[int, int, int]:
    """How many beheerders have it themselves, in how many organisaties, and how many may get it."""
    gehouden = select(func.count()).where(
        organisatie_beheerdersrol.c.beheerdersrol_id == beheerdersrol.id
    )
    return *_tel(session, [beheerdersrol.id], nu), session.scalar(gehouden) or 0


def omvattende(session: Session, beheerdersrol: Beheerdersrol) -> list[Beheerdersrol]:
    """The beheerdersrollen in use that contain this one themselves, by name."""
    alle = stelsel(session).alle.values()
    return sorted(
        (een for een in alle if beheerdersrol in een.bevat and een.beeindigd_op is None),
        key=lambda een: een.naam,
    )


def zonder_beheerder(
    session: Session, beheerdersrol: Beheerdersrol, nu: datetime
) -> Sequence[Organisatie]:
    """The organisaties that would be left without a beheerder if this one ended (R1), by name."""
    dit = Beheerderstoekenning.beheerdersrol_id == beheerdersrol.id
    vraag = select(Organisatie).where(
        Organisatie.id.in_(_organisaties_van(dit, nu)),
        Organisatie.id.not_in(_organisaties_van(~dit, nu)),
        Organisatie.beeindigd_op.is_(None),
    )
    return session.scalars(vraag.order_by(Organisatie.naam, Organisatie.id)).all()


def beeindig(session: Session, beheerdersrol: Beheerdersrol, nu: datetime) -> Uitkomst:
    """End it: nobody has it any more, and what contains it reaches less (R27).

    Not while it is the only one that the beheerders of some organisatie have (R1). Autorisaties
    that were handed out with it stay. Who had it is told (R28).
    """
    if beheerdersrol.beeindigd_op is not None:
        return Uitkomst.AL_BEEINDIGD
    if zonder_beheerder(session, beheerdersrol, nu):
        return Uitkomst.LAATSTE_BEHEERDER
    beheerdersrol.beeindigd_op = nu
    dit = Beheerderstoekenning.beheerdersrol_id == beheerdersrol.id
    lopend = toekenningen.open_toekenningen(session, dit, nu)
    geraakt = list({een.gebruiker_id: een.gebruiker for een in lopend}.values())
    toekenningen.beeindig(session, lopend, nu)
    inperking.meld(session, geraakt, nu)
    return Uitkomst.GELUKT


def heropen(beheerdersrol: Beheerdersrol) -> bool:
    """Take an ended one into use again; nobody has it until the bestuur asks for it (R29)."""
    was_beeindigd = beheerdersrol.beeindigd_op is not None
    beheerdersrol.beeindigd_op = None
    return was_beeindigd


def _op_naam(rollen: Iterable[Rol]) -> list[Rol]:
    return sorted(rollen, key=lambda rol: rol.naam)


def _tel(session: Session, nummers: Collection[int], nu: datetime) -> tuple[int, int]:
    """Beheerders who have one of these (ids) now, and in how many organisaties."""
    vraag = (
        select(func.count(Gebruiker.id.distinct()), func.count(Gebruiker.organisatie_id.distinct()))
        .join(Beheerderstoekenning, Beheerderstoekenning.gebruiker_id == Gebruiker.id)
        .where(
            Beheerderstoekenning.beheerdersrol_id.in_(nummers),
            bevoegdheden.loopt(nu),
            Gebruiker.status != Gebruikerstatus.BEEINDIGD,
        )
    )
    beheerders, organisaties = session.execute(vraag).one()
    return beheerders, organisaties


def _organisaties_van(waar: ColumnElement[bool], nu: datetime) -> Select[int]:
    """The ids of organisaties with an active beheerder of such a toekenning."""
    return (
        select(Gebruiker.organisatie_id)
        .join(Beheerderstoekenning, Beheerderstoekenning.gebruiker_id == Gebruiker.id)
        .where(waar, bevoegdheden.loopt(nu), Gebruiker.status == Gebruikerstatus.ACTIEF)
    )
