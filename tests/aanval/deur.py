# SPDX-License-Identifier: EUPL-1.2
"""The door that attacks knock on: /eherkenning/acs, with what it may and may not do."""

import base64
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from lxml import etree
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import Client, TestResponse

from portal.models import Auditrecord, Sessie
from tests.eherkenning.conftest import Proef
from tests.harnas.pagina import controleer_koppen, controleer_pagina

ACS = "/eherkenning/acs"
NEUTRAAL = "Inloggen met eHerkenning is niet gelukt"
# What a refusal says when there is something that the person can do about it.
TE_LAAG = "Uw eHerkenningsmiddel heeft een te laag niveau"
STIL = "eHerkenning antwoordt niet"
OF_STIL = f"{NEUTRAAL} of {STIL}"  # by artifact what the schema forbids counts as no answer
NUMMER = re.compile(r"(noem dit nummer: <strong>)\w{8}(</strong>)")
SNEL, KORT = 1.0, 5.0  # seconds of work, and of waiting on a machine that others use too

Bericht = etree._Element | bytes | str
Bouw = Callable[[Proef], Bericht]


def veld(bericht: Bericht) -> str:
    """A message as it stands in the form field; a string is taken as it is."""
    if isinstance(bericht, str):
        return bericht
    ruw = bericht if isinstance(bericht, bytes) else etree.tostring(bericht)
    return base64.b64encode(ruw).decode()


@dataclass
class Gast:
    """A browser that was sent to the broker, and what an answer must hold to be right for it."""

    kaal: Client
    relay_state: str
    proef: Proef

    def stuur(self, bericht: Bericht, **velden: Any) -> TestResponse:
        """Bring an answer by HTTP-POST."""
        data = {"SAMLResponse": veld(bericht), "RelayState": self.relay_state} | velden
        return self.kaal.post(ACS, data=data)


class Deur:
    """Each knock is of a new browser with a request of its own."""

    def __init__(self, app: Flask, sessie: Session, proef: Proef) -> None:
        self.app, self._sessie, self._proef = app, sessie, proef
        self._neutraal = NUMMER.sub(r"\1\2", app.test_client().post(ACS).text)
        assert f'<h1 class="utrecht-heading-1">{NEUTRAAL}</h1>' in self._neutraal
        controleer_pagina(self._neutraal)

    def gast(self, kaal: Client | None = None) -> Gast:
        """A (new) browser that waits for an answer."""
        kaal = kaal or self.app.test_client()
        pagina = kaal.get("/eherkenning/login").text
        waarden = dict(re.findall(r'name="(SAMLRequest|RelayState)" value="([^"]+)"', pagina))
        verzoek = etree.fromstring(base64.b64decode(waarden["SAMLRequest"]))
        proef = replace(self._proef, verzoek_id=str(verzoek.get("ID")))
        return Gast(kaal, waarden["RelayState"], proef)

    def laat_binnen(self, bouw: Bouw) -> None:
        """The message without the attack is good: a refusal is for the attack alone."""
        gast = self.gast()
        voor = self._tel(Sessie)
        antwoord = gast.stuur(bouw(gast.proef))
        assert antwoord.status_code == 303, "de proef zelf deugt niet"
        assert self._tel(Sessie) == voor + 1

    def weigert(self, bouw: Bouw, zegt: str = NEUTRAAL) -> None:
        """The attack is refused as it should be."""
        gast = self.gast()
        bericht = bouw(gast.proef)
        self.weigert_zo(lambda: gast.stuur(bericht), zegt)

    def weigert_zo(self, klop: Callable[[], TestResponse], zegt: str = NEUTRAAL) -> int:
        """Refused with the same page, without session, in one audit record, at once; the status."""
        sessies, records = self._tel(Sessie), self._tel(Auditrecord)
        begin, werk = time.monotonic(), time.process_time()
        antwoord = klop()
        duur, werk = time.monotonic() - begin, time.process_time() - werk
        if zegt == OF_STIL:
            zegt = STIL if antwoord.status_code == 502 else NEUTRAAL
        assert antwoord.status_code in ({502} if zegt == STIL else {400, 403}), antwoord.text[:500]
        assert "Location" not in antwoord.headers
        controleer_koppen(antwoord)
        if zegt == NEUTRAAL:
            assert NUMMER.sub(r"\1\2", antwoord.text) == self._neutraal
        else:
            assert zegt in antwoord.text
        assert self._tel(Sessie) == sessies
        assert self._tel(Auditrecord) == records + 1
        assert self.laatste().gebeurtenis == "login.eherkenning"
        assert werk < SNEL and duur < KORT, (werk, duur)
        return antwoord.status_code

    def laatste(self) -> Auditrecord:
        """The newest audit record."""
        nieuwste = select(Auditrecord).order_by(Auditrecord.nummer.desc()).limit(1)
        return self._sessie.scalars(nieuwste).one()

    def _tel(self, soort: type[Any]) -> int:
        self._sessie.commit()
        return int(self._sessie.scalar(select(func.count()).select_from(soort)) or 0)
