# SPDX-License-Identifier: EUPL-1.2
"""Exchanging an artifact at a broker that a test wrote."""

import socket
import time
from dataclasses import replace

from portal import eherkenning
from portal.eherkenning import Identiteit, Reden, Weigering
from portal.eherkenning.identiteit import Geweigerd
from portal.eherkenning.simulator import uitgever
from portal.eherkenning.verbinding import Verbinding
from tests.eherkenning.conftest import NU, VERZOEK, Proef
from tests.eherkenning.nepmakelaar import Doe, http

KORT = 0.6  # seconds, in place of the 5 of every day
STIL, ONBRUIKBAAR = Weigering(Reden.MAKELAAR_STIL), Weigering(Reden.MAKELAAR_ONBRUIKBAAR)


def artifact(proef: Proef, *, ook_response: bool = False) -> str:
    """An artifact for a right answer that waits at the broker."""
    response = proef.ongetekend()
    uitgever.teken(response, proef.makelaar.paar, ook_response=ook_response)
    return proef.makelaar.artifact(response)


def lees(
    proef: Proef, adres: str, tekst: str, geheel: float = KORT, **anders: object
) -> Identiteit | Weigering:
    """What we make of an artifact when the broker answers at ``adres``."""
    broker = replace(proef.dv.broker, oplossers={1: adres, 7: "http://127.0.0.1:1/"})
    dv = replace(proef.dv, broker=broker, verbinding=Verbinding(geheel=geheel), **anders)
    return eherkenning.lees_artifact(dv, tekst, verzoek_id=VERZOEK, nu=NU)


def eerlijk(proef: Proef) -> Doe:
    """A broker that does what it should."""

    def doe(contact: socket.socket, vraag: bytes) -> None:
        try:
            contact.sendall(http(proef.makelaar.los_op(vraag, NU)))
        except Geweigerd:
            contact.sendall(http(b"", "400 Bad Request"))

    return doe


def stuur(*delen: bytes, tussen: float = 0.0) -> Doe:
    """Send these bytes, and then close."""

    def doe(contact: socket.socket, _vraag: bytes) -> None:
        for deel in delen:
            contact.sendall(deel)
            time.sleep(tussen)

    return doe
