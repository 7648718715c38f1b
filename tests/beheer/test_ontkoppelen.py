# SPDX-License-Identifier: EUPL-1.2
"""Undoing a koppeling, and lifting a block: R12, R17."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import handelingen, koppelingen, sessies
from portal.domain.handelingen import Uitkomst
from portal.models import (
    Gebruiker,
    Koppeling,
)
from portal.models.soorten import Verbreekreden
from tests.beheer.conftest import Schrijver
from tests.beheer.tegelijk import tegelijk
from tests.beheer.wereld import (
    Wereld,
    begin_sessie,
    bouw,
    ken_toe,
    maak_koppeling,
    post,
    spoor,
)
from tests.conftest import NU


@pytest.mark.parametrize("reden", handelingen.REDENEN)
def test_r17_wie_zijn_middel_kwijt_is_wordt_ontkoppeld_uitgelogd_en_gemaild(
    db_sessie: Session, wereld: Wereld, reden: Verbreekreden
) -> None:
    jan, door = wereld.gebruiker, wereld.beheerder
    maak_koppeling(db_sessie, jan)
    token = begin_sessie(db_sessie, jan)

    def verbreek() -> Uitkomst:
        return handelingen.verbreek_koppeling(db_sessie, jan, reden=reden, door=door, nu=NU)

    assert verbreek() is Uitkomst.GELUKT
    db_sessie.flush()
    db_sessie.expire_all()
    assert koppelingen.actieve(db_sessie, jan) is None
    koppeling = db_sessie.scalars(select(Koppeling)).one()
    assert (koppeling.reden, koppeling.beeindigd_door_id) == (reden, door.id)
    assert sessies.zoek(db_sessie, token, NU) is None
    assert verbreek() is Uitkomst.NIETS_TE_DOEN
    assert post(db_sessie) == [("koppeling_verbroken", jan.email)]


def test_r17_alleen_een_reden_die_iemand_kan_weten_telt(db_sessie: Session, wereld: Wereld) -> None:
    jan, door = wereld.gebruiker, wereld.beheerder
    maak_koppeling(db_sessie, jan)
    for reden in set(Verbreekreden) - set(handelingen.REDENEN):
        with pytest.raises(ValueError, match="reden"):
            handelingen.verbreek_koppeling(db_sessie, jan, reden=reden, door=door, nu=NU)
    assert koppelingen.actieve(db_sessie, jan) is not None


def test_r17_ook_een_beheerder_wordt_ontkoppeld_maar_niemand_zichzelf(
    db_sessie: Session, wereld: Wereld
) -> None:
    jan, door, reden = wereld.gebruiker, wereld.beheerder, Verbreekreden.GESTOLEN
    ken_toe(db_sessie, jan, wereld.beheerdersrol)
    for wie in (jan, door):
        maak_koppeling(db_sessie, wie)
    verbreek = handelingen.verbreek_koppeling
    assert verbreek(db_sessie, jan, reden=reden, door=door, nu=NU) is Uitkomst.GELUKT
    assert verbreek(db_sessie, door, reden=reden, door=door, nu=NU) is Uitkomst.NIET_UZELF
    assert koppelingen.actieve(db_sessie, door) is not None


def test_r17_twee_beheerders_die_tegelijk_ontkoppelen_geven_een_mail(
    schrijver: Schrijver,
) -> None:
    with schrijver() as session:
        wereld = bouw(session)
        maak_koppeling(session, wereld.gebruiker)

    def doe(session: Session, _nummer: int) -> Uitkomst:
        jan = session.get_one(Gebruiker, wereld.gebruiker.id)
        door = session.get_one(Gebruiker, wereld.beheerder.id)
        reden = Verbreekreden.ZOEK
        return handelingen.verbreek_koppeling(session, jan, reden=reden, door=door, nu=NU)

    uitkomsten = tegelijk(schrijver, doe)
    assert sorted(uitkomsten) == [Uitkomst.GELUKT] + 3 * [Uitkomst.NIETS_TE_DOEN]
    with schrijver() as session:
        assert [soort for soort, _ in post(session)] == ["koppeling_verbroken"]


def test_r12_een_blokkade_die_er_niet_is_wordt_niet_opgeheven_en_niet_gemaild(
    db_sessie: Session, wereld: Wereld
) -> None:
    assert not koppelingen.hef_blokkade_op(db_sessie, wereld.gebruiker, NU)
    assert post(db_sessie) == []
    assert spoor(db_sessie, "blokkade.opgeheven") == []
