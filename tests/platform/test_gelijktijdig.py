# SPDX-License-Identifier: EUPL-1.2
"""R26: two people change the stelsel at the same moment, in transactions of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal import migratie
from portal.app import create_app
from portal.config import lees
from portal.db import SCHRIJFT, db
from portal.domain import beheerdersrollen, organisatiebeheer, samenvoeging
from portal.models import Beheerdersrol, Gebruiker, Organisatie
from portal.models.soorten import Medewerkersrol
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.database import nieuwe_database
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM, velden
from tests.platform.wereld import browser_van

Werk = Callable[[Session], object]


@pytest.fixture
def motor(soort_database: str, tmp_path: Path, app: object) -> Iterator[sa.Engine]:
    """A database of its own: these tests really commit."""
    with nieuwe_database(soort_database, tmp_path) as url:
        eigen = sa.create_engine(url)
        migratie.breng_naar(eigen)
        yield eigen
        eigen.dispose()


def tegelijk(motor: sa.Engine, *werk: Werk) -> list[object]:
    """Do all at once; what a database refuses because others stand in the way is None."""
    streep = Barrier(len(werk))

    def een(doe: Werk) -> object:
        with Session(motor) as session:
            streep.wait()
            try:
                session.connection(execution_options={SCHRIJFT: True})
                uit = doe(session)
                session.commit()
            except OperationalError:
                return None
            return uit

    with ThreadPoolExecutor(len(werk)) as zwembad:
        return list(zwembad.map(een, werk))


def test_r26_twee_organisaties_kunnen_niet_in_elkaar_opgaan(motor: sa.Engine) -> None:
    with Session(motor) as session:
        a, b = fabriek.maak_organisatie(session), fabriek.maak_organisatie(session)
        medewerker = fabriek.maak_gebruiker(session, nu=NU)
        for organisatie in (a, b):
            fabriek.maak_gebruiker(session, nu=NU, organisatie=organisatie)
        session.commit()
        a_id, b_id, door_id = a.id, b.id, medewerker.id

    def voeg_samen(van: int, naar: int) -> Werk:
        def doe(session: Session) -> object:
            opdracht = samenvoeging.Opdracht(
                session.get_one(Organisatie, van),
                session.get_one(Organisatie, naar),
                [],
                True,
                True,
            )
            plan = samenvoeging.maak_plan(session, opdracht, NU)
            if isinstance(plan, samenvoeging.Weigering):
                return plan
            samenvoeging.voer_uit(session, plan, door=session.get_one(Gebruiker, door_id), nu=NU)
            return "gelukt"

        return doe

    uit = tegelijk(motor, voeg_samen(a_id, b_id), voeg_samen(b_id, a_id))
    assert sorted(map(str, uit)) == ["beeindigd", "gelukt"]
    with Session(motor) as session:
        weg, over = sorted(
            session.scalars(sa.select(Organisatie).where(Organisatie.id.in_([a_id, b_id]))),
            key=lambda een: een.beeindigd_op is None,
        )
        assert weg.opgegaan_in_id == over.id and over.beeindigd_op is None
        mensen = sa.select(sa.func.count()).where(Gebruiker.organisatie_id == over.id)
        assert session.scalar(mensen) == 2


def test_r26_twee_mensen_maken_samen_geen_kring(motor: sa.Engine) -> None:
    with Session(motor) as session:
        a, b = Beheerdersrol(code="a", naam="A"), Beheerdersrol(code="b", naam="B")
        session.add_all([a, b])
        session.commit()
        a_id, b_id = a.id, b.id

    def bevat(zelf_id: int, ander_id: int) -> Werk:
        def doe(session: Session) -> object:
            slot = sa.select(Beheerdersrol).where(Beheerdersrol.id == zelf_id).with_for_update()
            zelf = session.scalars(slot).one()
            ander = session.get_one(Beheerdersrol, ander_id)
            if beheerdersrollen.rondgang(session, zelf, [ander]):
                return "kring"
            zelf.bevat.append(ander)
            return "gelukt"

        return doe

    uit = tegelijk(motor, bevat(a_id, b_id), bevat(b_id, a_id))
    assert uit.count("gelukt") == 1, uit


def test_r26_twee_mensen_maken_samen_geen_bestuur_onder_een_bestuur(motor: sa.Engine) -> None:
    with Session(motor) as session:
        school, bestuur, top = (fabriek.maak_organisatie(session) for _ in range(3))
        session.commit()
        nummers = school.id, bestuur.id, top.id

    def onder(kind: int, parent: int) -> Werk:
        def doe(session: Session) -> object:
            slot = sa.select(Organisatie).where(Organisatie.id == kind).with_for_update()
            organisatie = session.scalars(slot).one()
            boven = session.get_one(Organisatie, parent)
            bezwaar = organisatiebeheer.keur_parent(session, organisatie, boven)
            if bezwaar is None:
                organisatie.parent = boven
            return bezwaar or "gelukt"

        return doe

    uit = tegelijk(motor, onder(nummers[0], nummers[1]), onder(nummers[1], nummers[2]))
    assert uit.count("gelukt") == 1, uit


PAREN = 6


@pytest.fixture
def eigen_app(motor: sa.Engine, tmp_path: Path) -> Iterator[Flask]:
    """The whole portal on that database."""
    instellingen = {
        "MIJNDUO_DEMO": "1",
        "MIJNDUO_INSTANCE": str(tmp_path),
        "MIJNDUO_DATABASE_URL": motor.url.render_as_string(hide_password=False),
        "MIJNDUO_RATELIMIT_ENABLED": "0",
    }
    app = create_app(lees(instellingen))
    app.extensions["klok"] = lambda: NU
    yield app
    with app.app_context():
        for een in db.engines.values():
            een.dispose()


def test_r26_kruislings_uitbreiden_wacht_niet_op_elkaar_in_een_kring(
    eigen_app: Flask, motor: sa.Engine
) -> None:
    """Two medewerkers send their forms at once: one is saved, the other told of the circle."""
    with Session(motor, expire_on_commit=False) as session:
        browsers = [browser_van(eigen_app, session, Medewerkersrol.MEDEWERKER) for _ in range(2)]
        rollen = [Beheerdersrol(code=f"r{n}", naam=f"Rol {n}") for n in range(2 * PAREN)]
        session.add_all(rollen)
        session.commit()
        nummers = [rol.id for rol in rollen]
        for a, b in zip(nummers[::2], nummers[1::2], strict=True):
            opdrachten = [
                _breidt_uit(k, *wie) for k, wie in zip(browsers, ((a, b), (b, a)), strict=True)
            ]
            with ThreadPoolExecutor(2) as zwembad:
                statussen = sorted(zwembad.map(lambda doe: doe(), opdrachten))
            assert statussen == [303, 422], statussen


def _breidt_uit(klant: Klant, zelf: int, bevat: int) -> Callable[[], int]:
    """The form of ``zelf`` as filled in by a medewerker, to send later."""
    pad = f"{PLATFORM}/beheerdersrollen/{zelf}/wijzigen/"
    klant.get(pad)
    gestuurd = velden(klant) | {"bevat": [str(bevat)], "csrf_token": klant.csrf()}
    return lambda: klant.kaal.post(pad, data=gestuurd).status_code
