# SPDX-License-Identifier: EUPL-1.2
"""Whatever spoiled answer is accepted has the same canonical signed bytes as the original (R8)."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.aanval.mutatie import STAP, STAPPEN
from tests.aanval.stand import Stand, Weg
from tests.eherkenning.conftest import Proef

CORPUS = sorted((Path(__file__).parent / "corpus").iterdir())
RUSTIG = settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
STAPJES = st.lists(
    st.builds(
        STAP.pack,
        st.integers(0, len(STAPPEN) - 1),
        st.integers(0, 65_535),
        st.integers(0, 65_535),
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=5,
).map(b"".join)
SOORTEN = {"tekst": (0, 3), "boom": (1, 4), "door de makelaar getekend": (2, 5)}


@pytest.fixture(scope="module")
def stand(smid: Proef) -> Stand:
    """Good answers, made once."""
    return Stand(smid)


@pytest.mark.parametrize("weg", Weg)
@pytest.mark.parametrize("soort", SOORTEN)
@RUSTIG
@given(stapjes=STAPJES, welke=st.integers(0, 1))
def test_wat_wordt_aangenomen_is_wat_de_makelaar_tekende(
    stand: Stand, soort: str, weg: Weg, stapjes: bytes, welke: int
) -> None:
    stand.houdt(bytes([SOORTEN[soort][welke]]) + stapjes, weg)


@pytest.mark.parametrize("weg", Weg)
@pytest.mark.parametrize("pad", CORPUS, ids=lambda pad: pad.name)
def test_wat_ooit_iets_vond_houdt_stand(stand: Stand, pad: Path, weg: Weg) -> None:
    stand.houdt(pad.read_bytes(), weg)


@pytest.mark.parametrize("weg", Weg)
def test_de_proef_neemt_ook_mutanten_aan(stand: Stand, weg: Weg) -> None:
    """Not everything in a message is signed: a property that never sees one proves nothing."""
    begin = stand.aangenomen
    for nummer in range(90):
        stand.houdt(b"\1" + STAP.pack(4, nummer, 0, 4), weg)
    assert stand.aangenomen > begin
