# SPDX-License-Identifier: EUPL-1.2
"""Search over the public help, and over the own onderwerpen and taken of who is logged in."""

import re
from html import unescape

from flask import Blueprint, current_app, render_template, request, url_for
from flask_login import current_user

from portal.db import db
from portal.domain import taken
from portal.domain.zoeken import MAX_LENGTE, Stuk, woorden, zoek
from portal.permissions import Permission, mag
from portal.web.access import needs
from portal.web.ik import ik
from portal.web.klok import nu

bp = Blueprint("zoeken", __name__)
# Endpoint and template of the public texts that are found by heading.
HULP = (
    ("publiek.problemen", "problemen"),
    ("publiek.handleidingen", "handleidingen"),
    ("publiek.contact", "contact"),
    ("publiek.toegankelijkheid", "toegankelijkheid"),
    ("publiek.cookies", "cookies"),
    ("publiek.kwetsbaarheid", "kwetsbaarheid"),
)
# Texts that are found as a whole.
PAGINAS = (
    (
        "Privacystatement",
        "Welke persoonsgegevens wij gebruiken, en uw rechten (AVG)",
        "publiek.privacy",
    ),
    (
        "Gebruikersvoorwaarden",
        "Waar u zich aan houdt als u Mijn DUO gebruikt",
        "publiek.voorwaarden",
    ),
    (
        "Aanmelding en wijziging beheerder",
        "Formulier waarmee het bestuur een beheerder aanvraagt, wijzigt, vervangt of laat stoppen",
        "aanvragen.begin",
    ),
)
KOP = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>(.*?)(?=<h2|\{% endblock|$)', re.S)
IN_DE_ZIN = re.compile(r"</?(?:a|span|strong)\b[^>]*>")  # no space comes in its place
LABELS = re.compile(r"<[^>]+>|\{\{.*?\}\}")


def hulp() -> list[Stuk]:
    """The help texts by heading, read once per process."""
    stukken: list[Stuk] | None = current_app.extensions.get("hulpteksten")
    if stukken is None:
        stukken = [stuk for paar in HULP for stuk in _stukken(*paar)]
        stukken += [Stuk(titel, tekst, url_for(endpoint)) for titel, tekst, endpoint in PAGINAS]
        current_app.extensions["hulpteksten"] = stukken
    return stukken


def _stukken(endpoint: str, naam: str) -> list[Stuk]:
    loader = current_app.jinja_env.loader
    assert loader is not None
    bron = loader.get_source(current_app.jinja_env, f"publiek/{naam}.html")[0]
    return [
        Stuk(_kaal(kop), _kaal(tekst), url_for(endpoint, _anchor=plek))
        for plek, kop, tekst in KOP.findall(bron)
    ]


def _kaal(html: str) -> str:
    tekst = LABELS.sub(" ", IN_DE_ZIN.sub("", html))
    return " ".join(unescape(tekst).split())


@bp.get("/zoeken", endpoint="zoek")
@needs(Permission.PUBLIEK)
def toon() -> str:
    """The results page; a form of its own on top."""
    term = request.args.get("q", "")[:MAX_LENGTE].replace("\x00", "")
    binnen = mag(Permission.INGELOGD, current_user) and bool(woorden(term))
    open_taken = taken.mijn(db.session, ik().gebruiker, nu()) if binnen else []
    onderwerpen = [
        Stuk(een.naam, een.omschrijving, url_for("taken.onderwerp", slug=een.slug))
        for een in taken.tegels(open_taken)
    ]
    eigen = [
        Stuk(taak.naam, taak.omschrijving, url_for("taken.toon", slug=taak.slug))
        for taak in open_taken
    ]
    return render_template(
        "zoeken/resultaten.html",
        term=term,
        te_kort=not woorden(term),
        onderwerpen=zoek(onderwerpen, term),
        taken=zoek(eigen, term),
        hulp=zoek(hulp(), term),
    )
