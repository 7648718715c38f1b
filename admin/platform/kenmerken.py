# SPDX-License-Identifier: EUPL-1.2
"""Kenmerken: the values themselves, who holds them, and ending them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_
from wtforms import StringField
from wtforms.validators import InputRequired, StopValidation

from admin.acties import Melding, MetActies
from admin.filters import Keuze, Lopend
from admin.formulier import ModelFormulier
from admin.platform.einde import beeindigen, heropenen
from admin.platform.zinnen import NIEMAND, autorisaties, mail, verliezen, wie
from admin.velden import RelatieVeld
from admin.woorden import OPMAAK, aantal, lopend, lopend_sinds
from portal.db import db
from portal.domain import kenmerken
from portal.models import Kenmerk, Kenmerksoort
from portal.permissions import Permission
from portal.web.formulier import bijgesneden, hoogstens, leesbaar, regels
from portal.web.klok import nu

GETOOND = 25  # organisaties that hold it, on its page


def _soorten() -> Sequence[Kenmerksoort]:
    return kenmerken.soorten(db.session)


def _waarde(formulier: ModelFormulier, veld: StringField) -> None:
    """In the form of its soort, and not there yet."""
    soort = formulier.rij.soort if formulier.rij else formulier.soort.data
    if soort is None:
        return
    if formulier.rij and veld.data == formulier.rij.waarde:
        return
    vorm = kenmerken.in_vorm(soort, veld.data)
    if vorm is None:
        raise StopValidation(f"Een {soort} schrijft u zo: {soort.voorbeeld}")
    veld.data = vorm
    ander = kenmerken.bestaat(db.session, soort, vorm)
    if ander is not None and ander is not formulier.rij:
        einde = " Het is beëindigd: neem het weer in gebruik." if ander.beeindigd_op else ""
        raise StopValidation(f"Dit kenmerk bestaat al.{einde}")


class Kenmerkformulier(ModelFormulier):
    """A value of a kenmerksoort, and what it stands for."""

    vast = frozenset({"soort"})
    soort = RelatieVeld(
        "Kenmerksoort",
        [InputRequired("Kies een kenmerksoort")],
        rijen=_soorten,
        leeg="Kies een kenmerksoort",
    )
    waarde = StringField(
        "Waarde",
        [*regels("De waarde", 40, "Vul de waarde in"), _waarde],
        [bijgesneden],
        description="Zoals 21AZ. Het patroon van de kenmerksoort bepaalt hoe u dit schrijft.",
        render_kw={"breedte": "s"},
    )
    naam = StringField(
        "Naam",
        [leesbaar, hoogstens(200, "De naam")],
        [bijgesneden],
        description="Waar het kenmerk bij hoort, zoals de naam van de school.",
    )


def _uitleg(kenmerk: Kenmerk) -> Sequence[str]:
    einde, alles = kenmerken.raakt(db.session, kenmerk, nu())
    blijft = alles.autorisaties - einde.autorisaties
    houders = kenmerken.aantal_houders(db.session, kenmerk)
    zinnen = [
        f"Niemand kan het kenmerk {kenmerk} nog aan een gebruiker geven. Nu kan dat bij "
        f"{aantal(houders, 'organisatie', 'organisaties')}.",
        *verliezen(einde, "omdat een verplicht kenmerk wegvalt"),
    ]
    if blijft:
        gaat = "gaat" if blijft == 1 else "gaan"
        zinnen.append(f"{autorisaties(blijft)} {gaat} door met de andere kenmerken.")
    if alles.gebruikers:
        zinnen.append(mail(alles, later=True))
    return zinnen if alles.gebruikers else [*zinnen, NIEMAND]


def _beeindig(kenmerk: Kenmerk) -> Melding:
    if kenmerken.beeindig(db.session, kenmerk, nu()):
        return Melding(f"Het kenmerk {kenmerk} is beëindigd.")
    return Melding("Dit kenmerk was al beëindigd.", gelukt=False)


class Kenmerken(MetActies):
    """List and pages of kenmerken."""

    permission, wijzigt = Permission.SERVICEDESK, Permission.MEDEWERKER
    titel = "Kenmerken"
    een = "kenmerk"
    formulier = Kenmerkformulier
    can_create = True
    column_list = ("waarde", "soort", "naam", "status")
    column_details_list = ("soort", "waarde", "naam", "status", "gebruik")
    column_labels = {
        "waarde": "Waarde",
        "soort": "Kenmerksoort",
        "naam": "Naam",
        "status": "Status",
        "gebruik": "Autorisaties",
    }
    column_formatters = {"status": lambda _v, _c, kenmerk, _n: lopend(kenmerk)}
    column_formatters_detail = {
        "status": lambda _v, _c, kenmerk, _n: lopend_sinds(kenmerk),
        "gebruik": lambda _v, _c, kenmerk, _n: _gebruik(kenmerk),
    }
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("waarde", False)
    sorteert = {"waarde": Kenmerk.waarde}
    column_filters = (
        Keuze(
            "soort",
            "Kenmerksoort",
            lambda code: Kenmerk.soort.has(Kenmerksoort.code == code),
            lambda: [(soort.code, soort.naam) for soort in _soorten()],
        ),
        Lopend(Kenmerk.beeindigd_op),
    )
    zoekt_in = "waarde of naam"
    toon_template = "platform/kenmerk.html"
    acties = (
        beeindigen("Kenmerk", _uitleg, _beeindig),
        heropenen(
            "Kenmerk",
            lambda kenmerk: [
                f"Organisaties die {kenmerk} hebben, kunnen het weer aan gebruikers geven.",
                "Autorisaties die zijn geëindigd, komen niet vanzelf terug.",
            ],
            kenmerken.heropen,
        ),
    )

    def __init__(self, url: str) -> None:
        super().__init__(Kenmerk, "Kenmerken", "platform_kenmerken", url)

    def zoek(self, term: str) -> ColumnElement[bool]:
        """By the begin of the value or a part of the name."""
        return or_(
            Kenmerk.waarde.istartswith(term, autoescape=True),
            Kenmerk.naam.icontains(term, autoescape=True),
        )

    def gevolgen(self, formulier: ModelFormulier, obj: Kenmerk) -> Sequence[str]:
        """Another value means something else to all who have it."""
        if formulier.waarde.data == obj.waarde:
            return ()
        _, alles = kenmerken.raakt(db.session, obj, nu())
        houders = kenmerken.aantal_houders(db.session, obj)
        return [
            f"De waarde {obj.waarde} wordt {formulier.waarde.data}, overal waar dit kenmerk staat.",
            f"{aantal(houders, 'organisatie heeft', 'organisaties hebben')} dit kenmerk.",
            mail(alles, later=False) if alles.gebruikers else NIEMAND,
        ]

    def wijzig(self, formulier: ModelFormulier, obj: Kenmerk) -> None:
        """Another value is told to who has it."""
        obj.naam = formulier.naam.data
        if formulier.waarde.data != obj.waarde:
            kenmerken.wijzig_waarde(db.session, obj, formulier.waarde.data, nu())

    def erbij(self, obj: Kenmerk) -> dict[str, Any]:
        """Who holds it."""
        return {
            "houders": kenmerken.gehouden_door(db.session, obj, GETOOND),
            "aantal_houders": kenmerken.aantal_houders(db.session, obj),
        }


def _gebruik(kenmerk: Kenmerk) -> str:
    _, alles = kenmerken.raakt(db.session, kenmerk, nu())
    return f"{autorisaties(alles.autorisaties)} van {wie(alles)}"
