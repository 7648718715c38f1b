# SPDX-License-Identifier: EUPL-1.2
"""MAIL_URL: read once, and refused when it is wrong or unsafe."""

import pytest

from portal.config import OnjuisteInstelling
from portal.post.mailserver import Mailserver, lees


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://127.0.0.1:8025", Mailserver("127.0.0.1", 8025, False, False)),
        ("smtp://mail.example.nl", Mailserver("mail.example.nl", 25, False, False)),
        ("smtp://[::1]:2525/", Mailserver("::1", 2525, False, False)),
        ("smtp://mail.example.nl?starttls=0", Mailserver("mail.example.nl", 25, False, False)),
        (
            "smtp://jan%40example.nl:p%3Aw@mail.example.nl?starttls=1",
            Mailserver("mail.example.nl", 587, False, True, "jan@example.nl", "p:w"),
        ),
        (
            "smtps://jan:geheim@mail.example.nl",
            Mailserver("mail.example.nl", 465, True, False, "jan", "geheim"),
        ),
    ],
)
def test_een_goede_mail_url_wordt_gelezen(url: str, server: Mailserver) -> None:
    assert lees(url) == server


@pytest.mark.parametrize(
    ("url", "reden"),
    [
        ("http://mail.example.nl", "moet beginnen"),
        ("smtp://", "moet beginnen"),
        ("mail.example.nl", "moet beginnen"),
        ("smtp://mail.example.nl:poort", "poortnummer"),
        ("smtp://[::1", "servernaam"),
        ("smtp://mail.example.nl/pad", "pad"),
        ("smtp://mail.example.nl?starttls=ja", "alleen starttls=1"),
        ("smtp://mail.example.nl?starttls=1&starttls=0", "alleen starttls=1"),
        ("smtp://mail.example.nl?timeout=3", "alleen starttls=1"),
        ("smtps://mail.example.nl?starttls=1", "geen starttls nodig"),
        ("smtp://jan:geheim@mail.example.nl", "smtps:// of starttls=1"),
    ],
)
def test_een_foute_of_onveilige_mail_url_wordt_geweigerd_zonder_hem_te_herhalen(
    url: str, reden: str
) -> None:
    with pytest.raises(OnjuisteInstelling, match=reden) as fout:
        lees(url)
    assert "MIJNDUO_MAIL_URL" in str(fout.value)
    assert "geheim" not in str(fout.value)


def test_het_wachtwoord_staat_niet_in_repr() -> None:
    assert "geheim" not in repr(lees("smtps://jan:geheim@mail.example.nl"))
