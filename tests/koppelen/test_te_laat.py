# SPDX-License-Identifier: EUPL-1.2
"""A limit in the middle of the wizard loses nothing that was typed, the code aside (R24)."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Gebruiker, Sessie
from tests.conftest import Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant


def test_r24_een_door_een_limiet_afgebroken_wizard_gaat_verder_waar_hij_was(
    aan_het_koppelen: Klant, gebruiker: Gebruiker, klok: Klok
) -> None:
    kvk = gebruiker.organisatie.kvk
    klok.verder(timedelta(minutes=16))
    aan_het_koppelen.get("/koppelen/koppelen", 303)
    fabriek.log_in(aan_het_koppelen, kvk)
    aan_het_koppelen.volg()
    assert "U vindt uw activatiecode in de e-mail" in aan_het_koppelen.tekst


def test_r24_de_stap_die_na_de_limiet_wordt_verstuurd_is_ook_bewaard_maar_de_code_niet(
    aan_het_koppelen: Klant, gebruiker: Gebruiker, klok: Klok, db_sessie: Session
) -> None:
    velden = {"gebruikersnaam": gebruiker.gebruikersnaam, "activatiecode": "4F7K-9QPX-2M3TA"}
    aan_het_koppelen.get("/koppelen/koppelen")
    klok.verder(timedelta(minutes=16))
    aan_het_koppelen.post("/koppelen/koppelen", velden)
    aan_het_koppelen.volg()
    assert "Wat u had ingevuld, hebben wij bewaard" in aan_het_koppelen.tekst
    fabriek.log_in(aan_het_koppelen, gebruiker.organisatie.kvk)
    aan_het_koppelen.volg()
    assert aan_het_koppelen.veld("gebruikersnaam") == gebruiker.gebruikersnaam
    assert all("4F7K" not in str(een) for een in db_sessie.scalars(select(Sessie.antwoorden)))


def test_r24_een_keuze_die_na_de_limiet_wordt_verstuurd_telt_na_het_inloggen(
    client: Klant, gebruiker: Gebruiker, klok: Klok
) -> None:
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    client.volg()
    klok.verder(timedelta(minutes=16))
    client.post("/koppelen/begin", {"situatie": "ja"})
    client.volg()
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    client.volg()
    assert "Bevestig" in client.tekst
