# SPDX-License-Identifier: EUPL-1.2
"""``eherkenning``: what the broker needs from us."""

import click
from flask import current_app
from flask.cli import AppGroup

from portal import eherkenning as saml

groep = AppGroup("eherkenning", help="Gegevens voor de makelaar.")


@groep.command("metadata")
def metadata() -> None:
    """Toon de ondertekende metadata van deze dienstverlener."""
    click.echo(saml.metadata(current_app.extensions["eherkenning"]).decode())
