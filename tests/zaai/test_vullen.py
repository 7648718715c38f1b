# SPDX-License-Identifier: EUPL-1.2
"""What is sown: the same rows for the same numbers, in a database that is whole afterwards."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit, migratie
from portal.db import Base
from portal.demo.lader import NietLeeg
from portal.domain.zoekindex import gebruikers_met, organisaties_met
from portal.models import Auditrecord, Gebruiker, Organisatie
from portal.zaai.omvang import Omvang, Onmogelijk
from portal.zaai.vullen import vul
from tests.conftest import NU
from tests.harnas import fabriek
from tests.zaai.conftest import OMVANG, gezaaide_database

KLEIN = Omvang(gebruikers=100, organisaties=20, audit=50, seed=1)


def vingerafdruk(motor: sa.Engine) -> str:
    """A digest over every row of every table; the ciphertext of the token is new each time."""
    som = hashlib.sha256()
    with motor.connect() as verbinding:
        for tabel in Base.metadata.sorted_tables:
            kolommen = [k for k in tabel.c if k is not Gebruiker.__table__.c.token_geheim]
            vraag = select(*kolommen).order_by(*tabel.primary_key.columns)
            for rij in verbinding.execute(vraag):
                som.update(repr((tabel.name, *rij)).encode())
    return som.hexdigest()


def test_dezelfde_getallen_geven_dezelfde_rijen_en_een_andere_seed_andere(
    app: Flask, soort_database: str, tmp_path: Path
) -> None:
    afdrukken = []
    for omvang in (KLEIN, KLEIN, replace(KLEIN, seed=2)):
        with gezaaide_database(soort_database, tmp_path, omvang) as motor:
            afdrukken.append(vingerafdruk(motor))
    een, zelfde, ander = afdrukken
    assert een == zelfde
    assert een != ander


def test_er_komt_precies_zoveel_als_gevraagd(vol: Session) -> None:
    for model, aantal in (
        (Gebruiker, OMVANG.gebruikers),
        (Organisatie, OMVANG.organisaties),
        (Auditrecord, OMVANG.audit),
    ):
        assert vol.scalar(select(func.count()).select_from(model)) == aantal


def test_r31_de_keten_van_het_gezaaide_spoor_is_heel_en_gaat_verder(vol: Session) -> None:
    assert audit.verifieer(vol) == (OMVANG.audit, None)
    audit.leg_vast(vol, "iets")
    vol.flush()
    laatste = vol.scalars(select(Auditrecord).order_by(Auditrecord.nummer.desc()).limit(1)).one()
    assert laatste.op <= NU


def test_de_database_is_daarna_zoals_de_modellen_zeggen(gezaaid: sa.Engine) -> None:
    migratie.controleer(gezaaid)
    if gezaaid.dialect.name == "sqlite":
        with gezaaid.connect() as verbinding:
            assert not verbinding.exec_driver_sql("PRAGMA foreign_key_check").all()
            heel = "INSERT INTO gebruiker_zoek(gebruiker_zoek, rank) VALUES('integrity-check', 1)"
            verbinding.exec_driver_sql(heel)


def test_wie_is_gezaaid_wordt_gevonden_en_wie_erna_komt_ook(vol: Session) -> None:
    iemand = vol.get_one(Gebruiker, OMVANG.gebruikers)
    assert iemand in vol.scalars(select(Gebruiker).where(gebruikers_met(iemand.email)))
    organisatie = vol.get_one(Organisatie, OMVANG.organisaties)
    assert organisatie in vol.scalars(select(Organisatie).where(organisaties_met(organisatie.kvk)))
    nieuw = fabriek.maak_gebruiker(vol, nu=NU, organisatie=organisatie, achternaam="Xylofoon")
    assert nieuw.id == OMVANG.gebruikers + 1
    assert vol.scalars(select(Gebruiker).where(gebruikers_met("xylo"))).one() is nieuw


@pytest.mark.parametrize("gevuld", ["organisatie", "auditrecord"])
def test_een_database_met_iets_erin_wordt_niet_aangeraakt(db_sessie: Session, gevuld: str) -> None:
    if gevuld == "organisatie":
        fabriek.maak_organisatie(db_sessie)
    else:
        audit.leg_vast(db_sessie, "iets")
        db_sessie.commit()
    with pytest.raises(NietLeeg):
        vul(db_sessie, KLEIN, NU, lambda _tekst: None)
    assert db_sessie.scalar(select(func.count(Gebruiker.id))) == 0


@pytest.mark.parametrize(
    ("anders", "uitleg"),
    [
        ({"organisaties": 19}, "organisaties"),
        ({"organisaties": 50_001, "gebruikers": 1_000_000}, "organisaties"),
        ({"gebruikers": 59}, "gebruikers"),
        ({"gebruikers": 20_000_001}, "gebruikers"),
        ({"audit": -1}, "auditrecords"),
    ],
)
def test_getallen_die_niet_kunnen_worden_geweigerd(anders: dict[str, int], uitleg: str) -> None:
    with pytest.raises(Onmogelijk, match=uitleg):
        replace(KLEIN, **anders)
