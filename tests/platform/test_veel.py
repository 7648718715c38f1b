# SPDX-License-Identifier: EUPL-1.2
"""R26: what touches many stops at once; ending it row by row is for the night (R22, R28)."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.domain import inperking, onderhoud, toegang
from portal.models import Roltaak
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM, bevestig, doe, post_van, wijzig
from tests.platform.wereld import Stelsel


@pytest.fixture(autouse=True)
def _weinig_is_veel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inperking, "HOOGSTENS", 1)


@pytest.mark.parametrize("wat", ["rollen", "kenmerken"])
def test_r22_rechten_stoppen_meteen_en_de_nacht_ruimt_op(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session, wat: str
) -> None:
    taak, _ = fabriek.maak_taak(db_sessie, "Aanvragen")
    db_sessie.add(Roltaak(rol=stelsel.rol, taak=taak))
    rij = stelsel.rol if wat == "rollen" else stelsel.az
    pad = f"{PLATFORM}/{wat}/{rij.id}/beeindigen/"
    medewerker.get(pad)
    assert "Het zijn er veel: 2 gebruikers van 1 organisatie" in medewerker.tekst
    doe(medewerker, pad)
    assert rij.beeindigd_op == NU
    assert stelsel.van_anna.geldig_tot is None and post_van(db_sessie, stelsel.anna) == []
    assert not toegang.autorisaties(db_sessie, stelsel.anna, [taak.id], NU)
    later = NU + timedelta(hours=8)
    wie = onderhoud.rechten_zonder_grond(db_sessie, later)
    assert set(wie) == {stelsel.anna.id, stelsel.bob.id}
    for nummer in [*wie, 999_999]:
        uitkomst = onderhoud.houd_rechten_bij(db_sessie, nummer, later)
        assert (uitkomst is onderhoud.Uitkomst.INGEPERKT) == (nummer != 999_999)
    assert stelsel.van_anna.geldig_tot == later
    assert stelsel.van_bob.geldig_tot == (later if wat == "rollen" else None)
    assert stelsel.az not in stelsel.van_bob.kenmerken or wat == "rollen"
    assert post_van(db_sessie, stelsel.anna) == ["rechten_gewijzigd"]
    assert onderhoud.rechten_zonder_grond(db_sessie, later) == []
    assert onderhoud.houd_rechten_bij(db_sessie, stelsel.bob.id, later) is (
        onderhoud.Uitkomst.NIETS
    )


def test_r26_te_veel_om_te_mailen_vraagt_om_een_mededeling(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    beide = [stelsel.soort.id, stelsel.ander.id]
    for pad, anders in (
        (f"{PLATFORM}/rollen/{stelsel.rol.id}/wijzigen/", {"kenmerksoorten": beide}),
        (f"{PLATFORM}/kenmerken/{stelsel.az.id}/wijzigen/", {"waarde": "21AX"}),
    ):
        wijzig(medewerker, pad, 200, **anders)
        assert "Het zijn er te veel om te mailen: 2 gebruikers" in medewerker.tekst
        bevestig(medewerker, pad)
    assert stelsel.ander in stelsel.rol.kenmerksoorten and stelsel.az.waarde == "21AX"
    assert post_van(db_sessie, stelsel.anna) == []
