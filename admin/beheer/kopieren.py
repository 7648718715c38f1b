# SPDX-License-Identifier: EUPL-1.2
"""Rollen of a colleague for somebody else as well (R28)."""

import re
from collections.abc import Sequence

from flask import abort, request
from sqlalchemy import ColumnElement, select

from admin.basis import Antwoord, adres
from admin.beheer import rolvelden
from admin.beheer.rollen import Rollen, RollenFormulier, Rolwerk
from admin.beheer.rolzinnen import BLIJFT, Woordenboek, naam_in_zin
from admin.bewerken import NUMMER
from admin.lijst import zoekterm_van
from portal.db import db
from portal.domain import autorisaties, uitdelen
from portal.domain.autorisaties import Kopie
from portal.domain.wensen import Afkeuring
from portal.models import Gebruiker
from portal.models.soorten import Gebruikerstatus

GETAL = re.compile(r"[0-9]{1,9}")


class Kopieren(Rollen):
    """The part of the screen that looks at a colleague first."""

    @adres(f"/{NUMMER}/rollen/kopieren/")
    def kopieren(self, nr: int) -> Antwoord:
        """Choose a colleague; then what comes along, what does not and why. Nothing is saved.

        The rollen form saves: with the button at once, or after a look at the form.
        """
        werk = self.rolwerk(nr)
        if "van" in request.args:
            return self._voorbeeld(werk, self._collega(werk, request.args["van"]))
        term = zoekterm_van(request.args.get("zoek", ""))
        gezocht: ColumnElement[bool] | None = self.zoek(term) if term else None
        gevonden = uitdelen.collegas(db.session, werk.obj, werk.nu, gezocht=gezocht)
        return self.render(
            "beheer/gebruiker/kopieren.html",
            obj=werk.obj,
            nr=nr,
            term=term,
            collegas=gevonden[: uitdelen.COLLEGAS],
            meer=len(gevonden) > uitdelen.COLLEGAS,
        )

    def _collega(self, werk: Rolwerk, gevraagd: str) -> Gebruiker:
        """Somebody else in reach who has an account; else 404."""
        if not GETAL.fullmatch(gevraagd):
            abort(404)
        vraag = select(Gebruiker).where(Gebruiker.id == int(gevraagd))
        vraag = vraag.where(Gebruiker.id != werk.obj.id)
        vraag = vraag.where(Gebruiker.status != Gebruikerstatus.BEEINDIGD)
        return db.session.scalars(vraag).one_or_none() or abort(404)

    def _voorbeeld(self, werk: Rolwerk, collega: Gebruiker) -> Antwoord:
        kopie = autorisaties.kopieerbaar(db.session, collega, werk.obj, door=werk.wie, nu=werk.nu)
        boek = werk.boek.aangevuld(uitdelen.lopend(db.session, collega, werk.nu))
        formulier = RollenFormulier()
        formulier.stand.data = autorisaties.stand(db.session, werk.obj)
        velden = rolvelden.toon(werk.aanbod, [*werk.wensen, *kopie.wensen], werk.lopend)
        return self.render(
            "beheer/gebruiker/kopieren_controle.html",
            obj=werk.obj,
            nr=werk.obj.id,
            collega=collega,
            formulier=formulier,
            wel=[(boek.rollen[w.rol_id].naam, [boek.wens(w)]) for w in kopie.wensen],
            niet=_niet(kopie, boek),
            gepost=velden.als_gepost(),
        )


def _niet(kopie: Kopie, boek: Woordenboek) -> list[str]:
    """Why rollen or kenmerken stay behind, in sentences."""
    return [_zin(een, boek) for een in kopie.niet]


def _zin(een: Afkeuring, boek: Woordenboek) -> str:
    soorten: Sequence[str] = [naam_in_zin(soort) for soort in een.kenmerksoorten]
    rol = boek.rollen[een.rol_id].naam
    return BLIJFT[een.reden].format(rol=rol, soorten=" en ".join(soorten))
