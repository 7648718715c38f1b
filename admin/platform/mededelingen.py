# SPDX-License-Identifier: EUPL-1.2
"""Mededelingen: for whom, from when until when, seen and read by how many (R19)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from wtforms import StringField, TextAreaField
from wtforms.validators import StopValidation

from admin.acties import Actie, Melding, MetActies
from admin.basis import Antwoord
from admin.filters import Keuze
from admin.formulier import ModelFormulier
from admin.velden import MomentVeld, RegelsVeld, RelatiesMultipleField
from admin.woorden import LEEG, OPMAAK, aantal, getal, opties
from portal.db import db
from portal.domain import doelgroepen, mededelingen, sectoren
from portal.domain.doelgroepen import Telling
from portal.domain.mededelingen import Stand
from portal.models import Kenmerk, Kenmerksoort, Mededeling, Organisatie, Rol
from portal.permissions import Permission
from portal.tijd import datum_tijd
from portal.web.formulier import bijgesneden, regels
from portal.web.klok import nu

KORT = {
    "sectoren": ("1 sector", "sectoren"),
    "organisaties": ("1 organisatie", "organisaties"),
    "rollen": ("1 rol", "rollen"),
    "kenmerken": ("1 kenmerk", "kenmerken"),
}
ONBEKEND = "een onbekend aantal gebruikers"  # too many to count, and none among the first ones
TOEN = "Kies een moment na het begin"
VOORBIJ = "Kies een moment dat nog komt. Stoppen kan met de knop Beëindigen"


def _organisaties(gevraagd: Sequence[str]) -> dict[str, Organisatie]:
    vraag = select(Organisatie).where(Organisatie.kvk.in_(gevraagd))
    return {een.kvk: een for een in db.session.scalars(vraag)}


def _kenmerken(gevraagd: Sequence[str]) -> dict[str, Kenmerk]:
    """By soort (its code or name) and value, whatever the capitals."""
    delen = {regel: regel.rpartition(" ") for regel in gevraagd}
    waarden = {waarde.upper() for _, _, waarde in delen.values()}
    vraag = select(Kenmerk, Kenmerksoort).join(Kenmerk.soort).where(Kenmerk.waarde.in_(waarden))
    bekend = {
        (naam.casefold(), kenmerk.waarde): kenmerk
        for kenmerk, soort in db.session.execute(vraag)
        for naam in (soort.code, soort.naam)
    }
    gevonden = {
        regel: bekend.get((soort.strip().casefold(), waarde.upper()))
        for regel, (soort, _, waarde) in delen.items()
    }
    return {regel: kenmerk for regel, kenmerk in gevonden.items() if kenmerk is not None}


def _na_begin(formulier: ModelFormulier, veld: MomentVeld) -> None:
    if veld.data is None:
        return
    if veld.data <= nu():
        raise StopValidation(VOORBIJ)
    if formulier.van.data is not None and veld.data <= formulier.van.data:
        raise StopValidation(TOEN)


class MededelingFormulier(ModelFormulier):
    """What it says, when, and to whom."""

    titel = StringField(
        "Titel",
        regels("De titel", 150, "Vul een titel in"),
        filters=[bijgesneden],
        render_kw={"breedte": "l"},
    )
    tekst = TextAreaField(
        "Tekst",
        regels("De tekst", 3000, "Vul de tekst in"),
        filters=[bijgesneden],
        description="Gewone tekst. Elke regel wordt een alinea.",
    )
    van = MomentVeld(
        "Te zien vanaf", description="Nederlandse tijd. Laat leeg om meteen te beginnen."
    )
    tot = MomentVeld(
        "Te zien tot", [_na_begin], description="Nederlandse tijd. Laat leeg als er geen einde is."
    )
    sectoren = RelatiesMultipleField(
        "Alleen voor deze sectoren", rijen=lambda: sectoren.alle(db.session)
    )
    rollen = RelatiesMultipleField(
        "Alleen voor wie een van deze rollen heeft",
        rijen=lambda: db.session.scalars(select(Rol).order_by(Rol.naam)).all(),
    )
    organisaties = RegelsVeld(
        "Alleen voor deze organisaties",
        zoek=_organisaties,
        regel=lambda een: een.kvk,
        description="Eén KvK-nummer per regel. Noemt u een bestuur, dan zien ook zijn instellingen"
        " de mededeling.",
        render_kw={"rows": 4},
    )
    kenmerken = RegelsVeld(
        "Alleen voor wie een van deze kenmerken heeft",
        zoek=_kenmerken,
        regel=lambda een: f"{een.soort.code} {een.waarde}",
        description="Soort en waarde, één per regel, zoals: instellingscode 21AZ.",
        render_kw={"rows": 4},
    )


class Mededelingen(MetActies):
    """List and pages of mededelingen."""

    permission, wijzigt = Permission.SERVICEDESK, Permission.MEDEWERKER
    can_create = True
    titel = "Mededelingen"
    een = "mededeling"
    formulier = MededelingFormulier
    toon_template = "platform/mededeling.html"
    knop = "Voorbeeld bekijken"
    column_list = ("titel", "stand", "van", "tot", "doelgroep")
    column_labels = {
        "titel": "Titel",
        "stand": "Stand",
        "van": "Te zien vanaf",
        "tot": "Te zien tot",
        "doelgroep": "Voor wie",
    }
    column_details_list = ("van", "tot")
    column_formatters = {
        "stand": lambda _v, _c, rij, _n: mededelingen.stand(rij, nu()),
        "van": lambda _v, _c, rij, _n: datum_tijd(rij.van),
        "tot": lambda _v, _c, rij, _n: datum_tijd(rij.tot) if rij.tot else LEEG,
        "doelgroep": lambda _v, _c, rij, _n: rij.doelgroep,
    }
    column_formatters_detail = column_formatters
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("van", True)
    sorteert = {"titel": Mededeling.titel, "van": Mededeling.van}
    column_filters = (
        Keuze("stand", "Stand", lambda w: mededelingen.met_stand(Stand(w), nu()), opties(Stand)),
    )
    zoekt_in = "titel"

    def __init__(self, url: str) -> None:
        super().__init__(Mededeling, "Mededelingen", "platform_mededelingen", url)

    def zoek(self, term: str) -> ColumnElement[bool]:
        """By a part of the title."""
        return Mededeling.titel.icontains(term, autoescape=True)

    def _rijen(self, nummers: Sequence[int]) -> list[Any]:
        """With their target in a few words; one query for all."""
        rijen = super()._rijen(nummers)
        kort = doelgroepen.in_het_kort(db.session, nummers)
        for rij in rijen:
            rij.doelgroep = _in_het_kort(kort[rij.id])
        return rijen

    def maak(self, formulier: Any, obj: Any) -> None:
        """It is there from now on, unless a moment was given."""
        self.wijzig(formulier, obj)
        db.session.add(obj)

    def wijzig(self, formulier: Any, obj: Any) -> None:
        """Without a beginning it is there at once."""
        formulier.van.data = formulier.van.data or nu()
        formulier.vul_rij(obj)

    def controle(self, formulier: Any, obj: Any) -> Antwoord:
        """How it looks and who sees it, before it is published."""
        bron = {naam: formulier[naam].data for naam in KORT}
        doel = doelgroepen.Doelgroep(
            *(frozenset(een.id for een in rijen) for rijen in bron.values())
        )
        return self.bevestig(
            "platform/mededeling_voorbeeld.html",
            formulier,
            obj,
            voor=_voor(bron),
            bereik=_mensen(doelgroepen.tel(db.session, doel, nu())),
            moment=formulier.van.data or nu(),
        )

    def erbij(self, obj: Mededeling) -> Mapping[str, Any]:
        """For whom, how many of them, and how many have read it."""
        return {
            "voor": _voor({naam: getattr(obj, naam) for naam in KORT}),
            "bereik": _mensen(doelgroepen.tel(db.session, doelgroepen.van(obj), nu())),
            "gelezen": getal(doelgroepen.tel_gelezen(db.session, obj, nu())),
            "stand": mededelingen.stand(obj, nu()),
        }

    acties = (
        Actie(
            slug="beeindigen",
            naam="Beëindigen",
            titel=lambda obj: f"Mededeling beëindigen: {obj}",
            uitleg=lambda obj: [
                "De mededeling verdwijnt nu bij iedereen.",
                "Wie de mededeling heeft gelezen, blijft bewaard.",
            ],
            doe=lambda obj, _f: _beeindig(obj),
            kan=lambda obj: mededelingen.stand(obj, nu()) is Stand.TE_ZIEN,
            permission=Permission.MEDEWERKER,
        ),
        Actie(
            slug="verwijderen",
            naam="Verwijderen",
            titel=lambda obj: f"Mededeling verwijderen: {obj}",
            uitleg=lambda obj: ["De mededeling is nog niet te zien en verdwijnt helemaal."],
            doe=lambda obj, _f: _verwijder(obj),
            kan=lambda obj: mededelingen.stand(obj, nu()) is Stand.GEPLAND,
            permission=Permission.MEDEWERKER,
            gevaarlijk=True,
            weg=True,
        ),
    )


def _mensen(telling: Telling) -> str:
    """As "1 gebruiker", or what is known of a number that was not counted to its end."""
    mensen = aantal(telling.aantal, "gebruiker", "gebruikers")
    if not telling.ten_minste:
        return mensen
    return f"zeker {mensen}, misschien veel meer" if telling.aantal else ONBEKEND


def _in_het_kort(aantallen: Mapping[str, int]) -> str:
    delen = [
        een if aantallen[naam] == 1 else f"{aantallen[naam]} {meer}"
        for naam, (een, meer) in KORT.items()
        if aantallen[naam]
    ]
    return ", ".join(delen) or "Iedereen"


def _voor(bron: Mapping[str, Sequence[Any]]) -> list[tuple[str, list[str]]]:
    """Each kind of target that is filled, with its names."""
    return [(naam, sorted(str(een) for een in rijen)) for naam, rijen in bron.items() if rijen]


def _beeindig(obj: Mededeling) -> Melding:
    if mededelingen.beeindig(obj, nu()):
        return Melding("De mededeling is beëindigd.")
    return Melding("Deze mededeling is nu niet te zien.", gelukt=False)


def _verwijder(obj: Mededeling) -> Melding:
    if mededelingen.trek_in(db.session, obj, nu()):
        return Melding("De mededeling is verwijderd.")
    return Melding("Deze mededeling is al te zien geweest. Kies daarom Beëindigen.", gelukt=False)
