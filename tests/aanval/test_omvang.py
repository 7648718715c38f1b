# SPDX-License-Identifier: EUPL-1.2
"""Too large, too deep, too many, or no base64 at all: refused before it costs anything (R32)."""

import pytest

from tests.aanval.bommen import BOMMEN, KROM
from tests.aanval.deur import Deur, veld


@pytest.mark.parametrize("bom", BOMMEN)
def test_een_bom_kost_niets(deur: Deur, bom: str) -> None:
    deur.weigert(BOMMEN[bom])


@pytest.mark.parametrize("hoe", KROM)
def test_wat_geen_base64_is(deur: Deur, hoe: str) -> None:
    deur.weigert(lambda smid: KROM[hoe](veld(smid.getekend())))


def test_regeleinden_in_base64_mogen(deur: Deur) -> None:
    def met_regels(goed: str) -> str:
        return "\r\n".join(goed[n : n + 76] for n in range(0, len(goed), 76))

    deur.laat_binnen(lambda smid: met_regels(veld(smid.getekend())))
