# SPDX-License-Identifier: EUPL-1.2
"""R1: staff sees which organisaties have too few beheerders, or silent or unlinked ones."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.domain import opvolging
from portal.domain.opvolging import Signaal, Stand
from portal.models import Beheerderstoekenning, Gebruiker, Organisatie
from portal.models.soorten import Gebruikerstatus, Verbreekreden
from portal.tijd import maanden_eerder
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM
from tests.platform.wereld import Stelsel, koppel, maak_beheerder

PAD = f"{PLATFORM}/opvolging/"
Tel = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def tweede(stelsel: Stelsel, db_sessie: Session) -> Gebruiker:
    """A second beheerder of the board, so that nothing is the matter."""
    return maak_beheerder(db_sessie, stelsel.bestuur, stelsel.beheerdersrol)


def _stand(session: Session, organisatie: Organisatie) -> Stand:
    session.flush()
    return opvolging.signalen(session, NU, [organisatie.id])[organisatie.id]


def test_r1_met_twee_werkende_beheerders_is_er_niets(
    stelsel: Stelsel, tweede: Gebruiker, db_sessie: Session
) -> None:
    assert _stand(db_sessie, stelsel.bestuur) == Stand(2, 0, 0, ())


def test_r1_nog_een_beheerder_en_geen_beheerder(stelsel: Stelsel, db_sessie: Session) -> None:
    assert _stand(db_sessie, stelsel.bestuur).signalen == (Signaal.EEN,)
    stelsel.beheerder.status = Gebruikerstatus.GEBLOKKEERD
    assert _stand(db_sessie, stelsel.bestuur) == Stand(0, 0, 0, (Signaal.GEEN,))


def test_r1_wie_twee_beheerdersrollen_heeft_is_een_beheerder(
    stelsel: Stelsel, db_sessie: Session
) -> None:
    ander = fabriek.maak_beheerder(db_sessie, nu=NU, organisatie=stelsel.bestuur)
    db_sessie.add(
        Beheerderstoekenning(
            gebruiker=ander, beheerdersrol=stelsel.beheerdersrol, geldig_van=NU - timedelta(days=1)
        )
    )
    assert _stand(db_sessie, stelsel.bestuur).beheerders == 2


@pytest.mark.parametrize(("maanden", "stil"), [(11, 0), (12, 1), (30, 1)])
def test_r1_een_van_de_beheerders_is_twaalf_maanden_stil(
    stelsel: Stelsel, tweede: Gebruiker, db_sessie: Session, maanden: int, stil: int
) -> None:
    tweede.laatste_login_op = maanden_eerder(NU, maanden)
    stand = _stand(db_sessie, stelsel.bestuur)
    assert stand.stil == stil and (Signaal.STIL in stand.signalen) is bool(stil)


def test_r1_een_beheerder_zonder_koppeling_telt_pas_als_die_er_was(
    stelsel: Stelsel, tweede: Gebruiker, db_sessie: Session
) -> None:
    koppeling = koppel(db_sessie, tweede)
    assert _stand(db_sessie, stelsel.bestuur).signalen == ()
    koppeling.beeindigd_op, koppeling.reden = NU, Verbreekreden.GESTOLEN
    assert _stand(db_sessie, stelsel.bestuur) == Stand(2, 1, 0, (Signaal.ONTKOPPELD,))


def test_r1_een_bestuur_met_beheerders_dekt_zijn_scholen(
    stelsel: Stelsel, db_sessie: Session
) -> None:
    school = fabriek.maak_organisatie(db_sessie, parent_id=stelsel.bestuur.id)
    assert _stand(db_sessie, school).signalen == ()
    stelsel.beheerder.status = Gebruikerstatus.GEBLOKKEERD
    assert _stand(db_sessie, school).signalen == (Signaal.GEEN,)


def test_r1_wat_beeindigd_is_en_de_uitvoerder_zelf_tellen_niet(
    stelsel: Stelsel, haverkamp: Gebruiker, db_sessie: Session
) -> None:
    voor = opvolging.tel(db_sessie, NU)
    assert voor[Signaal.EEN] == 1 and voor[Signaal.GEEN] == 0
    stelsel.bestuur.beeindigd_op = NU
    db_sessie.flush()
    assert not any(opvolging.tel(db_sessie, NU).values())
    nummers = [stelsel.bestuur.id, haverkamp.organisatie_id]
    assert opvolging.signalen(db_sessie, NU, nummers) == {}


def test_r1_de_beginpagina_en_het_menu_wijzen_naar_de_lijst(
    servicedesk: Klant, stelsel: Stelsel
) -> None:
    servicedesk.get(f"{PLATFORM}/")
    assert "Opvolging nodig" in servicedesk.tekst
    adressen = servicedesk.boom.xpath("//div[@class='portal-beheer__inhoud']//a/@href")
    assert f"{PAD}?signaal=een" in adressen
    servicedesk.get(f"{PAD}?signaal=een")
    assert "1 resultaat " in servicedesk.tekst and "Stichting Waalwerd" in servicedesk.tekst
    assert "Nog één beheerder" in servicedesk.tekst


def test_r1_de_lijst_filtert_op_signaal_en_zoekt(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    leeg = fabriek.maak_organisatie(db_sessie, naam="Gemeente Stilte")
    for adres, genoemd in (
        ("", {leeg.naam, stelsel.bestuur.naam}),
        ("?signaal=geen", {leeg.naam}),
        ("?signaal=stil", set()),
        ("?zoek=waalwerd", {stelsel.bestuur.naam}),
        ("?signaal=onzin", {leeg.naam, stelsel.bestuur.naam}),
    ):
        medewerker.get(PAD + adres)
        namen = medewerker.boom.xpath("//tbody//th//a/text()")
        assert set(namen) == genoemd, adres


def test_r1_de_pagina_van_de_organisatie_zegt_het_ook(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    medewerker.get(f"{PLATFORM}/organisaties/{stelsel.bestuur.id}/")
    assert "Opvolging nodig: nog één beheerder" in medewerker.tekst
    maak_beheerder(db_sessie, stelsel.bestuur, stelsel.beheerdersrol)
    medewerker.get(f"{PLATFORM}/organisaties/{stelsel.bestuur.id}/")
    assert "Opvolging nodig" not in medewerker.boom.xpath("string(//div[h1])")


def test_r1_de_lijst_doet_even_veel_vragen_bij_meer_organisaties(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session, tel_queries: Tel
) -> None:
    medewerker.get(PAD)
    with tel_queries() as een:
        medewerker.get(PAD)
    for _ in range(15):
        fabriek.maak_organisatie(db_sessie)
    db_sessie.commit()
    with tel_queries() as veel:
        medewerker.get(PAD)
    assert len(veel) == len(een) <= 7
