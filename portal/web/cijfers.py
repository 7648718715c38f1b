# SPDX-License-Identifier: EUPL-1.2
"""Counts answers for /metrics, by endpoint and status; no personal data."""

from flask import Flask, Response, request
from prometheus_client import Counter

ANTWOORDEN = Counter("mijnduo_antwoorden", "Antwoorden", ("endpoint", "status"))
METADATA = Counter(
    "mijnduo_makelaar_metadata", "Keer dat de metadata van de makelaar is ververst", ("uitkomst",)
)


def registreer(app: Flask) -> None:
    """Count every answer."""

    @app.after_request
    def _tel(antwoord: Response) -> Response:
        ANTWOORDEN.labels(request.endpoint or "onbekend", str(antwoord.status_code)).inc()
        return antwoord
