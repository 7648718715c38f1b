# SPDX-License-Identifier: EUPL-1.2
"""Loads the people: accounts, beheerderstoekenningen and autorisaties."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pyotp

from portal import secrets
from portal.demo.boek import Boek, lees
from portal.models import Autorisatie, Beheerdersrol, Beheerderstoekenning, Gebruiker
from portal.models.soorten import Medewerkersrol

AANGEMELD = -14  # days from loading; the letter was printed the same day
LAATSTE_TOKENLOGIN = -40
PERSOON = ("voorletters", "tussenvoegsel", "achternaam", "functie", "email", "telefoon")
BRIEF_NA = timedelta(hours=1)


def laad_gebruikers(boek: Boek) -> None:
    """The accounts in the order of the data; who is a beheerder comes to be so first.

    Raises KeyError when no beheerder may hand out a rol that the data gives to somebody (R27).
    """
    bronnen: list[dict[str, Any]] = lees("gebruikers")["gebruiker"]
    boek.gebruikers = [_account(boek, bron) for bron in bronnen]
    boek.session.add_all(boek.gebruikers)
    boek.session.flush()
    paren = list(zip(boek.gebruikers, bronnen, strict=True))
    gevers = [
        (gebruiker, _mag_geven([boek.beheerdersrollen[code] for code in codes]))
        for gebruiker, bron in paren
        if (codes := bron.get("beheerdersrollen"))
    ]
    for gebruiker, bron in paren:
        _toekenningen(boek, gebruiker, bron.get("beheerdersrollen", []))
        for autorisatie in bron.get("autorisatie", []):
            door = _gever(gebruiker, autorisatie["rol"], gevers)
            gebruiker.aangemeld_door = gebruiker.aangemeld_door or door
            _autorisatie(boek, gebruiker, autorisatie, door)
    boek.session.flush()


def _account(boek: Boek, bron: dict[str, Any]) -> Gebruiker:
    rol = bron.get("medewerkersrol")
    gebruiker = Gebruiker(
        **{naam: bron[naam] for naam in PERSOON if naam in bron},
        organisatie=boek.organisaties[bron["organisatie"]],
        gebruikersnaam=secrets.maak_gebruikersnaam(),
        medewerkersrol=Medewerkersrol(rol) if rol else None,
        aangemeld_op=boek.dag(AANGEMELD),
        brief_gedownload_op=boek.dag(AANGEMELD) + BRIEF_NA,
    )
    if bron.get("token"):
        gebruiker.token_geheim = secrets.versleutel(pyotp.random_base32())
        gebruiker.wachtwoord_hash = secrets.hash_geheim(secrets.maak_token())
        gebruiker.laatste_login_op = boek.dag(LAATSTE_TOKENLOGIN)
    return gebruiker


def _toekenningen(boek: Boek, gebruiker: Gebruiker, codes: Iterable[str]) -> None:
    boek.session.add_all(
        Beheerderstoekenning(
            gebruiker=gebruiker,
            beheerdersrol=boek.beheerdersrollen[code],
            geldig_van=boek.dag(AANGEMELD),
        )
        for code in codes
    )


def _mag_geven(rollen: Iterable[Beheerdersrol]) -> set[str]:
    """The codes of the rollen that these beheerdersrollen, and those in them, hand out."""
    codes: set[str] = set()
    for rol in rollen:
        codes |= {een.code for een in rol.rollen} | _mag_geven(rol.bevat)
    return codes


def _gever(gebruiker: Gebruiker, rol: str, gevers: list[tuple[Gebruiker, set[str]]]) -> Gebruiker:
    """A beheerder of the own organisatie or its parent, somebody else than the gebruiker."""
    for thuis in (gebruiker.organisatie, gebruiker.organisatie.parent):
        for gever, mag in gevers:
            if gever.organisatie is thuis and gever is not gebruiker and rol in mag:
                return gever
    raise KeyError(f"geen beheerder voor rol {rol} van {gebruiker.naam}")


def _autorisatie(boek: Boek, gebruiker: Gebruiker, bron: dict[str, Any], door: Gebruiker) -> None:
    van = bron.get("van", AANGEMELD)
    boek.session.add(
        Autorisatie(
            gebruiker=gebruiker,
            rol=boek.rollen[bron["rol"]],
            geldig_van=boek.dag(van),
            geldig_tot=boek.dag(bron["tot"]) if "tot" in bron else None,
            gegeven_op=boek.dag(min(van, AANGEMELD)),
            door=door,
            kenmerken=[boek.kenmerken[een] for een in bron.get("kenmerken", [])],
        )
    )
