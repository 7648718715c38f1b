# SPDX-License-Identifier: EUPL-1.2
"""``eherkenning``: what the broker needs from us."""

import click
from flask import current_app
from flask.cli import AppGroup

from portal import eherkenning as saml
from portal.config import OnjuisteInstelling
from portal.web.klok import nu

groep = AppGroup("eherkenning", help="Gegevens voor de makelaar.")


@groep.command("metadata")
def metadata() -> None:
    """Toon de ondertekende metadata van deze dienstverlener."""
    click.echo(saml.metadata(current_app.extensions["eherkenning"]).decode())


@groep.command("catalogus")
def catalogus() -> None:
    """Toon het ondertekende deel van de dienstencatalogus over deze dienst."""
    try:
        inhoud = saml.catalogus(current_app.extensions["eherkenning"], nu())
    except OnjuisteInstelling as fout:
        raise click.ClickException(str(fout)) from fout
    click.echo(inhoud.decode())
