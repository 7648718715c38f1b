# SPDX-License-Identifier: EUPL-1.2
"""What of a row change stands in the trail: which models, and which columns never (R33)."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import inspect

from portal.db import Base
from portal.models import (
    Aanvraag,
    Aanvraagbeheerder,
    Activatiecode,
    Autorisatie,
    Beheerdersrol,
    Beheerderstoekenning,
    Document,
    Emailwijziging,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Koppeling,
    Mededeling,
    Ondertekenaar,
    Onderwerp,
    Organisatie,
    Rol,
    Roltaak,
    Sector,
    Taak,
)

GEAUDIT: tuple[type[Base], ...] = (
    Aanvraag,
    Aanvraagbeheerder,
    Activatiecode,
    Autorisatie,
    Beheerdersrol,
    Beheerderstoekenning,
    Document,
    Emailwijziging,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Koppeling,
    Mededeling,
    Onderwerp,
    Ondertekenaar,
    Organisatie,
    Rol,
    Roltaak,
    Sector,
    Taak,
)
# Never in a record, not even hashed (R33); the name itself goes by letter only (R4).
GEHEIM = frozenset(
    {
        "code_hash",
        "gebruikersnaam",
        "middel",
        "middel_kvk",
        "middel_rsin",
        "pseudoniem",
        "token_geheim",
        "token_hash",
        "token_laatste_stap",
        "wachtwoord_hash",
    }
)
KINDEREN = frozenset({"taken", "beheerders", "ondertekenaars"})  # audited as rows of their own
RUIS = frozenset({"versie", "laatste_login_op"})
LANG = 500  # characters of a text; what is beyond it shows as a count


def soort(model: type[Base]) -> str:
    """How records name a row of ``model``."""
    return model.__name__.lower()


def _waarde(waarde: Any) -> Any:
    if isinstance(waarde, datetime):
        return waarde.astimezone(UTC).isoformat()
    if isinstance(waarde, Enum):
        return waarde.value
    if isinstance(waarde, Base):
        return getattr(waarde, "id", None)
    if isinstance(waarde, str) and len(waarde) > LANG:
        return f"{waarde[:LANG]}… ({len(waarde)} tekens)"
    return waarde if isinstance(waarde, (str, int, float, bool, type(None))) else str(type(waarde))


def inhoud(obj: Base) -> dict[str, Any]:
    """What a row that is deleted held, as {name: [old, None]}; secrets as "***", empty left out."""
    toestand = inspect(obj)
    uit: dict[str, Any] = {}
    for naam in toestand.mapper.column_attrs.keys():  # noqa: SIM118 (no mapping)
        historie = toestand.attrs[naam].history
        was = (*(historie.deleted or ()), *(historie.unchanged or ()))
        oud = was[0] if was else None
        if naam not in RUIS and naam != "id" and oud is not None and oud != "":
            uit[naam] = "***" if naam in GEHEIM else [_waarde(oud), None]
    return uit


def verschil(obj: Base) -> dict[str, Any]:
    """What changed, as {name: [old, new]}; secrets as "***"; lists as what came and went."""
    toestand = inspect(obj)
    uit: dict[str, Any] = {}
    kolommen = toestand.mapper.column_attrs.keys()
    for attr in toestand.mapper.attrs:
        naam = attr.key
        if naam in RUIS or naam == "id":
            continue
        historie = toestand.attrs[naam].history
        if not historie.has_changes():
            continue
        if naam in GEHEIM:
            uit[naam] = "***"
        elif naam in kolommen:
            oud = historie.deleted[0] if historie.deleted else None
            nieuw = historie.added[0] if historie.added else None
            uit[naam] = [_waarde(oud), _waarde(nieuw)]
        elif attr.uselist and naam not in KINDEREN:  # type: ignore[attr-defined]
            uit[naam] = {
                "erbij": [_waarde(w) for w in historie.added],
                "eraf": [_waarde(w) for w in historie.deleted],
            }
    return uit
