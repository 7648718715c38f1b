# SPDX-License-Identifier: EUPL-1.2
"""Loads the demo data into an empty, migrated database."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal import secrets
from portal.domain import activatiecodes, documenten
from portal.models import (
    Autorisatie,
    Beheerdersrol,
    Beheerderstoekenning,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Mededeling,
    Onderwerp,
    Organisatie,
    Rol,
    Roltaak,
    Sector,
    Taak,
)
from portal.models.soorten import Medewerkersrol, Organisatiesoort

MAP = Path(__file__).parent / "gegevens"
AANGEMELD = timedelta(days=14)  # before loading
DEMO_WACHTWOORD = "demo-wachtwoord"


class NietLeeg(Exception):
    """The database holds data already."""


@dataclass(frozen=True, slots=True)
class Demogebruiker:
    """A gebruiker to log in as; ``token`` is (wachtwoord, TOTP secret) where there is one."""

    gebruikersnaam: str
    activatiecode: str
    kvk: str
    soort: str
    organisatie: str
    email: str
    naam: str
    sector: str
    token: tuple[str, str] | None


@dataclass(slots=True)
class Lader:
    """What was loaded so far, by code."""

    session: Session
    nu: datetime
    sectoren: dict[str, Sector] = field(default_factory=dict)
    soorten: dict[str, Kenmerksoort] = field(default_factory=dict)
    rollen: dict[str, Rol] = field(default_factory=dict)
    beheerdersrollen: dict[str, Beheerdersrol] = field(default_factory=dict)
    kenmerken: dict[str, Kenmerk] = field(default_factory=dict)
    organisaties: dict[str, Organisatie] = field(default_factory=dict)
    gebruikers: list[Demogebruiker] = field(default_factory=list)

    def stelsel(self, bron: dict[str, Any]) -> None:
        """Sectoren, kenmerksoorten, rollen and beheerdersrollen."""
        for volgorde, (slug, (naam, tekst)) in enumerate(bron["sectoren"].items()):
            self.sectoren[slug] = Sector(
                slug=slug, naam=naam, omschrijving=tekst, volgorde=volgorde
            )
        for code, (naam, patroon, voorbeeld, tekst) in bron["kenmerksoorten"].items():
            self.soorten[code] = Kenmerksoort(
                code=code, naam=naam, patroon=patroon, voorbeeld=voorbeeld, omschrijving=tekst
            )
        for code, (naam, soorten, tekst) in bron["rollen"].items():
            nodig = [self.soorten[soort] for soort in soorten]
            self.rollen[code] = Rol(
                code=code, naam=naam, omschrijving=tekst, kenmerksoorten=nodig
            )
        for code, (naam, rollen, bevat) in bron["beheerdersrollen"].items():
            self.beheerdersrollen[code] = Beheerdersrol(
                code=code,
                naam=naam,
                rollen=[self.rollen[rol] for rol in rollen],
                bevat=[self.beheerdersrollen[ander] for ander in bevat],
            )
        for groep in (self.sectoren, self.soorten, self.rollen, self.beheerdersrollen):
            self.session.add_all(groep.values())
        self.session.flush()

    def onderwerpen(self, bron: dict[str, Any]) -> None:
        """Tiles with their taken and who opens them."""
        for volgorde, gegevens in enumerate(bron["onderwerp"]):
            taken = gegevens.pop("taak")
            gegevens["sectoren"] = [self.sectoren[slug] for slug in gegevens["sectoren"]]
            onderwerp = Onderwerp(**gegevens, volgorde=volgorde)
            self.session.add(onderwerp)
            for nummer, taak in enumerate(taken):
                rollen = [rol.partition("@") for rol in taak.pop("rollen")]
                nieuw = Taak(**taak, onderwerp=onderwerp, volgorde=nummer)
                for rol, _, soort in rollen:
                    self.session.add(
                        Roltaak(
                            rol=self.rollen[rol],
                            taak=nieuw,
                            organisatiesoort=Organisatiesoort(soort) if soort else None,
                        )
                    )
        self.session.flush()

    def organisatie(self, gegevens: dict[str, Any]) -> None:
        """An organisatie with what it holds, and its gebruikers."""
        personen = gegevens.pop("gebruiker")
        parent = gegevens.pop("parent", None)
        gegevens["sectoren"] = [self.sectoren[slug] for slug in gegevens["sectoren"]]
        gegevens["kenmerken"] = [self._kenmerk(tekst) for tekst in gegevens["kenmerken"]]
        gegevens["beheerdersrollen"] = [
            self.beheerdersrollen[code] for code in gegevens["beheerdersrollen"]
        ]
        nieuw = Organisatie(**gegevens, oin=f"00000003{gegevens['kvk']}0000")
        nieuw.parent = self.organisaties[parent] if parent else None
        self.organisaties[nieuw.kvk] = nieuw
        self.session.add(nieuw)
        self.session.flush()
        for persoon in personen:
            self._gebruiker(nieuw, persoon)

    def _kenmerk(self, tekst: str) -> Kenmerk:
        if tekst not in self.kenmerken:
            soort, _, waarde = tekst.partition(" ")
            self.kenmerken[tekst] = Kenmerk(soort=self.soorten[soort], waarde=waarde)
            self.session.add(self.kenmerken[tekst])
        return self.kenmerken[tekst]

    def _gebruiker(self, organisatie: Organisatie, persoon: dict[str, Any]) -> None:
        autorisaties = persoon.pop("autorisaties")
        beheer = persoon.pop("beheerdersrollen", [])
        medewerker = persoon.pop("medewerker", None)
        geheim = pyotp.random_base32() if persoon.pop("token", False) else None
        kort = persoon["achternaam"].casefold().replace(" ", "").replace("ı", "i")
        gebruiker = Gebruiker(
            **persoon,
            organisatie=organisatie,
            gebruikersnaam=secrets.maak_gebruikersnaam(),
            email=f"{persoon['voorletters'][0].lower()}.{kort}@example.nl",
            medewerkersrol=Medewerkersrol(medewerker) if medewerker else None,
            aangemeld_op=self.nu - AANGEMELD,
            wachtwoord_hash=secrets.hash_geheim(DEMO_WACHTWOORD) if geheim else None,
            token_geheim=secrets.versleutel(geheim) if geheim else None,
        )
        self.session.add(gebruiker)
        for tekst in autorisaties:
            self._autorisatie(gebruiker, tekst)
        for code in beheer:
            self.session.add(
                Beheerderstoekenning(
                    gebruiker=gebruiker,
                    beheerdersrol=self.beheerdersrollen[code],
                    geldig_van=self.nu - AANGEMELD,
                )
            )
        self.session.flush()
        sectoren = organisatie.sectoren or [next(iter(self.sectoren.values()))]
        self.gebruikers.append(
            Demogebruiker(
                gebruikersnaam=gebruiker.gebruikersnaam,
                activatiecode=activatiecodes.geef_uit(
                    self.session, gebruiker, nu=self.nu, door=None
                ),
                kvk=organisatie.kvk,
                soort="medewerker" if medewerker else "beheerder" if beheer else "gebruiker",
                organisatie=organisatie.naam,
                email=gebruiker.email,
                naam=gebruiker.naam,
                sector=sectoren[0].naam,
                token=(DEMO_WACHTWOORD, geheim) if geheim else None,
            )
        )

    def _autorisatie(self, gebruiker: Gebruiker, tekst: str) -> None:
        """Read "rol: kenmerk, kenmerk [van|tot dagen]"."""
        rol, _, rest = tekst.partition(": ")
        van, tot = self.nu - AANGEMELD, None
        if " van " in rest:
            rest, _, dagen = rest.partition(" van ")
            van = self.nu + timedelta(days=int(dagen))
        if " tot " in rest:
            rest, _, dagen = rest.partition(" tot ")
            tot = self.nu + timedelta(days=int(dagen))
            van = min(van, tot - timedelta(days=365))
        self.session.add(
            Autorisatie(
                gebruiker=gebruiker,
                rol=self.rollen[rol],
                geldig_van=van,
                geldig_tot=tot,
                gegeven_op=min(van, self.nu),
                kenmerken=[self._kenmerk(kenmerk) for kenmerk in rest.split(", ")],
            )
        )

    def mededeling(self, gegevens: dict[str, Any]) -> None:
        """An announcement with its target group."""
        for naam, groep in (
            ("sectoren", self.sectoren),
            ("organisaties", self.organisaties),
            ("rollen", self.rollen),
            ("kenmerken", self.kenmerken),
        ):
            gegevens[naam] = [groep[sleutel] for sleutel in gegevens.get(naam, [])]  # type: ignore[attr-defined]
        for naam in ("van", "tot"):
            gegevens[naam] = self.nu + timedelta(days=gegevens[naam])
        self.session.add(Mededeling(**gegevens))


def laad(session: Session, nu: datetime) -> list[Demogebruiker]:
    """Fill the database; raises NietLeeg when there is any organisatie."""
    if session.scalar(select(exists().where(Organisatie.id.is_not(None)))):
        raise NietLeeg
    lader = Lader(session, nu)
    documenten.eerste_versies(session, nu)
    lader.stelsel(_bron("stelsel"))
    lader.onderwerpen(_bron("onderwerpen"))
    for gegevens in _bron("organisaties")["organisatie"]:
        lader.organisatie(gegevens)
    for gegevens in _bron("mededelingen")["mededeling"]:
        lader.mededeling(gegevens)
    session.flush()
    return lader.gebruikers


def _bron(naam: str) -> dict[str, Any]:
    return tomllib.loads((MAP / f"{naam}.toml").read_text("utf-8"))
