# SPDX-License-Identifier: EUPL-1.2
"""Lifting a block helps the gebruiker for whom it is lifted, and nobody else (R12)."""

from sqlalchemy.orm import Session

from portal.domain import koppelingen, tellers
from portal.domain.koppelingen import Uitkomst
from portal.models import Gebruiker
from tests.conftest import NU
from tests.harnas import fabriek
from tests.koppelen.test_koppelen_regels import FOUTE_CODE, code, gebruiker, sessie_voor

__all__ = ["code", "gebruiker"]


def test_r12_na_opheffen_kan_de_gebruiker_zelf_meteen_weer_verder(
    db_sessie: Session, gebruiker: Gebruiker, code: str
) -> None:
    sessie, naam = sessie_voor(db_sessie, gebruiker), gebruiker.gebruikersnaam
    for _ in range(tellers.MAX_POGINGEN):
        koppelingen.koppel(db_sessie, sessie, naam, FOUTE_CODE, NU)
    assert koppelingen.blokkade(db_sessie, sessie, NU) is not None
    assert koppelingen.hef_blokkade_op(db_sessie, gebruiker, NU)
    assert koppelingen.blokkade(db_sessie, sessie, NU) is None
    resultaat = koppelingen.koppel(db_sessie, sessie, naam, code, NU)
    assert resultaat.uitkomst is Uitkomst.GEKOPPELD


def test_r12_een_middel_dat_elders_gokte_blijft_geblokkeerd(
    db_sessie: Session, gebruiker: Gebruiker
) -> None:
    ander = fabriek.maak_gebruiker(db_sessie, organisatie=gebruiker.organisatie, nu=NU)
    sessie = sessie_voor(db_sessie, gebruiker, "gokker")
    for naam in [ander.gebruikersnaam] * 4 + [gebruiker.gebruikersnaam]:
        koppelingen.koppel(db_sessie, sessie, naam, FOUTE_CODE, NU)
    assert koppelingen.blokkade(db_sessie, sessie, NU) is not None
    for een in (gebruiker, ander):
        assert not koppelingen.hef_blokkade_op(db_sessie, een, NU), "dat account is niet dicht"
