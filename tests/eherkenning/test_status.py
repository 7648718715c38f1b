# SPDX-License-Identifier: EUPL-1.2
"""What the broker says instead of an answer: cancelled, cannot, or something unknown (R8, R32)."""

import base64

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy.orm import Session

from portal.eherkenning import Reden, Weigering, namen
from portal.eherkenning.namen import DS, SAML, SAMLP, q
from portal.eherkenning.simulator import uitgever
from portal.eherkenning.sleutels import van_map
from tests.conftest import NU
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import naar_base64, verwijder, vind
from tests.harnas import fabriek
from tests.harnas.klant import Klant

MELDING = "Er is geen geldige machtiging voor deze dienst."
GEANNULEERD = Weigering(Reden.GEANNULEERD)


def status(proef: Proef, *codes: str, melding: str = MELDING) -> etree._Element:
    """A Response without Assertion, its status codes one inside the other; not signed."""
    response = proef.ongetekend()
    verwijder(vind(response, "Assertion"))
    houder = response.find(q(SAMLP, "Status"))
    assert houder is not None
    houder.remove(houder[0])
    ouder = houder
    for code in codes:
        waarde = code if ":" in code else f"{namen.STATUS}{code}"
        ouder = etree.SubElement(ouder, q(SAMLP, "StatusCode"), {"Value": waarde})
    etree.SubElement(houder, q(SAMLP, "StatusMessage")).text = melding
    return response


@pytest.mark.parametrize("melding", ["", "The user cancelled.", "Authentication cancelled"])
def test_annuleren_blijkt_uit_de_codes_niet_uit_de_tekst(proef: Proef, melding: str) -> None:
    antwoord = status(proef, "Responder", "AuthnFailed", melding=melding)
    assert proef.lees(antwoord) == GEANNULEERD
    uitgever.teken(antwoord, proef.makelaar.paar)
    assert proef.lees(antwoord) == GEANNULEERD


@pytest.mark.parametrize(
    "codes",
    [
        ("Responder", "RequestUnsupported"),
        ("Requester", "RequestUnsupported"),
        ("Responder", "NoAuthnContext"),
        ("Responder", "RequestDenied"),
        ("Responder", "NoSupportedIDP"),
        ("Responder",),
        ("Requester", "AuthnFailed"),
        ("AuthnFailed",),
        ("Responder", "Onbekend", "AuthnFailed"),
        ("Success", "AuthnFailed"),
        ("urn:iets:anders", "AuthnFailed"),
    ],
)
def test_al_het_andere_is_mislukt_en_nooit_annuleren(proef: Proef, codes: tuple[str, ...]) -> None:
    antwoord = status(proef, *codes)
    assert proef.lees(antwoord) == Weigering(Reden.DIENST_KAN_NIET), "ongetekend: geen tekst"
    uitgever.teken(antwoord, proef.makelaar.paar)
    assert proef.lees(antwoord) == Weigering(Reden.DIENST_KAN_NIET, MELDING)


def test_een_lange_melding_wordt_afgekapt(proef: Proef) -> None:
    antwoord = status(proef, "Responder", "RequestUnsupported", melding="a" * 5000)
    uitgever.teken(antwoord, proef.makelaar.paar)
    gelezen = proef.lees(antwoord)
    assert isinstance(gelezen, Weigering) and len(gelezen.melding) == 200


def test_een_assertion_bij_een_mislukte_status_telt_niet(proef: Proef) -> None:
    antwoord = proef.ongetekend()
    code = next(antwoord.iter(q(SAMLP, "StatusCode")))
    code.set("Value", f"{namen.STATUS}Responder")
    uitgever.teken(antwoord, proef.makelaar.paar)
    assert antwoord.find(q(SAML, "Assertion")) is not None
    assert proef.lees(antwoord) == Weigering(Reden.DIENST_KAN_NIET)


def test_r32_een_beperkte_machtiging_komt_er_niet_in_en_hoort_waarom(
    client: Klant, db_sessie: Session
) -> None:
    fabriek.log_in(client, "12345678", status=403, vestigingsnr="000012345678")
    assert "Uw machtiging is beperkt" in client.tekst
    client.get("/koppelen/begin", 303)


def test_r32_wie_al_binnen_is_hoort_dat_en_kan_verder(client: Klant, db_sessie: Session) -> None:
    """Going back to an old answer, or cancelling another login, ends no session."""
    fabriek.maak_documenten(db_sessie, NU)
    fabriek.log_in(client, "12345678")
    client.post("/eherkenning/acs", {}, 400)
    assert "U bent niet ingelogd" not in client.tekst
    assert "U was al ingelogd, en dat bent u nog." in client.tekst
    assert client.boom.xpath("//main//a[normalize-space()='Ga verder']/@href") == ["/koppelen/"]
    fabriek.naar_makelaar(client)
    velden = {"toestand": client.veld("toestand"), "actie": "annuleren"}
    client.post("/demo/broker/kies", velden, 200)
    fabriek.stuur_antwoord(client, 403)
    assert "U bent niet ingelogd" not in client.tekst
    client.get("/koppelen/begin", 200)


@pytest.mark.parametrize("getekend", [True, False])
def test_r32_wat_de_makelaar_zelf_zegt_staat_op_de_pagina_als_hij_tekende(
    app: Flask, client: Klant, getekend: bool
) -> None:
    """Unsigned, anybody's words could stand on our page; and markup is only text."""
    fabriek.naar_makelaar(client)
    velden = {"toestand": client.veld("toestand"), "actie": "annuleren"}
    client.post("/demo/broker/kies", velden, 200)
    gebracht = {naam: client.veld(naam) for naam in ("SAMLResponse", "RelayState")}
    antwoord = etree.fromstring(base64.b64decode(gebracht["SAMLResponse"]))
    verwijder(next(antwoord.iter(q(DS, "Signature"))))
    next(antwoord.iter(q(SAMLP, "StatusMessage"))).text = "Geen <b>machtiging</b>"
    houder = next(antwoord.iter(q(SAMLP, "StatusCode")))
    houder[0].set("Value", namen.KAN_NIET)
    if getekend:
        map_ = app.extensions["config"].instance / "demo-makelaar"
        uitgever.teken(antwoord, van_map(map_, "Proefmakelaar"))
    client.post("/eherkenning/acs", gebracht | {"SAMLResponse": naar_base64(antwoord)}, 400)
    assert ("eHerkenning meldt: ‘Geen <b>machtiging</b>’" in client.tekst) == getekend
    assert "<b>machtiging" not in (client.antwoord.text if client.antwoord else "")
