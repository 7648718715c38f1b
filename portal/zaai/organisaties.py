# SPDX-License-Identifier: EUPL-1.2
"""Besturen with their instellingen, gemeenten and others, and the kenmerken that they hold."""

from dataclasses import dataclass, field
from random import Random

from portal.models import Kenmerk, Organisatie
from portal.models.organisatie import (
    organisatie_beheerdersrol,
    organisatie_kenmerk,
    organisatie_sector,
)
from portal.models.soorten import Organisatiesoort
from portal.zaai.namen import Namen, slug
from portal.zaai.nummers import Nummers, instellingscode
from portal.zaai.omvang import Omvang
from portal.zaai.schrijver import Rij, Schrijver, tabel_van
from portal.zaai.stelsel import Stelsel

UITVOERDER = 1  # id of the organisatie of the medewerkers
MAX_GEMEENTEN = 340
REGIOS = 40
PER_BROK = 5_000
ORGANISATIE = ("id", "naam", "soort", "kvk", "rsin", "oin", "parent_id", "adres", "postcode",
               "plaats", "bestuur_email", "versie")  # fmt: skip
KENMERK = ("id", "soort_id", "waarde", "naam", "versie")


@dataclass(frozen=True, slots=True)
class Tak:
    """A kind of organisatie at the top: how often, how many instellingen at most, what it holds."""

    sector: str
    soort: Organisatiesoort
    aandeel: float
    kinderen: int
    beheerdersrol: str
    naam: str


BESTUUR, GEMEENTE = Organisatiesoort.BESTUUR, Organisatiesoort.GEMEENTE
TAKKEN = (
    Tak("primair-onderwijs", BESTUUR, 0.45, 40, "beheerder-po", "Stichting {naam} {plaats}"),
    Tak("voortgezet-onderwijs", BESTUUR, 0.17, 12, "beheerder-vo", "Onderwijsgroep {plaats}"),
    Tak("middelbaar-beroepsonderwijs", BESTUUR, 0.03, 2, "beheerder-mbo", "ROC {plaats}"),
    Tak("hoger-onderwijs", BESTUUR, 0.03, 0, "beheerder-ho", "Hogeschool {plaats}"),
    Tak("gemeenten", GEMEENTE, 0.10, 0, "beheerder-gemeente", "Gemeente {plaats}"),
    Tak("particulier-onderwijs", Organisatiesoort.OVERIG, 0.22, 0, "beheerder-rio-algemeen",
        "Vakschool {plaats}"),
)  # fmt: skip
SCHOOLNAAM = {
    "primair-onderwijs": "Basisschool De {naam}",
    "voortgezet-onderwijs": "{plaats} College, locatie {naam}",
    "middelbaar-beroepsonderwijs": "{plaats}, vestiging {naam}",
}


@dataclass(slots=True)
class Thuis:
    """What is remembered of an organisatie while its gebruikers are made."""

    id: int
    parent: "Thuis | None"
    tak: Tak
    domein: str
    kenmerken: dict[int, list[int]] = field(default_factory=dict)  # ids by id of the soort
    beheerders: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Rijen:
    """Rows that wait to be written."""

    organisaties: list[Rij] = field(default_factory=list)
    kenmerken: list[Rij] = field(default_factory=list)
    sectoren: list[Rij] = field(default_factory=list)
    houdt: list[Rij] = field(default_factory=list)
    rollen: list[Rij] = field(default_factory=list)


