# SPDX-License-Identifier: EUPL-1.2
"""The portal as real processes: gunicorn with several workers on a database of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.harnas.database import nieuwe_database

WORTEL = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
START, OPDRACHT = 120, 240  # seconds, on a machine that others use too


@dataclass
class Server:
    """A running portal, its settings and its demo gebruikers."""

    adres: str
    env: dict[str, str]
    gebruikers: list[dict[str, str]]
    proces: subprocess.Popen[bytes]

    def stop(self, teken: int = signal.SIGTERM) -> None:
        """End the portal; SIGKILL takes its workers along."""
        if self.proces.poll() is None:
            if teken == signal.SIGKILL:
                os.killpg(self.proces.pid, teken)
            else:
                self.proces.send_signal(teken)
        self.proces.wait(20)

    def start(self) -> None:
        """Begin again on the same database."""
        self.proces = _start(self.env, self.adres)
        _wacht(self.adres, self.proces)

    def flask(self, *woorden: str) -> subprocess.CompletedProcess[str]:
        """Run one of the portal's commands."""
        return _flask(self.env, *woorden)


def vrije_poort() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as contact:
        contact.bind(("127.0.0.1", 0))
        return int(contact.getsockname()[1])


@contextmanager
def server(
    soort: str, map_: Path, poort: int | None = None, **instellingen: Any
) -> Iterator[Server]:
    """A migrated portal with demo data, ended afterwards."""
    adres = f"http://127.0.0.1:{poort or vrije_poort()}"
    with nieuwe_database(soort, map_) as url:
        env = {
            "PATH": os.environ["PATH"],
            "MIJNDUO_DEMO": "1",
            "MIJNDUO_BASE_URL": adres,
            "MIJNDUO_INSTANCE": str(map_),
            "MIJNDUO_DATABASE_URL": url,
            "MIJNDUO_RATELIMIT_ENABLED": "0",
        } | instellingen
        gemigreerd = _flask(env, "db", "upgrade")
        assert gemigreerd.returncode == 0, gemigreerd.stderr
        gebruikers = json.loads(_flask(env, "demo", "--json").stdout)["gebruikers"]
        draait = Server(adres, env, gebruikers, _start(env, adres))
        try:
            _wacht(adres, draait.proces)
            yield draait
        finally:
            draait.stop()


def _flask(env: dict[str, str], *woorden: str) -> subprocess.CompletedProcess[str]:
    opdracht = [str(BIN / "flask"), "--app", "wsgi", *woorden]
    return subprocess.run(
        opdracht, cwd=WORTEL, env=env, capture_output=True, text=True, check=False, timeout=OPDRACHT
    )


def _start(env: dict[str, str], adres: str) -> subprocess.Popen[bytes]:
    opdracht = [str(BIN / "gunicorn"), "--bind", adres.removeprefix("http://"), "--workers", "4",
                "--threads", "4", "--log-level", "critical", "wsgi:app"]  # fmt: skip
    return subprocess.Popen(opdracht, cwd=WORTEL, env=env, start_new_session=True)


def _wacht(adres: str, proces: subprocess.Popen[bytes]) -> None:
    einde = time.monotonic() + START
    while time.monotonic() < einde and proces.poll() is None:
        try:
            if httpx.get(f"{adres}/readyz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("de server startte niet")
