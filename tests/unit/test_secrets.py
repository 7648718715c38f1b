# SPDX-License-Identifier: EUPL-1.2
"""How strong names and codes are, and how they may be typed: R2, R5, R12, S34, S35."""

import pytest

from portal import secrets


def test_r2_een_gebruikersnaam_kent_geen_tekens_die_op_elkaar_lijken() -> None:
    for lijkt_op in ("0O", "1IL", "2Z", "5S", "8B", "UV"):
        assert len(set(lijkt_op) & set(secrets.NAAM_TEKENS)) == 0, lijkt_op
    namen = {secrets.maak_gebruikersnaam() for _ in range(500)}
    assert len(namen) == 500 and {len(naam) for naam in namen} == {8}
    assert set("".join(namen)) == set(secrets.NAAM_TEKENS), "elk teken komt voor"


def test_r5_een_code_heeft_minstens_64_bits_van_een_goede_bron() -> None:
    assert len(set(secrets.CODE_TEKENS)) ** secrets.CODE_LENGTE >= 2**64
    codes = {secrets.normaal_activatiecode(secrets.maak_activatiecode()) for _ in range(500)}
    assert len(codes) == 500 and {len(code) for code in codes} == {secrets.CODE_LENGTE}
    assert set("".join(codes)) == set(secrets.CODE_TEKENS)


@pytest.mark.parametrize(
    "getypt", ["4f7k9qpx2m01a", " 4F7K 9QPX 2MOIA\n", "4f7k–9qpx—2molA", "4F7K-9QPX-2M01A"]
)
def test_r5_hoe_een_code_ook_wordt_getypt_het_blijft_dezelfde(getypt: str) -> None:
    assert secrets.normaal_activatiecode(getypt) == "4F7K9QPX2M01A"


def test_r12_wie_niet_bestaat_kost_evenveel_rekenwerk_als_wie_wel_bestaat() -> None:
    echt, van_niemand = secrets.hash_geheim("geheim"), secrets.VAN_NIEMAND
    assert echt.split("$")[:4] == van_niemand.split("$")[:4], "soort, versie en zwaarte"
    assert [len(deel) for deel in echt.split("$")] == [len(d) for d in van_niemand.split("$")]
    assert echt.startswith("$argon2id$") and echt != secrets.hash_geheim("geheim")
    assert secrets.klopt(echt, "geheim") and not secrets.klopt(echt, "Geheim")
    assert not secrets.klopt(None, "geheim")
