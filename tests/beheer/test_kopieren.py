# SPDX-License-Identifier: EUPL-1.2
"""Copying autorisaties from a colleague: R22, R27, R28."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.domain import autorisaties
from portal.domain.autorisaties import Kopie, Reden, Uitkomst, Wens
from portal.models import Gebruiker
from tests.beheer.wereld import DAG, Wereld
from tests.conftest import NU
from tests.harnas import fabriek

VANDAAG = date(2026, 11, 24)


@pytest.fixture
def collega(db_sessie: Session, wereld: Wereld) -> Gebruiker:
    """A colleague who has one rol of each kind."""
    collega = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.organisatie)
    fabriek.geef(db_sessie, collega, wereld.vrij, nu=NU, geldig_tot=NU + 9 * DAG)
    fabriek.geef(db_sessie, collega, wereld.met_code, wereld.kenmerk, nu=NU, geldig_van=NU + DAG)
    fabriek.geef(db_sessie, collega, wereld.vreemd, nu=NU)
    return collega


def kopie(session: Session, wereld: Wereld, van: Gebruiker, naar: Gebruiker) -> Kopie:
    return autorisaties.kopieerbaar(session, van, naar, door=wereld.beheerder, nu=NU)


def redenen(kopie: Kopie) -> list[tuple[int, Reden]]:
    return [(een.rol_id, een.reden) for een in kopie.niet]


def test_r27_r28_wat_de_beheerder_mag_geven_komt_mee_met_kenmerken_en_periode(
    db_sessie: Session, wereld: Wereld, collega: Gebruiker
) -> None:
    gevonden = kopie(db_sessie, wereld, collega, wereld.gebruiker)
    assert gevonden.wensen == (
        Wens(wereld.vrij.id, tot=VANDAAG + 9 * DAG),
        Wens(wereld.met_code.id, frozenset({wereld.kenmerk.id}), van=VANDAAG + DAG),
    )
    assert redenen(gevonden) == [(wereld.vreemd.id, Reden.NIET_UITDEELBAAR)]


def test_r28_wat_er_al_is_blijft_en_de_kopie_kan_erbij(
    db_sessie: Session, wereld: Wereld, collega: Gebruiker
) -> None:
    fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU)
    gevonden = kopie(db_sessie, wereld, collega, wereld.gebruiker)
    assert (wereld.vrij.id, Reden.HEEFT_AL) in redenen(gevonden)
    eigen = autorisaties.wensen_van(db_sessie, wereld.gebruiker, door=wereld.beheerder, nu=NU)
    uitkomst = autorisaties.stel_in(
        db_sessie,
        wereld.gebruiker,
        [*eigen, *gevonden.wensen],
        gezien=autorisaties.stand(db_sessie, wereld.gebruiker),
        door=wereld.beheerder,
        nu=NU,
    )
    assert uitkomst is Uitkomst.GEWIJZIGD
    over = kopie(db_sessie, wereld, collega, wereld.gebruiker)
    assert over.wensen == ()


def test_r22_naar_een_andere_organisatie_komen_alleen_haar_kenmerken_mee(
    db_sessie: Session, wereld: Wereld, collega: Gebruiker
) -> None:
    tweede = fabriek.maak_kenmerk(db_sessie, "30XX")
    tweede.soort = wereld.kenmerk.soort
    wereld.organisatie.kenmerken.append(tweede)
    school = fabriek.maak_organisatie(db_sessie, parent=wereld.organisatie, kenmerken=[tweede])
    naar = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school)
    zonder = kopie(db_sessie, wereld, collega, naar)
    assert [wens.rol_id for wens in zonder.wensen] == [wereld.vrij.id]
    assert (wereld.met_code.id, Reden.KENMERK_ONTBREEKT) in redenen(zonder)
    beide = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.organisatie)
    fabriek.geef(db_sessie, beide, wereld.met_code, wereld.kenmerk, tweede, nu=NU)
    deels = kopie(db_sessie, wereld, beide, naar)
    assert deels.wensen == (Wens(wereld.met_code.id, frozenset({tweede.id})),)
    assert redenen(deels) == [(wereld.met_code.id, Reden.KENMERK_NIET_VAN_ORGANISATIE)]


def test_r28_wat_voorbij_is_komt_niet_mee_en_een_rol_maar_een_keer(
    db_sessie: Session, wereld: Wereld
) -> None:
    collega = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.organisatie)
    fabriek.geef(db_sessie, collega, wereld.met_code, wereld.kenmerk, nu=NU, geldig_tot=NU)
    fabriek.geef(db_sessie, collega, wereld.vrij, nu=NU)
    fabriek.geef(db_sessie, collega, wereld.vrij, nu=NU, geldig_van=NU + DAG)
    gevonden = kopie(db_sessie, wereld, collega, wereld.gebruiker)
    assert gevonden.wensen == (Wens(wereld.vrij.id),)
    assert redenen(gevonden) == [(wereld.vrij.id, Reden.HEEFT_AL)]
