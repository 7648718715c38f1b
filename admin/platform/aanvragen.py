# SPDX-License-Identifier: EUPL-1.2
"""The work list of requests of the bestuur, and the page of each (R29)."""

from typing import Any

from flask import abort, current_app, request
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from admin.acties import MetActies
from admin.basis import adres
from admin.bestand import als_bijlage
from admin.bewerken import NUMMER
from admin.brief import PDF
from admin.filters import Keuze, Kvk
from admin.platform import aanvraagwoorden as woorden
from admin.platform.aanvraagacties import ACTIES, te_schrijven
from admin.platform.opvolging import zorgen
from admin.woorden import OPMAAK, opties, woord
from portal.config import Config
from portal.db import db
from portal.domain import aanvraagplan, aanvraagstatus, accounts, papieren, vierogen
from portal.domain.formulierlezer import HANDELINGEN
from portal.models import Aanvraag
from portal.models.soorten import Aanvraagkanaal, Aanvraagsoort, Aanvraagstatus
from portal.permissions import Permission
from portal.web.ik import ik
from portal.web.klok import nu

CONCEPT = Aanvraagstatus.CONCEPT
ZANDBAK = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'"


def _behandelaar(waarde: str) -> ColumnElement[bool]:
    if waarde == "ik":
        return Aanvraag.behandelaar_id == ik().gebruiker.id
    return Aanvraag.behandelaar_id.is_(None)


class Aanvragen(MetActies):
    """What waits for staff first; what is over behind the filter."""

    permission = wijzigt = Permission.MEDEWERKER
    titel = "Aanvragen van besturen"
    een = "aanvraag"
    column_list = ("referentie", "organisatienaam", "soort", "status", "ouderdom", "behandelaar")
    column_details_list = ()
    column_labels = {
        "referentie": "Nummer",
        "organisatienaam": "Organisatie",
        "soort": "Soort",
        "status": "Status",
        "ouderdom": "Wacht",
        "behandelaar": "Behandelaar",
    }
    column_formatters = {
        "status": lambda _v, _c, een, _n: woorden.statuslabel(een),
        "ouderdom": lambda _v, _c, een, _n: woorden.ouderdom(een, nu()),
        "behandelaar": lambda view, _c, een, _n: view.naam_van(een.behandelaar_id),
    }
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("ouderdom", False)
    sorteert = {"ouderdom": Aanvraag.ingediend_op}
    column_filters = (
        Keuze(
            "status",
            "Status",
            lambda w: Aanvraag.status == w,
            [(waarde, tekst) for waarde, tekst in opties(Aanvraagstatus) if waarde != CONCEPT],
            leeg="Alle lopende",
        ),
        Keuze("soort", "Soort", lambda w: Aanvraag.soort == w, opties(Aanvraagsoort)),
        Keuze("kanaal", "Kanaal", lambda w: Aanvraag.kanaal == w, opties(Aanvraagkanaal)),
        Keuze(
            "behandelaar",
            "Behandelaar",
            _behandelaar,
            [("ik", "Bij mij"), ("niemand", "Nog bij niemand")],
        ),
        Kvk("kvk", "KvK-nummer", lambda kvk: Aanvraag.kvk == kvk),
    )
    zoekt_in = "nummer of naam van de organisatie"
    laadt = (selectinload(Aanvraag.beheerders),)
    toon_template = "platform/aanvraag.html"
    acties = ACTIES

    def __init__(self, url: str) -> None:
        super().__init__(Aanvraag, "Aanvragen", "platform_aanvragen", url)

    def selectie(self) -> Select[Any]:
        """No concepts: those are of the bestuur alone. Without a status what runs."""
        vraag = select(Aanvraag).where(Aanvraag.status != CONCEPT)
        if request.endpoint == f"{self.endpoint}.index_view" and not request.args.get("status"):
            vraag = vraag.where(Aanvraag.status.in_(aanvraagstatus.LOPEND))
        return vraag

    def zoek(self, term: str) -> ColumnElement[bool]:
        """By a part of the number or of the name."""
        return or_(
            Aanvraag.referentie.icontains(term, autoescape=True),
            Aanvraag.organisatienaam.icontains(term, autoescape=True),
        )

    def naam_van(self, nummer: int | None) -> str:
        """Who works on it."""
        return accounts.namen(db.session, [nummer]).get(nummer, "") if nummer else "–"

    def erbij(self, obj: Aanvraag) -> dict[str, Any]:
        """What the page shows beside the columns."""
        plan = aanvraagplan.maak(db.session, obj, nu())
        return {
            "woorden": woorden,
            "woord": woord,
            "zinnen": HANDELINGEN,
            "plan": plan,
            "zorgen": zorgen(plan.organisatie) if plan.organisatie else [],
            "nu": nu(),
            "te_schrijven": te_schrijven(obj),
            "betrokken": vierogen.is_betrokken(db.session, obj, ik().gebruiker),
            "medewerkers": accounts.namen(
                db.session,
                [
                    n
                    for n in (obj.behandelaar_id, obj.beoordeeld_door_id, obj.bevestigd_door_id)
                    if n
                ],
            ),
            "lopend": obj.status in aanvraagstatus.LOPEND,
        }

    @adres(f"/{NUMMER}/document/<int(max=2147483647):document>/", ("POST",))
    def document(self, nr: int, document: int) -> Response:
        """A signed form, to save and never to show here; each download is audited."""
        aanvraag = self.vind(nr)
        config: Config = current_app.extensions["config"]
        inhoud = papieren.haal(
            db.session, aanvraag, document, map_=papieren.map_van(config.instance)
        )
        if inhoud is None:
            abort(404)
        antwoord = als_bijlage(inhoud, PDF, f"formulier-{aanvraag.referentie}-{document}.pdf")
        antwoord.headers["Content-Security-Policy"] = ZANDBAK
        return antwoord
