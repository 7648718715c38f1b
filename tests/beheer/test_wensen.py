# SPDX-License-Identifier: EUPL-1.2
"""What of the wishes of a beheerder is refused, and why: R22, R27."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from portal.domain import autorisaties
from portal.domain.autorisaties import Reden, Wens
from tests.beheer.wereld import DAG, Wereld, maak_rol
from tests.conftest import NU
from tests.harnas import fabriek

VANDAAG = date(2026, 11, 24)


def keur(
    session: Session, wereld: Wereld, *wensen: Wens, nu: datetime = NU
) -> list[tuple[int, Reden, list[str]]]:
    afkeuringen = autorisaties.keur(
        session, wensen, organisatie=wereld.organisatie, door=wereld.beheerder, nu=nu
    )
    return [(a.rol_id, a.reden, [s.code for s in a.kenmerksoorten]) for a in afkeuringen]


def test_r27_een_wens_binnen_het_bereik_is_goed(db_sessie: Session, wereld: Wereld) -> None:
    melden = Wens(wereld.met_code.id, frozenset({wereld.kenmerk.id}), VANDAAG, VANDAAG + DAG)
    assert keur(db_sessie, wereld, Wens(wereld.vrij.id), melden) == []
    assert keur(db_sessie, wereld) == []


def test_r27_een_rol_buiten_het_bereik_wordt_geweigerd(db_sessie: Session, wereld: Wereld) -> None:
    for rol_id in (wereld.vreemd.id, 999_999):
        assert keur(db_sessie, wereld, Wens(rol_id)) == [(rol_id, Reden.NIET_UITDEELBAAR, [])]


def test_r27_een_beeindigde_rol_wordt_geweigerd(db_sessie: Session, wereld: Wereld) -> None:
    wereld.vrij.beeindigd_op = wereld.vreemd.beeindigd_op = NU - DAG
    db_sessie.flush()
    wensen = (Wens(wereld.vrij.id), Wens(wereld.vreemd.id))
    assert [reden for _, reden, _ in keur(db_sessie, wereld, *wensen)] == [
        Reden.ROL_BEEINDIGD,
        Reden.NIET_UITDEELBAAR,
    ]


def test_r22_een_rol_zonder_de_kenmerken_die_zij_nodig_heeft_wordt_geweigerd(
    db_sessie: Session, wereld: Wereld
) -> None:
    nummer = fabriek.maak_kenmerk(db_sessie, "38819")
    dubbel = maak_rol(db_sessie, "Bekostiging", wereld.kenmerk, nummer)
    wereld.beheerdersrol.rollen.append(dubbel)
    wereld.organisatie.kenmerken.append(nummer)
    db_sessie.flush()
    alleen_een = Wens(dubbel.id, frozenset({wereld.kenmerk.id}))
    assert keur(db_sessie, wereld, alleen_een) == [
        (dubbel.id, Reden.KENMERK_ONTBREEKT, [nummer.soort.code])
    ]
    beide = Wens(dubbel.id, frozenset({wereld.kenmerk.id, nummer.id}))
    assert keur(db_sessie, wereld, beide) == []


def test_r22_een_kenmerk_dat_de_organisatie_niet_heeft_wordt_geweigerd(
    db_sessie: Session, wereld: Wereld
) -> None:
    ander = fabriek.maak_kenmerk(db_sessie, "99ZZ")
    ander.soort = wereld.kenmerk.soort
    weg = fabriek.maak_kenmerk(db_sessie, "00AA")
    weg.soort, weg.beeindigd_op = wereld.kenmerk.soort, NU - DAG
    wereld.organisatie.kenmerken.append(weg)
    db_sessie.flush()
    for kenmerk_id in (ander.id, weg.id, 999_999):
        wens = Wens(wereld.met_code.id, frozenset({wereld.kenmerk.id, kenmerk_id}))
        verwacht = [(wereld.met_code.id, Reden.KENMERK_NIET_VAN_ORGANISATIE, [])]
        assert keur(db_sessie, wereld, wens) == verwacht


def test_r22_een_kenmerk_dat_de_rol_niet_nodig_heeft_wordt_geweigerd(
    db_sessie: Session, wereld: Wereld
) -> None:
    wens = Wens(wereld.vrij.id, frozenset({wereld.kenmerk.id}))
    code = wereld.kenmerk.soort.code
    assert keur(db_sessie, wereld, wens) == [(wereld.vrij.id, Reden.KENMERK_NIET_NODIG, [code])]


def test_r27_twee_keer_dezelfde_rol_wordt_geweigerd(db_sessie: Session, wereld: Wereld) -> None:
    wens = Wens(wereld.vrij.id)
    later = Wens(wereld.vrij.id, van=VANDAAG + DAG)
    assert keur(db_sessie, wereld, wens, later) == [(wereld.vrij.id, Reden.DUBBEL, [])]


@pytest.mark.parametrize(
    ("van", "tot", "redenen"),
    [
        (None, VANDAAG, []),
        (VANDAAG, VANDAAG, []),
        (VANDAAG - 400 * DAG, None, []),
        (date.min, None, []),
        (None, VANDAAG - DAG, [Reden.TOT_VOORBIJ]),
        (VANDAAG + DAG, VANDAAG - DAG, [Reden.TOT_VOORBIJ]),
        (VANDAAG + 2 * DAG, VANDAAG + DAG, [Reden.TOT_VOOR_VAN]),
        (None, date.max, [Reden.TE_VER]),
        (date.max, None, [Reden.TE_VER]),
    ],
)
def test_r22_een_periode_die_niet_kan_wordt_geweigerd(
    db_sessie: Session, wereld: Wereld, van: date | None, tot: date | None, redenen: list[Reden]
) -> None:
    wens = Wens(wereld.vrij.id, van=van, tot=tot)
    assert [reden for _, reden, _ in keur(db_sessie, wereld, wens)] == redenen


def test_r34_vandaag_is_de_dag_op_de_nederlandse_klok(db_sessie: Session, wereld: Wereld) -> None:
    na_middernacht = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    wens = Wens(wereld.vrij.id, tot=VANDAAG)
    gevonden = keur(db_sessie, wereld, wens, nu=na_middernacht)
    assert [reden for _, reden, _ in gevonden] == [Reden.TOT_VOORBIJ]


def test_keuren_kost_altijd_drie_query_s(
    db_sessie: Session, wereld: Wereld, tel_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    wensen = [Wens(wereld.vrij.id), Wens(wereld.vreemd.id), Wens(wereld.met_code.id)]
    with tel_queries() as gezien:
        assert len(keur(db_sessie, wereld, *wensen)) == 2
    assert len(gezien) == 3
