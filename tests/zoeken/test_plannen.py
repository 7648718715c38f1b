# SPDX-License-Identifier: EUPL-1.2
"""Every order and search of a long list has an index, and the database uses it."""

from typing import Any

import pytest
from flask import Flask
from flask_admin import Admin
from sqlalchemy import Select, insert, inspect, select, text
from sqlalchemy.orm import Session

from admin.lijst import Lijst
from portal.domain.zoekindex import (
    een_van,
    gebruikers_met,
    ongeacht_volgorde,
    organisaties_met,
)
from portal.models import Auditrecord, Gebruiker, Organisatie
from tests.conftest import NU
from tests.harnas import fabriek

LANG = (Gebruiker, Organisatie, Auditrecord)  # models of which there can be a great many
EIGEN = Gebruiker.organisatie_id == 1
STATUS = Gebruiker.status == "geblokkeerd"


def plan(sessie: Session, vraag: Select[Any], *zonder: str) -> str:
    """How the database goes about it; on PostgreSQL without reading whole tables, as if long."""
    verbinding = sessie.connection()
    if verbinding.dialect.name == "postgresql":
        for manier in ("seqscan", *zonder):
            sessie.execute(text(f"SET LOCAL enable_{manier} = off"))
    gecompileerd = vraag.compile(verbinding, compile_kwargs={"literal_binds": True})
    aanhef = "EXPLAIN" if verbinding.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    opdracht = f"{aanhef} {gecompileerd}"
    return "\n".join(str(rij[-1]) for rij in verbinding.exec_driver_sql(opdracht))


@pytest.fixture
def lange_lijst(db_sessie: Session) -> Session:
    """A session with so many gebruikers that an index pays."""
    thuis = fabriek.maak_organisatie(db_sessie).id
    rijen = [
        {
            "gebruikersnaam": f"{nummer:08}",
            "organisatie_id": thuis,
            "achternaam": f"{chr(ord('A') + nummer % 26)}{nummer}",
            "email": f"{nummer}@example.nl",
            "aangemeld_op": NU,
        }
        for nummer in range(3000)
    ]
    db_sessie.execute(insert(Gebruiker), rijen)
    db_sessie.execute(text("ANALYZE"))
    return db_sessie


@pytest.mark.parametrize(
    ("waar", "velden", "index"),
    [
        ([], ["achternaam"], "achternaam_id_status"),
        ([], ["email"], "email_id_status"),
        ([], ["aangemeld_op"], "aangemeld_op_id"),
        ([], ["laatste_login_op"], "laatste_login_op_id_status"),
        ([STATUS], ["achternaam"], "status_achternaam_id"),
        ([EIGEN], ["achternaam"], "organisatie_id_achternaam_id_status"),
        ([EIGEN], ["email"], "organisatie_id_email_id_status"),
        ([EIGEN], ["laatste_login_op"], "organisatie_id_laatste_login_op_id_status"),
    ],
)
@pytest.mark.parametrize("aflopend", [False, True])
def test_gebruikers_op_volgorde_komen_zonder_sorteren_uit_een_index(
    db_sessie: Session, waar: list[Any], velden: list[str], index: str, aflopend: bool
) -> None:
    orde = [getattr(Gebruiker, veld) for veld in (*velden, "id")]
    vraag = select(Gebruiker.id).where(*waar)
    vraag = vraag.order_by(*(v.desc() if aflopend else v.asc() for v in orde)).limit(20)
    gevonden = plan(db_sessie, vraag, "sort")
    assert f"ix_gebruiker_{index}" in gevonden
    assert "TEMP B-TREE" not in gevonden and "Sort" not in gevonden


@pytest.mark.parametrize("term", ["jansen", "jan vries", "j. jansen"])
def test_een_term_wordt_gezocht_met_de_index_van_zijn_tabel(db_sessie: Session, term: str) -> None:
    postgresql = db_sessie.connection().dialect.name == "postgresql"
    for model, voorwaarde in ((Gebruiker, gebruikers_met), (Organisatie, organisaties_met)):
        gevonden = plan(db_sessie, select(model.id).where(voorwaarde(term)))
        naam = f"{model.__tablename__}_zoek"
        assert f"Bitmap Index Scan on ix_{naam}" in gevonden or not postgresql
        assert f"SCAN {naam} VIRTUAL TABLE INDEX" in gevonden or postgresql


def test_een_korte_term_wordt_gezocht_in_de_index_van_de_naam(lange_lijst: Session) -> None:
    postgresql = lange_lijst.connection().dialect.name == "postgresql"
    gevonden = plan(lange_lijst, select(Gebruiker.id).where(gebruikers_met("v1")))
    index = (
        "ix_gebruiker_begin"
        if postgresql
        else "ix_gebruiker_achternaam_id_status (achternaam>? AND"
    )
    assert index in gevonden


def test_wat_is_gevonden_wordt_eerst_gevonden_en_dan_pas_op_volgorde_gezet(
    lange_lijst: Session,
) -> None:
    gevonden = select(Gebruiker.id).where(STATUS)
    nummers = list(lange_lijst.scalars(select(Gebruiker.id).limit(1000)))
    for voorwaarde in (ongeacht_volgorde(Gebruiker.id, gevonden), een_van(Gebruiker.id, nummers)):
        vraag = select(Gebruiker.id).where(voorwaarde)
        gekozen = plan(lange_lijst, vraag.order_by(Gebruiker.email, Gebruiker.id).limit(20))
        assert "InitPlan" in gekozen or "LIST SUBQUERY" in gekozen
        assert "ix_gebruiker_email_id_status" not in gekozen


def lijsten(app: Flask) -> list[Lijst]:
    """The lists of both menus over a model that can be long."""
    menus: list[Admin] = app.extensions["admin"]
    views = [view for menu in menus for view in menu._views if isinstance(view, Lijst)]
    return [view for view in views if view.model in LANG]


def test_elke_kolom_waarop_een_lange_lijst_sorteert_heeft_een_index_met_het_nummer(
    app: Flask,
) -> None:
    assert lijsten(app)
    for view in lijsten(app):
        (nummer,) = inspect(view.model).primary_key
        indexen = [tuple(index.columns) for index in view.model.__table__.indexes]
        for naam, veld in view.sorteert.items():
            (kolom,) = veld.property.columns
            goed = kolom is nummer or any(index[:2] == (kolom, nummer) for index in indexen)
            assert goed or view.model is Auditrecord, (view.titel, naam)
