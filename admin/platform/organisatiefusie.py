# SPDX-License-Identifier: EUPL-1.2
"""Merging and splitting an organisatie: a form, a page that says all that will happen, the deed."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from sqlalchemy.exc import IntegrityError

from admin.acties import MetActies
from admin.basis import OOK_POST, Antwoord, adres
from admin.bewerken import NUMMER, gepost
from admin.platform.fusieformulier import LIJST, samenvoegformulier, splitsformulier
from admin.woorden import aantal
from portal.db import db
from portal.domain import groepen, samenvoeging, splitsing
from portal.models import Organisatie
from portal.permissions import Permission
from portal.web.access import needs
from portal.web.formulier import Formulier
from portal.web.ik import ik
from portal.web.klok import nu

TE_VEEL = f"Meer dan {groepen.HOOGSTENS} gebruikers tegelijk kan niet. Splits de organisatie eerst."
NIET_SAMEN = {
    samenvoeging.Weigering.ZELFDE: "Vul het KvK-nummer van een andere organisatie in.",
    samenvoeging.Weigering.BEEINDIGD: "Een van de twee organisaties is beëindigd.",
    samenvoeging.Weigering.MEDEWERKERS: (
        "Medewerkers van het portaal horen bij deze organisatie. Zij kan niet opgaan in een andere."
    ),
    samenvoeging.Weigering.NIVEAU: (
        "Onder deze organisatie vallen andere, en de organisatie waarin zij opgaat valt zelf onder "
        "een bestuur. Voeg haar samen met dat bestuur, of zet de andere organisaties eerst elders."
    ),
    samenvoeging.Weigering.TE_VEEL: TE_VEEL,
}
NIET_SPLITSEN = {
    splitsing.Weigering.BEEINDIGD: "Deze organisatie is beëindigd.",
    splitsing.Weigering.NIETS: "Er gaat niets mee. Noem kenmerken, gebruikers of allebei.",
    splitsing.Weigering.MEDEWERKERS: (
        "Een van deze gebruikers is medewerker van het portaal en kan niet mee."
    ),
    splitsing.Weigering.LAATSTE_BEHEERDER: (
        "Alle beheerders gaan mee. Laat er minstens één achter."
    ),
    splitsing.Weigering.TE_VEEL: TE_VEEL,
}


@dataclass(frozen=True, slots=True)
class Knop:
    """A button on the page of an organisatie, as an Actie has."""

    naam: str
    endpoint: str


class Fusie(MetActies):
    """Organisaties that merge and split."""

    def mogelijk(self, obj: Organisatie) -> list[Any]:
        """Also the two pages of this class."""
        acties: list[Any] = super().mogelijk(obj)
        if obj.beeindigd_op is None and self.mag_met(Permission.MEDEWERKER):
            acties[:0] = [Knop("Samenvoegen", "samenvoegen"), Knop("Splitsen", "splitsen")]
        return acties

    @adres(f"/{NUMMER}/samenvoegen/", OOK_POST)
    @needs(Permission.MEDEWERKER)
    def samenvoegen(self, nr: int) -> Antwoord:
        """Let the organisatie go up in another."""
        van = self.vind(nr)
        formulier = samenvoegformulier(van)
        if not formulier.validate_on_submit() or "aanpassen" in request.form:
            return self._vraag_fusie("samenvoegen", van, formulier)
        opdracht = samenvoeging.Opdracht(
            van=van,
            naar=formulier.naar.data,
            kenmerken=formulier.kenmerken.data,
            sectoren=formulier.sectoren.data,
            beheerdersrollen=formulier.beheerdersrollen.data,
        )
        plan = samenvoeging.maak_plan(db.session, opdracht, nu())
        if isinstance(plan, samenvoeging.Weigering):
            return self._vraag_fusie("samenvoegen", van, formulier, NIET_SAMEN[plan])
        if request.form.get("gezien") != plan.stand:
            return self._controle("samenvoegen", van, formulier, plan)
        samenvoeging.voer_uit(db.session, plan, door=ik().gebruiker, nu=nu())
        return self._klaar(plan, f"{van} is opgegaan in {opdracht.naar}", opdracht.naar)

    @adres(f"/{NUMMER}/splitsen/", OOK_POST)
    @needs(Permission.MEDEWERKER)
    def splitsen(self, nr: int) -> Antwoord:
        """Let part of the organisatie go on as a new one."""
        van = self.vind(nr)
        formulier = splitsformulier(van)
        if not formulier.validate_on_submit() or "aanpassen" in request.form:
            return self._vraag_fusie("splitsen", van, formulier)
        opdracht = _splitsopdracht(van, formulier)
        plan = splitsing.maak_plan(db.session, opdracht, nu())
        if isinstance(plan, splitsing.Weigering):
            return self._vraag_fusie("splitsen", van, formulier, NIET_SPLITSEN[plan])
        if request.form.get("gezien") != plan.stand:
            return self._controle("splitsen", van, formulier, plan)
        try:
            with db.session.begin_nested():
                splitsing.voer_uit(db.session, plan, door=ik().gebruiker, nu=nu())
        except IntegrityError:
            formulier.kvk.errors = ["Dit nummer is intussen van een andere organisatie"]
            return self._vraag_fusie("splitsen", van, formulier)
        return self._klaar(plan, f"{opdracht.naar} is afgesplitst van {van}", opdracht.naar)

    def _vraag_fusie(
        self, wat: str, van: Organisatie, formulier: Formulier, weigering: str = ""
    ) -> Antwoord:
        fout = formulier.is_submitted() and "aanpassen" not in request.form
        pagina = self.render(
            f"platform/{wat}.html",
            obj=van,
            nr=van.id,
            formulier=formulier,
            weigering=weigering,
        )
        return pagina, 409 if weigering else 422 if fout else 200

    def _controle(self, wat: str, van: Organisatie, formulier: Formulier, plan: Any) -> Antwoord:
        """What will happen, to be confirmed; again when it changed since it was read."""
        veranderd = "gezien" in request.form
        pagina = self.render(
            f"platform/{wat}_controle.html",
            obj=van,
            nr=van.id,
            formulier=formulier,
            plan=plan,
            veranderd=veranderd,
            gepost=gepost(),
        )
        return pagina, 409 if veranderd else 200

    def _klaar(
        self, plan: samenvoeging.Plan | splitsing.Plan, zin: str, naar: Organisatie
    ) -> Antwoord:
        hoeveel = len(plan.verhuizing.groep.gebruikers)
        ging = "ging" if hoeveel == 1 else "gingen"
        flash(f"{zin}. {aantal(hoeveel, 'gebruiker', 'gebruikers')} {ging} mee.", "ok")
        return redirect(self.get_url(".toon", nr=naar.id), 303)


def _splitsopdracht(van: Organisatie, formulier: Any) -> splitsing.Opdracht:
    naar = Organisatie(
        **{
            naam: formulier[naam].data
            for naam in ("naam", "soort", "kvk", "rsin", "oin", "adres", "postcode", "plaats")
        },
        parent=formulier.parent.data,
    )
    genoemd = frozenset(gebruiker.id for gebruiker in formulier.gebruikers.data or ())
    return splitsing.Opdracht(
        van=van,
        naar=naar,
        kenmerken=formulier.kenmerken.data,
        houdt=formulier.houdt.data,
        gebruikers=genoemd if formulier.wie.data == LIJST else None,
    )
