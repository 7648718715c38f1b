# SPDX-License-Identifier: EUPL-1.2
"""The commands of ``flask --app wsgi``."""

from flask import Flask

from portal.cli import audit, db, eherkenning
from portal.cli.demo import demo, demo_codes
from portal.cli.demo_post import demo_post
from portal.cli.medewerker import eerste_medewerker
from portal.cli.onderhoud import onderhoud
from portal.cli.worker import worker

COMMANDOS = (
    audit.groep,
    db.groep,
    eherkenning.groep,
    demo,
    demo_codes,
    demo_post,
    eerste_medewerker,
    onderhoud,
    worker,
)


def registreer(app: Flask) -> None:
    """Add all commands."""
    for commando in COMMANDOS:
        app.cli.add_command(commando)
