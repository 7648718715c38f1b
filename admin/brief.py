# SPDX-License-Identifier: EUPL-1.2
"""Letters as a file, from any screen that gives them out (R4)."""

from collections.abc import Sequence

from flask import Response, current_app

from admin.bestand import als_bijlage
from portal.config import Config
from portal.db import db
from portal.domain import brieven
from portal.models import Gebruiker
from portal.web.ik import ik
from portal.web.klok import nu

PDF = "application/pdf"


def als_pdf(gebruikers: Sequence[Gebruiker]) -> Response | None:
    """The letters of ``gebruikers`` in one PDF; None when they may not be given out."""
    config: Config = current_app.extensions["config"]
    resultaat = brieven.haal(
        db.session,
        gebruikers,
        door=ik().gebruiker,
        nu=nu(),
        portaal=config.naam,
        base_url=config.base_url,
    )
    if resultaat.uitkomst is not brieven.Uitkomst.GEMAAKT:
        return None
    naam = "brief.pdf" if len(gebruikers) == 1 else f"brieven-{len(gebruikers)}.pdf"
    return als_bijlage(resultaat.pdf, PDF, naam)
