# SPDX-License-Identifier: EUPL-1.2
"""The messages that the attacks start from are good ones, so a refusal is for the attack (R8)."""

import pytest

from tests.aanval.deur import Deur
from tests.aanval.smeedwerk import met_advies


@pytest.mark.parametrize("vorm", ["encrypted", "nameid", "plain"])
def test_een_goed_antwoord_komt_binnen(deur: Deur, vorm: str) -> None:
    deur.laat_binnen(lambda smid: smid.getekend(vorm=vorm))
    deur.laat_binnen(lambda smid: smid.getekend(met_advies(smid), vorm=vorm))
