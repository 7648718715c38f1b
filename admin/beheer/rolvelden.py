# SPDX-License-Identifier: EUPL-1.2
"""The fields for rollen and kenmerken, as one component (R22, R27).

Form names: ``rol`` (ids of chosen rollen), ``kenmerk-<rol>-<soort>`` (ids, or lines of values
where there are many), ``van-<rol>`` and ``tot-<rol>`` (days).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from admin.beheer.rolkeuze import Dagkeuze, Rolkeuze, Soortkeuze
from admin.beheer.rolzinnen import naam_in_zin
from portal.domain.uitdelen import Aanbod, Groep
from portal.domain.wensen import Afkeuring, Wens
from portal.models import Autorisatie, Rol
from portal.web.formulier import schoon

MAX_GETYPT = 20_000  # characters
MAX_GENOEMD = 5  # unknown values in one message
ONBEKEND = "Deze waarden bij {rol} heeft de organisatie niet: {waarden}"
UIT_DE_LIJST = "Kies bij {rol} een {soort} uit de lijst"
VREEMD = "U koos een rol die u niet (meer) kunt geven. Kies opnieuw uit de rollen hieronder"
BEGIN = "rollen"  # id of the whole, for what is about none of its fields


@dataclass(slots=True)
class Rolvelden:
    """All rollen that may be given, as shown or as they came back."""

    groepen: list[tuple[str, list[Rolkeuze]]]
    wensen: list[Wens] = field(default_factory=list)
    fout: str = ""

    @property
    def keuzes(self) -> list[Rolkeuze]:
        """Those of all groups."""
        return [keuze for _, keuzes in self.groepen for keuze in keuzes]

    @property
    def lange(self) -> list[Soortkeuze]:
        """One of each soort whose values are typed, to list them once."""
        alle = (soort for keuze in self.keuzes for soort in keuze.soorten if soort.typen)
        return list({een.soort.id: een for een in alle}.values())

    @property
    def fouten(self) -> list[tuple[str, str]]:
        """For the error summary: id of the field and its message."""
        eigen = [(BEGIN, self.fout)] if self.fout else []
        return eigen + [fout for keuze in self.keuzes for fout in keuze.fouten]

    def als_gepost(self) -> list[tuple[str, str]]:
        """Names and values that the form would send as it stands."""
        uit: list[tuple[str, str]] = []
        for keuze in self.keuzes:
            if not keuze.gekozen:
                continue
            uit.append(("rol", str(keuze.rol.id)))
            for soort in keuze.soorten:
                waarden = [soort.getypt] if soort.typen else map(str, sorted(soort.gekozen))
                uit += [(soort.naam, waarde) for waarde in waarden]
            uit += [(dag.id, dag.tekst) for dag in (keuze.van, keuze.tot) if dag.tekst]
        return uit

    def keur_af(self, afkeuringen: Iterable[Afkeuring]) -> None:
        """Put what the domain objects to at the rol it is about."""
        per_rol = {keuze.rol.id: keuze for keuze in self.keuzes}
        for een in afkeuringen:
            if een.rol_id in per_rol:
                per_rol[een.rol_id].keur_af(een)
            else:
                self.fout = VREEMD


def toon(
    aanbod: Aanbod, wensen: Sequence[Wens] = (), lopend: Sequence[Autorisatie] = ()
) -> Rolvelden:
    """The fields filled with ``wensen``; the only value of a soort is ticked beforehand.

    A rol that is there more than once is shown as one, with all that it gives.
    """
    velden = _leeg(aanbod, lopend)
    velden.wensen = list(wensen)
    for keuze in velden.keuzes:
        eigen = [wens for wens in wensen if wens.rol_id == keuze.rol.id]
        keuze.gekozen = bool(eigen)
        for soort in keuze.soorten:
            _vul(soort, eigen)
        van, tot = [wens.van for wens in eigen], [wens.tot for wens in eigen]
        keuze.van.tekst = min(een.isoformat() if een else "" for een in van) if van else ""
        keuze.tot.tekst = max(_laatste(tot)) if tot else ""
    return velden


def lees(
    aanbod: Aanbod, gepost: MultiDict[str, str], lopend: Sequence[Autorisatie] = ()
) -> Rolvelden:
    """The fields as they were posted, with the wishes in them and what is not well-formed."""
    velden = _leeg(aanbod, lopend)
    gekozen = set(gepost.getlist("rol"))
    if gekozen - {str(keuze.rol.id) for keuze in velden.keuzes}:
        velden.fout = VREEMD
    for keuze in velden.keuzes:
        keuze.gekozen = str(keuze.rol.id) in gekozen
        for dag in (keuze.van, keuze.tot):
            dag.tekst = schoon(gepost.get(dag.id, ""))[:20].strip()
        for soort in keuze.soorten:
            _lees_soort(keuze, soort, gepost)
        if keuze.gekozen:
            kenmerken = frozenset().union(*(soort.gekozen for soort in keuze.soorten))
            van, tot = keuze.van.dag(keuze.rol), keuze.tot.dag(keuze.rol)
            velden.wensen.append(Wens(keuze.rol.id, kenmerken, van, tot))
    return velden


def _leeg(aanbod: Aanbod, lopend: Sequence[Autorisatie]) -> Rolvelden:
    return Rolvelden(
        [
            (_titel(groep), [_keuze(aanbod, rol, lopend) for rol in groep.rollen])
            for groep in aanbod.groepen
        ]
    )


def _titel(groep: Groep) -> str:
    """The beheerdersrol without its first word, as nobody is made beheerder here."""
    naam = groep.beheerdersrol.naam.removeprefix("Beheerder ")
    return naam[:1].upper() + naam[1:]


def _keuze(aanbod: Aanbod, rol: Rol, lopend: Sequence[Autorisatie]) -> Rolkeuze:
    heeft = [een for een in lopend if een.rol_id == rol.id]
    kenmerken = {k.id: k for een in heeft for k in een.kenmerken}
    soorten = [
        Soortkeuze(
            soort,
            f"kenmerk-{rol.id}-{soort.id}",
            [k for k in aanbod.binnen.kenmerken.values() if k.soort_id == soort.id],
            set(),
            vervalt=[
                k
                for k in kenmerken.values()
                if k.soort_id == soort.id and k.id not in aanbod.binnen.kenmerken
            ],
        )
        for soort in rol.kenmerksoorten
    ]
    van = Dagkeuze(f"van-{rol.id}", "Geldig vanaf")
    tot = Dagkeuze(f"tot-{rol.id}", "Geldig tot en met")
    return Rolkeuze(rol, False, soorten, van, tot, heeft)


def _vul(soort: Soortkeuze, wensen: Sequence[Wens]) -> None:
    heeft = {een for wens in wensen for een in wens.kenmerken}
    soort.gekozen = {k.id for k in soort.kenmerken if k.id in heeft}
    if not wensen and len(soort.kenmerken) == 1:
        soort.gekozen = {soort.kenmerken[0].id}
    soort.getypt = "\n".join(k.waarde for k in soort.kenmerken if k.id in soort.gekozen)


def _lees_soort(keuze: Rolkeuze, soort: Soortkeuze, gepost: MultiDict[str, str]) -> None:
    waarden = gepost.getlist(soort.naam)
    if soort.typen:
        soort.getypt = schoon("\n".join(waarden))[:MAX_GETYPT]
        waarden = soort.getypt.replace(",", " ").replace(";", " ").split()
        bekend = {kenmerk.waarde.casefold(): kenmerk.id for kenmerk in soort.kenmerken}
    else:
        bekend = {str(kenmerk.id): kenmerk.id for kenmerk in soort.kenmerken}
    soort.gekozen = {bekend[een.casefold()] for een in waarden if een.casefold() in bekend}
    onbekend = [een[:40] for een in waarden if een.casefold() not in bekend]
    if keuze.gekozen and onbekend:
        rest = len(onbekend) - MAX_GENOEMD
        meer = f" en nog {rest}" if rest > 0 else ""
        tekst = ONBEKEND if soort.typen else UIT_DE_LIJST
        soort.fout = tekst.format(
            rol=keuze.rol.naam,
            soort=naam_in_zin(soort.soort),
            waarden=", ".join(onbekend[:MAX_GENOEMD]) + meer,
        )


def _laatste(dagen: Sequence[date | None]) -> list[str]:
    """No end is the last of all."""
    return [""] if None in dagen else [een.isoformat() for een in dagen if een]
