# SPDX-License-Identifier: EUPL-1.2
"""The broker's metadata stays fresh, and nobody else's takes its place (R33)."""

import logging
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from lxml import etree

import portal.eherkenning.verversing as verversing_module
from portal.config import Config, OnjuisteInstelling, lees
from portal.eherkenning import Broker, Verbinding, Verversing
from portal.eherkenning.broker import uit_metadata
from portal.eherkenning.handtekening import onderteken
from portal.eherkenning.namen import DS, MD, q
from portal.eherkenning.sleutels import Sleutelpaar
from portal.eherkenning.verversing import ANDERS, ELKE, GELIJK, KOPIE, MISLUKT, NIEUWE_SLEUTEL
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import verwijder
from tests.eherkenning.nepmakelaar import http, luister
from tests.harnas.klant import Klant


def metadata(
    proef: Proef, *sleutels: Sleutelpaar, door: Sleutelpaar | None = None, **kenmerken: str
) -> bytes:
    """The broker's metadata with these signing keys, signed by ``door``, else as it is."""
    wortel = etree.fromstring(proef.makelaar.metadata())
    verwijder(next(wortel.iter(q(DS, "Signature"))))
    drager = next(wortel.iter(q(MD, "KeyDescriptor")))
    for paar in sleutels:
        kopie = etree.fromstring(etree.tostring(drager))
        next(kopie.iter(q(DS, "KeyName"))).text = paar.naam
        next(kopie.iter(q(DS, "X509Certificate"))).text = paar.certificaat
        drager.addprevious(kopie)
    if sleutels:
        verwijder(drager)
    wortel.attrib.update(kenmerken)
    if door is not None:
        onderteken(wortel, door.tekenaar, plaats=0, certificaat=door.certificaat)
    return etree.tostring(wortel)


class Bron:
    """Metadata at an address, that a test changes."""

    def __init__(self, map_: Path) -> None:
        self.inhoud: bytes | None = b""
        self.gevraagd = 0
        self.map_ = map_
        self.adres = ""

    def doe(self, contact: socket.socket, _vraag: bytes) -> None:
        self.gevraagd += 1
        if self.inhoud is not None:
            contact.sendall(http(self.inhoud))

    def config(self, **anders: str) -> Config:
        env = {f"MIJNDUO_{naam}": waarde for naam, waarde in anders.items()}
        eigen = {"MIJNDUO_DEMO": "1", "MIJNDUO_INSTANCE": str(self.map_)}
        return lees(eigen | {"MIJNDUO_EHERKENNING_IDP_METADATA": self.adres} | env)

    def verversing(self, **anders: str) -> Verversing:
        return Verversing(self.config(**anders), Verbinding(geheel=1))


@pytest.fixture
def bron(tmp_path: Path) -> Iterator[Bron]:
    """Metadata over http on this machine, as over https elsewhere."""
    nieuw = Bron(tmp_path)
    with luister(nieuw.doe) as adres:
        nieuw.adres = adres
        yield nieuw


def verouder(bron: Bron) -> None:
    oud = time.time() - ELKE - 1
    os.utime(bron.map_ / KOPIE, (oud, oud))


def test_een_nieuwe_sleutel_die_de_oude_tekende_telt_en_wordt_gemeld(
    proef: Proef, bron: Bron, caplog: pytest.LogCaptureFixture
) -> None:
    oud, nieuw = proef.makelaar.paar, proef.vreemd
    bron.inhoud = metadata(proef, oud, door=oud)
    verversing = bron.verversing()
    eerst = verversing.begin()
    assert verversing.ververs(eerst) == (eerst, GELIJK)
    bron.inhoud = metadata(proef, oud, nieuw, door=oud)
    samen, uitkomst = verversing.ververs(eerst)
    assert (len(samen.sleutels), uitkomst) == (2, NIEUWE_SLEUTEL)
    assert nieuw.naam in caplog.text, "de vingerafdruk staat in het logboek"
    bron.inhoud = metadata(proef, nieuw, door=nieuw)
    laatste, uitkomst = verversing.ververs(samen)
    assert (len(laatste.sleutels), uitkomst) == (1, ANDERS)


def test_wat_niet_van_onze_makelaar_is_verandert_niets_en_wordt_gemeld(
    proef: Proef, bron: Bron, caplog: pytest.LogCaptureFixture
) -> None:
    oud, vreemd = proef.makelaar.paar, proef.vreemd
    bron.inhoud = goed = metadata(proef, oud, door=oud)
    verversing = bron.verversing()
    eerst = verversing.begin()
    for slecht in (
        None,
        b"",
        b"<html>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        metadata(proef, oud),
        metadata(proef, oud, door=vreemd),
        metadata(proef, vreemd, door=vreemd),
        metadata(proef, oud, vreemd, door=vreemd),
        metadata(proef, oud, door=oud, entityID="urn:etoegang:HM:00000003000000000000:entities:1"),
        metadata(proef, oud, door=oud, validUntil="2020-01-01T00:00:00Z"),
        metadata(proef, oud, door=oud, validUntil="2020-01-01T00:00:00"),
        goed.replace(b"/sso", b"/oss"),
    ):
        bron.inhoud = slecht
        caplog.clear()
        with caplog.at_level(logging.ERROR):
            assert verversing.ververs(eerst) == (eerst, MISLUKT), slecht
        assert "De oude blijft gelden" in caplog.text
        assert (bron.map_ / KOPIE).read_bytes() == goed


