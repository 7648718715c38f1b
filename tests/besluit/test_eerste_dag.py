# SPDX-License-Identifier: EUPL-1.2
"""R29, the whole way: paper, two medewerkers, letter and code, and the new beheerder registers."""

from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Aanvraag, Bericht, Gebruiker, Rol
from portal.secrets import ontsleutel
from tests.besluit.conftest import Bestuurder
from tests.besluit.test_papier import FORMULIER, ingevuld, lever_in
from tests.besluit.test_scherm import pad
from tests.besluit.wereld import KVK, Wereld
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import doe, velden
from tests.post.lezen import open_pdf, tekst


def test_r29_de_nieuwe_beheerder_koppelt_en_meldt_een_gebruiker_aan_de_oude_kan_niets_meer(
    app: Flask,
    db_sessie: Session,
    wereld: Wereld,
    klok: Klok,
    bestuurder: Bestuurder,
    opslag: Path,
    een: Klant,
    twee: Klant,
) -> None:
    fabriek.maak_documenten(db_sessie, NU)
    fabriek.maak_sector(db_sessie)
    wereld.rol.rollen = [Rol(code="raadplegen", naam="RIO raadplegen")]
    oud = fabriek.log_binnen(app, db_sessie, wereld.oud, klok.nu)
    oud.get("/beheer/")
    klant = bestuurder(KVK)
    formulier = ingevuld(
        klant.get(FORMULIER).data,
        beheerder1_handeling="/intrekken",
        beheerder1_achternaam="Oud",
        beheerder2_handeling="/aanmelden",
        beheerder2_voorletters="N.",
        beheerder2_achternaam="Nieuw",
        beheerder2_email="n.nieuw@waalwerd.example",
        beheerder2_rol_rio="/Ja",
    )
    lever_in(klant, formulier)
    aanvraag = db_sessie.scalars(select(Aanvraag)).one()
    for daad in ("claimen/", "goedkeuren/"):
        doe(een, pad(aanvraag, daad))
    doe(twee, pad(aanvraag, "bevestigen/"))
    assert oud.kaal.get("/beheer/").status_code == 303

    twee.get(pad(aanvraag, "brieven/"))
    brief = twee.post(pad(aanvraag, "brieven/"), velden(twee), 200)
    nieuw = db_sessie.scalars(select(Gebruiker).where(Gebruiker.achternaam == "Nieuw")).one()
    assert nieuw.gebruikersnaam in tekst(open_pdf(brief.data).pages[0])
    doe(twee, f"/platformbeheer/gebruikers/{nieuw.id}/activatiecode-versturen/")
    post = db_sessie.scalars(select(Bericht).where(Bericht.soort == "activatiecode")).one()
    assert post.aan == "n.nieuw@waalwerd.example" and post.inhoud is not None
    code = next(w for w in ontsleutel(post.inhoud).split() if w.count("-") == 2 and len(w) == 15)

    browser = Klant(app, db_sessie)
    fabriek.log_in(browser, KVK, "Nieuw")
    fabriek.tot_laatste_stap(browser)
    gegevens = {"gebruikersnaam": nieuw.gebruikersnaam, "activatiecode": code}
    browser.post("/koppelen/koppelen", gegevens)
    browser.volg()
    browser.get("/beheer/gebruikers/")
    browser.get("/beheer/gebruikers/nieuw/")
    assert "RIO raadplegen" in browser.tekst
