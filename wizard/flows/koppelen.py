# SPDX-License-Identifier: EUPL-1.2
"""The koppelproces of the manual as data: steps 2 to 5 of section 1.2 (R10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import InputRequired

from portal.models import Document
from portal.secrets import NAAM_LENGTE, normaal_gebruikersnaam
from portal.web.formulier import Formulier, bijgesneden, regels, verplicht
from wizard.core import Place, Step, Wizard

HEEFT, HEEFT_NIET = "ja", "nee"
LANG = 100  # more than any name or code, also with spaces pasted in
NIEUWE_TEKST = "De tekst is intussen gewijzigd. Lees de nieuwe versie en bevestig opnieuw"


@dataclass(frozen=True, slots=True)
class Teksten:
    """The document versions in force; an agreement counts for these only."""

    privacy: Document
    voorwaarden: Document


class BeginFormulier(Formulier):
    """Mijn situatie."""

    situatie = RadioField(
        "Mijn situatie",
        choices=[
            (HEEFT, "Ik heb een gebruikersnaam en een geldige activatiecode"),
            (HEEFT_NIET, "Ik heb geen gebruikersnaam en/of geen (geldige) activatiecode"),
        ],
        validators=[InputRequired("Kies wat voor u geldt")],
        validate_choice=True,
    )


class Akkoordformulier(Formulier):
    """Agrees to a text. ``versie`` is the document that the page showed.

    Was a newer one published since, then the tick is undone: nobody agrees to what was not
    shown (R14). Who sends no ``versie`` agrees to what is in force.
    """

    versie = HiddenField()
    akkoord_veld = ""
    document: Document

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """As always, and against the version in force."""
        goed = bool(super().validate(extra_validators))
        if not self.versie.data or self.versie.data == str(self.document.id):
            return goed
        vinkje = self[self.akkoord_veld]
        vinkje.data, vinkje.errors = False, [NIEUWE_TEKST]
        return False


class BevestigFormulier(Akkoordformulier):
    """Own name and code, and the privacy statement read."""

    akkoord_veld = "privacy"
    eigen = BooleanField(
        "Ik log in met de gebruikersnaam en de activatiecode die aan mij zijn toegewezen",
        [verplicht("Bevestig dat u uw eigen gebruikersnaam en activatiecode gebruikt")],
    )
    privacy = BooleanField(
        "Ik heb het privacystatement gelezen en ga ermee akkoord",
        [verplicht("Bevestig dat u akkoord gaat met het privacystatement")],
    )


class VoorwaardenFormulier(Akkoordformulier):
    """The gebruikersvoorwaarden agreed to."""

    akkoord_veld = "akkoord"
    akkoord = BooleanField(
        "Ik heb bovenstaande informatie gelezen en ga hiermee akkoord",
        [verplicht("Bevestig dat u akkoord gaat met de gebruikersvoorwaarden")],
    )


class KoppelFormulier(Formulier):
    """The combination."""

    gebruikersnaam = StringField(
        "Gebruikersnaam",
        regels("Uw gebruikersnaam", LANG, "Vul uw gebruikersnaam in"),
        filters=[bijgesneden],
    )
    activatiecode = StringField(
        "Activatiecode",
        regels("Uw activatiecode", LANG, "Vul uw activatiecode in"),
        filters=[bijgesneden],
    )


FORMULIEREN: dict[str, type[Formulier]] = {
    "begin": BeginFormulier,
    "bevestigen": BevestigFormulier,
    "voorwaarden": VoorwaardenFormulier,
    "koppelen": KoppelFormulier,
}


def maak(teksten: Teksten) -> Wizard:
    """The wizard for these texts: a newer version opens its step again."""

    def begonnen(antwoord: Mapping[str, Any]) -> bool:
        return antwoord.get("situatie") == HEEFT

    def bevestigd(antwoord: Mapping[str, Any]) -> bool:
        return antwoord.get("document") == teksten.privacy.id

    def akkoord(antwoord: Mapping[str, Any]) -> bool:
        return antwoord.get("document") == teksten.voorwaarden.id

    return Wizard(
        "koppelen",
        "eHerkenning koppelen met Mijn DUO-account",
        (
            Step("begin", "Voordat u begint", begonnen),
            Step("bevestigen", "Bevestigen", bevestigd),
            Step("voorwaarden", "Gebruikersvoorwaarden", akkoord),
            Step("koppelen", "Koppelen", lambda _antwoord: False),
        ),
    )


def formulier(plaats: Place, step: Step, teksten: Teksten) -> Formulier:
    """The form of ``step``, filled with what was answered before; a done agreement is ticked."""
    gegeven = plaats.antwoord(step)
    klasse = FORMULIEREN[step.slug]
    if not issubclass(klasse, Akkoordformulier):
        return klasse(data=gegeven)
    klaar = step.klaar(gegeven)
    akkoord: Akkoordformulier = klasse(data={"eigen": klaar, "privacy": klaar, "akkoord": klaar})
    akkoord.document = teksten.privacy if step.slug == "bevestigen" else teksten.voorwaarden
    return akkoord


def antwoord(formulier: Formulier) -> dict[str, Any]:
    """What is kept of a form: with an agreement the version shown, and never a code (R5).

    A name is kept to be shown again (R10), unless it may be a code typed in the wrong field.
    """
    if isinstance(formulier, Akkoordformulier):
        return {"document": formulier.document.id}
    if isinstance(formulier, BeginFormulier):
        return {"situatie": formulier.situatie.data}
    naam = normaal_gebruikersnaam(formulier.gebruikersnaam.data)
    return {"gebruikersnaam": naam} if len(naam) == NAAM_LENGTE else {}
