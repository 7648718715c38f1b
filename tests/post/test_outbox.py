# SPDX-License-Identifier: EUPL-1.2
"""R3, R14: a mail is a row in the transaction of what it tells about."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db, transactie
from portal.models import Bericht
from portal.post.mail import Mail
from portal.post.outbox import zet_klaar
from portal.secrets import ontsleutel

NU = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
MAIL = Mail("proef", "Een onderwerp", "De code is 4F7K-9QPX-2M3TA\n")


@pytest.mark.usefixtures("app")
def test_wat_niet_doorgaat_verstuurt_ook_geen_mail() -> None:
    with pytest.raises(ZeroDivisionError), transactie() as session:
        zet_klaar(session, MAIL, aan="jan@example.nl", nu=NU)
        session.flush()
        raise ZeroDivisionError
    assert db.session.scalars(select(Bericht)).all() == []


@pytest.mark.usefixtures("app")
def test_de_inhoud_staat_er_alleen_versleuteld_r5() -> None:
    with transactie() as session:
        bericht = zet_klaar(session, MAIL, aan="jan@example.nl", nu=NU)
        session.flush()
        session.refresh(bericht)
    assert bericht.inhoud is not None
    assert b"4F7K" not in bericht.inhoud
    assert ontsleutel(bericht.inhoud) == MAIL.tekst
    assert "4F7K" not in repr(MAIL)


@pytest.mark.usefixtures("app")
def test_elke_mail_heeft_een_eigen_message_id_van_het_portaal() -> None:
    with transactie() as session:
        ids = {zet_klaar(session, MAIL, aan="jan@example.nl", nu=NU).message_id for _ in range(20)}
    assert len(ids) == 20
    assert all(i.startswith("<") and i.endswith("@portaal.example.nl>") for i in ids)


@pytest.mark.parametrize(
    "aan",
    [
        "jan@example.nl\r\nBcc: piet@example.nl",
        "jan@example.nl\nBcc: piet@example.nl",
        "jan@example.nl, piet@example.nl",
        "jan@example.nl;piet@example.nl",
        "Jan <jan@example.nl>",
        "jan@example.nl\u2028x",
        "jan",
        "@example.nl",
        "jan@",
        "",
        "a" * 250 + "@x.nl",
    ],
)
def test_een_adres_kan_geen_kop_of_tweede_ontvanger_smokkelen(app: Flask, aan: str) -> None:
    with pytest.raises(ValueError, match="e-mailadres"):
        zet_klaar(db.session, MAIL, aan=aan, nu=NU)
    assert not db.session.new


@pytest.mark.parametrize("onderwerp", ["a\r\nBcc: x@y.nl", "a\nb", "a\x00b", "a" * 201])
def test_een_onderwerp_kan_geen_kop_smokkelen(app: Flask, onderwerp: str) -> None:
    with pytest.raises(ValueError, match="onderwerp"):
        zet_klaar(db.session, Mail("proef", onderwerp, "tekst"), aan="jan@example.nl", nu=NU)
    assert not db.session.new
