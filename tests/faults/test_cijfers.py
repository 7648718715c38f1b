# SPDX-License-Identifier: EUPL-1.2
"""The figures at /metrics are those of all workers together, whichever answers."""

import re

import httpx

from tests.harnas.server import Server

TELLING = re.compile(
    r'^mijnduo_antwoorden_total\{endpoint="publiek.contact",status="200"\} (\S+)$', re.M
)


def test_de_cijfers_zijn_van_alle_workers_samen(draait: Server) -> None:
    for _ in range(24):  # each over a connection of its own, so that the workers share them
        assert httpx.get(f"{draait.adres}/contact").status_code == 200
    geteld = {
        float(gevonden[1])
        for _ in range(8)
        if (gevonden := TELLING.search(httpx.get(f"{draait.adres}/metrics").text))
    }
    assert geteld == {24.0}
