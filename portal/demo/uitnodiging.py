# SPDX-License-Identifier: EUPL-1.2
"""The invitation that ``make run`` prints: where to look, and as whom to koppel.

It holds readable codes, so it is kept in a file that only its owner can read.
"""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from portal.demo.codes import Demogebruiker
from portal.domain.activatiecodes import GELDIG
from portal.tijd import datum_tijd

BESTAND = "demo-uitnodiging.txt"
ALLEEN_EIGENAAR = 0o600

AANHEF = """
Mijn DUO             {base_url}/
Ontvangen mail       {base_url}/demo/post

Zo koppelt u:
  1. Open Mijn DUO, kies de sector van de persoon en dan 'Log in met eHerkenning'.
  2. U komt bij de proefmakelaar. Vul een naam in en het KvK-nummer hieronder.
     Wie dezelfde naam en hetzelfde nummer kiest, heeft hetzelfde middel.
  3. Volg de stappen. Aan het eind vult u gebruikersnaam en activatiecode in.

Zo vraagt een bestuur een beheerder aan, zonder account:
  Open {base_url}/aanvraag-beheerder/ en log in als 'Ingrid Visser (bestuur)' met het
  KvK-nummer van een organisatie. Tekenen anderen mee, dan staan hun links bij de
  ontvangen mail; log in als 'Omar Haddad (bestuur)' met hetzelfde KvK-nummer.

Elke code werkt één keer, tot {geldig_tot}.
"""
PERSOON = """
{g.naam}, {g.functie} ({g.soort})
    organisatie      {g.organisatie}
    sector           {g.sector}
    KvK-nummer       {g.kvk}
    gebruikersnaam   {g.gebruikersnaam}
    activatiecode    {g.activatiecode}
"""
OOK_ZO = """    of inloggen met token, zolang niet gekoppeld:
    wachtwoord       {t.wachtwoord}
    tokengeheim      {t.geheim} (zet dit in een authenticator-app)
"""
REGEL = "{:<11} {:<16} {:<9} {:<15} {:<16} {}"
KOPPEN = REGEL.format("soort", "naam", "KvK", "gebruikersnaam", "activatiecode", "sector")


def maak(gebruikers: Sequence[Demogebruiker], base_url: str, nu: datetime) -> str:
    """The text for codes that were issued at ``nu``: a few people in full, the others in a list."""
    eerst = _eerst(gebruikers)
    delen = [AANHEF.format(base_url=base_url, geldig_tot=datum_tijd(nu + GELDIG))]
    for gebruiker in eerst:
        delen.append(PERSOON.format(g=gebruiker))
        if gebruiker.token is not None:
            delen.append(OOK_ZO.format(t=gebruiker.token))
    anderen = [gebruiker for gebruiker in gebruikers if gebruiker not in eerst]
    if anderen:
        regels = [KOPPEN, *(_regel(gebruiker) for gebruiker in anderen)]
        delen.append("\n" + "\n".join(regels) + "\n")
    return "".join(delen)


def _regel(g: Demogebruiker) -> str:
    return REGEL.format(g.soort, g.naam, g.kvk, g.gebruikersnaam, g.activatiecode, g.sector)


def _eerst(gebruikers: Sequence[Demogebruiker]) -> list[Demogebruiker]:
    """Two gebruikers of different organisaties, one of each other kind, and who has a token."""
    gekozen: dict[str, Demogebruiker] = {}
    for gebruiker in gebruikers:
        if gebruiker.token is not None:
            soort = "token"
        elif gebruiker.soort == "gebruiker":
            een = gekozen.setdefault("gebruiker", gebruiker)
            soort = "gebruiker" if een.organisatie == gebruiker.organisatie else "tweede"
        else:
            soort = gebruiker.soort
        gekozen.setdefault(soort, gebruiker)
    volgorde = ("gebruiker", "tweede", "beheerder", "medewerker", "token")
    return [gekozen[soort] for soort in volgorde if soort in gekozen]


def schrijf(map_: Path, tekst: str) -> None:
    """Keep the invitation for a next start."""
    map_.mkdir(parents=True, exist_ok=True)
    pad = map_ / BESTAND
    nummer = os.open(pad, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, ALLEEN_EIGENAAR)
    with open(nummer, "w", encoding="utf-8") as bestand:
        os.fchmod(nummer, ALLEEN_EIGENAAR)
        bestand.write(tekst)


def bewaarde(map_: Path, nu: datetime) -> str | None:
    """The kept invitation while its codes are valid, else None."""
    pad = map_ / BESTAND
    if not pad.exists() or pad.stat().st_mtime + GELDIG.total_seconds() <= nu.timestamp():
        return None
    return pad.read_text("utf-8")


def vergeet(map_: Path) -> None:
    """Throw the kept invitation away: it is not of this database."""
    (map_ / BESTAND).unlink(missing_ok=True)
