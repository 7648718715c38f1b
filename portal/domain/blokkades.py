# SPDX-License-Identifier: EUPL-1.2
"""Who hears that an account is blocked: its gebruiker and the beheerders, once a block (R12, R28).

The gebruikersvoorwaarden promise it. Blocks a beheerder of a school, then the bestuur hears it too.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain import bevoegdheden
from portal.models import Gebruiker
from portal.post import outbox, teksten

ONS = "de servicedesk van het portaal"


def meld_dicht(session: Session, gebruiker: Gebruiker, *, door: Gebruiker, nu: datetime) -> None:
    """``door`` closed the account; a beheerder who did so knows already."""
    outbox.stuur(session, gebruiker, teksten.account_geblokkeerd(gebruiker), nu)
    wie = ONS if door.medewerkersrol is not None else door.naam
    for een in _anderen(session, gebruiker, nu):
        if een.id != door.id:
            mail = teksten.account_geblokkeerd_beheerder(een, gebruiker, wie)
            outbox.stuur(session, een, mail, nu)


def meld_pogingen(session: Session, gebruiker: Gebruiker, *, tot: datetime, nu: datetime) -> None:
    """The fifth wrong combination blocked the account until ``tot`` (R11)."""
    outbox.stuur(session, gebruiker, teksten.blokkade(gebruiker, tot), nu)
    for een in _anderen(session, gebruiker, nu):
        outbox.stuur(session, een, teksten.blokkade_beheerder(een, gebruiker, tot), nu)


def _anderen(session: Session, gebruiker: Gebruiker, nu: datetime) -> list[Gebruiker]:
    """The active beheerders who manage the account, without its own gebruiker."""
    beheerders = bevoegdheden.beheerders_van(session, gebruiker.organisatie, nu)
    return [een for een in beheerders if een.id != gebruiker.id]
