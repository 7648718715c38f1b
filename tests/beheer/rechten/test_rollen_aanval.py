# SPDX-License-Identifier: EUPL-1.2
"""Giving what one may not, or to whom one may not: R27, R31."""

import pytest
from sqlalchemy.orm import Session

from portal.models.soorten import Gebruikerstatus
from tests.beheer.rechten.conftest import gegeven
from tests.beheer.wereld import Wereld, spoor
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@pytest.fixture
def pad(wereld: Wereld) -> str:
    """The form of the gebruiker."""
    return f"/beheer/gebruikers/{wereld.gebruiker.id}/rollen/"


def test_r27_r31_een_vreemde_rol_wordt_geweigerd_en_de_poging_staat_in_het_spoor(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    beheerder.get(pad)
    keuze = {"stand": beheerder.veld("stand"), "rol": str(wereld.vreemd.id)}
    beheerder.post(pad, keuze, 422)
    assert "niet (meer) kunt geven" in beheerder.tekst
    assert gegeven(db_sessie, wereld.gebruiker) == []
    (record,) = spoor(db_sessie, "autorisatie.geweigerd")
    assert (record.object_id, record.uitkomst) == (wereld.gebruiker.id, "niet_uitdeelbaar")


def test_r27_een_vreemd_kenmerk_wordt_geweigerd(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    vreemd = fabriek.maak_kenmerk(db_sessie, "99ZZ")
    vreemd.soort = wereld.kenmerk.soort
    db_sessie.flush()
    veld = f"kenmerk-{wereld.met_code.id}-{wereld.kenmerk.soort_id}"
    beheerder.get(pad)
    for waarde in (str(vreemd.id), "abc", "9" * 30, "\x00"):
        stand = beheerder.veld("stand")
        keuze = {"stand": stand, "rol": str(wereld.met_code.id), veld: waarde}
        beheerder.post(pad, keuze, 422)
        assert "uit de lijst" in beheerder.tekst
    assert gegeven(db_sessie, wereld.gebruiker) == []


@pytest.mark.parametrize("deel", ["rollen/", "rollen/kopieren/", "wijzigen/", "toegang/"])
def test_r27_een_gebruiker_van_een_ander_bestaat_hier_niet(
    beheerder: Klant, db_sessie: Session, deel: str
) -> None:
    vreemd = fabriek.maak_gebruiker(db_sessie, nu=NU)
    adres = f"/beheer/gebruikers/{vreemd.id}/{deel}"
    beheerder.get(adres, 404)
    if deel in {"rollen/", "wijzigen/"}:
        beheerder.get("/beheer/gebruikers/")
        beheerder.post(adres, {"achternaam": "Ander"}, 404)


def test_r27_niemand_wijzigt_de_eigen_rollen(
    beheerder: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    adres = f"/beheer/gebruikers/{wereld.beheerder.id}/rollen/"
    beheerder.get(adres, 403)
    assert "Een andere beheerder" in beheerder.tekst
    beheerder.get("/beheer/gebruikers/")
    beheerder.post(adres, {"rol": str(wereld.vrij.id), "stand": "x"}, 403)
    assert gegeven(db_sessie, wereld.beheerder) == []


def test_een_beeindigd_account_krijgt_geen_rollen(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    beheerder.get(pad)
    keuze = {"stand": beheerder.veld("stand"), "rol": str(wereld.vrij.id)}
    wereld.gebruiker.status, wereld.gebruiker.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    beheerder.post(pad, keuze, 409)
    assert "is beëindigd" in beheerder.tekst
    assert gegeven(db_sessie, wereld.gebruiker) == []


def test_r27_rollen_buiten_bereik_staan_erbij_en_blijven_zoals_ze_zijn(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vreemd, nu=NU)
    beheerder.get(pad)
    assert "Andere rollen" in beheerder.tekst and "Vreemd" in beheerder.tekst
    assert not beheerder.boom.xpath(f"//input[@id='rol-{wereld.vreemd.id}']")
    keuze = {"stand": beheerder.veld("stand"), "rol": str(wereld.vrij.id)}
    beheerder.post(pad, keuze)
    namen = sorted(een.rol.naam for een in gegeven(db_sessie, wereld.gebruiker))
    assert namen == ["Inzien", "Vreemd"]


def test_r27_velden_die_niet_in_het_formulier_staan_doen_niets(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    beheerder.get(pad)
    extra = {
        "gebruiker_id": str(wereld.beheerder.id),
        "door_id": str(wereld.gebruiker.id),
        "status": "beeindigd",
        f"van-{wereld.vreemd.id}": "2026-12-01",
        f"kenmerk-{wereld.vrij.id}-{wereld.kenmerk.soort_id}": str(wereld.kenmerk.id),
    }
    keuze = {"stand": beheerder.veld("stand"), "rol": str(wereld.vrij.id)}
    beheerder.post(pad, keuze | extra)
    (een,) = gegeven(db_sessie, wereld.gebruiker)
    assert (een.door_id, een.kenmerken) == (wereld.beheerder.id, [])
    assert gegeven(db_sessie, wereld.beheerder) == []
