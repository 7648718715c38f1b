# SPDX-License-Identifier: EUPL-1.2
"""The artifact is exchanged for an answer once, and whatever the broker does, quickly (R8, R33)."""

import base64
import socket
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree

from portal.eherkenning import Identiteit, Reden, Weigering, namen
from portal.eherkenning.broker import Broker
from portal.eherkenning.handtekening import onderteken
from portal.eherkenning.namen import DS, ENVELOP, SAMLP, q
from portal.eherkenning.simulator import bewijs, oplosser, uitgever
from portal.eherkenning.simulator.makelaar import ENTITY_ID
from tests.eherkenning.conftest import NU, Proef
from tests.eherkenning.hulp import verwijder, vind
from tests.eherkenning.nepmakelaar import http, luister
from tests.eherkenning.wissel import ONBRUIKBAAR, STIL, artifact, eerlijk, lees, stuur


@pytest.mark.parametrize("ook_response", [False, True])
@pytest.mark.parametrize("met_certificaat", [False, True])
def test_een_artifact_wordt_een_keer_ingewisseld(
    proef: Proef, ook_response: bool, met_certificaat: bool
) -> None:
    tekst = artifact(proef, ook_response=ook_response)
    with luister(eerlijk(proef)) as adres:
        gelezen = lees(proef, adres, tekst, met_certificaat=met_certificaat)
        assert isinstance(gelezen, Identiteit) and gelezen.kvk == "12345678"
        assert lees(proef, adres, tekst) == Weigering(Reden.VERLOPEN)


def test_naamruimten_mogen_buiten_om_de_envelop_verklaard_zijn(proef: Proef) -> None:
    """Where only values use them (``xsi:type="xs:string"``), and with evidence enclosed."""

    def doe(contact: socket.socket, vraag: bytes) -> None:
        resolve = next(etree.fromstring(vraag).iter(q(SAMLP, "ArtifactResolve")))
        verklaring = replace(proef.verklaring, advies=True, vorm="plain")
        binnen = uitgever.antwoord(verklaring, proef.afnemer, proef.makelaar.paar)
        for handtekening in list(binnen.iterfind(f".//{q(DS, 'Signature')}")):
            verwijder(handtekening)
        envelop = oplosser.antwoord(
            str(resolve.get("ID")), etree.tostring(binnen), ENTITY_ID, proef.makelaar.paar, NU
        ).decode()
        for naam, ruimte in (("xs", uitgever.XS), ("xsi", bewijs.XSI)):
            verklaard = f' xmlns:{naam}="{ruimte}"'
            envelop = envelop.replace(verklaard, "")
            envelop = envelop.replace("<soap:Envelope", f"<soap:Envelope{verklaard}", 1)
        buiten = etree.fromstring(envelop.encode())[0][0]
        verwijder(buiten[1])
        paar = proef.makelaar.paar
        uitgever.teken(vind_response(buiten), paar, ook_response=False)
        onderteken(buiten, paar.tekenaar, plaats=1, sleutelnaam=paar.naam)
        contact.sendall(http(etree.tostring(buiten.getroottree())))

    with luister(doe) as adres:
        gelezen = lees(proef, adres, artifact(proef))
    assert isinstance(gelezen, Identiteit) and gelezen.kvk == "12345678"


def vind_response(artifact_response: etree._Element) -> etree._Element:
    gevonden = artifact_response.find(q(SAMLP, "Response"))
    assert gevonden is not None
    return gevonden


def test_de_vraag_is_soap_1_1_getekend_en_noemt_alleen_het_artifact(proef: Proef) -> None:
    gezien: list[bytes] = []
    tekst = artifact(proef)
    with luister(lambda _contact, vraag: gezien.append(vraag)) as adres:
        lees(proef, adres, tekst)
    envelop = etree.fromstring(gezien[0])
    assert envelop.tag == q(ENVELOP, "Envelope")
    resolve = envelop[0][0]
    assert [kind.tag.rpartition("}")[2] for kind in resolve] == ["Issuer", "Signature", "Artifact"]
    assert (resolve[0].text, resolve[2].text) == (proef.dv.entity_id, tekst)
    assert resolve.get("Destination") == adres
    assert not list(resolve.iter("{*}X509Data"))


