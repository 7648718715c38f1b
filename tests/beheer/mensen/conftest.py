# SPDX-License-Identifier: EUPL-1.2
"""A board with a school and its people in several states, and a board that is foreign."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import secrets
from portal.models import (
    Auditrecord,
    Beheerderstoekenning,
    Bericht,
    Gebruiker,
    Koppeling,
    Organisatie,
    Rol,
    Teller,
)
from portal.models.soorten import Tellersoort
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

TOKEN = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
Spoor = Callable[[str], list[Auditrecord]]


@dataclass
class Wereld:
    """``jan`` waits for his letter, ``els`` is gekoppeld, ``bea`` is a beheerder as ``anna`` is.

    ``juf`` is of the school under the board; ``vreemd`` is of another board, with ``ander`` as
    its beheerder.
    """

    organisatie: Organisatie
    school: Organisatie
    anna: Gebruiker
    bea: Gebruiker
    jan: Gebruiker
    els: Gebruiker
    juf: Gebruiker
    rol: Rol
    ander: Gebruiker
    vreemd: Gebruiker


@pytest.fixture
def wereld(db_sessie: Session) -> Wereld:
    """All of it, in the database."""
    s = db_sessie
    board = fabriek.maak_organisatie(s, naam="Stichting Noord")
    school = fabriek.maak_organisatie(s, naam="School De Brug", parent=board)
    ver = fabriek.maak_organisatie(s, naam="Stichting Ver Weg")
    kenmerk = fabriek.maak_kenmerk(s)
    _, rol = fabriek.maak_taak(s, "Verzuim melden", kenmerk.soort)

    def mens(naam: str, organisatie: Organisatie = board, **velden: Any) -> Gebruiker:
        gegevens = {"voorletters": f"{naam[0]}.", "achternaam": naam, "email": f"{naam}@noord.nl"}
        wie = fabriek.maak_gebruiker(s, nu=NU, organisatie=organisatie, **(gegevens | velden))
        return wie

    anna, bea, ander = (
        fabriek.maak_beheerder(s, nu=NU, organisatie=o) for o in (board, board, ver)
    )
    anna.achternaam, bea.achternaam, ander.achternaam = "Aalders", "Beheer", "Anders"
    toekenning = s.scalars(
        select(Beheerderstoekenning).where(Beheerderstoekenning.gebruiker_id == anna.id)
    ).one()
    toekenning.beheerdersrol.rollen.append(rol)
    jan, els, juf = mens("Jansen"), mens("Elsinga"), mens("Juffer", school)
    for wie in (jan, els):
        fabriek.geef(s, wie, rol, kenmerk, nu=NU, door=anna)
    koppel(s, els)
    vreemd = mens("Vreemdeling", ver)
    s.commit()
    return Wereld(board, school, anna, bea, jan, els, juf, rol, ander, vreemd)


def koppel(session: Session, wie: Gebruiker, login_op: datetime = NU, **velden: Any) -> Koppeling:
    """An active koppeling, with the letter that goes before it."""
    koppeling = Koppeling(
        gebruiker=wie,
        middel_kvk=secrets.sleutel("middel", wie.gebruikersnaam),
        niveau="loa3",
        gelegd_op=login_op,
        laatste_login_op=login_op,
        **velden,
    )
    wie.brief_gedownload_op = wie.laatste_login_op = login_op
    session.add(koppeling)
    session.flush()
    return koppeling


def geef_token(wie: Gebruiker) -> None:
    """An old token (R18)."""
    wie.token_geheim = secrets.versleutel(TOKEN)
    wie.wachtwoord_hash = "x"


def blokkeer(session: Session, wie: Gebruiker) -> Teller:
    """A block after five wrong combinations (R12)."""
    teller = Teller(
        soort=Tellersoort.ACCOUNT,
        sleutel=f"account {wie.id}",
        aantal=5,
        geblokkeerd_tot=NU + timedelta(minutes=10),
        gebruiker_id=wie.id,
    )
    session.add(teller)
    session.flush()
    return teller


def post(session: Session, aan: Gebruiker) -> list[str]:
    """The kinds of mail that wait for somebody, oldest first."""
    vraag = select(Bericht.soort).where(Bericht.gebruiker_id == aan.id).order_by(Bericht.id)
    return list(session.scalars(vraag))


@pytest.fixture
def anna(app: Flask, wereld: Wereld, db_sessie: Session, klok: Klok) -> Klant:
    """The browser of the beheerder."""
    return fabriek.log_binnen(app, db_sessie, wereld.anna, NU)


@pytest.fixture
def spoor(db_sessie: Session) -> Spoor:
    """``spoor(gebeurtenis)``: the audit records of that event."""

    def lees(gebeurtenis: str) -> list[Auditrecord]:
        vraag = select(Auditrecord).where(Auditrecord.gebeurtenis == gebeurtenis)
        return list(db_sessie.scalars(vraag.order_by(Auditrecord.nummer)))

    return lees
