# SPDX-License-Identifier: EUPL-1.2
"""The koppelproces as a gebruiker without JavaScript sees it: R8, R10, R11, R12, R32."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import documenten
from portal.models import Auditrecord, Bericht, Gebruiker, Koppeling, Sessie
from portal.models.soorten import Documentsoort
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

FOUTE_CODE = "0000-0000-00000"


def probeer(klant: Klant, naam: str, code: str, status: int) -> None:
    klant.post("/koppelen/koppelen", {"gebruikersnaam": naam, "activatiecode": code}, status)


def test_r10_een_middel_zonder_koppeling_gaat_door_alle_stappen_naar_het_overzicht(
    client: Klant, gebruiker: Gebruiker, code: str
) -> None:
    naam = gebruiker.gebruikersnaam
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    client.volg()
    assert "Voordat u begint" in client.tekst and "Mijn situatie" in client.tekst
    fabriek.tot_laatste_stap(client)
    assert "U vindt uw gebruikersnaam in de brief" in client.tekst
    probeer(client, naam, code, 303)
    client.volg()
    assert "Uw account is succesvol gekoppeld" in client.tekst
    client.get("/overzicht")
    client.get("/koppelen/", 303)
    client.volg()
    assert "Mijn DUO" in client.tekst


def test_r10_daarna_is_eherkenning_alleen_genoeg(
    client: Klant, gebruiker: Gebruiker, db_sessie: Session
) -> None:
    kvk = gebruiker.organisatie.kvk
    fabriek.koppel(client, db_sessie, gebruiker, NU)
    client.get("/overzicht")
    client.post("/uitloggen")
    client.get("/overzicht", 303)
    fabriek.log_in(client, kvk)
    assert client.antwoord is not None and client.antwoord.location == "/overzicht"


@pytest.mark.parametrize("slug", ["bevestigen", "voorwaarden", "koppelen"])
def test_r10_geen_stap_is_over_te_slaan(
    client: Klant, gebruiker: Gebruiker, code: str, slug: str
) -> None:
    naam = gebruiker.gebruikersnaam
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    client.get(f"/koppelen/{slug}", 303)
    client.volg()
    assert "Voordat u begint" in client.tekst
    velden = {"akkoord": "y", "eigen": "y", "privacy": "y", "gebruikersnaam": naam}
    client.post(f"/koppelen/{slug}", velden | {"activatiecode": code})
    assert client.antwoord is not None and client.antwoord.location == "/koppelen/begin"


def test_r10_verversen_terug_en_dubbel_versturen_breken_niets(
    client: Klant, gebruiker: Gebruiker, code: str
) -> None:
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    client.get("/koppelen/begin")
    client.post("/koppelen/begin", {"situatie": "ja"})
    client.get("/koppelen/begin")
    client.post("/koppelen/begin", {"situatie": "ja"})
    client.volg()
    client.post("/koppelen/bevestigen", {"eigen": "y", "privacy": "y"})
    client.get("/koppelen/bevestigen")
    assert client.boom.xpath("//input[@name='eigen']/@checked"), "wat klaar is, blijft aangevinkt"
    client.get("/koppelen/voorwaarden")
    client.get("/koppelen/bestaat-niet", 404)


def test_r10_een_tweede_keer_versturen_na_koppelen_geeft_geen_fout(
    aan_het_koppelen: Klant, gebruiker: Gebruiker, code: str, db_sessie: Session
) -> None:
    naam = gebruiker.gebruikersnaam
    probeer(aan_het_koppelen, naam, code, 303)
    aan_het_koppelen.get("/overzicht")
    probeer(aan_het_koppelen, naam, code, 303)
    assert aan_het_koppelen.antwoord is not None
    assert aan_het_koppelen.antwoord.location == "/overzicht"
    assert db_sessie.scalar(select(func.count()).select_from(Koppeling)) == 1


@pytest.mark.parametrize(
    ("slug", "melding"),
    [
        ("begin", "Kies wat voor u geldt"),
        ("bevestigen", "Bevestig dat u uw eigen gebruikersnaam"),
        ("voorwaarden", "Bevestig dat u akkoord gaat met de gebruikersvoorwaarden"),
        ("koppelen", "Vul uw gebruikersnaam in"),
    ],
)
def test_r32_een_leeg_formulier_geeft_een_melding_bij_het_veld_en_bovenaan(
    aan_het_koppelen: Klant, slug: str, melding: str
) -> None:
    aan_het_koppelen.post(f"/koppelen/{slug}", {}, 422)
    assert aan_het_koppelen.tekst.count(melding) >= 2
    assert str(aan_het_koppelen.boom.findtext(".//title")).startswith("Fout: ")


def test_r10_na_een_fout_blijft_de_gebruikersnaam_staan_en_de_code_niet(
    aan_het_koppelen: Klant, gebruiker: Gebruiker
) -> None:
    probeer(aan_het_koppelen, "abcdefgh", FOUTE_CODE, 422)
    assert aan_het_koppelen.veld("gebruikersnaam") == "abcdefgh"
    assert aan_het_koppelen.veld("activatiecode") == ""
    assert "U kunt het nog 4 keer proberen" in aan_het_koppelen.tekst
    assert aan_het_koppelen.boom.xpath("//main//a[@href='/problemen-met-inloggen#combinatie']")


def test_r11_na_vijf_fouten_zegt_de_pagina_tot_wanneer_en_helpt_ook_de_goede_niet(
    aan_het_koppelen: Klant, gebruiker: Gebruiker, code: str, klok: Klok
) -> None:
    naam = gebruiker.gebruikersnaam
    for status in (422, 422, 422, 422, 429):
        probeer(aan_het_koppelen, naam, FOUTE_CODE, status)
    assert "24 november 2026 om 10.15 uur" in aan_het_koppelen.tekst
    probeer(aan_het_koppelen, naam, code, 429)
    klok.verder(timedelta(minutes=14))
    aan_het_koppelen.get("/koppelen/koppelen")
    assert "U kunt nu niet koppelen" in aan_het_koppelen.tekst
    klok.verder(timedelta(minutes=1))
    probeer(aan_het_koppelen, naam, code, 303)


def test_r12_onbekende_naam_en_verkeerde_code_geven_dezelfde_pagina(
    aan_het_koppelen: Klant, gebruiker: Gebruiker
) -> None:
    naam = gebruiker.gebruikersnaam
    probeer(aan_het_koppelen, naam, FOUTE_CODE, 422)
    bekend = aan_het_koppelen.tekst
    probeer(aan_het_koppelen, "ACDEFGHJ", FOUTE_CODE, 422)
    onbekend = aan_het_koppelen.tekst
    assert bekend.replace("4 keer", "3 keer") == onbekend


def test_r6_een_verlopen_code_krijgt_een_eigen_uitleg(
    client: Klant, gebruiker: Gebruiker, code: str, klok: Klok
) -> None:
    naam, kvk = gebruiker.gebruikersnaam, gebruiker.organisatie.kvk
    klok.verder(timedelta(hours=24))
    fabriek.log_in(client, kvk)
    fabriek.tot_laatste_stap(client)
    probeer(client, naam, code, 422)
    assert "Uw activatiecode is verlopen" in client.tekst
    probeer(client, naam, FOUTE_CODE, 422)
    assert "verlopen" not in client.tekst, "alleen wie de goede combinatie gaf, hoort dit"


def test_r7_wie_geen_code_heeft_kan_er_een_keer_per_dag_een_vragen(
    client: Klant, gebruiker: Gebruiker, db_sessie: Session
) -> None:
    fabriek.log_in(client, gebruiker.organisatie.kvk)
    client.get("/koppelen/begin")
    client.post("/koppelen/begin", {"situatie": "nee"})
    client.volg()
    client.post("/koppelen/geen-code", status=200)
    eerste = client.tekst
    client.post("/koppelen/geen-code", status=200)
    assert client.tekst == eerste
    assert "Uw vraag is verstuurd" in eerste
    assert not db_sessie.scalars(select(Bericht)).all(), "deze organisatie heeft geen beheerder"


def test_r7_de_beheerders_van_organisatie_en_bestuur_krijgen_de_vraag(
    client: Klant, db_sessie: Session
) -> None:
    fabriek.maak_documenten(db_sessie, NU)
    bestuur = fabriek.maak_organisatie(db_sessie)
    school = fabriek.maak_organisatie(db_sessie, parent=bestuur)
    ander = fabriek.maak_organisatie(db_sessie)
    adressen = [
        fabriek.maak_beheerder(db_sessie, nu=NU, organisatie=organisatie).email
        for organisatie in (bestuur, school, ander)
    ]
    fabriek.log_in(client, school.kvk)
    client.get("/koppelen/geen-code")
    client.post("/koppelen/geen-code", status=200)
    assert sorted(db_sessie.scalars(select(Bericht.aan))) == sorted(adressen[:2])


def test_r14_een_nieuwe_versie_van_een_tekst_opent_haar_stap_opnieuw(
    aan_het_koppelen: Klant, gebruiker: Gebruiker, code: str, db_sessie: Session
) -> None:
    documenten.publiceer(db_sessie, Documentsoort.VOORWAARDEN, "Nieuw", "<p>Nieuw</p>", NU)
    db_sessie.commit()
    probeer(aan_het_koppelen, gebruiker.gebruikersnaam, code, 303)
    assert aan_het_koppelen.antwoord is not None
    assert aan_het_koppelen.antwoord.location == "/koppelen/voorwaarden"


def test_r10_annuleren_logt_uit_en_vergeet_de_antwoorden(
    aan_het_koppelen: Klant, db_sessie: Session
) -> None:
    aan_het_koppelen.post("/koppelen/annuleren")
    aan_het_koppelen.get("/koppelen/begin", 303)
    sessie = db_sessie.scalars(select(Sessie).order_by(Sessie.id.desc())).first()
    assert sessie is not None and sessie.beeindigd_op is not None and sessie.antwoorden == {}


@pytest.mark.parametrize("niveau", ["loa2", "loa2plus"])
def test_r8_een_te_laag_niveau_krijgt_uitleg_en_geen_sessie(
    client: Klant, gebruiker: Gebruiker, db_sessie: Session, niveau: str
) -> None:
    fabriek.log_in(client, gebruiker.organisatie.kvk, status=403, niveau=niveau)
    assert "niveau 3 of hoger" in client.tekst
    assert not db_sessie.scalars(select(Sessie)).all()


def test_r8_annuleren_bij_eherkenning_is_geen_login(
    client: Klant, gebruiker: Gebruiker, db_sessie: Session
) -> None:
    fabriek.naar_makelaar(client)
    velden = {"toestand": client.veld("toestand"), "actie": "annuleren"}
    client.post("/demo/broker/kies", velden, 200)
    fabriek.stuur_antwoord(client, 403)
    assert "U hebt het inloggen met eHerkenning afgebroken" in client.tekst
    assert not db_sessie.scalars(select(Sessie)).all()


def test_een_antwoord_werkt_een_keer_en_alleen_in_de_browser_die_vroeg(
    client: Klant, gebruiker: Gebruiker, db_sessie: Session
) -> None:
    fabriek.naar_makelaar(client)
    gekozen = {"toestand": client.veld("toestand"), "persoon": "Jan", "niveau": "loa3"}
    client.post("/demo/broker/kies", gekozen | {"kvk": gebruiker.organisatie.kvk}, 200)
    velden = {naam: client.veld(naam) for naam in ("SAMLResponse", "RelayState")}
    ander = Klant(client.kaal.application, db_sessie)
    ander.post("/eherkenning/acs", velden, 400)
    koekjes = client.kaal.get_cookie("eherkenning-verzoek-lax", path="/eherkenning")
    assert koekjes is not None
    client.post("/eherkenning/acs", velden, 303)
    client.post("/eherkenning/acs", velden, 400)
    client.kaal.set_cookie("eherkenning-verzoek-lax", koekjes.value, path="/eherkenning")
    client.post("/eherkenning/acs", velden, 403)
    db_sessie.commit()
    geweigerd = db_sessie.scalars(
        select(Auditrecord.uitkomst).where(Auditrecord.gebeurtenis == "login.eherkenning")
    ).all()
    assert sorted(geweigerd) == ["ander_verzoek", "ander_verzoek", "herhaald", "koppelen"]


def test_het_overzicht_van_query_s_blijft_klein(
    client: Klant,
    gebruiker: Gebruiker,
    db_sessie: Session,
    tel_queries: Callable,  # type: ignore[type-arg]
) -> None:
    fabriek.koppel(client, db_sessie, gebruiker, NU)
    client.get("/overzicht")
    with tel_queries() as gezien:
        client.get("/overzicht")
    assert len(gezien) <= 3, gezien
