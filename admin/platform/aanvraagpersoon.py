# SPDX-License-Identifier: EUPL-1.2
"""One person taken over from a form on paper (R29)."""

from collections.abc import Sequence

from flask import g, request
from wtforms import RadioField, StringField
from wtforms.validators import AnyOf, Optional, StopValidation

from admin.velden import RelatiesMultipleField, RelatieVeld
from portal.db import db
from portal.domain import aanvraagkeuzes, beheerdersrollen
from portal.domain.aanvraagkeuzes import Keuzes
from portal.domain.formulierlezer import HANDELINGEN
from portal.models import Aanvraag, Aanvraagbeheerder, Aanvraagrol, Beheerdersrol, Gebruiker
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.web import persoonsvelden
from portal.web.formulier import Formulier, bijgesneden, regels
from portal.web.klok import nu


def _keuzes() -> Keuzes:
    """What the organisatie of the request on this page can ask for; once a request."""
    if "aanvraagkeuzes" not in g:
        aanvraag = db.session.get_one(Aanvraag, (request.view_args or {})["nr"])
        g.aanvraagkeuzes = aanvraagkeuzes.voor(db.session, aanvraag.kvk, nu())
    keuzes: Keuzes = g.aanvraagkeuzes
    return keuzes


def _beheerders() -> Sequence[Gebruiker]:
    return _keuzes().beheerders


def _rollen() -> Sequence[Beheerdersrol]:
    """All: paper may ask for one that the organisatie cannot have, which then shows."""
    return beheerdersrollen.lopende(db.session)


def _bij_handeling(formulier: "PersoonFormulier", veld: RelatieVeld) -> None:
    """To appoint there is no beheerder to choose; to change or withdraw there is."""
    handeling = formulier.handeling.data
    if handeling == Handeling.AANMELDEN and veld.data is not None:
        raise StopValidation("Kies hier niemand als iemand wordt aangemeld")
    if handeling in {Handeling.WIJZIGEN, Handeling.INTREKKEN} and veld.data is None:
        raise StopValidation("Kies om welke beheerder het gaat")


def _nodig(formulier: "PersoonFormulier", veld: RelatiesMultipleField) -> None:
    if formulier.handeling.data != Handeling.INTREKKEN and not veld.data:
        raise StopValidation("Kies minstens één beheerdersrol")


def _adres_nodig(formulier: "PersoonFormulier", veld: StringField) -> None:
    if formulier.handeling.data == Handeling.AANMELDEN and not veld.data:
        raise StopValidation(persoonsvelden.EMAIL_FOUT)


class PersoonFormulier(Formulier):
    """As the block "Beheerder" of the form."""

    handeling = RadioField(
        "Wat vraagt het bestuur?",
        [AnyOf(list(Handeling), message="Kies wat het bestuur vraagt")],
        choices=[(een.value, HANDELINGEN[een]) for een in Handeling],
        render_kw={"rondjes": True},
        validate_choice=False,
    )
    gebruiker = RelatieVeld(
        "Welke beheerder?",
        [_bij_handeling],
        rijen=_beheerders,
        leeg="Niemand: dit is een nieuwe beheerder",
        description="Alleen bij wijzigen of intrekken.",
    )
    voorletters = persoonsvelden.voorletters("De voorletters")
    tussenvoegsel = persoonsvelden.tussenvoegsel("Het tussenvoegsel")
    achternaam = persoonsvelden.achternaam("De achternaam", "Vul een achternaam in")
    functie = persoonsvelden.functie("De functie")
    email = StringField(
        "E-mailadres",
        [_adres_nodig, *regels("Het e-mailadres", 254), Optional(), persoonsvelden.emailadres],
        filters=[bijgesneden],
        description="Nodig bij aanmelden. Anders blijft een leeg adres zoals het was.",
    )
    telefoon = persoonsvelden.telefoon("Het telefoonnummer")
    rollen = RelatiesMultipleField(
        "Beheerdersrollen", [_nodig], rijen=_rollen, description="Nodig bij aanmelden en wijzigen."
    )

    def als_rij(self) -> Aanvraagbeheerder:
        """The person as a row of the request."""
        handeling = Handeling(self.handeling.data)
        met_rollen = handeling is not Handeling.INTREKKEN
        return Aanvraagbeheerder(
            handeling=handeling,
            gebruiker=self.gebruiker.data,
            voorletters=self.voorletters.data,
            tussenvoegsel=self.tussenvoegsel.data,
            achternaam=self.achternaam.data,
            functie=self.functie.data,
            email=self.email.data,
            telefoon=self.telefoon.data,
            aanvraagrollen=[
                Aanvraagrol(beheerdersrol=rol) for rol in (self.rollen.data if met_rollen else ())
            ],
        )
