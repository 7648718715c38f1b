# SPDX-License-Identifier: EUPL-1.2
"""What holds for the whole app: permissions, addresses, GET that changes nothing, CSRF."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import Base
from portal.models import Auditrecord
from portal.permissions import TABEL, Permission
from portal.web.access import eis_dekking, permission_van
from portal.web.transactie import MERK
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

KEBAB = re.compile(r"(/[a-z0-9.]+(-[a-z0-9]+)*|/<[^>]+>)*/?")
ZONDER_CSRF = {"eherkenning.acs", "broker.sso", "broker.kies", "broker.artifact"}


def test_elk_endpoint_heeft_een_permission_en_elke_permission_wordt_gebruikt(app: Flask) -> None:
    gebruikt = {permission_van(app, endpoint) for endpoint in app.view_functions}
    assert None not in gebruikt
    assert gebruikt == set(Permission) == set(TABEL)


def test_de_app_start_niet_met_een_endpoint_zonder_permission() -> None:
    kaal = Flask("kaal")
    kaal.add_url_rule("/x", "vergeten", lambda: "x")
    with pytest.raises(RuntimeError, match="vergeten"):
        eis_dekking(kaal)


def test_elk_adres_is_kebab_case(app: Flask) -> None:
    verkeerd = [
        regel.rule
        for regel in app.url_map.iter_rules()
        if not KEBAB.fullmatch(regel.rule.replace("/.well-known", "/well-known"))
        and regel.endpoint != "static"
    ]
    assert not verkeerd


def test_zonder_csrf_token_wordt_elke_post_geweigerd(
    app: Flask, client: Klant, db_sessie: Session
) -> None:
    fabriek.maak_documenten(db_sessie, NU)
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    fabriek.koppel(client, db_sessie, gebruiker, NU)
    geprobeerd = 0
    for regel in app.url_map.iter_rules():
        if "POST" in (regel.methods or set()) and regel.endpoint not in ZONDER_CSRF:
            pad = re.sub(r"<[^>]+>", "1", regel.rule)
            antwoord = client.kaal.post(pad, data={})
            assert antwoord.status_code in {303, 400, 403, 404}, (pad, antwoord.status_code)
            assert antwoord.status_code != 303 or regel.endpoint.startswith("koppelen"), pad
            geprobeerd += 1
    assert geprobeerd > 8
    client.get("/overzicht")


def test_een_get_verandert_geen_rij(app: Flask, client: Klant, db_sessie: Session) -> None:
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    fabriek.maak_sector(db_sessie)
    fabriek.koppel(client, db_sessie, gebruiker, NU)

    def tellingen() -> dict[str, int]:
        return {
            naam: db_sessie.scalar(select(func.count()).select_from(tabel)) or 0
            for naam, tabel in Base.metadata.tables.items()
            if tabel is not Auditrecord.__table__
        }

    eerst = tellingen()
    for regel in app.url_map.iter_rules():
        schrijft = getattr(app.view_functions[regel.endpoint], MERK, False)
        if "GET" in (regel.methods or set()) and not regel.arguments and not schrijft:
            antwoord = client.kaal.get(regel.rule)
            assert antwoord.status_code < 500, regel.rule
    assert tellingen() == eerst


@pytest.mark.parametrize(
    "pad", ["/overzicht", "/gegevens", "/taken/x", "/koppelen/", "/gegevens/download"]
)
def test_zonder_sessie_gaat_alles_naar_inloggen(client: Klant, pad: str) -> None:
    client.get(pad, 303)
    assert client.antwoord is not None and client.antwoord.location == "/inloggen"


def test_een_koekje_van_een_ander_of_met_rommel_is_geen_sessie(client: Klant) -> None:
    for waarde in ("", "x", "é", "a.b.c", "A" * 3000):
        client.kaal.set_cookie("mijnduo", waarde)
        client.get("/overzicht", 303)


@pytest.mark.parametrize(
    ("pad", "status"),
    [
        ("/inloggen/bestaat-niet", 404),
        ("/zoeken?q=%00%0a<script>", 200),
        ("/zoeken?q=" + "a" * 5000, 200),
        ("/%00", 404),
        ("/taken/%2e%2e%2f", 404),
        ("/eherkenning/login?sector=%00", 200),
    ],
)
def test_r32_rare_invoer_geeft_een_nette_pagina(client: Klant, pad: str, status: int) -> None:
    client.get(pad, status)


def test_r32_een_foutpagina_heeft_een_nummer_en_een_volgende_stap(client: Klant) -> None:
    client.get("/bestaat-niet", 404)
    assert re.search(r"noem dit nummer: [A-Z0-9]{8}", client.tekst)
    assert "Contact" in client.tekst


def test_r32_wie_is_ingelogd_gaat_van_een_foutpagina_terug_naar_het_overzicht(
    app: Flask, klok: Klok, db_sessie: Session
) -> None:
    klant = fabriek.log_binnen(app, db_sessie, fabriek.maak_gebruiker(db_sessie, nu=NU), NU)
    klant.get("/bestaat-niet", 404)
    assert klant.boom.xpath("//main//a[@href='/overzicht']")
    assert "Problemen met inloggen" not in str(klant.boom.xpath("string(//main)"))


def test_r25_publieke_paginas_en_security_txt(client: Klant, db_sessie: Session) -> None:
    fabriek.maak_documenten(db_sessie, NU)
    for pad in (
        "/",
        "/contact",
        "/problemen-met-inloggen",
        "/privacy",
        "/gebruikersvoorwaarden",
        "/toegankelijkheid",
    ):
        client.get(pad)
    tekst = client.get("/.well-known/security.txt").text
    assert "Contact: " in tekst and "Expires: 2027-05-23T" in tekst


def test_te_grote_invoer_wordt_geweigerd(client: Klant, db_sessie: Session) -> None:
    fabriek.maak_sector(db_sessie)
    client.get("/inloggen/gemeenten")
    client.post("/inloggen/gemeenten", {"gebruikersnaam": "x" * 2_000_000}, 413)


def test_metrics_alleen_van_deze_machine_of_met_token(client: Klant) -> None:
    assert b"mijnduo_antwoorden" in client.kaal.get("/metrics").data
    ander = {"REMOTE_ADDR": "192.0.2.1"}
    assert client.kaal.get("/metrics", environ_base=ander).status_code == 403
    assert client.kaal.get("/healthz", environ_base=ander).status_code == 200


@pytest.mark.parametrize(
    ("pad", "doel"),
    [("/koppelen", "/koppelen/"), ("/beheer?x=1", "/beheer/?x=1"), ("/inloggen//x", "/inloggen/x")],
)
def test_een_doorverwijzing_noemt_nooit_de_gastheer_die_de_bezoeker_opgaf(
    client: Klant, pad: str, doel: str
) -> None:
    antwoord = client.kaal.get(pad, headers={"Host": "kwaad.example"})
    assert (antwoord.status_code, antwoord.location) == (308, doel)


def test_r32_een_verkeerde_methode_hoort_welke_wel_mogen(client: Klant) -> None:
    antwoord = client.kaal.put("/contact")
    assert antwoord.status_code == 405
    assert set(antwoord.allow) == {"GET", "HEAD", "OPTIONS"}
