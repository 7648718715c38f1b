# SPDX-License-Identifier: EUPL-1.2
"""The form of Mijn gegevens: what is well-formed, and how that is said (R23, R32)."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import StopValidation

from portal.domain import gegevens
from portal.domain.gegevens import Invoer
from portal.models import Gebruiker
from portal.web.formulier import Formulier, bijgesneden, regels

FORMULIER = "gegevens"
VELDEN = (*gegevens.VELDEN, "email", "versie")
EMAIL_FOUT = "Vul een e-mailadres in met een @, bijvoorbeeld naam@instelling.nl"
TELEFOON_FOUT = "Vul een telefoonnummer in van 10 cijfers, bijvoorbeeld 030 123 45 67"


def _emailadres(_formulier: FlaskForm, veld: StringField) -> None:
    if not gegevens.is_emailadres(veld.data):
        raise StopValidation(EMAIL_FOUT)


def _telefoonnummer(_formulier: FlaskForm, veld: StringField) -> None:
    if veld.data and not gegevens.is_telefoonnummer(veld.data):
        raise StopValidation(TELEFOON_FOUT)


class GegevensFormulier(Formulier):
    """Name and contact data; ``versie`` tells what the gebruiker saw when starting to type."""

    voorletters = StringField("Voorletters", regels("Uw voorletters", 20), filters=[bijgesneden])
    tussenvoegsel = StringField(
        "Tussenvoegsel", regels("Uw tussenvoegsel", 20), filters=[bijgesneden]
    )
    achternaam = StringField(
        "Achternaam", regels("Uw achternaam", 100, "Vul uw achternaam in"), filters=[bijgesneden]
    )
    functie = StringField("Functie", regels("Uw functie", 100), filters=[bijgesneden])
    email = StringField(
        "E-mailadres",
        [*regels("Uw e-mailadres", 254, EMAIL_FOUT), _emailadres],
        filters=[bijgesneden],
    )
    telefoon = StringField(
        "Telefoonnummer",
        [*regels("Uw telefoonnummer", 20), _telefoonnummer],
        filters=[bijgesneden],
    )
    versie = HiddenField()

    def vul(self, gebruiker: Gebruiker, ingevuld: Mapping[str, str]) -> None:
        """Show what is stored now, and over that what was ``ingevuld`` before."""
        for naam in (*gegevens.VELDEN, "email"):
            self[naam].data = ingevuld.get(naam, getattr(gebruiker, naam))
        self.versie.data = ingevuld.get("versie", gegevens.versie(gebruiker))

    def invoer(self) -> Invoer:
        """What was typed, for the domain."""
        return Invoer(**{naam: self[naam].data for naam in gegevens.VELDEN})

    def verschillen(self, gebruiker: Gebruiker) -> list[tuple[str, str, str]]:
        """Per field that differs: its label, what is stored now, what was typed."""
        return [
            (self[naam].label.text, getattr(gebruiker, naam), self[naam].data)
            for naam in gegevens.VELDEN
            if getattr(gebruiker, naam) != self[naam].data
        ]
