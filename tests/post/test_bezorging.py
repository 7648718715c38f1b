# SPDX-License-Identifier: EUPL-1.2
"""R3: the mail leaves, also when the mail server is down at that moment: later, once."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from portal import secrets
from portal.db import db, transactie
from portal.models import Bericht
from portal.post.bezorging import Uitkomst, bezorg_een, wachttijd
from portal.post.mail import GeenVerbinding, Mail, Post
from portal.post.outbox import zet_klaar
from portal.post.verzender import SmtpVerzender, registreer
from tests.post.hulp import GEHEIM, maak_config
from tests.post.smtp import Postkantoor

NU = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
MINUUT = timedelta(minutes=1)
TEKST = "Beste José,\n\nUw code is 4F7K-9QPX-2M3TA.\n.\nEen punt alleen mag ook. €\n"


def leg_klaar(aantal: int = 1, verloopt_op: datetime | None = None) -> list[int]:
    with transactie() as session:
        rijen = [
            zet_klaar(
                session,
                Mail("proef", f"Één onderwerp {nummer}", TEKST, verloopt_op),
                aan=f"jan{nummer}@example.nl",
                nu=NU,
            )
            for nummer in range(aantal)
        ]
        session.flush()
        return [rij.id for rij in rijen]


def lees(nummer: int) -> Bericht:
    with Session(db.engine) as session:
        return session.scalars(select(Bericht).where(Bericht.id == nummer)).one()


def bezorg(app: Flask, nu: datetime = NU) -> Uitkomst | None:
    with SmtpVerzender(app) as verzender:
        return bezorg_een(verzender, nu)


def test_een_mail_komt_een_keer_aan_en_is_daarna_gewist(
    app: Flask, postkantoor: Postkantoor
) -> None:
    [nummer] = leg_klaar()
    assert bezorg(app) is Uitkomst.VERZONDEN
    assert bezorg(app) is None
    [mail] = postkantoor.ontvangen
    rij = lees(nummer)
    assert rij.verzonden_op == NU
    assert rij.inhoud is None
    assert mail["Message-ID"] == rij.message_id
    assert mail["Subject"] == "Één onderwerp 0"
    assert mail["To"] == "jan0@example.nl"
    assert mail["From"] == "Mijn DUO <mijnduo@example.nl>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NU
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == TEKST


def test_een_ronde_gebruikt_een_verbinding(app: Flask, postkantoor: Postkantoor) -> None:
    leg_klaar(5)
    with SmtpVerzender(app) as verzender:
        while bezorg_een(verzender, NU):
            pass
    assert [m["To"] for m in postkantoor.ontvangen] == [f"jan{n}@example.nl" for n in range(5)]
    assert postkantoor.verbindingen == 1


def test_is_de_mailserver_weg_dan_wacht_de_mail_zonder_schade(
    app: Flask, postkantoor: Postkantoor, vrije_poort: int
) -> None:
    config = app.extensions["config"]
    [nummer] = leg_klaar()
    registreer(
        app, maak_config(config.database_url, f"smtp://127.0.0.1:{vrije_poort}", config.instance)
    )
    for _ in range(3):
        with pytest.raises(GeenVerbinding):
            bezorg(app)
    rij = lees(nummer)
    assert (rij.pogingen, rij.volgende_poging_op, rij.opgegeven_op) == (0, NU, None)
    registreer(app, config)
    assert bezorg(app, NU + MINUUT) is Uitkomst.VERZONDEN
    assert len(postkantoor.ontvangen) == 1


def test_een_server_die_drie_dagen_weg_blijft_wist_de_mail(app: Flask, vrije_poort: int) -> None:
    config = app.extensions["config"]
    [nummer] = leg_klaar()
    registreer(
        app, maak_config(config.database_url, f"smtp://127.0.0.1:{vrije_poort}", config.instance)
    )
    assert bezorg(app, NU + timedelta(days=3)) is Uitkomst.OPGEGEVEN
    assert lees(nummer).inhoud is None


def test_een_tijdelijke_weigering_komt_later_terug_met_hetzelfde_id(
    app: Flask, postkantoor: Postkantoor
) -> None:
    [nummer] = leg_klaar()
    postkantoor.rcpt = "451 even geen tijd"
    assert bezorg(app) is Uitkomst.UITGESTELD
    rij = lees(nummer)
    assert (rij.pogingen, rij.volgende_poging_op) == (1, NU + MINUUT)
    assert bezorg(app) is None
    assert bezorg(app, NU + MINUUT) is Uitkomst.UITGESTELD
    assert lees(nummer).volgende_poging_op == NU + 3 * MINUUT
    postkantoor.rcpt = "250 OK"
    assert bezorg(app, NU + 3 * MINUUT) is Uitkomst.VERZONDEN
    assert postkantoor.ontvangen[0]["Message-ID"] == lees(nummer).message_id


def test_de_wachttijd_groeit_tot_een_uur() -> None:
    minuten = [wachttijd(keer) / MINUUT for keer in (1, 2, 3, 6, 7, 8, 500)]
    assert minuten == [1, 2, 4, 32, 60, 60, 60]


def test_na_drie_dagen_wordt_een_mail_opgegeven_en_gewist(
    app: Flask, postkantoor: Postkantoor
) -> None:
    [nummer] = leg_klaar()
    postkantoor.data = "451 vol"
    assert bezorg(app, NU + timedelta(days=3) - MINUUT) is Uitkomst.UITGESTELD
    assert bezorg(app, NU + timedelta(days=3)) is Uitkomst.OPGEGEVEN
    rij = lees(nummer)
    assert rij.opgegeven_op == NU + timedelta(days=3)
    assert rij.inhoud is None
    assert bezorg(app, NU + timedelta(days=4)) is None


def test_een_weigering_voorgoed_wordt_meteen_opgegeven_en_noemt_geen_adres(
    app: Flask, postkantoor: Postkantoor, caplog: pytest.LogCaptureFixture
) -> None:
    eerste, tweede = leg_klaar(2)
    postkantoor.rcpt = "550 onbekend: jan0@example.nl"
    with caplog.at_level(logging.DEBUG):
        assert bezorg(app) is Uitkomst.OPGEGEVEN
        postkantoor.rcpt = "250 OK"
        assert bezorg(app) is Uitkomst.VERZONDEN
    assert lees(eerste).inhoud is None
    assert lees(tweede).verzonden_op == NU
    # The test's own mail server logs too, as "mail".
    gelogd = [r.getMessage() for r in caplog.records if not r.name.startswith("mail")]
    assert f"bericht {eerste} (proef) opgegeven: antwoord 550" in gelogd
    assert not any("example.nl" in regel or "4F7K" in regel for regel in gelogd)


def test_een_verlopen_activatiecode_wordt_niet_meer_bezorgd_r6(
    app: Flask, postkantoor: Postkantoor
) -> None:
    verloopt_op = NU + timedelta(hours=24)
    [nummer] = leg_klaar(verloopt_op=verloopt_op)
    assert bezorg(app, verloopt_op) is Uitkomst.OPGEGEVEN
    assert postkantoor.ontvangen == []
    assert lees(nummer).inhoud is None


def test_een_code_die_nog_net_geldt_wordt_bezorgd_r6(app: Flask, postkantoor: Postkantoor) -> None:
    leg_klaar(verloopt_op=NU + timedelta(hours=24))
    assert bezorg(app, NU + timedelta(hours=24) - MINUUT) is Uitkomst.VERZONDEN


def test_een_onleesbare_mail_houdt_de_andere_niet_op(app: Flask, postkantoor: Postkantoor) -> None:
    [eerste] = leg_klaar()
    secrets.stel_in("een ander geheim, dat er per ongeluk stond, en dat is weer hersteld")
    assert bezorg(app) is Uitkomst.UITGESTELD
    leg_klaar()
    assert bezorg(app) is Uitkomst.VERZONDEN
    secrets.stel_in(GEHEIM)
    assert bezorg(app, NU + MINUUT) is Uitkomst.VERZONDEN
    assert lees(eerste).verzonden_op == NU + MINUUT


class Schrijver:
    """A Verzender in whose time somebody else writes to the database."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)

    def verstuur(self, post: Post) -> None:
        with self.engine.connect() as ander:
            if ander.dialect.name == "sqlite":
                ander.exec_driver_sql("PRAGMA busy_timeout=100")
            ander.execute(
                text("INSERT INTO codeverzoek (middel, dag) VALUES (:m, '2026-11-24')"),
                {"m": post.message_id},
            )
            ander.commit()
        self.engine.dispose()


def test_de_website_kan_schrijven_terwijl_een_mail_wordt_verstuurd(
    app: Flask, database_url: str
) -> None:
    [nummer] = leg_klaar()
    assert bezorg_een(Schrijver(database_url), NU) is Uitkomst.VERZONDEN
    assert lees(nummer).verzonden_op == NU
    assert db.session.scalar(text("SELECT count(*) FROM codeverzoek")) == 1
