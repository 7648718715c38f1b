# SPDX-License-Identifier: EUPL-1.2
"""Letters as a file, from any screen that gives them out (R4)."""

from collections.abc import Sequence

from flask import Response, current_app

from admin.bestand import als_bijlage
from portal.config import Config
from portal.db import db
from portal.domain import brieven
from portal.domain.brieven import Resultaat
from portal.models import Gebruiker
from portal.web.ik import ik
from portal.web.klok import nu

PDF = "application/pdf"


def haal(gebruikers: Sequence[Gebruiker]) -> Resultaat:
    """The letters of ``gebruikers`` for who is at work, or why there are none."""
    config: Config = current_app.extensions["config"]
    return brieven.haal(
        db.session,
        gebruikers,
        door=ik().gebruiker,
        nu=nu(),
        portaal=config.naam,
        base_url=config.base_url,
    )


def als_pdf(resultaat: Resultaat, naam: str) -> Response:
    """The file of letters that were made."""
    return als_bijlage(resultaat.pdf, PDF, naam)
