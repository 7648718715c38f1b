# SPDX-License-Identifier: EUPL-1.2
"""Large databases to measure on: sown once, kept, and copied for each run.

Sowing a million gebruikers takes minutes, copying a few seconds. What is kept is named after all
that decides its rows: the numbers, the migrations and the code that sows. SQLite files are in
build/bench, PostgreSQL databases on the server of the tests (``mijnduo_bench_…``); the older ones
of the same size go when a new one is made.
"""

import hashlib
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import migratie
from portal import secrets as geheimen
from portal.zaai.omvang import MIN_ORGANISATIES, Omvang
from portal.zaai.vullen import vul
from tests.conftest import NU
from tests.harnas.database import SERVER
from tests.harnas.server import WORTEL

BEWAARD = WORTEL / "build" / "bench"
BRONNEN = ("portal/zaai/**/*", "portal/demo/**/*", "portal/models/*.py", "migrations/versions/*.py")
PER_ORGANISATIE = 50
SLEUTEL = "bench " * 8
SOORTEN = ("sqlite", "postgresql")


def omvang(gebruikers: int) -> Omvang:
    """As many organisaties and audit records as go with so many gebruikers."""
    organisaties = max(gebruikers // PER_ORGANISATIE, MIN_ORGANISATIES)
    return Omvang(gebruikers, organisaties, audit=2 * gebruikers, seed=1)


@contextmanager
def gezaaid(soort: str, gebruikers: int, map_: Path) -> Iterator[str | None]:
    """The URL of a database that may be written to, gone afterwards; None without a server."""
    naam = f"mijnduo_bench_{gebruikers}_"
    if soort == "sqlite":
        kopie = map_ / f"{gebruikers}.sqlite3"
        shutil.copyfile(_bestand(naam, gebruikers), kopie)
        yield f"sqlite:///{kopie}"
        kopie.unlink()
        return
    try:
        bron = _serverdatabase(naam, gebruikers)
    except sa.exc.OperationalError:
        yield None
        return
    kopie_naam = f"mijnduo_run_{secrets.token_hex(6)}"
    _beheer(f"CREATE DATABASE {kopie_naam} TEMPLATE {bron} STRATEGY FILE_COPY")
    try:
        yield _url(kopie_naam)
    finally:
        _beheer(f"DROP DATABASE {kopie_naam} WITH (FORCE)")


def _bestand(naam: str, gebruikers: int) -> Path:
    BEWAARD.mkdir(parents=True, exist_ok=True)
    doel = BEWAARD / f"{naam}{_afdruk()}.sqlite3"
    if not doel.exists():
        for oud in BEWAARD.glob(f"{naam}*"):
            oud.unlink()
        nieuw = doel.with_suffix(".nieuw")
        _zaai(f"sqlite:///{nieuw}", gebruikers)
        nieuw.rename(doel)
    return doel


def _serverdatabase(naam: str, gebruikers: int) -> str:
    doel = f"{naam}{_afdruk()}"
    vraag = f"SELECT datname FROM pg_database WHERE datname LIKE '{naam}%%'"
    bewaard = [str(rij[0]) for rij in _beheer(vraag)]
    if doel not in bewaard:
        for oud in bewaard:
            _beheer(f"DROP DATABASE {oud} WITH (FORCE)")
        _beheer(f"CREATE DATABASE {naam}nieuw")
        _zaai(_url(f"{naam}nieuw"), gebruikers)
        _beheer(f"ALTER DATABASE {naam}nieuw RENAME TO {doel}")
    return doel


def _afdruk() -> str:
    """Of all that decides which rows there are."""
    som = hashlib.sha256(NU.isoformat().encode())
    for patroon in BRONNEN:
        for pad in sorted(WORTEL.glob(patroon)):
            if pad.is_file() and "__pycache__" not in pad.parts:
                som.update(pad.read_bytes())
    return som.hexdigest()[:12]


def _zaai(url: str, gebruikers: int) -> None:
    begin = time.perf_counter()
    geheimen.stel_in(SLEUTEL)
    motor = sa.create_engine(url)
    migratie.breng_naar(motor)
    with Session(motor) as sessie:
        vul(sessie, omvang(gebruikers), NU, lambda tekst: print(tekst, file=sys.stderr))
        sessie.commit()
    with motor.connect().execution_options(isolation_level="AUTOCOMMIT") as verbinding:
        verbinding.exec_driver_sql("VACUUM" if motor.dialect.name == "postgresql" else "SELECT 1")
    motor.dispose()
    duur = time.perf_counter() - begin
    print(f"{motor.dialect.name}: {gebruikers} gebruikers gezaaid in {duur:.0f} s", flush=True)


def _url(naam: str) -> str:
    return sa.make_url(SERVER).set(database=naam).render_as_string(hide_password=False)


def _beheer(opdracht: str) -> list[sa.Row[tuple[str]]]:
    """Run one statement on the server itself."""
    motor = sa.create_engine(
        SERVER,
        isolation_level="AUTOCOMMIT",
        poolclass=sa.NullPool,
        connect_args={"connect_timeout": 3},
    )
    with motor.connect() as verbinding:
        antwoord = verbinding.exec_driver_sql(opdracht)
        return list(antwoord) if antwoord.returns_rows else []
