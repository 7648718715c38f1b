# SPDX-License-Identifier: EUPL-1.2
"""A small organisatie with people, koppelingen and codes, for the tests of the timed jobs."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import db
from portal.models import Activatiecode, Bericht, Gebruiker, Koppeling, Organisatie
from portal.models.soorten import Organisatiesoort


def maak_organisatie(session: Session, kvk: str = "12345678") -> Organisatie:
    organisatie = Organisatie(
        naam="Stichting Scholen Noord", soort=Organisatiesoort.BESTUUR, kvk=kvk
    )
    session.add(organisatie)
    return organisatie


def maak_gebruiker(
    session: Session, organisatie: Organisatie, naam: str, nu: datetime
) -> Gebruiker:
    gebruiker = Gebruiker(
        organisatie=organisatie,
        gebruikersnaam=naam.upper().ljust(8, "X")[:8],
        voorletters="J.",
        achternaam=naam,
        email=f"{naam}@example.nl",
        aangemeld_op=nu,
    )
    session.add(gebruiker)
    session.flush()
    return gebruiker


def maak_koppeling(session: Session, gebruiker: Gebruiker, laatste_login_op: datetime) -> Koppeling:
    koppeling = Koppeling(
        gebruiker=gebruiker,
        middel_kvk=f"middel van {gebruiker.id}",
        niveau="loa3",
        gelegd_op=laatste_login_op,
        laatste_login_op=laatste_login_op,
    )
    session.add(koppeling)
    session.flush()
    return koppeling


def maak_code(
    session: Session, gebruiker: Gebruiker, op: datetime, door: Gebruiker | None
) -> Activatiecode:
    code = Activatiecode(
        gebruiker=gebruiker,
        code_hash="x",
        uitgegeven_op=op,
        uitgegeven_door_id=door.id if door else None,
        verloopt_op=op + timedelta(hours=24),
    )
    session.add(code)
    session.flush()
    return code


def post() -> list[tuple[str, str]]:
    """What waits in the outbox: (kind, to), oldest first."""
    with Session(db.engine) as session:
        vraag = select(Bericht.soort, Bericht.aan).order_by(Bericht.id)
        return [(soort, aan) for soort, aan in session.execute(vraag)]
