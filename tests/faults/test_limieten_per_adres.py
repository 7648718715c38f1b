# SPDX-License-Identifier: EUPL-1.2
"""Limits per address are shared by all workers through Redis, and answer with a clear page."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import redis

from tests.harnas.server import Server, server

REDIS = "redis://127.0.0.1:6379/9"


@pytest.fixture
def begrensd(soort_database: str, tmp_path: Path) -> Iterator[Server]:
    """The portal with its limits on."""
    with redis.Redis.from_url(REDIS) as opslag:
        try:
            opslag.ping()
        except redis.ConnectionError:
            pytest.skip("Redis is niet bereikbaar")
        opslag.flushdb()
        instellingen = {"MIJNDUO_REDIS_URL": REDIS, "MIJNDUO_RATELIMIT_ENABLED": "1"}
        with server(soort_database, tmp_path, **instellingen) as portaal:
            yield portaal
        opslag.flushdb()


def test_na_zestig_keer_per_minuut_is_het_genoeg_over_alle_workers(begrensd: Server) -> None:
    with httpx.Client(base_url=begrensd.adres) as klant:
        antwoorden = [klant.get("/eherkenning/login") for _ in range(65)]
        assert [a.status_code for a in antwoorden] == [200] * 60 + [429] * 5
        assert antwoorden[-1].headers["Retry-After"] == "60"
        assert "Te veel verzoeken" in antwoorden[-1].text
        assert klant.get("/healthz").status_code == 200
        vals = {"X-Forwarded-For": "203.0.113.9"}
        assert klant.get("/eherkenning/login", headers=vals).status_code == 429
