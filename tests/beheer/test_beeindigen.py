# SPDX-License-Identifier: EUPL-1.2
"""Ending an account, and the last beheerder: R1, R28."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, emailwijzigingen, handelingen, koppelingen, sessies
from portal.domain.handelingen import Uitkomst
from portal.models import (
    Activatiecode,
    Auditrecord,
    Autorisatie,
    Beheerderstoekenning,
    Bericht,
    Emailwijziging,
    Gebruiker,
    Koppeling,
)
from portal.models.soorten import Gebruikerstatus, Verbreekreden
from portal.secrets import hash_token
from tests.beheer.conftest import Schrijver
from tests.beheer.tegelijk import tegelijk
from tests.beheer.wereld import (
    DAG,
    Wereld,
    begin_sessie,
    bouw,
    ken_toe,
    maak_koppeling,
    maak_medewerker,
    post,
    spoor,
)
from tests.conftest import NU
from tests.harnas import fabriek


def test_r28_beeindigen_neemt_alles_mee_wat_toegang_geeft(
    db_sessie: Session, wereld: Wereld
) -> None:
    jan, door = wereld.gebruiker, wereld.beheerder
    token = begin_sessie(db_sessie, jan)
    maak_koppeling(db_sessie, jan)
    activatiecodes.geef_uit(db_sessie, jan, nu=NU - timedelta(hours=1), door=None)
    geldt = fabriek.geef(db_sessie, jan, wereld.vreemd, nu=NU)
    fabriek.geef(db_sessie, jan, wereld.vrij, nu=NU, geldig_van=NU + DAG)
    db_sessie.add(
        Emailwijziging(
            gebruiker=jan,
            nieuw_email="n@example.nl",
            token_hash=hash_token("link"),
            gevraagd_op=NU,
            verloopt_op=NU + DAG,
        )
    )
    assert handelingen.beeindig(db_sessie, jan, door=door, nu=NU) is Uitkomst.GELUKT
    db_sessie.flush()
    assert (jan.status, jan.beeindigd_op) == (Gebruikerstatus.BEEINDIGD, NU)
    koppeling = db_sessie.scalars(select(Koppeling)).one()
    assert (koppeling.reden, koppeling.beeindigd_op) == (Verbreekreden.BEEINDIGD, NU)
    assert koppeling.beeindigd_door_id == door.id
    assert db_sessie.scalars(select(Autorisatie)).all() == [geldt]
    assert geldt.geldig_tot == NU
    assert db_sessie.scalars(select(Activatiecode.vervallen_op)).all() == [NU]
    link = emailwijzigingen.bevestig(db_sessie, "link", NU)
    assert link is emailwijzigingen.Uitkomst.ONBEKEND
    db_sessie.expire_all()
    assert sessies.zoek(db_sessie, token, NU) is None
    assert post(db_sessie) == [("account_beeindigd", jan.email)], "een mail, niet twee"
    for daad in (handelingen.blokkeer, handelingen.deblokkeer, handelingen.beeindig):
        assert daad(db_sessie, jan, door=door, nu=NU) is Uitkomst.AL_BEEINDIGD


def test_r1_de_laatste_beheerder_blijft_tot_er_een_ander_is(
    db_sessie: Session, wereld: Wereld
) -> None:
    staf, laatste = maak_medewerker(db_sessie), wereld.beheerder

    def beeindig() -> Uitkomst:
        return handelingen.beeindig(db_sessie, laatste, door=staf, nu=NU)

    ander = fabriek.maak_gebruiker(
        db_sessie, nu=NU, organisatie=wereld.organisatie, status=Gebruikerstatus.GEBLOKKEERD
    )
    ken_toe(db_sessie, ander, wereld.beheerdersrol)
    assert beeindig() is Uitkomst.LAATSTE_BEHEERDER, "een geblokkeerde telt niet als opvolger"
    assert laatste.status is Gebruikerstatus.ACTIEF
    ken_toe(db_sessie, wereld.gebruiker, wereld.beheerdersrol)
    assert beeindig() is Uitkomst.GELUKT
    assert [r.uitkomst for r in spoor(db_sessie, "gebruiker.beeindigen")] == ["laatste_beheerder"]


def test_r1_een_beheerder_van_het_bestuur_is_geen_opvolger_bij_de_school(
    db_sessie: Session, wereld: Wereld
) -> None:
    school = fabriek.maak_organisatie(db_sessie, parent=wereld.organisatie)
    eigen = fabriek.maak_beheerder(db_sessie, nu=NU, organisatie=school)
    staf = maak_medewerker(db_sessie)
    uitkomst = handelingen.beeindig(db_sessie, eigen, door=staf, nu=NU)
    assert uitkomst is Uitkomst.LAATSTE_BEHEERDER
    school.beeindigd_op = NU
    uitkomst = handelingen.beeindig(db_sessie, eigen, door=staf, nu=NU)
    assert uitkomst is Uitkomst.GELUKT, "een organisatie die er niet meer is, heeft niemand nodig"


def test_r1_met_het_account_eindigen_de_beheerdersrollen(
    db_sessie: Session, wereld: Wereld
) -> None:
    opvolger = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.organisatie)
    ken_toe(db_sessie, opvolger, wereld.beheerdersrol)
    jan = wereld.gebruiker
    ken_toe(db_sessie, jan, wereld.beheerdersrol, geldig_tot=NU + DAG)
    ken_toe(db_sessie, jan, wereld.beheerdersrol, geldig_van=NU + DAG)
    uitkomst = handelingen.beeindig(db_sessie, jan, door=maak_medewerker(db_sessie), nu=NU)
    assert uitkomst is Uitkomst.GELUKT
    vraag = select(Beheerderstoekenning).where(Beheerderstoekenning.gebruiker_id == jan.id)
    assert [een.geldig_tot for een in db_sessie.scalars(vraag)] == [NU]


def test_r1_van_twee_beheerders_die_tegelijk_worden_beeindigd_blijft_er_een(
    schrijver: Schrijver,
) -> None:
    with schrijver() as session:
        wereld = bouw(session)
        ken_toe(session, wereld.gebruiker, wereld.beheerdersrol)
        staf_id = maak_medewerker(session).id
    wie = [wereld.beheerder.id, wereld.gebruiker.id]

    def doe(session: Session, nummer: int) -> Uitkomst:
        staf = session.get_one(Gebruiker, staf_id)
        return handelingen.beeindig(
            session, session.get_one(Gebruiker, wie[nummer]), door=staf, nu=NU
        )

    uitkomsten = tegelijk(schrijver, doe, 2)
    assert sorted(uitkomsten) == [Uitkomst.GELUKT, Uitkomst.LAATSTE_BEHEERDER]


@pytest.mark.parametrize("tabel", ["koppeling", "autorisatie", "activatiecode", "bericht"])
def test_r28_mislukt_beeindigen_halverwege_dan_is_er_niets_veranderd(
    motor: sa.Engine, schrijver: Schrijver, tabel: str
) -> None:
    with schrijver() as session:
        wereld = bouw(session)
        maak_koppeling(session, wereld.gebruiker)
        fabriek.geef(session, wereld.gebruiker, wereld.vrij, nu=NU)
        activatiecodes.geef_uit(session, wereld.gebruiker, nu=NU - DAG / 2, door=None)

    def faal(_v: object, _c: object, opdracht: str, *_rest: object) -> None:
        if opdracht.startswith((f"UPDATE {tabel} ", f"INSERT INTO {tabel} ")):
            raise ConnectionError("de stekker eruit")

    event.listen(motor, "before_cursor_execute", faal)
    with pytest.raises(ConnectionError), schrijver() as session:
        jan = session.get_one(Gebruiker, wereld.gebruiker.id)
        door = session.get_one(Gebruiker, wereld.beheerder.id)
        handelingen.beeindig(session, jan, door=door, nu=NU)
        session.flush()
    event.remove(motor, "before_cursor_execute", faal)
    with Session(motor) as session:
        jan = session.get_one(Gebruiker, wereld.gebruiker.id)
        assert jan.status is Gebruikerstatus.ACTIEF
        assert koppelingen.actieve(session, jan) is not None
        assert session.scalars(select(Autorisatie.geldig_tot)).all() == [None]
        assert session.scalars(select(Activatiecode.vervallen_op)).all() == [None]
        assert session.scalars(select(Bericht)).all() == []
        vraag = select(Auditrecord).where(Auditrecord.gebeurtenis.like("%.gewijzigd"))
        assert session.scalars(vraag).all() == []
