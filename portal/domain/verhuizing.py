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
from sqlalchemy.orm import Session, selectinload

from portal.domain import inperking, koppelingen, organisatiebeheer, sessies, toekenningen
from portal.domain.inperking import Inperking, Weg
from portal.models import (
    Activatiecode,
    Autorisatie,
    Beheerderstoekenning,
    Gebruiker,
    Koppeling,
    Organisatie,
)
from portal.models.autorisatie import autorisatie_kenmerk
from portal.models.soorten import Gebruikerstatus, Verbreekreden
from portal.post import outbox, teksten

HOOGSTENS = 2_000  # accounts in one go: it is one transaction, in one request


@dataclass(frozen=True, slots=True)
class Verhuizing:
    """Who would go, and what would become of what they have; ``rijen`` is all that this rests on.

    ``gaat_mee`` counts the autorisaties that go along unchanged.
    """

    gebruikers: Sequence[Gebruiker]
    gaat_mee: int
    inperking: Inperking
    weg: Weg
    koppelingen: Sequence[Koppeling]
    codes: Sequence[Activatiecode]
    toekenningen: Sequence[Beheerderstoekenning]
    rijen: Sequence[str]

    @property
    def beheerders(self) -> list[Gebruiker]:
        """Who stops being beheerder, each once."""
        return list({een.gebruiker_id: een.gebruiker for een in self.toekenningen}.values())


def van_organisatie(organisatie: Organisatie) -> Select[int]:
    """The ids of the accounts of ``organisatie`` that have not ended."""
    return select(Gebruiker.id).where(
        Gebruiker.organisatie_id == organisatie.id, Gebruiker.status != Gebruikerstatus.BEEINDIGD
    )


def gebruikers_van(session: Session, organisatie: Organisatie) -> Sequence[Gebruiker]:
    """Those accounts themselves."""
    return session.scalars(
        select(Gebruiker).where(Gebruiker.id.in_(van_organisatie(organisatie)))
    ).all()


def maak_plan(
    session: Session, wie: Select[int], gehouden: frozenset[int], nu: datetime
) -> Verhuizing:
    """What moving the accounts ``wie`` (ids) means, to where ``gehouden`` (kenmerken) are held.

    Locks the accounts with their koppelingen and codes until the commit, in the order of
    ``accounts.pak``, so that carrying out finds what was planned.
    """
    los = organisatiebeheer.actieve_koppelingen(session, Koppeling.gebruiker_id.in_(wie))
    gebruikers = _pak(session, wie)
    vraag = select(Activatiecode).where(
        Activatiecode.gebruiker_id.in_(wie),
        Activatiecode.gebruikt_op.is_(None),
        Activatiecode.vervallen_op.is_(None),
    )
    codes = session.scalars(vraag.order_by(Activatiecode.id).with_for_update()).all()
    hebben = toekenningen.open_toekenningen(session, Beheerderstoekenning.gebruiker_id.in_(wie), nu)
    weg = Weg(gehouden, behalve=True)
    mensen = Autorisatie.gebruiker_id.in_(wie)
    gevolg = inperking.bekijk(session, mensen, weg, nu)
    autorisaties = _autorisaties(session, mensen, nu)
    rijen = [
        *(f"gebruiker {een.id} {een.versie}" for een in gebruikers),
        *(f"koppeling {een.id}" for een in los),
        *(f"code {een.id}" for een in codes),
        *(f"toekenning {een.id} {een.geldig_tot}" for een in hebben),
        *autorisaties,
    ]
    mee = len(autorisaties) - len(gevolg.eindigt) - len(gevolg.krimpt)
    return Verhuizing(gebruikers, mee, gevolg, weg, los, codes, hebben, rijen)


def verhuis(
    session: Session,
    verhuizing: Verhuizing,
    naar: Organisatie,
    *,
    door: Gebruiker,
    nu: datetime,
) -> None:
    """Carry out the plan, in the same transaction in which it was made."""
    beheerders = {een.id for een in verhuizing.beheerders}
    verliezers = {een.id for een in verhuizing.inperking.gebruikers}
    gekoppeld = {een.gebruiker_id for een in verhuizing.koppelingen}
    inperking.voer_uit(session, verhuizing.inperking, verhuizing.weg, nu)
    toekenningen.beeindig(session, verhuizing.toekenningen, nu)
    for koppeling in verhuizing.koppelingen:
        koppelingen.maak_los(session, koppeling, reden=Verbreekreden.ORGANISATIE, nu=nu, door=door)
    for code in verhuizing.codes:
        code.vervallen_op = nu
    for gebruiker in verhuizing.gebruikers:
        van = gebruiker.organisatie.naam
        gebruiker.organisatie = naar
        sessies.beeindig_alle(session, gebruiker, nu)
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


def _pak(session: Session, wie: Select[int]) -> Sequence[Gebruiker]:
    """The accounts by name, locked and as they are stored now."""
    vraag = (
        select(Gebruiker)
        .where(Gebruiker.id.in_(wie))
        .order_by(Gebruiker.achternaam, Gebruiker.voorletters, Gebruiker.id)
        .options(selectinload(Gebruiker.organisatie))
        .with_for_update(of=Gebruiker, key_share=True)
        .execution_options(populate_existing=True)
    )
    return session.scalars(vraag).all()


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
