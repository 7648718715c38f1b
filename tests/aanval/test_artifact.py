# SPDX-License-Identifier: EUPL-1.2
"""Attacks by the back channel: what the broker's envelope holds is trusted no more (R8, R31)."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy.orm import Session

from portal.eherkenning import namen
from portal.eherkenning.handtekening import onderteken
from portal.eherkenning.namen import DS, ENVELOP, SAMLP, q
from portal.eherkenning.simulator import uitgever
from tests.aanval.artifactdeur import Artifactdeur, Envelop, open_deur
from tests.aanval.deur import NEUTRAAL, OF_STIL, STIL, TE_LAAG, Deur
from tests.aanval.smeedwerk import VALS, handtekening, met_advies, opnieuw, vervalst
from tests.aanval.xsw import ALLE, Xsw
from tests.aanval.zegel import T, verzegel
from tests.conftest import NU
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import assertion, verwijder, vind


@pytest.fixture
def achterdeur(deur: Deur, app: Flask, db_sessie: Session, smid: Proef) -> Iterator[Artifactdeur]:
    """The door for artifacts; ``deur`` brings clock and documents."""
    with open_deur(app, db_sessie, smid) as open_:
        yield open_


def goed(smid: Proef, met: str = "zonder advies", **anders: object) -> etree._Element:
    """A Response as it stands in an envelope: the Assertion is signed, the Response is not."""
    response = smid.ongetekend(**({"vorm": "plain"} | anders))
    if met == "met advies":
        met_advies(smid)(response)
    uitgever.teken(response, smid.makelaar.paar, ook_response=False)
    return opnieuw(response)


@pytest.mark.parametrize("xsw", ALLE, ids=lambda xsw: xsw.__name__)
@pytest.mark.parametrize("met", ["met advies", "zonder advies"])
def test_een_verplaatste_handtekening_in_een_goede_envelop(
    achterdeur: Artifactdeur, xsw: Xsw, met: str
) -> None:
    achterdeur.laat_binnen(lambda smid: goed(smid, met))
    achterdeur.weigert(lambda smid: xsw(goed(smid, met)), OF_STIL)


def zonder_handtekening(smid: Proef) -> etree._Element:
    return smid.ongetekend(vorm="plain")


def vreemde_sleutel(smid: Proef) -> etree._Element:
    response = smid.ongetekend(vorm="plain", kvk=VALS)
    onderteken(assertion(response), smid.vreemd.tekenaar, plaats=1, sleutelnaam="x")
    return response


def sha1(smid: Proef) -> etree._Element:
    response = smid.ongetekend(vorm="plain")
    verzegel(assertion(response), smid.makelaar.paar, methode=T.TransformRsaSha1)
    return response


def foute_buitenste(smid: Proef) -> etree._Element:
    """The Response need not be signed; when it is, it must be right."""
    response = opnieuw(smid.getekend(vorm="plain"))
    response.set("Consent", "urn:x")
    return response


def gewijzigd(smid: Proef) -> etree._Element:
    response = goed(smid)
    vind(response, "AttributeValue").text = VALS
    return response


def geen_assertion(smid: Proef) -> etree._Element:
    response = goed(smid)
    verwijder(assertion(response))
    return response


def ander_bericht(smid: Proef) -> etree._Element:
    return assertion(goed(smid))


BINNENIN: dict[str, tuple[Callable[[Proef], etree._Element], str]] = {
    "zonder handtekening": (zonder_handtekening, NEUTRAAL),
    "vreemde sleutel": (vreemde_sleutel, NEUTRAAL),
    "sha1": (sha1, NEUTRAAL),
    "foute buitenste handtekening": (foute_buitenste, NEUTRAAL),
    "gewijzigde waarde": (gewijzigd, NEUTRAAL),
    "geen assertion": (geen_assertion, NEUTRAAL),
    "ander verzoek": (lambda smid: goed(smid, verzoek_id="_ander"), NEUTRAAL),
    "ander adres": (lambda smid: goed(smid, acs_url="http://evil.example/"), NEUTRAAL),
    "andere ontvanger": (lambda smid: goed(smid, ontvanger="urn:vreemd"), NEUTRAAL),
    "andere afzender": (lambda smid: goed(smid, afzender="urn:vreemd"), NEUTRAAL),
    "verlopen": (lambda smid: goed(smid, nu=NU - timedelta(minutes=4)), NEUTRAAL),
    "andere dienst": (lambda smid: goed(smid, service_id="urn:vreemd"), NEUTRAAL),
    "te laag niveau": (lambda smid: goed(smid, niveau="loa2plus"), TE_LAAG),
    "een ander bericht": (ander_bericht, OF_STIL),
}


@pytest.mark.parametrize("wat", BINNENIN)
def test_een_slecht_antwoord_in_een_goede_envelop(achterdeur: Artifactdeur, wat: str) -> None:
    achterdeur.weigert(*BINNENIN[wat])


def op_boom(wijzig: Callable[[etree._Element, etree._Element, etree._Element], object]) -> Envelop:
    """Change envelope, Body or ArtifactResponse after signing."""

    def bederf(tekst: bytes) -> bytes:
        envelop = etree.fromstring(tekst)
        uit = wijzig(envelop, envelop[0], envelop[0][0])
        ruw: bytes = etree.tostring(uit if isinstance(uit, etree._Element) else envelop)
        return ruw

    return bederf


def vals_ernaast(plek: str) -> Envelop:
    """The true ArtifactResponse elsewhere, a forged one where the reader looks."""

    def wijzig(envelop: etree._Element, body: etree._Element, echt: etree._Element) -> None:
        vals = opnieuw(echt)
        vals.set("ID", "_vals")
        response = vals.find(q(SAMLP, "Response"))
        assert response is not None
        response.set("ID", "_valse-response")
        response.replace(assertion(response), vervalst(assertion(response)))
        body.replace(echt, vals)
        houder = body
        if plek == "in de kop":
            houder = etree.Element(q(ENVELOP, "Header"))
            envelop.insert(0, houder)
        elif plek == "in de handtekening":
            houder = etree.SubElement(handtekening(vals), q(DS, "Object"))
        elif plek == "in extensions":
            houder = etree.Element(q(SAMLP, "Extensions"))
            handtekening(vals).addnext(houder)
        houder.append(echt)

    return op_boom(wijzig)


def tweede_response(_envelop: etree._Element, _body: etree._Element, echt: etree._Element) -> None:
    kopie = opnieuw(echt[-1])
    for nummer, knoop in enumerate(k for k in kopie.iter() if k.get("ID")):
        knoop.set("ID", f"_{nummer}")
    echt.append(kopie)


def status(code: str) -> Envelop:
    return lambda tekst: tekst.replace(
        f'<samlp:StatusCode Value="{namen.SUCCES}"'.encode(),
        f'<samlp:StatusCode Value="{namen.STATUS}{code}"'.encode(), 1)  # fmt: skip


BUITENOM: dict[str, Envelop] = {
    **{f"een valse {plek}": vals_ernaast(plek)
       for plek in ("ernaast", "in de kop", "in de handtekening", "in extensions")},
    "zonder handtekening": op_boom(lambda _e, _b, echt: verwijder(handtekening(echt))),
    "twee responses": op_boom(tweede_response),
    "twee bodies": op_boom(lambda e, body, _a: e.append(opnieuw(body))),
    "geen envelop": op_boom(lambda _e, _b, echt: opnieuw(echt)),
    "alleen de response": op_boom(lambda _e, _b, echt: opnieuw(echt[-1])),
    "een andere status": status("Requester"),
    "een dtd": lambda tekst: tekst.replace(b"?>", b"?><!DOCTYPE r>", 1),
    "een entiteit": lambda tekst: tekst.replace(b"?>", b"?><!DOCTYPE r [<!ENTITY x 'y'>]>", 1),
    "commentaar": lambda tekst: tekst.replace(b"12345678", b"1234<!---->5678"),
    "commentaar erna": lambda tekst: tekst + b"<!-- x -->",
    "een opdracht": lambda tekst: tekst.replace(b"12345678", b"1234<?x?>5678"),
    "utf-16": lambda tekst: tekst.split(b"?>", 1)[1].decode().encode("utf-16"),
    "een gewijzigde waarde": lambda tekst: tekst.replace(b"12345678", VALS.encode()),
    "een andere vraag": lambda tekst: tekst.replace(b'InResponseTo="', b'InResponseTo="_', 1),
    "diep": lambda _: b"<a>" * 100_000,
    "breed": lambda tekst: tekst.replace(b"<soap:Body>", b"<soap:Header>" + b"<a/>" * 40_000
                                         + b"</soap:Header><soap:Body>"),
    "rommel": lambda _: b"\0\xff",
    "leeg": lambda _: b"",
}  # fmt: skip


@pytest.mark.parametrize("wat", BUITENOM)
def test_een_slechte_envelop_om_een_goed_antwoord(achterdeur: Artifactdeur, wat: str) -> None:
    """To the person the broker gave no usable answer; there is a way to try again (R32)."""
    achterdeur.dienst.bederf = BUITENOM[wat]
    achterdeur.weigert(goed, STIL)


def test_een_envelop_van_een_ander(achterdeur: Artifactdeur) -> None:
    def opnieuw_getekend(_e: etree._Element, _b: etree._Element, echt: etree._Element) -> None:
        verwijder(handtekening(echt))
        vreemd = achterdeur.dienst.proef.vreemd
        onderteken(echt, vreemd.tekenaar, plaats=1, certificaat=vreemd.certificaat)

    achterdeur.dienst.bederf = op_boom(opnieuw_getekend)
    achterdeur.weigert(goed, STIL)


@pytest.mark.parametrize("hoe", ["methode", "digest", "c14n"])
def test_een_envelop_met_een_ander_algoritme(achterdeur: Artifactdeur, hoe: str) -> None:
    zwak = {"methode": T.TransformRsaSha1, "digest": T.TransformSha1,
            "c14n": T.TransformExclC14NWithComments}  # fmt: skip

    def opnieuw_getekend(algoritme: dict[str, object]) -> Envelop:
        def wijzig(_e: etree._Element, _b: etree._Element, echt: etree._Element) -> None:
            verwijder(handtekening(echt))
            verzegel(echt, achterdeur.dienst.proef.makelaar.paar, **algoritme)

        return op_boom(wijzig)

    achterdeur.dienst.bederf = opnieuw_getekend({})
    achterdeur.laat_binnen(goed)
    achterdeur.dienst.bederf = opnieuw_getekend({hoe: zwak[hoe]})
    achterdeur.weigert(goed, STIL)
