# SPDX-License-Identifier: EUPL-1.2
"""The pages with the received mail of the demo; the bare frame keeps the test to them."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader

from portal import tijd
from portal.post.postbus import Postbus
from portal.views import demo_post
from tests.post.hulp import maak_config

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
KAAL = {
    "base.html": "<title>{% block titel %}{% endblock %}</title>{% block inhoud %}{% endblock %}",
    "ui.html": "{% macro terug(url, tekst) %}<a href='{{ url }}'>{{ tekst }}</a>{% endmacro %}",
}
MAIL = """\
Subject: {onderwerp}\r
To: jan@example.nl\r
Content-Type: text/plain; charset=utf-8\r
\r
Hallo <b>José</b>\r
\r
Ga naar http://127.0.0.1:8000/inloggen\r
"""


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    app = Flask("demo")
    app.extensions["config"] = maak_config("sqlite://", "smtp://127.0.0.1:8025", tmp_path)
    app.jinja_loader = ChoiceLoader([DictLoader(KAAL), FileSystemLoader(TEMPLATES)])
    app.jinja_env.filters["datum_tijd"] = tijd.datum_tijd
    app.register_blueprint(demo_post.bp)
    return app.test_client()


def bewaar(tmp_path: Path, onderwerp: str) -> None:
    Postbus(tmp_path).bewaar(MAIL.format(onderwerp=onderwerp).encode())


def test_zonder_mail_zegt_de_lijst_dat_er_nog_niets_is(client: FlaskClient) -> None:
    assert "Er is nog geen mail" in client.get("/demo/post").text


def test_de_nieuwste_mail_staat_bovenaan_met_ontvanger(client: FlaskClient, tmp_path: Path) -> None:
    bewaar(tmp_path, "Eerste")
    bewaar(tmp_path, "Tweede")
    pagina = client.get("/demo/post").text
    assert pagina.index("/demo/post/2") < pagina.index("/demo/post/1")
    assert "jan@example.nl" in pagina


def test_een_mail_is_te_lezen_als_tekst_en_een_link_is_te_openen(
    client: FlaskClient, tmp_path: Path
) -> None:
    bewaar(tmp_path, "<script>")
    pagina = client.get("/demo/post/1").text
    assert "<script>" not in pagina
    assert "Hallo &lt;b&gt;José&lt;/b&gt;" in pagina
    assert 'href="http://127.0.0.1:8000/inloggen"' in pagina


@pytest.mark.parametrize("nummer", ["2", "0", "x", "9" * 5000])
def test_een_mail_die_er_niet_is_geeft_404(
    client: FlaskClient, tmp_path: Path, nummer: str
) -> None:
    bewaar(tmp_path, "Eerste")
    assert client.get(f"/demo/post/{nummer}").status_code == 404
