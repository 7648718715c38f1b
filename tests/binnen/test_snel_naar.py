# SPDX-License-Identifier: EUPL-1.2
"""Snel naar: the five most used taken of the last 90 days (R19), and how use is counted (R21)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import taken
from portal.models import Gebruiker, Rol, Roltaak, Taak, Taakgebruik
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@pytest.fixture
def zeven(db_sessie: Session, jan: Gebruiker) -> list[Taak]:
    """Seven taken that are open to Jan, A to G, in this order."""
    eerste, rol = fabriek.maak_taak(db_sessie, "A")
    gemaakt = [eerste, *(_nog_een(db_sessie, eerste, rol, n) for n in range(1, 7))]
    fabriek.geef(db_sessie, jan, rol, nu=NU)
    return gemaakt


def _nog_een(session: Session, eerste: Taak, rol: Rol, nummer: int) -> Taak:
    naam = "ABCDEFG"[nummer]
    taak = Taak(
        slug=f"{eerste.slug}-{naam.lower()}",
        naam=naam,
        onderwerp=eerste.onderwerp,
        volgorde=nummer,
    )
    session.add(Roltaak(rol=rol, taak=taak))
    return taak


def _gebruik(session: Session, jan: Gebruiker, taak: Taak, *momenten: datetime) -> None:
    session.add_all(
        Taakgebruik(gebruiker_id=jan.id, taak_id=taak.id, op=moment) for moment in momenten
    )
    session.flush()


def _snel(session: Session, jan: Gebruiker) -> str:
    return "".join(taak.naam for taak in taken.snel_naar(taken.mijn(session, jan, NU)))


def test_r19_voor_het_eerste_gebruik_zijn_het_de_eerste_vijf_die_u_mag_openen(
    db_sessie: Session, jan: Gebruiker, zeven: list[Taak]
) -> None:
    assert _snel(db_sessie, jan) == "ABCDE"


def test_r19_wat_u_het_meest_gebruikt_staat_vooraan_en_de_rest_vult_aan(
    db_sessie: Session, jan: Gebruiker, zeven: list[Taak]
) -> None:
    gisteren = NU - timedelta(days=1)
    _gebruik(db_sessie, jan, zeven[6], gisteren, gisteren)
    _gebruik(db_sessie, jan, zeven[3], gisteren)
    assert _snel(db_sessie, jan) == "GDABC"


def test_r19_bij_gelijk_gebruik_wint_wat_u_het_laatst_deed(
    db_sessie: Session, jan: Gebruiker, zeven: list[Taak]
) -> None:
    _gebruik(db_sessie, jan, zeven[1], NU - timedelta(days=2))
    _gebruik(db_sessie, jan, zeven[5], NU - timedelta(days=1))
    assert _snel(db_sessie, jan) == "FBACD"


def test_r19_gebruik_van_precies_90_dagen_geleden_telt_niet_meer(
    db_sessie: Session, jan: Gebruiker, zeven: list[Taak]
) -> None:
    _gebruik(db_sessie, jan, zeven[6], NU - timedelta(days=90))
    _gebruik(db_sessie, jan, zeven[5], NU - timedelta(days=90) + timedelta(seconds=1))
    assert _snel(db_sessie, jan) == "FABCD"


def test_r19_gebruik_van_een_ander_telt_niet(
    db_sessie: Session, jan: Gebruiker, zeven: list[Taak]
) -> None:
    collega = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=jan.organisatie)
    _gebruik(db_sessie, collega, zeven[6], NU - timedelta(days=1))
    assert _snel(db_sessie, jan) == "ABCDE"


def test_r19_een_veelgebruikte_taak_zonder_autorisatie_staat_er_niet_tussen(
    db_sessie: Session, jan: Gebruiker, zeven: list[Taak]
) -> None:
    gesloten, _ = fabriek.maak_taak(db_sessie, "Z")
    _gebruik(db_sessie, jan, gesloten, NU, NU)
    assert _snel(db_sessie, jan) == "ABCDE"


def test_r21_openen_telt_een_keer_per_tien_seconden(
    klant: Klant, db_sessie: Session, zeven: list[Taak], klok: Klok
) -> None:
    aantal = select(func.count()).select_from(Taakgebruik)
    adres = f"/taken/{zeven[0].slug}"
    klant.get(adres)
    klant.get(adres)
    klok.verder(timedelta(seconds=9))
    klant.get(adres)
    assert db_sessie.scalar(aantal) == 1
    klok.verder(timedelta(seconds=1))
    klant.get(adres)
    assert db_sessie.scalar(aantal) == 2
    klok.verder(timedelta(seconds=60))
    klant.get(f"{adres}?als=1-2")
    assert db_sessie.scalar(aantal) == 2, "kiezen waarvoor is geen nieuwe start"
    klant.get("/overzicht")
    assert klant.boom.xpath("//section[@aria-labelledby='snel-naar']//a/@href")[0] == adres
