# SPDX-License-Identifier: EUPL-1.2
"""Makes what tests need, and walks the way in."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from portal import secrets
from portal.domain import activatiecodes, documenten, sessies
from portal.domain.middelen import Middel
from portal.models import (
    Autorisatie,
    Beheerdersrol,
    Beheerderstoekenning,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Onderwerp,
    Organisatie,
    Rol,
    Roltaak,
    Sector,
    Taak,
)
from portal.models.soorten import Organisatiesoort
from tests.harnas.klant import Klant

_teller = itertools.count(1)


def maak_documenten(session: Session, nu: datetime) -> None:
    """The first versions of privacy statement and voorwaarden."""
    documenten.eerste_versies(session, nu - timedelta(days=1))
    session.flush()


def maak_sector(session: Session, slug: str = "gemeenten", naam: str = "Gemeenten") -> Sector:
    """A sector."""
    sector = Sector(slug=slug, naam=naam)
    session.add(sector)
    session.flush()
    return sector


def maak_organisatie(session: Session, **velden: Any) -> Organisatie:
    """An organisatie with a KvK number of its own."""
    nummer = next(_teller)
    standaard = {
        "naam": f"Organisatie {nummer}",
        "soort": Organisatiesoort.BESTUUR,
        "kvk": f"{60_000_000 + nummer}",
    }
    organisatie = Organisatie(**(standaard | velden))
    session.add(organisatie)
    session.flush()
    return organisatie


def maak_gebruiker(
    session: Session, *, nu: datetime, organisatie: Organisatie | None = None, **velden: Any
) -> Gebruiker:
    """A gebruiker who was aangemeld yesterday."""
    nummer = next(_teller)
    standaard = {
        "gebruikersnaam": secrets.maak_gebruikersnaam(),
        "voorletters": "T.",
        "achternaam": f"Tester{nummer}",
        "email": f"tester{nummer}@example.nl",
        "aangemeld_op": nu - timedelta(days=1),
    }
    gebruiker = Gebruiker(
        **(standaard | velden), organisatie=organisatie or maak_organisatie(session)
    )
    session.add(gebruiker)
    session.flush()
    return gebruiker


def maak_tokenhouder(session: Session, *, nu: datetime, wachtwoord: str, geheim: str) -> Gebruiker:
    """A gebruiker who may still log in with a token (R18)."""
    return maak_gebruiker(
        session,
        nu=nu,
        wachtwoord_hash=secrets.hash_geheim(wachtwoord),
        token_geheim=secrets.versleutel(geheim),
    )


def maak_beheerder(session: Session, *, nu: datetime, organisatie: Organisatie) -> Gebruiker:
    """A beheerder with one beheerdersrol."""
    gebruiker = maak_gebruiker(session, nu=nu, organisatie=organisatie)
    nummer = next(_teller)
    rol = Beheerdersrol(code=f"beheer-{nummer}", naam=f"Beheerder {nummer}")
    session.add(
        Beheerderstoekenning(
            gebruiker=gebruiker, beheerdersrol=rol, geldig_van=nu - timedelta(days=1)
        )
    )
    session.flush()
    return gebruiker


def maak_taak(session: Session, naam: str, *kenmerksoorten: Kenmerksoort) -> tuple[Taak, Rol]:
    """A taak in an onderwerp of its own, and the rol that opens it."""
    nummer = next(_teller)
    onderwerp = Onderwerp(slug=f"onderwerp-{nummer}", naam=f"Onderwerp {nummer}")
    taak = Taak(slug=f"taak-{nummer}", naam=naam, onderwerp=onderwerp)
    rol = Rol(code=f"rol-{nummer}", naam=f"Rol {nummer}", kenmerksoorten=list(kenmerksoorten))
    session.add_all([taak, rol, Roltaak(rol=rol, taak=taak)])
    session.flush()
    return taak, rol


def maak_kenmerk(session: Session, waarde: str = "21AZ") -> Kenmerk:
    """A kenmerk in a soort of its own."""
    nummer = next(_teller)
    soort = Kenmerksoort(
        code=f"soort-{nummer}", naam=f"Soort {nummer}", patroon=".*", voorbeeld="21AZ"
    )
    kenmerk = Kenmerk(soort=soort, waarde=waarde)
    session.add(kenmerk)
    session.flush()
    return kenmerk


def geef(
    session: Session, gebruiker: Gebruiker, rol: Rol, *kenmerken: Kenmerk, nu: datetime, **v: Any
) -> Autorisatie:
    """An autorisatie that is valid now."""
    standaard = {"geldig_van": nu - timedelta(days=1), "gegeven_op": nu - timedelta(days=1)}
    autorisatie = Autorisatie(
        gebruiker=gebruiker, rol=rol, kenmerken=list(kenmerken), **(standaard | v)
    )
    session.add(autorisatie)
    session.flush()
    return autorisatie


def log_binnen(
    app: Flask, session: Session, gebruiker: Gebruiker, nu: datetime, *, met_token: bool = False
) -> Klant:
    """A browser with a fresh session of ``gebruiker``, as after a login with eHerkenning."""
    organisatie = gebruiker.organisatie
    middel = Middel(
        sleutel_kvk=secrets.sleutel("middel", gebruiker.gebruikersnaam),
        pseudoniem=secrets.sleutel("pseudoniem", gebruiker.gebruikersnaam),
        sleutel_rsin=None,
        kvk=organisatie.kvk,
        rsin=None,
        niveau="loa3",
    )
    token = sessies.begin_portaal(
        session,
        gebruiker,
        middel=None if met_token else middel,
        sector_id=None,
        nu=nu,
        adres="127.0.0.1",
    )
    session.commit()
    klant = Klant(app, session)
    with klant.kaal.session_transaction() as koekje:
        koekje["_user_id"] = token
    return klant


def naar_makelaar(klant: Klant, sector: str = "", link: str = "") -> None:
    """From a login link to the broker's page."""
    klant.get(link or f"/eherkenning/login?sector={sector}")
    velden = {naam: klant.veld(naam) for naam in ("SAMLRequest", "RelayState")}
    klant.post("/demo/broker/sso", velden, 200)


