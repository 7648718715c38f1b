# SPDX-License-Identifier: EUPL-1.2
"""Runs the whole suite on SQLite, and then once more on PostgreSQL."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

WORTEL = Path(__file__).resolve().parent.parent
NODE = WORTEL / "tests" / "interop" / "node"


def debian(*pakketten: str) -> None:
    """Install Debian's packages where that can be done; tests are skipped without."""
    nodig = [naam for naam in pakketten if not shutil.which(naam)]
    if not nodig or not (shutil.which("apt-get") and os.geteuid() == 0):
        return
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    subprocess.run(["apt-get", "install", "-y", "-qq", *nodig], check=False)


def npm() -> None:
    """Install by its lock file what tests/interop runs on Node.js; they are skipped without."""
    slot = NODE / "package-lock.json"
    gedaan = NODE / "node_modules" / ".package-lock.json"
    vers = gedaan.exists() and gedaan.stat().st_mtime >= slot.stat().st_mtime
    if shutil.which("npm") and not vers:
        opdracht = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(opdracht, cwd=NODE, check=False)


def comprimeer() -> None:
    """Compress the static files anew: `make run` may have left those of an older version."""
    opdracht = [sys.executable, "-m", "whitenoise.compress", "-q", "portal/static"]
    subprocess.run(opdracht, cwd=WORTEL, check=True)


def main() -> None:
    """Exit with the first failing run's code."""
    debian("chromium", "xmlsec1")
    npm()
    comprimeer()
    for database in ("sqlite", "postgresql"):
        print(f"== {database}", flush=True)
        opdracht = [sys.executable, "-m", "pytest", "-q", "-n", "2", f"--db={database}"]
        code = subprocess.run([*opdracht, *sys.argv[1:]], cwd=WORTEL, check=False).returncode
        if code:
            sys.exit(code)


if __name__ == "__main__":
    main()
