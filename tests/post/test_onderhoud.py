# SPDX-License-Identifier: EUPL-1.2
"""R16 and R7: what happens by the clock, once, however often the job runs."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cli.onderhoud import codewerk, nachtwerk
from portal.db import db, transactie
from portal.models import Activatiecode, Auditrecord, Autorisatie, Koppeling, Rol
from portal.models.soorten import Gebruikerstatus, Verbreekreden
from tests.post.wereld import maak_code, maak_gebruiker, maak_koppeling, maak_organisatie, post

LOGIN = datetime(2025, 5, 31, 10, 0, tzinfo=UTC)
EINDE = datetime(2026, 11, 30, 11, 0, tzinfo=UTC)  # 18 calendar months, in winter time
DAG = timedelta(days=1)
MINUUT = timedelta(minutes=1)
NADERT = ("verbreking_nadert", "jan@example.nl")
VERBROKEN = ("koppeling_verbroken", "jan@example.nl")

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def koppeling_id(app: Flask) -> int:
    with transactie() as session:
        jan = maak_gebruiker(session, maak_organisatie(session), "jan", LOGIN)
        return maak_koppeling(session, jan, LOGIN).id


def lees(koppeling_id: int) -> Koppeling:
    with Session(db.engine) as session:
        return session.scalars(select(Koppeling).where(Koppeling.id == koppeling_id)).one()


def test_na_18_kalendermaanden_stilte_is_de_koppeling_ongedaan_gemaakt_r16(
    koppeling_id: int,
) -> None:
    assert nachtwerk(EINDE - MINUUT)["verbroken"] == 0
    assert lees(koppeling_id).beeindigd_op is None
    assert nachtwerk(EINDE)["verbroken"] == 1
    koppeling = lees(koppeling_id)
    assert koppeling.beeindigd_op == EINDE
    assert koppeling.reden is Verbreekreden.NIET_INGELOGD
    assert post()[-1] == VERBROKEN


@pytest.mark.parametrize(
    ("login", "einde"),
    [
        (datetime(2026, 8, 31, 10, 0, tzinfo=UTC), datetime(2028, 2, 29, 11, 0, tzinfo=UTC)),
        (datetime(2025, 8, 31, 10, 0, tzinfo=UTC), datetime(2027, 2, 28, 11, 0, tzinfo=UTC)),
        (datetime(2024, 2, 29, 10, 0, tzinfo=UTC), datetime(2025, 8, 29, 9, 0, tzinfo=UTC)),
    ],
)
def test_aan_het_eind_van_een_korte_maand_is_het_die_dag_en_niet_later_r16(
    koppeling_id: int, login: datetime, einde: datetime
) -> None:
    with transactie() as session:
        session.get_one(Koppeling, koppeling_id).laatste_login_op = login
    assert nachtwerk(einde - MINUUT)["verbroken"] == 0
    assert nachtwerk(einde)["verbroken"] == 1


def test_wie_zo_lang_stil_was_krijgt_30_en_7_dagen_vooraf_een_mail_r16(koppeling_id: int) -> None:
    nu = EINDE - 40 * DAG
    gemaild = []
    while nu <= EINDE + 2 * DAG:
        voor = len(post())
        nachtwerk(nu)
        gemaild += [((EINDE - nu).days, soort) for soort, _ in post()[voor:]]
        nu += DAG
    assert gemaild == [
        (30, "verbreking_nadert"),
        (7, "verbreking_nadert"),
        (0, "koppeling_verbroken"),
    ]


def test_nog_een_keer_draaien_doet_niets_meer_r16(koppeling_id: int) -> None:
    for nu in (EINDE - 30 * DAG, EINDE - 7 * DAG, EINDE):
        assert sum(nachtwerk(nu).values()) == 1
        assert sum(nachtwerk(nu).values()) == 0
        assert sum(nachtwerk(nu + MINUUT).values()) == 0
    assert post() == [NADERT, NADERT, VERBROKEN]


def test_lag_het_werk_stil_dan_volgt_een_waarschuwing_en_niet_twee_r16(koppeling_id: int) -> None:
    nachtwerk(EINDE - 3 * DAG)
    nachtwerk(EINDE - 2 * DAG)
    assert post() == [NADERT]


def test_wie_na_een_waarschuwing_inlogt_wordt_18_maanden_later_weer_gewaarschuwd_r16(
    koppeling_id: int,
) -> None:
    nachtwerk(EINDE - 7 * DAG)
    with transactie() as session:
        session.get_one(Koppeling, koppeling_id).laatste_login_op = EINDE - 5 * DAG
    nachtwerk(EINDE)
    assert post() == [NADERT]
    nachtwerk(datetime(2028, 5, 20, 10, 0, tzinfo=UTC))
    assert post() == [NADERT, NADERT]


def test_een_beeindigd_account_krijgt_geen_waarschuwing(koppeling_id: int) -> None:
    with transactie() as session:
        jan = session.get_one(Koppeling, koppeling_id).gebruiker
        jan.status, jan.beeindigd_op = Gebruikerstatus.BEEINDIGD, LOGIN
    nachtwerk(EINDE - 7 * DAG)
    assert post() == []


def test_het_verbreken_staat_in_het_auditspoor_r31(koppeling_id: int) -> None:
    nachtwerk(EINDE)
    with Session(db.engine) as session:
        vraag = select(func.count()).where(
            Auditrecord.gebeurtenis == "koppeling.gewijzigd",
            Auditrecord.actor_soort == "systeem",
        )
        assert session.scalar(vraag) == 1


def test_twee_workers_tegelijk_waarschuwen_samen_een_keer_r16(
    app: Flask, koppeling_id: int
) -> None:
    samen = Barrier(4)

    def draai() -> None:
        with app.app_context():
            samen.wait()
            nachtwerk(EINDE - 7 * DAG)

    draden = [Thread(target=draai) for _ in range(4)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert post() == [NADERT]


UITGIFTE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
VERLOOPT = UITGIFTE + timedelta(hours=24)
UUR = timedelta(hours=1)
HERINNERING = [
    ("code_verloopt_bijna", "jan@example.nl"),
    ("code_verloopt_bijna_beheerder", "beheer@example.nl"),
]
VERLOPEN = [
    ("code_verlopen", "jan@example.nl"),
    ("code_verlopen_beheerder", "beheer@example.nl"),
]


def geef_code(door_beheerder: bool = True) -> int:
    with transactie() as session:
        organisatie = maak_organisatie(session)
        jan = maak_gebruiker(session, organisatie, "jan", UITGIFTE)
        beheer = maak_gebruiker(session, organisatie, "beheer", UITGIFTE)
        return maak_code(session, jan, UITGIFTE, beheer if door_beheerder else None).id


def test_beide_kanten_horen_6_uur_vooraf_en_bij_het_verlopen_van_een_ongebruikte_code_r7() -> None:
    geef_code()
    assert sum(codewerk(VERLOOPT - 6 * UUR - MINUUT).values()) == 0
    assert codewerk(VERLOOPT - 6 * UUR)["herinnerd"] == 1
    assert sum(codewerk(VERLOOPT - 5 * UUR).values()) == 0
    assert post() == HERINNERING
    assert codewerk(VERLOOPT)["verlopen"] == 1
    assert sum(codewerk(VERLOOPT + UUR).values()) == 0
    assert post() == HERINNERING + VERLOPEN


def test_na_stilstand_volgt_alleen_het_bericht_dat_de_code_verlopen_is_r7() -> None:
    geef_code()
    codewerk(VERLOOPT + 3 * UUR)
    assert post() == VERLOPEN


def test_een_code_van_het_portaal_zelf_wordt_alleen_aan_de_gebruiker_gemeld_r7() -> None:
    geef_code(door_beheerder=False)
    codewerk(VERLOOPT)
    assert post() == VERLOPEN[:1]


@pytest.mark.parametrize("hoe", ["gebruikt_op", "vervallen_op"])
def test_over_een_gebruikte_of_vervangen_code_gaat_geen_mail_r7(hoe: str) -> None:
    code_id = geef_code()
    with transactie() as session:
        setattr(session.get_one(Activatiecode, code_id), hoe, UITGIFTE + UUR)
    codewerk(VERLOOPT - UUR)
    codewerk(VERLOOPT)
    assert post() == []


def test_wat_geen_grond_meer_heeft_eindigt_vannacht_en_wordt_een_keer_gemeld_r22(
    app: Flask,
) -> None:
    """Of a rol that ended while it was being given."""
    with transactie() as session:
        jan = maak_gebruiker(session, maak_organisatie(session), "jan", LOGIN)
        rol = Rol(code="oud", naam="Oude rol", beeindigd_op=LOGIN)
        session.add(Autorisatie(gebruiker=jan, rol=rol, geldig_van=LOGIN, gegeven_op=LOGIN))
    assert nachtwerk(LOGIN + DAG)["ingeperkt"] == 1
    assert nachtwerk(LOGIN + 2 * DAG)["ingeperkt"] == 0
    assert post() == [("rechten_gewijzigd", "jan@example.nl")]
