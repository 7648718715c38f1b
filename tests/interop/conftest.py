# SPDX-License-Identifier: EUPL-1.2
"""The portal as a real process, with a broker of others beside it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from portal.eherkenning.sleutels import van_map
from tests.harnas.server import WORTEL, Server, server, vrije_poort

KVK = "99903428"  # of the first gebruiker of the demo
SERVICE = "6f1a4f8e-3a52-4b0e-9a40-8a9b0d1c2e3f"
ACTING = "ab" * 32 + "@" + "cd" * 16
NODE = WORTEL / "tests" / "interop" / "node"
PYTHON = [sys.executable, "-W", "ignore", "-m"]
MAKELAARS = {
    "pysaml2": [*PYTHON, "tests.interop.pysaml2_idp"],
    "samlify": ["node", str(NODE / "idp.mjs")],
}
DIENSTVERLENERS = {
    "pysaml2": [*PYTHON, "tests.interop.pysaml2_sp"],
    "samlify": ["node", str(NODE / "sp.mjs")],
}
BINDING = {"pysaml2": "artifact", "samlify": "post"}
START = 30  # seconds


def eis(wie: str) -> None:
    """Skip where what ``wie`` runs on is not installed."""
    if wie == "pysaml2" and not shutil.which("xmlsec1"):
        pytest.skip("xmlsec1 ontbreekt (Debian: apt-get install xmlsec1)")
    if wie == "samlify" and not shutil.which("node"):
        pytest.skip("Node.js ontbreekt (Debian: apt-get install nodejs npm)")
    if wie == "samlify" and not (NODE / "node_modules" / "samlify").is_dir():
        pytest.skip("samlify ontbreekt (npm ci in tests/interop/node, doet make test)")


@dataclass
class Opstelling:
    """The portal, and the file whose presence has the broker's answers changed on their way."""

    portaal: Server
    vervals: Path


@contextmanager
def makelaar(wie: str, instellingen: dict[str, str]) -> Iterator[None]:
    """The broker of others, ended afterwards."""
    opdracht = [*MAKELAARS[wie], json.dumps(instellingen)]
    with subprocess.Popen(
        opdracht, cwd=WORTEL, env=os.environ | {"NO_PROXY": "127.0.0.1"}
    ) as loopt:
        try:
            wacht_op(instellingen["adres"], loopt)
            yield
        finally:
            loopt.terminate()


def wacht_op(adres: str, loopt: subprocess.Popen[bytes]) -> None:
    """Until it listens."""
    einde = time.monotonic() + START
    while time.monotonic() < einde and loopt.poll() is None:
        try:
            httpx.get(adres, timeout=2)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("de makelaar startte niet")


@pytest.fixture(scope="module", params=sorted(MAKELAARS))
def opstelling(
    request: pytest.FixtureRequest, soort_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opstelling]:
    """Both running, each knowing the other by metadata only."""
    wie = str(request.param)
    eis(wie)
    map_: Path = tmp_path_factory.mktemp(wie)
    van_map(map_ / "demo-dienstverlener", "Mijn DUO")
    van_map(map_ / "makelaar", wie)
    dienstverlener, eigen = map_ / "demo-dienstverlener" / "paar", map_ / "makelaar" / "paar"
    adres, poort = f"http://127.0.0.1:{vrije_poort()}", vrije_poort()
    instellingen = {
        "adres": adres,
        "map": str(map_),
        "entity_id": "urn:etoegang:HM:00000003888888880000:entities:9002",
        "sleutel": str(eigen / "sleutel.pem"),
        "certificaat": str(eigen / "certificaat.pem"),
        "sp_metadata": f"http://127.0.0.1:{poort}/eherkenning/metadata",
        "sp_certificaat": str(dienstverlener / "certificaat.pem"),
        "acting": ACTING,
        "kvk": KVK,
        "service_uuid": SERVICE,
    }
    omgeving = {
        "MIJNDUO_EHERKENNING_IDP_METADATA": str(map_ / "metadata.xml"),
        "MIJNDUO_EHERKENNING_BINDING": BINDING[wie],
        "MIJNDUO_EHERKENNING_SERVICE_UUID": SERVICE,
    }
    with (
        makelaar(wie, instellingen),
        server(soort_database, map_, poort=poort, **omgeving) as draait,
    ):
        yield Opstelling(draait, map_ / "vervals")
