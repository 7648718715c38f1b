# SPDX-License-Identifier: EUPL-1.2
"""Where a medewerker begins."""

from collections.abc import Sequence

from flask import url_for

from admin.basis import Basis, adres
from admin.platform.opvolging import UITLEG, WOORDEN
from admin.woorden import aantal, woord
from portal.db import db
from portal.domain import aanvraagtelling, opvolging
from portal.models.soorten import Aanvraagstatus as Status
from portal.permissions import Permission
from portal.web.klok import nu

Regel = tuple[str, str, str, str]  # what, how many, where, what to do
AANVRAGEN = {
    Status.NIEUW: "Nog niemand behandelt deze. Neem de oudste in behandeling.",
    Status.WACHT_OP_TWEEDE: "Een collega heeft deze beoordeeld. Bevestig ze, of stuur ze terug.",
    Status.IN_BEOORDELING: "Iemand behandelt deze nu.",
    Status.WACHT_OP_ONDERTEKENING: "Het bestuur is aan zet. Wij herinneren vanzelf.",
}


class Overzicht(Basis):
    """The first page of Platformbeheer."""

    permission = Permission.SERVICEDESK

    def __init__(self, url: str) -> None:
        super().__init__("Overzicht", endpoint="platformbeheer", url=url)

    @adres("/")
    def toon(self) -> str:
        """What needs somebody's attention; two queries."""
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
        return self.render("platform/overzicht.html", opvolging=regels, aanvragen=self._aanvragen())

    def _aanvragen(self) -> Sequence[Regel] | None:
        """What runs, for who can open it."""
        if not self.mag_met(Permission.MEDEWERKER):
            return None
        tel = aanvraagtelling.per_status(db.session)
        return [
            (
                woord(status),
                aantal(tel[status], "aanvraag", "aanvragen"),
                url_for("platform_aanvragen.index_view", status=status.value),
                uitleg,
            )
            for status, uitleg in AANVRAGEN.items()
            if status in tel
        ]
