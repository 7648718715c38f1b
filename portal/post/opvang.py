# SPDX-License-Identifier: EUPL-1.2
"""A real SMTP server for the demo: takes every mail and puts it in the postbus."""

import asyncio
import logging

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from portal.config import LOOPBACK
from portal.post.mailserver import Mailserver
from portal.post.postbus import Postbus

MAX_BYTES = 1_000_000
# aiosmtpd logs every line of the conversation, codes and all (R33).
logging.getLogger("mail").setLevel(logging.WARNING)


class _Ontvanger:
    def __init__(self, postbus: Postbus) -> None:
        self._postbus = postbus

    async def handle_DATA(  # noqa: N802  # the name aiosmtpd asks for
        self, _server: SMTP, _sessie: Session, envelop: Envelope
    ) -> str:
        rauw = envelop.original_content or b""
        await asyncio.to_thread(self._postbus.bewaar, rauw)
        return "250 OK"


def maak_opvang(postbus: Postbus, server: Mailserver) -> Controller:
    """An SMTP server on the address of MAIL_URL, not yet started.

    Raises ValueError when that address is not of this machine: received mail holds codes.
    """
    if server.host not in LOOPBACK:
        raise ValueError("de opvang luistert alleen op deze machine")
    return Controller(
        _Ontvanger(postbus),
        hostname=server.host,
        port=server.poort,
        data_size_limit=MAX_BYTES,
        ident="Mijn DUO demo",
    )
