# SPDX-License-Identifier: EUPL-1.2
"""Sessions end on time and on the server: R16, R17, R24."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import koppelingen
from portal.models import Koppeling
from portal.models.soorten import Verbreekreden
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant


def test_r24_een_sessie_eindigt_na_een_kwartier_stilte(
    client: Klant, db_sessie: Session, klok: Klok
) -> None:
    fabriek.koppel(client, db_sessie, fabriek.maak_gebruiker(db_sessie, nu=NU), NU)
    for _ in range(3):
        klok.verder(timedelta(minutes=14, seconds=59))
        client.get("/overzicht")
    klok.verder(timedelta(minutes=15))
    client.get("/overzicht", 303)


def test_r24_een_sessie_eindigt_altijd_na_vier_uur(
    client: Klant, db_sessie: Session, klok: Klok
) -> None:
    fabriek.koppel(client, db_sessie, fabriek.maak_gebruiker(db_sessie, nu=NU), NU)
    for _ in range(23):
        klok.verder(timedelta(minutes=10))
        client.get("/overzicht")
    klok.verder(timedelta(minutes=9, seconds=59))
    client.get("/overzicht")
    klok.verder(timedelta(seconds=1))
    client.get("/overzicht", 303)


def test_r17_een_verbroken_koppeling_zet_de_gebruiker_bij_de_volgende_klik_buiten(
    client: Klant, db_sessie: Session
) -> None:
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    fabriek.koppel(client, db_sessie, gebruiker, NU)
    client.get("/overzicht")
    koppeling = koppelingen.actieve(db_sessie, gebruiker)
    assert koppeling is not None
    koppelingen.verbreek(db_sessie, koppeling, reden=Verbreekreden.ZOEK, nu=NU)
    client.get("/overzicht", 303)
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    client.volg()
    assert "Voordat u begint" in client.tekst, "opnieuw koppelen met een nieuwe code"


def test_r16_wie_achttien_maanden_wegbleef_koppelt_opnieuw_ook_zonder_nachtwerk(
    client: Klant, db_sessie: Session, klok: Klok
) -> None:
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    fabriek.koppel(client, db_sessie, gebruiker, NU)
    klok.verder(timedelta(days=548))
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    client.volg()
    assert "Voordat u begint" in client.tekst
    koppeling = db_sessie.scalars(select(Koppeling)).one()
    assert koppeling.reden is Verbreekreden.NIET_INGELOGD


@pytest.mark.parametrize(
    ("eerder", "kop"), [(timedelta(seconds=1), "Mijn DUO"), (timedelta(0), "Voordat u begint")]
)
def test_r16_de_achttien_maanden_zijn_bij_het_inloggen_op_de_seconde(
    client: Klant, db_sessie: Session, klok: Klok, eerder: timedelta, kop: str
) -> None:
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    fabriek.koppel(client, db_sessie, gebruiker, NU)
    klok.nu = datetime(2028, 5, 24, 8, 0, tzinfo=UTC) - eerder  # 10.00 uur, then as now
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    client.volg()
    assert client.boom.findtext(".//h1") == kop


def test_r24_een_nieuwe_login_krijgt_een_nieuw_koekje_en_het_oude_is_niets_waard(
    client: Klant, db_sessie: Session
) -> None:
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    fabriek.koppel(client, db_sessie, gebruiker, NU)
    oud = client.kaal.get_cookie("mijnduo")
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    nieuw = client.kaal.get_cookie("mijnduo")
    assert oud is not None and nieuw is not None and oud.value != nieuw.value
    client.get("/overzicht")
    client.kaal.set_cookie("mijnduo", oud.value)
    client.get("/overzicht", 303)
