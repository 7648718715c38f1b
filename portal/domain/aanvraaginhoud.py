# SPDX-License-Identifier: EUPL-1.2
"""What stands on a filled-in form of the bestuur, and putting it in the request (R29)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.domain.aanvraagkeuzes import Keuzes
from portal.models import (
    Aanvraag,
    Aanvraagbeheerder,
    Aanvraagrol,
    Beheerdersrol,
    Gebruiker,
    Kenmerk,
    Ondertekenaar,
)
from portal.models.soorten import Aanvraagsoort as Soort
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.models.soorten import Tekenwijze

# What a soort of request does for the people on it; every one must be there.
HANDELINGEN: Mapping[Soort, frozenset[Handeling]] = {
    Soort.AANMELDEN: frozenset({Handeling.AANMELDEN}),
    Soort.WIJZIGEN: frozenset({Handeling.WIJZIGEN}),
    Soort.INTREKKEN: frozenset({Handeling.INTREKKEN}),
    Soort.VERVANGEN: frozenset({Handeling.AANMELDEN, Handeling.INTREKKEN}),
}
MAX_BEHEERDERS = 10
MAX_ONDERTEKENAARS = 10
MIN_GEZAMENLIJK = 2


@dataclass(frozen=True, slots=True)
class Rolwens:
    """A beheerdersrol, for these kenmerken; none of them is all that the organisatie holds."""

    rol: Beheerdersrol
    kenmerken: Sequence[Kenmerk] = ()


@dataclass(frozen=True, slots=True)
class Persoon:
    """Who is appointed, changed or withdrawn; ``gebruiker`` is the beheerder that it is about."""

    handeling: Handeling
    achternaam: str
    voorletters: str = ""
    tussenvoegsel: str = ""
    functie: str = ""
    email: str = ""
    telefoon: str = ""
    gebruiker: Gebruiker | None = None
    rollen: Sequence[Rolwens] = ()

    @property
    def naam(self) -> str:
        """How the person is named on screen, for example "J. de Vries"."""
        return " ".join(d for d in (self.voorletters, self.tussenvoegsel, self.achternaam) if d)


@dataclass(frozen=True, slots=True)
class Tekenaar:
    """Who signs; ``zelf`` is who fills in the form, at most one."""

    naam: str
    email: str
    zelf: bool = False


@dataclass(frozen=True, slots=True)
class Inhoud:
    """The whole form."""

    soort: Soort
    organisatienaam: str
    contact_naam: str
    contact_email: str
    tekenwijze: Tekenwijze
    tekenaars: Sequence[Tekenaar]
    beheerders: Sequence[Persoon]
    rsin: str | None = None
    bestuursnummer: str | None = None
    instellingscode: str | None = None
    contact_functie: str = ""
    contact_telefoon: str = ""


class Gebrek(Exception):
    """The form cannot be handed in; the screens let nobody come so far."""


def nodig(tekenwijze: Tekenwijze, aantal: int) -> int:
    """How many of ``aantal`` ondertekenaars must sign: one, or where jointly a majority."""
    return 1 if tekenwijze is Tekenwijze.ALLEEN else aantal // 2 + 1


def keur(inhoud: Inhoud, keuzes: Keuzes) -> None:
    """Raise Gebrek unless the form is whole and asks for nothing outside ``keuzes``."""
    _keur_tekenaars(inhoud)
    handelingen = {persoon.handeling for persoon in inhoud.beheerders}
    if inhoud.soort not in keuzes.soorten or handelingen != HANDELINGEN[inhoud.soort]:
        raise Gebrek("soort")
    if len(inhoud.beheerders) > MAX_BEHEERDERS:
        raise Gebrek("beheerders")
    bekend = {gebruiker.id for gebruiker in keuzes.beheerders}
    genoemd = [p.gebruiker.id for p in inhoud.beheerders if p.gebruiker is not None]
    if len(genoemd) != len(set(genoemd)) or not set(genoemd) <= bekend:
        raise Gebrek("gebruiker")
    for persoon in inhoud.beheerders:
        _keur_persoon(persoon, keuzes)


def vul(aanvraag: Aanvraag, inhoud: Inhoud) -> None:
    """Put the form in a request that has no people yet, and forget the raw answers."""
    for naam in (
        "soort",
        "organisatienaam",
        "rsin",
        "bestuursnummer",
        "instellingscode",
        "contact_naam",
        "contact_functie",
        "contact_email",
        "contact_telefoon",
        "tekenwijze",
    ):
        setattr(aanvraag, naam, getattr(inhoud, naam))
    aanvraag.nodig = nodig(inhoud.tekenwijze, len(inhoud.tekenaars))
    aanvraag.gegevens = {}
    aanvraag.beheerders = [_rij(persoon) for persoon in inhoud.beheerders]
    aanvraag.ondertekenaars = [Ondertekenaar(naam=t.naam, email=t.email) for t in inhoud.tekenaars]


def _rij(persoon: Persoon) -> Aanvraagbeheerder:
    return Aanvraagbeheerder(
        handeling=persoon.handeling,
        voorletters=persoon.voorletters,
        tussenvoegsel=persoon.tussenvoegsel,
        achternaam=persoon.achternaam,
        functie=persoon.functie,
        email=persoon.email,
        telefoon=persoon.telefoon,
        gebruiker=persoon.gebruiker,
        aanvraagrollen=[
            Aanvraagrol(beheerdersrol=wens.rol, kenmerken=list(wens.kenmerken))
            for wens in persoon.rollen
        ],
    )


def _keur_tekenaars(inhoud: Inhoud) -> None:
    aantal = len(inhoud.tekenaars)
    alleen = inhoud.tekenwijze is Tekenwijze.ALLEEN
    adressen = {tekenaar.email.casefold() for tekenaar in inhoud.tekenaars}
    goed = aantal == 1 if alleen else MIN_GEZAMENLIJK <= aantal <= MAX_ONDERTEKENAARS
    if not goed or len(adressen) != aantal or sum(t.zelf for t in inhoud.tekenaars) > 1:
        raise Gebrek("ondertekenaars")


def _keur_persoon(persoon: Persoon, keuzes: Keuzes) -> None:
    mag = {rol.id for rol in keuzes.beheerdersrollen}
    met_rollen = persoon.handeling is not Handeling.INTREKKEN
    if met_rollen is not bool(persoon.rollen):
        raise Gebrek("rollen")
    if (persoon.gebruiker is None) is not (persoon.handeling is Handeling.AANMELDEN):
        raise Gebrek("gebruiker")
    for wens in persoon.rollen:
        gehouden = {kenmerk.id for kenmerk in keuzes.kenmerken.get(wens.rol.id, ())}
        if wens.rol.id not in mag or not {k.id for k in wens.kenmerken} <= gehouden:
            raise Gebrek("rollen")
