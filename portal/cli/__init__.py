# SPDX-License-Identifier: EUPL-1.2
"""The commands of ``flask --app wsgi``."""

from flask import Flask

from portal.cli.demo_post import demo_post
from portal.cli.onderhoud import onderhoud
from portal.cli.worker import worker


def registreer(app: Flask) -> None:
    """Add all commands."""
    for commando in (worker, onderhoud, demo_post):
        app.cli.add_command(commando)
