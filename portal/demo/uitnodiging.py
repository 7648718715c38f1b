# SPDX-License-Identifier: EUPL-1.2
"""The invitation that ``make run`` prints: where to look, and as whom."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from portal.demo.lader import Demogebruiker
from portal.tijd import datum_tijd

BESTAND = "demo-uitnodiging.txt"


def schrijf(map_: Path, tekst: str) -> None:
    """Keep the invitation for a next start; readable by the owner only."""
    pad = map_ / BESTAND
    pad.touch(0o600)
    pad.write_text(tekst, "utf-8")


def maak(gebruikers: Sequence[Demogebruiker], base_url: str, geldig_tot: datetime) -> str:
    """The text, with every demo gebruiker and code."""
    regels = [
        "",
        f"Mijn DUO staat op      {base_url}/",
        f"Ontvangen mail         {base_url}/demo/post",
        "",
        "Zo koppelt u: kies een sector, kies 'Log in met eHerkenning', neem bij de proefmakelaar",
        "het KvK-nummer hieronder, en vul aan het eind gebruikersnaam en activatiecode in.",
        f"De codes zijn geldig tot {datum_tijd(geldig_tot)}.",
        "",
        f"{'soort':<11}{'naam':<18}{'KvK':<10}{'gebruikersnaam':<16}{'activatiecode':<17}organisatie",
    ]
    regels += [
        f"{g.soort:<11}{g.naam:<18}{g.kvk:<10}{g.gebruikersnaam:<16}{g.activatiecode:<17}"
        f"{g.organisatie} ({g.sector})"
        for g in gebruikers
    ]
    for g in gebruikers:
        if g.token is not None:
            wachtwoord, geheim = g.token
            regels += [
                "",
                f"Met token: {g.naam}, gebruikersnaam {g.gebruikersnaam}, wachtwoord {wachtwoord},",
                f"tokencode uit een authenticator-app met geheim {geheim}.",
            ]
    return "\n".join([*regels, ""])
