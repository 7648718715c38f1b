# SPDX-License-Identifier: EUPL-1.2
"""``eerste-medewerker``: the first staff account on a production database."""

import re

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.cli.database import met_database
from portal.config import Config
from portal.db import transactie
from portal.domain import medewerkers
from portal.web.klok import nu

# An OIN that is made of a KvK number (00000003 + KvK + 0000), as an entity id holds it.
OIN_MET_KVK = re.compile(r":0{7}3([0-9]{8})0{4}:")
GEEN_KVK = "EHERKENNING_ENTITY_ID noemt geen KvK-nummer: geef --kvk op."


@click.command("eerste-medewerker")
@click.option("--email", required=True, help="E-mailadres; daar gaat de activatiecode heen.")
@click.option("--naam", required=True, help="Voorletters en achternaam, bijvoorbeeld 'E. Hofman'.")
@click.option("--organisatie", help="Naam van de eigen organisatie; standaard MIJNDUO_NAAM.")
@click.option("--kvk", help="KvK-nummer (8 cijfers); standaard dat uit EHERKENNING_ENTITY_ID.")
@with_appcontext
@met_database
def eerste_medewerker(email: str, naam: str, organisatie: str | None, kvk: str | None) -> None:
    """Maak het eerste account van een medewerker; de activatiecode gaat per e-mail."""
    config: Config = current_app.extensions["config"]
    nummer = kvk or _eigen_kvk(config.eherkenning_entity_id)
    naam_organisatie = organisatie or config.naam
    try:
        with transactie() as session:
            gebruiker = medewerkers.maak_eerste(
                session,
                email=email,
                naam=naam,
                kvk=nummer,
                organisatienaam=naam_organisatie,
                nu=nu(),
            )
            gebruikersnaam = gebruiker.gebruikersnaam
    except medewerkers.Geweigerd as fout:
        raise click.ClickException(str(fout)) from None
    click.echo(gebruikersnaam)


def _eigen_kvk(entity_id: str) -> str:
    """Our own KvK number, which is in most entity ids."""
    gevonden = OIN_MET_KVK.search(entity_id)
    if gevonden is None:
        raise click.ClickException(GEEN_KVK)
    return gevonden[1]
