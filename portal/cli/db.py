# SPDX-License-Identifier: EUPL-1.2
"""``db``: the migrations."""

import sys

import click
from alembic.util import CommandError
from flask.cli import AppGroup

from portal import migratie, migratiestand
from portal.db import db

groep = AppGroup("db", help="Migraties van de database.")


@groep.command("upgrade")
@click.argument("versie", default="head")
def upgrade(versie: str) -> None:
    """Breng de database naar VERSIE (standaard de nieuwste)."""
    migratie.breng_naar(db.engine, versie)


@groep.command("downgrade")
@click.argument("versie", default="-1")
def downgrade(versie: str) -> None:
    """Breng de database terug naar VERSIE (standaard een terug)."""
    migratie.breng_terug(db.engine, versie)


@groep.command("check")
def check() -> None:
    """Ga na of de database bij is en gelijk aan de modellen."""
    if not migratiestand.is_bij(db.engine):
        print("De database is niet bij: draai eerst 'db upgrade'.", file=sys.stderr)
        raise SystemExit(1)
    try:
        migratie.controleer(db.engine)
    except CommandError as fout:
        print(f"De database is anders dan de modellen: {fout}", file=sys.stderr)
        raise SystemExit(1) from fout


@groep.command("revision")
@click.argument("naam")
@click.argument("nummer")
def revision(naam: str, nummer: str) -> None:
    """Schrijf migratie NUMMER (vier cijfers) uit het verschil tussen modellen en database."""
    migratie.maak_versie(db.engine, naam, nummer)
