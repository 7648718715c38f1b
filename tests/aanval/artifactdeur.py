# SPDX-License-Identifier: EUPL-1.2
"""The same door by the other route: a real resolution service on a local socket that lies."""

import base64
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask
from lxml import etree
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.eherkenning import namen
from portal.eherkenning.namen import SAMLP, q
from portal.eherkenning.simulator import oplosser
from portal.eherkenning.simulator.makelaar import ENTITY_ID
from tests.aanval.deur import ACS, Bericht, Deur, Gast
from tests.conftest import NU
from tests.eherkenning.conftest import Proef
from tests.eherkenning.nepmakelaar import http, luister

Envelop = Callable[[bytes], bytes]


def gewoon(envelop: bytes) -> bytes:
    return envelop


@dataclass
class Dienst:
    """Answers a question with what a test left here, in an envelope that a test may spoil."""

    proef: Proef
    bericht: bytes | None = None
    bederf: Envelop = field(default=gewoon)

    def __call__(self, contact: socket.socket, vraag: bytes) -> None:
        resolve = next(etree.fromstring(vraag).iter(q(SAMLP, "ArtifactResolve")))
        envelop = oplosser.antwoord(
            str(resolve.get("ID")), self.bericht, ENTITY_ID, self.proef.makelaar.paar, NU
        )
        contact.sendall(http(self.bederf(envelop)))


@dataclass
class Artifactgast(Gast):
    """Brings an artifact; the answer itself goes by the back channel."""

    dienst: Dienst | None = None

    def stuur(self, bericht: Bericht, **_velden: Any) -> TestResponse:
        assert self.dienst is not None and not isinstance(bericht, str)
        self.dienst.bericht = bericht if isinstance(bericht, bytes) else etree.tostring(bericht)
        kaal = b"\0\4\0\1" + self.proef.dv.broker.bron_id + os.urandom(20)
        velden = {"SAMLart": base64.b64encode(kaal).decode(), "RelayState": self.relay_state}
        return self.kaal.get(ACS, query_string=velden)


class Artifactdeur(Deur):
    """Knocks by artifact."""

    dienst: Dienst

    def gast(self, kaal: Any = None) -> Artifactgast:
        gewone = super().gast(kaal)
        return Artifactgast(gewone.kaal, gewone.relay_state, gewone.proef, self.dienst)


@contextmanager
def open_deur(app: Flask, sessie: Session, smid: Proef) -> Iterator[Artifactdeur]:
    """The portal asks for its answers by artifact meanwhile."""
    eigen, dienst = app.extensions["eherkenning"], Dienst(smid)
    with luister(dienst) as adres:
        broker = replace(eigen.broker, oplossers={1: adres})
        app.extensions["eherkenning"] = replace(eigen, broker=broker, voorkeur=namen.ARTIFACT)
        deur = Artifactdeur(app, sessie, smid)
        deur.dienst = dienst
        try:
            yield deur
        finally:
            app.extensions["eherkenning"] = eigen
