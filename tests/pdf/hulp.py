# SPDX-License-Identifier: EUPL-1.2
"""PDFs of every kind: plain, signed, and made to do harm."""

import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

NU = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
RUIMTE = 8000  # bytes for a signature
RSA, EC = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())


def leeg(paginas: int = 1) -> PdfWriter:
    pdf = PdfWriter()
    for _ in range(paginas):
        pdf.add_blank_page(200, 200)
    return pdf


def bytes_van(pdf: PdfWriter) -> bytes:
    uit = BytesIO()
    pdf.write(uit)
    return uit.getvalue()


def met(doe: Callable[[PdfWriter], object]) -> bytes:
    """A page and what ``doe`` adds."""
    pdf = leeg()
    doe(pdf)
    return bytes_van(pdf)


def woordenboek(**delen: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{n}"): waarde for n, waarde in delen.items()})


def bij_openen(actie: DictionaryObject) -> bytes:
    return met(lambda pdf: pdf.root_object.update({NameObject("/OpenAction"): actie}))


def actie(soort: str, **delen: Any) -> DictionaryObject:
    return woordenboek(S=NameObject(f"/{soort}"), **delen)


def op_pagina(**delen: Any) -> bytes:
    """A page with an annotation."""

    def doe(pdf: PdfWriter) -> None:
        plek = ArrayObject([NumberObject(0)] * 4)
        annotatie = woordenboek(Type=NameObject("/Annot"), Rect=plek, **delen)
        pdf.pages[0][NameObject("/Annots")] = ArrayObject([pdf._add_object(annotatie)])

    return met(doe)


def ruw(*objecten: bytes, wortel: bytes = b"") -> bytes:
    """A PDF written by hand: catalog, pages and page first, then ``objecten`` from number 4."""
    vast = (
        b"<< /Type /Catalog /Pages 2 0 R " + wortel + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    )
    uit, plekken = b"%PDF-1.7\n", []
    for nr, inhoud in enumerate((*vast, *objecten), 1):
        plekken.append(len(uit))
        uit += b"%d 0 obj\n%b\nendobj\n" % (nr, inhoud)
    tabel = b"".join(b"%010d 00000 n \n" % plek for plek in plekken)
    kop = b"xref\n0 %d\n0000000000 65535 f \n" % (len(plekken) + 1)
    staart = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return uit + kop + tabel + staart % (len(plekken) + 1, len(uit))


def in_objectstroom(inhoud: bytes, *, filters: int = 1) -> bytes:
    """Object 5 inside the compressed object stream 4; not in the bytes of the file as it is."""
    data = b"5 0 " + inhoud
    for _ in range(filters):
        data = zlib.compress(data)
    namen = b" ".join([b"/FlateDecode"] * filters)
    kop = b"<< /Type /ObjStm /N 1 /First 4 /Filter [%b] /Length %d >>" % (namen, len(data))
    lijf = ruw(kop + b"\nstream\n" + data + b"\nendstream").partition(b"xref\n")[0]
    plekken = [m.start() for m in re.finditer(rb"\d 0 obj", lijf)][:4]
    rijen = b"".join(b"\x01" + plek.to_bytes(4, "big") + b"\x00" for plek in plekken)
    rijen = b"\x00" * 6 + rijen + b"\x02" + (4).to_bytes(4, "big") + b"\x00"
    rijen += b"\x01" + len(lijf).to_bytes(4, "big") + b"\x00"
    xref = b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n" % len(
        rijen
    )
    return lijf + xref + rijen + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(lijf)


def certificaat(sleutel: Any, naam: str = "M. de Vries") -> x509.Certificate:
    wie = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, naam)])
    bouw = x509.CertificateBuilder().subject_name(wie).issuer_name(wie).serial_number(7)
    bouw = bouw.public_key(sleutel.public_key()).not_valid_before(NU - timedelta(days=9))
    return bouw.not_valid_after(NU + timedelta(days=9)).sign(sleutel, hashes.SHA256())


def teken(pdf: bytes, sleutel: Any = RSA, *, naam: str = "M. de Vries", **anders: Any) -> bytes:
    """``pdf`` with a digital signature over the whole file."""
    schrijver = PdfWriter(clone_from=BytesIO(pdf))
    bereik = ArrayObject([NumberObject(0), *[NumberObject(9_999_999_999)] * 3])
    delen = woordenboek(
        Type=NameObject("/Sig"),
        Filter=NameObject("/Adobe.PPKLite"),
        SubFilter=NameObject("/adbe.pkcs7.detached"),
        ByteRange=bereik,
        Contents=ByteStringObject(b"\x00" * RUIMTE),
    )
    delen.update({NameObject(f"/{n}"): waarde for n, waarde in anders.items()})
    veld = woordenboek(
        FT=NameObject("/Sig"), T=TextStringObject("x"), V=schrijver._add_object(delen)
    )
    schrijver.root_object[NameObject("/AcroForm")] = woordenboek(
        Fields=ArrayObject([schrijver._add_object(veld)])
    )
    return _vul(bytes_van(schrijver), sleutel, naam)


def _vul(inhoud: bytes, sleutel: Any, naam: str) -> bytes:
    gat = re.search(rb"<(0{%d})>" % (2 * RUIMTE), inhoud)
    assert gat is not None
    voor, na = gat.start(), gat.end()
    oud = b"[ 0 9999999999 9999999999 9999999999 ]"
    nieuw = b"[ 0 %d %d %d ]" % (voor, na, len(inhoud) - na)
    assert inhoud.count(oud) == 1
    inhoud = inhoud.replace(oud, nieuw.ljust(len(oud)))
    bouw = pkcs7.PKCS7SignatureBuilder().set_data(inhoud[:voor] + inhoud[na:])
    bouw = bouw.add_signer(certificaat(sleutel, naam), sleutel, hashes.SHA256())
    opties = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    cms = bouw.sign(serialization.Encoding.DER, opties)
    return inhoud[: voor + 1] + cms.hex().encode().ljust(2 * RUIMTE, b"0") + inhoud[na - 1 :]
