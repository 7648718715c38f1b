# SPDX-License-Identifier: EUPL-1.2
"""Logging in through a broker of others: pysaml2 by artifact, samlify by POST (R8, R10, R33)."""

import base64
from collections.abc import Iterator

import httpx
import pytest

from tests.harnas.wandelaar import Wandelaar
from tests.interop.conftest import KVK, Opstelling


@pytest.fixture
def wandelaar(opstelling: Opstelling) -> Iterator[Wandelaar]:
    """A browser without JavaScript."""
    nieuw = Wandelaar(opstelling.portaal.adres)
    with nieuw.http:
        yield nieuw


def _log_in(wandelaar: Wandelaar) -> httpx.Response:
    """To the broker and back; where that ends."""
    wandelaar.naar("/eherkenning/login")
    antwoord = wandelaar.verstuur("/sso")
    if antwoord.url.path == "/sso":
        antwoord = wandelaar.verstuur("/eherkenning/acs")
    return antwoord


def _is_binnen(wandelaar: Wandelaar) -> bool:
    return wandelaar.naar("/overzicht").url.path == "/overzicht"


def test_r8_een_verzoek_dat_onderweg_veranderde_weigert_de_andere_makelaar(
    wandelaar: Wandelaar,
) -> None:
    wandelaar.naar("/eherkenning/login")
    doel, velden = wandelaar.formulier("/sso")
    tekst = base64.b64decode(velden["SAMLRequest"])
    anders = tekst.replace(b'ForceAuthn="true"', b'ForceAuthn="false"')
    assert anders != tekst
    velden["SAMLRequest"] = base64.b64encode(anders).decode()
    antwoord = wandelaar.http.post(doel, data=velden)
    assert (antwoord.status_code, antwoord.text) == (400, "geweigerd")


def test_r33_een_antwoord_dat_onderweg_veranderde_weigert_het_portaal(
    opstelling: Opstelling, wandelaar: Wandelaar
) -> None:
    opstelling.vervals.touch()
    try:
        antwoord = _log_in(wandelaar)
    finally:
        opstelling.vervals.unlink()
    assert antwoord.status_code in {400, 502}  # by POST, by artifact
    assert antwoord.url.path == "/eherkenning/acs"
    assert not _is_binnen(wandelaar)
    assert _log_in(wandelaar).url.path != "/eherkenning/acs", "unchanged it is right"


def test_r10_wie_bij_een_andere_makelaar_inlogt_koppelt_en_is_daarna_meteen_binnen(
    opstelling: Opstelling, wandelaar: Wandelaar
) -> None:
    jan = opstelling.portaal.gebruikers[0]
    assert jan["kvk"] == KVK
    assert _log_in(wandelaar).url.path == "/koppelen/begin"
    wandelaar.tot_laatste_stap()
    namen = ("gebruikersnaam", "activatiecode")
    wandelaar.verstuur("/koppelen/koppelen", **{naam: jan[naam] for naam in namen})
    assert _is_binnen(wandelaar)
    wandelaar.http.cookies.clear()
    assert not _is_binnen(wandelaar)
    assert _log_in(wandelaar).url.path == "/overzicht"
