# SPDX-License-Identifier: EUPL-1.2
"""What the wizards share about their pages."""

from flask import Response, make_response


def maak(inhoud: str, status: int = 200) -> Response:
    """A whole page. One with errors is no step further: htmx adds nothing to the history."""
    antwoord = make_response(inhoud, status)
    if status != 200:
        antwoord.headers["HX-Push-Url"] = "false"
    return antwoord
