# SPDX-License-Identifier: EUPL-1.2
"""``demo``: fill an empty database; ``demo-codes``: new codes when the first ones expired."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from portal.config import Config
from portal.db import transactie
from portal.demo import lader, uitnodiging
from portal.demo.lader import Demogebruiker
from portal.domain import activatiecodes, koppelingen
from portal.models import Gebruiker

IN_JSON = ("gebruikersnaam", "activatiecode", "kvk", "soort", "organisatie", "email")


@click.command("demo")
@click.option("--json", "als_json", is_flag=True, help="Alleen JSON op stdout.")
@with_appcontext
def demo(als_json: bool) -> None:
    """Vul een lege, gemigreerde database met demogegevens."""
    config: Config = current_app.extensions["config"]
    nu = datetime.now(UTC)
    try:
        with transactie() as session:
            gebruikers = lader.laad(session, nu)
    except lader.NietLeeg:
        print("De database is niet leeg: er is niets geladen.", file=sys.stderr)
        raise SystemExit(1) from None
    tekst = uitnodiging.maak(gebruikers, config.base_url, nu + activatiecodes.GELDIG)
    if als_json:
        rijen = [{naam: asdict(g)[naam] for naam in IN_JSON} for g in gebruikers]
        click.echo(json.dumps({"gebruikers": rijen}, ensure_ascii=False))
        return
    uitnodiging.schrijf(config.instance, tekst)
    click.echo(tekst)


@click.command("demo-codes")
@with_appcontext
def demo_codes() -> None:
    """Geef nieuwe codes aan wie nog niet gekoppeld is, en toon de uitnodiging."""
    config: Config = current_app.extensions["config"]
    nu = datetime.now(UTC)
    if not config.demo:
        print("Dit kan alleen met DEMO=1.", file=sys.stderr)
        raise SystemExit(1)
    with transactie() as session:
        wachtend = [
            _als_demo(gebruiker, activatiecodes.geef_uit(session, gebruiker, nu=nu, door=None))
            for gebruiker in session.scalars(select(Gebruiker).order_by(Gebruiker.id)).all()
            if koppelingen.actieve(session, gebruiker) is None
        ]
    tekst = uitnodiging.maak(wachtend, config.base_url, nu + activatiecodes.GELDIG)
    uitnodiging.schrijf(config.instance, tekst)
    click.echo(tekst)


def _als_demo(gebruiker: Gebruiker, code: str) -> Demogebruiker:
    organisatie = gebruiker.organisatie
    sector = organisatie.sectoren[0].naam if organisatie.sectoren else "elke sector"
    return Demogebruiker(
        gebruikersnaam=gebruiker.gebruikersnaam,
        activatiecode=code,
        kvk=organisatie.kvk,
        soort="medewerker" if gebruiker.medewerkersrol else "gebruiker",
        organisatie=organisatie.naam,
        email=gebruiker.email,
        naam=gebruiker.naam,
        sector=sector,
        token=None,
    )


