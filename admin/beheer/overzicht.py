# SPDX-License-Identifier: EUPL-1.2
"""Where a beheerder begins."""

from admin.basis import Basis, adres
from portal.permissions import Permission


class Overzicht(Basis):
    """The first page of Gebruikersbeheer."""

    permission = Permission.BEHEER

    def __init__(self, url: str) -> None:
        super().__init__("Overzicht", endpoint="beheer", url=url)

    @adres("/")
    def toon(self) -> str:
        """The page."""
        return self.render("beheer/overzicht.html")
