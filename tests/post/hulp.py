# SPDX-License-Identifier: EUPL-1.2
"""As much of the portal as mail needs, for tests and for workers that tests start."""

from pathlib import Path

from flask import Flask

from portal import audit, secrets
from portal.config import Config, lees
from portal.db import db
from portal.post import teksten
from portal.post.verzender import registreer
from portal.web.klok import zet_klok

GEHEIM = "een geheim dat alleen in tests bestaat, en lang is"


def maak_config(database_url: str, mail_url: str, instance: Path) -> Config:
    """The settings of a demo portal on the given database and mail server."""
    return lees(
        {
            "MIJNDUO_DEMO": "1",
            "MIJNDUO_INSTANCE": str(instance),
            "MIJNDUO_SECRET_KEY": GEHEIM,
            "MIJNDUO_DATABASE_URL": database_url,
            "MIJNDUO_MAIL_URL": mail_url,
        }
    )


def maak_app(config: Config) -> Flask:
    """As much of the portal as mail needs."""
    secrets.stel_in(config.secret_key)
    audit.luister()
    teksten.stel_in("https://portaal.example.nl", "Mijn DUO")
    app = Flask("post")
    app.extensions["config"] = config
    app.config["SQLALCHEMY_ENGINES"] = {"default": config.database_url}
    db.init_app(app)
    registreer(app, config)
    zet_klok(app)
    return app
