# SPDX-License-Identifier: EUPL-1.2
"""A small stelsel to work on, and who works on it."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from portal.models import (
    Autorisatie,
    Beheerdersrol,
    Beheerderstoekenning,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Koppeling,
    Organisatie,
    Rol,
    Sector,
)
from portal.models.soorten import Medewerkersrol, Organisatiesoort
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


def browser_van(app: Flask, session: Session, rol: Medewerkersrol) -> Klant:
    """A browser of somebody new of staff."""
    uitvoerder = fabriek.maak_organisatie(session, soort=Organisatiesoort.UITVOERDER)
    gebruiker = fabriek.maak_gebruiker(session, nu=NU, organisatie=uitvoerder, medewerkersrol=rol)
    return fabriek.log_binnen(app, session, gebruiker, NU)


@dataclass
class Stelsel:
    """A board with a beheerder and two gebruikers, and what they have.

    ``rol`` needs an instellingscode. Anna has it with code 21AZ, Bob with 21AZ and 22BZ.
    """

    sector: Sector
    soort: Kenmerksoort
    ander: Kenmerksoort
    az: Kenmerk
    bz: Kenmerk
    rol: Rol
    beheerdersrol: Beheerdersrol
    bestuur: Organisatie
    beheerder: Gebruiker
    anna: Gebruiker
    bob: Gebruiker
    van_anna: Autorisatie
    van_bob: Autorisatie


def koppel(session: Session, gebruiker: Gebruiker, *, met_rsin: bool = False) -> Koppeling:
    """An active koppeling of a means that acts for a KvK number, or for an RSIN alone."""
    sleutel = f"{gebruiker.id:064d}"
    koppeling = Koppeling(
        gebruiker=gebruiker,
        middel_kvk=None if met_rsin else sleutel,
        middel_rsin=sleutel if met_rsin else None,
        niveau="loa3",
        gelegd_op=NU - timedelta(days=5),
        laatste_login_op=NU - timedelta(days=5),
    )
    session.add(koppeling)
    session.flush()
    return koppeling


def maak_beheerder(session: Session, organisatie: Organisatie, rol: Beheerdersrol) -> Gebruiker:
    """A beheerder with that beheerdersrol since yesterday."""
    gebruiker = fabriek.maak_gebruiker(session, nu=NU, organisatie=organisatie)
    gisteren = NU - timedelta(days=1)
    session.add(Beheerderstoekenning(gebruiker=gebruiker, beheerdersrol=rol, geldig_van=gisteren))
    session.flush()
    return gebruiker


@dataclass
class Twee:
    """``stelsel.bestuur`` goes up in ``naar``, which holds 22BZ and has a beheerder."""

    stelsel: Stelsel
    naar: Organisatie
    pad: str

    def vraag(self, **anders: object) -> dict[str, object]:
        """What a medewerker fills in."""
        keuzes: dict[str, object] = {"naar": self.naar.kvk, "kenmerken": ""}
        return keuzes | anders
