# SPDX-License-Identifier: EUPL-1.2
"""Who a gebruiker is, as a beheerder types it or has it in a file (R2, R32)."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import StopValidation

from portal.domain import gegevens
from portal.domain.gebruikers import Persoon
from portal.web.formulier import Formulier, bijgesneden, regels

EMAIL_FOUT = "Vul een e-mailadres in met een @, bijvoorbeeld naam@instelling.nl"
TELEFOON_FOUT = "Vul een telefoonnummer in van 10 cijfers, bijvoorbeeld 030 123 45 67"


def emailadres(_formulier: FlaskForm, veld: StringField) -> None:
    """One plain e-mail address."""
    if not gegevens.is_emailadres(veld.data):
        raise StopValidation(EMAIL_FOUT)


def telefoonnummer(_formulier: FlaskForm, veld: StringField) -> None:
    """Empty, or a telephone number."""
    if veld.data and not gegevens.is_telefoonnummer(veld.data):
        raise StopValidation(TELEFOON_FOUT)


class PersoonFormulier(Formulier):
    """Name and contact data of somebody else."""

    voorletters = StringField("Voorletters", regels("De voorletters", 20), filters=[bijgesneden])
    tussenvoegsel = StringField(
        "Tussenvoegsel", regels("Het tussenvoegsel", 20), filters=[bijgesneden]
    )
    achternaam = StringField(
        "Achternaam", regels("De achternaam", 100, "Vul de achternaam in"), filters=[bijgesneden]
    )
    functie = StringField("Functie", regels("De functie", 100), filters=[bijgesneden])
    email = StringField(
        "E-mailadres",
        [*regels("Het e-mailadres", 254, EMAIL_FOUT), emailadres],
        filters=[bijgesneden],
    )
    telefoon = StringField(
        "Telefoonnummer", [*regels("Het telefoonnummer", 20), telefoonnummer], filters=[bijgesneden]
    )

    def persoon(self) -> Persoon:
        """What was typed."""
        return Persoon(**{naam: self[naam].data or "" for naam in Persoon.__slots__})
