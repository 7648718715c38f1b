# SPDX-License-Identifier: EUPL-1.2
"""Rollen and kenmerken in sentences: what changes, what cannot, and why (R22, R32)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.verschillen import Verschil
from portal.domain.wensen import Reden, Wens
from portal.models import Autorisatie, Kenmerk, Kenmerksoort, Rol
from portal.tijd import begin_van, datum

AFKEURING = {
    Reden.NIET_UITDEELBAAR: "{rol} kunt u niet geven",
    Reden.ROL_BEEINDIGD: "{rol} bestaat niet meer",
    Reden.DUBBEL: "{rol} staat er twee keer in",
    Reden.HEEFT_AL: "{rol} is er al",
    Reden.KENMERK_ONTBREEKT: "Bij {rol} hoort een {soorten}, en die heeft de organisatie niet",
    Reden.KENMERK_NIET_VAN_ORGANISATIE: "{rol} heeft een {soorten} die niet van de organisatie is",
    Reden.KENMERK_NIET_NODIG: "Bij {rol} hoort geen {soorten}",
    Reden.TOT_VOOR_VAN: "De einddatum van {rol} ligt voor de begindatum",
    Reden.TOT_VOORBIJ: "De einddatum van {rol} is voorbij. Haal het vinkje weg als de rol stopt",
    Reden.TE_VER: "De datum bij {rol} ligt te ver in de toekomst",
}
# What of a colleague stays behind.
BLIJFT = {
    **AFKEURING,
    Reden.HEEFT_AL: "{rol} is er al, en blijft zoals hij is",
    Reden.KENMERK_ONTBREEKT: (
        "{rol} gaat niet mee: de {soorten} van de collega is niet van deze organisatie. "
        "Kies de rol met een eigen {soorten} in het formulier"
    ),
    Reden.KENMERK_NIET_VAN_ORGANISATIE: (
        "Bij {rol}: een {soorten} van de collega die niet van deze organisatie is"
    ),
}


@dataclass(frozen=True, slots=True)
class Woordenboek:
    """The rollen and kenmerken that wishes name by their id."""

    rollen: Mapping[int, Rol]
    kenmerken: Mapping[int, Kenmerk]

    def aangevuld(self, lopend: Iterable[Autorisatie]) -> "Woordenboek":
        """With the names in autorisaties of somebody."""
        een = list(lopend)
        rollen = {autorisatie.rol_id: autorisatie.rol for autorisatie in een}
        kenmerken = {k.id: k for autorisatie in een for k in autorisatie.kenmerken}
        return Woordenboek({**rollen, **self.rollen}, {**kenmerken, **self.kenmerken})

    def met(self, nummers: Iterable[int]) -> str:
        """The kenmerken as "Instellingscode 21AZ en Bestuursnummer 99012", sorted."""
        namen = sorted(str(self.kenmerken[een]) for een in nummers)
        return " en ".join([", ".join(namen[:-1]), namen[-1]]) if namen[1:] else "".join(namen)

    def wens(self, wens: Wens) -> str:
        """What a wish gives beside the name of the rol: its kenmerken and period."""
        delen = [f"met {self.met(wens.kenmerken)}"] if wens.kenmerken else []
        if wens.van is not None:
            delen.append(f"vanaf {dag(wens.van)}")
        if wens.tot is not None:
            delen.append(f"tot en met {dag(wens.tot)}")
        return " ".join(delen)

    def verschil(self, een: Verschil) -> list[str]:
        """What changes about one rol; of a rol that is given or taken away, what is in it."""
        if een.oud is None or een.nieuw is None:
            wens = een.nieuw or een.oud
            assert wens is not None
            return [zin] if (zin := self.wens(wens)) else []
        zinnen = [f"Erbij komt: {self.met(een.erbij)}"] if een.erbij else []
        if een.eraf:
            zinnen.append(f"Eraf gaat: {self.met(een.eraf)}")
        return zinnen + _periode(een.oud, een.nieuw)


@dataclass(frozen=True, slots=True)
class Wijziging:
    """Differences in three lists of (name of the rol, sentences)."""

    krijgt: Sequence[tuple[str, Sequence[str]]]
    verliest: Sequence[tuple[str, Sequence[str]]]
    verandert: Sequence[tuple[str, Sequence[str]]]


def wijziging(verschillen: Sequence[Verschil], boek: Woordenboek) -> Wijziging:
    """The differences as a page shows them."""

    def regels(een: Verschil) -> tuple[str, Sequence[str]]:
        return boek.rollen[een.rol_id].naam, boek.verschil(een)

    return Wijziging(
        [regels(een) for een in verschillen if een.oud is None],
        [regels(een) for een in verschillen if een.nieuw is None],
        [regels(een) for een in verschillen if een.oud is not None and een.nieuw is not None],
    )


def naam_in_zin(soort: Kenmerksoort) -> str:
    """The name of a soort within a sentence."""
    return soort.naam[:1].lower() + soort.naam[1:] if soort.naam[1:2].islower() else soort.naam


def dag(dag: date) -> str:
    """As "24 november 2026"."""
    return datum(begin_van(dag))


def _periode(oud: Wens, nieuw: Wens) -> list[str]:
    """Where begin and end differ; what runs and gets a later begin stops in between."""
    zinnen = []
    if nieuw.van != oud.van:
        if nieuw.van is None or oud.van is None:
            zin = "Gaat nu al in" if nieuw.van is None else "Stopt nu en gaat weer in"
        else:
            zin = "Gaat in"
        wanneer = f" op {dag(nieuw.van)}" if nieuw.van else ""
        zinnen.append(zin + wanneer + (f" (was: {dag(oud.van)})" if oud.van else ""))
    if nieuw.tot != oud.tot:
        was = f"tot en met {dag(oud.tot)}" if oud.tot else "zonder einddatum"
        wordt = f"Geldt tot en met {dag(nieuw.tot)}" if nieuw.tot else "Heeft geen einddatum meer"
        zinnen.append(f"{wordt} (was: {was})")
    return zinnen
