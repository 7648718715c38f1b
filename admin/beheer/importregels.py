# SPDX-License-Identifier: EUPL-1.2
"""From the cells of a file to rows for the domain: what is well-formed, and how that is said."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from werkzeug.datastructures import MultiDict

from admin.persoonsformulier import PersoonFormulier
from admin.tabel import KOLOMMEN, MAX_CEL, Rij
from portal.domain.gebruikers import Persoon
from portal.domain.importplan import Bezwaar, Fout, Regel
from portal.domain.wensen import Reden

KOP = {naam: kop for kop, (naam, _) in KOLOMMEN.items()}
DATUMVORMEN = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y")
TEKSTEN: dict[str, str] = {
    Bezwaar.ONBEKENDE_ORGANISATIE: "{wat} is geen KvK-nummer van een organisatie die u beheert",
    Bezwaar.ONBEKENDE_ROL: "U kunt geen rol geven die {wat} heet",
    Bezwaar.ONBEKEND_KENMERK: "De organisatie heeft dit kenmerk niet voor deze rol: {wat}",
    Bezwaar.ANDERE_PERSOON: "De persoon is anders dan op regel {wat}, met hetzelfde e-mailadres",
    Bezwaar.MEER_ACCOUNTS: "Er zijn al meer gebruikers met {wat}; wijzig hen een voor een",
    Bezwaar.NIET_TE_WIJZIGEN: "{wat} kunt u niet zelf wijzigen: dat is uzelf of een beheerder",
    Reden.KENMERK_ONTBREEKT: "Bij deze rol hoort nog: {wat}",
    Reden.KENMERK_NIET_VAN_ORGANISATIE: "De organisatie heeft een van deze kenmerken niet",
    Reden.KENMERK_NIET_NODIG: "Bij deze rol hoort niet: {wat}",
    Reden.NIET_UITDEELBAAR: "Deze rol kunt u niet geven",
    Reden.ROL_BEEINDIGD: "Deze rol bestaat niet meer",
    Reden.DUBBEL: "Deze rol staat er twee keer in",
    Reden.TOT_VOORBIJ: "Deze datum is voorbij",
    Reden.TOT_VOOR_VAN: "Deze datum ligt voor de begindatum",
    Reden.TE_VER: "Deze datum ligt te ver in de toekomst",
}
Melding = tuple[int, str, str]  # row of the file, heading of the column, what is wrong


@dataclass(slots=True)
class Gelezen:
    """The well-formed rows, what is wrong in cells of the others, and those as far as they go.

    ``half`` is there to be judged only: one round should bring every error.
    """

    regels: list[Regel] = field(default_factory=list)
    half: list[Regel] = field(default_factory=list)
    meldingen: list[Melding] = field(default_factory=list)


def lees(rijen: Sequence[Rij]) -> Gelezen:
    """All rows, each well-formed or with what is wrong in it."""
    uit = Gelezen()
    for rij in rijen:
        persoon, fout = _persoon(rij)
        tot, fout_tot = _tot(rij)
        fout += fout_tot
        fout_rol = _rol(rij)
        if persoon is not None and not fout + fout_rol:
            uit.regels.append(_regel(rij, persoon, tot))
        elif not fout_rol:
            uit.half.append(_regel(rij, persoon or _iemand(rij), tot))
        uit.meldingen += fout + fout_rol
    return uit


def als_meldingen(fouten: Sequence[Fout]) -> list[Melding]:
    """What the domain objects to, in sentences, in the order of the file."""
    uit = [(f.regel, KOP[f.kolom], TEKSTEN[f.reden].format(wat=f.wat)) for f in fouten]
    return sorted(uit)


def _persoon(rij: Rij) -> tuple[Persoon | None, list[Melding]]:
    velden = MultiDict({naam: rij.cellen[naam] for naam in Persoon.__slots__})
    formulier = PersoonFormulier(formdata=velden, meta={"csrf": False})
    if formulier.validate():
        return formulier.persoon(), []
    return None, [(rij.nummer, KOP[veld], tekst) for veld, tekst in formulier.fouten]


def _iemand(rij: Rij) -> Persoon:
    """Nobody else in the file or the database, so that nothing is said of the person."""
    return Persoon("", "", "", "", f"regel {rij.nummer}", "")


def _rol(rij: Rij) -> list[Melding]:
    """What is wrong in the cells of the rol, before it is looked up."""
    leeg = [] if rij.cellen["rol"] else [(rij.nummer, KOP["rol"], "Vul een rol in")]
    return leeg + [
        (rij.nummer, KOP[naam], f"Vul hoogstens {MAX_CEL} tekens in")
        for naam in ("kvk", "rol", "kenmerken")
        if len(rij.cellen[naam]) > MAX_CEL
    ]


def _tot(rij: Rij) -> tuple[date | None, list[Melding]]:
    tekst = rij.cellen["tot"]
    if not tekst:
        return None, []
    for vorm in DATUMVORMEN:
        try:
            return datetime.strptime(tekst, vorm).date(), []  # noqa: DTZ007 (a calendar day)
        except ValueError:
            continue
    return None, [(rij.nummer, KOP["tot"], "Vul een datum in, bijvoorbeeld 31-12-2026")]


def _regel(rij: Rij, persoon: Persoon, tot: date | None) -> Regel:
    cellen = rij.cellen
    los = cellen["kenmerken"].replace(";", " ").replace(",", " ").split()
    kvk = cellen["kvk"].zfill(8) if cellen["kvk"] else ""
    return Regel(rij.nummer, persoon, kvk, cellen["rol"], tuple(dict.fromkeys(los)), tot)
