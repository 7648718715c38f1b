# SPDX-License-Identifier: EUPL-1.2
"""From the answers of the wizard to the form as the domain takes it, and to words (R29)."""

from collections.abc import Sequence
from typing import Any

from portal.domain.aanvraaginhoud import Inhoud, Persoon, Rolwens, Tekenaar
from portal.domain.aanvraagkeuzes import Keuzes
from portal.models import Gebruiker
from portal.models.soorten import Aanvraagsoort as Soort
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.models.soorten import Tekenwijze
from portal.web.formulier import Formulier
from wizard.core import Place
from wizard.flows import aanvraag as flow
from wizard.flows import aanvraagformulieren as f

GEZAMENLIJK = (f.SAMEN, f.ANDEREN)
MET_ZELF = (f.ZELF, f.SAMEN)


def inhoud(plaats: Place, keuzes: Keuzes) -> Inhoud:
    """The whole form; only where all steps before the last are done."""
    organisatie = _lees(plaats, keuzes, "organisatie")
    bekend, contact = keuzes.organisatie, _lees(plaats, keuzes, "contact")
    bevoegd = flow.een(plaats.antwoorden, "bevoegd", "bevoegd")
    gezamenlijk = bevoegd in GEZAMENLIJK
    return Inhoud(
        soort=Soort(flow.een(plaats.antwoorden, "soort", "soort")),
        organisatienaam=bekend.naam if bekend else organisatie["naam"].data,
        rsin=bekend.rsin if bekend else organisatie["rsin"].data or None,
        bestuursnummer=None if bekend else organisatie["bestuursnummer"].data or None,
        instellingscode=None if bekend else organisatie["instellingscode"].data or None,
        contact_naam=contact["naam"].data,
        contact_functie=contact["functie"].data,
        contact_email=contact["email"].data,
        contact_telefoon=contact["telefoon"].data,
        tekenwijze=Tekenwijze.GEZAMENLIJK if gezamenlijk else Tekenwijze.ALLEEN,
        tekenaars=tekenaars(plaats, keuzes),
        beheerders=beheerders(plaats, keuzes),
    )


def tekenaars(plaats: Place, keuzes: Keuzes) -> list[Tekenaar]:
    """Who signs: who fills in the form first, where that is one of them."""
    uit = []
    if flow.een(plaats.antwoorden, "bevoegd", "bevoegd") in MET_ZELF:
        contact = _lees(plaats, keuzes, "contact")
        uit.append(Tekenaar(contact["naam"].data, contact["email"].data, zelf=True))
    for rij in _rijen(plaats, flow.TEKENAARS):
        gelezen = flow.gelezen(flow.TEKENAARS, keuzes, rij)
        uit.append(Tekenaar(gelezen["naam"].data, gelezen["email"].data))
    return uit


def beheerders(plaats: Place, keuzes: Keuzes) -> list[Persoon]:
    """Who is appointed, changed and withdrawn, in that order."""
    bekend = {str(gebruiker.id): gebruiker for gebruiker in keuzes.beheerders}
    uit = [nieuw(keuzes, rij) for rij in _rijen(plaats, flow.NIEUW)]
    for rij in _rijen(plaats, flow.WIJZIGEN):
        gelezen = flow.gelezen(flow.WIJZIGEN, keuzes, rij)
        uit.append(_wijziging(bekend[gelezen["gebruiker"].data], gelezen))
    if plaats.step(flow.STOPPEN) is not None:
        gekozen = _lees(plaats, keuzes, flow.STOPPEN)["gebruikers"].data
        uit += [_over(bekend[nummer], Handeling.INTREKKEN) for nummer in gekozen]
    return uit


def nieuw(keuzes: Keuzes, rij: Any) -> Persoon:
    """Somebody new, from a row."""
    gelezen = flow.gelezen(flow.NIEUW, keuzes, rij)
    velden = ("voorletters", "tussenvoegsel", "achternaam", "functie", "email", "telefoon")
    waarden = {naam: gelezen[naam].data for naam in velden}
    return Persoon(Handeling.AANMELDEN, rollen=_wensen(gelezen), **waarden)


def regel(slug: str, keuzes: Keuzes, rij: Any) -> str:
    """How a row is named in its list."""
    gelezen = flow.gelezen(slug, keuzes, rij)
    if slug == flow.TEKENAARS:
        return f"{gelezen['naam'].data} ({gelezen['email'].data})"
    if slug == flow.NIEUW:
        return nieuw(keuzes, rij).naam
    wie = next((b for b in keuzes.beheerders if str(b.id) == gelezen["gebruiker"].data), None)
    return wie.naam if wie else "Deze beheerder is er niet meer"


def _wijziging(gebruiker: Gebruiker, gelezen: Formulier) -> Persoon:
    return _over(
        gebruiker,
        Handeling.WIJZIGEN,
        functie=gelezen["functie"].data,
        email=gelezen["email"].data,
        telefoon=gelezen["telefoon"].data,
        rollen=_wensen(gelezen),
    )


def _over(gebruiker: Gebruiker, handeling: Handeling, **anders: Any) -> Persoon:
    """About a present beheerder, by the name that the bestuur may know."""
    return Persoon(
        handeling,
        voorletters=gebruiker.voorletters,
        tussenvoegsel=gebruiker.tussenvoegsel,
        achternaam=gebruiker.achternaam,
        gebruiker=gebruiker,
        **anders,
    )


def _wensen(gelezen: Formulier) -> Sequence[Rolwens]:
    wensen: Sequence[Rolwens] = gelezen.wensen()  # type: ignore[attr-defined]
    return wensen


def _rijen(plaats: Place, slug: str) -> Sequence[Any]:
    step = plaats.step(slug)
    return plaats.rijen(step) if step else []


def _lees(plaats: Place, keuzes: Keuzes, slug: str) -> Formulier:
    return flow.gelezen(slug, keuzes, plaats.antwoorden.get(slug, {}))
