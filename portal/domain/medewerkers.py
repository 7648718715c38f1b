# SPDX-License-Identifier: EUPL-1.2
"""Medewerkers: staff of the agency."""

import re
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, documenten
from portal.models import Gebruiker, Organisatie
from portal.models.soorten import Medewerkersrol, Organisatiesoort
from portal.secrets import maak_gebruikersnaam


class Geweigerd(Exception):
    """The account was not made; the text says why."""


def maak_eerste(
    session: Session, *, email: str, naam: str, kvk: str, organisatienaam: str, nu: datetime
) -> Gebruiker:
    """The first medewerker, with the own organisatie and a mailed activatiecode.

    Raises Geweigerd when there is a medewerker already, or a value is no good.
    """
    if session.scalar(select(exists().where(Gebruiker.medewerkersrol.is_not(None)))):
        raise Geweigerd("Er is al een medewerker.")
    if not re.fullmatch(r"[0-9]{8}", kvk):
        raise Geweigerd("Een KvK-nummer heeft 8 cijfers.")
    voorletters, _, achternaam = naam.strip().rpartition(" ")
    if not achternaam:
        raise Geweigerd("Geef een naam op.")
    try:
        adres = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as fout:
        raise Geweigerd("Dit is geen e-mailadres.") from fout
    documenten.eerste_versies(session, nu)
    gebruiker = Gebruiker(
        organisatie=_eigen_organisatie(session, kvk, organisatienaam),
        gebruikersnaam=maak_gebruikersnaam(),
        voorletters=voorletters,
        achternaam=achternaam,
        email=adres,
        medewerkersrol=Medewerkersrol.MEDEWERKER,
        aangemeld_op=nu,
    )
    session.add(gebruiker)
    session.flush()
    activatiecodes.verstrek(session, gebruiker, nu=nu, door=None)
    return gebruiker


def _eigen_organisatie(session: Session, kvk: str, naam: str) -> Organisatie:
    vraag = select(Organisatie).where(Organisatie.kvk == kvk)
    bestaand = session.scalars(vraag).one_or_none()
    return bestaand or Organisatie(naam=naam, soort=Organisatiesoort.UITVOERDER, kvk=kvk)