class Organisaties:
    """Makes them one by one, a parent before its children."""

    def __init__(self, schrijver: Schrijver, stelsel: Stelsel, omvang: Omvang) -> None:
        self._schrijver = schrijver
        self._stelsel = stelsel
        self._omvang = omvang
        self._kans = Random(f"organisaties {omvang.seed}")
        self._namen = Namen(self._kans)
        self._nummers = Nummers(self._kans)
        self._rijen = Rijen()
        self._kenmerk = 0
        self._instelling = 0
        self._gemeenten = 0
        self._regios: list[int] = []
        self.alle: list[Thuis] = []

    def maak(self) -> list[Thuis]:
        """All of them, written; the first is of the medewerkers, the second the largest bestuur."""
        self._uitvoerder()
        self._maak_regios()
        eerst = iter(TAKKEN)  # so that a small seed has every kind too
        while (rest := self._omvang.organisaties - len(self.alle)) > 0:
            self._tak(next(eerst, None) or self._lot(), (rest - 1) // 2)
            if len(self._rijen.organisaties) >= PER_BROK:
                self._schrijf()
        self._schrijf()
        return self.alle

    def _lot(self) -> Tak:
        tak = self._kans.choices(TAKKEN, [een.aandeel for een in TAKKEN])[0]
        vol = tak.soort is GEMEENTE and self._gemeenten >= MAX_GEMEENTEN
        return TAKKEN[-1] if vol else tak

    def _uitvoerder(self) -> None:
        tak = Tak("", Organisatiesoort.UITVOERDER, 0, 0, "", "Uitvoeringsdienst Onderwijs")
        self._organisatie(tak, None, tak.naam, "Waalwerd")

    def _maak_regios(self) -> None:
        soort = "doorstroompunt"
        for nummer in range(REGIOS):
            waarde = f"{9_000 + nummer}"
            self._regios.append(self._nieuw(soort, waarde, f"Regio {self._namen.plaats(nummer)}"))

    def _tak(self, tak: Tak, ruimte: int) -> None:
        """One at the top with its children, at most ``ruimte`` of those."""
        plaats = self._namen.plaats(self._kans.randrange(2000))
        naam = tak.naam.format(plaats=plaats, naam=self._namen.kies("bestuursnamen"))
        top = self._organisatie(tak, None, naam, plaats)
        self._houd_van_top(top, naam, plaats)
        aantal = min(round(tak.kinderen * self._kans.random() ** 1.5), ruimte)
        for _ in range(aantal):
            school = self._namen.kies("schoolnamen")
            kind_naam = SCHOOLNAAM[tak.sector].format(plaats=plaats, naam=school)
            kind = self._organisatie(tak, top, kind_naam, plaats)
            self._houd_instelling(kind, kind_naam)
            for soort in ("bestuursnummer", "rio-bestuur"):
                self._houd(kind, soort, top.kenmerken[self._stelsel.soorten[soort]][0])
        if not aantal and tak.soort is BESTUUR:
            self._houd_instelling(top, naam)

    def _houd_van_top(self, top: Thuis, naam: str, plaats: str) -> None:
        nummer = top.id
        if top.tak.soort is GEMEENTE:
            self._gemeenten += 1
            code = f"{self._gemeenten:04}"
            self._houd(top, "gemeentecode", self._nieuw("gemeentecode", code, naam))
            self._houd(top, "doorstroompunt", self._kans.choice(self._regios))
            return
        rio = f"{nummer % 1000:03}B{nummer // 1000:03}"
        self._houd(top, "rio-bestuur", self._nieuw("rio-bestuur", rio, naam))
        if top.tak.soort is BESTUUR:
            self._houd(top, "bestuursnummer", self._nieuw("bestuursnummer", f"{nummer:05}", naam))

    def _houd_instelling(self, wie: Thuis, naam: str) -> None:
        """An instellingscode with its vestigingen, held by the parent too."""
        code = instellingscode(self._instelling)
        self._instelling += 1
        nieuw = [("instellingscode", self._nieuw("instellingscode", code, naam))]
        for volgnummer in range(self._kans.choice((1, 1, 1, 2, 3))):
            waarde = f"{code}{volgnummer:02}"
            nieuw.append(("vestiging", self._nieuw("vestiging", waarde, naam)))
        for houder in filter(None, (wie, wie.parent)):
            for soort, kenmerk in nieuw:
                self._houd(houder, soort, kenmerk)

    def _nieuw(self, soort: str, waarde: str, naam: str) -> int:
        self._kenmerk += 1
        soort_id = self._stelsel.soorten[soort]
        self._rijen.kenmerken.append((self._kenmerk, soort_id, waarde, naam, 1))
        return self._kenmerk

    def _houd(self, wie: Thuis, soort: str, kenmerk: int) -> None:
        wie.kenmerken.setdefault(self._stelsel.soorten[soort], []).append(kenmerk)
        self._rijen.houdt.append((wie.id, kenmerk))

    def _organisatie(self, tak: Tak, parent: Thuis | None, naam: str, plaats: str) -> Thuis:
        nummer = len(self.alle) + 1
        thuis = Thuis(nummer, parent, tak, f"{slug(naam)}.example")
        self.alle.append(thuis)
        kvk = self._nummers.kvk(nummer)
        rsin = None if parent or tak.soort is Organisatiesoort.OVERIG else self._nummers.rsin()
        self._rijen.organisaties.append(
            (
                nummer,
                naam,
                (Organisatiesoort.INSTELLING if parent else tak.soort).value,
                kvk,
                rsin,
                f"00000001{rsin}000" if rsin else f"00000003{kvk}0000",
                parent.id if parent else None,
                f"{self._namen.kies('straten')} {self._kans.randint(1, 200)}",
                f"{self._kans.randint(1000, 9999)} ZZ",
                plaats,
                f"bestuur@{thuis.domein}" if tak.soort is BESTUUR and not parent else None,
                1,
            )
        )
        if tak.sector:
            self._rijen.sectoren.append((nummer, self._stelsel.sectoren[tak.sector]))
            if not parent:
                rol = self._stelsel.beheerdersrollen[tak.beheerdersrol]
                self._rijen.rollen.append((nummer, rol))
        return thuis

    def _schrijf(self) -> None:
        rijen, self._rijen = self._rijen, Rijen()
        for tabel, kolommen, inhoud in (
            (tabel_van(Kenmerk), KENMERK, rijen.kenmerken),
            (tabel_van(Organisatie), ORGANISATIE, rijen.organisaties),
            (organisatie_sector, organisatie_sector.c.keys(), rijen.sectoren),
            (organisatie_kenmerk, organisatie_kenmerk.c.keys(), rijen.houdt),
            (organisatie_beheerdersrol, organisatie_beheerdersrol.c.keys(), rijen.rollen),
        ):
            self._schrijver.schrijf(tabel, kolommen, inhoud)
        self._schrijver.meld("organisaties", len(self.alle), self._omvang.organisaties)
