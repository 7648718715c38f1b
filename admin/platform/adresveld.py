# SPDX-License-Identifier: EUPL-1.2
"""The field for the last part of a page's address."""

from typing import Any

from sqlalchemy.orm import InstrumentedAttribute
from wtforms import StringField
from wtforms.validators import Regexp, StopValidation

from admin.formulier import ModelFormulier, Uniek
from portal.domain.taakbeheer import MAX_SLUG, SLUG, slug_van
from portal.web.formulier import bijgesneden, regels


def adresveld(pad: str, kolom: InstrumentedAttribute[str]) -> Any:
    """For addresses ``pad``/…, unique in ``kolom``; left empty it is made of the field ``naam``."""
    return StringField(
        "Adres",
        [
            _anders_van_naam,
            *regels("Het adres", MAX_SLUG),
            Regexp(
                rf"^{SLUG.pattern}\Z",
                message="Gebruik alleen kleine letters, cijfers en streepjes",
            ),
            Uniek(kolom, "Dit adres is al in gebruik. Kies een ander"),
        ],
        filters=[bijgesneden],
        description=f"Het laatste deel van {pad}/… Laat leeg, dan maken wij het van de naam."
        " Wijzigt u dit later, dan werken oude links niet meer.",
    )


def _anders_van_naam(formulier: ModelFormulier, veld: StringField) -> None:
    if not veld.data:
        veld.data = slug_van(formulier.naam.data or "")
    if not veld.data:
        raise StopValidation("Vul een adres in" if formulier.naam.data else None)
