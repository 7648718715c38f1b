# SPDX-License-Identifier: EUPL-1.2
"""Search over the public help, and over the own taken of who is logged in."""

import re
from html import unescape

from flask import Blueprint, current_app, render_template, request, url_for
from flask_login import current_user

from portal.db import db
from portal.domain import taken
from portal.domain.zoeken import MAX_LENGTE, Stuk, woorden, zoek
from portal.models.soorten import Fase
from portal.permissions import Permission
from portal.web.access import needs
from portal.web.ik import ik
from portal.web.klok import nu

bp = Blueprint("zoeken", __name__)
HULP = {"publiek.problemen": "problemen", "publiek.contact": "contact",
        "publiek.handleidingen": "handleidingen", "publiek.cookies": "cookies",
        "publiek.toegankelijkheid": "toegankelijkheid"}  # fmt: skip
KOP = re.compile(r"<h2>(.*?)</h2>(.*?)(?=<h2>|\{%|$)", re.S)
LABELS = re.compile(r"<[^>]+>|\{\{.*?\}\}")


def hulp() -> list[Stuk]:
    """The help texts by heading, read once per process."""
    stukken: list[Stuk] | None = current_app.extensions.get("hulpteksten")
    if stukken is None:
        stukken = [stuk for paar in HULP.items() for stuk in _stukken(*paar)]
        current_app.extensions["hulpteksten"] = stukken
    return stukken


def _stukken(endpoint: str, naam: str) -> list[Stuk]:
    loader = current_app.jinja_env.loader
    assert loader is not None
    bron = loader.get_source(current_app.jinja_env, f"publiek/{naam}.html")[0]
    gevonden = [(_kaal(kop), _kaal(tekst)) for kop, tekst in KOP.findall(bron)]
    return [Stuk(kop, tekst, url_for(endpoint)) for kop, tekst in gevonden]


def _kaal(html: str) -> str:
    return " ".join(unescape(LABELS.sub(" ", html)).split())


@bp.get("/zoeken", endpoint="zoek")
@needs(Permission.PUBLIEK)
def toon() -> str:
    """The results page; a form of its own on top."""
    term = request.args.get("q", "")[:MAX_LENGTE].replace("\x00", "")
    eigen: list[Stuk] = []
    if current_user.fase is Fase.PORTAAL and woorden(term):
        eigen = [
            Stuk(taak.naam, taak.omschrijving, url_for("taken.toon", slug=taak.slug))
            for taak in taken.mijn(db.session, ik().gebruiker, nu())
        ]
    return render_template(
        "zoeken/resultaten.html",
        term=term,
        te_kort=not woorden(term),
        taken=zoek(eigen, term),
        hulp=zoek(hulp(), term),
    )
