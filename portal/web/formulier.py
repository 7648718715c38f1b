# SPDX-License-Identifier: EUPL-1.2
"""Base of all forms: CSRF on, messages in plain Dutch, bad input never a server error (R32)."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import FileField, StringField
from wtforms.validators import DataRequired, Length, StopValidation

BESTURING = {chr(n) for n in (*range(32), *range(0x7F, 0xA0))} - set("\t\r\n")
# What turns the reading direction around, or begins a line unseen: a name could pass for another.
RICHTING = set(map(chr, (0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
VERBODEN = frozenset(BESTURING | RICHTING)

ONLEESBAAR = "Gebruik alleen letters, cijfers en leestekens"


class Formulier(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form whose ``fouten`` feed the error summary: (field id, message) in field order."""

    @property
    def fouten(self) -> list[tuple[str, str]]:
        """The first message of each field that has one."""
        return [(veld.id, str(veld.errors[0])) for veld in self if veld.errors]

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms' own messages are not used: every validator here says its own."""

        locales = False

        def wrap_formdata(self, form: "Formulier", formdata: Any) -> MultiDict[str, Any] | None:
            """Text for the fields of text, files for those of files; JSON is no form of ours."""
            gestuurd = None if request.is_json else super().wrap_formdata(form, formdata)
            if gestuurd is None:
                return None
            bestandsvelden = {veld.name for veld in form if isinstance(veld, FileField)}
            return MultiDict(
                (naam, waarde)
                for naam, waarde in MultiDict(gestuurd).items(multi=True)
                if isinstance(waarde, str) is not (naam in bestandsvelden)
            )


def verplicht(tekst: str) -> DataRequired:
    """The field must be filled; ``tekst`` says with what."""
    return DataRequired(message=tekst)


def hoogstens(aantal: int, naam: str) -> Length:
    """At most ``aantal`` characters."""
    return Length(max=aantal, message=f"{naam} mag niet langer zijn dan {aantal} tekens")


def schoon(tekst: str) -> str:
    """Without control characters, to show what was typed."""
    return "".join(teken for teken in tekst if teken not in VERBODEN)


def leesbaar(_formulier: FlaskForm, veld: StringField) -> None:
    """Refuse what nobody sees, and no database column, letter or page should get."""
    if VERBODEN & set(veld.data or ""):
        veld.data = schoon(veld.data)
        raise StopValidation(ONLEESBAAR)


def regels(naam: str, maximum: int, leeg: str = "") -> Sequence[Any]:
    """The usual validators of a text field: filled (where ``leeg`` is given), readable, short."""
    begin = [verplicht(leeg)] if leeg else []
    return [*begin, leesbaar, hoogstens(maximum, naam)]


def bijgesneden(waarde: str | None) -> str:
    """Field filter: without surrounding spaces."""
    return (waarde or "").strip()


def op_een_regel(waarde: str | None) -> str:
    """Field filter: single spaces and no line breaks, as pasted names may have."""
    return " ".join((waarde or "").split())
