# SPDX-License-Identifier: EUPL-1.2
"""R27: every role, of every organisatie, on every address, with every method (generated)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.db import Base
from portal.models import Gebruiker
from portal.models.soorten import Medewerkersrol
from portal.permissions import Permission
from portal.web.access import permission_van
from tests.bereik.conftest import Wereld, alle_rijen
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

BEHEER = {Permission.BEHEER, Permission.SERVICEDESK, Permission.MEDEWERKER}
MAG = {
    "bezoeker": set(),
    "gebruiker": set(),
    "beheerder met token": set(),
    "beheerder": {Permission.BEHEER},
    "vreemde beheerder": {Permission.BEHEER},
    "beheerder van de school": {Permission.BEHEER},
    "servicedesk": {Permission.SERVICEDESK},
    "medewerker": {Permission.SERVICEDESK, Permission.MEDEWERKER},
}
EIGEN = {"beheerder", "servicedesk", "medewerker"}  # the rows aimed at are of their organisaties


@dataclass
class Poging:
    """One address with one method, filled in with rows of organisatie A."""

    endpoint: str
    methode: str
    pad: str
    permission: Permission
    over_een_rij: bool


def _doelen(app: Flask, wereld: Wereld) -> dict[str, dict[str, Any]]:
    """Per view the values of its path parameters; an unknown parameter fails the test."""
    rijen: dict[str, Base] = {
        type(obj).__name__: obj for obj in vars(wereld.a).values() if isinstance(obj, Base)
    }
    rijen["Gebruiker"] = wereld.a.gebruiker
    uit = {}
    for menu in app.extensions["admin"]:
        for view in menu._views:
            model = getattr(view, "model", None)
            rij = rijen.get(model.__name__) if model is not None else None
            uit[view.endpoint] = {"nr": getattr(rij, "id", 1), "deel": 0}
    uit["beheer_import"]["nr"] = wereld.a.importbestand.id
    return uit


def _pogingen(app: Flask, wereld: Wereld) -> Iterator[Poging]:
    doelen = _doelen(app, wereld)
    for regel in app.url_map.iter_rules():
        permission = permission_van(app, regel.endpoint)
        if permission not in BEHEER:
            continue
        pad = _vul(regel, doelen[regel.endpoint.partition(".")[0]])
        for methode in sorted({"GET", "POST"} & (regel.methods or set())):
            yield Poging(regel.endpoint, methode, pad, permission, bool(regel.arguments))


def _vul(regel: Rule, waarden: dict[str, Any]) -> str:
    return re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda m: str(waarden[m.group(1)]), regel.rule)


@pytest.fixture
def klanten(app: Flask, wereld: Wereld, db_sessie: Session, klok: object) -> dict[str, Klant]:
    """A browser per role."""

    def medewerker(rol: Medewerkersrol) -> Gebruiker:
        return fabriek.maak_gebruiker(db_sessie, nu=NU, medewerkersrol=rol)

    schoolhoofd = fabriek.maak_beheerder(db_sessie, nu=NU, organisatie=wereld.school)
    wie = {
        "gebruiker": wereld.a.gebruiker,
        "beheerder": wereld.a.beheerder,
        "vreemde beheerder": wereld.b.beheerder,
        "beheerder van de school": schoolhoofd,
        "servicedesk": medewerker(Medewerkersrol.SERVICEDESK),
        "medewerker": medewerker(Medewerkersrol.MEDEWERKER),
    }
    klanten = {naam: fabriek.log_binnen(app, db_sessie, g, NU) for naam, g in wie.items()}
    met_token = fabriek.log_binnen(app, db_sessie, wereld.a.beheerder, NU, met_token=True)
    return klanten | {"bezoeker": Klant(app, db_sessie), "beheerder met token": met_token}


def test_r27_wie_ergens_niet_mag_komen_komt_er_niet(
    app: Flask, wereld: Wereld, klanten: dict[str, Klant], db_sessie: Session
) -> None:
    voor = alle_rijen(db_sessie)
    geprobeerd = 0
    for naam, klant in klanten.items():
        klant.get("/contact")
        token = klant.csrf()
        for poging in _pogingen(app, wereld):
            mag = poging.permission in MAG[naam]
            if mag and (naam in EIGEN or not poging.over_een_rij):
                continue
            antwoord = klant.kaal.open(
                poging.pad, method=poging.methode, data={"csrf_token": token}
            )
            if naam == "bezoeker":
                goed = antwoord.status_code in {303, 400}
            else:
                goed = antwoord.status_code == (404 if mag else 403)
            assert goed, (naam, poging, antwoord.status_code)
            geprobeerd += 1
    assert alle_rijen(db_sessie) == voor
    print(f"\n{geprobeerd} weigeringen over {len(klanten)} rollen geprobeerd")
    assert geprobeerd > 30


def test_r26_wie_ergens_mag_komen_ziet_een_pagina(
    app: Flask, wereld: Wereld, klanten: dict[str, Klant]
) -> None:
    for naam in sorted(EIGEN):
        for poging in _pogingen(app, wereld):
            if poging.permission in MAG[naam] and poging.methode == "GET":
                antwoord = klanten[naam].kaal.get(poging.pad)
                assert antwoord.status_code in {200, 303, 404}, (naam, poging)
                geen_rij = poging.over_een_rij and antwoord.status_code == 404
                assert not geen_rij or "gebruiker" not in poging.endpoint, (naam, poging)
