# SPDX-License-Identifier: EUPL-1.2
"""The fields for rollen and kenmerken, as one component (R22, R27)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from portal.domain.wensen import Afkeuring, Kader, Reden, Wens
from portal.models import Kenmerk, Kenmerksoort, Rol

VEEL = 40  # more values than this are typed, one a line, instead of ticked
DATUM_FOUT = "Vul bij {rol} een datum in, bijvoorbeeld 31-12-2026"
TEKSTEN = {
    Reden.NIET_UITDEELBAAR: "{rol} kunt u niet geven",
    Reden.ROL_BEEINDIGD: "{rol} bestaat niet meer. Haal deze rol weg",
    Reden.DUBBEL: "{rol} staat er twee keer in",
    Reden.KENMERK_ONTBREEKT: "Kies bij {rol} ten minste een waarde van: {soorten}",
    Reden.KENMERK_NIET_VAN_ORGANISATIE: "Bij {rol} staat een kenmerk dat de organisatie niet heeft",
    Reden.KENMERK_NIET_NODIG: "Bij {rol} hoort niet: {soorten}",
    Reden.TOT_VOOR_VAN: "De einddatum van {rol} ligt voor de begindatum",
    Reden.TOT_VOORBIJ: "De einddatum van {rol} is voorbij. Haal het vinkje weg als de rol stopt",
    Reden.TE_VER: "Een datum bij {rol} ligt te ver in de toekomst",
}


@dataclass(slots=True)
class Soortkeuze:
    """The values of one needed kenmerksoort: ticked, or typed one a line when there are many."""

    soort: Kenmerksoort
    kenmerken: Sequence[Kenmerk]
    gekozen: set[int]
    getypt: str

    @property
    def typen(self) -> bool:
        """Whether there are too many to tick."""
        return len(self.kenmerken) > VEEL


@dataclass(slots=True)
class Rolkeuze:
    """One rol as the form shows it."""

    rol: Rol
    gekozen: bool
    soorten: list[Soortkeuze]
    van: str
    tot: str
    fout: str = ""

    @property
    def id(self) -> str:
        """The id of its tick box."""
        return f"rol-{self.rol.id}"


@dataclass(slots=True)
class Rolvelden:
    """All rollen that may be given, as shown or as they came back."""

    keuzes: list[Rolkeuze]
    wensen: list[Wens] = field(default_factory=list)

    @property
    def fouten(self) -> list[tuple[str, str]]:
        """For the error summary: id of the rol and its message."""
        return [(keuze.id, keuze.fout) for keuze in self.keuzes if keuze.fout]

    def keur_af(self, afkeuringen: Iterable[Afkeuring]) -> None:
        """Put what the domain objects to at the rol it is about."""
        per_rol = {keuze.rol.id: keuze for keuze in self.keuzes}
        for een in afkeuringen:
            keuze = per_rol.get(een.rol_id) or self.keuzes[0]
            soorten = ", ".join(soort.naam.lower() for soort in een.kenmerksoorten)
            tekst = TEKSTEN[een.reden].format(rol=keuze.rol.naam, soorten=soorten)
            keuze.fout = keuze.fout or tekst


def toon(binnen: Kader, wensen: Sequence[Wens]) -> Rolvelden:
    """The fields filled with ``wensen``; the only value of a soort is ticked beforehand."""
    per_rol = {wens.rol_id: wens for wens in reversed(wensen)}
    keuzes = []
    for rol in binnen.rollen.values():
        wens = per_rol.get(rol.id)
        soorten = [_soort(binnen, soort, wens) for soort in rol.kenmerksoorten]
        van, tot = (_als_tekst(wens.van), _als_tekst(wens.tot)) if wens else ("", "")
        keuzes.append(Rolkeuze(rol, wens is not None, soorten, van, tot))
    return Rolvelden(keuzes, list(wensen))


def lees(binnen: Kader, gepost: MultiDict[str, str]) -> Rolvelden:
    """The fields as they were posted, with the wishes in them and what is not well-formed.

    Only what is in ``binnen`` is looked at: a rol or kenmerk of elsewhere is not there.
    """
    velden = Rolvelden([])
    for rol in binnen.rollen.values():
        keuze = Rolkeuze(
            rol,
            str(rol.id) in gepost.getlist("rol"),
            [_gepost(binnen, rol, soort, gepost) for soort in rol.kenmerksoorten],
            gepost.get(f"van-{rol.id}", "")[:20],
            gepost.get(f"tot-{rol.id}", "")[:20],
        )
        velden.keuzes.append(keuze)
        if keuze.gekozen:
            _lees_wens(keuze, velden.wensen)
    return velden


def _lees_wens(keuze: Rolkeuze, wensen: list[Wens]) -> None:
    for soort in keuze.soorten:
        bekend = {kenmerk.waarde.casefold(): kenmerk.id for kenmerk in soort.kenmerken}
        getypt = soort.getypt.replace(",", " ").split() if soort.typen else []
        onbekend = [waarde for waarde in getypt if waarde.casefold() not in bekend]
        soort.gekozen |= {bekend[w.casefold()] for w in getypt if w.casefold() in bekend}
        if onbekend:
            keuze.fout = f"De organisatie heeft niet: {', '.join(onbekend[:5])[:200]}"
    try:
        van, tot = _datum(keuze.van), _datum(keuze.tot)
    except ValueError:
        keuze.fout = DATUM_FOUT.format(rol=keuze.rol.naam)
        return
    kenmerken = frozenset().union(*(soort.gekozen for soort in keuze.soorten))
    wensen.append(Wens(keuze.rol.id, kenmerken, van, tot))


def _soort(binnen: Kader, soort: Kenmerksoort, wens: Wens | None) -> Soortkeuze:
    kenmerken = [k for k in binnen.kenmerken.values() if k.soort_id == soort.id]
    gekozen = {k.id for k in kenmerken if wens is not None and k.id in wens.kenmerken}
    if wens is None and len(kenmerken) == 1:
        gekozen = {kenmerken[0].id}
    getypt = "\n".join(k.waarde for k in kenmerken if k.id in gekozen)
    return Soortkeuze(soort, kenmerken, gekozen, getypt)


def _gepost(
    binnen: Kader, rol: Rol, soort: Kenmerksoort, gepost: MultiDict[str, str]
) -> Soortkeuze:
    naam = f"kenmerk-{rol.id}-{soort.id}"
    kenmerken = [k for k in binnen.kenmerken.values() if k.soort_id == soort.id]
    waarden = set(gepost.getlist(naam))
    gekozen = {k.id for k in kenmerken if str(k.id) in waarden}
    return Soortkeuze(soort, kenmerken, gekozen, gepost.get(f"{naam}-getypt", ""))


def _als_tekst(dag: date | None) -> str:
    return dag.isoformat() if dag else ""


def _datum(tekst: str) -> date | None:
    return date.fromisoformat(tekst.strip()) if tekst.strip() else None
