# SPDX-License-Identifier: EUPL-1.2
"""Onderwerpen: the tiles of the overview and their order (R19)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from wtforms import StringField, TextAreaField

from admin.acties import Actie, Melding, MetActies
from admin.formulier import ModelFormulier
from admin.platform.adresveld import adresveld
from admin.velden import GetalVeld, RelatiesMultipleField
from admin.woorden import OPMAAK
from portal.db import db
from portal.domain import sectoren, taakbeheer
from portal.models import Onderwerp
from portal.permissions import Permission
from portal.web.formulier import bijgesneden, hoogstens, leesbaar, regels


class OnderwerpFormulier(ModelFormulier):
    """What a tile says, and where it stands."""

    naam = StringField("Naam", regels("De naam", 100, "Vul een naam in"), filters=[bijgesneden])
    slug = adresveld("/onderwerpen", Onderwerp.slug)
    omschrijving = TextAreaField(
        "Omschrijving",
        [leesbaar, hoogstens(300, "De omschrijving")],
        filters=[bijgesneden],
        description="Eén zin: wat iemand hier kan doen.",
        render_kw={"rows": 2},
    )
    volgorde = GetalVeld(
        "Volgorde",
        description="Een lager getal staat eerder op het overzicht. Laat leeg voor achteraan.",
        render_kw={"breedte": "xs"},
    )
    sectoren = RelatiesMultipleField(
        "Sectoren",
        rijen=lambda: sectoren.alle(db.session),
        description="Voor wie dit onderwerp bedoeld is.",
    )


class Onderwerpen(MetActies):
    """List and pages of onderwerpen."""

    permission, wijzigt = Permission.SERVICEDESK, Permission.MEDEWERKER
    can_create = True
    titel = "Onderwerpen"
    een = "onderwerp"
    formulier = OnderwerpFormulier
    toon_template = "platform/onderwerp.html"
    page_size = 50
    column_list = ("naam", "volgorde", "aantal", "sectoren")
    column_labels = {
        "naam": "Naam",
        "volgorde": "Volgorde",
        "aantal": "Taken",
        "sectoren": "Sectoren",
        "slug": "Adres",
        "omschrijving": "Omschrijving",
    }
    column_details_list = ("slug", "omschrijving", "volgorde", "sectoren")
    column_formatters = {"aantal": lambda _v, _c, rij, _n: len(rij.taken)}
    column_formatters_detail = {"slug": lambda _v, _c, rij, _n: f"/onderwerpen/{rij.slug}"}
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("volgorde", False)
    sorteert = {"naam": Onderwerp.naam, "volgorde": Onderwerp.volgorde}
    laadt = (selectinload(Onderwerp.taken), selectinload(Onderwerp.sectoren))

    def __init__(self, url: str) -> None:
        super().__init__(Onderwerp, "Onderwerpen", "platform_onderwerpen", url)

    def maak(self, formulier: Any, obj: Any) -> None:
        """With a place."""
        self.wijzig(formulier, obj)
        db.session.add(obj)

    def wijzig(self, formulier: Any, obj: Any) -> None:
        """Without a number it goes to the end."""
        if formulier.volgorde.data is None:
            formulier.volgorde.data = taakbeheer.achteraan(db.session)
        formulier.vul_rij(obj)

    acties = (
        Actie(
            slug="verwijderen",
            naam="Verwijderen",
            titel=lambda obj: f"Onderwerp verwijderen: {obj}",
            uitleg=lambda obj: ["Het onderwerp verdwijnt. Het heeft geen taken."],
            doe=lambda obj, _f: _verwijder(obj),
            kan=lambda obj: not obj.taken,
            permission=Permission.MEDEWERKER,
            gevaarlijk=True,
            weg=True,
        ),
    )


def alle() -> list[tuple[str, str]]:
    """Every onderwerp to choose from, in the order of the overview."""
    vraag = select(Onderwerp).order_by(Onderwerp.volgorde, Onderwerp.naam)
    return [(str(een.id), een.naam) for een in db.session.scalars(vraag)]


def _verwijder(obj: Onderwerp) -> Melding:
    if taakbeheer.verwijder_onderwerp(db.session, obj):
        return Melding(f"Het onderwerp {obj} is verwijderd.")
    return Melding("Dit onderwerp heeft taken. Verplaats of verwijder die eerst.", gelukt=False)
