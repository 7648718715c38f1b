# SPDX-License-Identifier: EUPL-1.2
"""Really signed with the broker's own key, but not in the way that was agreed (R8)."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from portal.eherkenning.namen import DS, q
from tests.aanval.deur import Deur
from tests.aanval.zegel import T, dubbel, hmac_sleutel
from tests.eherkenning.conftest import Proef

GOED: dict[str, dict[str, Any]] = {
    "rsa-sha256": {},
    "rsa-sha384": {"methode": T.TransformRsaSha384, "digest": T.TransformSha384},
    "rsa-sha512": {"methode": T.TransformRsaSha512, "digest": T.TransformSha512},
}
FOUT: dict[str, dict[str, Any]] = {
    "handtekening rsa-sha1": {"methode": T.TransformRsaSha1},
    "handtekening rsa-sha224": {"methode": T.TransformRsaSha224},
    "digest sha1": {"digest": T.TransformSha1},
    "digest sha224": {"digest": T.TransformSha224},
    "c14n met commentaar": {"c14n": T.TransformExclC14NWithComments},
    "c14n 1.0": {"c14n": T.TransformInclC14N},
    "c14n 1.1": {"c14n": T.TransformInclC14N11},
    "alleen enveloped": {"transformaties": [T.TransformEnveloped]},
    "inclusieve c14n van de inhoud": {
        "transformaties": [T.TransformEnveloped, T.TransformInclC14N]
    },
    "c14n met commentaar van de inhoud": {
        "transformaties": [T.TransformEnveloped, T.TransformExclC14NWithComments]
    },
    "dubbele c14n": {
        "transformaties": [T.TransformEnveloped, T.TransformExclC14N, T.TransformExclC14N]
    },
    "heel het document": {"uri": ""},
}
XMLDSIG, MEER = "http://www.w3.org/2000/09/xmldsig#", "http://www.w3.org/2001/04/xmldsig-more#"
NAMEN = {
    "SignatureMethod": (
        f"{XMLDSIG}rsa-sha1", f"{XMLDSIG}dsa-sha1", f"{XMLDSIG}hmac-sha1", f"{MEER}hmac-sha256",
        f"{MEER}ecdsa-sha256", f"{MEER}rsa-md5", "none", "", "urn:onbekend",
        f" {MEER}rsa-sha256", f"{MEER}RSA-SHA256",
    ),
    "DigestMethod": (f"{XMLDSIG}sha1", f"{MEER}md5", f"{MEER}sha224", "none", ""),
    "CanonicalizationMethod": (
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/2006/12/xml-c14n11",
        "http://www.w3.org/TR/1999/REC-xslt-19991116", f"{XMLDSIG}base64", "",
    ),
    "Transform": (
        "http://www.w3.org/TR/1999/REC-xslt-19991116",
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
        "http://www.w3.org/2002/06/xmldsig-filter2", f"{XMLDSIG}base64",
        "http://www.w3.org/2001/04/xptr", "",
    ),
}  # fmt: skip
HERNOEMD = [(naam, waarde) for naam, waarden in NAMEN.items() for waarde in waarden]
XSLT = """<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform" version="1.0">
<x:template match="/"><x:copy-of select="document('http://127.0.0.1:1/')"/></x:template>
</x:stylesheet>"""


@pytest.mark.parametrize("hoe", GOED)
def test_de_afgesproken_algoritmen_komen_binnen(deur: Deur, hoe: str) -> None:
    deur.laat_binnen(lambda smid: dubbel(smid, **GOED[hoe]))


@pytest.mark.parametrize("hoe", FOUT)
def test_een_ander_algoritme_wordt_geweigerd_al_is_het_echt_getekend(deur: Deur, hoe: str) -> None:
    deur.weigert(lambda smid: dubbel(smid, **FOUT[hoe]))


def test_het_certificaat_van_de_makelaar_is_geen_gedeeld_geheim(deur: Deur) -> None:
    """Key confusion: an HMAC with what everybody knows."""

    def aanval(smid: Proef) -> etree._Element:
        sleutel = hmac_sleutel(smid.makelaar.paar)
        return dubbel(smid, methode=T.TransformHmacSha256, sleutel=sleutel)

    deur.weigert(aanval)


@pytest.mark.parametrize(("naam", "waarde"), HERNOEMD)
@pytest.mark.parametrize("welke", ["response", "assertion"])
def test_een_hernoemd_algoritme_wordt_geweigerd(
    deur: Deur, naam: str, waarde: str, welke: str
) -> None:
    def aanval(smid: Proef) -> etree._Element:
        response = dubbel(smid)
        knopen = list(response.iter(q(DS, naam)))
        knopen[0 if welke == "response" else -1].set("Algorithm", waarde)
        return response

    deur.weigert(aanval)


def met_kind(naam: str, kind: str) -> Callable[[Proef], etree._Element]:
    """Something inside an algorithm that has no parameters."""

    def aanval(smid: Proef) -> etree._Element:
        response = dubbel(smid)
        next(response.iter(q(DS, naam))).append(etree.fromstring(kind))
        return response

    return aanval


@pytest.mark.parametrize("naam", ["Transform", "CanonicalizationMethod"])
@pytest.mark.parametrize("kind", [XSLT, f"<XPath xmlns='{XMLDSIG}'>//*</XPath>", "<a/>"])
def test_een_transformatie_met_een_programma_wordt_geweigerd(
    deur: Deur, naam: str, kind: str
) -> None:
    deur.weigert(met_kind(naam, kind))


def test_een_ingekorte_hmac_wordt_geweigerd(deur: Deur) -> None:
    """HMACOutputLength, CVE-2009-0217."""
    lengte = f"<HMACOutputLength xmlns='{XMLDSIG}'>1</HMACOutputLength>"
    deur.weigert(met_kind("SignatureMethod", lengte))
