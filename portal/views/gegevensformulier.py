# SPDX-License-Identifier: EUPL-1.2
"""The form of Mijn gegevens: what is well-formed, and how that is said (R23, R32)."""

from collections.abc import Mapping

from wtforms import HiddenField

from portal.domain import gegevens
from portal.domain.gegevens import Invoer
from portal.models import Gebruiker
from portal.web import persoonsvelden
from portal.web.formulier import Formulier

FORMULIER = "gegevens"
VELDEN = (*gegevens.VELDEN, "email", "versie")


class GegevensFormulier(Formulier):
    """Name and contact data; ``versie`` tells what the gebruiker saw when starting to type."""

    voorletters = persoonsvelden.voorletters("Uw voorletters")
    tussenvoegsel = persoonsvelden.tussenvoegsel("Uw tussenvoegsel")
    achternaam = persoonsvelden.achternaam("Uw achternaam", "Vul uw achternaam in")
    functie = persoonsvelden.functie("Uw functie")
    email = persoonsvelden.email("Uw e-mailadres")
    telefoon = persoonsvelden.telefoon("Uw telefoonnummer")
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
