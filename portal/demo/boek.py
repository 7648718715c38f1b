# SPDX-License-Identifier: EUPL-1.2
"""What the loaders share: the readable data, the moment of loading, and what was made so far."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from portal.models import (
    Beheerdersrol,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Organisatie,
    Rol,
    Sector,
)

MAP = Path(__file__).resolve().parent / "gegevens"


@dataclass(slots=True)
class Boek:
    """The loaded objects, each by the code that the data files call it by."""

    session: Session
    nu: datetime
    sectoren: dict[str, Sector] = field(default_factory=dict)
    soorten: dict[str, Kenmerksoort] = field(default_factory=dict)
    rollen: dict[str, Rol] = field(default_factory=dict)
    beheerdersrollen: dict[str, Beheerdersrol] = field(default_factory=dict)
    kenmerken: dict[str, Kenmerk] = field(default_factory=dict)
    organisaties: dict[str, Organisatie] = field(default_factory=dict)
    gebruikers: list[Gebruiker] = field(default_factory=list)

    def dag(self, verschil: int) -> datetime:
        """The moment of loading, that many days later."""
        return self.nu + timedelta(days=verschil)


def lees(naam: str) -> dict[str, Any]:
    """One data file."""
    return tomllib.loads((MAP / f"{naam}.toml").read_text("utf-8"))


def handleiding(slug: str) -> str:
    """The manual of a taak; empty when it has none."""
    pad = MAP / "handleidingen" / f"{slug}.txt"
    return pad.read_text("utf-8") if pad.exists() else ""