def test_een_ongetekende_vraag_of_een_van_een_ander_weigert_de_makelaar(proef: Proef) -> None:
    tekst = artifact(proef)
    with luister(eerlijk(proef)) as adres:
        assert lees(proef, adres, tekst, paar=proef.vreemd) == STIL
        assert isinstance(lees(proef, adres, tekst), Identiteit), "de eerste poging telde niet"


def maak(kop: bytes = b"\0\4\0\1", bron: bytes | None = None, greep: bytes = bytes(20)) -> str:
    return base64.b64encode(kop + (proef_bron() if bron is None else bron) + greep).decode()


def proef_bron() -> bytes:
    return Broker(ENTITY_ID, (), {}).bron_id


@pytest.mark.parametrize(
    ("tekst", "reden"),
    [
        ("", Reden.MISVORMD),
        ("geen base64 !", Reden.MISVORMD),
        ("é" * 60, Reden.MISVORMD),
        ("A" * 100_000, Reden.MISVORMD),
        (maak(kop=b"\0\1\0\1"), Reden.MISVORMD),
        (maak(greep=bytes(19)), Reden.MISVORMD),
        (maak(greep=bytes(21)), Reden.MISVORMD),
        (maak(kop=b"\0\4\0\2"), Reden.NIET_VOOR_ONS),
        (maak(bron=bytes(20)), Reden.NIET_VOOR_ONS),
    ],
)
def test_een_vreemd_artifact_wordt_geweigerd_zonder_iemand_iets_te_vragen(
    proef: Proef, tekst: str, reden: Reden
) -> None:
    gevraagd: list[bytes] = []
    with luister(lambda _contact, vraag: gevraagd.append(vraag)) as adres:
        assert lees(proef, adres, tekst) == Weigering(reden)
    assert not gevraagd


def test_het_adres_volgt_uit_het_nummer_in_het_artifact(proef: Proef) -> None:
    with luister(eerlijk(proef)) as adres:
        assert lees(proef, adres, maak(kop=b"\0\4\0\7")) == STIL


LEUGENS: dict[str, bytes] = {
    "leeg": b"",
    "geen xml": b"\x1f\x8b\x08niets",
    "html": b"<!DOCTYPE html><html><body>onderhoud</body></html>",
    "entiteiten": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "diep": b"<a>" * 3000 + b"</a>" * 3000,
    "iets anders": b"<a/>",
    "een fout": b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    b"<s:Fault><faultcode>s:Server</faultcode></s:Fault></s:Body></s:Envelope>",
}


@pytest.mark.parametrize("wat", LEUGENS)
def test_rommel_van_de_makelaar_is_geen_antwoord(proef: Proef, wat: str) -> None:
    with luister(stuur(http(LEUGENS[wat]))) as adres:
        assert lees(proef, adres, artifact(proef)) == ONBRUIKBAAR


Wijziging = Callable[[etree._Element], object]


def na_tekenen(wijzig: Wijziging) -> Callable[[Proef, bytes], bytes]:
    def doe(proef: Proef, vraag: bytes) -> bytes:
        envelop = etree.fromstring(proef.makelaar.los_op(vraag, NU))
        wijzig(envelop)
        return etree.tostring(envelop)

    return doe


def opnieuw_getekend(wijzig: Wijziging) -> Callable[[Proef, bytes], bytes]:
    def doe(proef: Proef, vraag: bytes) -> bytes:
        envelop = etree.fromstring(proef.makelaar.los_op(vraag, NU))
        antwoord = envelop[0][0]
        antwoord.remove(antwoord[1])
        wijzig(envelop)
        paar = proef.makelaar.paar
        onderteken(antwoord, paar.tekenaar, plaats=1, sleutelnaam=paar.naam)
        return etree.tostring(envelop)

    return doe


def van_een_ander(proef: Proef, vraag: bytes) -> bytes:
    vraag_id = str(etree.fromstring(vraag)[0][0].get("ID"))
    return oplosser.antwoord(vraag_id, None, ENTITY_ID, proef.vreemd, NU)


