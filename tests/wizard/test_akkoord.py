# SPDX-License-Identifier: EUPL-1.2
"""What was agreed is what was shown (R14)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import documenten, koppelingen
from portal.models import Akkoord, Gebruiker, Koppeling
from portal.models.soorten import Documentsoort
from tests.conftest import NU, Klok
from tests.harnas.klant import Klant

STAPPEN = [
    ("bevestigen", Documentsoort.PRIVACY, {"eigen": "y", "privacy": "y"}),
    ("voorwaarden", Documentsoort.VOORWAARDEN, {"akkoord": "y"}),
]


@pytest.mark.parametrize(("slug", "soort", "vinkjes"), STAPPEN)
def test_r14_een_vinkje_bij_een_oudere_versie_telt_niet_en_de_nieuwe_wordt_getoond(
    laatste_stap: Klant,
    db_sessie: Session,
    slug: str,
    soort: Documentsoort,
    vinkjes: dict[str, str],
) -> None:
    laatste_stap.get(f"/koppelen/{slug}")
    getoond = laatste_stap.veld("versie")
    nieuw = documenten.publiceer(db_sessie, soort, "Nieuw", "<p>Nieuw</p>", NU)
    laatste_stap.post(f"/koppelen/{slug}", vinkjes | {"versie": getoond}, 422)
    assert "De tekst is intussen gewijzigd" in laatste_stap.tekst
    assert laatste_stap.veld("versie") == str(nieuw.id)
    akkoord = list(vinkjes)[-1]
    assert not laatste_stap.boom.xpath(f"//input[@name='{akkoord}']/@checked")
    laatste_stap.get("/koppelen/koppelen", 303)
    laatste_stap.get(f"/koppelen/{slug}")
    laatste_stap.post(f"/koppelen/{slug}", vinkjes | {"versie": laatste_stap.veld("versie")})
    laatste_stap.volg()
    assert "U vindt uw gebruikersnaam in de brief" in laatste_stap.tekst


def test_r32_wie_bij_een_nieuwe_versie_ook_iets_vergat_hoort_beide(
    laatste_stap: Klant, db_sessie: Session
) -> None:
    laatste_stap.get("/koppelen/bevestigen")
    getoond = laatste_stap.veld("versie")
    documenten.publiceer(db_sessie, Documentsoort.PRIVACY, "Nieuw", "<p>Nieuw</p>", NU)
    laatste_stap.post("/koppelen/bevestigen", {"privacy": "y", "versie": getoond}, 422)
    assert "Er zijn 2 fouten" in laatste_stap.tekst


def test_r14_a16_de_laatste_stap_zegt_waarmee_men_akkoord_ging_en_zo_wordt_het_bewaard(
    laatste_stap: Klant, gebruiker: Gebruiker, code: str, db_sessie: Session
) -> None:
    documenten.publiceer(db_sessie, Documentsoort.VOORWAARDEN, "Nieuw", "<p>Nieuw</p>", NU)
    laatste_stap.get("/koppelen/voorwaarden")
    getoond = laatste_stap.veld("versie")
    laatste_stap.post("/koppelen/voorwaarden", {"akkoord": "y", "versie": getoond})
    laatste_stap.volg()
    assert "privacystatement versie 1 en gebruikersvoorwaarden versie 2" in laatste_stap.tekst
    assert "kunt u alleen nog inloggen met eHerkenning" in laatste_stap.tekst
    assert f"KvK-nummer {gebruiker.organisatie.kvk}" in laatste_stap.tekst
    velden = {"gebruikersnaam": gebruiker.gebruikersnaam, "activatiecode": code}
    laatste_stap.post("/koppelen/koppelen", velden)
    akkoorden = db_sessie.scalars(select(Akkoord).where(Akkoord.gebruiker_id == gebruiker.id))
    bewaard = {akkoord.document.soort: akkoord for akkoord in akkoorden}
    assert bewaard[Documentsoort.PRIVACY].document.nummer == 1
    assert bewaard[Documentsoort.VOORWAARDEN].document_id == int(getoond)
    assert bewaard[Documentsoort.VOORWAARDEN].tekst_hash == documenten.tekst_hash("<p>Nieuw</p>")


def test_r14_gaat_een_nieuwe_versie_in_tijdens_het_koppelen_dan_gebeurt_er_niets(
    laatste_stap: Klant, gebruiker: Gebruiker, code: str, db_sessie: Session, klok: Klok
) -> None:
    straks = NU + timedelta(minutes=5)
    documenten.publiceer(db_sessie, Documentsoort.VOORWAARDEN, "Nieuw", "<p>Nieuw</p>", straks)
    velden = {"gebruikersnaam": gebruiker.gebruikersnaam, "activatiecode": code}

    def tijd_gaat_door(*_gegevens: object) -> None:
        klok.nu = straks

    sa.event.listen(Koppeling, "after_insert", tijd_gaat_door)
    try:
        laatste_stap.post("/koppelen/koppelen", velden, 409)
    finally:
        sa.event.remove(Koppeling, "after_insert", tijd_gaat_door)
    assert koppelingen.actieve(db_sessie, gebruiker) is None
    laatste_stap.post("/koppelen/koppelen", velden)
    assert laatste_stap.antwoord is not None
    assert laatste_stap.antwoord.location == "/koppelen/voorwaarden"
