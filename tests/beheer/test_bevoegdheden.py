# SPDX-License-Identifier: EUPL-1.2
"""What a beheerder may hand out, where, and who is beheerder: R1, R22, R27."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from portal.domain import bevoegdheden, sessies, toegang
from portal.models import Gebruiker
from portal.models.soorten import Gebruikerstatus
from tests.beheer.wereld import (
    DAG,
    Wereld,
    ken_toe,
    maak_beheerdersrol,
    maak_medewerker,
    maak_rol,
)
from tests.conftest import NU
from tests.harnas import fabriek

TelQueries = Callable[[], AbstractContextManager[list[str]]]


def namen(session: Session, beheerder: Gebruiker) -> list[str]:
    return [rol.naam for rol in bevoegdheden.uitdeelbare_rollen(session, beheerder, NU)]


def test_r27_een_beheerder_deelt_uit_wat_zijn_beheerdersrollen_bevatten_op_naam(
    db_sessie: Session, wereld: Wereld, tel_queries: TelQueries
) -> None:
    dieper = maak_beheerdersrol(db_sessie, "Diep", maak_rol(db_sessie, "Diepste"))
    binnen = maak_beheerdersrol(
        db_sessie, "Binnen", maak_rol(db_sessie, "Andere"), wereld.vrij, bevat=[dieper]
    )
    wereld.beheerdersrol.bevat.append(binnen)
    db_sessie.flush()
    db_sessie.expire_all()
    beheerder = db_sessie.get_one(Gebruiker, wereld.beheerder.id)
    with tel_queries() as gezien:
        rollen = bevoegdheden.uitdeelbare_rollen(db_sessie, beheerder, NU)
        soorten = [len(rol.kenmerksoorten) for rol in rollen]
    assert [rol.naam for rol in rollen] == ["Andere", "Diepste", "Inzien", "Melden"]
    assert soorten == [0, 0, 0, 1]
    assert len(gezien) == 2


def test_r27_beheerdersrollen_die_elkaar_bevatten_lopen_niet_rond(
    db_sessie: Session, wereld: Wereld
) -> None:
    een = maak_beheerdersrol(db_sessie, "Een", maak_rol(db_sessie, "Rond"))
    een.bevat.append(wereld.beheerdersrol)
    wereld.beheerdersrol.bevat.append(een)
    db_sessie.flush()
    assert namen(db_sessie, wereld.beheerder) == ["Inzien", "Melden", "Rond"]
    gevers = toegang.wie_kan_geven(db_sessie, wereld.gebruiker, [wereld.vrij.id], NU)
    assert list(gevers) == [wereld.beheerder]


def test_r27_een_beeindigde_rol_wordt_niet_meer_uitgedeeld(
    db_sessie: Session, wereld: Wereld
) -> None:
    wereld.vrij.beeindigd_op = NU - DAG
    db_sessie.flush()
    assert namen(db_sessie, wereld.beheerder) == ["Melden"]
    assert not toegang.wie_kan_geven(db_sessie, wereld.gebruiker, [wereld.vrij.id], NU)


def test_r27_een_beeindigde_beheerdersrol_geeft_niets_en_maakt_niemand_beheerder(
    db_sessie: Session, wereld: Wereld
) -> None:
    buiten = maak_beheerdersrol(db_sessie, "Buiten", bevat=[wereld.beheerdersrol])
    ander = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.organisatie)
    ken_toe(db_sessie, ander, buiten)
    token = sessies.begin_portaal(
        db_sessie, wereld.beheerder, middel=None, sector_id=None, nu=NU, adres=""
    )

    def sessie_is_van_beheerder() -> bool:
        gevonden = sessies.zoek(db_sessie, token, NU)
        assert gevonden is not None
        return gevonden.is_beheerder

    assert sessie_is_van_beheerder()
    assert namen(db_sessie, ander) == ["Inzien", "Melden"]
    wereld.beheerdersrol.beeindigd_op = NU - DAG
    db_sessie.flush()
    assert namen(db_sessie, wereld.beheerder) == []
    assert not bevoegdheden.is_beheerder(db_sessie, wereld.beheerder, NU)
    assert not sessie_is_van_beheerder()
    assert namen(db_sessie, ander) == [], "ook niet door wat haar omvat"
    assert not toegang.wie_kan_geven(db_sessie, wereld.gebruiker, [wereld.vrij.id], NU)


@pytest.mark.parametrize(
    ("van", "tot", "telt"),
    [
        (NU, None, True),
        (NU - DAG, NU + DAG, True),
        (NU - DAG, NU, False),
        (NU + DAG, None, False),
    ],
)
def test_r27_een_toekenning_telt_alleen_binnen_haar_periode(
    db_sessie: Session, wereld: Wereld, van: datetime, tot: datetime | None, telt: bool
) -> None:
    wie = wereld.gebruiker
    ken_toe(db_sessie, wie, wereld.beheerdersrol, geldig_van=van, geldig_tot=tot)
    assert bool(namen(db_sessie, wie)) is telt
    assert bevoegdheden.is_beheerder(db_sessie, wie, NU) is telt


def test_r27_een_medewerker_zonder_beheerdersrol_deelt_niets_uit(
    db_sessie: Session, wereld: Wereld
) -> None:
    assert namen(db_sessie, maak_medewerker(db_sessie)) == []


def test_r27_een_beheerder_beheert_de_eigen_organisatie_en_haar_kinderen(
    db_sessie: Session, wereld: Wereld
) -> None:
    def maak(naam: str, **velden: object) -> object:
        return fabriek.maak_organisatie(db_sessie, naam=naam, **velden)

    wereld.organisatie.naam = "Zuid"
    kind = maak("Bron", parent=wereld.organisatie)
    maak("Anker", parent=wereld.organisatie)
    maak("Kleinkind", parent=kind)
    maak("Vreemd")
    maak("Weg", parent=wereld.organisatie, beeindigd_op=NU - DAG)
    gevonden = bevoegdheden.organisaties(db_sessie, wereld.beheerder)
    assert [een.naam for een in gevonden] == ["Zuid", "Anker", "Bron"]


def test_r22_de_kenmerken_van_een_organisatie_zonder_die_beeindigd_zijn(
    db_sessie: Session, wereld: Wereld, tel_queries: TelQueries
) -> None:
    weg, vreemd = fabriek.maak_kenmerk(db_sessie, "00AA"), fabriek.maak_kenmerk(db_sessie, "99ZZ")
    weg.beeindigd_op = NU - DAG
    wereld.organisatie.kenmerken.append(weg)
    fabriek.maak_organisatie(db_sessie, kenmerken=[vreemd])
    db_sessie.flush()
    db_sessie.expire_all()
    db_sessie.refresh(wereld.organisatie)
    with tel_queries() as gezien:
        gevonden = bevoegdheden.kenmerken_van(db_sessie, wereld.organisatie)
        assert [(k.waarde, bool(k.soort.naam)) for k in gevonden] == [("21AZ", True)]
    assert len(gezien) == 1


def test_r1_de_beheerders_van_een_organisatie_zijn_die_van_haarzelf_en_van_haar_bestuur(
    db_sessie: Session, wereld: Wereld
) -> None:
    school = fabriek.maak_organisatie(db_sessie, parent=wereld.organisatie)
    eigen = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school, achternaam="Aap")
    dicht = fabriek.maak_gebruiker(
        db_sessie, nu=NU, organisatie=school, status=Gebruikerstatus.GEBLOKKEERD
    )
    for wie in (eigen, dicht):
        ken_toe(db_sessie, wie, wereld.beheerdersrol)
    fabriek.maak_beheerder(db_sessie, nu=NU, organisatie=fabriek.maak_organisatie(db_sessie))
    assert list(bevoegdheden.beheerders_van(db_sessie, school, NU)) == [eigen, wereld.beheerder]
    boven = bevoegdheden.beheerders_van(db_sessie, wereld.organisatie, NU)
    assert list(boven) == [wereld.beheerder]
