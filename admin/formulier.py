# SPDX-License-Identifier: EUPL-1.2
"""Forms that edit one row: the version that was seen goes along, so that nobody is overwritten."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute
from wtforms import Field, HiddenField
from wtforms.validators import StopValidation

from admin.woorden import tekst
from portal.db import Base, db
from portal.web.formulier import Formulier

GEEN_INHOUD = frozenset({"csrf_token", "stand"})


class Stand(HiddenField):  # type: ignore[misc]  # WTForms has no types
    """The version of the row as it was shown; never written back."""

    def populate_obj(self, obj: Base, name: str) -> None:
        """Nothing: the database counts versions itself."""


class ModelFormulier(Formulier):
    """The fields are named after the columns and relations that they fill; ``obj`` is the row."""

    stand = Stand()

    def __init__(self, *args: Any, obj: Base | None = None, **anders: Any) -> None:
        super().__init__(*args, obj=obj, **anders)
        self.obj = obj

    def inhoud(self) -> list[Field]:
        """The fields that a reader fills in."""
        return [veld for veld in self if veld.name not in GEEN_INHOUD]

    def vul_rij(self, obj: Base) -> None:
        """Write what was typed into ``obj``."""
        self.populate_obj(obj)

    def verschillen(self, opgeslagen: "ModelFormulier") -> list[tuple[str, str, str]]:
        """Per field that differs from what is stored now: label, stored, typed."""
        paren = [(veld, opgeslagen[veld.name]) for veld in self.inhoud()]
        return [
            (veld.label.text, leesbaar(ander), leesbaar(veld))
            for veld, ander in paren
            if leesbaar(veld) != leesbaar(ander)
        ]


def uniek(kolom: InstrumentedAttribute[str], tekst: str) -> Callable[[Any, Field], None]:
    """No other row may have this value; ``tekst`` says so at the field."""

    def keur(formulier: ModelFormulier, veld: Field) -> None:
        vraag = select(kolom.class_).where(kolom == veld.data)
        if any(rij is not formulier.obj for rij in db.session.scalars(vraag)):
            raise StopValidation(tekst)

    return keur


def leesbaar(veld: Field) -> str:
    """What a field holds, as text; a choice by its label."""
    if hasattr(veld, "als_tekst"):
        return str(veld.als_tekst())
    if hasattr(veld, "iter_choices"):
        gekozen = [str(keuze[1]) for keuze in veld.iter_choices() if keuze[2]]
        return tekst(gekozen)
    return tekst(veld.data)
