# SPDX-License-Identifier: EUPL-1.2
"""Loads the onderwerpen with their taken, and the mededelingen."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from portal.demo.boek import Boek, handleiding, lees
from portal.models import Mededeling, Onderwerp, Roltaak, Taak
from portal.models.soorten import Organisatiesoort
from portal.tijd import amsterdam, datum

NIET_AANGESLOTEN = (
    "In deze demo-omgeving is de toepassing van deze taak niet aangesloten. "
    "U kunt hier dus niets insturen."
)
ZATERDAG = 5  # datetime.weekday()
ELKE_ROL = "*"


def laad_onderwerpen(boek: Boek) -> None:
    """The tiles in the order of the overview, their taken, and which rol opens which taak."""
    for nummer, bron in enumerate(lees("onderwerpen")["onderwerp"]):
        onderwerp = Onderwerp(
            slug=bron["slug"],
            naam=bron["naam"],
            omschrijving=bron["omschrijving"],
            volgorde=nummer,
            sectoren=[boek.sectoren[slug] for slug in bron["sectoren"]],
        )
        boek.session.add(onderwerp)
        for plaats, taak in enumerate(bron["taak"]):
            _taak(boek, onderwerp, plaats, taak)
    boek.session.flush()


def _taak(boek: Boek, onderwerp: Onderwerp, plaats: int, bron: dict[str, Any]) -> None:
    doel = bron.get("doel", "")
    uitleg = bron["uitleg"] if doel else f"{bron['uitleg']}\n{NIET_AANGESLOTEN}"
    taak = Taak(
        onderwerp=onderwerp,
        slug=bron["slug"],
        naam=bron["naam"],
        omschrijving=bron["omschrijving"],
        uitleg=uitleg,
        handleiding=handleiding(bron["slug"]),
        doel=doel,
        volgorde=plaats,
    )
    boek.session.add_all(
        Roltaak(
            rol=boek.rollen[rol],
            taak=taak,
            organisatiesoort=Organisatiesoort(soort) if soort else None,
        )
        for rol, soort in _openers(boek, bron["rollen"])
    )


def _openers(boek: Boek, rollen: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of rol and organisatiesoort ("" for every kind)."""
    if ELKE_ROL in rollen:
        return [(rol, "") for rol in boek.rollen]
    delen = [rol.partition("@") for rol in rollen]
    return [(rol, soort) for rol, _, soort in delen]


def laad_mededelingen(boek: Boek) -> None:
    """The announcements: past, current and future, for all or for a target group (R19)."""
    dagen = _dagen(boek)
    for bron in lees("mededelingen")["mededeling"]:
        boek.session.add(
            Mededeling(
                titel=bron["titel"].format(**dagen),
                tekst=bron["tekst"].format(**dagen),
                van=boek.dag(bron["van"]),
                tot=boek.dag(bron["tot"]),
                sectoren=[boek.sectoren[slug] for slug in bron.get("sectoren", [])],
                organisaties=[boek.organisaties[kvk] for kvk in bron.get("organisaties", [])],
                rollen=[boek.rollen[code] for code in bron.get("rollen", [])],
                kenmerken=[boek.kenmerken[een] for een in bron.get("kenmerken", [])],
            )
        )
    boek.session.flush()


def _dagen(boek: Boek) -> dict[str, str]:
    """The dates that the texts name; the Saturday is three to nine days away."""
    over = (ZATERDAG - amsterdam(boek.dag(3)).weekday()) % 7
    return {
        "zaterdag": datum(boek.dag(3) + timedelta(days=over)).rpartition(" ")[0],
        "over_30": datum(boek.dag(30)),
        "over_45": datum(boek.dag(45)),
    }
