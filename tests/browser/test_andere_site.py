# SPDX-License-Identifier: EUPL-1.2
"""A broker on another site: its answer comes from there, and the login still works.

The portal is at 127.0.0.1 and the broker at localhost: two sites for a browser.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from portal.eherkenning.simulator.artifacten import Kluis
from portal.eherkenning.simulator.makelaar import Makelaar
from portal.eherkenning.simulator.paginas import maak_blueprint
from portal.eherkenning.sleutels import van_map
from tests.harnas.server import WORTEL, Server, server, vrije_poort


@pytest.fixture(params=["post", "artifact"])
def los_portaal(
    request: pytest.FixtureRequest, soort_database: str, tmp_path: Path
) -> Iterator[Server]:
    """A portal that knows a broker elsewhere by its metadata file; that says how it answers."""
    poort, metadata = vrije_poort(), tmp_path / "makelaar.xml"
    bekend: dict[str, bytes] = {}
    makelaar = Makelaar(
        van_map(tmp_path / "sleutel", "Andere makelaar"),
        f"http://localhost:{poort}",
        lambda: bekend["portaal"],
        Kluis(tmp_path / "antwoorden") if request.param == "artifact" else None,
    )
    metadata.write_bytes(makelaar.metadata())
    app = Flask("makelaar", template_folder=str(WORTEL / "templates"), static_folder=None)
    app.secret_key = "alleen voor deze test"
    app.jinja_env.globals["statisch"] = lambda pad: f"/static/{pad}"
    app.register_blueprint(maak_blueprint(makelaar, list, lambda: datetime.now(UTC)))
    dienst = make_server("127.0.0.1", poort, app)
    draad = threading.Thread(target=dienst.serve_forever)
    draad.start()
    instelling = {"MIJNDUO_EHERKENNING_IDP_METADATA": str(metadata)}
    try:
        with server(soort_database, tmp_path, **instelling) as portaal:
            bekend["portaal"] = portaal.flask("eherkenning", "metadata").stdout.encode()
            yield portaal
    finally:
        dienst.shutdown()
        draad.join()
        dienst.server_close()


def test_een_antwoord_van_een_andere_site_komt_aan(
    los_portaal: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina = nieuwe_pagina(javascript=False)
    pagina.goto(f"{los_portaal.adres}/eherkenning/login")
    pagina.get_by_role("button", name="Verder").click()
    assert pagina.url.startswith("http://localhost:")
    pagina.get_by_label("KvK-nummer van uw organisatie").fill(los_portaal.gebruikers[0]["kvk"])
    pagina.get_by_role("button", name="Log in").click()
    if pagina.url.startswith("http://localhost:"):  # by post: without JavaScript one more click
        pagina.get_by_role("button", name="Verder").click()
    pagina.get_by_role("heading", name="Voordat u begint").wait_for()
    assert pagina.url == f"{los_portaal.adres}/koppelen/begin"
