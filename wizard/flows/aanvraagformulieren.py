# SPDX-License-Identifier: EUPL-1.2
"""The forms of the wizard of the bestuur (R29). What an organisatie can choose is put in later."""

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, StopValidation

from portal.domain.nummers import is_rsin
from portal.models.soorten import Aanvraagsoort
from portal.web import persoonsvelden
from portal.web.formulier import Formulier, bijgesneden, regels, verplicht
from wizard.flows.aanvraagvelden import Rolformulier, naamveld

ZELF, ANDER, SAMEN, ANDEREN = "zelf", "ander", "samen", "anderen"
BESTUURSNUMMER, INSTELLINGSCODE = re.compile(r"[0-9]{5}"), re.compile(r"[0-9]{2}[A-Z]{2}")
SOORTEN = {
    Aanvraagsoort.AANMELDEN: "Een of meer nieuwe beheerders aanmelden",
    Aanvraagsoort.WIJZIGEN: "De rollen of gegevens van een beheerder wijzigen",
    Aanvraagsoort.INTREKKEN: "Een beheerder laten stoppen",
    Aanvraagsoort.VERVANGEN: "Een beheerder vervangen door een ander",
}


def _rsin(_formulier: FlaskForm, veld: StringField) -> None:
    if veld.data and not is_rsin(veld.data):
        raise StopValidation("Vul een RSIN in van 9 cijfers. Dit nummer klopt niet")


def _past(patroon: re.Pattern[str], tekst: str) -> Any:
    def keur(_formulier: FlaskForm, veld: StringField) -> None:
        if veld.data and not patroon.fullmatch(veld.data):
            raise StopValidation(tekst)

    return keur


def _hoofdletters(waarde: str | None) -> str:
    return bijgesneden(waarde).upper()


class OrganisatieFormulier(Formulier):
    """Name and numbers; the KvK number comes from the login and is no field."""

    naam = naamveld("Naam van de organisatie", "de naam van uw organisatie", 200, "Vul de naam in")
    rsin = StringField("RSIN", [*regels("Het RSIN", 9), _rsin], filters=[bijgesneden])
    bestuursnummer = StringField(
        "Bestuursnummer",
        [
            *regels("Het bestuursnummer", 5),
            _past(BESTUURSNUMMER, "Vul een bestuursnummer in van 5 cijfers, bijvoorbeeld 38819"),
        ],
        filters=[bijgesneden],
    )
    instellingscode = StringField(
        "Instellingscode",
        [
            *regels("De instellingscode", 4),
            _past(
                INSTELLINGSCODE,
                "Vul een instellingscode in van 2 cijfers en 2 letters, bijvoorbeeld 21AZ",
            ),
        ],
        filters=[_hoofdletters],
    )


class BekendFormulier(Formulier):
    """Of an organisatie that we know: what we have stands fast and was seen."""

    gezien = HiddenField(validators=[InputRequired("Bevestig de gegevens van uw organisatie")])


class SoortFormulier(Formulier):
    """What the bestuur asks for."""

    soort = RadioField(
        "Wat wilt u aanvragen?", validators=[InputRequired("Kies wat u wilt aanvragen")]
    )


class StoppenFormulier(Formulier):
    """Which of the present beheerders stop."""

    gebruikers = SelectMultipleField(
        "Welke beheerder stopt?", [InputRequired("Kies minstens één beheerder die stopt")]
    )


class NieuwFormulier(Rolformulier, persoonsvelden.EenAnder):
    """Somebody who becomes beheerder."""


def _emailadres_of_leeg(formulier: FlaskForm, veld: StringField) -> None:
    if veld.data:
        persoonsvelden.emailadres(formulier, veld)


class WijzigFormulier(Rolformulier):
    """A present beheerder, with the rollen as they are to become; empty fields change nothing."""

    gebruiker = RadioField(
        "Welke beheerder wilt u wijzigen?", validators=[InputRequired("Kies een beheerder")]
    )
    functie = persoonsvelden.functie("De functie")
    email = StringField(
        "Nieuw e-mailadres",
        [*regels("Het e-mailadres", 254), _emailadres_of_leeg],
        filters=[bijgesneden],
    )
    telefoon = persoonsvelden.telefoon("Het telefoonnummer")


class ContactFormulier(Formulier):
    """Who fills in the form."""

    naam = naamveld("Uw naam", "uw naam", 150, "Vul uw naam in")
    functie = persoonsvelden.functie("Uw functie")
    email = persoonsvelden.email("Uw e-mailadres")
    telefoon = persoonsvelden.telefoon("Uw telefoonnummer")


class BevoegdFormulier(Formulier):
    """Who may sign for the organisatie."""

    bevoegd = RadioField(
        "Wie mag voor uw organisatie tekenen?",
        choices=[
            (ZELF, "Ik mag alleen tekenen (zelfstandig bevoegd)"),
            (ANDER, "Iemand anders mag alleen tekenen (zelfstandig bevoegd)"),
            (SAMEN, "Wij mogen alleen samen tekenen, en ik ben een van hen (gezamenlijk bevoegd)"),
            (ANDEREN, "Anderen mogen alleen samen tekenen (gezamenlijk bevoegd)"),
        ],
        validators=[InputRequired("Kies wie voor uw organisatie mag tekenen")],
    )


class TekenaarFormulier(Formulier):
    """One who signs."""

    naam = naamveld("Naam", "de naam", 150, "Vul de naam in")
    email = persoonsvelden.email("Het e-mailadres")


class ControleFormulier(Formulier):
    """That it is true. ``aanvraag`` is the concept that the page showed."""

    aanvraag = HiddenField()
    juist = BooleanField(
        "Ik heb deze aanvraag naar waarheid ingevuld. Wie ik als ondertekenaar opgaf, mag"
        " volgens het Handelsregister of de statuten voor de organisatie tekenen",
        [verplicht("Bevestig dat de aanvraag juist is")],
    )
