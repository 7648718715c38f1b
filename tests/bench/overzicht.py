# SPDX-License-Identifier: EUPL-1.2
"""The overview against pages of as many constant bytes: behind the same login, and bare."""

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask, Response
from flask.testing import FlaskClient
from lxml import html

from portal.permissions import Permission
from portal.web.access import needs
from tests.bench.meten import Rij, om_en_om
from tests.bench.portaal import Proef

MIN_TAKEN = 4
TAKEN = "//section[@aria-labelledby='snel-naar']//li"


def meet(proef: Proef) -> list[Rij]:
    """CPU of the overview as ratios, and how many queries it asks."""
    kaal = proef.klant.kaal
    inhoud = _haal(kaal, "/overzicht")
    assert len(html.fromstring(inhoud).xpath(TAKEN)) >= MIN_TAKEN
    _zet_vast(proef.app, inhoud)
    bloot = _blote_app(inhoud)
    assert inhoud == _haal(kaal, "/vast") == _haal(bloot, "/vast")
    queries = _queries(lambda: _haal(kaal, "/overzicht"))
    vast = om_en_om(lambda: _haal(kaal, "/overzicht"), lambda: _haal(kaal, "/vast"))
    flask = om_en_om(lambda: _haal(kaal, "/overzicht"), lambda: _haal(bloot, "/vast"))
    return [
        Rij("/overzicht: CPU maal een vaste pagina, zelfde login", vast.maal, "x", 2.0),
        Rij("/overzicht: query's", len(queries), "", 3),
        Rij("/overzicht: CPU maal dezelfde bytes uit kale Flask", flask.maal, "x"),
        Rij("/overzicht", vast.a_ms, "ms"),
        Rij("vaste pagina, zelfde login", vast.b_ms, "ms"),
        Rij("dezelfde bytes uit kale Flask", flask.b_ms, "ms"),
    ]


def _haal(klant: FlaskClient, pad: str) -> bytes:
    """The body of a page that must be there."""
    antwoord = klant.get(pad)
    assert antwoord.status_code == 200, (pad, antwoord.status_code)
    inhoud: bytes = antwoord.data
    return inhoud


def _zet_vast(app: Flask, inhoud: bytes) -> None:
    """Give the portal one more page, of constant bytes, behind the same permission."""
    app.view_functions["vast"] = needs(Permission.INGELOGD)(
        lambda: Response(inhoud, mimetype="text/html")
    )
    app.url_map.add(app.url_rule_class("/vast", endpoint="vast", methods={"GET"}))


def _blote_app(inhoud: bytes) -> FlaskClient:
    """A client of an app that has nothing but that page."""
    app = Flask(__name__)
    app.add_url_rule("/vast", "vast", lambda: Response(inhoud, mimetype="text/html"))
    return app.test_client()


def _queries(doe: Callable[[], object]) -> list[str]:
    """The statements that ``doe`` sends, BEGIN aside."""
    gezien: list[str] = []

    def noteer(_v: object, _c: object, opdracht: str, *_rest: object) -> None:
        if not opdracht.startswith("BEGIN"):
            gezien.append(opdracht)

    sa.event.listen(sa.Engine, "before_cursor_execute", noteer)
    try:
        doe()
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", noteer)
    return gezien
