# SPDX-License-Identifier: EUPL-1.2
"""Sends mail with Flask-Mail over real SMTP; the only module that imports it."""

import smtplib
import ssl
from types import TracebackType
from typing import Self

from flask import Flask
from flask_mail import BadHeaderError, Connection, Mail, Message

from portal.config import Config
from portal.post import mailserver
from portal.post.mail import GeenVerbinding, Geweigerd, NuNiet, Post
from portal.post.teksten import domein

TIMEOUT = 10  # seconds, for every step of the conversation
PER_VERBINDING = 50  # many servers hang up on who sends more in one go
SLEUTEL = "mailserver"


def registreer(app: Flask, config: Config) -> None:
    """Connect Flask-Mail to MAIL_URL. Raises OnjuisteInstelling when that is wrong or unsafe."""
    server = mailserver.lees(config.mail_url)
    app.config.update(
        MAIL_SERVER=server.host,
        MAIL_PORT=server.poort,
        MAIL_DEFAULT_SENDER=config.mail_from,
        MAIL_SUPPRESS_SEND=False,
        # Flask-Mail would follow app.debug and print every mail, codes and all (R33).
        MAIL_DEBUG=0,
    )
    app.extensions[SLEUTEL] = server
    Mail().init_app(app)


class SmtpVerzender:
    """A Verzender for one round of deliveries, over as few connections as possible."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._server: mailserver.Mailserver = app.extensions[SLEUTEL]
        self._verbinding: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        soort: type[BaseException] | None,
        fout: BaseException | None,
        spoor: TracebackType | None,
    ) -> None:
        self._sluit()

    def verstuur(self, post: Post) -> None:
        """Hand over one mail; see ``portal.post.mail.Verzender`` for what it raises."""
        verbinding = self._open()
        try:
            verbinding.send(_bericht(post, verbinding))
        except (BadHeaderError, ValueError) as fout:
            self._sluit()
            raise Geweigerd(type(fout).__name__) from None
        except smtplib.SMTPSenderRefused as fout:
            self._sluit()
            raise NuNiet(f"afzender geweigerd, {fout.smtp_code}") from None
        except smtplib.SMTPRecipientsRefused as fout:
            raise _naar_code(next(iter(fout.recipients.values()))[0]) from None
        except smtplib.SMTPResponseException as fout:
            raise _naar_code(fout.smtp_code) from None
        except (smtplib.SMTPException, OSError) as fout:
            self._sluit()
            raise NuNiet(type(fout).__name__) from None

    def _open(self) -> Connection:
        """The open connection, or a new one."""
        if self._verbinding is not None and not self._is_bruikbaar(self._verbinding):
            self._sluit()
        if self._verbinding is None:
            verbinding = Connection(self._app.extensions["mail"])
            try:
                verbinding.host = _maak_verbinding(self._server)
            except (smtplib.SMTPException, OSError) as fout:
                raise GeenVerbinding(type(fout).__name__) from None
            self._verbinding = verbinding
        return self._verbinding

    @staticmethod
    def _is_bruikbaar(verbinding: Connection) -> bool:
        """Whether the server still listens and did not yet have its share."""
        if verbinding.host is None or verbinding.num_emails >= PER_VERBINDING:
            return False
        try:
            return verbinding.host.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _sluit(self) -> None:
        """Say goodbye; what was sent stays sent, so trouble here does not matter."""
        verbinding, self._verbinding = self._verbinding, None
        if verbinding is None or verbinding.host is None:
            return
        try:
            verbinding.host.quit()
        except (smtplib.SMTPException, OSError):
            verbinding.host.close()


def _maak_verbinding(server: mailserver.Mailserver) -> smtplib.SMTP:
    """Connect with a time limit and, unlike Flask-Mail itself, verify the certificate."""
    naam = domein()
    if server.tls:
        host: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.poort, naam, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        host = smtplib.SMTP(server.host, server.poort, naam, timeout=TIMEOUT)
    try:
        if server.starttls:
            host.starttls(context=ssl.create_default_context())
        if server.gebruiker is not None:
            host.login(server.gebruiker, server.wachtwoord or "")
        host.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError):
        host.close()
        raise
    return host


def _bericht(post: Post, verbinding: Connection) -> Message:
    acht_bits = verbinding.host is not None and verbinding.host.has_extn("8bitmime")
    bericht = Message(
        subject=post.onderwerp,
        recipients=[post.aan],
        body=post.tekst,
        date=post.gemaakt_op.timestamp(),
        charset="utf-8",
        extra_headers={"Auto-Submitted": "auto-generated"},
        mail_options=["BODY=8BITMIME"] if acht_bits else [],
    )
    bericht.msgId = post.message_id
    return bericht


def _naar_code(code: int) -> Exception:
    """5xx is for good, anything else may pass (RFC 5321 §4.2.1)."""
    return Geweigerd(f"antwoord {code}") if 500 <= code <= 599 else NuNiet(f"antwoord {code}")
