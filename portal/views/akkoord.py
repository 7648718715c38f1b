# SPDX-License-Identifier: EUPL-1.2
"""A new version of privacy statement or voorwaarden: agree, then go on (R14)."""

from collections.abc import Sequence

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BasisResponse
from wtforms import BooleanField, HiddenField

from portal.db import db
from portal.domain import documenten, sessies
from portal.models import Document
from portal.models.soorten import Documentsoort
from portal.permissions import Permission
from portal.web.access import needs
from portal.web.formulier import NIEUWE_TEKST, Formulier, verplicht
from portal.web.ik import ik
from portal.web.klok import nu
from portal.web.transactie import schrijft

bp = Blueprint("akkoord", __name__, url_prefix="/akkoord")


class AkkoordFormulier(Formulier):
    """A tick per document that is new; ``versies`` tells which ones the page showed."""

    versies = HiddenField()
    privacy = BooleanField(
        "Ik heb het privacystatement gelezen en ga ermee akkoord",
        [verplicht("Bevestig dat u akkoord gaat met het privacystatement")],
    )
    voorwaarden = BooleanField(
        "Ik heb de gebruikersvoorwaarden gelezen en ga ermee akkoord",
        [verplicht("Bevestig dat u akkoord gaat met de gebruikersvoorwaarden")],
    )


@bp.get("")
@schrijft
@needs(Permission.AKKOORD)
def vraag() -> BasisResponse:
    """What is new, with a tick each; nothing when it was agreed to in another window."""
    nieuw = documenten.ontbrekend(db.session, ik().gebruiker, nu())
    if not nieuw:
        return _verder()
    return _pagina(_formulier(nieuw), nieuw, 200)


@bp.post("")
@needs(Permission.AKKOORD)
def akkoord() -> BasisResponse:
    """Record the agreement to exactly the versions shown."""
    nieuw = documenten.ontbrekend(db.session, ik().gebruiker, nu())
    formulier = _formulier(nieuw)
    getoond, goed = formulier.versies.data, formulier.validate()
    formulier.versies.data = _versies(nieuw)
    if getoond != formulier.versies.data:
        for document in nieuw:
            vinkje = formulier[document.soort.value]
            vinkje.data, vinkje.errors = False, [NIEUWE_TEKST]
        return _pagina(formulier, nieuw, 422)
    if not goed:
        return _pagina(formulier, nieuw, 422)
    soorten = [document.soort for document in nieuw]
    documenten.leg_akkoord_vast(db.session, ik().gebruiker, soorten, nu())
    return _verder()


def _verder() -> BasisResponse:
    sessies.is_akkoord(ik().sessie)
    return redirect(url_for("overzicht.toon"), 303)


def _versies(nieuw: Sequence[Document]) -> str:
    return "-".join(str(document.id) for document in nieuw)


def _formulier(nieuw: Sequence[Document]) -> AkkoordFormulier:
    """The form with a tick for each of ``nieuw`` only."""
    formulier = AkkoordFormulier(data={"versies": _versies(nieuw)})
    for soort in set(Documentsoort) - {document.soort for document in nieuw}:
        del formulier[soort.value]
    return formulier


def _pagina(formulier: AkkoordFormulier, nieuw: Sequence[Document], status: int) -> Response:
    pagina = render_template("akkoord/vraag.html", formulier=formulier, nieuw=nieuw)
    return make_response(pagina, status)
