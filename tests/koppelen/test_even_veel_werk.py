# SPDX-License-Identifier: EUPL-1.2
"""An unknown name asks as much work as a known one, so that time tells nothing (R12)."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from portal.domain import activatiecodes, koppelingen
from portal.domain.koppelingen import Uitkomst
from tests.conftest import NU
from tests.harnas import fabriek
from tests.koppelen.test_koppelen_regels import FOUTE_CODE, sessie_voor

TelQueries = Callable[[], AbstractContextManager[list[str]]]
ONBEKEND = "ACDEFGHJ"


def test_r12_een_onbekende_naam_kost_evenveel_vragen_als_een_bekende(
    db_sessie: Session, tel_queries: TelQueries
) -> None:
    fabriek.maak_documenten(db_sessie, NU)
    gebruiker, vreemde = (fabriek.maak_gebruiker(db_sessie, nu=NU) for _ in range(2))
    for wie in (gebruiker, vreemde):
        activatiecodes.geef_uit(db_sessie, wie, nu=NU, door=None)
    sessie, gezien = sessie_voor(db_sessie, gebruiker), []
    for naam in (gebruiker.gebruikersnaam, vreemde.gebruikersnaam, ONBEKEND):
        db_sessie.flush()
        db_sessie.expire_all()
        with tel_queries() as vragen:
            resultaat = koppelingen.koppel(db_sessie, sessie, naam, FOUTE_CODE, NU)
            db_sessie.flush()
        assert resultaat.uitkomst is Uitkomst.FOUT
        gezien.append([re.split(r"[ ,]\s*(?=SET|\()", vraag)[0][:40] for vraag in vragen])
    bekend, van_een_ander, onbekend = gezien
    assert bekend == van_een_ander == onbekend
