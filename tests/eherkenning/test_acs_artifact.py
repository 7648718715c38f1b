# SPDX-License-Identifier: EUPL-1.2
"""A login by artifact, from the link to the portal: R8, R31, R32."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eherkenning import namen
from portal.models import Auditrecord
from portal.models import Sessie as Portaalsessie
from tests.conftest import NU
from tests.eherkenning.nepmakelaar import Doe, http, luister
from tests.harnas import fabriek
from tests.harnas.klant import Klant

KVK = "12345678"


@pytest.fixture
def met_makelaar(app: Flask) -> Iterator[Callable[[str], None]]:
    """Have the portal ask for its answers by artifact, at an address."""
    gewoon = app.extensions["eherkenning"]

    def zet(adres: str) -> None:
        broker = replace(gewoon.broker, oplossers={1: adres})
        app.extensions["eherkenning"] = replace(gewoon, broker=broker, voorkeur=namen.ARTIFACT)

    yield zet
    app.extensions["eherkenning"] = gewoon


def eerlijk(app: Flask) -> Doe:
    """The stand-in broker's resolution service."""

    def doe(contact: socket.socket, vraag: bytes) -> None:
        antwoord = app.test_client().post("/demo/broker/artifact", data=vraag)
        contact.sendall(http(antwoord.data, antwoord.status))

    return doe


def tot_artifact(klant: Klant, kvk: str = KVK, **velden: str) -> dict[str, str]:
    """Log in at the broker; what the browser brings back."""
    fabriek.naar_makelaar(klant)
    gekozen = {"toestand": klant.veld("toestand"), "persoon": "Jan", "kvk": kvk, "niveau": "loa3"}
    klant.post("/demo/broker/kies", gekozen | velden, 303)
    assert klant.antwoord is not None
    doel = urlsplit(klant.antwoord.location or "")
    assert doel.path == "/eherkenning/acs"
    gebracht = {naam: waarden[0] for naam, waarden in parse_qs(doel.query).items()}
    assert set(gebracht) == {"SAMLart", "RelayState"}
    return gebracht


def records(session: Session) -> list[str]:
    vraag = select(Auditrecord.uitkomst).where(Auditrecord.gebeurtenis == "login.eherkenning")
    return list(session.scalars(vraag.order_by(Auditrecord.nummer)))


@pytest.mark.parametrize("methode", ["GET", "POST"])
def test_r8_een_artifact_per_get_of_post_brengt_binnen(
    app: Flask,
    client: Klant,
    db_sessie: Session,
    met_makelaar: Callable[[str], None],
    methode: str,
) -> None:
    fabriek.maak_documenten(db_sessie, NU)
    with luister(eerlijk(app)) as adres:
        met_makelaar(adres)
        gebracht = tot_artifact(client)
        if methode == "GET":
            client.get("/eherkenning/acs", 303, query_string=gebracht)
        else:
            client.post("/eherkenning/acs", gebracht, 303)
        assert client.antwoord is not None and client.antwoord.location == "/koppelen/"
        client.volg()
        client.get("/eherkenning/acs", 400, query_string=gebracht)
    assert records(db_sessie) == ["koppelen", "ander_verzoek"]


def test_alleen_kijken_of_het_adres_er_is_logt_niemand_in(
    app: Flask, client: Klant, db_sessie: Session, met_makelaar: Callable[[str], None]
) -> None:
    """HEAD, as a scanner of links sends it, takes no artifact."""
    fabriek.maak_documenten(db_sessie, NU)
    with luister(eerlijk(app)) as adres:
        met_makelaar(adres)
        gebracht = tot_artifact(client)
        assert client.kaal.head("/eherkenning/acs", query_string=gebracht).status_code == 400
        client.get("/eherkenning/acs", 303, query_string=gebracht)
    assert records(db_sessie) == ["misvormd", "koppelen"]


def test_een_antwoord_zelf_komt_nooit_met_get(client: Klant, db_sessie: Session) -> None:
    fabriek.naar_makelaar(client)
    gekozen = {"toestand": client.veld("toestand"), "persoon": "Jan", "kvk": KVK}
    client.post("/demo/broker/kies", gekozen | {"niveau": "loa3"}, 200)
    velden = {naam: client.veld(naam) for naam in ("SAMLResponse", "RelayState")}
    client.get("/eherkenning/acs", 400, query_string=velden)
    assert records(db_sessie) == ["misvormd"]


def test_r8_annuleren_en_een_te_laag_niveau_gaan_ook_per_artifact(
    app: Flask, client: Klant, met_makelaar: Callable[[str], None]
) -> None:
    with luister(eerlijk(app)) as adres:
        met_makelaar(adres)
        for velden, titel in (
            ({"actie": "annuleren"}, "U bent niet ingelogd"),
            ({"niveau": "loa2plus"}, "te laag niveau"),
        ):
            client.get("/eherkenning/acs", 403, query_string=tot_artifact(client, **velden))
            assert titel in client.tekst


def test_r31_r32_een_makelaar_die_zwijgt_geeft_een_duidelijke_pagina_en_een_nieuwe_kans(
    app: Flask, client: Klant, db_sessie: Session, met_makelaar: Callable[[str], None]
) -> None:
    sector = fabriek.maak_sector(db_sessie)
    with luister(lambda contact, _vraag: contact.close()) as dood, luister(eerlijk(app)) as adres:
        met_makelaar(dood)
        client.get(f"/eherkenning/login?sector={sector.slug}")
        gebracht = tot_artifact(client)
        client.get("/eherkenning/acs", 502, query_string=gebracht)
        assert "eHerkenning antwoordt niet" in client.tekst and "noem dit nummer" in client.tekst
        assert client.boom.xpath("//a[normalize-space()='Opnieuw inloggen']/@href")
        assert not list(db_sessie.scalars(select(Portaalsessie)))
        assert records(db_sessie) == ["makelaar_stil"]
        met_makelaar(adres)
        client.get("/eherkenning/acs", 303, query_string=gebracht)
    assert records(db_sessie) == ["makelaar_stil", "koppelen"], "de pagina verversen mag"


def test_een_artifact_van_een_andere_browser_wordt_niet_eens_opgevraagd(
    app: Flask, client: Klant, db_sessie: Session, met_makelaar: Callable[[str], None]
) -> None:
    gevraagd: list[bytes] = []
    with luister(lambda _contact, vraag: gevraagd.append(vraag)) as adres:
        met_makelaar(adres)
        gebracht = tot_artifact(client)
        Klant(app, db_sessie).get("/eherkenning/acs", 400, query_string=gebracht)
    assert not gevraagd and records(db_sessie) == ["ander_verzoek"]


def test_wat_geen_vraag_is_krijgt_van_de_makelaar_geen_antwoord(client: Klant) -> None:
    for rommel in (b"", b"<a/>", b"\xff"):
        assert client.kaal.post("/demo/broker/artifact", data=rommel).status_code == 400
