# SPDX-License-Identifier: EUPL-1.2
"""The form that changes name and contact data of somebody else: R27, R32."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from portal.models import Gebruiker
from portal.models.soorten import Gebruikerstatus, Medewerkersrol
from tests.beheer.rechten.conftest import Velden, piet_als_velden
from tests.beheer.wereld import Wereld, ken_toe, post
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

Tellingen = Callable[[], list[int]]


@pytest.fixture
def pad(wereld: Wereld) -> str:
    """The form of the gebruiker."""
    return f"/beheer/gebruikers/{wereld.gebruiker.id}/wijzigen/"


def velden(klant: Klant, **anders: object) -> Velden:
    """As posted, with the version that the page showed."""
    return piet_als_velden(versie=klant.veld("versie"), **anders)


def vers(session: Session, gebruiker: Gebruiker) -> Gebruiker:
    session.expire_all()
    return session.get_one(Gebruiker, gebruiker.id)


def test_gegevens_worden_gewijzigd_en_het_oude_adres_krijgt_bericht(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    oud = wereld.gebruiker.email
    beheerder.get(pad)
    assert beheerder.veld("achternaam") == wereld.gebruiker.achternaam
    beheerder.post(pad, velden(beheerder))
    beheerder.volg()
    assert "De wijziging is opgeslagen" in beheerder.tekst
    assert vers(db_sessie, wereld.gebruiker).naam == "P. van Dijk"
    assert post(db_sessie) == [("email_gewijzigd", oud)]


def test_niets_wijzigen_doet_niets(beheerder: Klant, pad: str, tellingen: Tellingen) -> None:
    beheerder.get(pad)
    beheerder.post(pad, velden(beheerder))
    voor = tellingen()
    beheerder.get(pad)
    beheerder.post(pad, velden(beheerder))
    beheerder.volg()
    assert "U hebt niets gewijzigd" in beheerder.tekst and tellingen() == voor


def test_r32_wie_te_laat_is_ziet_de_verschillen_en_verliest_niets(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    beheerder.get(pad)
    keuze = velden(beheerder, email=wereld.gebruiker.email)
    wereld.gebruiker.functie = "Adjunct"
    beheerder.post(pad, keuze, 409)
    tekst = beheerder.tekst
    assert "Iemand anders" in tekst and "Adjunct" in tekst and "Conciërge" in tekst
    assert beheerder.veld("achternaam") == "Dijk"
    assert vers(db_sessie, wereld.gebruiker).functie == "Adjunct"
    beheerder.post(pad, keuze | {"versie": beheerder.veld("versie")})
    assert vers(db_sessie, wereld.gebruiker).functie == "Conciërge"


def test_r32_fouten_staan_bij_het_veld_en_niets_gaat_verloren(
    beheerder: Klant, pad: str, tellingen: Tellingen
) -> None:
    beheerder.get(pad)
    voor = tellingen()
    beheerder.post(pad, velden(beheerder, achternaam="", functie="a\x00b", email="x"), 422)
    doelen = beheerder.boom.xpath("//*[@data-focus]//li/a/@href")
    assert set(doelen) == {"#achternaam", "#functie", "#email"}
    assert beheerder.veld("voorletters") == "P." and tellingen() == voor


def test_een_adres_van_een_collega_vraagt_om_een_bevestiging(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    collega = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.organisatie)
    beheerder.get(pad)
    keuze = velden(beheerder, email=collega.email)
    beheerder.post(pad, keuze, 422)
    assert collega.naam in beheerder.tekst
    beheerder.post(pad, keuze | {"toch": "y"})
    assert vers(db_sessie, wereld.gebruiker).email == collega.email


def test_r27_het_adres_van_een_collega_beheerder_verandert_niet(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    ken_toe(db_sessie, wereld.gebruiker, wereld.beheerdersrol)
    beheerder.get(pad)
    oud = wereld.gebruiker.email
    beheerder.post(pad, velden(beheerder), 422)
    assert "is ook beheerder" in beheerder.tekst
    assert vers(db_sessie, wereld.gebruiker).email == oud
    beheerder.post(pad, velden(beheerder, email=oud))
    assert vers(db_sessie, wereld.gebruiker).achternaam == "Dijk"


def test_r27_de_eigen_gegevens_staan_bij_mijn_gegevens(
    beheerder: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    eigen = f"/beheer/gebruikers/{wereld.beheerder.id}/wijzigen/"
    assert beheerder.get(eigen, 303).location == "/gegevens"
    beheerder.get("/beheer/gebruikers/")
    beheerder.post(eigen, piet_als_velden(versie="x"), 403)
    assert vers(db_sessie, wereld.beheerder).achternaam != "Dijk"


def test_een_beeindigd_account_wordt_niet_gewijzigd(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    beheerder.get(pad)
    keuze = velden(beheerder)
    wereld.gebruiker.status, wereld.gebruiker.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    beheerder.post(pad, keuze, 409)
    assert vers(db_sessie, wereld.gebruiker).achternaam != "Dijk"


def test_r27_velden_die_niet_in_het_formulier_staan_doen_niets(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    vreemd = fabriek.maak_organisatie(db_sessie)
    beheerder.get(pad)
    extra = {
        "organisatie_id": str(vreemd.id),
        "status": "beeindigd",
        "medewerkersrol": Medewerkersrol.MEDEWERKER.value,
        "gebruikersnaam": "AAAAAAAA",
    }
    beheerder.post(pad, velden(beheerder, **extra))
    nu = vers(db_sessie, wereld.gebruiker)
    assert nu.achternaam == "Dijk" and nu.organisatie_id == wereld.organisatie.id
    assert (nu.status, nu.medewerkersrol) == (Gebruikerstatus.ACTIEF, None)
    assert nu.gebruikersnaam != "AAAAAAAA"
