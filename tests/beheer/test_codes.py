# SPDX-License-Identifier: EUPL-1.2
"""Having a code sent, and requests for one as a beheerder sees them: R5, R6, R7, R31."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, sessies
from portal.domain.activatiecodes import MAX_PER_DAG, Uitkomst
from portal.models import Activatiecode, Codeverzoek, Gebruiker, Sessie
from portal.models.soorten import Gebruikerstatus, Medewerkersrol
from tests.beheer.conftest import Schrijver
from tests.beheer.tegelijk import tegelijk
from tests.beheer.wereld import (
    DAG,
    Wereld,
    bouw,
    ken_toe,
    maak_koppeling,
    middel,
    post,
    spoor,
)
from tests.conftest import NU
from tests.harnas import fabriek

MINUUT = timedelta(minutes=1)


def verstuur(session: Session, wereld: Wereld, nu: datetime = NU) -> Uitkomst:
    return activatiecodes.laat_versturen(
        session,
        wereld.gebruiker,
        door=wereld.beheerder,
        nu=nu,
    )


def aantal_open(session: Session) -> int | None:
    open_ = Activatiecode.vervallen_op.is_(None) & Activatiecode.gebruikt_op.is_(None)
    return session.scalar(select(func.count()).where(open_))


def test_r5_r7_de_code_gaat_naar_de_gebruiker_en_de_beheerder_hoort_alleen_dat(
    db_sessie: Session, wereld: Wereld
) -> None:
    assert verstuur(db_sessie, wereld) is Uitkomst.VERSTUURD
    assert post(db_sessie) == [
        ("activatiecode", wereld.gebruiker.email),
        ("code_uitgegeven", wereld.beheerder.email),
    ]
    (record,) = spoor(db_sessie, "activatiecode.gemaakt")
    assert record.gegevens["uitgegeven_door_id"] == [None, wereld.beheerder.id]


def test_r5_een_beheerder_met_een_token_laat_zichzelf_een_code_sturen(
    db_sessie: Session, wereld: Wereld
) -> None:
    door = wereld.beheerder
    uitkomst = activatiecodes.laat_versturen(db_sessie, door, door=door, nu=NU)
    assert uitkomst is Uitkomst.VERSTUURD


@pytest.mark.parametrize(
    ("toestand", "verwacht"),
    [
        ("geblokkeerd", Uitkomst.GEBLOKKEERD),
        ("beeindigd", Uitkomst.BEEINDIGD),
        ("organisatie", Uitkomst.BEEINDIGD),
        ("gekoppeld", Uitkomst.AL_GEKOPPELD),
    ],
)
def test_r5_wie_niets_met_een_code_kan_krijgt_er_geen(
    db_sessie: Session, wereld: Wereld, toestand: str, verwacht: Uitkomst
) -> None:
    jan = wereld.gebruiker
    if toestand == "geblokkeerd":
        jan.status = Gebruikerstatus.GEBLOKKEERD
    elif toestand == "beeindigd":
        jan.status, jan.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    elif toestand == "organisatie":
        wereld.organisatie.beeindigd_op = NU
    else:
        maak_koppeling(db_sessie, jan)
    assert verstuur(db_sessie, wereld) is verwacht
    assert post(db_sessie) == []
    assert aantal_open(db_sessie) == 0
    (record,) = spoor(db_sessie, "code.geweigerd")
    assert (record.uitkomst, record.object_id) == (verwacht.value, jan.id)


def test_r17_na_een_verbroken_koppeling_kan_er_weer_een_code_komen(
    db_sessie: Session, wereld: Wereld
) -> None:
    maak_koppeling(db_sessie, wereld.gebruiker, beeindigd_op=NU - DAG, reden="zoek")
    assert verstuur(db_sessie, wereld) is Uitkomst.VERSTUURD


def test_r5_de_servicedesk_stuurt_alleen_een_beheerder_een_code(
    db_sessie: Session, wereld: Wereld
) -> None:
    desk = fabriek.maak_gebruiker(db_sessie, nu=NU, medewerkersrol=Medewerkersrol.SERVICEDESK)

    def stuur(wie: Gebruiker) -> Uitkomst:
        return activatiecodes.laat_versturen(db_sessie, wie, door=desk, nu=NU)

    assert stuur(wereld.gebruiker) is Uitkomst.ALLEEN_VOOR_BEHEERDER
    assert stuur(wereld.beheerder) is Uitkomst.VERSTUURD
    ken_toe(db_sessie, wereld.gebruiker, wereld.beheerdersrol, geldig_van=NU + DAG)
    assert stuur(wereld.gebruiker) is Uitkomst.VERSTUURD, "wie het morgen wordt ook"


def test_r5_meer_dan_vijf_codes_in_24_uur_voor_een_gebruiker_worden_geweigerd(
    db_sessie: Session, wereld: Wereld
) -> None:
    for keer in range(MAX_PER_DAG):
        assert verstuur(db_sessie, wereld, NU + keer * MINUUT) is Uitkomst.VERSTUURD
    mails = len(post(db_sessie))
    vlak_ervoor = NU + activatiecodes.GELDIG - timedelta(seconds=1)
    assert verstuur(db_sessie, wereld, vlak_ervoor) is Uitkomst.TE_VAAK
    assert len(post(db_sessie)) == mails
    assert aantal_open(db_sessie) == 1
    assert verstuur(db_sessie, wereld, NU + activatiecodes.GELDIG) is Uitkomst.VERSTUURD
    ander = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.organisatie)
    uitkomst = activatiecodes.laat_versturen(db_sessie, ander, door=wereld.beheerder, nu=NU)
    assert uitkomst is Uitkomst.VERSTUURD


def test_r5_codes_die_tegelijk_worden_verstuurd_wachten_op_elkaar_en_een_werkt(
    schrijver: Schrijver,
) -> None:
    with schrijver() as session:
        wereld = bouw(session)

    def doe(session: Session, _nummer: int) -> Uitkomst:
        jan = session.get_one(Gebruiker, wereld.gebruiker.id)
        door = session.get_one(Gebruiker, wereld.beheerder.id)
        return activatiecodes.laat_versturen(session, jan, door=door, nu=NU)

    uitkomsten = tegelijk(schrijver, doe, MAX_PER_DAG + 1)
    assert uitkomsten.count(Uitkomst.VERSTUURD) == MAX_PER_DAG
    assert uitkomsten.count(Uitkomst.TE_VAAK) == 1
    with schrijver() as session:
        assert aantal_open(session) == 1
        assert [soort for soort, _ in post(session)].count("activatiecode") == MAX_PER_DAG


def vraag_aan(session: Session, persoon: str, **nummers: str) -> Sessie:
    token = sessies.begin_koppelen(
        session, middel(persoon, **nummers), sector_id=None, nu=NU, adres=""
    )
    gevonden = sessies.zoek(session, token, NU)
    assert gevonden is not None
    activatiecodes.vraag_aan(session, gevonden.sessie, NU)
    return gevonden.sessie


def test_r7_een_verzoek_om_een_code_zegt_van_welke_organisatie_het_kwam_en_wanneer(
    db_sessie: Session, wereld: Wereld
) -> None:
    wereld.organisatie.rsin = "123456782"
    db_sessie.flush()
    vraag_aan(db_sessie, "jan", kvk=wereld.organisatie.kvk)
    vraag_aan(db_sessie, "piet", rsin="123456782")
    vraag_aan(db_sessie, "vreemde", kvk="99999999")
    kolommen = (Codeverzoek.organisatie_id, Codeverzoek.op, Codeverzoek.dag)
    gevonden = [tuple(rij) for rij in db_sessie.execute(select(*kolommen).order_by(Codeverzoek.id))]
    eigen = (wereld.organisatie.id, NU, date(2026, 11, 24))
    assert gevonden == [eigen, eigen, (None, NU, date(2026, 11, 24))]
    assert post(db_sessie) == 2 * [("code_aangevraagd", wereld.beheerder.email)]


def test_r7_een_tweede_verzoek_op_een_dag_geeft_geen_mail_en_ook_het_bestuur_hoort_het_eerste(
    db_sessie: Session, wereld: Wereld
) -> None:
    school = fabriek.maak_organisatie(db_sessie, parent=wereld.organisatie)
    for _ in range(2):
        vraag_aan(db_sessie, "jan", kvk=school.kvk)
    assert post(db_sessie) == [("code_aangevraagd", wereld.beheerder.email)]
    uitkomsten = [r.uitkomst for r in spoor(db_sessie, "code.gevraagd")]
    assert uitkomsten == ["gelukt", "al_gevraagd"]
