# SPDX-License-Identifier: EUPL-1.2
"""R3: workers may be many and may die; each mail arrives, and twice only with the same id."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cli.worker import volgende_nacht
from portal.db import db, transactie
from portal.models import Bericht
from portal.post.mail import Mail
from portal.post.outbox import zet_klaar
from tests.post.smtp import Postkantoor

WORTEL = Path(__file__).resolve().parents[2]
AANTAL = 30
GEDULD = 20.0


def leg_klaar(aantal: int) -> None:
    nu = datetime.now(UTC)
    with transactie() as session:
        for nummer in range(aantal):
            mail = Mail("proef", f"Mail {nummer}", "De code is 4F7K-9QPX-2M3TA\n")
            zet_klaar(session, mail, aan=f"jan{nummer}@example.nl", nu=nu)


def start(app: Flask, *opties: str, mail_url: str | None = None) -> subprocess.Popen[str]:
    config = app.extensions["config"]
    plekken = [config.database_url, mail_url or config.mail_url, str(config.instance)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.post.werker", *plekken, *opties],
        cwd=WORTEL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wacht_tot(waar: Callable[[], bool]) -> None:
    einde = time.monotonic() + GEDULD
    while not waar():
        assert time.monotonic() < einde, "het duurt te lang"
        time.sleep(0.02)


def nog_te_doen() -> int:
    with Session(db.engine) as session:
        vraag = select(func.count()).where(Bericht.verzonden_op.is_(None))
        return session.scalar(vraag) or 0


def test_twee_workers_naast_elkaar_sturen_alles_een_keer(
    app: Flask, postkantoor: Postkantoor
) -> None:
    leg_klaar(AANTAL)
    postkantoor.traag = 0.02
    workers = [start(app, "--once") for _ in range(2)]
    uitvoer = [worker.communicate(timeout=GEDULD)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert nog_te_doen() == 0
    assert sorted(m["To"] for m in postkantoor.ontvangen) == sorted(
        f"jan{n}@example.nl" for n in range(AANTAL)
    )
    assert not any("example.nl" in tekst or "4F7K" in tekst for tekst in uitvoer)


def test_een_gedode_worker_verliest_niets_en_herhaalt_hooguit_een_mail_met_hetzelfde_id(
    app: Flask, postkantoor: Postkantoor
) -> None:
    leg_klaar(AANTAL)
    postkantoor.traag = 0.05
    with start(app) as worker:
        wacht_tot(lambda: len(postkantoor.ontvangen) >= AANTAL // 3)
        worker.kill()
    assert 0 < nog_te_doen() < AANTAL
    postkantoor.traag = 0.0
    with start(app, "--once") as opvolger:
        opvolger.communicate(timeout=GEDULD)
    assert opvolger.returncode == 0
    assert nog_te_doen() == 0
    per_adres = Counter(m["To"] for m in postkantoor.ontvangen)
    per_id = Counter(m["Message-ID"] for m in postkantoor.ontvangen)
    assert len(per_adres) == len(per_id) == AANTAL
    assert len(postkantoor.ontvangen) <= AANTAL + 1


def test_sigterm_maakt_de_mail_af_die_onderweg_is_en_stopt_netjes(
    app: Flask, postkantoor: Postkantoor
) -> None:
    leg_klaar(AANTAL)
    postkantoor.traag = 0.3
    with start(app) as worker:
        wacht_tot(lambda: len(postkantoor.ontvangen) >= 2)
        worker.terminate()
        uitvoer, _ = worker.communicate(timeout=GEDULD)
    assert worker.returncode == 0
    assert "worker stopt" in uitvoer
    # What the server took is also written down: nothing will be sent again.
    assert AANTAL - nog_te_doen() == len(postkantoor.ontvangen) < AANTAL


def test_een_worker_die_draait_bezorgt_een_nieuwe_mail_binnen_enkele_seconden(
    app: Flask, postkantoor: Postkantoor
) -> None:
    with start(app) as worker:
        leg_klaar(1)
        wacht_tot(lambda: len(postkantoor.ontvangen) == 1)
        worker.terminate()
    assert worker.returncode == 0


def test_zonder_mailserver_stopt_once_gewoon_en_blijft_alles_wachten(
    app: Flask, vrije_poort: int
) -> None:
    leg_klaar(2)
    with start(app, "--once", mail_url=f"smtp://127.0.0.1:{vrije_poort}") as worker:
        uitvoer, _ = worker.communicate(timeout=GEDULD)
    assert worker.returncode == 0
    assert "mail wacht: ConnectionRefusedError" in uitvoer
    assert nog_te_doen() == 2


@pytest.mark.parametrize(
    ("nu", "nacht"),
    [
        ((2026, 11, 24, 13, 0), (2026, 11, 25, 2, 0)),
        ((2026, 11, 24, 1, 59), (2026, 11, 24, 2, 0)),
        ((2026, 11, 24, 2, 0), (2026, 11, 25, 2, 0)),
        ((2026, 3, 28, 12, 0), (2026, 3, 29, 1, 0)),  # summer time begins
        ((2026, 10, 24, 12, 0), (2026, 10, 25, 2, 0)),  # summer time ends
        ((2026, 7, 1, 12, 0), (2026, 7, 2, 1, 0)),
    ],
)
def test_het_nachtwerk_is_om_drie_uur_in_amsterdam(
    nu: tuple[int, int, int, int, int], nacht: tuple[int, int, int, int, int]
) -> None:
    assert volgende_nacht(datetime(*nu, tzinfo=UTC)) == datetime(*nacht, tzinfo=UTC)
