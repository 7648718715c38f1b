# SPDX-License-Identifier: EUPL-1.2
"""The formats of numbers and of kenmerken (R26)."""

import time

import pytest

from portal.domain import nummers, patronen
from portal.domain.patronen import Bezwaar


@pytest.mark.parametrize("rsin", ["123456782", "900000004", "999001000", "999001139"])
def test_r26_een_rsin_dat_door_de_11_proef_komt(rsin: str) -> None:
    assert nummers.is_rsin(rsin)


def test_r26_een_cijfer_verkeerd_is_geen_rsin() -> None:
    """The 11-proef finds every wrong digit and every swap of two neighbours."""
    goed = "123456782"
    for plek in range(9):
        for cijfer in set("0123456789") - {goed[plek]}:
            assert not nummers.is_rsin(goed[:plek] + cijfer + goed[plek + 1 :])
    for plek in range(8):
        gewisseld = goed[:plek] + goed[plek + 1] + goed[plek] + goed[plek + 2 :]
        assert not nummers.is_rsin(gewisseld), gewisseld


@pytest.mark.parametrize(
    "tekst", ["", "000000000", "12345678", "1234567820", "12345678x", "１２３４５６７８２"]
)
def test_r26_dit_is_geen_rsin(tekst: str) -> None:
    assert not nummers.is_rsin(tekst)


@pytest.mark.parametrize(
    ("tekst", "goed"),
    [("12345678", True), ("1234567", False), ("00000000", False), ("1234567٨", False), ("", False)],
)
def test_r26_een_kvk_nummer_heeft_8_cijfers(tekst: str, goed: bool) -> None:
    assert nummers.is_kvknummer(tekst) is goed


def test_r26_een_oin_noemt_het_eigen_nummer() -> None:
    assert nummers.is_oin("00000003123456780000") and not nummers.is_oin("10000003123456780000")
    assert nummers.oin_past("00000003123456780000", "12345678", None)
    assert not nummers.oin_past("00000003123456780000", "12345679", None)
    assert nummers.oin_past("00000001123456782000", "12345678", "123456782")
    assert not nummers.oin_past("00000001123456782000", "12345678", "900000004")
    assert nummers.oin_past("00000001123456782000", "12345678", None), (
        "zonder RSIN is er niets tegen"
    )
    assert nummers.oin_past("00000004000000010000", "12345678", "123456782")


@pytest.mark.parametrize(
    ("tekst", "vorm"),
    [
        ("1234ab", "1234 AB"),
        (" 1234 AB ", "1234 AB"),
        ("0234 AB", None),
        ("1234  AB", None),
        ("", None),
    ],
)
def test_r26_een_postcode_wordt_geschreven_zoals_het_hoort(tekst: str, vorm: str | None) -> None:
    assert nummers.als_postcode(tekst) == vorm


@pytest.mark.parametrize(
    ("patroon", "voorbeeld", "bezwaar"),
    [
        (r"^\d{2}[A-Z]{2}$", "21AZ", None),
        (r"^\d{3}[AGXT]\d{3}$", "901A201", None),
        (r"^[0-9A-F]{2,8}-?\d$", "AB-1", None),
        (r"^NL\.\d{4}$", "NL.1234", None),
        ("", "", Bezwaar.NIET_HEEL),
        ("^$", "", Bezwaar.NIET_HEEL),
        (r"\d$", "1", Bezwaar.NIET_HEEL),
        (r"^\d", "1", Bezwaar.NIET_HEEL),
        (r"^\d{2}\$", "12$", Bezwaar.ONBEKEND_DEEL),
        (r"^\d*$", "1", Bezwaar.ONBEKEND_DEEL),
        (r"^\d+$", "1", Bezwaar.ONBEKEND_DEEL),
        ("^(a|aa)$", "a", Bezwaar.ONBEKEND_DEEL),
        ("^a|b$", "a", Bezwaar.ONBEKEND_DEEL),
        (r"^(?=a)a$", "a", Bezwaar.ONBEKEND_DEEL),
        ("^.$", "a", Bezwaar.ONBEKEND_DEEL),
        ("^[^a]$", "b", Bezwaar.ONBEKEND_DEEL),
        ("^a{,3}$", "a", Bezwaar.ONBEKEND_DEEL),
        ("^[Z-A]$", "A", Bezwaar.ONBEKEND_DEEL),
        (r"^\d{3,1}$", "111", Bezwaar.ONBEKEND_DEEL),
        (r"^\w$", "a", Bezwaar.ONBEKEND_DEEL),
        ("^a b$", "a b", Bezwaar.ONBEKEND_DEEL),
        (r"^\d?\d?\d?$", "11", Bezwaar.TE_VRIJ),
        (r"^\d{41}$", "1" * 41, Bezwaar.TE_LANG),
        (r"^\d{20}\d{21}$", "1" * 41, Bezwaar.TE_LANG),
        ("^" + "a" * 99 + "$", "a", Bezwaar.TE_LANG),
        (r"^\d{4}$", "12a4", Bezwaar.VOORBEELD_PAST_NIET),
        (r"^\d{4}$", "1234\n", Bezwaar.VOORBEELD_PAST_NIET),
        (r"^\d{4}$", "١٢٣٤", Bezwaar.VOORBEELD_PAST_NIET),
    ],
)
def test_r26_een_patroon_is_een_veilig_deel_van_reguliere_expressies(
    patroon: str, voorbeeld: str, bezwaar: Bezwaar | None
) -> None:
    assert patronen.keur(patroon, voorbeeld) is bezwaar


def test_r26_het_duurste_patroon_dat_mag_kost_geen_tijd() -> None:
    patroon = r"^\d{0,20}\d{0,20}$"
    assert patronen.keur(patroon, "1") is None
    begin = time.perf_counter()
    for _ in range(100):
        assert not patronen.past(patroon, "1" * 39 + "x")
    assert time.perf_counter() - begin < 1
