# SPDX-License-Identifier: EUPL-1.2
"""Redis away: the portal stays open and each process counts for itself, until it is back."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import redis

from tests.faults.test_limieten_per_adres import REDIS
from tests.harnas.server import Server, server

HERSTEL = 10  # seconds for the portal to see that Redis is back


class Doorgeefluik:
    """A port that leads to Redis as long as it is open."""

    def __init__(self) -> None:
        self.poort = 0
        self._contacten: list[socket.socket] = []
        self.open()

    def open(self) -> None:
        """Listen, again at the same port after a close."""
        self._luistert = socket.create_server(("127.0.0.1", self.poort))
        self.poort = self._luistert.getsockname()[1]
        threading.Thread(target=self._neem_aan, args=[self._luistert], daemon=True).start()

    def dicht(self) -> None:
        """Drop all connections and refuse new ones."""
        for contact in (self._luistert, *self._contacten):
            with contextlib.suppress(OSError):
                contact.shutdown(socket.SHUT_RDWR)
            contact.close()
        self._contacten.clear()

    def _neem_aan(self, luistert: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                van, _ = luistert.accept()
                naar = socket.create_connection(("127.0.0.1", 6379))
                self._contacten += [van, naar]
                for een, ander in ((van, naar), (naar, van)):
                    threading.Thread(target=_geef_door, args=[een, ander], daemon=True).start()


def _geef_door(van: socket.socket, naar: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while inhoud := van.recv(65_536):
            naar.sendall(inhoud)


@pytest.fixture
def luik() -> Iterator[Doorgeefluik]:
    """The way to Redis."""
    with redis.Redis.from_url(REDIS) as opslag:
        try:
            opslag.ping()
        except redis.ConnectionError:
            pytest.skip("Redis is niet bereikbaar")
        opslag.flushdb()
    luik = Doorgeefluik()
    yield luik
    luik.dicht()


@pytest.fixture
def begrensd(luik: Doorgeefluik, soort_database: str, tmp_path: Path) -> Iterator[Server]:
    """The portal with its limits on, and Redis behind ``luik``."""
    adres = f"redis://127.0.0.1:{luik.poort}/9"
    instellingen = {"MIJNDUO_REDIS_URL": adres, "MIJNDUO_RATELIMIT_ENABLED": "1"}
    with server(soort_database, tmp_path, **instellingen) as portaal:
        yield portaal


def test_zonder_redis_blijft_het_portaal_open_en_houdt_het_maat(
    begrensd: Server, luik: Doorgeefluik
) -> None:
    with httpx.Client(base_url=begrensd.adres) as klant:
        assert klant.get("/inloggen").status_code == 200
        luik.dicht()
        assert klant.get("/readyz").status_code == 503
        for _ in range(8):
            assert klant.get("/inloggen").status_code == 200
        gezien = {klant.get("/eherkenning/login").status_code for _ in range(260)}
        assert gezien == {200, 429}, "vier workers tellen ieder voor zich tot zestig"
        luik.open()
        einde = time.monotonic() + HERSTEL
        while klant.get("/readyz").status_code != 200:
            assert time.monotonic() < einde
            time.sleep(0.2)
