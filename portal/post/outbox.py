# SPDX-License-Identifier: EUPL-1.2
"""The outbox: who wants a mail sent adds a row in the own transaction (R3, R14)."""

import re
import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from portal.models import Bericht, Gebruiker
from portal.post import teksten
from portal.post.mail import Mail
from portal.secrets import versleutel

# One plain address: nothing that could end a header or name a second recipient.
ADRES = re.compile(r"[^\s,;:<>()\[\]\\\"@]+@[^\s,;:<>()\[\]\\\"@]+")
MAX_ADRES = 254
MAX_ONDERWERP = 200


def zet_klaar(
    session: Session, mail: Mail, *, aan: str, nu: datetime, gebruiker_id: int | None = None
) -> Bericht:
    """Add ``mail`` for address ``aan``; it leaves after the caller's commit, or not at all.

    The text is kept encrypted and wiped once delivered (R5). The Message-ID is made here, so
    that every attempt carries the same one. Raises ValueError for what could forge a header.
    """
    if len(aan) > MAX_ADRES or not aan.isprintable() or not ADRES.fullmatch(aan):
        raise ValueError("dit is geen e-mailadres")
    if len(mail.onderwerp) > MAX_ONDERWERP or not mail.onderwerp.isprintable():
        raise ValueError("dit is geen onderwerp van een mail")
    bericht = Bericht(
        message_id=f"<{secrets.token_hex(16)}@{teksten.domein()}>",
        soort=mail.soort,
        aan=aan,
        onderwerp=mail.onderwerp,
        inhoud=versleutel(mail.tekst),
        gebruiker_id=gebruiker_id,
        aangemaakt_op=nu,
        verloopt_op=mail.verloopt_op,
        volgende_poging_op=nu,
    )
    session.add(bericht)
    return bericht


def stuur(session: Session, gebruiker: Gebruiker, mail: Mail, nu: datetime) -> None:
    """Add ``mail`` for the gebruiker at the own address."""
    zet_klaar(session, mail, aan=gebruiker.email, nu=nu, gebruiker_id=gebruiker.id)
