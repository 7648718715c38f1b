# SPDX-License-Identifier: EUPL-1.2
"""One rol in the form for rollen: ticked or not, its kenmerken, its period (R22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from admin.beheer.rolzinnen import AFKEURING, naam_in_zin
from portal.domain.wensen import Afkeuring, Reden
from portal.models import Autorisatie, Kenmerk, Kenmerksoort, Rol

VEEL = 40  # more values than this are typed, one a line, instead of ticked
DATUMVORMEN = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
DATUM_FOUT = "Vul bij {rol} een datum in, bijvoorbeeld 31-12-2026"


@dataclass(slots=True)
class Soortkeuze:
    """The values of one needed kenmerksoort: ticked, or typed one a line when there are many."""

    soort: Kenmerksoort
    naam: str
    kenmerken: Sequence[Kenmerk]
    gekozen: set[int]
    getypt: str = ""
    vervalt: Sequence[Kenmerk] = ()  # what the gebruiker has and the organisatie no longer
    fout: str = ""

    @property
    def typen(self) -> bool:
        """Whether there are too many to tick."""
        return len(self.kenmerken) > VEEL

    @property
    def id(self) -> str:
        """The id of its first field."""
        return self.naam if self.typen or not self.kenmerken else f"{self.naam}-0"


@dataclass(slots=True)
class Dagkeuze:
    """A day as it was typed."""

    id: str
    label: str
    tekst: str = ""
    fout: str = ""

    def dag(self, rol: Rol) -> date | None:
        """The day; None when it is empty or no day, and then ``fout`` says so."""
        if not self.tekst:
            return None
        for vorm in DATUMVORMEN:
            try:
                dag = datetime.strptime(self.tekst, vorm).date()  # noqa: DTZ007 (a calendar day)
            except ValueError:
                continue
            self.tekst = dag.isoformat()
            return dag
        self.fout = DATUM_FOUT.format(rol=rol.naam)
        return None


@dataclass(slots=True)
class Rolkeuze:
    """One rol as the form shows it, and what the gebruiker has of it now."""

    rol: Rol
    gekozen: bool
    soorten: list[Soortkeuze]
    van: Dagkeuze
    tot: Dagkeuze
    heeft: Sequence[Autorisatie] = ()
    fout: str = ""

    @property
    def overbodig(self) -> list[Kenmerk]:
        """What the gebruiker has of soorten that the rol does not need any more."""
        nodig = {een.soort.id for een in self.soorten}
        kenmerken = {k.id: k for een in self.heeft for k in een.kenmerken}
        return [k for k in kenmerken.values() if k.soort_id not in nodig]

    @property
    def id(self) -> str:
        """The id of its tick box."""
        return f"rol-{self.rol.id}"

    @property
    def ontbreekt(self) -> list[Kenmerksoort]:
        """What the organisatie has no value of, so that nobody there can get the rol."""
        return [een.soort for een in self.soorten if not een.kenmerken]

    @property
    def uitleg(self) -> str:
        """What comes with the rol, or what keeps it from being given."""
        if self.ontbreekt:
            namen = " en geen ".join(map(naam_in_zin, self.ontbreekt))
            return f"Kan nu niet: de organisatie heeft geen {namen}."
        namen = " en ".join(naam_in_zin(een.soort) for een in self.soorten)
        return f"Met {namen}." if namen else ""

    @property
    def fouten(self) -> list[tuple[str, str]]:
        """Id of a field and its message, in the order of the page."""
        velden = [(een.id, een.fout) for een in self.soorten]
        alle = [(self.id, self.fout), *velden, (self.van.id, self.van.fout)]
        return [een for een in [*alle, (self.tot.id, self.tot.fout)] if een[1]]

    def keur_af(self, een: Afkeuring) -> None:
        """Put what the domain objects to at the field that it is about."""
        if een.reden is Reden.KENMERK_ONTBREEKT:
            mist = {soort.id for soort in een.kenmerksoorten}
            for keuze in self.soorten:
                if keuze.soort.id in mist and not keuze.fout:
                    keuze.fout = self._kies(keuze.soort)
            return
        tekst = AFKEURING[een.reden].format(
            rol=self.rol.naam, soorten=" en ".join(map(naam_in_zin, een.kenmerksoorten))
        )
        if een.reden in {Reden.TOT_VOORBIJ, Reden.TOT_VOOR_VAN, Reden.TE_VER}:
            dag = self.tot if self.tot.tekst else self.van
            dag.fout = dag.fout or tekst
        else:
            self.fout = self.fout or tekst

    def _kies(self, soort: Kenmerksoort) -> str:
        if soort in self.ontbreekt:
            return AFKEURING[Reden.KENMERK_ONTBREEKT].format(
                rol=self.rol.naam, soorten=naam_in_zin(soort)
            )
        return f"Kies bij {self.rol.naam} een {naam_in_zin(soort)}"
