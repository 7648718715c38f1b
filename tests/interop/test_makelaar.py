# SPDX-License-Identifier: EUPL-1.2
"""Logging in through a broker of others: pysaml2 by artifact, samlify by POST (R8, R10, R33)."""

import base64
from collections.abc import Iterator

import pytest

from tests.harnas.wandelaar import Wandelaar
from tests.interop.conftest import KVK, Opstelling


@pytest.fixture
def wandelaar(opstelling: Opstelling) -> Iterator[Wandelaar]:
    """A browser without JavaScript."""
    nieuw = Wandelaar(opstelling.portaal.adres)
    with nieuw.http:
        yield nieuw


def _log_in(wandelaar: Wandelaar) -> str:
    """To the broker and back; the page where that ends."""
    wandelaar.naar("/eherkenning/login")
    antwoord = wandelaar.verstuur("/sso")
    assert antwoord.status_code == 200, wandelaar.boom.text_content()
    if antwoord.url.path == "/sso":
        antwoord = wandelaar.verstuur("/eherkenning/acs")
    assert antwoord.status_code == 200, wandelaar.boom.text_content()
    return antwoord.url.path


def test_wie_bij_een_andere_makelaar_inlogt_koppelt_en_is_daarna_meteen_binnen(
    opstelling: Opstelling, wandelaar: Wandelaar
) -> None:
    jan = opstelling.portaal.gebruikers[0]
    assert jan["kvk"] == KVK
    assert _log_in(wandelaar) == "/koppelen/begin"
