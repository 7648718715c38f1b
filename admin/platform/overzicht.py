# SPDX-License-Identifier: EUPL-1.2
"""Where a medewerker begins."""

from admin.basis import Basis, adres
from portal.permissions import Permission


class Overzicht(Basis):
    """The first page of Platformbeheer."""

    permission = Permission.SERVICEDESK

    def __init__(self, url: str) -> None:
        super().__init__("Overzicht", endpoint="platformbeheer", url=url)

    @adres("/")
    def toon(self) -> str:
        """The page."""
        return self.render("platform/overzicht.html")
