# SPDX-License-Identifier: EUPL-1.2
"""R29: two medewerkers handle a request in their browsers, from the work list to the letter."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Aanvraag, Auditrecord, Organisatie
from portal.models.soorten import Aanvraagstatus as Status
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.models.soorten import Medewerkersrol
from tests.besluit.wereld import Wereld, lopende, maak_aanvraag, mens, op_papier, post
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import doe, fouten, knoppen, velden
from tests.post.lezen import open_pdf, tekst

LIJST = "/platformbeheer/aanvragen/"


def pad(aanvraag: Aanvraag, daad: str = "") -> str:
    return f"{LIJST}{aanvraag.id}/{daad}"


def nieuw(session: Session, wereld: Wereld) -> Aanvraag:
    persoon = mens(Handeling.AANMELDEN, wereld.rol)
    return maak_aanvraag(session, persoon, organisatie=wereld.bestuur)


def rijen(klant: Klant) -> list[str]:
    return [str(een).strip() for een in klant.boom.xpath("//tbody/tr/*[1]//a/text()")]


def test_de_werklijst_toont_wat_wacht_het_oudste_eerst_en_geen_concepten(
    db_sessie: Session, wereld: Wereld, een: Klant, klok: Klok
) -> None:
    jong = nieuw(db_sessie, wereld)
    oud = maak_aanvraag(
        db_sessie,
        mens(Handeling.AANMELDEN, wereld.rol),
        organisatie=wereld.bestuur,
        op=NU - timedelta(days=3),
    )
    klaar = maak_aanvraag(
        db_sessie, organisatie=wereld.bestuur, status=Status.AFGEWEZEN, afgerond_op=NU
    )
    maak_aanvraag(
        db_sessie,
        organisatie=wereld.bestuur,
        status=Status.CONCEPT,
        ingediend_op=None,
        ondertekend_op=None,
    )
    een.get(LIJST)
    assert rijen(een) == [oud.referentie, jong.referentie]
    assert "3 dagen" in een.tekst
    een.get(f"{LIJST}?status=afgewezen")
    assert rijen(een) == [klaar.referentie]
    een.get(f"{LIJST}?behandelaar=ik")
    assert rijen(een) == []
    een.get(f"{LIJST}?zoek={jong.referentie[:6]}&kanaal=online&soort=aanmelden&kvk={jong.kvk}")
    assert rijen(een) == [jong.referentie]


def test_r29_van_nieuw_tot_brief_met_twee_medewerkers(
    db_sessie: Session, wereld: Wereld, een: Klant, twee: Klant
) -> None:
    aanvraag = nieuw(db_sessie, wereld)
    een.get(pad(aanvraag))
    assert knoppen(een) == {"In behandeling nemen"}
    assert "Krijgt erbijBeheerder RIO" in een.tekst
    doe(een, pad(aanvraag, "claimen/"))
    een.volg()
    assert knoppen(een) == {"Goedkeuren", "Teruggeven", "Afwijzen"}
    twee.get(pad(aanvraag))
    assert not knoppen(twee) and "Haverkamp" in twee.tekst
    een.get(pad(aanvraag, "goedkeuren/"))
    assert "N. Nieuw (nieuw@waalwerd.example) krijgt een nieuw account." in een.tekst
    een.post(pad(aanvraag, "goedkeuren/"), velden(een))
    een.volg()
    assert knoppen(een) == {"Terugsturen"}
    doe(twee, pad(aanvraag, "bevestigen/"))
    twee.volg()
    assert "De aanvraag is toegekend" in twee.tekst and knoppen(twee) == {"Brieven downloaden"}
    account = db_sessie.scalars(select(Aanvraag)).one().beheerders[0].gebruiker
    assert account is not None and lopende(db_sessie, account) == {"rio"}
    twee.get(pad(aanvraag, "brieven/"))
    antwoord = twee.post(pad(aanvraag, "brieven/"), velden(twee), 200)
    assert account.gebruikersnaam in tekst(open_pdf(antwoord.data).pages[0])
    assert account.gebruikersnaam not in twee.tekst
    gebeurd = list(db_sessie.scalars(select(Auditrecord.gebeurtenis)))
    assert "brief.gedownload" in gebeurd and "beheerderstoekenning.gemaakt" in gebeurd


def test_wie_alleen_is_kan_zich_niet_bevestigen_ook_niet_met_een_eigen_verzoek(
    db_sessie: Session, wereld: Wereld, een: Klant
) -> None:
    aanvraag = nieuw(db_sessie, wereld)
    for daad in ("claimen/", "goedkeuren/"):
        doe(een, pad(aanvraag, daad))
    een.get(pad(aanvraag, "bevestigen/"))
    assert "Dit kan nu niet" in een.tekst
    een.post(pad(aanvraag, "bevestigen/"), {}, 409)
    assert db_sessie.scalars(select(Aanvraag)).one().status is Status.WACHT_OP_TWEEDE


def test_wat_intussen_veranderde_moet_opnieuw_worden_gelezen(
    db_sessie: Session, wereld: Wereld, een: Klant
) -> None:
    aanvraag = nieuw(db_sessie, wereld)
    doe(een, pad(aanvraag, "claimen/"))
    een.get(pad(aanvraag, "goedkeuren/"))
    fabriek.maak_gebruiker(
        db_sessie,
        nu=NU,
        organisatie=wereld.bestuur,
        achternaam="Nieuw",
        email="nieuw@waalwerd.example",
    )
    een.post(pad(aanvraag, "goedkeuren/"), velden(een), 409)
    assert "heeft al een account" in een.tekst
    een.post(pad(aanvraag, "goedkeuren/"), velden(een))


def test_r29_een_afwijzing_heeft_een_reden_en_die_gaat_per_mail(
    db_sessie: Session, wereld: Wereld, een: Klant
) -> None:
    aanvraag = nieuw(db_sessie, wereld)
    doe(een, pad(aanvraag, "claimen/"))
    een.get(pad(aanvraag, "afwijzen/"))
    een.post(pad(aanvraag, "afwijzen/"), velden(een), 422)
    assert fouten(een) == ["Vul in waarom de aanvraag wordt afgewezen"]
    een.post(pad(aanvraag, "afwijzen/"), velden(een) | {"reden": "Niet bevoegd."})
    een.volg()
    assert "Niet bevoegd." in een.tekst and not knoppen(een)
    assert post(db_sessie) == [("aanvraag_afgewezen", "bestuur@waalwerd.example")]


def test_een_onbekende_organisatie_krijgt_eerst_soort_en_adres(
    db_sessie: Session, wereld: Wereld, een: Klant, twee: Klant
) -> None:
    aanvraag = maak_aanvraag(db_sessie, mens(Handeling.AANMELDEN, wereld.rol), organisatie=None)
    doe(een, pad(aanvraag, "claimen/"))
    een.get(pad(aanvraag, "goedkeuren/"))
    een.post(pad(aanvraag, "goedkeuren/"), velden(een), 409)
    adres = {"soort": "gemeente", "adres": "Plein 1", "postcode": "1234ab", "plaats": "Werd"}
    een.get(pad(aanvraag, "goedkeuren-nieuw/"))
    een.post(pad(aanvraag, "goedkeuren-nieuw/"), velden(een) | adres | {"postcode": "x"}, 422)
    een.post(pad(aanvraag, "goedkeuren-nieuw/"), velden(een) | adres | {"soort": ""}, 422)
    assert "Kies de soort organisatie" in een.tekst, "niets is vooraf gekozen"
    een.post(pad(aanvraag, "goedkeuren-nieuw/"), velden(een) | adres)
    twee.get(pad(aanvraag, "bevestigen/"))
    assert "wordt toegevoegd, met als adres Plein 1 1234 AB Werd. Kenmerken" in twee.tekst
    assert db_sessie.scalar(select(Organisatie).where(Organisatie.kvk == aanvraag.kvk)) is None
    twee.post(pad(aanvraag, "bevestigen/"), velden(twee))
    gemaakt = db_sessie.scalars(select(Organisatie).where(Organisatie.kvk == aanvraag.kvk)).one()
    assert gemaakt.plaats == "Werd"


def test_van_papier_neemt_de_behandelaar_de_personen_over(
    db_sessie: Session, wereld: Wereld, een: Klant
) -> None:
    aanvraag = op_papier(db_sessie, organisatie=wereld.bestuur)
    doe(een, pad(aanvraag, "claimen/"))
    een.get(pad(aanvraag, "goedkeuren/"))
    assert "Er staat nog niemand op de aanvraag." in een.tekst
    persoon = {
        "handeling": "aanmelden",
        "achternaam": "Berg",
        "email": "m.berg@waalwerd.example",
        "rollen": [wereld.rol.id],
    }
    for fout, melding in (
        ({"handeling": ""}, "Kies wat het bestuur vraagt"),
        ({"email": ""}, "Vul een e-mailadres in"),
        ({"rollen": []}, "Kies minstens één beheerdersrol"),
        ({"handeling": "wijzigen"}, "Kies om welke beheerder het gaat"),
        ({"gebruiker": wereld.oud.id}, "Kies hier niemand"),
        ({"rollen": [99_999]}, "Kies iets uit de lijst"),
    ):
        een.get(pad(aanvraag, "persoon/"))
        een.post(pad(aanvraag, "persoon/"), velden(een) | persoon | fout, 422)
        assert melding in fouten(een)[0]
    een.get(pad(aanvraag, "persoon/"))
    een.post(pad(aanvraag, "persoon/"), velden(een) | persoon)
    een.get(pad(aanvraag, "persoon/"))
    weg = {"handeling": "intrekken", "achternaam": "Oud", "gebruiker": wereld.oud.id}
    een.post(pad(aanvraag, "persoon/"), velden(een) | weg)
    een.volg()
    assert "Raakt kwijtBeheerder RIO" in een.tekst and "Vervangen" in een.tekst
    assert "Goedkeuren" in knoppen(een)
    doe(een, pad(aanvraag, "personen-wissen/"))
    een.volg()
    assert "Er staat nog niemand op deze aanvraag" in een.tekst


@pytest.mark.parametrize("daad", ["persoon/", "personen-wissen/"])
def test_wie_niet_behandelt_of_wat_online_kwam_verandert_niet(
    db_sessie: Session, wereld: Wereld, een: Klant, twee: Klant, daad: str
) -> None:
    papier = op_papier(db_sessie, mens(Handeling.AANMELDEN, wereld.rol), organisatie=wereld.bestuur)
    online = nieuw(db_sessie, wereld)
    for aanvraag in (papier, online):
        doe(een, pad(aanvraag, "claimen/"))
    gevuld = {
        "handeling": "aanmelden",
        "achternaam": "Kwaad",
        "email": "k@example.nl",
        "rollen": wereld.rol.id,
    }
    for klant, aanvraag in ((twee, papier), (een, online)):
        klant.get(LIJST)
        klant.post(pad(aanvraag, daad), gevuld, 409)
        assert [b.achternaam for b in aanvraag.beheerders] == ["Nieuw"]


def test_de_servicedesk_en_een_beheerder_zien_geen_aanvragen(
    app: Flask, db_sessie: Session, wereld: Wereld, klok: Klok
) -> None:
    aanvraag = nieuw(db_sessie, wereld)
    wereld.twee.medewerkersrol = Medewerkersrol.SERVICEDESK
    for wie in (wereld.twee, wereld.oud):
        klant = fabriek.log_binnen(app, db_sessie, wie, klok.nu)
        for adres in (LIJST, pad(aanvraag), pad(aanvraag, "claimen/")):
            klant.get(adres, 403)


def test_wie_erbij_betrokken_is_leest_dat_en_kan_niets(
    db_sessie: Session, wereld: Wereld, een: Klant
) -> None:
    aanvraag = nieuw(db_sessie, wereld)
    aanvraag.contact_email = wereld.een.email
    een.get(pad(aanvraag))
    assert "U bent bij deze aanvraag betrokken" in een.tekst
    een.get(pad(aanvraag, "claimen/"))
    een.post(pad(aanvraag, "claimen/"), velden(een), 409)
    assert "Een andere medewerker behandelt" in een.tekst


def test_de_laatste_beheerder_intrekken_kan_en_valt_op(
    db_sessie: Session, wereld: Wereld, een: Klant
) -> None:
    weg = mens(Handeling.INTREKKEN, achternaam="Oud", email="", gebruiker=wereld.oud)
    aanvraag = maak_aanvraag(db_sessie, weg, organisatie=wereld.bestuur, rsin="123456782")
    een.get(pad(aanvraag))
    assert "Daarna heeft de organisatie geen beheerder meer" in een.tekst
    assert "Anders dan geregistreerd" in een.tekst
    assert "123456782 (geregistreerd: niets)" in een.tekst
