# SPDX-License-Identifier: EUPL-1.2
"""The pages for everyone (R25): whole, in plain Dutch, and without a way that ends nowhere."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy.orm import Session

from portal.demo import lader
from portal.domain import documenten
from portal.models.soorten import Documentsoort
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

PAGINAS = (
    "/", "/contact", "/problemen-met-inloggen", "/privacy", "/gebruikersvoorwaarden", "/cookies",
    "/toegankelijkheid", "/kwetsbaarheid-melden", "/handleidingen",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _documenten(db_sessie: Session) -> None:
    fabriek.maak_documenten(db_sessie, NU)


@pytest.mark.parametrize("pad", PAGINAS)
def test_r25_elke_pagina_is_er_voor_een_bezoeker_en_elke_verwijzing_klopt(
    client: Klant, pad: str
) -> None:
    client.get(pad)
    verwijzingen = {str(href) for href in client.boom.xpath("//main//a/@href")}
    for href in sorted(verwijzingen):
        deel = urlsplit(href)
        if deel.netloc:
            assert deel.scheme == "https", href
            continue
        client.get(deel.path or pad)
        assert not deel.fragment or client.boom.xpath(f"//*[@id='{deel.fragment}']"), href


@pytest.mark.parametrize("pad", PAGINAS)
def test_teksten_spreken_de_lezer_aan_met_u(client: Klant, pad: str) -> None:
    client.get(pad)
    tekst = " ".join(str(client.boom.xpath("string(//main)")).split())
    assert not re.search(r"\b(je|jij|jouw|jullie)\b", tekst, re.I)
    assert re.search(r"\b(u|uw)\b", tekst, re.I)


def test_r9_home_toont_de_sectoren_met_hun_omschrijving(client: Klant, db_sessie: Session) -> None:
    lader.laad(db_sessie, NU)
    client.get("/")
    adressen = client.boom.xpath("//main//*[contains(@class,'portal-tegel')]//a/@href")
    assert "/inloggen/hoger-onderwijs" in adressen
    assert len(adressen) == 6
    assert "Hogescholen en universiteiten" in client.tekst


def test_home_zonder_sectoren_zegt_dat_er_nog_geen_zijn(client: Klant) -> None:
    client.get("/")
    assert "nog geen sectoren" in client.tekst


@pytest.mark.parametrize(
    ("pad", "feiten"),
    [
        ("/problemen-met-inloggen", ("24 uur", "15 minuten", "18 maanden", "niveau 3", "token",
                                     "defect, gestolen of zoek", "cookies", "U bent uitgelogd")),
        ("/handleidingen", ("brief", "Koppel", "Snel naar", "Mijn gegevens", "Uitloggen")),
        ("/toegankelijkheid", ("Status C", "nog niet gedaan", "EN 301 549", "ombudsman")),
        ("/kwetsbaarheid-melden", ("ncsc.nl", "drie werkdagen", "geen aangifte")),
        ("/cookies", ("mijnduo", "eherkenning-verzoek")),
    ],
)  # fmt: skip
def test_r25_de_pagina_noemt_wat_de_lezer_nodig_heeft(
    client: Klant, pad: str, feiten: tuple[str, ...]
) -> None:
    client.get(pad)
    for feit in feiten:
        assert feit in client.tekst


@pytest.mark.parametrize(
    ("pad", "soort"),
    [("/privacy", Documentsoort.PRIVACY), ("/gebruikersvoorwaarden", Documentsoort.VOORWAARDEN)],
)
def test_r14_de_geldende_versie_staat_op_haar_eigen_pagina(
    client: Klant, db_sessie: Session, pad: str, soort: Documentsoort
) -> None:
    client.get(pad)
    assert "Versie 1, geldig vanaf 23 november 2026" in client.tekst
    documenten.publiceer(db_sessie, soort, "Nieuwe tekst", "<p>Nieuw voor u.</p>", NU)
    client.get(pad)
    assert "Versie 2, geldig vanaf 24 november 2026" in client.tekst
    assert "Nieuw voor u." in client.tekst


@pytest.mark.parametrize("naam", ["privacy-1", "gebruikersvoorwaarden-1"])
def test_de_bewaarde_teksten_zijn_eenvoudige_opmaak(naam: str) -> None:
    tekst = (documenten.MAP / f"{naam}.html").read_text("utf-8")
    assert set(re.findall(r"</?([a-z0-9]+)", tekst)) <= {"p", "h2", "ul", "li", "a"}
    assert not re.search(r"\bon\w+=|style=|javascript:", tekst)


def test_security_txt_is_volgens_rfc_9116_en_verloopt_binnen_een_jaar(client: Klant) -> None:
    antwoord = client.get("/.well-known/security.txt")
    assert antwoord.mimetype == "text/plain"
    velden = dict(regel.split(": ", 1) for regel in antwoord.text.splitlines())
    verloopt = datetime.strptime(velden["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert NU < verloopt < NU + timedelta(days=365)
    basis = velden["Canonical"].removesuffix("/.well-known/security.txt")
    assert velden["Contact"] == f"{basis}/kwetsbaarheid-melden"
    assert basis == client.kaal.application.extensions["config"].base_url


def test_zoekmachines_blijven_buiten(client: Klant) -> None:
    assert client.get("/robots.txt").text.splitlines() == ["User-agent: *", "Disallow: /"]
