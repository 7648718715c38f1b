# SPDX-License-Identifier: EUPL-1.2
"""``db``: the migrations."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from alembic.util import CommandError
from flask.cli import AppGroup

from portal import migratie, migratiestand
from portal.cli.database import NIET_BIJ, met_database
from portal.db import db

groep = AppGroup("db", help="Migraties van de database.")


@contextmanager
def _meld(aanhef: str) -> Iterator[None]:
    """Alembic's refusal as one line on stderr and exit 1."""
    try:
        yield
    except CommandError as fout:
        raise click.ClickException(f"{aanhef}: {fout}") from None


@groep.command("upgrade")
@click.argument("versie", default="head")
@met_database
def upgrade(versie: str) -> None:
    """Breng de database naar VERSIE (standaard de nieuwste)."""
    with _meld("De migratie is niet gedaan"):
        migratie.breng_naar(db.engine, versie)


@groep.command("downgrade", context_settings={"ignore_unknown_options": True})
@click.argument("versie", default="-1")
@met_database
def downgrade(versie: str) -> None:
    """Breng de database terug naar VERSIE (standaard -1: een terug)."""
    with _meld("De migratie is niet gedaan"):
        migratie.breng_terug(db.engine, versie)


@groep.command("check")
@met_database
def check() -> None:
    """Ga na of de database bij is en gelijk aan de modellen."""
    if not migratiestand.is_bij(db.engine):
        raise click.ClickException(NIET_BIJ)
    with _meld("De database is anders dan de modellen"):
        migratie.controleer(db.engine)


@groep.command("revision")
@click.argument("naam")
@click.argument("nummer")
@met_database
def revision(naam: str, nummer: str) -> None:
    """Schrijf migratie NUMMER (vier cijfers) uit het verschil tussen modellen en database."""
    with _meld("De migratie is niet geschreven"):
        migratie.maak_versie(db.engine, naam, nummer)
