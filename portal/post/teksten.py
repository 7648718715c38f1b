# SPDX-License-Identifier: EUPL-1.2
"""The mails of the portal: one function per kind, one text in ``templates/post`` each.

A template gets plain values only, so that none can name a gebruikersnaam (R4); a code is in
the text of one mail and never in a subject (R5, R33).
"""

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from portal import tijd
from portal.models import Gebruiker, Organisatie
from portal.models.soorten import Verbreekreden
from portal.post.mail import Mail

MAP = Path(__file__).resolve().parent.parent.parent / "templates" / "post"
HOSTNAAM = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


def _een_regel(waarde: object) -> str:
    """A value as one line of printable text, so that none can add a line of its own."""
    schoon = "".join(teken if teken.isprintable() else " " for teken in str(waarde))
    return " ".join(schoon.split())


_omgeving = Environment(
    loader=FileSystemLoader(MAP),
    autoescape=select_autoescape(()),  # plain text
    undefined=StrictUndefined,
    finalize=_een_regel,
    trim_blocks=True,
    lstrip_blocks=True,
)
_omgeving.filters.update(datum=tijd.datum, datum_tijd=tijd.datum_tijd)


def stel_in(base_url: str, naam: str) -> None:
    """Set the portal's outside address and name; call once at start."""
    _omgeving.globals.update(base_url=base_url, portaal=naam)


def domein() -> str:
    """The host name of the portal, for a Message-ID and for greeting a mail server."""
    host = urlsplit(str(_omgeving.globals.get("base_url", ""))).hostname or ""
    return host if HOSTNAAM.fullmatch(host) else "localhost"


def _maak(
    soort: str, ontvanger: Gebruiker, *, verloopt_op: datetime | None = None, **waarden: object
) -> Mail:
    """Render ``<soort>.txt``: its first line is the subject, the rest the text."""
    tekst = _omgeving.get_template(f"{soort}.txt").render(
        naam=ontvanger.naam,
        organisatie=ontvanger.organisatie.naam,
        verloopt_op=verloopt_op,
        **waarden,
    )
    onderwerp, _, rest = tekst.partition("\n")
    return Mail(soort, onderwerp, rest.strip() + "\n", verloopt_op)


def bevestiging_aanmelding(gebruiker: Gebruiker) -> Mail:
    """To a new gebruiker: registered, and what to do now (R3); without gebruikersnaam (R4)."""
    return _maak("bevestiging_aanmelding", gebruiker)


def activatiecode(gebruiker: Gebruiker, code: str, verloopt_op: datetime) -> Mail:
    """To the gebruiker: the code and until when it is valid (R5, R6)."""
    return _maak("activatiecode", gebruiker, verloopt_op=verloopt_op, code=code)


def code_aangevraagd(beheerder: Gebruiker, organisatie: Organisatie) -> Mail:
    """To a beheerder: somebody with a means of the organisatie asks for a code (R7)."""
    return _maak("code_aangevraagd", beheerder, aanvragend=organisatie.naam)


def code_uitgegeven(beheerder: Gebruiker, gebruiker: Gebruiker, geldig_tot: datetime) -> Mail:
    """To who issued the code: it was sent, to whom, valid until when (R7)."""
    return _maak("code_uitgegeven", beheerder, wie=gebruiker.naam, geldig_tot=geldig_tot)


def code_verloopt_bijna(gebruiker: Gebruiker, verloopt_op: datetime) -> Mail:
    """To the gebruiker: the code was not used yet and expires soon (R7)."""
    return _maak("code_verloopt_bijna", gebruiker, verloopt_op=verloopt_op)


def code_verloopt_bijna_beheerder(
    beheerder: Gebruiker, gebruiker: Gebruiker, verloopt_op: datetime
) -> Mail:
    """To who issued the code: it was not used yet and expires soon (R7)."""
    soort = "code_verloopt_bijna_beheerder"
    return _maak(soort, beheerder, verloopt_op=verloopt_op, wie=gebruiker.naam)


def code_verlopen(gebruiker: Gebruiker, sinds: datetime) -> Mail:
    """To the gebruiker: the code expired unused; ask for a new one (R6, R7)."""
    return _maak("code_verlopen", gebruiker, sinds=sinds)


def code_verlopen_beheerder(beheerder: Gebruiker, gebruiker: Gebruiker, sinds: datetime) -> Mail:
    """To who issued the code: it expired unused (R7)."""
    return _maak("code_verlopen_beheerder", beheerder, sinds=sinds, wie=gebruiker.naam)


