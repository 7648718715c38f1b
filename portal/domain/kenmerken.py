# SPDX-License-Identifier: EUPL-1.2
"""Kenmerken and their soorten: finding, making and ending values, and their format (R22)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.domain import inperking, patronen
from portal.domain.inperking import Inperking, Omvang, Weg
from portal.models import Kenmerk, Kenmerksoort, Organisatie, Rol
from portal.models.organisatie import organisatie_kenmerk
from portal.models.rol import rol_kenmerksoort


@dataclass(frozen=True, slots=True)
class Regels:
    """What typed lines mean; ``nieuw`` are well-formed values that are not stored yet."""

    gevonden: dict[str, Kenmerk] = field(default_factory=dict)
    nieuw: dict[str, Kenmerk] = field(default_factory=dict)
    onbekende_soort: list[str] = field(default_factory=list)
    verkeerde_vorm: list[tuple[str, Kenmerksoort]] = field(default_factory=list)
    beeindigd: list[str] = field(default_factory=list)


def als_regel(kenmerk: Kenmerk) -> str:
    """As it is typed: the code of the soort and the value, such as "instellingscode 21AZ"."""
    return f"{kenmerk.soort.code} {kenmerk.waarde}"


def soorten(session: Session) -> Sequence[Kenmerksoort]:
    """All kenmerksoorten by name."""
    return session.scalars(select(Kenmerksoort).order_by(Kenmerksoort.naam)).all()


def lees(session: Session, regels: Sequence[str]) -> Regels:
    """Understand lines of ``als_regel``; the soort by code or name, letters in either case.

    What is stored needs not fit the format, which may be younger. New kenmerken are made but not
    added to the session. Two queries, however many lines.
    """
    bekend = {s.code.casefold(): s for s in soorten(session)}
    bekend |= {s.naam.casefold(): s for s in bekend.values()}
    uit = Regels()
    gelezen: dict[str, tuple[Kenmerksoort, str]] = {}
    for regel in regels:
        naam, _, waarde = regel.rpartition(" ")
        soort = bekend.get(naam.strip().casefold())
        if soort is None:
            uit.onbekende_soort.append(regel)
        else:
            gelezen[regel] = (soort, in_vorm(soort, waarde) or waarde)
    _zoek_op(session, gelezen, uit)
    return uit


def in_vorm(soort: Kenmerksoort, waarde: str) -> str | None:
    """The value as the soort writes it; None when it does not fit, in capitals neither."""
    passend = (vorm for vorm in (waarde, waarde.upper()) if patronen.past(soort.patroon, vorm))
    return next((vorm for vorm in passend if 0 < len(vorm) <= patronen.MAX_WAARDE), None)


def bestaat(session: Session, soort: Kenmerksoort, waarde: str) -> Kenmerk | None:
    """The kenmerk of that soort and value, also an ended one."""
    return session.scalars(
        select(Kenmerk).where(Kenmerk.soort_id == soort.id, Kenmerk.waarde == waarde)
    ).one_or_none()


def aantal_dat_niet_past(session: Session, soort: Kenmerksoort, patroon: str) -> int:
    """How many kenmerken in use would not fit ``patroon``."""
    waarden = select(Kenmerk.waarde).where(
        Kenmerk.soort_id == soort.id, Kenmerk.beeindigd_op.is_(None)
    )
    return sum(not patronen.past(patroon, waarde) for waarde in session.scalars(waarden))


def aantal_van(session: Session, soort: Kenmerksoort) -> int:
    """How many kenmerken of the soort there are, also ended ones."""
    return session.scalar(select(func.count(Kenmerk.id)).where(Kenmerk.soort_id == soort.id)) or 0


def in_gebruik(session: Session, soort: Kenmerksoort) -> bool:
    """Whether a kenmerk is of the soort, also an ended one, or a rol needs it."""
    nodig = select(rol_kenmerksoort.c.rol_id).where(rol_kenmerksoort.c.kenmerksoort_id == soort.id)
    vraag = select(Kenmerk.id).where(Kenmerk.soort_id == soort.id)
    return any(session.execute(een.limit(1)).first() is not None for een in (nodig, vraag))


def verwijder_soort(session: Session, soort: Kenmerksoort) -> bool:
    """Delete a soort that was never used; False when it was. The trail keeps what it was."""
    if in_gebruik(session, soort):
        return False
    session.delete(soort)
    session.flush()
    return True


def nodig_voor(session: Session, soort: Kenmerksoort) -> Sequence[Rol]:
    """The rollen in use that need the soort, by name."""
    vraag = select(Rol).join(rol_kenmerksoort, rol_kenmerksoort.c.rol_id == Rol.id)
    vraag = vraag.where(rol_kenmerksoort.c.kenmerksoort_id == soort.id, Rol.beeindigd_op.is_(None))
    return session.scalars(vraag.order_by(Rol.naam)).all()


def gehouden_door(session: Session, kenmerk: Kenmerk, hoogstens: int) -> Sequence[Organisatie]:
    """The first organisaties by name that hold the kenmerk."""
    vraag = select(Organisatie).where(_houdt(kenmerk)).order_by(Organisatie.naam, Organisatie.id)
    return session.scalars(vraag.limit(hoogstens)).all()


def aantal_houders(session: Session, kenmerk: Kenmerk) -> int:
    """How many organisaties hold the kenmerk."""
    return session.scalar(select(func.count(Organisatie.id)).where(_houdt(kenmerk))) or 0


def raakt(session: Session, kenmerk: Kenmerk, nu: datetime) -> tuple[Omvang, Omvang]:
    """Of the autorisaties with the kenmerk: those that would end, and all."""
    weg = Weg(frozenset({kenmerk.id}))
    einde = inperking.omvang(session, inperking.raakt(weg) & inperking.eindigt(weg), nu)
    return einde, inperking.omvang(session, inperking.raakt(weg), nu)


def wijzig_waarde(session: Session, kenmerk: Kenmerk, waarde: str, nu: datetime) -> None:
    """Let the kenmerk stand for another value; who has it is told, unless they are many (R28)."""
    kenmerk.waarde = waarde
    session.flush()
    met = inperking.raakt(Weg(frozenset({kenmerk.id})))
    if not inperking.is_veel(inperking.omvang(session, met, nu)):
        inperking.meld(session, inperking.gebruikers_met(session, met, nu), nu)


def beeindig(session: Session, kenmerk: Kenmerk, nu: datetime) -> bool:
    """End the kenmerk: nobody holds or gets it any more, autorisaties lose it (R22, R28).

    The nightly job does the last when it touches many. Whether there was anything to do.
    Organisaties keep it in their history.
    """
    if kenmerk.beeindigd_op is not None:
        return False
    kenmerk.beeindigd_op = nu
    session.flush()
    met = inperking.raakt(Weg(frozenset({kenmerk.id})))
    if not inperking.is_veel(inperking.omvang(session, met, nu)):
        inperking.ruim_op(session, met, nu)
    return True


def heropen(kenmerk: Kenmerk) -> bool:
    """Take an ended kenmerk into use again; autorisaties do not come back by themselves."""
    was_beeindigd = kenmerk.beeindigd_op is not None
    kenmerk.beeindigd_op = None
    return was_beeindigd


def ontneem(session: Session, waar: ColumnElement[bool], weg: Weg, nu: datetime) -> Inperking:
    """Take kenmerken from the autorisaties that are so, and tell their gebruikers."""
    gevolg = inperking.bekijk(session, waar, weg, nu)
    inperking.voer_uit(session, gevolg, weg, nu)
    inperking.meld(session, gevolg.gebruikers, nu)
    return gevolg


def _houdt(kenmerk: Kenmerk) -> ColumnElement[bool]:
    houders = select(organisatie_kenmerk.c.organisatie_id)
    return Organisatie.id.in_(houders.where(organisatie_kenmerk.c.kenmerk_id == kenmerk.id))


def _zoek_op(session: Session, gelezen: dict[str, tuple[Kenmerksoort, str]], uit: Regels) -> None:
    """Which of the read lines are stored already. Twice the same value is the same kenmerk."""
    waarden = sorted({waarde for _, waarde in gelezen.values()})
    vraag = select(Kenmerk).where(Kenmerk.waarde.in_(waarden))
    opgeslagen = {(k.soort_id, k.waarde): k for k in session.scalars(vraag)}
    nieuw: dict[tuple[int, str], Kenmerk] = {}
    for regel, (soort, waarde) in gelezen.items():
        sleutel = (soort.id, waarde)
        bekend = opgeslagen.get(sleutel)
        if bekend is not None and bekend.beeindigd_op is not None:
            uit.beeindigd.append(regel)
        elif bekend is not None:
            uit.gevonden[regel] = bekend
        elif in_vorm(soort, waarde) is None:
            uit.verkeerde_vorm.append((regel, soort))
        else:
            uit.nieuw[regel] = nieuw.setdefault(sleutel, Kenmerk(soort=soort, waarde=waarde))
