# SPDX-License-Identifier: EUPL-1.2
"""Accounts that go to another organisatie, with what may go along (R13, R22, R29).

An account keeps its gebruikersnaam, its autorisaties as far as the new organisatie holds their
kenmerken, and a token. It loses its koppeling: of a means only a keyed hash is kept, so that it
acts for the new organisatie cannot be seen, and R13 wants just that; with it an open code, which
was meant for that means. It loses its beheerdersrollen: the bestuur of the new organisatie
appoints who manages there. Each gebruiker is told in one mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from portal.domain import groepen, inperking
from portal.domain.groepen import Groep
from portal.domain.inperking import Inperking, Weg
from portal.models import Autorisatie, Gebruiker, Organisatie
from portal.models.autorisatie import autorisatie_kenmerk
from portal.models.soorten import Verbreekreden
from portal.post import outbox, teksten


@dataclass(frozen=True, slots=True)
class Verhuizing:
    """Who would go, and what would become of what they have; ``rijen`` is all that this rests on.

    ``gaat_mee`` counts the autorisaties that go along unchanged.
    """

    groep: Groep
    gaat_mee: int
    inperking: Inperking
    weg: Weg
    rijen: Sequence[str]


def maak_plan(
    session: Session, wie: Select[int], gehouden: frozenset[int], nu: datetime
) -> Verhuizing:
    """What moving the accounts ``wie`` (ids) means, to where ``gehouden`` (kenmerken) are held.

    Locks them until the commit, so that carrying out finds what was planned.
    """
    groep = groepen.pak(session, wie, nu)
    weg = Weg(gehouden, behalve=True)
    mensen = Autorisatie.gebruiker_id.in_(wie)
    gevolg = inperking.bekijk(session, mensen, weg, nu)
    autorisaties = _autorisaties(session, mensen, nu)
    rijen = [
        *(f"gebruiker {een.id} {een.versie}" for een in groep.gebruikers),
        *(f"koppeling {een.id}" for een in groep.koppelingen),
        *(f"code {een.id}" for een in groep.codes),
        *(f"toekenning {een.id} {een.geldig_tot}" for een in groep.toekenningen),
        *autorisaties,
    ]
    mee = len(autorisaties) - len(gevolg.eindigt) - len(gevolg.krimpt)
    return Verhuizing(groep, mee, gevolg, weg, rijen)


def verhuis(
    session: Session,
    verhuizing: Verhuizing,
    naar: Organisatie,
    *,
    door: Gebruiker,
    nu: datetime,
) -> None:
    """Carry out the plan, in the same transaction in which it was made."""
    groep = verhuizing.groep
    beheerders = {een.id for een in groep.beheerders}
    verliezers = {een.id for een in verhuizing.inperking.gebruikers}
    gekoppeld = {een.gebruiker_id for een in groep.koppelingen}
    inperking.voer_uit(session, verhuizing.inperking, verhuizing.weg, nu)
    groepen.maak_los(session, groep, reden=Verbreekreden.ORGANISATIE, door=door, nu=nu)
    for gebruiker in groep.gebruikers:
        van = gebruiker.organisatie.naam
        gebruiker.organisatie = naar
        mail = teksten.account_verhuisd(
            gebruiker,
            van,
            nu,
            gekoppeld=gebruiker.id in gekoppeld,
            minder=gebruiker.id in verliezers,
            beheerder=gebruiker.id in beheerders,
        )
        outbox.stuur(session, gebruiker, mail, nu)
    session.flush()


def _autorisaties(session: Session, mensen: ColumnElement[bool], nu: datetime) -> list[str]:
    """A line for each open autorisatie with its end and its kenmerken."""
    vraag = (
        select(Autorisatie.id, Autorisatie.geldig_tot, autorisatie_kenmerk.c.kenmerk_id)
        .outerjoin(autorisatie_kenmerk, autorisatie_kenmerk.c.autorisatie_id == Autorisatie.id)
        .where(mensen, inperking.open_op(nu))
        .order_by(Autorisatie.id, autorisatie_kenmerk.c.kenmerk_id)
    )
    uit: dict[int, str] = {}
    for nummer, tot, kenmerk in session.execute(vraag):
        uit[nummer] = f"{uit.get(nummer, f'autorisatie {nummer} {tot}')} {kenmerk}"
    return list(uit.values())
