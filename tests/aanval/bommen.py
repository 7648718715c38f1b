# SPDX-License-Identifier: EUPL-1.2
"""Messages that are made to cost time or memory, all without knowing any key."""

import base64
import gzip
import zlib
from collections.abc import Callable

from lxml import etree

from portal.eherkenning.namen import DS, EXC_C14N, SAML, q
from tests.aanval.deur import Bericht, veld
from tests.aanval.smeedwerk import detail, handtekening, met_advies, opnieuw
from tests.eherkenning.conftest import Proef
from tests.eherkenning.hulp import assertion

Bom = Callable[[Proef], Bericht]


def _in_detail(stuk: bytes) -> Bom:
    """Put this where the schema allows anything, in a Response that was good."""

    def bom(smid: Proef) -> bytes:
        response = opnieuw(smid.getekend())
        detail(response).text = "MERK"
        return etree.tostring(response).replace(b"MERK", stuk)

    return bom


def _op_response(stuk: bytes) -> Bom:
    """Put this among the attributes of the Response."""

    def bom(smid: Proef) -> bytes:
        tekst: bytes = etree.tostring(smid.getekend())
        return tekst.replace(b" ID=", b" " + stuk + b" ID=", 1)

    return bom


def _rij(patroon: bytes, aantal: int) -> bytes:
    return b" ".join(patroon.replace(b"#", b"%x" % n) for n in range(aantal))


def voorvoegsels(plek: str, aantal: int, elementen: int) -> Bom:
    """Many prefixes that each of many elements has to look up for its canonical form."""

    def bom(smid: Proef) -> etree._Element:
        response = opnieuw(smid.getekend())
        houder = list(handtekening(response).iter(q(DS, plek)))[-1]
        lijst = _rij(b"a#", aantal).decode()
        etree.SubElement(houder, q(EXC_C14N, "InclusiveNamespaces"), {"PrefixList": lijst})
        plaats = detail(response)
        for _ in range(elementen):
            etree.SubElement(plaats, "a")
        return response

    return bom


def veel_assertions(smid: Proef) -> etree._Element:
    response = opnieuw(smid.getekend(vorm="plain"))
    for nummer in range(60):
        kopie = opnieuw(assertion(response))
        kopie.set("ID", f"_{nummer}")
        response.append(kopie)
    return response


def veel_handtekeningen_in_advies(smid: Proef) -> etree._Element:
    response = opnieuw(smid.getekend(met_advies(smid)))
    advies = next(response.iter(q(SAML, "Advice")))
    for nummer in range(60):
        kopie = opnieuw(advies[0])
        kopie.set("ID", f"_{nummer}")
        advies.append(kopie)
    return response


def lange_waarde(naam: str) -> Bom:
    def bom(smid: Proef) -> etree._Element:
        response = opnieuw(smid.getekend())
        next(response.iter(q(DS, naam))).text = "A" * 170_000
        return response

    return bom


def ingepakt(pak_in: Callable[[bytes], bytes]) -> Bom:
    return lambda smid: pak_in(etree.tostring(smid.getekend()))


NULLEN = b"<a>" + b" " * 50_000_000 + b"</a>"
BOMMEN: dict[str, Bom] = {
    "100.000 diep": lambda _: b"<a>" * 100_000,
    "20.000 diep en weer terug": lambda _: b"<a>" * 20_000 + b"</a>" * 20_000,
    "250 diep": _in_detail(b"<a>" * 250 + b"</a>" * 250),
    "60 diep": _in_detail(b"<a>" * 60 + b"</a>" * 60),
    "12.000 attributen": _in_detail(b"<r " + _rij(b"a#=''", 12_000) + b"/>"),
    "6.000 attributen met een eigen ruimte":
        _in_detail(b"<r " + _rij(b"xmlns:a#='u#' a#:b=''", 6000) + b"/>"),
    "9.000 naamruimten": _op_response(_rij(b"xmlns:a#='u#'", 9000)),
    "40.000 elementen": _in_detail(b"<a/>" * 40_000),
    "9.000 elementen met een eigen ruimte":
        _in_detail(_rij(b"<a#:a xmlns:a#='u'/>", 9000)),
    "9.000 voorvoegsels in een transformatie": voorvoegsels("Transform", 9000, 9000),
    "9.000 voorvoegsels in de canonicalisatie": voorvoegsels("CanonicalizationMethod", 9000, 9000),
    "zoveel voorvoegsels en elementen als mag": voorvoegsels("Transform", 30, 4000),
    "een lange naam": _in_detail(b"<" + b"a" * 170_000 + b"/>"),
    "een lange waarde": _op_response(b"Consent='" + b"a" * 170_000 + b"'"),
    "een lange tekst": _in_detail(b"<a>" + b"a" * 170_000 + b"</a>"),
    "veel tekens als getal": _in_detail(b"&#97;" * 30_000),
    "veel assertions": veel_assertions,
    "veel handtekeningen in advies": veel_handtekeningen_in_advies,
    "een lange handtekening": lange_waarde("SignatureValue"),
    "een lange digest": lange_waarde("DigestValue"),
    "deflate": ingepakt(lambda tekst: zlib.compress(tekst, wbits=-15)),
    "zlib": ingepakt(zlib.compress),
    "gzip": ingepakt(gzip.compress),
    "een bom in deflate": lambda _: zlib.compress(NULLEN, 9, -15),
    "een bom in gzip": lambda _: gzip.compress(NULLEN),
    "net te lang": lambda smid: veld(smid.getekend()) + "\n" * (256 * 1024),
    "400 kB": lambda _: "A" * 400_000,
    "600 kB": lambda _: "A" * 600_000,
    "1 MB": lambda _: "A" * 1_000_000,
    "20 MB": lambda _: "A" * 20_000_000,
    "400 kB wit": lambda _: " " * 400_000,
    "400 kB die geen base64 is": lambda _: "é" * 60_000,
}  # fmt: skip
KROM = {
    "leeg": lambda goed: "",
    "een teken te weinig": lambda goed: goed.rstrip("=")[:-1],
    "te veel vulling": lambda goed: f"{goed}====",
    "vulling in het midden": lambda goed: f"{goed[:40]}={goed[40:]}",
    "url-base64": lambda goed: base64.urlsafe_b64encode(b"<a>\xff\xfe\xfb</a>").decode(),
    "procenten": lambda goed: goed.replace("A", "%41"),
    "twee keer base64": lambda goed: base64.b64encode(goed.encode()).decode(),
    "kale xml": lambda goed: base64.b64decode(goed).decode(),
    "een nul erin": lambda goed: f"{goed[:40]}\0{goed[40:]}",
    "een accent erin": lambda goed: f"{goed[:40]}é{goed[40:]}",
    "halve surrogaten": lambda goed: f"{goed[:40]}\ufffd{goed[40:]}",
    "twee achter elkaar": lambda goed: goed + goed,
}
