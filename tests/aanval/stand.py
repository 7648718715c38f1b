# SPDX-License-Identifier: EUPL-1.2
"""What holds for every answer, however spoiled: the property behind tests and fuzzer (R8)."""

import base64
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

import xmlsec
from lxml import etree

from portal import eherkenning
from portal.eherkenning import Identiteit, Weigering
from portal.eherkenning.namen import DS, ENVELOP, SAML, SAMLP, q
from portal.eherkenning.simulator import oplosser, uitgever
from portal.eherkenning.simulator.makelaar import ENTITY_ID
from tests.aanval.mutatie import op_boom, op_tekst
from tests.aanval.smeedwerk import met_advies
from tests.eherkenning.conftest import NU, Proef

NUMMER = re.compile(r"[0-9]{8,9}")
ARTIFACTRESPONSE = f"{q(ENVELOP, 'Body')}/{q(SAMLP, 'ArtifactResponse')}"
Bederf = Callable[[bytes], bytes]


class Weg(StrEnum):
    """How an answer comes."""

    POST = "post"
    VERSLEUTELD = "versleuteld"
    ARTIFACT = "artifact"


def canoniek(wortel: etree._Element) -> bytes:
    """What a signature stands for: all of its element but that signature itself."""
    for teken in wortel.findall(q(DS, "Signature")):
        wortel.remove(teken)
    uit: bytes = etree.tostring(wortel, method="c14n", exclusive=True, with_comments=True)
    return uit


def uit_envelop(tekst: bytes) -> etree._Element:
    """The ArtifactResponse, where the reader looks for it."""
    gevonden = etree.fromstring(tekst).find(ARTIFACTRESPONSE)
    assert gevonden is not None
    return gevonden


@dataclass
class Stand:
    """Good answers by each way, and how many spoiled ones were read and accepted."""

    proef: Proef
    goed: dict[Weg, list[bytes]] = field(init=False)
    gelezen: int = 0
    aangenomen: int = 0

    def __post_init__(self) -> None:
        def beide(**anders: Any) -> list[bytes]:
            wijzigingen = (None, met_advies(self.proef))
            return [etree.tostring(self.proef.getekend(w, **anders)) for w in wijzigingen]

        self.goed = {
            Weg.POST: beide(vorm="nameid"),
            Weg.VERSLEUTELD: beide(vorm="encrypted"),
            Weg.ARTIFACT: beide(vorm="nameid"),
        }

    def houdt(self, programma: bytes, weg: Weg = Weg.POST) -> Identiteit | Weigering:
        """Run a program. Raises AssertionError, or anything that the reader lets escape."""
        soort, rest = programma[0] if programma else 0, programma[1:]
        origineel = self.goed[weg][soort % 2]
        if soort % 3 == 2:
            return self._hertekend(op_boom(origineel, rest), weg)

        def bederf(tekst: bytes) -> bytes:
            if soort % 3 == 0:
                return op_tekst(tekst, rest)
            uit: bytes = etree.tostring(op_boom(tekst, rest))
            return uit

        if weg is Weg.ARTIFACT:
            return self._envelop_onveranderd(origineel, bederf)
        return self._onveranderd(origineel, bederf(origineel))

    def _onveranderd(self, origineel: bytes, mutant: bytes) -> Identiteit | Weigering:
        """Nobody but the broker signed: what is accepted is what it signed."""
        uit = self._tel(self.proef.lees(_als_veld(mutant)))
        if isinstance(uit, Identiteit):
            assert uit == self.proef.lees(_als_veld(origineel))
            assert canoniek(etree.fromstring(mutant)) == canoniek(etree.fromstring(origineel))
        return uit

    def _envelop_onveranderd(self, origineel: bytes, bederf: Bederf) -> Identiteit | Weigering:
        """The same for the envelope that comes by the back channel."""
        gestuurd: list[bytes] = []

        def op_weg(envelop: bytes) -> bytes:
            gestuurd.extend([envelop, bederf(envelop)])
            return gestuurd[1]

        uit = self._tel(self._per_artifact(origineel, op_weg))
        if isinstance(uit, Identiteit):
            assert uit == self._per_artifact(origineel, lambda envelop: envelop)
            echt, aangenomen = (canoniek(uit_envelop(tekst)) for tekst in gestuurd)
            assert aangenomen == echt
        return uit

    def _hertekend(self, boom: etree._Element, weg: Weg) -> Identiteit | Weigering:
        """The broker signs anything: it is refused, or it says a whole identity."""
        delen = [boom, *boom.findall(q(SAML, "Assertion"))[:1]]
        for deel in delen:
            for teken in deel.findall(q(DS, "Signature")):
                deel.remove(teken)
        with suppress(xmlsec.Error):  # an id that no reference can name
            uitgever.teken(boom, self.proef.makelaar.paar)
        tekst = etree.tostring(boom)
        if weg is Weg.ARTIFACT:
            uit = self._tel(self._per_artifact(tekst, lambda envelop: envelop))
        else:
            uit = self._tel(self.proef.lees(_als_veld(tekst)))
        if isinstance(uit, Identiteit):
            assert uit.niveau in {"loa3", "loa4"}
            assert uit.acting and NUMMER.fullmatch(uit.kvk or uit.rsin or "")
        return uit

    def _per_artifact(self, bericht: bytes, bederf: Bederf) -> Identiteit | Weigering:
        """What we make of ``bericht`` in an envelope that is spoiled on its way."""
        paar = self.proef.makelaar.paar

        def haal(_adres: str, vraag: bytes, _koppen: object) -> bytes:
            resolve = next(etree.fromstring(vraag).iter(q(SAMLP, "ArtifactResolve")))
            return bederf(oplosser.antwoord(str(resolve.get("ID")), bericht, ENTITY_ID, paar, NU))

        broker = self.proef.dv.broker
        dv = replace(
            self.proef.dv,
            broker=replace(broker, oplossers={1: "http://127.0.0.1:1/"}),
            verbinding=SimpleNamespace(haal=haal),
        )
        artifact = base64.b64encode(b"\0\4\0\1" + broker.bron_id + bytes(20)).decode()
        return eherkenning.lees_artifact(dv, artifact, verzoek_id=self.proef.verzoek_id, nu=NU)

    def _tel(self, uit: Identiteit | Weigering) -> Identiteit | Weigering:
        self.gelezen += 1
        self.aangenomen += isinstance(uit, Identiteit)
        return uit


def _als_veld(tekst: bytes) -> str:
    return base64.b64encode(tekst).decode()
