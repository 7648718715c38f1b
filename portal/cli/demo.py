# SPDX-License-Identifier: EUPL-1.2
"""``flask demo`` fills an empty database; ``flask demo-codes`` shows or renews the invitation."""

import json
from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from portal import migratiestand
from portal.cli.database import NIET_BIJ, met_database
from portal.config import Config
from portal.db import db, transactie
from portal.demo import lader, uitnodiging
from portal.demo.codes import Demogebruiker, geef_codes, gekoppelden
from portal.web.klok import nu

IN_JSON = ("gebruikersnaam", "activatiecode", "kvk", "soort", "organisatie", "email")
NIET_LEEG = "De database is niet leeg: er is niets geladen."
GEEN_DEMO = "demo-codes werkt alleen met MIJNDUO_DEMO=1."
NIEMAND = "Er is niemand om een code te geven. Laad eerst: flask --app wsgi demo"


@click.command("demo")
@click.option("--json", "als_json", is_flag=True, help="Alleen JSON op stdout.")
@with_appcontext
@met_database
def demo(als_json: bool) -> None:
    """Vul een lege, gemigreerde database met demogegevens."""
    config: Config = current_app.extensions["config"]
    moment = nu()
    if not migratiestand.is_bij(db.engine):
        raise click.ClickException(NIET_BIJ)
    try:
        with transactie() as session:
            gebruikers = lader.laad(session, moment)
    except lader.NietLeeg:
        raise click.ClickException(NIET_LEEG) from None
    if als_json:
        uitnodiging.vergeet(config.instance)
        rijen = [{naam: getattr(g, naam) for naam in IN_JSON} for g in gebruikers]
        click.echo(json.dumps({"gebruikers": rijen}, ensure_ascii=False))
        return
    _nodig_uit(config, gebruikers, moment)


@click.command("demo-codes")
@click.option("--nieuw", is_flag=True, help="Geef nieuwe codes, ook als de oude nog geldig zijn.")
@with_appcontext
@met_database
def demo_codes(nieuw: bool) -> None:
    """Toon de uitnodiging; geef nieuwe codes als de oude zijn verlopen."""
    config: Config = current_app.extensions["config"]
    if not config.demo:
        raise click.ClickException(GEEN_DEMO)
    moment = nu()
    tekst = None if nieuw else uitnodiging.bewaarde(config.instance, moment)
    if tekst is None:
        with transactie() as session:
            gebruikers = geef_codes(session, moment)
        if not gebruikers:
            raise click.ClickException(NIEMAND)
        _nodig_uit(config, gebruikers, moment)
    else:
        click.echo(tekst)
    if klaar := gekoppelden(db.session):
        click.echo(f"Al gekoppeld, log in met eHerkenning: {', '.join(klaar)}.")


def _nodig_uit(config: Config, gebruikers: list[Demogebruiker], moment: datetime) -> None:
    tekst = uitnodiging.maak(gebruikers, config.base_url, moment)
    uitnodiging.schrijf(config.instance, tekst)
    click.echo(tekst)
