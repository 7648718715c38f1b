# SPDX-License-Identifier: EUPL-1.2
"""The fields of a request for one beheerder: rollen with their kenmerken, and names."""

import re
from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import StopValidation

from portal.domain.aanvraaginhoud import Rolwens
from portal.domain.aanvraagkeuzes import Keuzes
from portal.models import Beheerdersrol, Kenmerk
from portal.web.formulier import Formulier, bijgesneden, leesbaar, regels

VEEL = 15  # kenmerken: more than these are typed, one a line
# What a name has: letters, marks and a few signs. Nothing that a mail program makes a link of.
NAAM = re.compile(r"[\w .,'’()&+/\-]*", re.UNICODE)
NAAM_FOUT = "Gebruik voor {wat} alleen letters en cijfers, met een spatie na elke punt"
KIES_ROL = "Kies minstens één beheerdersrol"


def naamveld(label: str, wat: str, maximum: int, leeg: str = "") -> StringField:
    """A name that is shown and mailed to others: without links."""

    def geen_link(_formulier: FlaskForm, veld: StringField) -> None:
        tekst = veld.data or ""
        if not NAAM.fullmatch(tekst) or re.search(r"\w\.\w{2,}|//", tekst):
            raise StopValidation(NAAM_FOUT.format(wat=wat))

    hoe = f"{wat[0].upper()}{wat[1:]}"
    return StringField(label, [*regels(hoe, maximum, leeg), geen_link], filters=[bijgesneden])


class Kenmerkregels(TextAreaField):  # type: ignore[misc]  # WTForms has no types
    """Values of kenmerken, one a line; ``keuze`` is what may be typed."""

    def __init__(self, label: str, keuze: Sequence[Kenmerk], **anders: Any) -> None:
        super().__init__(label, **anders)
        self.keuze = keuze

    def gekozen(self) -> list[Kenmerk]:
        """The kenmerken on the lines."""
        getypt = {regel.strip().upper() for regel in (self.data or "").splitlines()}
        return [kenmerk for kenmerk in self.keuze if kenmerk.waarde.upper() in getypt]

    def pre_validate(self, form: FlaskForm) -> None:
        """Every line must be a value that the organisatie holds."""
        leesbaar(form, self)
        bekend = {kenmerk.waarde.upper() for kenmerk in self.keuze}
        for regel in (self.data or "").splitlines():
            if regel.strip() and regel.strip().upper() not in bekend:
                raise StopValidation(f"Uw organisatie heeft het kenmerk {regel.strip()[:30]} niet")


class Kenmerkvinkjes(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    """A few kenmerken to tick."""

    def __init__(self, label: str, keuze: Sequence[Kenmerk], **anders: Any) -> None:
        super().__init__(label, choices=[(str(k.id), k.waarde) for k in keuze], **anders)
        self.keuze = keuze

    def gekozen(self) -> list[Kenmerk]:
        """The ticked kenmerken."""
        return [kenmerk for kenmerk in self.keuze if str(kenmerk.id) in (self.data or [])]


class Rolformulier(Formulier):
    """Beheerdersrollen to tick, each with its kenmerken; ``met_keuzes`` makes the fields."""

    keuzes: Keuzes
    rollen = SelectMultipleField("Beheerdersrollen", validate_choice=True)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: a beheerdersrol at least."""
        goed = bool(super().validate(extra_validators))
        if not self.rollen.data and not self.rollen.errors:
            self.rollen.errors = [KIES_ROL]
        return goed and bool(self.rollen.data)

    @property
    def fouten(self) -> list[tuple[str, str]]:
        """The rollen are many inputs: the message leads to the first."""
        eerste = self.keuzes.beheerdersrollen[0].id if self.keuzes.beheerdersrollen else ""
        return [
            (f"rol-{eerste}" if plek == "rollen" else plek, tekst) for plek, tekst in super().fouten
        ]

    def kenmerkveld(self, rol: Beheerdersrol) -> Any:
        """The field for the kenmerken of ``rol``, or None."""
        return self._fields.get(kenmerknaam(rol))

    def wensen(self) -> list[Rolwens]:
        """What is asked, of a valid form."""
        gekozen = [r for r in self.keuzes.beheerdersrollen if str(r.id) in self.rollen.data]
        uit = []
        for rol in gekozen:
            veld = self.kenmerkveld(rol)
            uit.append(Rolwens(rol, veld.gekozen() if veld else ()))
        return uit


def kenmerknaam(rol: Beheerdersrol) -> str:
    """The name of the field for the kenmerken of a rol."""
    return f"kenmerken_{rol.id}"


def met_keuzes(klasse: type[Rolformulier], keuzes: Keuzes) -> type[Rolformulier]:
    """``klasse`` for what this organisatie can choose from."""
    velden: dict[str, Any] = {
        "keuzes": keuzes,
        "rollen": SelectMultipleField(
            "Beheerdersrollen", choices=[(str(r.id), r.naam) for r in keuzes.beheerdersrollen]
        ),
    }
    for rol in keuzes.beheerdersrollen:
        if keuzes.kenmerken.get(rol.id):
            velden[kenmerknaam(rol)] = _kenmerkveld(keuzes.kenmerken[rol.id])
    return type(klasse.__name__, (klasse,), velden)


def _kenmerkveld(kenmerken: Sequence[Kenmerk]) -> Field:
    if len(kenmerken) > VEEL:
        return Kenmerkregels("Kenmerken", keuze=kenmerken)
    return Kenmerkvinkjes("Kenmerken", keuze=kenmerken)
