# SPDX-License-Identifier: EUPL-1.2
"""The database away: a clear page with the right status (R32)."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import sqlalchemy as sa

from tests.harnas.database import SERVER
from tests.harnas.server import Server
from tests.harnas.wandelaar import Wandelaar


@contextmanager
def weg(adres: str) -> Iterator[None]:
    """The database of ``adres`` out of reach; on SQLite the tables that each page needs."""
    url = sa.make_url(adres)
    if url.get_backend_name() == "sqlite":
        tabellen = ("sessie", "sector", "auditrecord")
        _op_sqlite(url, *(f"ALTER TABLE {naam} RENAME TO {naam}_weg" for naam in tabellen))
        yield
        _op_sqlite(url, *(f"ALTER TABLE {naam}_weg RENAME TO {naam}" for naam in tabellen))
        return
    _op_server(
        f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{url.database}'",
    )
    yield
    _op_server(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true")


def _op_sqlite(url: sa.URL, *opdrachten: str) -> None:
    with closing(sqlite3.connect(url.database or "", isolation_level=None)) as verbinding:
        for opdracht in opdrachten:
            verbinding.execute(opdracht)


def _op_server(*opdrachten: str) -> None:
    motor = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with motor.connect() as verbinding:
        for opdracht in opdrachten:
            verbinding.exec_driver_sql(opdracht)


def test_r32_zonder_database_komt_er_een_nette_pagina_en_daarna_gaat_het_verder(
    draait: Server, nieuwe_wandelaar: Callable[[], Wandelaar]
) -> None:
    wie, ingelogd = draait.gebruikers[0], nieuwe_wandelaar()
    ingelogd.log_in(wie["kvk"], "Jan")
    ingelogd.tot_laatste_stap()
    velden = {naam: wie[naam] for naam in ("gebruikersnaam", "activatiecode")}
    ingelogd.verstuur("/koppelen/koppelen", **velden)
    with weg(draait.env["MIJNDUO_DATABASE_URL"]):
        for wandelaar in (ingelogd, nieuwe_wandelaar()):
            for pad in ("/inloggen", "/overzicht", "/bestaat-niet"):
                antwoord = wandelaar.naar(pad)
                assert antwoord.status_code in {404, 503}, pad
                assert "noem dit nummer" in antwoord.text
                assert "default-src 'none'" in antwoord.headers["Content-Security-Policy"]
        antwoord = ingelogd.naar("/overzicht")
        assert (antwoord.status_code, antwoord.headers["Retry-After"]) == (503, "60")
        assert "Mijn DUO is even niet bereikbaar" in ingelogd.boom.text_content()
        assert ingelogd.http.post(f"{draait.adres}/gegevens").status_code in {400, 503}
        bezoeker = nieuwe_wandelaar()
        assert bezoeker.naar("/healthz").status_code == 200
        assert bezoeker.naar("/contact").status_code == 200
    assert ingelogd.naar("/overzicht").status_code == 200
