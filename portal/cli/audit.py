# SPDX-License-Identifier: EUPL-1.2
"""``audit verifieer``: walk the chain of the audit trail (R31)."""

import click
from flask.cli import AppGroup

from portal import audit
from portal.cli.database import met_database
from portal.db import db

groep = AppGroup("audit", help="Het auditspoor.")


@groep.command("verifieer")
@met_database
def verifieer() -> None:
    """Toon het aantal records, of het eerste dat niet klopt (exit 1)."""
    goed, kapot = audit.verifieer(db.session)
    if kapot is not None:
        raise click.ClickException(f"Record {kapot} klopt niet; {goed} records ervoor kloppen.")
    click.echo(f"{goed} records kloppen")
