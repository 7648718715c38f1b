# SPDX-License-Identifier: EUPL-1.2
"""The koppelproces of the manual as data: steps 2 to 5 of section 1.2 (R10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired

from portal.models import Document
from portal.web.formulier import Formulier, bijgesneden, regels, verplicht
from wizard.core import Step, Wizard

HEEFT, HEEFT_NIET = "ja", "nee"
LANG = 100  # more than any name or code, also with spaces pasted in


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


class BevestigFormulier(Formulier):
    """Own name and code, and the privacy statement read."""

    eigen = BooleanField(
        "Ik log in met de gebruikersnaam en de activatiecode die aan mij zijn toegewezen",
        [verplicht("Bevestig dat u uw eigen gebruikersnaam en activatiecode gebruikt")],
    )
    privacy = BooleanField(
        "Ik heb het privacystatement gelezen en ga ermee akkoord",
        [verplicht("Bevestig dat u akkoord gaat met het privacystatement")],
    )


class VoorwaardenFormulier(Formulier):
    """The gebruikersvoorwaarden agreed to."""

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


@dataclass(frozen=True, slots=True)
class Teksten:
    """The document versions in force; an agreement counts for these only."""

    privacy: Document
    voorwaarden: Document


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


def antwoord(step: Step, formulier: Formulier, teksten: Teksten) -> dict[str, Any]:
    """What is kept of a valid form: never a code, and with an agreement the version shown."""
    if isinstance(formulier, BeginFormulier):
        return {"situatie": formulier.situatie.data}
    document = teksten.privacy if step.slug == "bevestigen" else teksten.voorwaarden
    return {"document": document.id}


