# SPDX-License-Identifier: EUPL-1.2
"""What a beheerder sees of all gebruikers at once: R6, R7, R16, R22, R28."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, koppelingen
from portal.domain.beheeroverzicht import HOOGSTENS, Lijst, Overzicht, overzicht
from portal.domain.stadia import Stadium
from portal.models import Codeverzoek, Gebruiker, Organisatie, Teller
from portal.models.soorten import Gebruikerstatus, Tellersoort
from portal.tijd import maanden_eerder
from tests.beheer.wereld import DAG, maak_koppeling, maak_rol
from tests.conftest import NU
from tests.harnas import fabriek

Maker = Callable[..., Gebruiker]
LIJSTEN = (
    "wacht_op_brief",
    "wacht_op_code",
    "wacht_op_koppelen",
    "nooit_gekoppeld",
    "koppeling_vervalt",
    "codeverzoeken",
    "rol_loopt_af",
    "geblokkeerd",
)


@pytest.fixture
def organisatie(db_sessie: Session) -> Organisatie:
    """An organisatie, beside one that is nobody's business here and has one of everything."""
    vreemd = fabriek.maak_organisatie(db_sessie)
    for velden in ({}, {"brief_gedownload_op": NU}, {"status": Gebruikerstatus.GEBLOKKEERD}):
        fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=vreemd, **velden)
    oud = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=vreemd)
    maak_koppeling(db_sessie, oud, laatste_login_op=maanden_eerder(NU, 18))
    fabriek.geef(db_sessie, oud, maak_rol(db_sessie, "R"), nu=NU, geldig_tot=NU + DAG)
    db_sessie.add(Codeverzoek(middel="v", dag=NU.date(), organisatie_id=vreemd.id, op=NU - DAG))
    return fabriek.maak_organisatie(db_sessie, naam="Noord")


@pytest.fixture
def maak(db_sessie: Session, organisatie: Organisatie) -> Maker:
    """``maak(...)``: a gebruiker of the organisatie."""

    def doe(**velden: object) -> Gebruiker:
        gegevens = {"organisatie": organisatie} | velden
        return fabriek.maak_gebruiker(db_sessie, nu=NU, **gegevens)

    return doe


def zie(session: Session, *organisaties: Organisatie) -> Overzicht:
    session.flush()
    return overzicht(session, [een.id for een in organisaties], NU)


def wie(lijst: Lijst) -> list[Gebruiker | None]:
    assert lijst.totaal == len(lijst.regels)
    return [regel.gebruiker for regel in lijst.regels]


def test_zonder_gebruikers_is_alles_nul(db_sessie: Session, organisatie: Organisatie) -> None:
    for gezien in (zie(db_sessie, organisatie), zie(db_sessie)):
        assert dict.fromkeys(Stadium, 0) == gezien.stadia
        assert all(getattr(gezien, naam) == Lijst([], 0) for naam in LIJSTEN)


def test_r28_elk_account_is_in_een_stadium_en_wie_wacht_staat_in_de_lijst_daarvan(
    db_sessie: Session, organisatie: Organisatie, maak: Maker
) -> None:
    nieuw, met_brief, verlopen = maak(), maak(), maak()
    met_code, gekoppeld, dicht = maak(), maak(), maak(status=Gebruikerstatus.GEBLOKKEERD)
    maak(status=Gebruikerstatus.BEEINDIGD, beeindigd_op=NU)
    for een in (met_brief, verlopen, met_code, gekoppeld):
        een.brief_gedownload_op = NU - DAG
    activatiecodes.geef_uit(db_sessie, verlopen, nu=NU - DAG, door=None)
    verlopen.brief_gedownload_op = NU - 2 * DAG
    activatiecodes.geef_uit(db_sessie, met_code, nu=NU - timedelta(hours=1), door=None)
    maak_koppeling(db_sessie, gekoppeld)
    gezien = zie(db_sessie, organisatie)
    assert gezien.stadia == {
        Stadium.AANGEMELD: 1,
        Stadium.BRIEF: 2,
        Stadium.CODE: 1,
        Stadium.GEKOPPELD: 1,
        Stadium.GEBLOKKEERD: 1,
    }
    assert wie(gezien.wacht_op_brief) == [nieuw]
    assert wie(gezien.wacht_op_code) == [verlopen, met_brief], "wie het langst wacht eerst"
    assert wie(gezien.wacht_op_koppelen) == [met_code]
    assert wie(gezien.geblokkeerd) == [dicht]
    assert gezien.wacht_op_brief.regels[0].op == nieuw.aangemeld_op
    assert gezien.wacht_op_brief.regels[0].organisatie == "Noord"
    assert gezien.wacht_op_code.regels[0].op == NU - 2 * DAG
    assert gezien.wacht_op_koppelen.regels[0].op == NU + timedelta(hours=23)


