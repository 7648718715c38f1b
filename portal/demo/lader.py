# SPDX-License-Identifier: EUPL-1.2
"""Loads the demo data into an empty, migrated database."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.demo.boek import Boek
from portal.demo.codes import Demogebruiker, geef_codes
from portal.demo.inhoud import laad_mededelingen, laad_onderwerpen
from portal.demo.mensen import laad_gebruikers
from portal.demo.stelsel import laad_organisaties, laad_stelsel
from portal.domain import documenten
from portal.models import Organisatie


class NietLeeg(Exception):
    """The database holds data already."""


def laad(session: Session, nu: datetime) -> list[Demogebruiker]:
    """Fill the database; back come the gebruikers, none gekoppeld, each with a valid code.

    Raises NietLeeg when there is any organisatie. Does not commit.
    """
    if session.scalar(select(exists().where(Organisatie.id.is_not(None)))):
        raise NietLeeg
    boek = Boek(session, nu)
    documenten.eerste_versies(session, nu)
    for stap in (
        laad_stelsel,
        laad_organisaties,
        laad_onderwerpen,
        laad_gebruikers,
        laad_mededelingen,
    ):
        stap(boek)
    return geef_codes(session, nu)
