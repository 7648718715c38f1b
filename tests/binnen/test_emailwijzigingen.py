# SPDX-License-Identifier: EUPL-1.2
"""A new e-mail address counts after its link was opened; the old one is told (R23, S25, S43)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import emailwijzigingen
from portal.models import Auditrecord, Bericht, Emailwijziging, Gebruiker
from portal.models.soorten import Gebruikerstatus
from portal.secrets import ontsleutel
from tests.binnen.conftest import Inloggen
from tests.binnen.test_gegevens import formulier
from tests.conftest import Klok
from tests.harnas.klant import Klant

NIEUW = "jan.nieuw@example.nl"
SECONDE = timedelta(seconds=1)
Spoor = Callable[[str], list[Auditrecord]]


def _mail(session: Session, soort: str) -> list[tuple[str, str]]:
    """Address and text of the mails of one kind that wait."""
    gevonden = session.scalars(select(Bericht).where(Bericht.soort == soort).order_by(Bericht.id))
    return [(b.aan, ontsleutel(b.inhoud)) for b in gevonden if b.inhoud]


def _link(session: Session) -> str:
    """The path in the last mail to a new address."""
    tekst = _mail(session, "email_bevestigen")[-1][1]
    gevonden = re.search(r"http://127\.0\.0\.1:8000(/gegevens/e-mail/\S+)", tekst)
    assert gevonden is not None
    return gevonden.group(1)


@pytest.fixture
def link(klant: Klant, db_sessie: Session) -> str:
    """Jan asked for another address; this is the link that was mailed."""
    klant.post("/gegevens", formulier(klant, email=NIEUW))
    klant.volg()
    return _link(db_sessie)


def test_r23_het_nieuwe_adres_telt_pas_na_bevestigen_en_het_oude_hoort_het(
    app: Flask, klant: Klant, db_sessie: Session, jan: Gebruiker, link: str
) -> None:
    oud = jan.email
    assert oud != NIEUW
    assert NIEUW in klant.tekst and "geldt pas als u het hebt bevestigd" in klant.tekst
    assert [aan for aan, _ in _mail(db_sessie, "email_bevestigen")] == [NIEUW]
    elders = Klant(app, db_sessie)
    elders.get(link)
    assert jan.email == oud
    elders.post(link)
    elders.volg()
    assert "Uw e-mailadres is gewijzigd" in elders.tekst
    assert jan.email == NIEUW
    ((aan, tekst),) = _mail(db_sessie, "email_gewijzigd")
    assert aan == oud
    assert NIEUW not in tekst


def test_r23_kijken_naar_de_link_verandert_niets_hoe_vaak_ook(
    app: Flask, db_sessie: Session, jan: Gebruiker, link: str
) -> None:
    scanner = Klant(app, db_sessie)
    for _ in range(3):
        scanner.get(link)
        scanner.kaal.head(link)
    assert jan.email != NIEUW
    scanner.get(link)
    scanner.post(link)
    assert jan.email == NIEUW


def test_r23_de_link_werkt_een_keer(klant: Klant, jan: Gebruiker, link: str, spoor: Spoor) -> None:
    klant.get(link)
    klant.post(link)
    klant.get(link, 404)
    klant.post(link, status=404)
    assert "Deze link werkt niet meer" in klant.tekst
    assert spoor("emailwijziging.geweigerd")[-1].uitkomst == "onbekend"


@pytest.mark.parametrize(
    ("na", "status"),
    [(emailwijzigingen.GELDIG - SECONDE, 303), (emailwijzigingen.GELDIG, 404)],
)
def test_r23_de_link_werkt_precies_24_uur(
    app: Flask,
    db_sessie: Session,
    jan: Gebruiker,
    link: str,
    klok: Klok,
    na: timedelta,
    status: int,
) -> None:
    elders = Klant(app, db_sessie)
    elders.get(link)
    klok.verder(na)
    elders.post(link, status=status)
    assert (jan.email == NIEUW) is (status == 303)


def test_r23_een_nieuwe_aanvraag_maakt_de_oude_link_waardeloos(
    klant: Klant, db_sessie: Session, jan: Gebruiker, link: str
) -> None:
    klant.post("/gegevens", formulier(klant, email="nog.nieuwer@example.nl"))
    klant.get(link, 404)
    klant.get(_link(db_sessie))
    vervallen = db_sessie.scalars(select(Emailwijziging.vervallen_op)).all()
    assert [moment is None for moment in vervallen] == [False, True]


def test_r23_het_oude_adres_houden_maakt_de_link_waardeloos(klant: Klant, link: str) -> None:
    klant.get("/gegevens")
    klant.post("/gegevens/e-mail/intrekken")
    klant.volg()
    assert "Bevestig uw nieuwe e-mailadres" not in klant.tekst
    klant.get(link, 404)


def test_r23_iets_anders_opslaan_laat_de_aanvraag_staan(
    klant: Klant, jan: Gebruiker, link: str
) -> None:
    klant.post("/gegevens", formulier(klant, functie="Rector"))
    klant.volg()
    assert NIEUW in klant.tekst
    klant.get(link)


@pytest.mark.parametrize("status", [Gebruikerstatus.GEBLOKKEERD])
def test_r23_van_een_geblokkeerd_account_wijzigt_het_adres_niet(
    app: Flask, db_sessie: Session, jan: Gebruiker, link: str, status: Gebruikerstatus
) -> None:
    jan.status = status
    Klant(app, db_sessie).get(link, 404)


def test_r33_de_link_is_niet_te_raden_en_wordt_niet_leesbaar_bewaard(
    db_sessie: Session, link: str, spoor: Spoor
) -> None:
    token = link.rsplit("/", 1)[1]
    assert len(token) >= 43, "256 bits"
    wijziging = db_sessie.scalars(select(Emailwijziging)).one()
    assert token not in wijziging.token_hash
    (record,) = spoor("emailwijziging.gemaakt")
    assert token not in str(record.gegevens)


def test_s25_wie_langer_dan_15_minuten_is_ingelogd_logt_eerst_opnieuw_in(
    klant: Klant, db_sessie: Session, jan: Gebruiker, klok: Klok, inloggen: Inloggen, spoor: Spoor
) -> None:
    getypt = formulier(klant, email=NIEUW, functie="Rector")
    klok.verder(emailwijzigingen.VERS - SECONDE)
    klant.kaal.post("/sessie/verleng", headers={"X-CSRFToken": klant.csrf()})
    klok.verder(SECONDE)
    klant.post("/gegevens", getypt, 422)
    assert "Log opnieuw in om uw e-mailadres te wijzigen" in klant.tekst
    assert "Uw overige gegevens zijn opgeslagen." in klant.tekst
    assert klant.veld("email") == NIEUW
    assert jan.functie == "Rector"
    assert not _mail(db_sessie, "email_bevestigen")
    assert spoor("emailwijziging.geweigerd")[0].uitkomst == "login_te_oud"
    vers = inloggen(jan)
    vers.post("/gegevens", formulier(vers))
    assert _mail(db_sessie, "email_bevestigen")[0][0] == NIEUW, "wat getypt was is onthouden"


def test_s25_net_binnen_15_minuten_mag_het_nog(
    klant: Klant, db_sessie: Session, klok: Klok
) -> None:
    getypt = formulier(klant, email=NIEUW)
    klok.verder(emailwijzigingen.VERS - SECONDE)
    klant.post("/gegevens", getypt)
    assert _mail(db_sessie, "email_bevestigen")


def test_r23_niemand_krijgt_meer_dan_vijf_van_deze_mails_per_dag(
    klant: Klant, db_sessie: Session
) -> None:
    for nummer in range(emailwijzigingen.MAX_PER_DAG):
        klant.post("/gegevens", formulier(klant, email=f"iemand{nummer}@example.nl"))
    klant.post("/gegevens", formulier(klant, email=NIEUW), 429)
    assert "U hebt vandaag al 5 keer een ander e-mailadres opgegeven" in klant.tekst
    assert len(_mail(db_sessie, "email_bevestigen")) == emailwijzigingen.MAX_PER_DAG


@pytest.mark.parametrize("token", ["x", "%00", "a" * 300, "bevestigd2"])
def test_r32_een_verzonnen_link_geeft_een_gewone_uitleg(client: Klant, token: str) -> None:
    client.get(f"/gegevens/e-mail/{token}", 404)
    assert "Deze link werkt niet meer" in client.tekst
