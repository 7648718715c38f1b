# SPDX-License-Identifier: EUPL-1.2
"""A digital signature is shown for what it is, and never counts by itself (R29)."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject

from portal.pdf import Handtekening, Stand, keur
from tests.pdf.hulp import EC, RSA, bytes_van, leeg, teken
from tests.post.test_formulier import formulier


def standen(inhoud: bytes) -> list[Stand]:
    keuring = keur(inhoud)
    assert keuring.weigering is None
    return [een.stand for een in keuring.handtekeningen]


@pytest.mark.parametrize("sleutel", [RSA, EC])
def test_r29_een_handtekening_over_het_hele_bestand_zegt_van_wie_ze_zegt_te_zijn(
    sleutel: Any,
) -> None:
    [een] = keur(teken(bytes_van(leeg()), sleutel)).handtekeningen
    assert (een.stand, een.naam, een.uitgever) == (Stand.HEEL, "M. de Vries", "M. de Vries")
    assert een.gezet_op.startswith("20")


def test_een_leeg_vak_voor_een_handtekening_is_geen_handtekening() -> None:
    assert keur(formulier()).handtekeningen == ()


def test_een_byte_anders_is_ongeldig() -> None:
    getekend = teken(bytes_van(leeg()))
    anders = getekend.replace(b"200", b"201", 1)
    assert anders != getekend and standen(anders) == [Stand.ONGELDIG]


def test_wat_erna_is_toegevoegd_valt_op() -> None:
    pdf = PdfWriter(BytesIO(teken(bytes_van(leeg()))), incremental=True)
    pdf.pages[0][NameObject("/Rotate")] = pdf.pages[0].mediabox[0]
    erna = bytes_van(pdf)
    assert standen(erna) == [Stand.LATER_GEWIJZIGD]
    assert standen(teken(bytes_van(leeg())) + b"\n") == [Stand.LATER_GEWIJZIGD]


def test_een_bereik_dat_om_iets_heen_loopt_is_ongeldig() -> None:
    """Shadow and wrapping attacks: the gap may hold the signature and nothing else."""
    getekend = teken(bytes_van(leeg()))
    begin = getekend.index(b"/ByteRange [ 0 ") + len(b"/ByteRange [ 0 ")
    eerste = getekend[begin:].split()[0]
    ruimer = str(int(eerste) - 10).encode().ljust(len(eerste))
    assert standen(getekend.replace(eerste, ruimer, 1)) == [Stand.ONGELDIG]
    for bereik in (b"[ 9 ", b"[ -1 "):
        assert standen(getekend.replace(b"[ 0 ", bereik, 1)) == [Stand.ONGELDIG]


@pytest.mark.parametrize("soort", ["adbe.pkcs7.sha1", "adbe.x509.rsa_sha1", "verzonnen"])
def test_een_andere_soort_is_niet_te_controleren(soort: str) -> None:
    getekend = teken(bytes_van(leeg()), SubFilter=NameObject(f"/{soort}"))
    assert standen(getekend) == [Stand.NIET_TE_CONTROLEREN]


def test_rommel_in_plaats_van_een_handtekening_is_ongeldig() -> None:
    getekend = teken(bytes_van(leeg()))
    plek = getekend.index(b"<3082") + 1
    for rommel in (b"ff" * 50, b"00" * 50):
        assert standen(getekend[:plek] + rommel + getekend[plek + 100 :]) == [Stand.ONGELDIG]


def test_een_naam_met_vreemde_tekens_blijft_een_regel() -> None:
    [een] = keur(teken(bytes_van(leeg()), naam="A\nB\u202e" + "x" * 40)).handtekeningen
    assert een == Handtekening(Stand.HEEL, een.naam, een.uitgever, een.gezet_op)
    assert een.naam.isprintable() and len(een.naam) <= 200
