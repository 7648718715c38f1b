# SPDX-License-Identifier: EUPL-1.2
"""A new version of a text is agreed to before anything else, at the next login (R14)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import documenten
from portal.domain.adressen import is_pad
from portal.models import Akkoord, Auditrecord, Document, Gebruiker
from portal.models.soorten import Documentsoort
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

NIEUW = "<p>Nieuwe voorwaarden.</p>"


@pytest.fixture
def jan(client: Klant, db_sessie: Session) -> Gebruiker:
    """Gekoppeld under the first versions; ``client`` is the browser of Jan."""
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    fabriek.koppel(client, db_sessie, gebruiker, NU)
    return gebruiker


def _publiceer(
    session: Session, klok: Klok, soort: Documentsoort = Documentsoort.VOORWAARDEN
) -> Document:
    klok.verder(timedelta(minutes=1))
    return documenten.publiceer(session, soort, "Gebruikersvoorwaarden", NIEUW, klok.nu)


def _opnieuw_ingelogd(client: Klant, jan: Gebruiker, klok: Klok) -> None:
    klok.verder(timedelta(minutes=1))
    fabriek.log_in(client, jan.organisatie.kvk)


@pytest.fixture
def gevraagd(client: Klant, jan: Gebruiker, db_sessie: Session, klok: Klok) -> Klant:
    """Jan logged in after a new version of the voorwaarden, and is at the page."""
    _publiceer(db_sessie, klok)
    _opnieuw_ingelogd(client, jan, klok)
    client.volg()
    return client


def _velden(klant: Klant, *vinkjes: str) -> dict[str, str]:
    return {"versies": klant.veld("versies")} | dict.fromkeys(vinkjes, "y")


def test_r14_wie_na_een_nieuwe_versie_inlogt_komt_eerst_bij_die_tekst(
    gevraagd: Klant,
) -> None:
    assert "Er is een nieuwe tekst" in gevraagd.tekst
    assert "Nieuwe voorwaarden." in gevraagd.tekst
    assert "privacystatement gelezen" not in gevraagd.tekst


def test_r14_akkoord_wordt_bewaard_met_de_hash_en_daarna_gaat_men_verder(
    gevraagd: Klant, jan: Gebruiker, db_sessie: Session
) -> None:
    gevraagd.post("/akkoord?verder=/gegevens", _velden(gevraagd, "voorwaarden"))
    assert gevraagd.antwoord is not None and gevraagd.antwoord.location == "/gegevens"
    gevraagd.volg()
    assert "Mijn gegevens" in gevraagd.tekst
    laatste = db_sessie.scalars(
        select(Akkoord).where(Akkoord.gebruiker_id == jan.id).order_by(Akkoord.id.desc())
    ).first()
    assert laatste is not None and laatste.document.nummer == 2
    assert laatste.tekst_hash == documenten.tekst_hash(NIEUW)
    vraag = select(Auditrecord).where(Auditrecord.gebeurtenis == "akkoord.gegeven")
    record = db_sessie.scalars(vraag).one()
    assert (record.object_soort, record.object_id, record.actor_id) == ("gebruiker", jan.id, jan.id)
    assert record.gegevens["hash"] == documenten.tekst_hash(NIEUW)


def test_r14_zonder_vinkje_gaat_niemand_verder(gevraagd: Klant) -> None:
    gevraagd.post("/akkoord", _velden(gevraagd), 422)
    assert "Bevestig dat u akkoord gaat met de gebruikersvoorwaarden" in gevraagd.tekst
    assert gevraagd.get("/overzicht", 303).location.startswith("/akkoord")


@pytest.mark.parametrize(
    "pad",
    ["/overzicht", "/taken/x", "/gegevens", "/gegevens/download", "/beheer/", "/platformbeheer/"],
)
def test_r14_alles_binnen_wacht_op_het_akkoord(gevraagd: Klant, pad: str) -> None:
    assert gevraagd.get(pad, 303).location == f"/akkoord?verder={pad}"


def test_r14_wat_wordt_verstuurd_gaat_ook_eerst_naar_de_tekst(gevraagd: Klant) -> None:
    assert gevraagd.post("/gegevens", {"achternaam": "X"}).location == "/akkoord"


@pytest.mark.parametrize(
    "pad", ["/", "/privacy", "/gebruikersvoorwaarden", "/contact", "/uitloggen"]
)
def test_r14_lezen_vragen_en_uitloggen_kan_zonder_akkoord(gevraagd: Klant, pad: str) -> None:
    gevraagd.get(pad)


def test_r14_zoeken_noemt_geen_taken_voor_het_akkoord(
    gevraagd: Klant, jan: Gebruiker, db_sessie: Session
) -> None:
    _, rol = fabriek.maak_taak(db_sessie, "Bijzondere taak")
    fabriek.geef(db_sessie, jan, rol, nu=NU)
    gevraagd.get("/zoeken?q=bijzondere")
    assert "Bijzondere taak" not in gevraagd.tekst


def test_r14_wie_niet_akkoord_gaat_kan_uitloggen(gevraagd: Klant) -> None:
    gevraagd.post("/uitloggen")
    gevraagd.volg()
    assert gevraagd.get("/akkoord", 303).location == "/inloggen"


def test_r14_een_nieuwere_tekst_dan_die_op_het_scherm_stond_telt_niet_als_akkoord(
    gevraagd: Klant, jan: Gebruiker, db_sessie: Session, klok: Klok
) -> None:
    oud = _velden(gevraagd, "voorwaarden")
    nieuwste = _publiceer(db_sessie, klok)
    gevraagd.post("/akkoord", oud, 422)
    assert "De tekst is intussen gewijzigd" in gevraagd.tekst
    assert gevraagd.veld("versies") == str(nieuwste.id)
    assert not gevraagd.boom.xpath("//input[@name='voorwaarden']/@checked")
    gevraagd.post("/akkoord", _velden(gevraagd, "voorwaarden"))
    gevraagd.get("/overzicht")


@pytest.mark.parametrize("versies", ["", "x", "1-2-x", "9" * 40, "-1"])
def test_r32_rommel_in_het_verborgen_veld_is_geen_akkoord(gevraagd: Klant, versies: str) -> None:
    gevraagd.post("/akkoord", {"versies": versies, "voorwaarden": "y"}, 422)


def test_r14_twee_nieuwe_teksten_vragen_elk_een_vinkje(
    client: Klant, jan: Gebruiker, db_sessie: Session, klok: Klok
) -> None:
    for soort in Documentsoort:
        _publiceer(db_sessie, klok, soort)
    _opnieuw_ingelogd(client, jan, klok)
    client.volg()
    assert "Er zijn nieuwe teksten" in client.tekst
    client.post("/akkoord", _velden(client, "voorwaarden"), 422)
    client.post("/akkoord", _velden(client, "voorwaarden", "privacy"))
    client.volg()
    assert "Mijn DUO" in client.tekst


def test_r24_wie_al_aan_het_werk_is_wordt_niet_onderbroken(
    client: Klant, jan: Gebruiker, db_sessie: Session, klok: Klok
) -> None:
    _publiceer(db_sessie, klok)
    client.get("/overzicht")
    assert client.get("/akkoord", 303).location == "/overzicht"


def test_r14_wie_koppelde_met_een_versie_van_tijdens_het_koppelen_wordt_niet_naar_de_oude_gevraagd(
    client: Klant, db_sessie: Session, klok: Klok
) -> None:
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    fabriek.maak_documenten(db_sessie, NU)
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    _publiceer(db_sessie, klok)
    fabriek.koppel_verder(client, db_sessie, gebruiker, klok.nu)
    client.get("/overzicht")


def test_r18_wie_met_een_token_inlogt_is_niet_gekoppeld_en_wordt_niets_gevraagd(
    app: Flask, db_sessie: Session, klok: Klok
) -> None:
    fabriek.maak_documenten(db_sessie, NU)
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    fabriek.log_binnen(app, db_sessie, gebruiker, NU, met_token=True).get("/overzicht")


@pytest.mark.parametrize(
    "verder",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:x",
        "/a b",
        "/a%00",
        "x",
    ],
)
def test_r14_verder_blijft_binnen_het_portaal(gevraagd: Klant, verder: str) -> None:
    velden = _velden(gevraagd, "voorwaarden")
    antwoord = gevraagd.post("/akkoord", velden, query_string={"verder": verder})
    assert antwoord.location == ("/a%00" if verder == "/a%00" else "/overzicht")


def test_een_pad_is_nooit_een_andere_site() -> None:
    for adres in ("//x", "/\\x", "\\x", "/\tx", "/x\n", "x", "", "/\u2028x", "http:x"):
        assert not is_pad(adres), adres
    for adres in ("/", "/taken/obo", "/overzicht?a=b#c", "/zoeken?q=é"):
        assert is_pad(adres), adres


def test_r14_de_controle_kost_geen_query_extra(
    client: Klant, jan: Gebruiker, tel_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    client.get("/overzicht")
    with tel_queries() as gezien:
        client.kaal.get("/overzicht")
    assert len(gezien) <= 3, "\n".join(gezien)