def gekoppeld(gebruiker: Gebruiker, op: datetime) -> Mail:
    """To the gebruiker: a means was gekoppeld to the account (R14)."""
    return _maak("gekoppeld", gebruiker, op=op)


def koppeling_verbroken(gebruiker: Gebruiker, reden: Verbreekreden) -> Mail:
    """To the gebruiker: the koppeling was undone, why, and the way back (R16, R17)."""
    return _maak("koppeling_verbroken", gebruiker, reden=reden.value)


def verbreking_nadert(gebruiker: Gebruiker, vervalt_op: datetime, dagen: int) -> Mail:
    """To the gebruiker: log in, or the koppeling is undone in ``dagen`` days (R16)."""
    return _maak("verbreking_nadert", gebruiker, verloopt_op=vervalt_op, dagen=dagen)


def blokkade(gebruiker: Gebruiker, tot: datetime) -> Mail:
    """To the gebruiker: the account is blocked after wrong combinations (R11, R12)."""
    return _maak("blokkade", gebruiker, tot=tijd.hele_minuut(tot))


def blokkade_beheerder(beheerder: Gebruiker, gebruiker: Gebruiker, tot: datetime) -> Mail:
    """To a beheerder: the account of ``gebruiker`` is blocked after wrong combinations (R12)."""
    wie, waar = gebruiker.naam, gebruiker.organisatie.naam
    return _maak("blokkade_beheerder", beheerder, wie=wie, waar=waar, tot=tijd.hele_minuut(tot))


def blokkade_opgeheven(gebruiker: Gebruiker) -> Mail:
    """To the gebruiker: a beheerder or the servicedesk lifted the block (R12)."""
    return _maak("blokkade_opgeheven", gebruiker)


def account_geblokkeerd(gebruiker: Gebruiker) -> Mail:
    """To the gebruiker: a beheerder or the servicedesk blocked the account (R28)."""
    return _maak("account_geblokkeerd", gebruiker)


def account_geblokkeerd_beheerder(beheerder: Gebruiker, gebruiker: Gebruiker, door: str) -> Mail:
    """To a beheerder: ``door`` blocked the account of ``gebruiker`` (R28)."""
    wie, waar = gebruiker.naam, gebruiker.organisatie.naam
    return _maak("account_geblokkeerd_beheerder", beheerder, wie=wie, waar=waar, door=door)


def account_gedeblokkeerd(gebruiker: Gebruiker) -> Mail:
    """To the gebruiker: the account may be used again (R28)."""
    return _maak("account_gedeblokkeerd", gebruiker)


def account_beeindigd(gebruiker: Gebruiker, op: datetime) -> Mail:
    """To who was gebruiker: the account was ended, with all rights (R28)."""
    return _maak("account_beeindigd", gebruiker, op=op)


def account_verhuisd(
    gebruiker: Gebruiker, van: str, op: datetime, *, gekoppeld: bool, minder: bool, beheerder: bool
) -> Mail:
    """To the gebruiker: the account belongs to another organisatie than ``van`` from now on (R13).

    Says whether the koppeling was undone, rollen were lost, and beheerdersrollen ended.
    """
    return _maak(
        "account_verhuisd",
        gebruiker,
        van=van,
        op=op,
        gekoppeld=gekoppeld,
        minder=minder,
        beheerder=beheerder,
    )


def token_ingeleverd(gebruiker: Gebruiker, op: datetime) -> Mail:
    """To the gebruiker: the beheerder recorded that the token was handed in (R15)."""
    return _maak("token_ingeleverd", gebruiker, op=op)


def email_bevestigen(gebruiker: Gebruiker, pad: str, verloopt_op: datetime) -> Mail:
    """To the new address: open the link to confirm it (R23). ``pad`` is a path of the portal.

    Raises ValueError when ``pad`` would lead anywhere else.
    """
    if not pad.startswith("/") or pad.startswith("//"):
        raise ValueError("de bevestigingslink is geen pad van het portaal")
    return _maak("email_bevestigen", gebruiker, verloopt_op=verloopt_op, pad=pad)


def email_gewijzigd(gebruiker: Gebruiker, op: datetime) -> Mail:
    """To the old address: mail goes elsewhere from now on (R23); does not say where."""
    return _maak("email_gewijzigd", gebruiker, op=op)


def rechten_gewijzigd(gebruiker: Gebruiker, op: datetime) -> Mail:
    """To the gebruiker: rollen or kenmerken changed; where to see them (R28)."""
    return _maak("rechten_gewijzigd", gebruiker, op=op)
