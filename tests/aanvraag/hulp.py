# SPDX-License-Identifier: EUPL-1.2
"""Walks the wizard of the bestuur, and reads the mails about it."""

import re
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Aanvraag, Bericht
from portal.secrets import ontsleutel
from tests.harnas import fabriek
from tests.harnas.klant import Klant

BASIS = "/aanvraag-beheerder"
LINK = re.compile(rf"http://127\.0\.0\.1:8000({BASIS}/ondertekenen/\S+)")
NIEUW = {"voorletters": "A.", "achternaam": "Nieuw", "email": "a.nieuw@school.example"}
CONTACT = {"naam": "Bea Bestuur", "email": "bea@school.example", "functie": "Voorzitter"}
CEES = {"naam": "Cees Bestuur", "email": "cees@school.example"}
DIRK = {"naam": "Dirk Bestuur", "email": "dirk@school.example"}


def browser(app: Flask, session: Session, kvk: str, persoon: str = "Bea") -> Klant:
    """A browser of somebody who logged in for the requests of an organisatie."""
    klant = Klant(app, session)
    fabriek.log_in(klant, kvk, persoon, link=f"{BASIS}/inloggen")
    klant.volg()
    return klant


def stap(klant: Klant, slug: str, data: dict[str, Any] | None = None, status: int = 303) -> None:
    """Open a step (or row) and send it."""
    klant.get(f"{BASIS}/stap/{slug}")
    klant.post(f"{BASIS}/stap/{slug}", data, status)


def tot_contact(klant: Klant, rol_id: int, soort: str = "aanmelden") -> None:
    """Organisatie that we know, soort, one new beheerder."""
    stap(klant, "organisatie", {"gezien": "ja"})
    stap(klant, "soort", {"soort": soort})
    stap(klant, "nieuw/nieuw", NIEUW | {"rollen": str(rol_id)})
    stap(klant, "nieuw")


def tot_controle(
    klant: Klant, rol_id: int, bevoegd: str = "zelf", *anderen: dict[str, str]
) -> None:
    """All steps before the last, to appoint one new beheerder."""
    tot_contact(klant, rol_id)
    stap(klant, "contact", CONTACT)
    stap(klant, "bevoegd", {"bevoegd": bevoegd})
    for ander in anderen:
        stap(klant, "ondertekenaars/nieuw", ander)
    if anderen:
        stap(klant, "ondertekenaars")


def verstuur(klant: Klant, status: int = 303) -> None:
    """The last step."""
    klant.get(f"{BASIS}/stap/controleren")
    velden = {"aanvraag": klant.veld("aanvraag"), "juist": "y"}
    klant.post(f"{BASIS}/stap/controleren", velden, status)


def mails(session: Session, soort: str) -> dict[str, str]:
    """Text of the mails of one kind, by address; the last to each."""
    gevonden = session.scalars(select(Bericht).where(Bericht.soort == soort).order_by(Bericht.id))
    return {b.aan: ontsleutel(b.inhoud) for b in gevonden if b.inhoud}


def link(session: Session, aan: str) -> str:
    """The path to sign with, from the last mail to that address."""
    gevonden = LINK.search(mails(session, "aanvraag_ondertekenen")[aan])
    assert gevonden is not None
    return gevonden[1]


def ondertekenaar(app: Flask, session: Session, kvk: str, aan: str, persoon: str) -> Klant:
    """Somebody who opened the link in the mail and logged in; the request is on the screen."""
    klant, pad = Klant(app, session), link(session, aan)
    klant.get(pad)
    assert "Inloggen met eHerkenning" in klant.tekst
    fabriek.log_in(klant, kvk, persoon, link=f"{pad}/inloggen")
    klant.volg()
    return klant


def aanvraag(session: Session) -> Aanvraag:
    """The one request."""
    session.expire_all()
    return session.scalars(select(Aanvraag)).one()
