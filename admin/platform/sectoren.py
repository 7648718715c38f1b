# SPDX-License-Identifier: EUPL-1.2
"""Sectoren: chosen before login, and what content is aimed at."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_
from wtforms import StringField
from wtforms.validators import InputRequired, StopValidation

from admin.acties import Actie, Melding, MetActies
from admin.formulier import ModelFormulier, Uniek
from admin.platform.velden import omschrijvingveld
from admin.velden import GetalVeld
from admin.woorden import OPMAAK, aantal
from portal.db import db
from portal.domain import sectoren
from portal.models import Sector
from portal.permissions import Permission
from portal.web.formulier import bijgesneden, regels


def _slug(_formulier: ModelFormulier, veld: StringField) -> None:
    if not sectoren.is_slug(veld.data):
        raise StopValidation("Gebruik kleine letters, cijfers en streepjes, zoals hoger-onderwijs")


class Sectorformulier(ModelFormulier):
    """What a sector is called, and where it stands."""

    naam = StringField(
        "Naam", regels("De naam", 100, "Vul de naam van de sector in"), [bijgesneden]
    )
    slug = StringField(
        "Deel van het adres",
        [
            *regels("Dit deel van het adres", 50, "Vul het deel van het adres in"),
            _slug,
            Uniek(Sector.slug, "Dit deel van het adres is al van de sector {}"),
        ],
        [bijgesneden],
        description="Komt in het adres van de inlogpagina, zoals hoger-onderwijs.",
    )
    omschrijving = omschrijvingveld("Staat onder de naam op de startpagina.")
    volgorde = GetalVeld(
        "Plaats in de lijst",
        [InputRequired("Vul een getal in van 0 tot en met 9999")],
        default=0,
        description="Een lager getal komt eerder.",
        render_kw={"breedte": "xs"},
    )


def _uitleg(sector: Sector) -> Sequence[str]:
    return [
        f"De sector {sector} verdwijnt van de startpagina en uit alle keuzelijsten.",
        "Geen organisatie, onderwerp of mededeling gebruikt deze sector. Er gaat niets verloren.",
    ]


def _verwijder(sector: Sector, _formulier: Any) -> Melding:
    if sectoren.verwijder(db.session, sector):
        return Melding(f"De sector {sector} is verwijderd.")
    return Melding("Deze sector is intussen in gebruik.", gelukt=False)


class Sectoren(MetActies):
    """List and pages of sectoren."""

    permission, wijzigt = Permission.SERVICEDESK, Permission.MEDEWERKER
    titel = "Sectoren"
    een = "sector"
    formulier = Sectorformulier
    can_create = True
    column_list = ("naam", "slug", "volgorde")
    column_details_list = ("naam", "slug", "omschrijving", "volgorde", "gebruik")
    column_labels = {
        "naam": "Naam",
        "slug": "Deel van het adres",
        "omschrijving": "Omschrijving",
        "volgorde": "Plaats in de lijst",
        "gebruik": "In gebruik bij",
    }
    column_formatters_detail = {"gebruik": lambda _v, _c, sector, _n: _gebruik(sector)}
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("volgorde", False)
    sorteert = {"volgorde": Sector.volgorde, "naam": Sector.naam}
    zoekt_in = "naam"
    acties = (
        Actie(
            "verwijderen",
            "Verwijderen",
            titel=lambda sector: f"Sector verwijderen: {sector}",
            uitleg=_uitleg,
            doe=_verwijder,
            kan=lambda sector: not any(sectoren.gebruik(db.session, sector)),
            permission=Permission.MEDEWERKER,
            gevaarlijk=True,
            weg=True,
        ),
    )

    def __init__(self, url: str) -> None:
        super().__init__(Sector, "Sectoren", "platform_sectoren", url)

    def zoek(self, term: str) -> ColumnElement[bool]:
        """By a part of the name or the address."""
        return or_(
            Sector.naam.icontains(term, autoescape=True),
            Sector.slug.icontains(term, autoescape=True),
        )

    def gevolgen(self, formulier: ModelFormulier, obj: Sector) -> Sequence[str]:
        """Another address breaks bookmarks."""
        if formulier.slug.data == obj.slug:
            return ()
        return [
            f"De inlogpagina /inloggen/{obj.slug} bestaat dan niet meer. Wie dat adres heeft "
            "bewaard, krijgt de melding dat de pagina niet bestaat.",
            f"De pagina staat voortaan op /inloggen/{formulier.slug.data}.",
        ]


def _gebruik(sector: Sector) -> str:
    bij, onderwerpen, mededelingen = sectoren.gebruik(db.session, sector)
    return ", ".join(
        (
            aantal(bij, "organisatie", "organisaties"),
            aantal(onderwerpen, "onderwerp", "onderwerpen"),
            aantal(mededelingen, "mededeling", "mededelingen"),
        )
    )
