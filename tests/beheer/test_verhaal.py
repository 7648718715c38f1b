# SPDX-License-Identifier: EUPL-1.2
"""The story of an account and what to do next: R5-R7, R12, R15-R17."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, handelingen, koppelingen
from portal.domain.verhaal import Codestand, Stap, Tokenstand, Verhaal, verhaal
from portal.models import Gebruiker, Teller
from portal.models.soorten import Gebruikerstatus, Tellersoort, Verbreekreden
from portal.secrets import versleutel
from tests.beheer.wereld import DAG, Wereld, ken_toe, maak_koppeling, maak_medewerker
from tests.conftest import NU
from tests.harnas import fabriek

BLOK = NU + timedelta(minutes=15)


@pytest.fixture
def jan(db_sessie: Session, wereld: Wereld) -> Gebruiker:
    """A gebruiker with a rol, registered by the beheerder."""
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU)
    wereld.gebruiker.aangemeld_door = wereld.beheerder
    db_sessie.flush()
    return wereld.gebruiker


def blokkeer_teller(session: Session, jan: Gebruiker) -> None:
    session.add(
        Teller(
            soort=Tellersoort.ACCOUNT,
            sleutel="s",
            aantal=5,
            geblokkeerd_tot=BLOK,
            gebruiker_id=jan.id,
        )
    )
    session.flush()


def test_r7_van_aanmelden_tot_inloggen_zegt_elke_stap_wat_er_nu_moet(
    db_sessie: Session, wereld: Wereld, jan: Gebruiker
) -> None:
    def stap(nu: datetime = NU) -> Stap:
        return verhaal(db_sessie, jan, nu).volgende_stap

    assert stap() is Stap.BRIEF_DOWNLOADEN
    jan.brief_gedownload_op = NU
    assert stap() is Stap.CODE_VERSTREKKEN
    activatiecodes.laat_versturen(db_sessie, jan, door=wereld.beheerder, nu=NU)
    assert stap() is Stap.KOPPELEN_AFWACHTEN
    assert stap(NU + DAG) is Stap.NIEUWE_CODE_VERSTREKKEN
    blokkeer_teller(db_sessie, jan)
    assert stap() is Stap.BLOKKADE_AFWACHTEN
    koppelingen.hef_blokkade_op(db_sessie, jan, NU)
    db_sessie.flush()
    assert stap() is Stap.KOPPELEN_AFWACHTEN
    maak_koppeling(db_sessie, jan)
    assert stap() is Stap.NIETS


def test_r5_het_verhaal_zegt_wie_wat_deed_en_kent_geen_code(
    db_sessie: Session, wereld: Wereld, jan: Gebruiker
) -> None:
    activatiecodes.laat_versturen(db_sessie, jan, door=wereld.beheerder, nu=NU)
    gevonden = verhaal(db_sessie, jan, NU)
    assert gevonden.codestand is Codestand.OPEN
    assert gevonden.code is not None and gevonden.code.verloopt_op == NU + DAG
    assert gevonden.naam(gevonden.code.uitgegeven_door_id) == wereld.beheerder.naam
    assert gevonden.naam(jan.aangemeld_door_id) == wereld.beheerder.naam
    assert gevonden.naam(None) == ""
    activatiecodes.geef_uit(db_sessie, jan, nu=NU + timedelta(hours=1), door=None)
    nieuwer = verhaal(db_sessie, jan, NU + timedelta(hours=2))
    assert nieuwer.code is not None and nieuwer.code.uitgegeven_door_id is None
    assert nieuwer.codestand is Codestand.OPEN


@pytest.mark.parametrize(
    ("veld", "stand"),
    [("gebruikt_op", Codestand.GEBRUIKT), ("vervallen_op", Codestand.VERVALLEN)],
)
def test_r6_de_laatste_code_is_gebruikt_vervallen_of_verlopen(
    db_sessie: Session, jan: Gebruiker, veld: str, stand: Codestand
) -> None:
    assert verhaal(db_sessie, jan, NU).codestand is Codestand.GEEN
    activatiecodes.geef_uit(db_sessie, jan, nu=NU, door=None)
    assert verhaal(db_sessie, jan, NU + DAG).codestand is Codestand.VERLOPEN
    code = verhaal(db_sessie, jan, NU).code
    setattr(code, veld, NU)
    assert verhaal(db_sessie, jan, NU + DAG).codestand is stand


def test_r16_de_koppeling_vervalt_op_een_dag_en_daarvoor_moet_iemand_inloggen(
    db_sessie: Session, jan: Gebruiker
) -> None:
    koppeling = maak_koppeling(db_sessie, jan, laatste_login_op=NU)
    gevonden = verhaal(db_sessie, jan, NU)
    assert gevonden.is_gekoppeld and gevonden.vervalt_op == koppelingen.vervalt_op(koppeling)
    assert gevonden.volgende_stap is Stap.NIETS
    vervalt_op = koppelingen.vervalt_op(koppeling)
    nadert = verhaal(db_sessie, jan, vervalt_op - 60 * DAG)
    assert (nadert.vervalt_over, nadert.volgende_stap) == (60, Stap.AAN_INLOGGEN_HERINNEREN)
    vroeger = verhaal(db_sessie, jan, vervalt_op - 61 * DAG)
    assert (vroeger.vervalt_over, vroeger.volgende_stap) == (61, Stap.NIETS)


def test_r17_na_het_ontkoppelen_blijft_te_zien_waarom_en_begint_het_bij_een_code(
    db_sessie: Session, wereld: Wereld, jan: Gebruiker
) -> None:
    jan.brief_gedownload_op = NU - DAG
    maak_koppeling(db_sessie, jan, beeindigd_op=NU - 3 * DAG, reden="defect", middel_kvk="oud")
    maak_koppeling(db_sessie, jan)
    handelingen.verbreek_koppeling(
        db_sessie, jan, reden=Verbreekreden.ZOEK, door=wereld.beheerder, nu=NU
    )
    gevonden = verhaal(db_sessie, jan, NU)
    assert not gevonden.is_gekoppeld and gevonden.koppeling is not None
    assert (gevonden.koppeling.reden, gevonden.koppeling.beeindigd_op) == ("zoek", NU)
    assert gevonden.naam(gevonden.koppeling.beeindigd_door_id) == wereld.beheerder.naam
    assert (gevonden.vervalt_op, gevonden.vervalt_over) == (None, None)
    assert gevonden.volgende_stap is Stap.CODE_VERSTREKKEN


def test_r15_het_token_wordt_na_koppelen_of_beeindigen_ingenomen(
    db_sessie: Session, wereld: Wereld, jan: Gebruiker
) -> None:
    def stand() -> tuple[Tokenstand, Stap]:
        db_sessie.flush()
        gevonden = verhaal(db_sessie, jan, NU)
        return gevonden.tokenstand, gevonden.volgende_stap

    jan.brief_gedownload_op = NU
    assert stand() == (Tokenstand.GEEN, Stap.CODE_VERSTREKKEN)
    jan.token_geheim, jan.wachtwoord_hash = versleutel("x"), "x"
    assert stand() == (Tokenstand.IN_GEBRUIK, Stap.CODE_VERSTREKKEN)
    maak_koppeling(db_sessie, jan)
    assert stand() == (Tokenstand.IN_TE_LEVEREN, Stap.TOKEN_INNEMEN)
    handelingen.lever_token_in(db_sessie, jan, door=wereld.beheerder, nu=NU)
    assert stand() == (Tokenstand.INGELEVERD, Stap.NIETS)
    ander = fabriek.maak_gebruiker(
        db_sessie,
        nu=NU,
        token_geheim=b"x",
        wachtwoord_hash="x",
        status=Gebruikerstatus.BEEINDIGD,
        beeindigd_op=NU,
    )
    assert verhaal(db_sessie, ander, NU).volgende_stap is Stap.TOKEN_INNEMEN


def test_r12_een_blokkade_telt_zolang_zij_duurt(db_sessie: Session, jan: Gebruiker) -> None:
    blokkeer_teller(db_sessie, jan)
    assert verhaal(db_sessie, jan, NU).geblokkeerd_tot == BLOK
    assert verhaal(db_sessie, jan, BLOK).geblokkeerd_tot is None


def test_r28_wie_geblokkeerd_of_beeindigd_is_of_geen_rol_heeft(
    db_sessie: Session, wereld: Wereld, jan: Gebruiker
) -> None:
    def stap(wie: Gebruiker) -> Stap:
        return verhaal(db_sessie, wie, NU).volgende_stap

    jan.status = Gebruikerstatus.GEBLOKKEERD
    assert stap(jan) is Stap.DEBLOKKEREN
    jan.status, jan.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    assert stap(jan) is Stap.NIETS
    leeg = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.organisatie)
    fabriek.geef(db_sessie, leeg, wereld.vrij, nu=NU, geldig_tot=NU)
    assert stap(leeg) is Stap.ROLLEN_GEVEN
    fabriek.geef(db_sessie, leeg, wereld.vrij, nu=NU, geldig_van=NU + DAG)
    assert stap(leeg) is Stap.BRIEF_DOWNLOADEN, "een rol die nog ingaat telt ook"
    assert stap(wereld.beheerder) is Stap.BRIEF_DOWNLOADEN, "een beheerdersrol is genoeg"
    assert stap(maak_medewerker(db_sessie)) is Stap.BRIEF_DOWNLOADEN


def test_het_verhaal_kost_vier_query_s(
    db_sessie: Session,
    wereld: Wereld,
    jan: Gebruiker,
    tel_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    activatiecodes.laat_versturen(db_sessie, jan, door=wereld.beheerder, nu=NU)
    maak_koppeling(db_sessie, jan)
    ken_toe(db_sessie, jan, wereld.beheerdersrol)
    with tel_queries() as gezien:
        gevonden: Verhaal = verhaal(db_sessie, jan, NU)
        assert (gevonden.volgende_stap, gevonden.vervalt_over is not None) == (Stap.NIETS, True)
    assert len(gezien) == 4
