# SPDX-License-Identifier: EUPL-1.2
"""Taken: what they say, where they lead, and which rollen open them (R21, R22)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload
from wtforms import StringField, TextAreaField
from wtforms.validators import StopValidation

from admin.acties import Actie, Melding, MetActies
from admin.filters import Keuze
from admin.formulier import ModelFormulier
from admin.platform.adresveld import adresveld
from admin.platform.onderwerpen import alle
from admin.platform.roltabel import RoltabelVeld, in_woorden
from admin.velden import GetalVeld, RelatieVeld
from admin.woorden import OPMAAK
from portal.db import db
from portal.domain import taakbeheer
from portal.domain.adressen import is_doel
from portal.models import Onderwerp, Rol, Taak
from portal.permissions import Permission
from portal.web.formulier import bijgesneden, hoogstens, leesbaar, regels, verplicht
from portal.web.klok import nu

DOEL_FOUT = "Vul een pad van dit portaal in, zoals /gegevens, of een adres dat begint met https://"

PLAATS = select(Onderwerp.volgorde).where(Onderwerp.id == Taak.onderwerp_id).scalar_subquery()


def _doel(_formulier: ModelFormulier, veld: StringField) -> None:
    if veld.data and not is_doel(veld.data):
        raise StopValidation(DOEL_FOUT)


class TaakFormulier(ModelFormulier):
    """All of a taak."""

    onderwerp = RelatieVeld(
        "Onderwerp",
        [verplicht("Kies het onderwerp waar de taak onder staat")],
        rijen=lambda: db.session.scalars(
            select(Onderwerp).order_by(Onderwerp.volgorde, Onderwerp.naam)
        ).all(),
        leeg="Kies een onderwerp",
    )
    naam = StringField("Naam", regels("De naam", 100, "Vul een naam in"), filters=[bijgesneden])
    slug = adresveld("/taken", Taak.slug)
    omschrijving = TextAreaField(
        "Omschrijving",
        [leesbaar, hoogstens(300, "De omschrijving")],
        filters=[bijgesneden],
        description="Eén zin onder de naam van de taak.",
        render_kw={"rows": 2},
    )
    uitleg = TextAreaField(
        "Uitleg",
        [leesbaar, hoogstens(5000, "De uitleg")],
        filters=[bijgesneden],
        description="Hoe het gaat, stap voor stap. Elke regel wordt een alinea.",
        render_kw={"rows": 8},
    )
    doel = StringField(
        "Gaat verder naar",
        [*regels("Het adres", 200), _doel],
        filters=[bijgesneden],
        description="Een pad van dit portaal of een https-adres. Laat leeg zonder aansluiting.",
        render_kw={"breedte": "l"},
    )
    handleiding = TextAreaField(
        "Handleiding",
        [leesbaar, hoogstens(100_000, "De handleiding")],
        description="Gewone tekst, om te downloaden. Laat leeg als er geen handleiding is.",
        render_kw={"rows": 8},
    )
    volgorde = GetalVeld(
        "Volgorde",
        description="Een lager getal staat eerder binnen het onderwerp. Laat leeg voor achteraan.",
        render_kw={"breedte": "xs"},
    )
    rollen = RoltabelVeld(
        "Rollen die deze taak openen",
        description="Zonder rol ziet niemand de taak. Wat een rol opent, kan per soort organisatie"
        " verschillen.",
    )


class Taken(MetActies):
    """List and pages of taken."""

    permission, wijzigt = Permission.SERVICEDESK, Permission.MEDEWERKER
    can_create = True
    titel = "Taken"
    een = "taak"
    formulier = TaakFormulier
    toon_template = "platform/taak.html"
    page_size = 50
    column_list = ("naam", "onderwerp", "volgorde", "aangesloten", "handleiding")
    column_labels = {
        "naam": "Naam",
        "onderwerp": "Onderwerp",
        "volgorde": "Volgorde",
        "doel": "Gaat verder naar",
        "aangesloten": "Aangesloten",
        "handleiding": "Handleiding",
        "slug": "Adres",
        "omschrijving": "Omschrijving",
    }
    column_details_list = ("onderwerp", "slug", "omschrijving", "doel", "volgorde")
    column_formatters = {
        "aangesloten": lambda _v, _c, rij, _n: "Ja" if rij.doel else "Nee",
        "handleiding": lambda _v, _c, rij, _n: "Ja" if rij.handleiding else "Nee",
    }
    column_formatters_detail = {
        "slug": lambda _v, _c, rij, _n: f"/taken/{rij.slug}",
        "doel": lambda _v, _c, rij, _n: rij.doel or "Niet aangesloten",
    }
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("onderwerp", False)
    sorteert = {"naam": Taak.naam, "onderwerp": PLAATS}
    column_filters = (Keuze("onderwerp", "Onderwerp", lambda w: Taak.onderwerp_id == int(w), alle),)
    laadt = (joinedload(Taak.onderwerp),)
    zoekt_in = "naam"

    def __init__(self, url: str) -> None:
        super().__init__(Taak, "Taken", "platform_taken", url)

    def _volgorde(self, kolom: str | None, aflopend: bool) -> list[Any]:
        """As on the overview, unless another order is asked for."""
        if kolom is None:
            return [PLAATS, Taak.onderwerp_id, Taak.volgorde, Taak.naam, Taak.id]
        return super()._volgorde(kolom, aflopend)

    def zoek(self, term: str) -> ColumnElement[bool]:
        """By a part of the name."""
        return Taak.naam.icontains(term, autoescape=True)

    def maak(self, formulier: Any, obj: Any) -> None:
        """With its place and rollen."""
        self._vul(formulier, obj)
        db.session.add(obj)
        db.session.flush()
        taakbeheer.zet_openers(db.session, obj, formulier.rollen.data)

    def wijzig(self, formulier: Any, obj: Any) -> None:
        """Also which rollen open it."""
        self._vul(formulier, obj)
        taakbeheer.zet_openers(db.session, obj, formulier.rollen.data)

    def _vul(self, formulier: Any, obj: Any) -> None:
        if formulier.volgorde.data is None:
            formulier.volgorde.data = taakbeheer.achteraan(db.session, formulier.onderwerp.data)
        formulier.vul_rij(obj)

    def gevolgen(self, formulier: Any, obj: Any) -> Sequence[str]:
        """Who can open the taak no longer, and who can from now on."""
        voor, na = taakbeheer.openers(obj), formulier.rollen.data
        if voor == na:
            return ()
        namen = {rol.id: rol.naam for rol in db.session.scalars(select(Rol))}
        geraakt = taakbeheer.geraakt(db.session, voor, na, nu())
        return [
            *(f"Weg: {een}." for een in in_woorden(voor - na, namen)),
            *(f"Erbij: {een}." for een in in_woorden(na - voor, namen)),
            *_wie(geraakt),
        ]

    def erbij(self, obj: Taak) -> Mapping[str, Any]:
        """Which rollen open it, and for how many."""
        namen = {een.rol_id: een.rol.naam for een in obj.rollen}
        return {
            "openers": in_woorden(taakbeheer.openers(obj), namen),
            "aantal": taakbeheer.kunnen_openen(db.session, obj, nu()),
        }

    acties = (
        Actie(
            slug="verwijderen",
            naam="Verwijderen",
            titel=lambda obj: f"Taak verwijderen: {obj}",
            uitleg=lambda obj: [
                "De taak verdwijnt, met de handleiding en de koppeling aan rollen.",
                "Dit kan alleen als nog niemand de taak heeft gestart.",
            ],
            doe=lambda obj, _f: _verwijder(obj),
            kan=lambda obj: not taakbeheer.is_gebruikt(db.session, obj),
            permission=Permission.MEDEWERKER,
            gevaarlijk=True,
            weg=True,
        ),
    )


def _wie(geraakt: taakbeheer.Geraakt) -> list[str]:
    verliest, krijgt = geraakt.verliest, geraakt.krijgt
    uit = []
    if verliest:
        wie = "1 gebruiker verliest" if verliest == 1 else f"{verliest} gebruikers verliezen"
        uit.append(f"{wie} de toegang tot deze taak.")
    if krijgt:
        wie = "1 gebruiker krijgt" if krijgt == 1 else f"{krijgt} gebruikers krijgen"
        uit.append(f"{wie} toegang tot deze taak.")
    return uit or ["Voor geen enkele gebruiker verandert nu de toegang tot deze taak."]


def _verwijder(obj: Taak) -> Melding:
    if taakbeheer.verwijder_taak(db.session, obj):
        return Melding(f"De taak {obj} is verwijderd.")
    return Melding(
        "Deze taak is al gebruikt. Haal alle rollen weg: dan ziet niemand de taak meer.",
        gelukt=False,
    )
