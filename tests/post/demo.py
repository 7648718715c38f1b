# SPDX-License-Identifier: EUPL-1.2
"""The demo's mail server as a process of its own: ``python -m tests.post.demo MAIL_URL MAP``."""

import sys
from pathlib import Path

from flask.cli import ScriptInfo

from portal.cli.demo_post import demo_post
from tests.post.hulp import maak_app, maak_config

if __name__ == "__main__":
    mail_url, instance = sys.argv[1:]
    app = maak_app(maak_config("sqlite://", mail_url, Path(instance)))
    demo_post.main([], prog_name="demo-post", obj=ScriptInfo(create_app=lambda: app))
