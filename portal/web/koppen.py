# SPDX-License-Identifier: EUPL-1.2
"""Security headers on every answer, static files and errors included."""

import functools
from collections.abc import Callable
from urllib.parse import urlsplit
from wsgiref.headers import Headers

from flask import Flask, Response, request
from werkzeug.routing import RequestRedirect

JAAR = 31_536_000
VAST = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}


@functools.cache
def csp(formulierdoel: str = "") -> str:
    """The policy: own files only; forms also to ``formulierdoel`` (the broker's origin)."""
    doelen = f"'self' {formulierdoel}".rstrip()
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; frame-src 'none'; object-src 'none'; "
        f"form-action {doelen}; base-uri 'none'; frame-ancestors 'none'"
    )


def vaste_koppen(https: bool) -> dict[str, str]:
    """All headers that do not depend on the request."""
    koppen = {**VAST, "Content-Security-Policy": csp()}
    if https:
        koppen["Strict-Transport-Security"] = f"max-age={JAAR}; includeSubDomains"
    return koppen


def voor_bestanden(koppen: dict[str, str]) -> Callable[[Headers, str, str], None]:
    """The same headers for static files, as WhiteNoise asks them."""

    def zet(headers: Headers, _pad: str, _url: str) -> None:
        for naam, waarde in koppen.items():
            headers[naam] = waarde

    return zet


def registreer(app: Flask, koppen: dict[str, str], formulierdoel: Callable[[], str]) -> None:
    """Set ``koppen`` on every answer and forbid storing pages; the broker may move to another
    origin, so where forms may go is asked each time."""

    @app.after_request
    def _zet(antwoord: Response) -> Response:
        antwoord.headers.setdefault("Content-Security-Policy", csp(formulierdoel()))
        for naam, waarde in koppen.items():
            antwoord.headers.setdefault(naam, waarde)
        if isinstance(request.routing_exception, RequestRedirect):
            antwoord.location = _zonder_gastheer(request.routing_exception.new_url)
        if request.endpoint != "static":
            antwoord.headers["Cache-Control"] = "no-cache, no-store"
            antwoord.headers["Pragma"] = "no-cache"
        return antwoord


def _zonder_gastheer(adres: str) -> str:
    """The router repeats the Host header, which is anybody's, and knows no TLS at the proxy."""
    delen = urlsplit(adres)
    pad = "/" + delen.path.lstrip("/")
    return f"{pad}?{delen.query}" if delen.query else pad
