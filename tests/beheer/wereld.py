# SPDX-License-Identifier: EUPL-1.2
"""A bestuur with a school, a beheerder who may hand out some rollen, and a gebruiker."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import sessies
from portal.domain.gebruikers import Persoon
from portal.domain.middelen import Middel
from portal.models import (
    Auditrecord,
    Beheerdersrol,
    Beheerderstoekenning,
    Bericht,
    Gebruiker,
    Kenmerk,
    Koppeling,
    Organisatie,
    Rol,
)
from portal.models.soorten import Medewerkersrol
from portal.secrets import sleutel
from tests.conftest import NU
from tests.harnas import fabriek

DAG = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wereld:
    """``vrij`` needs no kenmerk, ``met_code`` an instellingscode; ``vreemd`` is out of reach."""

    organisatie: Organisatie
    beheerder: Gebruiker
    beheerdersrol: Beheerdersrol
    gebruiker: Gebruiker
    vrij: Rol
    met_code: Rol
    vreemd: Rol
    kenmerk: Kenmerk


def maak_rol(session: Session, naam: str, *kenmerken: Kenmerk, **velden: Any) -> Rol:
    """A rol that needs a kenmerk of the soort of each of ``kenmerken``."""
    soorten = [kenmerk.soort for kenmerk in kenmerken]
    rol = Rol(code=naam.lower(), naam=naam, kenmerksoorten=soorten, **velden)
    session.add(rol)
    session.flush()
    return rol


def maak_beheerdersrol(session: Session, naam: str, *rollen: Rol, **velden: Any) -> Beheerdersrol:
    """A beheerdersrol that hands out ``rollen``."""
    rol = Beheerdersrol(code=naam.lower(), naam=naam, rollen=list(rollen), **velden)
    session.add(rol)
    session.flush()
    return rol


def ken_toe(session: Session, wie: Gebruiker, rol: Beheerdersrol, **velden: Any) -> None:
    """Make ``wie`` a beheerder since yesterday."""
    sinds = {"geldig_van": NU - DAG} | velden
    session.add(Beheerderstoekenning(gebruiker=wie, beheerdersrol=rol, **sinds))
    session.flush()


def bouw(session: Session) -> Wereld:
    """All of it, in a database that holds nothing yet."""
    kenmerk = fabriek.maak_kenmerk(session, "21AZ")
    organisatie = fabriek.maak_organisatie(session, kenmerken=[kenmerk])
    vrij = maak_rol(session, "Inzien")
    met_code = maak_rol(session, "Melden", kenmerk)
    beheerdersrol = maak_beheerdersrol(session, "Beheer", vrij, met_code)
    beheerder = fabriek.maak_gebruiker(session, nu=NU, organisatie=organisatie)
    ken_toe(session, beheerder, beheerdersrol)
    return Wereld(
        organisatie=organisatie,
        beheerder=beheerder,
        beheerdersrol=beheerdersrol,
        gebruiker=fabriek.maak_gebruiker(session, nu=NU, organisatie=organisatie),
        vrij=vrij,
        met_code=met_code,
        vreemd=maak_rol(session, "Vreemd"),
        kenmerk=kenmerk,
    )


def maak_medewerker(session: Session) -> Gebruiker:
    """Somebody of staff."""
    return fabriek.maak_gebruiker(session, nu=NU, medewerkersrol=Medewerkersrol.MEDEWERKER)


def maak_koppeling(session: Session, gebruiker: Gebruiker, **velden: Any) -> Koppeling:
    """A koppeling of a week ago, used yesterday."""
    standaard = {
        "middel_kvk": sleutel("proef", str(gebruiker.id)),
        "niveau": "loa3",
        "gelegd_op": NU - 7 * DAG,
        "laatste_login_op": NU - DAG,
    }
    koppeling = Koppeling(gebruiker=gebruiker, **(standaard | velden))
    session.add(koppeling)
    session.flush()
    return koppeling


def begin_sessie(session: Session, gebruiker: Gebruiker) -> str:
    """A running session of the gebruiker; back comes its token."""
    return sessies.begin_portaal(
        session, gebruiker, middel=None, sector_id=None, nu=NU, adres="127.0.0.1"
    )


def middel(persoon: str, *, kvk: str | None = None, rsin: str | None = None) -> Middel:
    """The means of ``persoon`` as a login names it: by either number, or by both."""
    return Middel(
        sleutel_kvk=sleutel("middel", persoon, "kvk", kvk, "") if kvk else None,
        sleutel_rsin=sleutel("middel", persoon, "rsin", rsin, "") if rsin else None,
        kvk=kvk,
        rsin=rsin,
        niveau="loa3",
        pseudoniem=sleutel("pseudoniem", persoon),
    )


def piet(**anders: str) -> Persoon:
    """Somebody to register."""
    velden = {
        "voorletters": "P.",
        "tussenvoegsel": "van",
        "achternaam": "Dijk",
        "functie": "Conciërge",
        "email": "piet@example.nl",
        "telefoon": "0612345678",
    }
    return Persoon(**(velden | anders))


def post(session: Session) -> list[tuple[str, str]]:
    """What waits in the outbox: (kind, to), oldest first."""
    session.flush()
    vraag = select(Bericht.soort, Bericht.aan).order_by(Bericht.id)
    return [(soort, aan) for soort, aan in session.execute(vraag)]


def spoor(session: Session, gebeurtenis: str) -> list[Auditrecord]:
    """The audit records of an event, after a commit."""
    session.commit()
    vraag = select(Auditrecord).where(Auditrecord.gebeurtenis == gebeurtenis)
    return list(session.scalars(vraag.order_by(Auditrecord.nummer)))
