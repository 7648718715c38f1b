# SPDX-License-Identifier: EUPL-1.2
"""A pair that is no use is named by its own settings, so that nobody looks at the other pair."""

from pathlib import Path

import pytest

from portal.config import OnjuisteInstelling
from portal.eherkenning.sleutels import lees, van_map


@pytest.mark.parametrize("erbij", ["", "_NEXT"])
def test_een_paar_dat_niet_te_lezen_is_heet_naar_zijn_instellingen(
    tmp_path: Path, erbij: str
) -> None:
    kapot = tmp_path / "kapot.pem"
    kapot.write_text("geen sleutel", "ascii")
    verwacht = f"MIJNDUO_EHERKENNING_KEY{erbij} en MIJNDUO_EHERKENNING_CERT{erbij} zijn niet"
    with pytest.raises(OnjuisteInstelling, match=verwacht):
        lees(kapot, kapot, erbij)


def test_een_certificaat_van_een_andere_sleutel_is_geen_paar(tmp_path: Path) -> None:
    een, ander = tmp_path / "een", tmp_path / "ander"
    for map_ in (een, ander):
        van_map(map_, "proef")
    sleutel, certificaat = next(een.rglob("sleutel.pem")), next(ander.rglob("cert*.pem"))
    with pytest.raises(OnjuisteInstelling, match="bij MIJNDUO_EHERKENNING_CERT_NEXT hoort"):
        lees(sleutel, certificaat, "_NEXT")
