# SPDX-License-Identifier: EUPL-1.2
"""Error pages: the right status, a reference number, what to do next; nothing internal (R32)."""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from flask import Flask, g, render_template, request
from flask.globals import request_ctx
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal import audit
from portal.bereik import BuitenBereik
from portal.db import db, ga_schrijven, maak_ongedaan
from portal.web.ik import vergeet_ik

Handler = Callable[[Any], Any]
Pagina = tuple[str, int, dict[str, str]]
STRAKS = {"Retry-After": "60"}  # seconds
log = logging.getLogger("portal")
TEKENS = "ACDEFGHJKMNPQRTWXY34679"
BEWAARD = frozenset({400, 401, 403, 409, 413, 429})  # refusals that the trail keeps (R31)
OVERNIEUW = frozenset({400, 409, 413, 429})  # the same form again is the next step
TEKSTEN = {
    400: ("Dit verzoek begrijpen wij niet", "Ga terug en probeer het opnieuw."),
    403: ("Geen toegang", "U mag deze pagina niet bekijken."),
    404: ("Deze pagina bestaat niet", "Controleer het adres, of ga naar het begin."),
    405: ("Dit kan hier niet", "Ga terug en gebruik de knoppen op de pagina."),
    409: (
        "Iemand anders was u voor",
        "De gegevens zijn intussen gewijzigd. Ga terug, ververs de pagina en probeer het opnieuw.",
    ),
    413: (
        "Dit is te groot",
        "U kunt hoogstens {} MB tegelijk sturen. Kies een kleiner bestand, of verdeel het.",
    ),
    429: ("Te veel verzoeken", "Wacht een minuut en probeer het dan opnieuw."),
    500: ("Er ging iets mis", "Dit ligt aan ons. Probeer het over een paar minuten opnieuw."),
    502: ("eHerkenning antwoordt niet", "Probeer het over een paar minuten opnieuw."),
    503: ("Mijn DUO is even niet bereikbaar", "Probeer het over een paar minuten opnieuw."),
}
ONBEKEND = ("Dit is niet gelukt", "Ga terug en probeer het opnieuw.")
CSRF_TEKST = (
    "Deze pagina was te oud om te versturen. Ga terug, ververs de pagina en verstuur opnieuw."
)


def referentie() -> str:
    """The number of this request, for the page, the log and the audit record alike."""
    if "referentie" not in g:
        g.referentie = "".join(secrets.choice(TEKENS) for _ in range(8))
    nummer: str = g.referentie
    return nummer


def pagina(status: int, tekst: str = "") -> tuple[str, int]:
    """The error page for ``status``; ``tekst`` replaces the usual next step."""
    titel, standaard = TEKSTEN.get(status, ONBEKEND)
    inhoud = render_template(
        "fout.html",
        titel=titel,
        tekst=tekst or standaard.format((request.max_content_length or 0) // 1_000_000),
        referentie=referentie(),
        status=status,
        terug=_formulier() if status in OVERNIEUW else "",
    )
    return inhoud, status


def _formulier() -> str:
    """The address of the form that was sent; empty when there is no page of that address."""
    wegwijzer = request_ctx.url_adapter
    heeft_pagina = wegwijzer is not None and wegwijzer.test(method="GET")
    return request.full_path.rstrip("?") if request.method == "POST" and heeft_pagina else ""


def _na_uitzondering(status: int, uitkomst: str) -> None:
    """Undo the work; keep the refusal in the trail, in a transaction of its own."""
    actor = db.session.info.get("actor")
    maak_ongedaan()
    if status in BEWAARD:
        ga_schrijven()
        if actor is not None:
            audit.zet_actor(db.session, actor)
        audit.leg_vast(db.session, "verzoek.geweigerd", uitkomst, endpoint=request.endpoint or "")


def _met_vangnet(handler: Handler) -> Handler:
    """The database may go away while a fault is told: then that is the one to tell."""

    @wraps(handler)
    def doe(fout: Any) -> Any:
        try:
            return handler(fout)
        except SQLAlchemyError as erger:
            return _onverwacht(erger)

    return doe


def _http(fout: HTTPException) -> Pagina:
    oorzaak = getattr(fout, "original_exception", None)
    if oorzaak is not None:  # something went wrong after the view
        return _onverwacht(oorzaak)
    status = fout.code or 500
    _na_uitzondering(status, str(status))
    eigen = fout.description if type(fout).description != fout.description else ""
    koppen = {naam: waarde for naam, waarde in fout.get_headers() if naam != "Content-Type"}
    tekst = CSRF_TEKST if isinstance(fout, CSRFError) else eigen or ""
    return *pagina(status, tekst), koppen  # which methods may be used, when to come back


def _limiet(_fout: RateLimitExceeded) -> Pagina:
    _na_uitzondering(429, "429")
    return *pagina(429), STRAKS


def _conflict(_fout: StaleDataError) -> tuple[str, int]:
    _na_uitzondering(409, "409")
    return pagina(409)


def _buiten_bereik(_fout: BuitenBereik) -> tuple[str, int]:
    """The guard in the session refused a write of a beheerder (R27)."""
    _na_uitzondering(403, "buiten_bereik")
    return pagina(403)


def _onverwacht(fout: Exception) -> Pagina:
    """Last resort. The log gets the kind and place of the fault, never its values (R33)."""
    if isinstance(fout, SQLAlchemyError):
        vergeet_ik()
    with suppress(SQLAlchemyError):
        maak_ongedaan()
    status = 503 if isinstance(fout, OperationalError) else 500
    soort = type(fout.orig).__name__ if isinstance(fout, DBAPIError) else type(fout).__name__
    log.error("fout %s %s bij %s", referentie(), soort, request.endpoint, exc_info=_plek(fout))
    return *pagina(status), STRAKS if status == 503 else {}


def _plek(fout: Exception) -> Exception | None:
    """The exception for its traceback; a database error tells its parameters, so that one not."""
    return None if isinstance(fout, DBAPIError) else fout


def registreer(app: Flask) -> None:
    """Hang the handlers in the app."""
    app.register_error_handler(HTTPException, _met_vangnet(_http))
    app.register_error_handler(RateLimitExceeded, _met_vangnet(_limiet))
    app.register_error_handler(StaleDataError, _met_vangnet(_conflict))
    app.register_error_handler(BuitenBereik, _met_vangnet(_buiten_bereik))
    app.register_error_handler(Exception, _onverwacht)
