# SPDX-License-Identifier: EUPL-1.2
"""``eerste-medewerker``: the first staff account on a production database."""

import sys
from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from portal.db import transactie
from portal.domain import medewerkers


@click.command("eerste-medewerker")
@click.option("--email", required=True)
@click.option("--naam", required=True, help="Voorletters en achternaam, bijvoorbeeld 'E. Hofman'.")
@click.option("--kvk", required=True, help="KvK-nummer van de eigen organisatie (8 cijfers).")
@click.option("--organisatie", required=True, help="Naam van de eigen organisatie.")
@with_appcontext
def eerste_medewerker(email: str, naam: str, kvk: str, organisatie: str) -> None:
    """Maak het eerste account van een medewerker; de activatiecode gaat per e-mail."""
    try:
        with transactie() as session:
            gebruiker = medewerkers.maak_eerste(
                session, email=email, naam=naam, kvk=kvk, organisatienaam=organisatie,
                nu=datetime.now(UTC),
            )  # fmt: skip
            gebruikersnaam = gebruiker.gebruikersnaam
    except medewerkers.Geweigerd as fout:
        print(str(fout), file=sys.stderr)
        raise SystemExit(1) from fout
    click.echo(gebruikersnaam)
