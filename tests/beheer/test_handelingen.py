# SPDX-License-Identifier: EUPL-1.2
"""Blocking, opening again, and the token: R15, R27, R28, R31."""

import pytest
from sqlalchemy.orm import Session

from portal.domain import handelingen, sessies
from portal.domain.handelingen import Uitkomst
from portal.models import (
    Gebruiker,
)
from portal.models.soorten import Gebruikerstatus
from portal.secrets import hash_geheim, versleutel
from tests.beheer.wereld import (
    DAG,
    Wereld,
    begin_sessie,
    ken_toe,
    maak_medewerker,
    post,
    spoor,
)
from tests.conftest import NU

DADEN = {
    "blokkeren": handelingen.blokkeer,
    "deblokkeren": handelingen.deblokkeer,
    "beeindigen": handelingen.beeindig,
}


def geef_token(session: Session, gebruiker: Gebruiker) -> None:
    gebruiker.token_geheim = versleutel("JBSWY3DPEHPK3PXP")
    gebruiker.wachtwoord_hash = hash_geheim("wachtwoord")
    gebruiker.token_laatste_stap = 7
    session.flush()


def test_r28_blokkeren_sluit_het_account_en_zijn_sessies_en_deblokkeren_opent_het_weer(
    db_sessie: Session, wereld: Wereld
) -> None:
    jan, door = wereld.gebruiker, wereld.beheerder
    token = begin_sessie(db_sessie, jan)
    assert handelingen.blokkeer(db_sessie, jan, door=door, nu=NU) is Uitkomst.GELUKT
    assert jan.status is Gebruikerstatus.GEBLOKKEERD
    db_sessie.expire_all()
    assert sessies.zoek(db_sessie, token, NU) is None
    assert handelingen.blokkeer(db_sessie, jan, door=door, nu=NU) is Uitkomst.NIETS_TE_DOEN
    assert handelingen.deblokkeer(db_sessie, jan, door=door, nu=NU) is Uitkomst.GELUKT
    assert jan.status is Gebruikerstatus.ACTIEF
    assert handelingen.deblokkeer(db_sessie, jan, door=door, nu=NU) is Uitkomst.NIETS_TE_DOEN
    assert sessies.zoek(db_sessie, token, NU) is None, "een oude sessie blijft weg"
    assert post(db_sessie) == [
        ("account_geblokkeerd", jan.email),
        ("account_gedeblokkeerd", jan.email),
    ]
    status = [r.gegevens.get("status") for r in spoor(db_sessie, "gebruiker.gewijzigd")]
    assert status == [["actief", "geblokkeerd"], ["geblokkeerd", "actief"]]


@pytest.mark.parametrize("daad", DADEN)
def test_r27_r31_niemand_doet_dit_met_het_eigen_account(
    db_sessie: Session, wereld: Wereld, daad: str
) -> None:
    door = wereld.beheerder
    assert DADEN[daad](db_sessie, door, door=door, nu=NU) is Uitkomst.NIET_UZELF
    assert door.status is Gebruikerstatus.ACTIEF
    assert post(db_sessie) == []
    (record,) = spoor(db_sessie, f"gebruiker.{daad}")
    assert (record.uitkomst, record.object_id) == ("niet_uzelf", door.id)
    assert record.organisatie_id == door.organisatie_id


@pytest.mark.parametrize("daad", DADEN)
@pytest.mark.parametrize("sinds", [NU - DAG, NU + DAG])
def test_r27_een_beheerder_doet_dit_niet_met_een_andere_beheerder(
    db_sessie: Session, wereld: Wereld, daad: str, sinds: object
) -> None:
    ken_toe(db_sessie, wereld.gebruiker, wereld.beheerdersrol, geldig_van=sinds)
    uitkomst = DADEN[daad](db_sessie, wereld.gebruiker, door=wereld.beheerder, nu=NU)
    assert uitkomst is Uitkomst.BESCHERMD
    assert wereld.gebruiker.status is Gebruikerstatus.ACTIEF
    assert [r.uitkomst for r in spoor(db_sessie, f"gebruiker.{daad}")] == ["beschermd"]


def test_r27_ook_een_medewerker_is_beschermd_tegen_een_beheerder(
    db_sessie: Session, wereld: Wereld
) -> None:
    staf = maak_medewerker(db_sessie)
    uitkomst = handelingen.blokkeer(db_sessie, staf, door=wereld.beheerder, nu=NU)
    assert uitkomst is Uitkomst.BESCHERMD


@pytest.mark.parametrize("beeindigd", [False, True])
def test_r15_een_ingeleverd_token_is_gewist_en_de_gebruiker_hoort_dat(
    db_sessie: Session, wereld: Wereld, beeindigd: bool
) -> None:
    jan, door = wereld.gebruiker, wereld.beheerder
    geef_token(db_sessie, jan)
    if beeindigd:
        handelingen.beeindig(db_sessie, jan, door=door, nu=NU)
    mails = len(post(db_sessie))
    assert handelingen.lever_token_in(db_sessie, jan, door=door, nu=NU) is Uitkomst.GELUKT
    db_sessie.flush()
    assert (jan.token_ingeleverd_op, jan.token_geheim, jan.wachtwoord_hash) == (NU, None, None)
    nieuw = post(db_sessie)[mails:]
    assert nieuw == ([] if beeindigd else [("token_ingeleverd", jan.email)])
    assert handelingen.lever_token_in(db_sessie, jan, door=door, nu=NU) is Uitkomst.NIETS_TE_DOEN
    records = spoor(db_sessie, "gebruiker.gewijzigd")
    assert records[-1].gegevens["token_geheim"] == "***"


def test_r15_zonder_token_is_er_niets_in_te_leveren_en_het_eigen_neemt_een_ander_in(
    db_sessie: Session, wereld: Wereld
) -> None:
    jan, door = wereld.gebruiker, wereld.beheerder
    assert handelingen.lever_token_in(db_sessie, jan, door=door, nu=NU) is Uitkomst.NIETS_TE_DOEN
    assert jan.token_ingeleverd_op is None
    geef_token(db_sessie, door)
    assert handelingen.lever_token_in(db_sessie, door, door=door, nu=NU) is Uitkomst.NIET_UZELF
    assert door.token_geheim is not None
