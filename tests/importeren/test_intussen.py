# SPDX-License-Identifier: EUPL-1.2
"""R30, R32: what ends between the check of an import and its doing is shown; nothing is done."""

from typing import Any
from unittest.mock import patch

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import importplan
from portal.domain.importplan import Plan
from portal.models import Bericht, Gebruiker, Importbestand, Rol
from tests.conftest import NU
from tests.harnas.klant import Klant
from tests.importeren.conftest import School, Stuur


def _voer_uit(klant: Klant, school: School, status: int) -> None:
    """Do the import while another ends the rol, right after the plan was made again."""
    rol = Rol.__table__
    einde = sa.update(rol).where(rol.c.id == school.kaal.id).values(beeindigd_op=NU)
    echt = importplan.maak

    def maak(session: Session, *rest: Any, **anders: Any) -> Plan:
        plan = echt(session, *rest, **anders)
        session.connection().execute(einde)
        return plan

    assert klant.antwoord is not None
    pad = klant.antwoord.request.path
    with patch.object(importplan, "maak", maak):
        klant.post(f"{pad}uitvoeren/", {"merk": klant.veld("merk")}, status)


def test_r32_een_rol_die_tijdens_de_import_eindigt_wordt_getoond_en_er_gebeurt_niets(
    stuur: Stuur, school: School, db_sessie: Session
) -> None:
    klant = stuur([f"{school.beheerder.organisatie.kvk};A.;Nieuw;a@x.nl;;{school.kaal.naam};;"])
    voor = db_sessie.scalar(sa.select(sa.func.count(Gebruiker.id)))
    _voer_uit(klant, school, 409)
    assert "Het bestand heeft fouten" in klant.tekst and school.kaal.naam in klant.tekst
    assert db_sessie.scalar(sa.select(sa.func.count(Gebruiker.id))) == voor
    assert db_sessie.scalar(sa.select(sa.func.count(Bericht.id))) == 0
    assert db_sessie.scalar(sa.select(Importbestand.uitgevoerd_op)) is None
