# SPDX-License-Identifier: EUPL-1.2
"""Two browsers: who is unlinked, blocked or ended is out at the next click (R17)."""

from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import inloggen
from portal.domain.inloggen import Uitkomst
from portal.models import Bericht, Koppeling
from portal.secrets import hash_geheim, ontsleutel
from tests.beheer.mensen.conftest import TOKEN, Wereld, geef_token
from tests.beheer.mensen.test_handelingen import doe
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant


def code_uit_de_mail(session: Session) -> str:
    """As the gebruiker reads it in the mailbox."""
    vraag = select(Bericht).where(Bericht.soort == "activatiecode").order_by(Bericht.id.desc())
    bericht = session.scalars(vraag.limit(1)).one()
    assert bericht.inhoud is not None
    return ontsleutel(bericht.inhoud).partition("activatiecode is: ")[2].splitlines()[0]


def koppel_in_de_browser(jan: Klant, wereld: Wereld, code: str, status: int = 303) -> None:
    """Log in with the own means, and through the wizard."""
    fabriek.log_in(jan, wereld.organisatie.kvk)
    fabriek.tot_laatste_stap(jan)
    velden = {"gebruikersnaam": wereld.jan.gebruikersnaam, "activatiecode": code}
    jan.post("/koppelen/koppelen", velden, status)


@pytest.mark.parametrize("reden", ["defect", "zoek", "gestolen"])
def test_r17_wie_ontkoppeld_wordt_staat_bij_de_volgende_klik_buiten_en_koppelt_daarna_opnieuw(
    app: Flask, anna: Klant, wereld: Wereld, db_sessie: Session, klok: Klok, reden: str
) -> None:
    fabriek.maak_documenten(db_sessie, NU)
    jan = Klant(app, db_sessie)
    doe(anna, wereld.jan, "activatiecode-versturen")
    koppel_in_de_browser(jan, wereld, code_uit_de_mail(db_sessie))
    jan.get("/overzicht")
    doe(anna, wereld.jan, "koppeling-ongedaan-maken", reden=reden)
    klok.verder(timedelta(minutes=1))
    jan.get("/overzicht", 303)
    assert jan.antwoord is not None and jan.antwoord.location == "/inloggen"
    doe(anna, wereld.jan, "activatiecode-versturen")
    code = code_uit_de_mail(db_sessie)
    jan = Klant(app, db_sessie)
    if reden == "gestolen":  # that means never again
        koppel_in_de_browser(jan, wereld, code, 422)
        assert "combinatie" in jan.tekst
        return
    koppel_in_de_browser(jan, wereld, code)
    jan.get("/overzicht")
    assert len(db_sessie.scalars(select(Koppeling).where(Koppeling.reden.is_(None))).all()) == 2


@pytest.mark.parametrize("slug", ["blokkeren", "beeindigen"])
def test_r28_wie_geblokkeerd_of_beeindigd_wordt_staat_bij_de_volgende_klik_buiten(
    app: Flask, anna: Klant, wereld: Wereld, db_sessie: Session, slug: str
) -> None:
    els = fabriek.log_binnen(app, db_sessie, wereld.els, NU)
    els.get("/overzicht")
    doe(anna, wereld.els, slug)
    els.get("/overzicht", 303)
    anna.get("/beheer/")


def test_r15_na_het_innemen_logt_het_token_niet_meer_in(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    geef_token(wereld.jan)
    wereld.jan.wachtwoord_hash = hash_geheim("wachtwoord")

    def log_in() -> Uitkomst:
        naam, token = wereld.jan.gebruikersnaam, pyotp.TOTP(TOKEN).generate_otp(stap)
        return inloggen.met_token(
            db_sessie, naam, "wachtwoord", token, sector_id=None, nu=NU, adres=""
        ).uitkomst

    stap = int(NU.timestamp()) // 30
    assert log_in() is Uitkomst.PORTAAL
    doe(anna, wereld.jan, "token-ingeleverd")
    stap += 1  # each code counts once
    assert log_in() is Uitkomst.FOUT
