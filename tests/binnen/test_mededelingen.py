# SPDX-License-Identifier: EUPL-1.2
"""Mededelingen: for whom, when, and read receipts (R19)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import mededelingen
from portal.models import (
    Gebruiker,
    Kenmerk,
    Mededeling,
    Mededelinggelezen,
    Organisatie,
    Rol,
    Sector,
)
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@dataclass
class Wereld:
    """What Jan has, and of each kind one that he has not."""

    jan: Gebruiker
    sectoren: tuple[Sector, Sector]
    organisaties: tuple[Organisatie, Organisatie]
    rollen: tuple[Rol, Rol]
    kenmerken: tuple[Kenmerk, Kenmerk]


@pytest.fixture
def wereld(db_sessie: Session, jan: Gebruiker) -> Wereld:
    """Jan works at a school of a bestuur, in one sector, with one rol and one kenmerk."""
    po, vo = (fabriek.maak_sector(db_sessie, slug, slug) for slug in ("po", "vo"))
    mijn, ander = (fabriek.maak_kenmerk(db_sessie, waarde) for waarde in ("21AZ", "21BA"))
    _, rol = fabriek.maak_taak(db_sessie, "Taak", mijn.soort)
    _, andere_rol = fabriek.maak_taak(db_sessie, "Andere taak")
    fabriek.geef(db_sessie, jan, rol, mijn, nu=NU)
    jan.organisatie.sectoren = [po]
    jan.organisatie.parent = fabriek.maak_organisatie(db_sessie)
    organisaties = (jan.organisatie, fabriek.maak_organisatie(db_sessie))
    return Wereld(jan, (po, vo), organisaties, (rol, andere_rol), (mijn, ander))


def _ziet(session: Session, jan: Gebruiker, /, sector_id: int | None = None, **doel: Any) -> bool:
    session.add(Mededeling(**({"titel": "T", "tekst": "t", "van": NU} | doel)))
    session.flush()
    return bool(mededelingen.mijn(session, jan, sector_id, NU))


@pytest.mark.parametrize("soort", ["sectoren", "organisaties", "rollen", "kenmerken"])
def test_r19_elke_gevulde_doelgroep_beperkt_tot_wie_erin_zit(
    db_sessie: Session, wereld: Wereld, soort: str
) -> None:
    van_mij, van_ander = getattr(wereld, soort)
    assert not _ziet(db_sessie, wereld.jan, None, **{soort: [van_ander]})
    assert _ziet(db_sessie, wereld.jan, None, **{soort: [van_ander, van_mij]})


@pytest.mark.parametrize("mis", [None, "sectoren", "organisaties", "rollen", "kenmerken"])
def test_r19_alle_gevulde_doelgroepen_moeten_kloppen(
    db_sessie: Session, wereld: Wereld, mis: str | None
) -> None:
    soorten = ("sectoren", "organisaties", "rollen", "kenmerken")
    doel = {soort: [getattr(wereld, soort)[1 if soort == mis else 0]] for soort in soorten}
    assert _ziet(db_sessie, wereld.jan, None, **doel) is (mis is None)


def test_r19_zonder_doelgroep_is_een_mededeling_voor_iedereen(
    db_sessie: Session, wereld: Wereld
) -> None:
    assert _ziet(db_sessie, fabriek.maak_gebruiker(db_sessie, nu=NU))


def test_r19_wat_het_bestuur_aangaat_geldt_ook_voor_zijn_instellingen(
    db_sessie: Session, wereld: Wereld
) -> None:
    assert _ziet(db_sessie, wereld.jan, organisaties=[wereld.jan.organisatie.parent])


def test_r19_de_sector_waarmee_u_inlogde_telt_ook(db_sessie: Session, wereld: Wereld) -> None:
    vo = wereld.sectoren[1]
    assert _ziet(db_sessie, wereld.jan, vo.id, sectoren=[vo])


@pytest.mark.parametrize("soort", ["rollen", "kenmerken"])
def test_r19_r22_een_verlopen_autorisatie_telt_niet_voor_de_doelgroep(
    db_sessie: Session, wereld: Wereld, soort: str
) -> None:
    kenmerk = fabriek.maak_kenmerk(db_sessie, "33CC")
    _, rol = fabriek.maak_taak(db_sessie, "Oud", kenmerk.soort)
    fabriek.geef(db_sessie, wereld.jan, rol, kenmerk, nu=NU, geldig_tot=NU)
    doel: dict[str, Any] = {"rollen": [rol]} if soort == "rollen" else {"kenmerken": [kenmerk]}
    assert not _ziet(db_sessie, wereld.jan, None, **doel)


@pytest.mark.parametrize(
    ("van", "tot", "zichtbaar"),
    [
        (timedelta(seconds=1), None, False),
        (timedelta(0), None, True),
        (timedelta(days=-2), timedelta(seconds=1), True),
        (timedelta(days=-2), timedelta(0), False),
    ],
)
def test_r19_een_mededeling_is_er_precies_in_haar_periode(
    db_sessie: Session, jan: Gebruiker, van: timedelta, tot: timedelta | None, zichtbaar: bool
) -> None:
    einde = NU + tot if tot is not None else None
    assert _ziet(db_sessie, jan, van=NU + van, tot=einde) is zichtbaar


def test_r19_gelezen_telt_een_keer_en_zet_de_mededeling_opzij(
    klant: Klant, db_sessie: Session
) -> None:
    db_sessie.add(Mededeling(titel="Onderhoud", tekst="Zaterdag.", van=NU))
    klant.get("/overzicht")
    adres = klant.boom.xpath("//button[contains(@formaction, '/gelezen')]/@formaction")[0]
    assert klant.post(adres).location == "/overzicht#mededelingen"
    klant.get("/overzicht")
    klant.post(adres)
    klant.get("/overzicht")
    assert not klant.boom.xpath("//form[contains(@action, '/gelezen')]")
    assert "Gelezen mededelingen (1)" in klant.tekst
    assert "Onderhoud" in klant.tekst
    assert db_sessie.scalar(select(func.count()).select_from(Mededelinggelezen)) == 1


def test_r19_een_mededeling_voor_een_ander_kan_men_niet_op_gelezen_zetten(
    klant: Klant, db_sessie: Session
) -> None:
    ander = fabriek.maak_organisatie(db_sessie)
    bericht = Mededeling(titel="Geheim", tekst="x", van=NU, organisaties=[ander])
    db_sessie.add(bericht)
    klant.get("/overzicht")
    assert "Geheim" not in klant.tekst
    klant.post(f"/overzicht/mededelingen/{bericht.id}/gelezen", status=404)
    klant.get("/overzicht")
    klant.post("/overzicht/mededelingen/99999999999999/gelezen", status=404)
