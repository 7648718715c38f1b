# SPDX-License-Identifier: EUPL-1.2
"""After a new version of privacy statement or voorwaarden: agree before anything else (R14)."""

from collections.abc import Sequence

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BasisResponse
from wtforms import BooleanField, HiddenField

from portal.db import db
from portal.domain import documenten
from portal.domain.adressen import is_pad
from portal.models import Document
from portal.permissions import Permission
from portal.web.access import needs
from portal.web.formulier import Formulier, verplicht
from portal.web.ik import ik
from portal.web.klok import nu
from wizard.flows.koppelen import NIEUWE_TEKST

bp = Blueprint("akkoord", __name__, url_prefix="/akkoord")


class AkkoordFormulier(Formulier):
    """A tick per text; ``versies`` are the documents that the page showed."""

    versies = HiddenField()
    privacy = BooleanField(
        "Ik heb het privacystatement gelezen en ga ermee akkoord",
        [verplicht("Bevestig dat u akkoord gaat met het privacystatement")],
    )
    voorwaarden = BooleanField(
        "Ik heb de gebruikersvoorwaarden gelezen en ga hiermee akkoord",
        [verplicht("Bevestig dat u akkoord gaat met de gebruikersvoorwaarden")],
    )

    def beperk(self, teksten: Sequence[Document]) -> None:
        """Ask for these texts only."""
        for soort in {"privacy", "voorwaarden"} - {tekst.soort.value for tekst in teksten}:
            del self[soort]

    def toon(self, teksten: Sequence[Document]) -> None:
        """Remember which texts the page shows."""
        self.versies.data = "-".join(str(tekst.id) for tekst in teksten)

    def getoond(self) -> list[int]:
        """The ids that came back; what is none counts as not shown."""
        delen = (self.versies.data or "").split("-")
        return [int(deel) for deel in delen if deel.isdecimal() and len(deel) < 10]


@bp.get("")
@needs(Permission.AKKOORD)
def toon() -> Response:
    """The texts to agree to."""
    return _pagina(*_gevraagd())


@bp.post("")
@needs(Permission.AKKOORD)
def geef() -> BasisResponse:
    """Keep the agreement, with the hash of each text, and go on to where one was going."""
    teksten, formulier = _gevraagd()
    if not formulier.validate():
        return _pagina(teksten, formulier, 422)
    if not documenten.geef_akkoord(db.session, ik().gebruiker, formulier.getoond(), nu()):
        for tekst in teksten:
            veld = formulier[tekst.soort.value]
            veld.data, veld.errors = False, [NIEUWE_TEKST]
        return _pagina(teksten, formulier, 422)
    return redirect(_verder() or url_for("overzicht.toon"), 303)


def _gevraagd() -> tuple[Sequence[Document], AkkoordFormulier]:
    teksten = documenten.ontbrekend(db.session, ik().gebruiker, nu())
    formulier = AkkoordFormulier()
    formulier.beperk(teksten)
    return teksten, formulier


def _verder() -> str:
    """The page that was asked for before; only within the portal."""
    verder = request.args.get("verder", "")
    return verder if is_pad(verder) else ""


def _pagina(
    teksten: Sequence[Document], formulier: AkkoordFormulier, status: int = 200
) -> Response:
    formulier.toon(teksten)
    pagina = render_template(
        "akkoord/toon.html", teksten=teksten, formulier=formulier, verder=_verder()
    )
    return make_response(pagina, status)
