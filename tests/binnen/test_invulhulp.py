# SPDX-License-Identifier: EUPL-1.2
"""A browser may fill in what it knows of its user: WCAG 1.3.5 (A6), R23."""

from sqlalchemy.orm import Session

from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


def _verwacht(klant: Klant, velden: dict[str, str]) -> None:
    for veld, soort in velden.items():
        assert klant.boom.xpath(f"//main//*[@name='{veld}']/@autocomplete") == [soort], veld


def test_a6_mijn_gegevens_zegt_waar_elk_veld_voor_is(klant: Klant) -> None:
    klant.get("/gegevens")
    velden = {"achternaam": "family-name", "functie": "organization-title"}
    _verwacht(klant, velden | {"email": "email", "telefoon": "tel"})


def test_a6_inloggen_en_koppelen_zeggen_het_ook(client: Klant, db_sessie: Session) -> None:
    fabriek.maak_sector(db_sessie)
    fabriek.maak_documenten(db_sessie, NU)
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    client.get("/inloggen/gemeenten")
    velden = {"gebruikersnaam": "username", "wachtwoord": "current-password"}
    _verwacht(client, velden | {"token": "one-time-code"})
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    fabriek.tot_laatste_stap(client)
    _verwacht(client, {"gebruikersnaam": "username", "activatiecode": "one-time-code"})