def test_r16_wie_nooit_koppelde_staat_in_de_lijst_en_wie_ontkoppeld_is_niet(
    db_sessie: Session, organisatie: Organisatie, maak: Maker
) -> None:
    jong, oud = maak(), maak(aangemeld_op=NU - 500 * DAG)
    maak_koppeling(db_sessie, maak(), beeindigd_op=NU, reden="zoek")
    maak(status=Gebruikerstatus.GEBLOKKEERD)
    assert wie(zie(db_sessie, organisatie).nooit_gekoppeld) == [oud, jong]


def test_r16_een_koppeling_die_binnen_60_dagen_vervalt_staat_met_haar_dag_in_de_lijst(
    db_sessie: Session, organisatie: Organisatie, maak: Maker
) -> None:
    def gekoppeld(vervalt: timedelta, **velden: object) -> Gebruiker:
        login = maanden_eerder(NU + vervalt, koppelingen.STILTE_MAANDEN)
        wie = maak()
        maak_koppeling(db_sessie, wie, laatste_login_op=login, **velden)
        return wie

    later, eerder = gekoppeld(50 * DAG), gekoppeld(5 * DAG)
    gekoppeld(65 * DAG)
    gekoppeld(5 * DAG, beeindigd_op=NU, reden="defect")
    lijst = zie(db_sessie, organisatie).koppeling_vervalt
    assert wie(lijst) == [eerder, later]
    assert [regel.op for regel in lijst.regels] == [NU + 5 * DAG, NU + 50 * DAG]


def test_r7_verzoeken_om_een_code_van_de_laatste_week_de_nieuwste_eerst(
    db_sessie: Session, organisatie: Organisatie
) -> None:
    for dagen in (0, 3, 6, 7):
        op = NU - dagen * DAG
        db_sessie.add(
            Codeverzoek(middel=f"m{dagen}", dag=op.date(), organisatie_id=organisatie.id, op=op)
        )
    db_sessie.add(Codeverzoek(middel="oud", dag=NU.date(), organisatie_id=organisatie.id))
    lijst = zie(db_sessie, organisatie).codeverzoeken
    assert [regel.op for regel in lijst.regels] == [NU, NU - 3 * DAG, NU - 6 * DAG]
    assert {(regel.gebruiker, regel.organisatie) for regel in lijst.regels} == {(None, "Noord")}


def test_r22_een_rol_die_binnen_30_dagen_afloopt_staat_met_haar_naam_in_de_lijst(
    db_sessie: Session, organisatie: Organisatie, maak: Maker
) -> None:
    jan, rol = maak(), maak_rol(db_sessie, "Inzien")
    for dagen in (30, 1, 0, 31):
        fabriek.geef(db_sessie, jan, rol, nu=NU, geldig_tot=NU + dagen * DAG)
    fabriek.geef(db_sessie, jan, rol, nu=NU)
    lijst = zie(db_sessie, organisatie).rol_loopt_af
    assert [(regel.op, regel.rol) for regel in lijst.regels] == [
        (NU + DAG, "Inzien"),
        (NU + 30 * DAG, "Inzien"),
    ]
    jan.status, jan.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    assert zie(db_sessie, organisatie).rol_loopt_af.totaal == 0


def test_r12_geblokkeerd_na_pogingen_staat_er_met_het_einde_bij(
    db_sessie: Session, organisatie: Organisatie, maak: Maker
) -> None:
    dicht, jan, voorbij = maak(status=Gebruikerstatus.GEBLOKKEERD), maak(), maak()
    for nummer, (een, minuten) in enumerate([(jan, 3), (jan, 9), (voorbij, 0)]):
        db_sessie.add(
            Teller(
                soort=Tellersoort.ACCOUNT,
                sleutel=f"s{nummer}",
                aantal=5,
                geblokkeerd_tot=NU + timedelta(minutes=minuten),
                gebruiker_id=een.id,
            )
        )
    lijst = zie(db_sessie, organisatie).geblokkeerd
    assert [(regel.gebruiker, regel.op) for regel in lijst.regels] == [
        (jan, NU + timedelta(minutes=9)),
        (dicht, None),
    ]


def test_een_lijst_heeft_tien_regels_en_zegt_hoeveel_er_zijn_over_alle_organisaties_samen(
    db_sessie: Session,
    organisatie: Organisatie,
    maak: Maker,
    tel_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    school = fabriek.maak_organisatie(db_sessie, parent=organisatie)
    for nummer in range(HOOGSTENS + 3):
        maak(organisatie=school if nummer % 2 else organisatie)
    db_sessie.flush()
    with tel_queries() as gezien:
        alles = overzicht(db_sessie, [organisatie.id, school.id], NU)
        for lijst in (alles.wacht_op_brief, alles.nooit_gekoppeld):
            assert (len(lijst.regels), lijst.totaal) == (HOOGSTENS, HOOGSTENS + 3)
            assert len({regel.organisatie for regel in lijst.regels}) == 2
            assert all(regel.gebruiker and regel.gebruiker.naam for regel in lijst.regels)
    assert len(gezien) == 6
    assert overzicht(db_sessie, [school.id], NU).stadia[Stadium.AANGEMELD] == 6
