# SPDX-License-Identifier: EUPL-1.2
"""The setting MAIL_URL: ``smtp://user:pw@host:port?starttls=1`` or ``smtps://…``."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from portal.config import LOOPBACK, OnjuisteInstelling

POORT = {"smtp": 25, "smtps": 465}
POORT_STARTTLS = 587
KEUZES = {"": False, "0": False, "1": True}


@dataclass(frozen=True, slots=True)
class Mailserver:
    """Where mail goes in, and how; with TLS the certificate is always verified."""

    host: str
    poort: int
    tls: bool
    starttls: bool
    gebruiker: str | None = None
    wachtwoord: str | None = field(default=None, repr=False)


def lees(url: str) -> Mailserver:
    """Read MAIL_URL. Raises OnjuisteInstelling with a text that does not repeat the password."""
    try:
        delen = urlsplit(url)
        poort = delen.port
    except ValueError:
        raise _fout("heeft geen goede servernaam of geen goed poortnummer") from None
    if delen.scheme not in POORT or not delen.hostname:
        raise _fout("moet beginnen met smtp:// of smtps:// en een servernaam hebben")
    if delen.path not in {"", "/"} or delen.fragment:
        raise _fout("mag geen pad hebben")
    tls, starttls = delen.scheme == "smtps", _starttls(delen)
    if tls and starttls:
        raise _fout("met smtps:// heeft geen starttls nodig")
    if delen.username and not (tls or starttls) and delen.hostname not in LOOPBACK:
        raise _fout("met een wachtwoord moet smtps:// of starttls=1 gebruiken")
    return Mailserver(
        host=delen.hostname,
        poort=poort or (POORT_STARTTLS if starttls else POORT[delen.scheme]),
        tls=tls,
        starttls=starttls,
        gebruiker=unquote(delen.username) if delen.username else None,
        wachtwoord=unquote(delen.password or "") if delen.username else None,
    )


def _starttls(delen: SplitResult) -> bool:
    vraag = parse_qs(delen.query, keep_blank_values=True)
    waarden = vraag.pop("starttls", [""])
    if vraag or len(waarden) != 1 or waarden[0] not in KEUZES:
        raise _fout("kent achter het vraagteken alleen starttls=1")
    return KEUZES[waarden[0]]


def _fout(tekst: str) -> OnjuisteInstelling:
    return OnjuisteInstelling(f"MIJNDUO_MAIL_URL {tekst}.")
