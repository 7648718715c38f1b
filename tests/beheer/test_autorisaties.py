# SPDX-License-Identifier: EUPL-1.2
"""Setting the autorisaties of a gebruiker: R22, R27, R28, R31, R34."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import autorisaties
from portal.domain.autorisaties import NietToegestaan, Uitkomst, Wens
from portal.models import Autorisatie, Gebruiker
from portal.models.soorten import Gebruikerstatus
from tests.beheer.conftest import Schrijver
from tests.beheer.tegelijk import tegelijk
from tests.beheer.wereld import DAG, Wereld, bouw, post, spoor
from tests.conftest import NU
from tests.harnas import fabriek

VANDAAG = date(2026, 11, 24)
Periode = tuple[int, datetime, datetime | None]


@pytest.fixture
def stel_in(db_sessie: Session, wereld: Wereld) -> Callable[..., Uitkomst]:
    """``stel_in(*wensen)``: by the beheerder, who has just seen what there is."""

    def doe(*wensen: Wens, nu: datetime = NU, door: Gebruiker | None = None) -> Uitkomst:
        return autorisaties.stel_in(
            db_sessie,
            wereld.gebruiker,
            wensen,
            gezien=autorisaties.stand(db_sessie, wereld.gebruiker),
            door=door or wereld.beheerder,
            nu=nu,
        )

    return doe


def alle(session: Session, gebruiker: Gebruiker) -> list[Periode]:
    vraag = select(Autorisatie).where(Autorisatie.gebruiker_id == gebruiker.id)
    gevonden = session.scalars(vraag.order_by(Autorisatie.id))
    return [(een.rol_id, een.geldig_van, een.geldig_tot) for een in gevonden]


def test_r28_een_nieuwe_rol_geldt_nu_en_zegt_wie_haar_gaf_en_de_gebruiker_krijgt_een_mail(
    db_sessie: Session, wereld: Wereld, stel_in: Callable[..., Uitkomst]
) -> None:
    kenmerken = frozenset({wereld.kenmerk.id})
    uitkomst = stel_in(Wens(wereld.vrij.id), Wens(wereld.met_code.id, kenmerken))
    assert uitkomst is Uitkomst.GEWIJZIGD
    assert post(db_sessie) == [("rechten_gewijzigd", wereld.gebruiker.email)]
    gevonden = db_sessie.scalars(select(Autorisatie).order_by(Autorisatie.id)).all()
    assert [(a.rol_id, a.geldig_van, a.geldig_tot) for a in gevonden] == [
        (wereld.vrij.id, NU, None),
        (wereld.met_code.id, NU, None),
    ]
    assert {(a.door_id, a.gegeven_op) for a in gevonden} == {(wereld.beheerder.id, NU)}
    assert [k.id for k in gevonden[1].kenmerken] == [wereld.kenmerk.id]


def test_r34_dagen_zijn_nederlandse_dagen_en_de_laatste_telt_mee(
    db_sessie: Session, wereld: Wereld, stel_in: Callable[..., Uitkomst]
) -> None:
    stel_in(Wens(wereld.vrij.id, van=date(2027, 3, 27), tot=date(2027, 3, 28)))
    begin, einde = datetime(2027, 3, 26, 23, tzinfo=UTC), datetime(2027, 3, 28, 22, tzinfo=UTC)
    assert alle(db_sessie, wereld.gebruiker) == [(wereld.vrij.id, begin, einde)]


def test_r31_niemand_krijgt_een_rol_over_dagen_die_voorbij_zijn(
    db_sessie: Session, wereld: Wereld, stel_in: Callable[..., Uitkomst]
) -> None:
    stel_in(Wens(wereld.vrij.id, van=VANDAAG - 30 * DAG))
    assert alle(db_sessie, wereld.gebruiker) == [(wereld.vrij.id, NU, None)]


def test_r28_wat_gelijk_blijft_houdt_zijn_gever_en_zijn_moment_en_geeft_geen_mail(
    db_sessie: Session, wereld: Wereld, stel_in: Callable[..., Uitkomst]
) -> None:
    kenmerken = frozenset({wereld.kenmerk.id})
    wensen = [
        Wens(wereld.vrij.id, tot=VANDAAG + 7 * DAG),
        Wens(wereld.met_code.id, kenmerken, van=VANDAAG + DAG),
    ]
    stel_in(*wensen)
    voor, mails = alle(db_sessie, wereld.gebruiker), len(post(db_sessie))
    later = NU + DAG / 4
    getoond = autorisaties.wensen_van(db_sessie, wereld.gebruiker, door=wereld.beheerder, nu=later)
    assert getoond == wensen
    assert stel_in(*getoond, nu=later) is Uitkomst.ONGEWIJZIGD
    zoals_getypt = [Wens(wereld.vrij.id, van=VANDAAG, tot=wensen[0].tot), wensen[1]]
    assert stel_in(*zoals_getypt, nu=later) is Uitkomst.ONGEWIJZIGD
    assert alle(db_sessie, wereld.gebruiker) == voor
    assert len(post(db_sessie)) == mails


def test_r28_een_einde_midden_op_een_dag_blijft_staan_zolang_de_dag_dezelfde_is(
    db_sessie: Session, wereld: Wereld, stel_in: Callable[..., Uitkomst]
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU, geldig_tot=NU + 3 * DAG)
    assert stel_in(Wens(wereld.vrij.id, tot=VANDAAG + 3 * DAG)) is Uitkomst.ONGEWIJZIGD
    assert stel_in(Wens(wereld.vrij.id, tot=VANDAAG + 2 * DAG)) is Uitkomst.GEWIJZIGD


def test_r28_een_gewijzigde_rol_eindigt_nu_en_begint_opnieuw(
    db_sessie: Session, wereld: Wereld, stel_in: Callable[..., Uitkomst]
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU)
    assert stel_in(Wens(wereld.vrij.id, tot=VANDAAG)) is Uitkomst.GEWIJZIGD
    assert alle(db_sessie, wereld.gebruiker) == [
        (wereld.vrij.id, NU - DAG, NU),
        (wereld.vrij.id, NU, datetime(2026, 11, 24, 23, tzinfo=UTC)),
    ]
    assert [soort for soort, _ in post(db_sessie)] == ["rechten_gewijzigd"]


def test_r28_een_weggehaalde_rol_eindigt_nu_en_blijft_bewaard(
    db_sessie: Session, wereld: Wereld, stel_in: Callable[..., Uitkomst]
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU)
    assert stel_in() is Uitkomst.GEWIJZIGD
    assert alle(db_sessie, wereld.gebruiker) == [(wereld.vrij.id, NU - DAG, NU)]
    assert stel_in() is Uitkomst.ONGEWIJZIGD


def test_r28_r31_wat_nooit_inging_wordt_weggehaald_en_staat_nog_in_het_spoor(
    db_sessie: Session, wereld: Wereld, stel_in: Callable[..., Uitkomst]
) -> None:
    kenmerken = frozenset({wereld.kenmerk.id})
    stel_in(Wens(wereld.met_code.id, kenmerken, van=VANDAAG + 7 * DAG))
    db_sessie.commit()
    stel_in()
    assert alle(db_sessie, wereld.gebruiker) == []
    (gemaakt,), (weg,) = (
        spoor(db_sessie, "autorisatie.gemaakt"),
        spoor(db_sessie, "autorisatie.verwijderd"),
    )
    assert gemaakt.object_id == weg.object_id
    assert gemaakt.gegevens["rol_id"] == [None, wereld.met_code.id]
    assert gemaakt.gegevens["gebruiker_id"] == [None, wereld.gebruiker.id]
    assert gemaakt.gegevens["kenmerken"]["erbij"] == [wereld.kenmerk.id]


def test_r28_een_vergissing_die_meteen_wordt_hersteld_laat_geen_rol_zonder_duur_na(
    db_sessie: Session, wereld: Wereld, stel_in: Callable[..., Uitkomst]
) -> None:
    stel_in(Wens(wereld.vrij.id))
    assert stel_in() is Uitkomst.GEWIJZIGD
    assert alle(db_sessie, wereld.gebruiker) == []


def test_r27_een_rol_buiten_het_bereik_van_de_beheerder_blijft_onaangeroerd(
    db_sessie: Session, wereld: Wereld, stel_in: Callable[..., Uitkomst]
) -> None:
    for rol in (wereld.vreemd, wereld.vrij):
        fabriek.geef(db_sessie, wereld.gebruiker, rol, nu=NU)
    assert stel_in() is Uitkomst.GEWIJZIGD
    assert alle(db_sessie, wereld.gebruiker) == [
        (wereld.vreemd.id, NU - DAG, None),
        (wereld.vrij.id, NU - DAG, NU),
    ]
    assert not autorisaties.wensen_van(db_sessie, wereld.gebruiker, door=wereld.beheerder, nu=NU)


@pytest.mark.parametrize("rol", ["vreemd", "met_code"])
def test_r22_r27_wat_keur_weigert_gaat_ook_zo_niet_door(
    db_sessie: Session, wereld: Wereld, stel_in: Callable[..., Uitkomst], rol: str
) -> None:
    with pytest.raises(NietToegestaan):
        stel_in(Wens(wereld.vrij.id), Wens(getattr(wereld, rol).id))
    assert alle(db_sessie, wereld.gebruiker) == []
    assert post(db_sessie) == []


def test_r27_een_beheerder_wijzigt_de_eigen_rollen_niet(
    db_sessie: Session, wereld: Wereld, stel_in: Callable[..., Uitkomst]
) -> None:
    with pytest.raises(NietToegestaan, match="eigen rollen"):
        stel_in(Wens(wereld.vrij.id), door=wereld.gebruiker)
    assert alle(db_sessie, wereld.gebruiker) == []


def test_r27_wie_is_beeindigd_krijgt_niets_meer(
    wereld: Wereld, stel_in: Callable[..., Uitkomst]
) -> None:
    wereld.gebruiker.status, wereld.gebruiker.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    with pytest.raises(NietToegestaan, match="beëindigd"):
        stel_in(Wens(wereld.vrij.id))


@pytest.mark.parametrize("anders", ["erbij", "eraf", "korter"])
def test_wat_een_ander_intussen_wijzigde_wordt_niet_overschreven(
    db_sessie: Session, wereld: Wereld, anders: str
) -> None:
    oud = fabriek.geef(db_sessie, wereld.gebruiker, wereld.vreemd, nu=NU, geldig_tot=NU + 9 * DAG)
    gezien = autorisaties.stand(db_sessie, wereld.gebruiker)
    if anders == "erbij":
        fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU)
    elif anders == "eraf":
        db_sessie.delete(oud)
    else:
        oud.geldig_tot = NU
    db_sessie.flush()
    uitkomst = autorisaties.stel_in(
        db_sessie, wereld.gebruiker, [], gezien=gezien, door=wereld.beheerder, nu=NU
    )
    assert uitkomst is Uitkomst.INTUSSEN_GEWIJZIGD
    assert post(db_sessie) == []


def test_van_vier_die_tegelijk_hetzelfde_formulier_opslaan_slaagt_er_een(
    schrijver: Schrijver,
) -> None:
    with schrijver() as session:
        wereld = bouw(session)
        gezien = autorisaties.stand(session, wereld.gebruiker)

    def doe(session: Session, _nummer: int) -> Uitkomst:
        return autorisaties.stel_in(
            session,
            session.get_one(Gebruiker, wereld.gebruiker.id),
            [Wens(wereld.vrij.id)],
            gezien=gezien,
            door=session.get_one(Gebruiker, wereld.beheerder.id),
            nu=NU,
        )

    uitkomsten = tegelijk(schrijver, doe)
    assert sorted(uitkomsten) == [Uitkomst.GEWIJZIGD] + 3 * [Uitkomst.INTUSSEN_GEWIJZIGD]
    with schrijver() as session:
        assert len(alle(session, wereld.gebruiker)) == 1
        assert [soort for soort, _ in post(session)] == ["rechten_gewijzigd"]
