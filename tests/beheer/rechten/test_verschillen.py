# SPDX-License-Identifier: EUPL-1.2
"""What other wishes would change, and a form that is sent twice: R2, R28."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import aanmeldingen, gebruikers
from portal.domain.verschillen import Verschil, verschillen
from portal.domain.wensen import Wens
from portal.models import Gebruiker, Organisatie
from tests.beheer.conftest import Schrijver
from tests.beheer.tegelijk import tegelijk
from tests.beheer.wereld import Wereld, bouw, piet
from tests.conftest import NU

VANDAAG = date(2026, 11, 24)
MORGEN, LATER = VANDAAG + timedelta(1), VANDAAG + timedelta(30)
MET = Wens(1, frozenset({10, 11}), None, LATER)


@pytest.mark.parametrize(
    "nieuw, neemt_weg",
    [
        (replace(MET, kenmerken=frozenset({10, 11, 12})), False),
        (replace(MET, kenmerken=frozenset({10})), True),
        (replace(MET, kenmerken=frozenset({10, 12})), True),
        (replace(MET, tot=None), False),
        (replace(MET, tot=LATER + timedelta(1)), False),
        (replace(MET, tot=MORGEN), True),
        (replace(MET, van=MORGEN), True),
    ],
)
def test_r28_of_een_wijziging_iets_afneemt(nieuw: Wens, neemt_weg: bool) -> None:
    (een,) = verschillen([MET], [nieuw], VANDAAG)
    assert (een.oud, een.nieuw) == (MET, nieuw)
    assert een.neemt_weg is neemt_weg


def test_geven_neemt_niets_af_en_afnemen_wel() -> None:
    assert not Verschil(None, MET).neemt_weg
    assert Verschil(MET, None).neemt_weg
    assert Verschil(MET, None).rol_id == Verschil(None, MET).rol_id == 1


def test_wat_gelijk_is_telt_niet_ook_met_een_begin_dat_is_gekomen() -> None:
    assert verschillen([MET], [replace(MET, van=VANDAAG)], VANDAAG) == []
    assert verschillen([replace(MET, van=MORGEN)], [replace(MET, van=MORGEN)], VANDAAG) == []
    (een,) = verschillen([replace(MET, van=LATER)], [replace(MET, van=MORGEN)], VANDAAG)
    assert not een.neemt_weg


def test_een_rol_die_er_twee_keer_was_gaat_weg_en_de_nieuwe_komt() -> None:
    dubbel = [Wens(1, tot=MORGEN), Wens(1, van=LATER)]
    assert verschillen(dubbel, [Wens(1)], VANDAAG) == [
        Verschil(None, Wens(1)),
        Verschil(dubbel[0], None),
        Verschil(dubbel[1], None),
    ]


def test_r2_alleen_precies_hetzelfde_van_dezelfde_beheerder_is_een_herhaling(
    db_sessie: Session, wereld: Wereld
) -> None:
    waar: dict[str, Any] = {
        "organisatie": wereld.organisatie,
        "door": wereld.beheerder,
        "nu": NU,
    }
    wensen = [Wens(wereld.vrij.id)]

    def al_gedaan(wie: gebruikers.Persoon, wat: list[Wens], **anders: object) -> Gebruiker | None:
        return aanmeldingen.al_gedaan(db_sessie, wie, wat, **(waar | anders))

    assert al_gedaan(piet(), wensen) is None
    nieuw = gebruikers.meld_aan(db_sessie, piet(), wensen, **waar)
    db_sessie.flush()
    assert al_gedaan(piet(), wensen) is nieuw
    assert al_gedaan(piet(functie="Leraar"), wensen) is None
    assert al_gedaan(piet(), []) is None
    assert al_gedaan(piet(), wensen, door=wereld.gebruiker) is None
    assert al_gedaan(piet(), wensen, nu=NU + aanmeldingen.DUBBEL) is None


def test_r2_vier_keer_tegelijk_verstuurd_is_een_account(schrijver: Schrijver) -> None:
    with schrijver() as session:
        wereld = bouw(session)

    def doe(session: Session, _nummer: int) -> int:
        waar: dict[str, Any] = {
            "organisatie": session.get_one(Organisatie, wereld.organisatie.id),
            "door": session.get_one(Gebruiker, wereld.beheerder.id),
            "nu": NU,
        }
        wensen = [Wens(wereld.vrij.id)]
        gebruiker = aanmeldingen.al_gedaan(session, piet(), wensen, **waar)
        if gebruiker is None:
            gebruiker = gebruikers.meld_aan(session, piet(), wensen, **waar)
            session.flush()
        return gebruiker.id

    assert len(set(tegelijk(schrijver, doe))) == 1
    with schrijver() as session:
        vraag = select(func.count()).select_from(Gebruiker).where(Gebruiker.achternaam == "Dijk")
        assert session.scalar(vraag) == 1
