# SPDX-License-Identifier: EUPL-1.2
"""A real SMTP server for tests, which keeps what it took and can be told to be difficult."""

import asyncio
import socket
import ssl
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"


class Postkantoor:
    """Takes mail on a free port; ``rcpt`` and ``data`` are the answers it gives."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        wachtwoord: str | None = None,
        poort: int | None = None,
    ) -> None:
        self.ontvangen: list[EmailMessage] = []
        self.rauw: list[bytes] = []
        self.rcpt = "250 OK"
        self.data = "250 OK"
        self.traag = 0.0
        self.verbindingen = 0
        self._wachtwoord = wachtwoord
        self.poort = poort or _vrije_poort()
        self._controller = Controller(
            self,
            hostname=HOST,
            port=self.poort,
            tls_context=tls,
            require_starttls=tls is not None,
            authenticator=self._keur if wachtwoord else None,
            auth_required=wachtwoord is not None,
            auth_require_tls=tls is not None,
        )

    @property
    def url(self) -> str:
        """The MAIL_URL of this server."""
        return f"smtp://{HOST}:{self.poort}"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self,
        soort: type[BaseException] | None,
        fout: BaseException | None,
        spoor: TracebackType | None,
    ) -> None:
        self._controller.stop()

    def _keur(
        self, _server: SMTP, _sessie: Session, _envelop: Envelope, _soort: str, gegevens: object
    ) -> AuthResult:
        goed = (
            isinstance(gegevens, LoginPassword)
            and gegevens.password == (self._wachtwoord or "").encode()
        )
        return AuthResult(success=goed, handled=False)

    async def handle_EHLO(  # noqa: N802  # the name aiosmtpd asks for
        self, _server: SMTP, sessie: Session, _envelop: Envelope, naam: str, antwoord: list[str]
    ) -> list[str]:
        self.verbindingen += 1
        sessie.host_name = naam
        return antwoord

    async def handle_RCPT(  # noqa: N802  # the name aiosmtpd asks for
        self, _server: SMTP, _sessie: Session, envelop: Envelope, adres: str, _opties: list[str]
    ) -> str:
        if self.rcpt.startswith("2"):
            envelop.rcpt_tos.append(adres)
        return self.rcpt

    async def handle_DATA(  # noqa: N802  # the name aiosmtpd asks for
        self, _server: SMTP, _sessie: Session, envelop: Envelope
    ) -> str:
        rauw = envelop.original_content or b""
        if self.data.startswith("2"):
            self.rauw.append(rauw)
            self.ontvangen.append(message_from_bytes(rauw, policy=default))
        # Taken, but the answer is slow to come: the moment in which a worker may die.
        await asyncio.sleep(self.traag)
        return self.data


def _vrije_poort() -> int:
    with socket.socket() as s:
        s.bind((HOST, 0))
        poort: int = s.getsockname()[1]
        return poort
