# SPDX-License-Identifier: EUPL-1.2
"""Sentences about who is touched by a change of the stelsel."""

from admin.woorden import aantal
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
