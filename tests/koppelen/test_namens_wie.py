# SPDX-License-Identifier: EUPL-1.2
"""For whom a means must act: KvK number, else RSIN, of the organisatie or its parent (R13)."""

import pytest
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, koppelingen
from portal.domain.koppelingen import Uitkomst
from portal.models import Organisatie
from tests.conftest import NU
from tests.harnas import fabriek
from tests.koppelen.test_koppelen_regels import sessie_voor

BESTUUR, SCHOOL, ZUSTER, LOKAAL = "70000001", "70000002", "70000003", "70000004"
RSIN_BESTUUR, RSIN_SCHOOL, RSIN_ANDER = "123456782", "111222333", "100000009"


@pytest.fixture
def school(db_sessie: Session) -> Organisatie:
    """A school with a bestuur above it, a school beside it and a part below it."""
    fabriek.maak_documenten(db_sessie, NU)
    bestuur = fabriek.maak_organisatie(db_sessie, kvk=BESTUUR, rsin=RSIN_BESTUUR)
    school = fabriek.maak_organisatie(db_sessie, kvk=SCHOOL, rsin=RSIN_SCHOOL, parent=bestuur)
    fabriek.maak_organisatie(db_sessie, kvk=ZUSTER, parent=bestuur)
    fabriek.maak_organisatie(db_sessie, kvk=LOKAAL, parent=school)
    return school


@pytest.mark.parametrize(
    ("kvk", "rsin", "mag"),
    [
        (SCHOOL, None, True),
        (BESTUUR, None, True),
        (None, RSIN_SCHOOL, True),
        (None, RSIN_BESTUUR, True),
        (SCHOOL, RSIN_ANDER, True),  # the KvK number decides
        (ZUSTER, RSIN_SCHOOL, False),  # and is not made good by an RSIN
        (ZUSTER, None, False),
        (LOKAAL, None, False),  # what is below does not act for what is above
        (None, RSIN_ANDER, False),
    ],
)
def test_r13_het_kvk_nummer_beslist_en_het_rsin_alleen_als_dat_er_niet_is(
    db_sessie: Session, school: Organisatie, kvk: str | None, rsin: str | None, mag: bool
) -> None:
    gebruiker = fabriek.maak_gebruiker(db_sessie, organisatie=school, nu=NU)
    code = activatiecodes.geef_uit(db_sessie, gebruiker, nu=NU, door=None)
    sessie = sessie_voor(db_sessie, gebruiker, kvk=kvk, rsin=rsin)
    resultaat = koppelingen.koppel(db_sessie, sessie, gebruiker.gebruikersnaam, code, NU)
    assert resultaat.uitkomst is (Uitkomst.GEKOPPELD if mag else Uitkomst.FOUT)
