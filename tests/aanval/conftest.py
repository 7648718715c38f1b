# SPDX-License-Identifier: EUPL-1.2
"""The door of the whole portal, and a forger who holds every key that a test may need."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal import eherkenning
from portal.eherkenning.simulator.artifacten import Kluis
from portal.eherkenning.simulator.makelaar import Makelaar
from portal.eherkenning.sleutels import van_map
from tests.aanval.deur import Deur
from tests.conftest import NU, Klok
from tests.eherkenning.conftest import Proef
from tests.harnas import fabriek


@pytest.fixture(scope="session")
def smid(app: Flask, instance: Path) -> Proef:
    """Makes answers with the key of the portal's own stand-in broker, or with a strange one."""
    dv, map_ = app.extensions["eherkenning"], instance / "demo-makelaar"
    makelaar = Makelaar(
        van_map(map_, "Proefmakelaar"),
        app.extensions["config"].base_url,
        lambda: eherkenning.metadata(dv),
        Kluis(map_ / "antwoorden"),
    )
    return Proef(dv, makelaar, makelaar.afnemer(), van_map(instance / "vreemd", "Vreemd"))


@pytest.fixture
def deur(app: Flask, db_sessie: Session, klok: Klok, smid: Proef) -> Deur:
    """Documents are there, so that who is let in comes somewhere."""
    fabriek.maak_documenten(db_sessie, NU)
    db_sessie.commit()
    return Deur(app, db_sessie, smid)