def test_een_vast_certificaat_gaat_voor(proef: Proef, bron: Bron, tmp_path: Path) -> None:
    oud, vast = proef.makelaar.paar, proef.vreemd
    pem = tmp_path / "metadata.pem"
    regels = "\n".join(vast.certificaat[i : i + 64] for i in range(0, len(vast.certificaat), 64))
    pem.write_text(f"-----BEGIN CERTIFICATE-----\n{regels}\n-----END CERTIFICATE-----\n")
    vastgezet = {"EHERKENNING_IDP_METADATA_CERT": str(pem)}
    bron.inhoud = metadata(proef, oud, door=oud)
    with pytest.raises(OnjuisteInstelling):
        bron.verversing(**vastgezet).begin()
    bron.inhoud = metadata(proef, oud, door=vast)
    assert bron.verversing(**vastgezet).begin().entity_id == proef.dv.broker.entity_id
    with pytest.raises(OnjuisteInstelling, match="METADATA_CERT"):
        bron.verversing(EHERKENNING_IDP_METADATA_CERT=str(tmp_path / "weg"))


def test_bij_het_begin_helpt_de_bewaarde_kopie(proef: Proef, bron: Bron) -> None:
    oud, vreemd = proef.makelaar.paar, proef.vreemd
    bron.inhoud = None
    with pytest.raises(OnjuisteInstelling, match="IDP_METADATA"):
        bron.verversing().begin()
    bron.inhoud = metadata(proef, oud, door=oud)
    eerst = bron.verversing().begin()
    gevraagd = bron.gevraagd
    assert bron.verversing().begin() == eerst
    assert bron.gevraagd == gevraagd, "een verse kopie is genoeg"
    verouder(bron)
    for weg in (None, metadata(proef, vreemd, door=vreemd)):
        bron.inhoud = weg
        assert bron.verversing().begin() == eerst
    assert bron.gevraagd == gevraagd + 2


def test_ongetekend_mag_alleen_uit_een_bestand(proef: Proef, bron: Bron, tmp_path: Path) -> None:
    bron.inhoud = metadata(proef, proef.makelaar.paar)
    with pytest.raises(OnjuisteInstelling):
        bron.verversing().begin()
    bestand = tmp_path / "makelaar.xml"
    bestand.write_bytes(bron.inhoud)
    bron.adres = str(bestand)
    verversing = bron.verversing()
    eerst = verversing.begin()
    bestand.write_bytes(metadata(proef, proef.makelaar.paar, proef.vreemd))
    assert verversing.ververs(eerst)[1] == NIEUWE_SLEUTEL
    bestand.unlink()
    assert verversing.ververs(eerst) == (eerst, MISLUKT)


def test_verversen_gebeurt_op_de_achtergrond_een_tegelijk_en_pas_na_een_uur(
    proef: Proef, bron: Bron, monkeypatch: pytest.MonkeyPatch
) -> None:
    bron.inhoud = metadata(proef, proef.makelaar.paar, door=proef.makelaar.paar)
    klaar: list[tuple[Broker, str]] = []
    verversing = bron.verversing()
    eerst = verversing.begin()
    verversing.zo_nodig(eerst, lambda *uit: klaar.append(uit))
    assert bron.gevraagd == 1, "er is nog geen uur voorbij"
    monkeypatch.setattr(verversing_module, "ELKE", 0.0)
    verversing = bron.verversing()
    for _ in range(5):
        verversing.zo_nodig(eerst, lambda *uit: klaar.append(uit))
        monkeypatch.setattr(verversing_module, "ELKE", 3600.0)
    einde = time.monotonic() + 5
    while not klaar and time.monotonic() < einde:
        time.sleep(0.01)
    assert klaar == [(eerst, GELIJK)] and bron.gevraagd == 2


def test_een_verhuisde_makelaar_krijgt_het_formulier_zonder_herstart(
    app: Flask, client: Klant, proef: Proef, bron: Bron, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address of the form, the policy on forms and the figures follow the metadata."""
    oud = proef.makelaar.paar
    bron.inhoud = metadata(proef, oud, door=oud)
    monkeypatch.setattr(verversing_module, "ELKE", 0.0)
    verversing = bron.verversing()
    monkeypatch.setattr(verversing_module, "ELKE", 3600.0)
    gewoon = app.extensions["eherkenning"]
    monkeypatch.setitem(app.extensions, "eherkenning-verversing", verversing)
    monkeypatch.setitem(
        app.extensions, "eherkenning", replace(gewoon, broker=uit_metadata(bron.inhoud))
    )
    bron.inhoud = metadata(proef, oud, door=None).replace(
        b"http://127.0.0.1:8000", b"https://nieuw.example"
    )
    wortel = etree.fromstring(bron.inhoud)
    onderteken(wortel, oud.tekenaar, plaats=0, certificaat=oud.certificaat)
    bron.inhoud = etree.tostring(wortel)
    client.get("/eherkenning/login")
    einde = time.monotonic() + 5
    while bron.gevraagd < 1 or "nieuw" not in app.extensions["eherkenning"].broker.oorsprong:
        assert time.monotonic() < einde
        time.sleep(0.01)
    antwoord = client.get("/eherkenning/login")
    assert (
        "form-action 'self' https://nieuw.example;" in antwoord.headers["Content-Security-Policy"]
    )
    assert "https://nieuw.example/demo/broker/sso" in antwoord.text
    assert 'mijnduo_makelaar_metadata_total{uitkomst="anders"}' in client.get("/metrics").text
