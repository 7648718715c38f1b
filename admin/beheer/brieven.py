# SPDX-License-Identifier: EUPL-1.2
"""Letters with the gebruikersnaam: one from the page of a gebruiker, many from the list (R4)."""

from collections.abc import Sequence

from flask import abort, request
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager
from werkzeug.wrappers import Response as BasisResponse

from admin import brief
from admin.acties import Melding
from admin.basis import OOK_POST, Antwoord, adres
from admin.beheer.filters import WACHT_OP_BRIEF
from admin.beheer.weigeringen import WEIGERINGEN
from admin.lijst import Lijst
from portal.db import db
from portal.domain.brieven import HOOGSTENS, Resultaat, Uitkomst
from portal.domain.zoeken import woorden
from portal.models import Gebruiker, Organisatie
from portal.tijd import dag_van
from portal.web.formulier import Formulier
from portal.web.ik import ik
from portal.web.klok import nu

LENGTE = 9  # digits: more do not fit the column
NIEMAND = "U hebt niemand gekozen. Zet in de lijst een vinkje bij wie een brief krijgt."
TE_VEEL = f"U kunt hoogstens {HOOGSTENS} brieven tegelijk downloaden. Kies minder gebruikers."


def haal_een(gebruiker: Gebruiker, _formulier: object) -> Melding | BasisResponse:
    """The letter of one gebruiker as a file, or why there is none."""
    resultaat = brief.haal([gebruiker])
    if resultaat.uitkomst is not Uitkomst.GEMAAKT:
        return Melding(WEIGERINGEN[resultaat.uitkomst](gebruiker), gelukt=False)
    return brief.als_pdf(
        resultaat, f"brief-{'-'.join(woorden(gebruiker.naam)) or gebruiker.id}.pdf"
    )


class Brieven(Lijst):
    """The part of the list that fetches letters for those who were chosen."""

    @adres("/brieven/", OOK_POST)
    def brieven(self) -> Antwoord:
        """Who was chosen, by name, and then one PDF for all; 404 for who is out of reach."""
        formulier = Formulier()
        if not formulier.is_submitted():
            return self._kies(formulier)
        gekozen = _vind(request.form.getlist("nr"))
        if not formulier.validate():
            return self._bevestig_brieven(formulier, gekozen, status=422)
        resultaat = brief.haal(gekozen)
        if resultaat.uitkomst is Uitkomst.GEMAAKT:
            return brief.als_pdf(resultaat, f"brieven-{dag_van(nu()):%Y-%m-%d}.pdf")
        zin = _zin(resultaat)
        return self._bevestig_brieven(formulier, gekozen, weigering=zin, status=409)

    def _kies(self, formulier: Formulier) -> Antwoord:
        """Those that were ticked; without any all that wait for a letter under the filters."""
        nummers = request.args.getlist("nr")
        if nummers or request.args.get(WACHT_OP_BRIEF[0]) != WACHT_OP_BRIEF[1]:
            gekozen = _vind(nummers)
            weigering = "" if gekozen else NIEMAND
            return self._bevestig_brieven(formulier, gekozen, weigering=weigering)
        wachtend = self.selectie_nu()
        aantal = db.session.scalar(select(func.count()).select_from(wachtend.subquery())) or 0
        gekozen = _op_naam(wachtend.limit(HOOGSTENS))
        return self._bevestig_brieven(formulier, gekozen, rest=aantal - len(gekozen))

    def _bevestig_brieven(
        self,
        formulier: Formulier,
        gekozen: Sequence[Gebruiker],
        *,
        weigering: str = "",
        rest: int = 0,
        status: int = 200,
    ) -> Antwoord:
        """Without who looks: nobody fetches the own letter."""
        anderen = [een for een in gekozen if een.id != ik().gebruiker.id]
        if gekozen and not anderen and not weigering:
            weigering = WEIGERINGEN[Uitkomst.NIET_UZELF](gekozen[0])
        pagina = self.render(
            "beheer/gebruiker/brieven.html",
            formulier=formulier,
            gekozen=anderen,
            zonder_eigen=len(anderen) < len(gekozen),
            weigering=weigering,
            rest=rest,
        )
        return pagina, status


def _vind(nummers: Sequence[str]) -> Sequence[Gebruiker]:
    """All of them, by name; 404 when there is one that is not in reach."""
    goed = {int(een) for een in nummers if een.isascii() and een.isdigit() and len(een) <= LENGTE}
    gevonden = _op_naam(select(Gebruiker).where(Gebruiker.id.in_(goed)))
    return gevonden if len(gevonden) == len(set(nummers)) else abort(404)


def _op_naam(vraag: Select[Gebruiker]) -> Sequence[Gebruiker]:
    vraag = vraag.join(Gebruiker.organisatie).options(contains_eager(Gebruiker.organisatie))
    return db.session.scalars(
        vraag.order_by(Organisatie.naam, Gebruiker.achternaam, Gebruiker.id)
    ).all()


def _zin(resultaat: Resultaat) -> str:
    """Why there is no PDF at all."""
    if resultaat.uitkomst is Uitkomst.BEEINDIGD:
        namen = ", ".join(gebruiker.naam for gebruiker in resultaat.geweigerd)
        return f"Er is niets gedownload: het account van {namen} is beëindigd."
    if resultaat.uitkomst is Uitkomst.NIET_UZELF:
        return WEIGERINGEN[Uitkomst.NIET_UZELF](resultaat.geweigerd[0])
    return TE_VEEL if resultaat.uitkomst is Uitkomst.TE_VEEL else NIEMAND
