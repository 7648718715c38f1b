# SPDX-License-Identifier: EUPL-1.2
"""Runs the whole suite on SQLite, and then once more on PostgreSQL."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

WORTEL = Path(__file__).resolve().parent.parent


def chromium() -> None:
    """Install Debian's Chromium where that can be done; without it its tests are skipped."""
    if shutil.which("chromium") or not (shutil.which("apt-get") and os.geteuid() == 0):
        return
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)


def comprimeer() -> None:
    """Compress the static files anew: `make run` may have left those of an older version."""
    opdracht = [sys.executable, "-m", "whitenoise.compress", "-q", "portal/static"]
    subprocess.run(opdracht, cwd=WORTEL, check=True)


def main() -> None:
    """Exit with the first failing run's code."""
    chromium()
    comprimeer()
    for database in ("sqlite", "postgresql"):
        print(f"== {database}", flush=True)
        opdracht = [sys.executable, "-m", "pytest", "-q", "-n", "2", f"--db={database}"]
        code = subprocess.run([*opdracht, *sys.argv[1:]], cwd=WORTEL, check=False).returncode
        if code:
            sys.exit(code)


if __name__ == "__main__":
    main()
