# SPDX-License-Identifier: EUPL-1.2
"""Kenmerksoorten: the kinds of kenmerken, each with its format."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_
from wtforms import StringField
from wtforms.validators import StopValidation

from admin.acties import Actie, Melding, MetActies
from admin.formulier import ModelFormulier
from admin.platform.velden import codeveld, naamveld, omschrijvingveld
from admin.woorden import LEEG, OPMAAK, aantal, link, opsomming
from portal.db import db
from portal.domain import kenmerken, patronen
from portal.models import Kenmerksoort
from portal.permissions import Permission
from portal.web.formulier import bijgesneden, regels

BEZWAREN = {
    patronen.Bezwaar.NIET_HEEL: "Begin het patroon met ^ en eindig het met $",
    patronen.Bezwaar.ONBEKEND_DEEL: (
        r"Gebruik alleen letters, cijfers, streepjes, \d en reeksen zoals [A-Z], elk met een "
        "aantal zoals {2}"
    ),
    patronen.Bezwaar.TE_VRIJ: "Gebruik hoogstens twee keer een aantal dat niet vast is",
    patronen.Bezwaar.TE_LANG: "Een waarde mag niet langer zijn dan 40 tekens",
    patronen.Bezwaar.VOORBEELD_PAST_NIET: "Het voorbeeld past niet in dit patroon",
}


def _patroon(formulier: ModelFormulier, veld: StringField) -> None:
    bezwaar = patronen.keur(veld.data, formulier.voorbeeld.data or "")
    if bezwaar is not None:
        raise StopValidation(BEZWAREN[bezwaar])


class Kenmerksoortformulier(ModelFormulier):
    """What a kind of kenmerk is called and how its values are written."""

    vast = frozenset({"code"})
    code = codeveld("kenmerksoort", Kenmerksoort.code, 40)
    naam = naamveld("kenmerksoort", Kenmerksoort.naam)
    voorbeeld = StringField(
        "Voorbeeld",
        regels("Het voorbeeld", patronen.MAX_WAARDE, "Vul een voorbeeld van een waarde in"),
        [bijgesneden],
        description="Een waarde die klopt, zoals 21AZ. Staat als hulp bij het invullen.",
        render_kw={"breedte": "s"},
    )
    patroon = StringField(
        "Patroon",
        [*regels("Het patroon", patronen.MAX_PATROON, "Vul het patroon in"), _patroon],
        [bijgesneden],
        description=(
            r"Hoe een waarde eruitziet. Twee cijfers en twee hoofdletters is ^\d{2}[A-Z]{2}$"
        ),
    )
    omschrijving = omschrijvingveld()


def _verwijder(soort: Kenmerksoort, _formulier: Any) -> Melding:
    if kenmerken.verwijder_soort(db.session, soort):
        return Melding(f"De kenmerksoort {soort} is verwijderd.")
    return Melding("Deze kenmerksoort is intussen in gebruik.", gelukt=False)


class Kenmerksoorten(MetActies):
    """List and pages of kenmerksoorten."""

    permission, wijzigt = Permission.SERVICEDESK, Permission.MEDEWERKER
    titel = "Kenmerksoorten"
    een = "kenmerksoort"
    formulier = Kenmerksoortformulier
    can_create = True
    column_list = ("naam", "code", "voorbeeld", "patroon")
    column_details_list = (*column_list, "omschrijving", "rollen", "kenmerken")
    column_labels = {
        "naam": "Naam",
        "code": "Code",
        "voorbeeld": "Voorbeeld",
        "patroon": "Patroon",
        "omschrijving": "Omschrijving",
        "rollen": "Nodig voor rollen",
        "kenmerken": "Kenmerken",
    }
    column_formatters_detail = {
        "rollen": lambda _v, _c, soort, _n: _rollen(soort),
        "kenmerken": lambda view, _c, soort, _n: link(
            aantal(kenmerken.aantal_van(db.session, soort), "kenmerk", "kenmerken"),
            view.get_url("platform_kenmerken.index_view", soort=soort.code),
        ),
    }
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("naam", False)
    sorteert = {"naam": Kenmerksoort.naam}
    zoekt_in = "naam of code"
    acties = (
        Actie(
            "verwijderen",
            "Verwijderen",
            titel=lambda soort: f"Kenmerksoort verwijderen: {soort}",
            uitleg=lambda soort: [
                f"De kenmerksoort {soort} is nog nooit gebruikt. Er gaat niets verloren."
            ],
            doe=_verwijder,
            kan=lambda soort: not kenmerken.in_gebruik(db.session, soort),
            permission=Permission.MEDEWERKER,
            gevaarlijk=True,
            weg=True,
        ),
    )

    def __init__(self, url: str) -> None:
        super().__init__(Kenmerksoort, "Kenmerksoorten", "platform_kenmerksoorten", url)

    def zoek(self, term: str) -> ColumnElement[bool]:
        """By a part of the name or the code."""
        return or_(
            Kenmerksoort.naam.icontains(term, autoescape=True),
            Kenmerksoort.code.icontains(term, autoescape=True),
        )

    def gevolgen(self, formulier: ModelFormulier, obj: Kenmerksoort) -> Sequence[str]:
        """Kenmerken that do not fit another pattern stay."""
        patroon = formulier.patroon.data
        if patroon == obj.patroon:
            return ()
        hoeveel = kenmerken.aantal_dat_niet_past(db.session, obj, patroon)
        if not hoeveel:
            return ("Alle kenmerken van deze soort passen ook in het nieuwe patroon.",)
        passen = "past" if hoeveel == 1 else "passen"
        return (
            f"{aantal(hoeveel, 'kenmerk', 'kenmerken')} van deze soort {passen} niet in het "
            "nieuwe patroon. Die blijven bestaan en wie ze heeft, houdt ze. Nieuwe kenmerken "
            "moeten in het nieuwe patroon passen.",
        )


def _rollen(soort: Kenmerksoort) -> str:
    return opsomming(kenmerken.nodig_voor(db.session, soort), hoogstens=50) or LEEG
