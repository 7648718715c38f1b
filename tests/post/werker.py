# SPDX-License-Identifier: EUPL-1.2
"""A worker as a process of its own: ``python -m tests.post.werker DATABASE_URL MAIL_URL MAP …``."""

import sys
from pathlib import Path

from flask.cli import ScriptInfo

from portal.cli.worker import worker
from tests.post.hulp import maak_app, maak_config

if __name__ == "__main__":
    database_url, mail_url, instance, *rest = sys.argv[1:]
    app = maak_app(maak_config(database_url, mail_url, Path(instance)))
    worker.main(rest, prog_name="worker", obj=ScriptInfo(create_app=lambda: app))
