# SPDX-License-Identifier: EUPL-1.2
"""The form "Aanmelding en wijziging beheerder" as data (R29).

The answers are kept as they were sent, a list of texts for each field, and read again by the
same forms each time: what the organisatie can no longer choose opens its step again.
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectMultipleField

from portal.domain.aanvraaginhoud import MAX_BEHEERDERS, MAX_ONDERTEKENAARS, MIN_GEZAMENLIJK
from portal.domain.aanvraagkeuzes import Keuzes
from portal.models import Beheerdersrol, Gebruiker
from portal.models.soorten import Aanvraagsoort as Soort
from portal.web.formulier import Formulier
from wizard.core import RIJEN, Antwoorden, Place, Step, Wizard
from wizard.flows import aanvraagformulieren as f
from wizard.flows.aanvraagvelden import Rolformulier, met_keuzes

Antwoord = Mapping[str, Any]
STOPPEN, NIEUW, WIJZIGEN = "stoppen", "nieuw", "wijzigen"
TEKENAARS, CONTROLEREN = "ondertekenaars", "controleren"
# How many ondertekenaars are to be named beside who fills in the form.
AANTAL_TEKENAARS = {
    f.ANDER: (1, 1),
    f.SAMEN: (MIN_GEZAMENLIJK - 1, MAX_ONDERTEKENAARS - 1),
    f.ANDEREN: (MIN_GEZAMENLIJK, MAX_ONDERTEKENAARS),
}
FORMULIEREN: dict[str, type[Formulier]] = {
    "organisatie": f.OrganisatieFormulier,
    "soort": f.SoortFormulier,
    STOPPEN: f.StoppenFormulier,
    NIEUW: f.NieuwFormulier,
    WIJZIGEN: f.WijzigFormulier,
    "contact": f.ContactFormulier,
    "bevoegd": f.BevoegdFormulier,
    TEKENAARS: f.TekenaarFormulier,
    CONTROLEREN: f.ControleFormulier,
}


def maak(keuzes: Keuzes, antwoorden: Antwoorden) -> Place:
    """Where these answers leave somebody, with what the organisatie can choose from."""

    def klaar(slug: str) -> Any:
        return lambda antwoord: _goed(slug, keuzes, antwoord)

    def rijen(slug: str) -> Any:
        return lambda _antwoord: not gebrek(slug, keuzes, antwoorden)

    def bij(*soorten: Soort) -> Any:
        return lambda gegeven: een(gegeven, "soort", "soort") in soorten

    weg, nieuw = (Soort.INTREKKEN, Soort.VERVANGEN), (Soort.AANMELDEN, Soort.VERVANGEN)
    wizard = Wizard(
        "aanvraag",
        "Aanmelding en wijziging beheerder",
        (
            Step("organisatie", "Organisatie", klaar("organisatie")),
            Step("soort", "Aanvraag", klaar("soort")),
            Step(STOPPEN, "Wie stopt", klaar(STOPPEN), bij(*weg)),
            Step(NIEUW, "Nieuwe beheerders", rijen(NIEUW), bij(*nieuw), repeated=True),
            Step(WIJZIGEN, "Wijzigingen", rijen(WIJZIGEN), bij(Soort.WIJZIGEN), repeated=True),
            Step("contact", "Uw gegevens", klaar("contact")),
            Step("bevoegd", "Bevoegdheid", klaar("bevoegd")),
            Step(TEKENAARS, "Ondertekenaars", rijen(TEKENAARS), _anderen_tekenen, repeated=True),
            Step(CONTROLEREN, "Controleren", lambda _antwoord: False),
        ),
    )
    return Place(wizard, antwoorden)


def een(antwoorden: Antwoorden, slug: str, veld: str) -> str:
    """The first text of a field; empty when it was not answered."""
    waarden = antwoorden.get(slug, {}).get(veld) or [""]
    return str(waarden[0])


def formulier(slug: str, keuzes: Keuzes, antwoord: Antwoord | None = None) -> Formulier:
    """The form of a step: as this request sends it, else filled with ``antwoord``."""
    gemaakt = _klasse(slug, keuzes)()
    _stel_keuzes_in(gemaakt, keuzes)
    if antwoord and not gemaakt.is_submitted():
        _vul(gemaakt, antwoord)
    return gemaakt


def gelezen(slug: str, keuzes: Keuzes, antwoord: Antwoord) -> Formulier:
    """The form read from a kept answer; not yet validated."""
    gemaakt = _klasse(slug, keuzes)(formdata=_als_gestuurd(antwoord), meta={"csrf": False})
    _stel_keuzes_in(gemaakt, keuzes)
    return gemaakt


def antwoord_van(formulier: Formulier) -> dict[str, list[str]]:
    """What is kept of a form that was sent: texts by field."""
    uit: dict[str, list[str]] = {}
    for veld in formulier:
        if veld.name in {"csrf_token", "aanvraag", "juist"}:
            continue
        meer = isinstance(veld, SelectMultipleField)
        uit[veld.name] = [str(w) for w in veld.data or []] if meer else [veld.data or ""]
    return uit


def gebrek(slug: str, keuzes: Keuzes, antwoorden: Antwoorden) -> str:
    """What is wrong with the rows of a repeated step; empty when nothing is."""
    rijen = antwoorden.get(slug, {}).get(RIJEN, [])
    minstens, hoogstens = _grenzen(slug, antwoorden)
    if not all(_goed(slug, keuzes, rij) for rij in rijen):
        return "Een van de regels klopt niet meer. Kies daar Wijzigen"
    if len(rijen) < minstens:
        return f"Voeg er nog minstens {minstens - len(rijen)} toe"
    if len(rijen) > hoogstens:
        return f"Het mogen er hoogstens {hoogstens} zijn. Haal er {len(rijen) - hoogstens} weg"
    veld = "gebruiker" if slug == WIJZIGEN else "email"
    waarden = [een({slug: rij}, slug, veld).casefold() for rij in rijen]
    if slug == TEKENAARS and een(antwoorden, "bevoegd", "bevoegd") == f.SAMEN:
        waarden.append(een(antwoorden, "contact", "email").casefold())
    if len(set(waarden)) != len(waarden):
        return "Twee regels gaan over dezelfde persoon of hetzelfde e-mailadres"
    return ""


def grenzen(plaats: Place, step: Step) -> tuple[int, int]:
    """How many rows a repeated step takes: at least and at most."""
    return _grenzen(step.slug, plaats.antwoorden)


def _grenzen(slug: str, antwoorden: Antwoorden) -> tuple[int, int]:
    if slug != TEKENAARS:
        return 1, MAX_BEHEERDERS
    return AANTAL_TEKENAARS.get(een(antwoorden, "bevoegd", "bevoegd"), (0, 0))


def _anderen_tekenen(antwoorden: Antwoorden) -> bool:
    return een(antwoorden, "bevoegd", "bevoegd") in AANTAL_TEKENAARS


def _goed(slug: str, keuzes: Keuzes, antwoord: Antwoord) -> bool:
    return bool(antwoord) and bool(gelezen(slug, keuzes, antwoord).validate())


def _klasse(slug: str, keuzes: Keuzes) -> type[Formulier]:
    klasse = FORMULIEREN[slug]
    if slug == "organisatie" and keuzes.organisatie is not None:
        return f.BekendFormulier
    return met_keuzes(klasse, keuzes) if issubclass(klasse, Rolformulier) else klasse


def _stel_keuzes_in(formulier: Formulier, keuzes: Keuzes) -> None:
    mensen = [(str(b.id), beheerder_en_rollen(b, keuzes.heeft[b.id])) for b in keuzes.beheerders]
    if isinstance(formulier, f.SoortFormulier):
        formulier.soort.choices = [(s.value, f.SOORTEN[s]) for s in keuzes.soorten]
        if len(keuzes.soorten) == 1 and not formulier.is_submitted():
            formulier.soort.data = keuzes.soorten[0].value  # nothing to choose between
    elif isinstance(formulier, f.StoppenFormulier):
        formulier.gebruikers.choices = mensen
    elif isinstance(formulier, f.WijzigFormulier):
        formulier.gebruiker.choices = mensen


def beheerder_en_rollen(beheerder: Gebruiker, rollen: Any) -> str:
    """How the bestuur knows a present beheerder: name, functie and beheerdersrollen."""
    namen: list[Beheerdersrol] = list(rollen)
    functie = f", {beheerder.functie}" if beheerder.functie else ""
    return f"{beheerder.naam}{functie} ({', '.join(rol.naam for rol in namen)})"


def _als_gestuurd(antwoord: Antwoord) -> MultiDict[str, str]:
    return MultiDict([(naam, str(w)) for naam, waarden in antwoord.items() for w in waarden])


def _vul(formulier: Formulier, antwoord: Antwoord) -> None:
    """Show what was answered before, without judging it."""
    gestuurd = _als_gestuurd(antwoord)
    for veld in formulier:
        if veld.name in gestuurd:
            meer = isinstance(veld, SelectMultipleField)
            veld.data = gestuurd.getlist(veld.name) if meer else gestuurd[veld.name]