def in_object(envelop: etree._Element) -> None:
    """The signed answer moved inside a forged one."""
    echt = envelop[0][0]
    vals = etree.fromstring(etree.tostring(echt))
    vals.set("ID", "_vals")
    etree.SubElement(vals[1], "{http://www.w3.org/2000/09/xmldsig#}Object").append(echt)
    envelop[0].append(vals)


BEDROG = {
    "zonder handtekening": na_tekenen(lambda e: e[0][0].remove(e[0][0][1])),
    "gewijzigd na tekenen": na_tekenen(lambda e: e[0][0].set("IssueInstant", "2026-01-01T00:00Z")),
    "van een ander": van_een_ander,
    "verplaatst": na_tekenen(in_object),
    "twee antwoorden": na_tekenen(lambda e: e[0].append(etree.fromstring("<a/>"))),
    "op een andere vraag": opnieuw_getekend(lambda e: e[0][0].set("InResponseTo", "_ander")),
    "zonder vraag": opnieuw_getekend(lambda e: e[0][0].attrib.pop("InResponseTo")),
    "andere afzender": opnieuw_getekend(lambda e: setattr(e[0][0][0], "text", "urn:vreemd")),
    "mislukt": opnieuw_getekend(lambda e: vind_status(e).set("Value", f"{namen.STATUS}Responder")),
    "buiten het schema": opnieuw_getekend(lambda e: vind(e, "Assertion").set("Vreemd", "1")),
}


def vind_status(envelop: etree._Element) -> etree._Element:
    return next(envelop.iter(q(SAMLP, "StatusCode")))


@pytest.mark.parametrize("hoe", BEDROG)
def test_een_antwoord_dat_niet_klopt_is_geen_antwoord(proef: Proef, hoe: str) -> None:
    def doe(contact: socket.socket, vraag: bytes) -> None:
        contact.sendall(http(BEDROG[hoe](proef, vraag)))

    with luister(doe) as adres:
        assert lees(proef, adres, artifact(proef)) == ONBRUIKBAAR


def test_een_eerder_antwoord_van_de_makelaar_telt_niet_opnieuw(proef: Proef) -> None:
    eerder: list[bytes] = []

    def doe(contact: socket.socket, vraag: bytes) -> None:
        eerder.append(proef.makelaar.los_op(vraag, NU))
        contact.sendall(http(eerder[0]))

    with luister(doe) as adres:
        assert isinstance(lees(proef, adres, artifact(proef)), Identiteit)
        assert lees(proef, adres, artifact(proef)) == ONBRUIKBAAR


def test_in_een_goed_antwoord_moet_de_assertion_zelf_getekend_zijn(proef: Proef) -> None:
    tekst = proef.makelaar.artifact(proef.ongetekend())
    with luister(eerlijk(proef)) as adres:
        assert lees(proef, adres, tekst) == Weigering(Reden.HANDTEKENING)


def test_een_foute_handtekening_op_de_response_telt_ook_in_een_goed_antwoord(proef: Proef) -> None:
    response = proef.getekend()
    response.set("Consent", "urn:anders")
    with luister(eerlijk(proef)) as adres:
        gelezen = lees(proef, adres, proef.makelaar.artifact(response))
    assert gelezen == Weigering(Reden.HANDTEKENING)


@pytest.mark.parametrize(
    ("anders", "reden"),
    [
        ({"verzoek_id": "_ander"}, Reden.ANDER_VERZOEK),
        ({"niveau": "loa2"}, Reden.NIVEAU_TE_LAAG),
        ({"ontvanger": "urn:vreemd"}, Reden.NIET_VOOR_ONS),
    ],
)
def test_de_controles_zijn_die_van_elk_antwoord(
    proef: Proef, anders: dict[str, str], reden: Reden
) -> None:
    tekst = proef.makelaar.artifact(proef.getekend(**anders))
    with luister(eerlijk(proef)) as adres:
        assert lees(proef, adres, tekst) == Weigering(reden)