def log_in(
    klant: Klant,
    kvk: str,
    persoon: str = "Jan",
    status: int = 303,
    *,
    link: str = "",
    **velden: str,
) -> None:
    """A real eHerkenning login through the stand-in broker, up to the answer of the ACS."""
    naar_makelaar(klant, link=link)
    gekozen = {"toestand": klant.veld("toestand"), "persoon": persoon, "kvk": kvk}
    klant.post("/demo/broker/kies", gekozen | {"niveau": "loa3"} | velden, 200)
    stuur_antwoord(klant, status)


def stuur_antwoord(klant: Klant, status: int = 303) -> None:
    """Post the broker's answer to the ACS."""
    velden = {naam: klant.veld(naam) for naam in ("SAMLResponse", "RelayState")}
    klant.post("/eherkenning/acs", velden, status)


def tot_laatste_stap(klant: Klant) -> None:
    """Through the wizard up to the code."""
    klant.get("/koppelen/begin")
    klant.post("/koppelen/begin", {"situatie": "ja"})
    klant.volg()
    klant.post("/koppelen/bevestigen", {"eigen": "y", "privacy": "y"})
    klant.volg()
    klant.post("/koppelen/voorwaarden", {"akkoord": "y"})
    klant.volg()


def koppel(
    klant: Klant, session: Session, gebruiker: Gebruiker, nu: datetime, persoon: str = "Jan"
) -> None:
    """Log in and koppel, to the portal."""
    maak_documenten(session, nu)
    log_in(klant, gebruiker.organisatie.kvk, persoon)
    koppel_verder(klant, session, gebruiker, nu)


def koppel_verder(klant: Klant, session: Session, gebruiker: Gebruiker, nu: datetime) -> None:
    """From the login to the portal."""
    code = activatiecodes.geef_uit(session, gebruiker, nu=nu, door=None)
    naam = gebruiker.gebruikersnaam
    tot_laatste_stap(klant)
    klant.post("/koppelen/koppelen", {"gebruikersnaam": naam, "activatiecode": code})
    klant.volg()
