# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong at the commit is told as what goes wrong in a view (R32, R33)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.audit import BULK_MAG
from portal.db import db
from portal.models import Auditrecord, Gebruiker, Sector
from portal.permissions import Permission
from portal.web.access import needs
from portal.web.transactie import schrijft
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

Doet = Callable[[Callable[[], str]], Klant]


@pytest.fixture
def pagina_die(app: Flask, client: Klant, monkeypatch: pytest.MonkeyPatch) -> Doet:
    """A visitor to a portal whose page Contact does what the test says."""

    def maak(view: Callable[[], str]) -> Klant:
        gemerkt = schrijft(needs(Permission.PUBLIEK)(view))
        monkeypatch.setitem(app.view_functions, "publiek.contact", gemerkt)
        return client

    return maak


def test_r32_iemand_anders_was_u_voor_bij_het_vastleggen_is_409(
    pagina_die: Doet, db_sessie: Session
) -> None:
    gebruiker_id = fabriek.maak_gebruiker(db_sessie, nu=NU).id

    def view() -> str:
        gebruiker = db.session.get_one(Gebruiker, gebruiker_id)
        intussen = update(Gebruiker).values(versie=Gebruiker.versie + 1)
        db.session.execute(
            intussen, execution_options={BULK_MAG: True, "synchronize_session": False}
        )
        gebruiker.achternaam = "Ander"
        return "<p>klaar</p>"

    klant = pagina_die(view)
    klant.get("/contact", 409)
    assert "Iemand anders was u voor" in klant.tekst
    record = db_sessie.scalars(select(Auditrecord).order_by(Auditrecord.nummer.desc())).first()
    assert record is not None and record.uitkomst == "409"


def test_r33_een_fout_bij_het_vastleggen_noemt_geen_waarden_in_het_log(
    pagina_die: Doet, db_sessie: Session, caplog: pytest.LogCaptureFixture
) -> None:
    fabriek.maak_sector(db_sessie, "gemeenten")

    def view() -> str:
        db.session.add(Sector(slug="gemeenten", naam="Zeer geheim"))
        return "<p>klaar</p>"

    klant = pagina_die(view)
    klant.get("/contact", 500)
    assert "Er ging iets mis" in klant.tekst
    assert "fout " in caplog.text
    assert "geheim" not in caplog.text.lower()
    assert not db_sessie.scalars(select(Sector).where(Sector.naam == "Zeer geheim")).all()
