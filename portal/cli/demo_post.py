# SPDX-License-Identifier: EUPL-1.2
"""``flask demo-post``: the mail server of the demo, until SIGTERM."""

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.cli.stop import Stop
from portal.config import Config
from portal.post import mailserver
from portal.post.opvang import maak_opvang
from portal.post.postbus import Postbus


@click.command("demo-post")
@with_appcontext
def demo_post() -> None:
    """Vang de mail van de demo op; te lezen op /demo/post. Stopt bij SIGTERM."""
    config: Config = current_app.extensions["config"]
    if not config.demo:
        raise click.ClickException("demo-post werkt alleen met MIJNDUO_DEMO=1.")
    server = mailserver.lees(config.mail_url)
    with Stop() as stop:
        try:
            opvang = maak_opvang(Postbus(config.instance), server)
            opvang.start()
        except (ValueError, OSError) as fout:
            raise click.ClickException(f"demo-post start niet: {fout}") from fout
        click.echo(f"demo-post luistert op {server.host}:{server.poort}")
        stop.wacht()
        opvang.stop()
