# SPDX-License-Identifier: EUPL-1.2
"""Digital signatures in a PDF: whether they fit the file, and what they say of who signed.

Whether a certificate can be trusted is not looked at: nothing here makes a signature count.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from asn1crypto import cms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pypdf.generic import DictionaryObject

from portal.pdf.soorten import Handtekening, Stand

LOS = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached"})
HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
MAX = 20  # signatures looked at
LANG = 200  # characters of a name


class _NietTeControleren(Exception):
    """Made in a way that is not checked here."""


def alle(objecten: Iterable[DictionaryObject], inhoud: bytes) -> Iterator[Handtekening]:
    """What each signature of the file is."""
    gevonden = [obj for obj in objecten if "/ByteRange" in obj and "/Contents" in obj]
    for obj in gevonden[:MAX]:
        if obj.get("/Type") != "/DocTimeStamp":  # a time, and nobody who signs
            yield _een(obj, inhoud)


def _een(obj: DictionaryObject, inhoud: bytes) -> Handtekening:
    wie: dict[str, str] = {}
    try:
        bereik, cms_bytes = _getekend(obj, inhoud)
        ondertekenaar, certificaten = _cms(cms_bytes)
        certificaat = _certificaat(ondertekenaar, certificaten)
        wie = _wie(ondertekenaar, certificaat)
        if obj.get("/SubFilter") not in LOS:
            raise _NietTeControleren
        begin, eind = bereik
        _eis_klopt(ondertekenaar, certificaat, inhoud[: begin[1]] + inhoud[eind[0] : eind[1]])
    except (_NietTeControleren, UnsupportedAlgorithm):
        return Handtekening(Stand.NIET_TE_CONTROLEREN, **wie)
    except (InvalidSignature, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return Handtekening(Stand.ONGELDIG, **wie)
    heel = eind[1] == len(inhoud)
    return Handtekening(Stand.HEEL if heel else Stand.LATER_GEWIJZIGD, **wie)


def _getekend(
    obj: DictionaryObject, inhoud: bytes
) -> tuple[tuple[tuple[int, int], tuple[int, int]], bytes]:
    """The two stretches that were signed, from and to; between them only the signature itself.

    Else something unsigned could be shown from the gap.
    """
    bereik: Any = obj["/ByteRange"]
    nul, lengte, vervolg, rest = (int(getal) for getal in bereik)
    if nul != 0 or not 0 < lengte < vervolg or rest < 0 or vervolg + rest > len(inhoud):
        raise ValueError("ByteRange")
    gat = inhoud[lengte:vervolg]
    if gat[:1] != b"<" or gat[-1:] != b">":
        raise ValueError("gat")
    return ((0, lengte), (vervolg, vervolg + rest)), bytes.fromhex(gat[1:-1].decode("ascii"))


def _cms(inhoud: bytes) -> tuple[Any, list[Any]]:
    """The one who signed, and the certificates that came with it; what follows is filling."""
    omhulsel = cms.ContentInfo.load(inhoud, strict=False)
    if omhulsel["content_type"].native != "signed_data":
        raise ValueError("geen handtekening")
    data = omhulsel["content"]
    [ondertekenaar] = data["signer_infos"]
    if data["encap_content_info"]["content"].native is not None:
        raise _NietTeControleren
    return ondertekenaar, [keuze.chosen for keuze in data["certificates"]]


def _certificaat(ondertekenaar: Any, certificaten: list[Any]) -> Any:
    sid = ondertekenaar["sid"]
    if sid.name == "issuer_and_serial_number":
        gezocht = (sid.chosen["issuer"].hashable, sid.chosen["serial_number"].native)
        passend = [c for c in certificaten if (c.issuer.hashable, c.serial_number) == gezocht]
    else:
        passend = [c for c in certificaten if c.key_identifier == sid.chosen.native]
    return passend[0]


def _wie(ondertekenaar: Any, certificaat: Any) -> dict[str, str]:
    gezet_op = _attribuut(ondertekenaar, "signing_time")
    return {
        "naam": _noem(certificaat.subject),
        "uitgever": _noem(certificaat.issuer),
        "gezet_op": gezet_op.isoformat() if gezet_op is not None else "",
    }


def _noem(naam: Any) -> str:
    delen = naam.native
    gekozen = delen.get("common_name") or delen.get("organization_name") or naam.human_friendly
    tekst = gekozen if isinstance(gekozen, str) else " ".join(map(str, gekozen))
    return "".join(t if t.isprintable() else " " for t in tekst)[:LANG]


def _attribuut(ondertekenaar: Any, soort: str) -> Any:
    for attribuut in ondertekenaar["signed_attrs"]:
        if attribuut["type"].native == soort:
            return attribuut["values"][0].native
    return None


def _eis_klopt(ondertekenaar: Any, certificaat: Any, getekend: bytes) -> None:
    """Raises InvalidSignature, or what else is wrong."""
    soort = ondertekenaar["digest_algorithm"]["algorithm"].native
    if soort not in HASHES:
        raise _NietTeControleren
    if _attribuut(ondertekenaar, "message_digest") != hashlib.new(soort, getekend).digest():
        raise InvalidSignature
    attributen = ondertekenaar["signed_attrs"].untag().dump(force=True)
    sleutel = load_der_public_key(certificaat.public_key.dump())
    handtekening = ondertekenaar["signature"].native
    algoritme = ondertekenaar["signature_algorithm"]
    if isinstance(sleutel, rsa.RSAPublicKey):
        vulling, hash_ = _rsa(algoritme, soort)
        sleutel.verify(handtekening, attributen, vulling, hash_)
    elif isinstance(sleutel, ec.EllipticCurvePublicKey):
        sleutel.verify(handtekening, attributen, ec.ECDSA(HASHES[soort]()))
    elif isinstance(sleutel, ed25519.Ed25519PublicKey):
        sleutel.verify(handtekening, attributen)
    else:
        raise _NietTeControleren


def _rsa(algoritme: Any, soort: str) -> tuple[padding.AsymmetricPadding, hashes.HashAlgorithm]:
    if algoritme.signature_algo == "rsassa_pkcs1v15":
        return padding.PKCS1v15(), HASHES[soort]()
    if algoritme.signature_algo != "rsassa_pss" or algoritme.hash_algo not in HASHES:
        raise _NietTeControleren
    hash_ = HASHES[algoritme.hash_algo]()
    zout = algoritme["parameters"]["salt_length"].native
    return padding.PSS(padding.MGF1(hash_), zout), hash_
