# SPDX-License-Identifier: EUPL-1.2
"""Registering a gebruiker, and changing the personal data (R2, R3, R32)."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from wtforms import BooleanField, HiddenField

from admin.basis import OOK_POST, Antwoord, adres
from admin.beheer import rolvelden
from admin.beheer.rolvelden import Rolvelden
from admin.bewerken import NUMMER, Bewerkbaar
from admin.persoonsformulier import PersoonFormulier
from portal.db import db
from portal.domain import aanmeldingen, bevoegdheden, gebruikers, uitdelen
from portal.domain.gebruikers import Persoon, Uitkomst
from portal.domain.uitdelen import Aanbod
from portal.domain.wensen import keur_binnen
from portal.models import Gebruiker, Organisatie
from portal.web.ik import ik
from portal.web.klok import nu

VELDEN = tuple(Persoon.__slots__)
AL_BEKEND = "Dit e-mailadres heeft al een account. Kijk of het dezelfde persoon is"
ZELF = "Uw eigen gegevens wijzigt u bij Mijn gegevens."
BEEINDIGD = "Dit account is beëindigd en kan niet meer worden gewijzigd."
BESCHERMD = (
    "Deze gebruiker is ook beheerder. Het e-mailadres wijzigt de beheerder zelf, bij Mijn gegevens"
)
NIETS = "U hebt niets gewijzigd."


class MetWaarschuwing(PersoonFormulier):
    """``toch`` is for an e-mail address that somebody else of the organisatie has already."""

    toch = BooleanField("Dit is iemand anders. Gebruik dit e-mailadres toch")

    def is_akkoord(self, bekend: Sequence[Gebruiker]) -> bool:
        """Whether nobody has the address, or that was said to be right."""
        if bekend and not self.toch.data:
            self.toch.errors = [AL_BEKEND]
        return not bekend or bool(self.toch.data)


class WijzigFormulier(MetWaarschuwing):
    """``versie`` tells what was seen when typing began."""

    versie = HiddenField()

    def verschillen(self, gebruiker: Gebruiker) -> list[tuple[str, str, str]]:
        """Per field that differs from what is stored now: label, stored, typed."""
        return [
            (veld.label.text, getattr(gebruiker, veld.name) or "leeg", veld.data or "leeg")
            for veld in (self[naam] for naam in VELDEN)
            if getattr(gebruiker, veld.name) != veld.data
        ]


class Aanmelden(Bewerkbaar):
    """The part of the screen that registers."""

    eigen_formulieren = True

    @adres("/nieuw/", OOK_POST)
    def nieuw(self) -> Antwoord:
        """Where, who, and with which rollen; a form that is sent twice registers once."""
        wie, moment = ik().gebruiker, nu()
        keuze = bevoegdheden.organisaties(db.session, wie)
        organisatie = _gekozen(keuze)
        formulier = MetWaarschuwing()
        if organisatie is None:
            status = 422 if formulier.is_submitted() else 200
            return self.render("beheer/gebruiker/waar.html", organisaties=keuze), status
        aanbod = uitdelen.aanbod(db.session, organisatie, door=wie, nu=moment)
        if not formulier.is_submitted():
            return self._aanmelden(formulier, rolvelden.toon(aanbod), aanbod, keuze)
        velden = rolvelden.lees(aanbod, request.form)
        velden.keur_af(keur_binnen(velden.wensen, aanbod.binnen, moment))
        goed = formulier.validate()
        if not goed or velden.fouten:
            return self._aanmelden(formulier, velden, aanbod, keuze, 422)
        return self._meld_aan(formulier, velden, aanbod, keuze)

    @adres(f"/{NUMMER}/aangemeld/")
    def aangemeld(self, nr: int) -> Antwoord:
        """What to do now that somebody is registered."""
        obj = self.vind(nr)
        meer = len(bevoegdheden.organisaties(db.session, ik().gebruiker)) > 1
        rollen = uitdelen.lopend(db.session, obj, nu())
        return self.render(
            "beheer/gebruiker/aangemeld.html", obj=obj, nr=nr, meer=meer, rollen=rollen
        )

    def _meld_aan(
        self,
        formulier: MetWaarschuwing,
        velden: Rolvelden,
        aanbod: Aanbod,
        keuze: Sequence[Organisatie],
    ) -> Antwoord:
        wie, moment, persoon = ik().gebruiker, nu(), formulier.persoon()
        waar: dict[str, Any] = {"organisatie": aanbod.organisatie, "door": wie, "nu": moment}
        gebruiker = aanmeldingen.al_gedaan(db.session, persoon, velden.wensen, **waar)
        if gebruiker is None:
            bekend = gebruikers.zelfde_email(db.session, aanbod.organisatie, persoon.email)
            if not formulier.is_akkoord(bekend):
                return self._aanmelden(formulier, velden, aanbod, keuze, 422, bekend)
            gebruiker = gebruikers.meld_aan(
                db.session, persoon, velden.wensen, binnen=aanbod.binnen, **waar
            )
            db.session.flush()
        return redirect(self.get_url(".aangemeld", nr=gebruiker.id), 303)

    def _aanmelden(
        self,
        formulier: MetWaarschuwing,
        velden: Rolvelden,
        aanbod: Aanbod,
        keuze: Sequence[Organisatie],
        status: int = 200,
        bekend: Sequence[Gebruiker] = (),
    ) -> Antwoord:
        pagina = self.render(
            "beheer/gebruiker/nieuw.html",
            formulier=formulier,
            velden=velden,
            organisatie=aanbod.organisatie,
            meer=len(keuze) > 1,
            bekend=bekend,
        )
        return pagina, status


class Wijzigen(Bewerkbaar):
    """The part of the screen that changes name and contact data."""

    eigen_formulieren = True

    @adres(f"/{NUMMER}/wijzigen/", OOK_POST)
    def wijzigen(self, nr: int) -> Antwoord:
        """The form; after a change by somebody else the differences are shown first."""
        obj: Gebruiker = self.vind(nr)
        wie = ik().gebruiker
        if obj.id == wie.id:
            if request.method == "POST":
                abort(403, ZELF)
            flash(ZELF, "info")
            return redirect(url_for("gegevens.toon"), 303)
        formulier = WijzigFormulier(obj=obj)
        if not formulier.is_submitted():
            formulier.versie.data = gebruikers.versie(obj)
            return self._wijzigen(formulier, obj)
        if not formulier.validate():
            return self._wijzigen(formulier, obj, 422)
        return self._bewaar_persoon(formulier, obj)

    def _bewaar_persoon(self, formulier: WijzigFormulier, obj: Gebruiker) -> Antwoord:
        persoon = formulier.persoon()
        bekend = [
            een
            for een in gebruikers.zelfde_email(db.session, obj.organisatie, persoon.email)
            if een.id != obj.id and persoon.email.lower() != obj.email.lower()
        ]
        if not formulier.is_akkoord(bekend):
            return self._wijzigen(formulier, obj, 422, bekend=bekend)
        uitkomst = gebruikers.wijzig(
            db.session,
            obj,
            persoon,
            gezien=formulier.versie.data or "",
            door=ik().gebruiker,
            nu=nu(),
        )
        if uitkomst is Uitkomst.BEEINDIGD:
            abort(409, BEEINDIGD)
        if uitkomst is Uitkomst.BESCHERMD:
            formulier.email.errors = [BESCHERMD]
            return self._wijzigen(formulier, obj, 422)
        if uitkomst is Uitkomst.INTUSSEN_GEWIJZIGD:
            formulier.versie.data = gebruikers.versie(obj)
            return self._wijzigen(formulier, obj, 409, verschillen=formulier.verschillen(obj))
        opgeslagen = uitkomst is Uitkomst.OPGESLAGEN
        flash(*(("De wijziging is opgeslagen.", "ok") if opgeslagen else (NIETS, "info")))
        return redirect(self.get_url(".toon", nr=obj.id), 303)

    def _wijzigen(
        self, formulier: WijzigFormulier, obj: Gebruiker, status: int = 200, **anders: Any
    ) -> Antwoord:
        pagina = self.render(
            "beheer/gebruiker/wijzigen.html", formulier=formulier, obj=obj, nr=obj.id, **anders
        )
        return pagina, status


def _gekozen(keuze: Sequence[Organisatie]) -> Organisatie | None:
    """The organisatie of the address, or the only one; 404 for one that is not in reach."""
    gevraagd = request.args.get("organisatie")
    if gevraagd is None:
        return keuze[0] if len(keuze) == 1 else None
    return next((een for een in keuze if str(een.id) == gevraagd), None) or abort(404)
