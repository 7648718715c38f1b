# SPDX-License-Identifier: EUPL-1.2
"""What an import would do: per person the differences, per cell the errors (R30)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import autorisaties, bevoegdheden, gebruikers
from portal.domain.gebruikers import Persoon
from portal.domain.wensen import Kader, Reden, Wens, kader, keur_binnen
from portal.models import Gebruiker, Kenmerk, Organisatie, Rol
from portal.models.soorten import Gebruikerstatus
from portal.secrets import hash_token

BROK = 500  # e-mail addresses in one query


class Bezwaar(StrEnum):
    """Why a cell is no good, beside the reasons of ``wensen.Reden``."""

    ONBEKENDE_ORGANISATIE = "onbekende_organisatie"
    ONBEKENDE_ROL = "onbekende_rol"
    ONBEKEND_KENMERK = "onbekend_kenmerk"
    ANDERE_PERSOON = "andere_persoon"
    MEER_ACCOUNTS = "meer_accounts"
    NIET_TE_WIJZIGEN = "niet_te_wijzigen"


@dataclass(frozen=True, slots=True)
class Regel:
    """One well-formed row: a person with one rol; ``kvk`` empty is the own organisatie."""

    nummer: int
    persoon: Persoon
    kvk: str
    rol: str
    kenmerken: tuple[str, ...]
    tot: date | None


@dataclass(frozen=True, slots=True)
class Fout:
    """What is wrong in one cell; ``wat`` is the value or the kenmerksoorten that it is about."""

    regel: int
    kolom: str
    reden: Bezwaar | Reden
    wat: str = ""


@dataclass(frozen=True, slots=True)
class Mens:
    """What happens to one person: a new account, or changes to ``bestaand``."""

    persoon: Persoon
    organisatie: Organisatie
    bestaand: Gebruiker | None
    wensen: tuple[Wens, ...]
    verschillen: tuple[tuple[str, str, str], ...] = ()  # field, now, becomes
    rollen: tuple[str, ...] = ()  # what is given, as text

    @property
    def verandert(self) -> bool:
        """Whether anything happens at all."""
        return self.bestaand is None or bool(self.verschillen or self.rollen)


@dataclass(slots=True)
class Plan:
    """The whole dry run; carried out only while ``fouten`` is empty."""

    mensen: list[Mens] = field(default_factory=list)
    fouten: list[Fout] = field(default_factory=list)

    @property
    def merk(self) -> str:
        """Changes whenever the outcome would be another: what was seen is what is done."""
        delen = [
            (m.persoon, m.organisatie.id, m.bestaand and m.bestaand.id, m.verschillen, m.rollen)
            for m in self.mensen
        ]
        return hash_token(repr(delen))[:16]


def maak(session: Session, regels: Sequence[Regel], *, door: Gebruiker, nu: datetime) -> Plan:
    """Judge all rows; rows with the same organisatie and e-mail address are one person."""
    return _Maker(session, door, nu).maak(regels)


class _Maker:
    """Keeps per organisatie what may be given there while the rows are walked."""

    def __init__(self, session: Session, door: Gebruiker, nu: datetime) -> None:
        self.session, self.door, self.nu = session, door, nu
        eigen = bevoegdheden.organisaties(session, door)
        self.organisaties = {o.kvk: o for o in eigen}
        self.organisaties[""] = door.organisatie
        self.kaders: dict[int, Kader] = {}
        self.plan = Plan()

    def maak(self, regels: Sequence[Regel]) -> Plan:
        groepen: dict[tuple[int, str], list[Regel]] = {}
        for regel in regels:
            organisatie = self.organisaties.get(regel.kvk)
            if organisatie is None:
                self._fout(regel, "kvk", Bezwaar.ONBEKENDE_ORGANISATIE, regel.kvk)
            else:
                sleutel = organisatie.id, regel.persoon.email.lower()
                groepen.setdefault(sleutel, []).append(regel)
        bestaand = self._bestaande(groepen)
        lopend = self._lopende(bestaand)
        for sleutel, groep in groepen.items():
            self._mens(groep, bestaand.get(sleutel, []), lopend)
        return self.plan

    def _fout(self, regel: Regel, kolom: str, reden: Bezwaar | Reden, wat: str = "") -> None:
        self.plan.fouten.append(Fout(regel.nummer, kolom, reden, wat))

    def _kader(self, organisatie: Organisatie) -> Kader:
        if organisatie.id not in self.kaders:
            self.kaders[organisatie.id] = kader(
                self.session, organisatie, door=self.door, nu=self.nu
            )
        return self.kaders[organisatie.id]

    def _bestaande(
        self, sleutels: Iterable[tuple[int, str]]
    ) -> Mapping[tuple[int, str], list[Gebruiker]]:
        """Accounts of the own organisaties by organisatie and e-mail address, ended ones aside."""
        adressen = sorted({email for _, email in sleutels})
        nummers = [o.id for o in self.organisaties.values()]
        uit: dict[tuple[int, str], list[Gebruiker]] = {}
        for begin in range(0, len(adressen), BROK):
            vraag = select(Gebruiker).where(
                Gebruiker.organisatie_id.in_(nummers),
                func.lower(Gebruiker.email).in_(adressen[begin : begin + BROK]),
                Gebruiker.status != Gebruikerstatus.BEEINDIGD,
            )
            for gebruiker in self.session.scalars(vraag):
                sleutel = gebruiker.organisatie_id, gebruiker.email.lower()
                uit.setdefault(sleutel, []).append(gebruiker)
        return uit

    def _lopende(
        self, bestaand: Mapping[tuple[int, str], list[Gebruiker]]
    ) -> Mapping[int, Sequence[Wens]]:
        nummers = [g.id for groep in bestaand.values() for g in groep]
        return autorisaties.wensen_per_gebruiker(self.session, nummers, self.nu)

    def _mens(
        self,
        groep: Sequence[Regel],
        bestaande: Sequence[Gebruiker],
        lopend: Mapping[int, Sequence[Wens]],
    ) -> None:
        persoon = groep[0].persoon
        for regel in groep[1:]:
            if regel.persoon != persoon:
                self._fout(regel, "achternaam", Bezwaar.ANDERE_PERSOON, str(groep[0].nummer))
        organisatie = self.organisaties[groep[0].kvk]
        gebruiker = self._account(groep[0], bestaande)
        heeft = list(lopend.get(gebruiker.id, ())) if gebruiker else []
        wensen = [w for regel in groep if (w := self._wens(regel, organisatie)) is not None]
        nieuw = [wens for wens in wensen if wens not in heeft]
        vervangt = {wens.rol_id for wens in nieuw}
        binnen = self._kader(organisatie)
        blijft = [
            wens for wens in heeft if wens.rol_id not in vervangt and wens.rol_id in binnen.rollen
        ]
        for een in keur_binnen(blijft, binnen, self.nu):
            self._fout(groep[0], "rol", een.reden, binnen.rollen[een.rol_id].naam)
        self.plan.mensen.append(
            Mens(
                persoon,
                organisatie,
                gebruiker,
                tuple(blijft + nieuw),
                _verschillen(gebruiker, persoon) if gebruiker else (),
                tuple(self._als_tekst(wens, organisatie) for wens in nieuw),
            )
        )

    def _account(self, regel: Regel, bestaande: Sequence[Gebruiker]) -> Gebruiker | None:
        if len(bestaande) > 1:
            self._fout(regel, "email", Bezwaar.MEER_ACCOUNTS, regel.persoon.email)
        for gebruiker in bestaande[:1]:
            beschermd = bevoegdheden.is_beschermd(self.session, gebruiker, self.nu)
            if gebruiker.id == self.door.id or beschermd:
                self._fout(regel, "email", Bezwaar.NIET_TE_WIJZIGEN, gebruiker.naam)
            return gebruiker
        return None

    def _wens(self, regel: Regel, organisatie: Organisatie) -> Wens | None:
        binnen = self._kader(organisatie)
        rol = _zoek_rol(binnen.rollen.values(), regel.rol)
        if rol is None:
            self._fout(regel, "rol", Bezwaar.ONBEKENDE_ROL, regel.rol)
            return None
        nodig = {soort.id for soort in rol.kenmerksoorten}
        gekozen, onbekend = _zoek_kenmerken(binnen.kenmerken.values(), regel.kenmerken, nodig)
        if onbekend:
            self._fout(regel, "kenmerken", Bezwaar.ONBEKEND_KENMERK, ", ".join(onbekend))
            return None
        wens = Wens(rol.id, frozenset(k.id for k in gekozen), None, regel.tot)
        bezwaren = keur_binnen([wens], binnen, self.nu)
        for een in bezwaren:
            kolom = "tot" if een.reden in PERIODE else "kenmerken"
            wat = ", ".join(soort.naam for soort in een.kenmerksoorten)
            self._fout(regel, kolom, een.reden, wat)
        return None if bezwaren else wens

    def _als_tekst(self, wens: Wens, organisatie: Organisatie) -> str:
        binnen = self._kader(organisatie)
        waarden = sorted(binnen.kenmerken[een].waarde for een in wens.kenmerken)
        naam = binnen.rollen[wens.rol_id].naam
        return f"{naam} ({', '.join(waarden)})" if waarden else naam


PERIODE = {Reden.TOT_VOORBIJ, Reden.TOT_VOOR_VAN, Reden.TE_VER}


def _zoek_rol(rollen: Iterable[Rol], genoemd: str) -> Rol | None:
    kaal = genoemd.casefold()
    return next((r for r in rollen if kaal in {r.naam.casefold(), r.code.casefold()}), None)


def _zoek_kenmerken(
    kenmerken: Iterable[Kenmerk], genoemd: Sequence[str], nodig: set[int]
) -> tuple[list[Kenmerk], list[str]]:
    """The kenmerken of those values among the needed soorten, and the values that are none."""
    per_waarde: dict[str, list[Kenmerk]] = {}
    for kenmerk in kenmerken:
        if kenmerk.soort_id in nodig:
            per_waarde.setdefault(kenmerk.waarde.casefold(), []).append(kenmerk)
    gekozen = [k for waarde in genoemd for k in per_waarde.get(waarde.casefold(), [])]
    onbekend = [waarde for waarde in genoemd if waarde.casefold() not in per_waarde]
    return gekozen, onbekend


def _verschillen(gebruiker: Gebruiker, persoon: Persoon) -> tuple[tuple[str, str, str], ...]:
    """What the file says otherwise; an empty cell leaves what is stored."""
    nu, wordt = asdict(gebruikers.persoon_van(gebruiker)), asdict(persoon)
    return tuple((n, nu[n], wordt[n]) for n in nu if wordt[n] and nu[n] != wordt[n])
