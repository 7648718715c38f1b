# SPDX-License-Identifier: EUPL-1.2
"""Fields that forms of medewerkers share: a code, kenmerken by the line, an organisatie."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import StopValidation

from admin.formulier import ModelFormulier, Uniek
from admin.velden import ONBEKEND_GETOOND, RegelsVeld, RijVeld
from portal.db import db
from portal.domain import kenmerken, nummers, organisaties, sectoren
from portal.models import Kenmerk, Organisatie
from portal.web.formulier import bijgesneden, hoogstens, leesbaar, regels

VAST = "Kleine letters, cijfers en streepjes. Later niet meer te wijzigen."


def codeveld(een: str, kolom: Any, maximum: int) -> StringField:
    """A field for the code by which a row is known to others; goes into ``vast``."""
    return StringField(
        "Code",
        [
            *regels("De code", maximum, f"Vul de code van de {een} in"),
            _is_code,
            Uniek(kolom, f"Deze code is al van de {een} {{}}"),
        ],
        [bijgesneden],
        description=VAST,
    )


def naamveld(een: str, kolom: Any) -> StringField:
    """A field for a name that no other row has."""
    return StringField(
        "Naam",
        [
            *regels("De naam", 100, f"Vul de naam van de {een} in"),
            Uniek(kolom, f"Er is al een {een} met deze naam"),
        ],
        [bijgesneden],
    )


def omschrijvingveld(hulp: str = "") -> TextAreaField:
    """A field for a few sentences."""
    return TextAreaField(
        "Omschrijving",
        [leesbaar, hoogstens(500, "De omschrijving")],
        [bijgesneden],
        description=hulp,
        render_kw={"rows": 3},
    )


def _is_code(_formulier: ModelFormulier, veld: StringField) -> None:
    if not sectoren.is_slug(veld.data):
        raise StopValidation("Gebruik kleine letters, cijfers en streepjes")


def lees_kenmerken(getypt: Sequence[str]) -> dict[str, Kenmerk]:
    """The kenmerk of each line, new ones too; raises ValueError that says what is wrong."""
    gelezen = kenmerken.lees(db.session, getypt)
    klachten = [
        *(f"{_kort(een)} (deze kenmerksoort bestaat niet)" for een in gelezen.onbekende_soort),
        *(
            f"{_kort(een)} (schrijf dit als {soort.voorbeeld})"
            for een, soort in gelezen.verkeerde_vorm
        ),
        *(f"{_kort(een)} (dit kenmerk is beëindigd)" for een in gelezen.beeindigd),
    ]
    if klachten:
        rest = len(klachten) - ONBEKEND_GETOOND
        meer = f" en nog {rest}" if rest > 0 else ""
        raise ValueError(f"Dit klopt niet: {', '.join(klachten[:ONBEKEND_GETOOND])}{meer}")
    return gelezen.gevonden | gelezen.nieuw


def _kort(regel: str) -> str:
    return f"‘{regel[:60]}’"


class KenmerkenVeld(RegelsVeld):
    """Kenmerken, one a line. Those that ended are not shown: they are history."""

    def __init__(self, label: str, validators: Any = (), **anders: Any) -> None:
        super().__init__(
            label,
            validators,
            zoek=anders.pop("zoek", lees_kenmerken),
            regel=kenmerken.als_regel,
            **anders,
        )

    def process_data(self, value: Iterable[Kenmerk] | None) -> None:
        """What has not ended."""
        self.data = [kenmerk for kenmerk in value or () if kenmerk.beeindigd_op is None]


class OrganisatieVeld(RijVeld):
    """An organisatie, typed as its KvK number."""

    def __init__(self, label: str, validators: Any = (), **anders: Any) -> None:
        super().__init__(
            label,
            validators,
            zoek=_op_kvk,
            toon=lambda organisatie: str(organisatie.kvk),
            onbekend="Wij kennen geen organisatie met dit KvK-nummer",
            **anders,
        )


def _op_kvk(getypt: str) -> Organisatie | None:
    return organisaties.op_kvk(db.session, getypt) if nummers.is_kvknummer(getypt) else None
