# SPDX-License-Identifier: EUPL-1.2
"""The fields of a form on a person: what is well-formed is the same for all, the words differ.

``hoe`` is how a message names the value, for example "Uw achternaam" or "De achternaam".
"""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import StopValidation

from portal.domain import gegevens
from portal.web.formulier import Formulier, op_een_regel, regels

EMAIL_FOUT = "Vul een e-mailadres in met een @, bijvoorbeeld naam@instelling.nl"
TELEFOON_FOUT = "Vul een telefoonnummer in van 10 cijfers, bijvoorbeeld 030 123 45 67"


def emailadres(_formulier: FlaskForm, veld: StringField) -> None:
    """One plain e-mail address, or a message."""
    if not gegevens.is_emailadres(veld.data):
        raise StopValidation(EMAIL_FOUT)


def _telefoonnummer(_formulier: FlaskForm, veld: StringField) -> None:
    if veld.data and not gegevens.is_telefoonnummer(veld.data):
        raise StopValidation(TELEFOON_FOUT)


def _veld(label: str, *regels_: Any) -> StringField:
    return StringField(label, regels_, filters=[op_een_regel])


def voorletters(hoe: str) -> StringField:
    """Initials; may be empty."""
    return _veld("Voorletters", *regels(hoe, 20))


def tussenvoegsel(hoe: str) -> StringField:
    """What stands between initials and last name; may be empty."""
    return _veld("Tussenvoegsel", *regels(hoe, 20))


def achternaam(hoe: str, leeg: str) -> StringField:
    """The last name; ``leeg`` says that it must be there."""
    return _veld("Achternaam", *regels(hoe, 100, leeg))


def functie(hoe: str) -> StringField:
    """What somebody does; may be empty."""
    return _veld("Functie", *regels(hoe, 100))


def email(hoe: str) -> StringField:
    """One plain e-mail address."""
    return _veld("E-mailadres", *regels(hoe, 254, EMAIL_FOUT), emailadres)


def telefoon(hoe: str) -> StringField:
    """A telephone number, or nothing."""
    return _veld("Telefoonnummer", *regels(hoe, 20), _telefoonnummer)


class EenAnder(Formulier):
    """Name and contact data of somebody else, as every screen asks them (R2, R32)."""

    voorletters = voorletters("De voorletters")
    tussenvoegsel = tussenvoegsel("Het tussenvoegsel")
    achternaam = achternaam("De achternaam", "Vul de achternaam in")
    functie = functie("De functie")
    email = email("Het e-mailadres")
    telefoon = telefoon("Het telefoonnummer")
