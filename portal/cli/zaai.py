# SPDX-License-Identifier: EUPL-1.2
"""``flask zaai`` fills an empty database with as many gebruikers as wanted, to try it at scale."""

import json

import click
from flask.cli import with_appcontext

from portal import migratiestand
from portal.cli.database import NIET_BIJ, met_database
from portal.cli.demo import IN_JSON, NIET_LEEG
from portal.db import db, transactie
from portal.demo.lader import NietLeeg
from portal.web.klok import nu
from portal.zaai import vullen
from portal.zaai.omvang import Omvang, Onmogelijk

AUDIT_PER_GEBRUIKER = 2


@click.command("zaai")
@click.option("--gebruikers", type=int, default=1000, show_default=True, help="Hoeveel accounts.")
@click.option("--organisaties", type=int, default=20, show_default=True, help="In hoeveel.")
@click.option("--seed", type=int, default=1, show_default=True, help="Zelfde getal: zelfde rijen.")
@click.option("--audit", type=int, help="Hoeveel auditrecords; standaard twee per account.")
@with_appcontext
@met_database
def zaai(gebruikers: int, organisaties: int, seed: int, audit: int | None) -> None:
    """Vul een lege, gemigreerde database met verzonnen gegevens.

    Op stderr de voortgang. Op stdout, als JSON, wie kan koppelen en met welke code.
    """
    if not migratiestand.is_bij(db.engine):
        raise click.ClickException(NIET_BIJ)
    moment = nu()
    records = gebruikers * AUDIT_PER_GEBRUIKER if audit is None else audit
    try:
        omvang = Omvang(gebruikers, organisaties, records, seed)
        with transactie() as session:
            vullen.vul(session, omvang, vullen.begin_van_de_dag(moment), meld)
            uitgenodigd = vullen.nodig_uit(session, moment)
    except Onmogelijk as fout:
        raise click.ClickException(str(fout)) from None
    except NietLeeg:
        raise click.ClickException(NIET_LEEG) from None
    rijen = [{naam: getattr(een, naam) for naam in IN_JSON} for een in uitgenodigd]
    click.echo(json.dumps({"gebruikers": rijen}, ensure_ascii=False))


def meld(tekst: str) -> None:
    """A line of progress."""
    click.echo(tekst, err=True)
