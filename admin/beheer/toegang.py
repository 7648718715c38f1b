# SPDX-License-Identifier: EUPL-1.2
"""Why a gebruiker sees something or not, for the beheerder (R22)."""

from admin.basis import Antwoord, adres
from admin.bewerken import NUMMER, Bewerkbaar
from portal.db import db
from portal.domain import bevoegdheden
from portal.domain.waarom import uitleg
from portal.models import Gebruiker
from portal.web.ik import ik
from portal.web.klok import nu


class Toegang(Bewerkbaar):
    """The part of the screen that explains."""

    @adres(f"/{NUMMER}/toegang/")
    def toegang(self, nr: int) -> Antwoord:
        """Per onderwerp and taak by which rol it is open, or what is missing and who helps."""
        obj: Gebruiker = self.vind(nr)
        wie, moment = ik().gebruiker, nu()
        mag = bevoegdheden.uitdeelbare_rolnummers(db.session, wie, moment)
        return self.render(
            "beheer/gebruiker/toegang.html",
            obj=obj,
            nr=nr,
            uitleg=uitleg(db.session, obj, moment),
            te_geven=mag if obj.id != wie.id else set(),
        )
