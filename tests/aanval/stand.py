# SPDX-License-Identifier: EUPL-1.2
"""What holds for every answer, however spoiled: the property behind tests and fuzzer (R8)."""

import base64
import re
from contextlib import suppress
from dataclasses import dataclass, field

import xmlsec
from lxml import etree

from portal.eherkenning import Identiteit, Weigering
from portal.eherkenning.namen import DS, SAML, q
from portal.eherkenning.simulator import uitgever
from tests.aanval.mutatie import op_boom, op_tekst
from tests.aanval.smeedwerk import met_advies
from tests.eherkenning.conftest import Proef

NUMMER = re.compile(r"[0-9]{8,9}")


def canoniek(tekst: bytes) -> bytes:
    """What the signature of the Response stands for: all but that signature itself."""
    wortel = etree.fromstring(tekst)
    for teken in wortel.findall(q(DS, "Signature")):
        wortel.remove(teken)
    uit: bytes = etree.tostring(wortel, method="c14n", exclusive=True, with_comments=True)
    return uit


@dataclass
class Stand:
    """Two good answers, and how many spoiled ones were read and accepted."""

    proef: Proef
    goed: list[bytes] = field(init=False)
    gelezen: int = 0
    aangenomen: int = 0

    def __post_init__(self) -> None:
        wijzigingen = (None, met_advies(self.proef))
        self.goed = [etree.tostring(self.proef.getekend(w, vorm="nameid")) for w in wijzigingen]

    def houdt(self, programma: bytes) -> Identiteit | Weigering:
        """Run a program. Raises AssertionError, or anything that the reader lets escape."""
        soort, rest = programma[0] if programma else 0, programma[1:]
        origineel = self.goed[soort % 2]
        if soort % 3 == 0:
            return self._onveranderd(origineel, op_tekst(origineel, rest))
        boom = op_boom(origineel, rest)
        if soort % 3 == 1:
            return self._onveranderd(origineel, etree.tostring(boom))
        return self._hertekend(boom)

    def _onveranderd(self, origineel: bytes, mutant: bytes) -> Identiteit | Weigering:
        """Nobody but the broker signed: what is accepted is what it signed."""
        uit = self._lees(mutant)
        if isinstance(uit, Identiteit):
            assert uit == self.proef.lees(_als_veld(origineel))
            assert canoniek(mutant) == canoniek(origineel)
        return uit

    def _hertekend(self, boom: etree._Element) -> Identiteit | Weigering:
        """The broker signs anything: it is refused, or it says a whole identity."""
        delen = [boom, *boom.findall(q(SAML, "Assertion"))[:1]]
        for deel in delen:
            for teken in deel.findall(q(DS, "Signature")):
                deel.remove(teken)
        with suppress(xmlsec.Error):  # an id that no reference can name
            uitgever.teken(boom, self.proef.makelaar.paar)
        uit = self._lees(etree.tostring(boom))
        if isinstance(uit, Identiteit):
            assert uit.niveau in {"loa3", "loa4"}
            assert uit.acting and NUMMER.fullmatch(uit.kvk or uit.rsin or "")
        return uit

    def _lees(self, tekst: bytes) -> Identiteit | Weigering:
        self.gelezen += 1
        uit = self.proef.lees(_als_veld(tekst))
        self.aangenomen += isinstance(uit, Identiteit)
        return uit


def _als_veld(tekst: bytes) -> str:
    return base64.b64encode(tekst).decode()
