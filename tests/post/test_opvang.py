# SPDX-License-Identifier: EUPL-1.2
"""The demo's mail server: real SMTP in, whole numbered files out."""

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.post.mail import Post
from portal.post.mailserver import Mailserver
from portal.post.opvang import maak_opvang
from portal.post.postbus import Postbus
from portal.post.verzender import SmtpVerzender
from tests.post.hulp import maak_app, maak_config

NU = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
WORTEL = Path(__file__).resolve().parents[2]


def post(nummer: int) -> Post:
    tekst = f"Beste José,\n\nMail {nummer} €\n"
    return Post(f"<{nummer}@x.nl>", "jan@example.nl", f"Één onderwerp {nummer}", tekst, NU)


def test_wat_binnenkomt_is_te_lezen_met_de_nieuwste_bovenaan(
    tmp_path: Path, vrije_poort: int
) -> None:
    postbus = Postbus(tmp_path)
    assert postbus.alle() == []
    opvang = maak_opvang(postbus, Mailserver("127.0.0.1", vrije_poort, False, False))
    opvang.start()
    try:
        app = maak_app(maak_config("sqlite://", f"smtp://127.0.0.1:{vrije_poort}", tmp_path))
        with app.app_context(), SmtpVerzender(app) as verzender:
            for nummer in (1, 2):
                verzender.verstuur(post(nummer))
    finally:
        opvang.stop()
    assert [brief.nummer for brief in postbus.alle()] == [2, 1]
    brief = postbus.een(1)
    assert brief is not None
    assert (brief.onderwerp, brief.aan) == ("Één onderwerp 1", "jan@example.nl")
    assert brief.tekst.splitlines() == ["Beste José,", "", "Mail 1 €"]
    assert postbus.een(3) is None


def test_gelijktijdige_mail_krijgt_elk_een_eigen_nummer_en_niets_blijft_half_liggen(
    tmp_path: Path,
) -> None:
    postbus = Postbus(tmp_path)
    draden = [
        threading.Thread(target=postbus.bewaar, args=(f"Subject: {n}\r\n\r\nx".encode(),))
        for n in range(20)
    ]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert [brief.nummer for brief in postbus.alle()] == list(range(20, 0, -1))
    assert {brief.onderwerp for brief in postbus.alle()} == {str(n) for n in range(20)}
    assert len(list((tmp_path / "demo-post").iterdir())) == 20


@pytest.mark.parametrize("rauw", [b"", b"\xff\xfe", b"Content-Type: text/html\r\n\r\n<p>x</p>"])
def test_een_vreemde_mail_breekt_de_lijst_niet(tmp_path: Path, rauw: bytes) -> None:
    postbus = Postbus(tmp_path)
    postbus.bewaar(rauw)
    assert len(postbus.alle()) == 1


def test_de_opvang_luistert_alleen_op_deze_machine(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="alleen op deze machine"):
        maak_opvang(Postbus(tmp_path), Mailserver("mail.example.nl", 25, False, False))


def test_het_commando_draait_tot_sigterm(tmp_path: Path, vrije_poort: int) -> None:
    url = f"smtp://127.0.0.1:{vrije_poort}"
    opdracht = [sys.executable, "-m", "tests.post.demo", url, str(tmp_path)]
    with subprocess.Popen(opdracht, cwd=WORTEL, stdout=subprocess.PIPE, text=True) as proces:
        assert proces.stdout is not None
        assert str(vrije_poort) in proces.stdout.readline()
        app = maak_app(maak_config("sqlite://", url, tmp_path))
        with app.app_context(), SmtpVerzender(app) as verzender:
            verzender.verstuur(post(1))
        proces.terminate()
        assert proces.wait(10) == 0
    assert len(Postbus(tmp_path).alle()) == 1
