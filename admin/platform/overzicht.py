# SPDX-License-Identifier: EUPL-1.2
"""Where a medewerker begins."""

from flask import url_for

from admin.basis import Basis, adres
from admin.platform.opvolging import UITLEG, WOORDEN
from admin.woorden import aantal
from portal.db import db
from portal.domain import opvolging
from portal.permissions import Permission
from portal.web.klok import nu


class Overzicht(Basis):
    """The first page of Platformbeheer."""

    permission = Permission.SERVICEDESK

    def __init__(self, url: str) -> None:
        super().__init__("Overzicht", endpoint="platformbeheer", url=url)

    @adres("/")
    def toon(self) -> str:
        """What needs somebody's attention; one query."""
        regels = [
            (
                WOORDEN[signaal],
                aantal(hoeveel, "organisatie", "organisaties"),
                url_for("platform_opvolging.index_view", signaal=signaal.value),
                UITLEG[signaal],
            )
            for signaal, hoeveel in opvolging.tel(db.session, nu()).items()
            if hoeveel
        ]
        return self.render("platform/overzicht.html", opvolging=regels)
