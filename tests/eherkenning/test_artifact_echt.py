# SPDX-License-Identifier: EUPL-1.2
"""By artifact over real HTTP: the portal asks its own stand-in broker while it serves a login.

Were the database held meanwhile, the broker's side of it would wait for a lock.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.harnas.server import Server, server
from tests.harnas.wandelaar import Wandelaar


@pytest.fixture(scope="module")
def draait(soort_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The portal with demo data, its stand-in broker asked by artifact."""
    map_: Path = tmp_path_factory.mktemp("artifact")
    with server(soort_database, map_, MIJNDUO_EHERKENNING_BINDING="artifact") as portaal:
        yield portaal


@pytest.fixture
def wandelaar(draait: Server) -> Iterator[Wandelaar]:
    """A browser without JavaScript."""
    nieuw = Wandelaar(draait.adres)
    with nieuw.http:
        yield nieuw


def test_een_login_per_artifact_is_snel_binnen(draait: Server, wandelaar: Wandelaar) -> None:
    begin = time.monotonic()
    wandelaar.tot_antwoord(draait.gebruikers[0]["kvk"], "Jan")
    assert wandelaar.antwoord is not None
    assert wandelaar.antwoord.url.path == "/koppelen/begin", wandelaar.antwoord.text
    assert time.monotonic() - begin < 5, "niemand wachtte op een slot van de database"


def test_hetzelfde_artifact_zes_keer_tegelijk_geeft_een_sessie(
    draait: Server, wandelaar: Wandelaar
) -> None:
    wandelaar.naar("/eherkenning/login")
    wandelaar.verstuur("/demo/broker/sso")
    wandelaar.http.follow_redirects = False
    wandelaar.verstuur(
        "/demo/broker/kies", kvk=draait.gebruikers[1]["kvk"], persoon="Fatima", actie="inloggen"
    )
    assert wandelaar.antwoord is not None
    doel, koekjes = wandelaar.antwoord.headers["Location"], dict(wandelaar.http.cookies)
    with ThreadPoolExecutor(6) as zwembad:
        taken = [zwembad.submit(httpx.get, doel, cookies=koekjes, timeout=30) for _ in range(6)]
    statussen = sorted(taak.result().status_code for taak in taken)
    assert statussen == [303, 400, 400, 400, 400, 400]


def test_de_metadata_noemt_alleen_het_adres_voor_artifacts(draait: Server) -> None:
    tekst = httpx.get(f"{draait.adres}/eherkenning/metadata").text
    assert tekst.count("AssertionConsumerService ") == 1
    assert "bindings:HTTP-Artifact" in tekst
