# SPDX-License-Identifier: EUPL-1.2
"""The list of gebruikers: what it shows, finds and filters, in how many queries (R12, R15, R16)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain import activatiecodes
from portal.models import Gebruiker
from portal.models.soorten import Gebruikerstatus, Verbreekreden
from portal.tijd import maanden_eerder
from tests.beheer.mensen.conftest import Wereld, blokkeer, geef_token, koppel
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

LIJST = "/beheer/gebruikers/"
Tel = Callable[[], AbstractContextManager[list[str]]]


def namen(klant: Klant, vraag: str = "") -> list[str]:
    """Who is on the list."""
    klant.get(LIJST + vraag)
    return [str(cel.text_content()).strip() for cel in klant.boom.xpath("//tbody//th")]


def rij(klant: Klant, naam: str, vraag: str = "") -> dict[str, str]:
    """The cells of one row by the name of their column."""
    klant.get(LIJST + vraag)
    [gevonden] = klant.boom.xpath(f"//tbody/tr[th[contains(., '{naam}')]]")
    return {td.get("data-kop"): " ".join(td.text_content().split()) for td in gevonden.iter("td")}


def test_r28_de_lijst_zegt_van_iedereen_inlogmiddel_status_laatste_inlog_en_vervaldatum(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    geef_token(wereld.juf)
    assert rij(anna, "Elsinga") == {
        None: "Kies E. Elsinga",
        "Organisatie": "Stichting Noord",
        "E-mailadres": "Elsinga@noord.nl",
        "Inlogmiddel": "eHerkenning gekoppeld",
        "Status": "Actief",
        "Laatste inlog": "24-11-2026",
        "Vervalt op": "24-05-2028",
    }
    jan = rij(anna, "Jansen")
    assert (jan["Inlogmiddel"], jan["Laatste inlog"], jan["Vervalt op"]) == (
        "Nog niet",
        "nooit",
        "–",
    )
    assert rij(anna, "Juffer")["Inlogmiddel"] == "Token"


def test_r15_na_koppelen_is_een_token_geen_inlogmiddel_meer(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    geef_token(wereld.jan)
    koppel(db_sessie, wereld.jan, beeindigd_op=NU, reden=Verbreekreden.DEFECT)
    assert rij(anna, "Jansen")["Inlogmiddel"] == "Nog niet"
    assert namen(anna, "?inlogmiddel=token") == []


@pytest.mark.parametrize(
    ("dagen", "tekst"), [(10, "over 10 dagen"), (1, "morgen"), (60, "over 60 dagen"), (61, "")]
)
def test_r16_een_naderende_vervaldag_valt_op(
    anna: Klant, wereld: Wereld, db_sessie: Session, dagen: int, tekst: str
) -> None:
    vervalt = NU + timedelta(days=dagen)
    koppel(db_sessie, wereld.jan, maanden_eerder(vervalt, 18))
    dag = f"{vervalt:%d-%m-%Y}"
    assert rij(anna, "Jansen")["Vervalt op"].removeprefix(dag) == tekst


def test_r12_een_blokkade_na_foute_pogingen_staat_in_de_lijst(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    blokkeer(db_sessie, wereld.jan)
    assert rij(anna, "Jansen")["Status"] == "Blokkade tot 10.10 uur"
    wereld.els.status = Gebruikerstatus.GEBLOKKEERD
    blokkeer(db_sessie, wereld.els)
    assert rij(anna, "Elsinga")["Status"] == "Geblokkeerd"


def test_wie_een_organisatie_beheert_ziet_geen_kolom_en_geen_filter_daarvoor(
    app: Flask, anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    anna.get(LIJST)
    assert "Organisatie" in anna.tekst and anna.boom.xpath("//select[@name='organisatie']/option")
    ander = fabriek.log_binnen(app, db_sessie, wereld.ander, NU)
    ander.get(LIJST)
    assert not ander.boom.xpath("//select[@name='organisatie'] | //th[contains(., 'Organisatie')]")
    assert "Laatste inlog" in ander.tekst


@pytest.mark.parametrize(
    "term", ["jans", "JANSEN", "j. van jansen", "jansen@noord", "van", "jan noord.nl"]
)
def test_zoeken_vindt_elk_woord_in_naam_of_adres(anna: Klant, wereld: Wereld, term: str) -> None:
    wereld.jan.tussenvoegsel = "van"
    assert namen(anna, f"?zoek={term}") == ["J. van Jansen"]


@pytest.mark.parametrize("term", ["%25", "_", "jansen elsinga", "xyz"])
def test_wat_nergens_staat_geeft_een_lege_lijst(anna: Klant, wereld: Wereld, term: str) -> None:
    assert namen(anna, f"?zoek={term}") == []
    assert "Er is niets gevonden." in anna.tekst


def test_elk_filter_kiest_wie_het_noemt(anna: Klant, wereld: Wereld, db_sessie: Session) -> None:
    def mens(naam: str) -> Gebruiker:
        wie = fabriek.maak_gebruiker(
            db_sessie, nu=NU, organisatie=wereld.school, voorletters="", achternaam=naam
        )
        return wie

    dicht, klem, uit, code, brief, stil = map(
        mens, ("Dicht", "Klem", "Uit", "Code", "Brief", "Stil")
    )
    dicht.status = Gebruikerstatus.GEBLOKKEERD
    blokkeer(db_sessie, klem)
    uit.status, uit.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    activatiecodes.geef_uit(db_sessie, code, nu=NU, door=None)
    brief.brief_gedownload_op = NU
    koppel(db_sessie, stil, NU - timedelta(days=530))
    fabriek.geef(db_sessie, brief, wereld.rol, nu=NU, geldig_tot=NU + timedelta(days=5))
    beheerders = ["T. Aalders", "T. Beheer"]
    nog_niet = [*beheerders, "Brief", "Code", "Dicht", "J. Jansen", "J. Juffer", "Klem"]
    verwacht = {
        "": [*nog_niet[:5], "E. Elsinga", *nog_niet[5:], "Stil"],
        "?status=beeindigd": ["Uit"],
        "?status=geblokkeerd": ["Dicht"],
        "?status=blokkade": ["Klem"],
        "?status=dicht": ["Dicht", "Klem"],
        "?status=alle&zoek=uit": ["Uit"],
        "?inlogmiddel=eherkenning": ["E. Elsinga", "Stil"],
        "?inlogmiddel=geen": nog_niet,
        "?inlogmiddel=nooit": nog_niet,
        "?wacht-op=brief": [*beheerders, "J. Jansen", "J. Juffer", "Klem"],
        "?wacht-op=code": ["Brief"],
        "?wacht-op=koppelen": ["Code"],
        f"?rol={wereld.rol.id}": ["Brief", "E. Elsinga", "J. Jansen"],
        "?vervalt=30": ["Stil"],
        "?rol-eindigt=7": ["Brief"],
        f"?organisatie={wereld.organisatie.id}": [*beheerders, "E. Elsinga", "J. Jansen"],
        f"?organisatie={wereld.school.id}&wacht-op=brief": ["J. Juffer", "Klem"],
    }
    for vraag, wie in verwacht.items():
        assert namen(anna, vraag) == wie, vraag


def test_r27_een_vreemde_staat_nooit_in_de_lijst_ook_niet_met_zijn_nummers_in_het_adres(
    anna: Klant, wereld: Wereld
) -> None:
    for vraag in (
        "?zoek=vreemdeling",
        "?status=alle",
        f"?organisatie={wereld.vreemd.organisatie_id}",
        "?rol=999999&organisatie=x&wacht-op=y&vervalt=z&status=q",
        "?pagina=2",
    ):
        assert "V. Vreemdeling" not in namen(anna, vraag), vraag


def test_r4_de_lijst_noemt_geen_gebruikersnaam(anna: Klant, wereld: Wereld) -> None:
    anna.get(LIJST)
    assert anna.antwoord is not None
    for wie in (wereld.anna, wereld.jan, wereld.els, wereld.juf):
        assert wie.gebruikersnaam not in anna.antwoord.text


@pytest.mark.parametrize("aantal", [1, 60])
def test_de_lijst_doet_vijf_vragen_hoe_lang_zij_ook_is(
    anna: Klant, wereld: Wereld, db_sessie: Session, tel_queries: Tel, aantal: int
) -> None:
    for nummer in range(aantal):
        wie = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.school)
        koppel(db_sessie, wie)
        if nummer % 2:
            blokkeer(db_sessie, wie)
    db_sessie.commit()
    with tel_queries() as zonder:
        anna.kaal.get("/beheer/gebruikers/0/")  # the session, the reach, and one row that is not
    with tel_queries() as met:
        anna.get(LIJST + "?wacht-op=brief&zoek=e")
    assert len(met) - (len(zonder) - 1) <= 5, met
