# SPDX-License-Identifier: EUPL-1.2
"""Forms that edit one row: the version that was seen goes along, so that nobody is overwritten."""

from typing import Any

from sqlalchemy import select
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
    """The fields are named after the columns and relations that they fill.

    ``rij`` is the row that is changed; None for a new one. Fields in ``vast`` are only there for
    a new one: others know the row by them.
    """

    vast: frozenset[str] = frozenset()
    stand = Stand()

    def __init__(self, *args: Any, obj: Base | None = None, **waarden: Any) -> None:
        super().__init__(*args, obj=obj, **waarden)
        self.rij: Any = obj
        if obj is not None:
            for naam in self.vast:
                delattr(self, naam)

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


class Uniek:
    """Validator: no other row has this value in ``kolom``; ``tekst`` says so, {} is that row."""

    def __init__(self, kolom: Any, tekst: str) -> None:
        self._kolom = kolom
        self._tekst = tekst

    def __call__(self, formulier: ModelFormulier, veld: Field) -> None:
        if not veld.data or veld.errors:
            return
        vraag = select(self._kolom.class_).where(self._kolom == veld.data)
        with db.session.no_autoflush:
            ander = db.session.scalars(vraag).first()
        if ander is not None and ander is not formulier.rij:
            raise StopValidation(self._tekst.format(ander))


def of_niets(waarde: str | None) -> str | None:
    """Field filter: what is left empty is not there."""
    return (waarde or "").strip() or None


def leesbaar(veld: Field) -> str:
    """What a field holds, as text; a choice by its label."""
    if hasattr(veld, "als_tekst"):
        return str(veld.als_tekst())
    if hasattr(veld, "iter_choices"):
        gekozen = [str(keuze[1]) for keuze in veld.iter_choices() if keuze[2]]
        return tekst(gekozen)
    return tekst(veld.data)
