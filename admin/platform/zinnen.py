# SPDX-License-Identifier: EUPL-1.2
"""Sentences about who is touched by a change of the stelsel."""

from admin.woorden import aantal
from portal.domain import inperking
from portal.domain.inperking import Omvang

NIEMAND = "Dit raakt op dit moment geen enkele gebruiker."


def wie(omvang: Omvang) -> str:
    """Who it is about: "3 gebruikers van 2 organisaties"."""
    gebruikers = aantal(omvang.gebruikers, "gebruiker", "gebruikers")
    return f"{gebruikers} van {aantal(omvang.organisaties, 'organisatie', 'organisaties')}"


def autorisaties(hoeveel: int) -> str:
    """How many autorisaties, with their noun."""
    return aantal(hoeveel, "autorisatie", "autorisaties")


def verliezen(omvang: Omvang, waardoor: str) -> list[str]:
    """That autorisaties end, and that their gebruikers are told; nothing when none does."""
    if not omvang.autorisaties:
        return []
    eindigt = "eindigt" if omvang.autorisaties == 1 else "eindigen"
    return [f"{autorisaties(omvang.autorisaties)} {eindigt} {waardoor}: van {wie(omvang)}."]


def mail(omvang: Omvang, later: bool) -> str:
    """That they are told; with ``later`` the nightly job does so when they are many."""
    if not inperking.is_veel(omvang):
        return f"Wij mailen {wie(omvang)} dat hun rechten zijn gewijzigd."
    if later:
        return (
            f"Het zijn er veel: {wie(omvang)}. Hun rechten stoppen meteen, de mail komt vannacht."
        )
    return (
        f"Het zijn er te veel om te mailen: {wie(omvang)}. Plaats een mededeling, zodat zij weten "
        "wat er is veranderd."
    )
