# SPDX-License-Identifier: EUPL-1.2
"""R12, R28: the beheerders hear of a block as the gebruikersvoorwaarden promise, once a block."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, handelingen, koppelingen
from portal.domain.documenten import MAP
from portal.models import Bericht, Gebruiker
from portal.secrets import ontsleutel
from tests.beheer.wereld import Wereld, ken_toe, maak_medewerker, post
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.koppelen.test_koppelen_regels import FOUTE_CODE, sessie_voor

DICHT = "account_geblokkeerd_beheerder"
POGINGEN = "blokkade_beheerder"


@pytest.fixture
def collega(wereld: Wereld, db_sessie: Session) -> Gebruiker:
    """A second beheerder."""
    wie = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.organisatie)
    ken_toe(db_sessie, wie, wereld.beheerdersrol)
    return wie


def _aan(session: Session, soort: str) -> set[str]:
    gestuurd = [aan for een, aan in post(session) if een == soort]
    assert len(gestuurd) == len(set(gestuurd)), gestuurd
    return set(gestuurd)


def test_r28_blokkeert_een_medewerker_dan_horen_alle_beheerders_het_een_keer(
    wereld: Wereld, collega: Gebruiker, db_sessie: Session
) -> None:
    medewerker = maak_medewerker(db_sessie)
    for _ in range(2):
        handelingen.blokkeer(db_sessie, wereld.gebruiker, door=medewerker, nu=NU)
    assert _aan(db_sessie, DICHT) == {wereld.beheerder.email, collega.email}
    mail = db_sessie.scalars(select(Bericht).where(Bericht.soort == DICHT)).first()
    assert mail is not None and mail.inhoud is not None
    tekst = ontsleutel(mail.inhoud)
    assert wereld.gebruiker.naam in tekst and "door\nde servicedesk" in tekst
    assert wereld.gebruiker.gebruikersnaam not in tekst and medewerker.naam not in tekst


def test_r28_wie_zelf_blokkeert_en_wie_geblokkeerd_wordt_krijgen_die_mail_niet(
    wereld: Wereld, collega: Gebruiker, db_sessie: Session
) -> None:
    handelingen.blokkeer(db_sessie, wereld.gebruiker, door=wereld.beheerder, nu=NU)
    assert _aan(db_sessie, DICHT) == {collega.email}
    handelingen.blokkeer(db_sessie, collega, door=maak_medewerker(db_sessie), nu=NU)
    assert ("account_geblokkeerd", collega.email) in post(db_sessie)
    assert post(db_sessie).count((DICHT, collega.email)) == 1
    assert post(db_sessie).count((DICHT, wereld.beheerder.email)) == 1


def test_r12_na_vijf_foute_combinaties_een_mail_en_niet_een_per_poging(
    wereld: Wereld, collega: Gebruiker, db_sessie: Session
) -> None:
    fabriek.maak_documenten(db_sessie, NU)
    activatiecodes.geef_uit(db_sessie, wereld.gebruiker, nu=NU, door=None)
    sessie = sessie_voor(db_sessie, wereld.gebruiker)
    naam = wereld.gebruiker.gebruikersnaam
    for poging in range(8):
        koppelingen.koppel(db_sessie, sessie, naam, FOUTE_CODE, NU)
        assert len(_aan(db_sessie, POGINGEN)) == (2 if poging >= 4 else 0)
    assert _aan(db_sessie, POGINGEN) == {wereld.beheerder.email, collega.email}
    for mail in db_sessie.scalars(select(Bericht).where(Bericht.soort == POGINGEN)):
        tekst = f"{mail.onderwerp} {ontsleutel(mail.inhoud or b'')}"
        assert naam not in tekst and FOUTE_CODE not in tekst and "tot 24 november" in tekst


def test_r28_blokkeert_een_beheerder_van_een_school_dan_hoort_ook_het_bestuur_het(
    app: Flask, klok: Klok, wereld: Wereld, db_sessie: Session
) -> None:
    school = fabriek.maak_organisatie(db_sessie, parent_id=wereld.organisatie.id)
    directeur, conrector, juf = (
        fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school) for _ in range(3)
    )
    for wie in (directeur, conrector):
        ken_toe(db_sessie, wie, wereld.beheerdersrol)
    klant = fabriek.log_binnen(app, db_sessie, directeur, NU)
    pad = f"/beheer/gebruikers/{juf.id}/blokkeren/"
    klant.get(pad)
    klant.post(pad)
    assert _aan(db_sessie, DICHT) == {conrector.email, wereld.beheerder.email}


def test_de_voorwaarden_beloven_het() -> None:
    tekst = (MAP / "gebruikersvoorwaarden-1.html").read_text("utf-8")
    assert "Uw beheerder hoort dat van ons" in tekst
