# SPDX-License-Identifier: EUPL-1.2
"""The commands of ``flask --app wsgi``; each is imported when it is called, not by a web worker."""

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

COMMANDOS = {
    "audit": "audit:groep",
    "db": "db:groep",
    "demo": "demo:demo",
    "demo-codes": "demo:demo_codes",
    "demo-post": "demo_post:demo_post",
    "eerste-medewerker": "medewerker:eerste_medewerker",
    "eherkenning": "eherkenning:groep",
    "onderhoud": "onderhoud:onderhoud",
    "worker": "worker:worker",
    "zaai": "zaai:zaai",
}


class LuieGroep(AppGroup):
    """Knows its commands by name, and imports one when asked for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return sorted(COMMANDOS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None for an unknown name."""
        if cmd_name not in COMMANDOS:
            return None
        module, _, naam = COMMANDOS[cmd_name].partition(":")
        commando: click.Command = getattr(import_module(f"{__name__}.{module}"), naam)
        return commando


def registreer(app: Flask) -> None:
    """Give the app all commands."""
    app.cli = LuieGroep("flask")
