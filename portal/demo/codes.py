# SPDX-License-Identifier: EUPL-1.2
"""Issues the codes of the demo and hands them over readable, which only a demo does (R4, R5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal import secrets
from portal.domain import activatiecodes
from portal.models import Beheerderstoekenning, Gebruiker, Koppeling
from portal.models.soorten import Gebruikerstatus

ELKE_SECTOR = "elke sector"


@dataclass(frozen=True, slots=True)
class Token:
    """What logs in until koppelen (R18): the wachtwoord and the TOTP secret in base32."""

    wachtwoord: str = field(repr=False)
    geheim: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Demogebruiker:
    """Somebody to koppel and log in as; ``soort`` is gebruiker, beheerder or medewerker."""

    gebruikersnaam: str
    activatiecode: str = field(repr=False)
    kvk: str
    soort: str
    organisatie: str
    email: str
    naam: str
    functie: str
    sector: str
    token: Token | None


def geef_codes(session: Session, nu: datetime) -> list[Demogebruiker]:
    """A new code for each active gebruiker who did not koppel yet, in the order of the accounts.

    Older codes are void afterwards; who still has a token gets a new wachtwoord.
    """
    gekoppeld = exists().where(
        Koppeling.gebruiker_id == Gebruiker.id, Koppeling.beeindigd_op.is_(None)
    )
    vraag = select(Gebruiker).where(~gekoppeld, Gebruiker.status == Gebruikerstatus.ACTIEF)
    return nodig_uit(session, session.scalars(vraag.order_by(Gebruiker.id)).all(), nu)


def nodig_uit(
    session: Session, gebruikers: Sequence[Gebruiker], nu: datetime
) -> list[Demogebruiker]:
    """A new code for each of ``gebruikers``, who did not koppel yet."""
    wie = [gebruiker.id for gebruiker in gebruikers]
    vraag = select(Beheerderstoekenning.gebruiker_id)
    beheerders = set(session.scalars(vraag.where(Beheerderstoekenning.gebruiker_id.in_(wie))))
    return [_nodig_uit(session, een, een.id in beheerders, nu) for een in gebruikers]


def _nodig_uit(
    session: Session, gebruiker: Gebruiker, is_beheerder: bool, nu: datetime
) -> Demogebruiker:
    organisatie = gebruiker.organisatie
    return Demogebruiker(
        gebruikersnaam=gebruiker.gebruikersnaam,
        activatiecode=activatiecodes.geef_uit(
            session, gebruiker, nu=nu, door=gebruiker.aangemeld_door
        ),
        kvk=organisatie.kvk,
        soort=_soort(gebruiker, is_beheerder),
        organisatie=organisatie.naam,
        email=gebruiker.email,
        naam=gebruiker.naam,
        functie=gebruiker.functie,
        sector=organisatie.sectoren[0].naam if organisatie.sectoren else ELKE_SECTOR,
        token=_token(gebruiker),
    )


def _soort(gebruiker: Gebruiker, is_beheerder: bool) -> str:
    if gebruiker.medewerkersrol is not None:
        return "medewerker"
    return "beheerder" if is_beheerder else "gebruiker"


def _token(gebruiker: Gebruiker) -> Token | None:
    """A new wachtwoord beside the token, since only the hash of the old one is known."""
    if gebruiker.token_geheim is None or gebruiker.token_ingeleverd_op is not None:
        return None
    wachtwoord = secrets.maak_activatiecode()
    gebruiker.wachtwoord_hash = secrets.hash_geheim(wachtwoord)
    return Token(wachtwoord, secrets.ontsleutel(gebruiker.token_geheim))


def gekoppelden(session: Session) -> list[str]:
    """The names of who did koppel, for who starts the demo again."""
    vraag = (
        select(Gebruiker)
        .join(Koppeling, Koppeling.gebruiker_id == Gebruiker.id)
        .where(Koppeling.beeindigd_op.is_(None))
        .order_by(Gebruiker.id)
    )
    return [f"{een.naam} ({een.organisatie.kvk})" for een in session.scalars(vraag).all()]
