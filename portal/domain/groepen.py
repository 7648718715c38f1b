# SPDX-License-Identifier: EUPL-1.2
"""Many accounts at once: what they log in with and are appointed to (R13, R17).

One by one, as for a single account, would take minutes where a whole organisatie is concerned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from portal.domain import koppelingen, organisatiebeheer, sessies, toekenningen
from portal.models import (
    Activatiecode,
    Beheerderstoekenning,
    Emailwijziging,
    Gebruiker,
    Koppeling,
    Organisatie,
)
from portal.models.soorten import Gebruikerstatus, Verbreekreden

HOOGSTENS = 2_000  # accounts in one go: it is one transaction, in one request


@dataclass(frozen=True, slots=True)
class Groep:
    """The accounts by name, with what is open of theirs."""

    gebruikers: Sequence[Gebruiker]
    koppelingen: Sequence[Koppeling]
    wijzigingen: Sequence[Emailwijziging]
    codes: Sequence[Activatiecode]
    toekenningen: Sequence[Beheerderstoekenning]

    @property
    def beheerders(self) -> list[Gebruiker]:
        """Who has a beheerdersrol, each once."""
        return list({een.gebruiker_id: een.gebruiker for een in self.toekenningen}.values())


def van_organisatie(organisatie: Organisatie) -> Select[int]:
    """The ids of the accounts of ``organisatie`` that have not ended."""
    return select(Gebruiker.id).where(
        Gebruiker.organisatie_id == organisatie.id, Gebruiker.status != Gebruikerstatus.BEEINDIGD
    )


def gebruikers_van(session: Session, organisatie: Organisatie) -> Sequence[Gebruiker]:
    """Those accounts themselves."""
    wie = Gebruiker.id.in_(van_organisatie(organisatie))
    return session.scalars(select(Gebruiker).where(wie)).all()


def is_te_groot(session: Session, organisaties: Sequence[Organisatie]) -> bool:
    """Whether these organisaties have more accounts than can be treated in one go."""
    wie = select(Gebruiker.id).where(
        Gebruiker.organisatie_id.in_([een.id for een in organisaties]),
        Gebruiker.status != Gebruikerstatus.BEEINDIGD,
    )
    return len(session.scalars(wie.limit(HOOGSTENS + 1)).all()) > HOOGSTENS


def pak(session: Session, wie: Select[int], nu: datetime) -> Groep:
    """The accounts ``wie`` (ids), locked until the commit in the order of ``accounts.pak``."""
    gekoppeld = organisatiebeheer.actieve_koppelingen(session, Koppeling.gebruiker_id.in_(wie))
    wijzigingen = select(Emailwijziging).where(
        Emailwijziging.gebruiker_id.in_(wie),
        Emailwijziging.bevestigd_op.is_(None),
        Emailwijziging.vervallen_op.is_(None),
    )
    gebruikers = (
        select(Gebruiker)
        .where(Gebruiker.id.in_(wie))
        .order_by(Gebruiker.achternaam, Gebruiker.voorletters, Gebruiker.id)
        .options(selectinload(Gebruiker.organisatie))
        .with_for_update(of=Gebruiker, key_share=True)
        .execution_options(populate_existing=True)
    )
    codes = select(Activatiecode).where(
        Activatiecode.gebruiker_id.in_(wie),
        Activatiecode.gebruikt_op.is_(None),
        Activatiecode.vervallen_op.is_(None),
    )
    return Groep(
        koppelingen=gekoppeld,
        wijzigingen=session.scalars(
            wijzigingen.order_by(Emailwijziging.id).with_for_update(of=Emailwijziging)
        ).all(),
        gebruikers=session.scalars(gebruikers).all(),
        codes=session.scalars(codes.order_by(Activatiecode.id).with_for_update()).all(),
        toekenningen=toekenningen.open_toekenningen(
            session, Beheerderstoekenning.gebruiker_id.in_(wie), nu
        ),
    )


def maak_los(
    session: Session, groep: Groep, *, reden: Verbreekreden, door: Gebruiker, nu: datetime
) -> None:
    """Undo the koppelingen, void the codes, end beheerdersrollen and sessions. Mails nobody."""
    sessies.beeindig_van(session, [een.id for een in groep.gebruikers], nu)
    for koppeling in groep.koppelingen:
        koppelingen.sluit(koppeling, reden=reden, nu=nu, door=door)
    for code in groep.codes:
        code.vervallen_op = nu
    toekenningen.beeindig(session, groep.toekenningen, nu)
