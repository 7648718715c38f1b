# SPDX-License-Identifier: EUPL-1.2
"""Which rollen and kenmerken a gebruiker has, changed as a whole (R22, R27, R28, R32)."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request
from wtforms import HiddenField

from admin.basis import OOK_POST, Antwoord, adres
from admin.beheer import rolvelden
from admin.beheer.rolvelden import Rolvelden
from admin.beheer.rolzinnen import Woordenboek, wijziging
from admin.bewerken import NUMMER, Bewerkbaar
from portal import audit
from portal.db import db
from portal.domain import accounts, autorisaties, uitdelen
from portal.domain.autorisaties import NietToegestaan, Uitkomst
from portal.domain.uitdelen import Aanbod
from portal.domain.verschillen import Verschil, verschillen
from portal.domain.wensen import Wens, keur_binnen
from portal.models import Autorisatie, Gebruiker
from portal.models.soorten import Gebruikerstatus
from portal.tijd import dag_van
from portal.web.formulier import Formulier
from portal.web.ik import ik
from portal.web.klok import nu

ZELF = "Uw eigen rollen kunt u niet wijzigen. Een andere beheerder kan dat voor u doen."
BEEINDIGD = "Dit account is beëindigd. U kunt het geen rollen meer geven."
NIETS = "U hebt niets gewijzigd."
INTUSSEN = (
    "Er is nog niets opgeslagen",
    "Wat u mag geven, is veranderd terwijl u bezig was. Controleer uw keuzes en sla opnieuw op.",
)
GEEN_ROL = "geen rol"
WEL_ROL = "wel deze rol"


class RollenFormulier(Formulier):
    """``stand`` tells what was seen when choosing began."""

    stand = HiddenField()


class Rolwerk:
    """One gebruiker, what may be given, and what there is now."""

    def __init__(self, obj: Gebruiker) -> None:
        self.obj, self.wie, self.nu = obj, ik().gebruiker, nu()
        self.aanbod: Aanbod = uitdelen.aanbod(
            db.session, obj.organisatie, door=self.wie, nu=self.nu
        )
        self.lopend: Sequence[Autorisatie] = uitdelen.lopend(db.session, obj, self.nu)
        alle = autorisaties.wensen_per_gebruiker(db.session, [obj.id], self.nu).get(obj.id, [])
        self.wensen = [wens for wens in alle if wens.rol_id in self.aanbod.binnen.rollen]

    @property
    def boek(self) -> Woordenboek:
        """Names of all that is given or may be."""
        binnen = self.aanbod.binnen
        return Woordenboek(binnen.rollen, binnen.kenmerken).aangevuld(self.lopend)

    @property
    def vast(self) -> list[Autorisatie]:
        """What somebody else has to change."""
        return [een for een in self.lopend if een.rol_id not in self.aanbod.binnen.rollen]

    def verschillen(self, wensen: Sequence[Wens]) -> list[Verschil]:
        """What ``wensen`` would change."""
        return verschillen(self.wensen, wensen, dag_van(self.nu))

    def tabel(self, wensen: Sequence[Wens]) -> list[tuple[str, str, str]]:
        """Per rol that differs: its name, as stored now, as chosen here."""
        boek = self.boek

        def cel(wens: Wens | None) -> str:
            return GEEN_ROL if wens is None else boek.wens(wens) or WEL_ROL

        return [
            (boek.rollen[een.rol_id].naam, cel(een.oud), cel(een.nieuw))
            for een in self.verschillen(wensen)
        ]


class Rollen(Bewerkbaar):
    """The part of the screen that gives and takes away."""

    @adres(f"/{NUMMER}/rollen/", OOK_POST)
    def rollen(self, nr: int) -> Antwoord:
        """The form; what takes something away is confirmed on a page in between."""
        werk = self.rolwerk(nr)
        formulier = RollenFormulier()
        if not formulier.is_submitted():
            formulier.stand.data = autorisaties.stand(db.session, werk.obj)
            velden = rolvelden.toon(werk.aanbod, werk.wensen, werk.lopend)
            return self._rollen(werk, formulier, velden)
        velden = rolvelden.lees(werk.aanbod, request.form, werk.lopend)
        velden.keur_af(keur_binnen(velden.wensen, werk.aanbod.binnen, werk.nu))
        if velden.fout:
            audit.leg_vast(db.session, "autorisatie.geweigerd", "niet_uitdeelbaar", op=werk.obj)
        if velden.fouten or not formulier.validate():
            return self._rollen(werk, formulier, velden, 422)
        if "aanpassen" in request.form:
            return self._rollen(werk, formulier, velden)
        return self._stel_in(werk, formulier, velden)

    def rolwerk(self, nr: int) -> Rolwerk:
        """The gebruiker; 403 for the own account (R27), 409 for one that has ended."""
        obj: Gebruiker = self.vind(nr)
        if obj.id == ik().gebruiker.id:
            abort(403, ZELF)
        if obj.status is Gebruikerstatus.BEEINDIGD:
            abort(409, BEEINDIGD)
        return Rolwerk(obj)

    def _stel_in(self, werk: Rolwerk, formulier: RollenFormulier, velden: Rolvelden) -> Antwoord:
        anders = werk.verschillen(velden.wensen)
        if formulier.stand.data != autorisaties.stand(db.session, werk.obj):
            return self._ingehaald_door_rollen(werk, formulier, velden)
        if any(een.neemt_weg for een in anders) and "bevestigd" not in request.form:
            return self._bevestig_rollen(werk, formulier, anders)
        try:
            uitkomst = self._bewaar_rollen(werk, formulier, velden)
        except NietToegestaan:
            return self._mag_niet_meer(self.rolwerk(werk.obj.id), formulier)
        if uitkomst is Uitkomst.INTUSSEN_GEWIJZIGD:
            return self._ingehaald_door_rollen(self.rolwerk(werk.obj.id), formulier, velden)
        if uitkomst is Uitkomst.GEWIJZIGD:
            flash(f"De rollen van {werk.obj} zijn gewijzigd. {werk.obj} krijgt bericht.", "ok")
        else:
            flash(NIETS, "info")
        return redirect(self.get_url(".toon", nr=werk.obj.id), 303)

    def _bewaar_rollen(
        self, werk: Rolwerk, formulier: RollenFormulier, velden: Rolvelden
    ) -> Uitkomst:
        if not werk.verschillen(velden.wensen):
            return Uitkomst.ONGEWIJZIGD
        return autorisaties.stel_in(
            db.session,
            werk.obj,
            velden.wensen,
            gezien=formulier.stand.data or "",
            door=werk.wie,
            nu=werk.nu,
        )

    def _mag_niet_meer(self, werk: Rolwerk, formulier: RollenFormulier) -> Antwoord:
        """What was still allowed at the check is not any more: what was chosen, with why."""
        velden = rolvelden.lees(werk.aanbod, request.form, werk.lopend)
        velden.keur_af(keur_binnen(velden.wensen, werk.aanbod.binnen, werk.nu))
        return self._rollen(werk, formulier, velden, 409, intussen=INTUSSEN)

    def _ingehaald_door_rollen(
        self, werk: Rolwerk, formulier: RollenFormulier, velden: Rolvelden
    ) -> Antwoord:
        """Somebody else was earlier: their state beside what was chosen here."""
        formulier.stand.data = autorisaties.stand(db.session, werk.obj)
        return self._rollen(werk, formulier, velden, 409, verschillen=werk.tabel(velden.wensen))

    def _bevestig_rollen(
        self, werk: Rolwerk, formulier: RollenFormulier, anders: Sequence[Verschil]
    ) -> Antwoord:
        gepost = [(n, w) for n, w in request.form.items(multi=True) if n not in _EIGEN]
        return self.render(
            "beheer/gebruiker/rollen_controle.html",
            obj=werk.obj,
            nr=werk.obj.id,
            formulier=formulier,
            gepost=gepost,
            wijziging=wijziging(anders, werk.boek),
        )

    def _rollen(
        self,
        werk: Rolwerk,
        formulier: RollenFormulier,
        velden: Rolvelden,
        status: int = 200,
        **anders: Any,
    ) -> Antwoord:
        pagina = self.render(
            "beheer/gebruiker/rollen.html",
            obj=werk.obj,
            nr=werk.obj.id,
            formulier=formulier,
            velden=velden,
            vast=werk.vast,
            gevers=accounts.namen(db.session, (een.door_id for een in werk.lopend)),
            **anders,
        )
        return pagina, status


_EIGEN = frozenset({"csrf_token", "bevestigd", "aanpassen"})
