# SPDX-License-Identifier: EUPL-1.2
"""Versions of privacy statement and voorwaarden, and agreement to them (R14)."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.domain import documenten
from portal.models import Akkoord, Document
from portal.models.soorten import Documentsoort
from tests.conftest import NU
from tests.harnas import fabriek

BEIDE = tuple(Documentsoort)


def test_r14_de_eerste_versies_worden_een_keer_geladen(db_sessie: Session) -> None:
    documenten.eerste_versies(db_sessie, NU)
    documenten.eerste_versies(db_sessie, NU + timedelta(days=1))
    assert db_sessie.scalar(select(func.count(Document.id))) == len(BEIDE)
    for document in db_sessie.scalars(select(Document)):
        assert document.tekst_hash == hashlib.sha256(document.tekst.encode()).hexdigest()


def test_zonder_document_is_er_geen_geldende_versie(db_sessie: Session) -> None:
    with pytest.raises(NoResultFound):
        documenten.geldend(db_sessie, Documentsoort.PRIVACY, NU)


def test_een_versie_die_later_ingaat_geldt_nog_niet(db_sessie: Session) -> None:
    documenten.eerste_versies(db_sessie, NU)
    morgen = NU + timedelta(days=1)
    documenten.publiceer(db_sessie, Documentsoort.PRIVACY, "Twee", "<p>Twee</p>", morgen)
    assert documenten.geldend(db_sessie, Documentsoort.PRIVACY, NU).nummer == 1
    assert documenten.geldend(db_sessie, Documentsoort.PRIVACY, morgen).nummer == 2


def test_r14_een_akkoord_bewaart_de_hash_en_een_nieuwe_versie_vraagt_opnieuw(
    db_sessie: Session,
) -> None:
    documenten.eerste_versies(db_sessie, NU)
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    assert {d.soort for d in documenten.ontbrekend(db_sessie, gebruiker, NU)} == set(BEIDE)
    documenten.leg_akkoord_vast(db_sessie, gebruiker, BEIDE, NU)
    db_sessie.flush()
    assert documenten.ontbrekend(db_sessie, gebruiker, NU) == []
    for akkoord in db_sessie.scalars(select(Akkoord)):
        assert akkoord.tekst_hash == akkoord.document.tekst_hash
        assert akkoord.op == NU
    nieuw = documenten.publiceer(db_sessie, Documentsoort.VOORWAARDEN, "Twee", "<p>Twee</p>", NU)
    assert documenten.ontbrekend(db_sessie, gebruiker, NU) == [nieuw]
