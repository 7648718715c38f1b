# SPDX-License-Identifier: EUPL-1.2
"""Signature wrapping: nobody is misled by what is signed elsewhere in the message (R8)."""

import pytest
from lxml import etree

from portal.eherkenning import Weigering, antwoord
from tests.aanval.deur import Deur
from tests.aanval.smeedwerk import handtekening, met_advies, opnieuw
from tests.aanval.xsw import ALLE, Xsw
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import verwijder


def goed(smid: Proef, met: str) -> etree._Element:
    wijziging = met_advies(smid) if met == "met advies" else None
    return opnieuw(smid.getekend(wijziging, vorm="plain"))


@pytest.mark.parametrize("xsw", ALLE, ids=lambda xsw: xsw.__name__)
@pytest.mark.parametrize("met", ["met advies", "zonder advies"])
@pytest.mark.parametrize("buitenste", ["handtekening heel", "handtekening weg"])
def test_een_verplaatste_handtekening_misleidt_niet(
    deur: Deur, xsw: Xsw, met: str, buitenste: str
) -> None:
    def aanval(smid: Proef) -> etree._Element:
        response = goed(smid, met)
        if buitenste == "handtekening weg":
            verwijder(handtekening(response))
        return xsw(response)

    deur.laat_binnen(lambda smid: goed(smid, met))
    deur.weigert(aanval)


@pytest.mark.parametrize("xsw", ALLE, ids=lambda xsw: xsw.__name__)
@pytest.mark.parametrize("met", ["met advies", "zonder advies"])
def test_ook_zonder_schema_misleidt_een_verplaatste_handtekening_niet(
    smid: Proef, monkeypatch: pytest.MonkeyPatch, xsw: Xsw, met: str
) -> None:
    """The check of signatures stands by itself."""
    monkeypatch.setattr(antwoord, "eis_schema", lambda *_: None)
    assert not isinstance(smid.lees(goed(smid, met)), Weigering)
    assert isinstance(smid.lees(xsw(goed(smid, met))), Weigering)
