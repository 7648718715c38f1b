# SPDX-License-Identifier: EUPL-1.2
"""The two acts of what can end: ending it, and taking it into use again (R26)."""

from collections.abc import Callable, Sequence
from typing import Any

from admin.acties import Actie, Melding, geen_belet
from portal.permissions import Permission

Zinnen = Callable[[Any], Sequence[str]]
Doe = Callable[[Any], Melding]


def beeindigen(
    een: str, uitleg: Zinnen, doe: Doe, belet: Callable[[Any], str] = geen_belet
) -> Actie:
    """End a row; the page says who is touched and is shown again when that changed meanwhile."""
    return Actie(
        "beeindigen",
        "Beëindigen",
        titel=lambda rij: f"{een} beëindigen: {rij}",
        uitleg=uitleg,
        doe=lambda rij, _formulier: doe(rij),
        kan=lambda rij: rij.beeindigd_op is None,
        permission=Permission.MEDEWERKER,
        gevaarlijk=True,
        zoals_gezien=True,
        belet=belet,
    )


def heropenen(
    een: str, uitleg: Zinnen, doe: Callable[[Any], bool], kan: Callable[[Any], bool] | None = None
) -> Actie:
    """Take an ended row into use again."""

    def heropen(rij: Any) -> Melding:
        if doe(rij):
            return Melding(f"{rij} is weer in gebruik.")
        return Melding("Dit kan niet meer: kijk wat er intussen is gebeurd.", gelukt=False)

    return Actie(
        "heropenen",
        "Weer in gebruik nemen",
        titel=lambda rij: f"{een} weer in gebruik nemen: {rij}",
        uitleg=uitleg,
        doe=lambda rij, _formulier: heropen(rij),
        kan=kan or (lambda rij: rij.beeindigd_op is not None),
        permission=Permission.MEDEWERKER,
    )
