# SPDX-License-Identifier: EUPL-1.2
"""Mijn gegevens: look and change; bad input is told, nothing typed is lost (R23, R32)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.domain import gegevens
from portal.models import (
    Akkoord,
    Auditrecord,
    Beheerdersrol,
    Beheerderstoekenning,
    Document,
    Gebruiker,
    Koppeling,
)
from portal.models.soorten import Documentsoort
from tests.binnen.conftest import Inloggen
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

VELDEN = ("voorletters", "tussenvoegsel", "achternaam", "functie", "email", "telefoon", "versie")


def formulier(klant: Klant, **anders: str) -> dict[str, str]:
    """The form as it stands on the page, with changes."""
    klant.get("/gegevens")
    return {naam: klant.veld(naam) for naam in VELDEN} | anders


def test_r23_wat_u_wijzigt_wordt_opgeslagen_en_staat_in_het_spoor(
    klant: Klant, jan: Gebruiker, spoor: Callable[[str], list[Auditrecord]]
) -> None:
    nieuw = {"voorletters": "J.P.", "functie": "Administrateur", "telefoon": "030 123 45 67"}
    klant.post("/gegevens", formulier(klant, **nieuw))
    klant.volg()
    assert "Uw gegevens zijn opgeslagen." in klant.tekst
    assert (jan.voorletters, jan.functie, jan.telefoon) == tuple(nieuw.values())
    assert spoor("gebruiker.gewijzigd")[-1].gegevens["functie"] == ["", "Administrateur"]


def test_r23_zonder_wijziging_zegt_de_pagina_dat(klant: Klant, jan: Gebruiker) -> None:
    eerst = jan.versie
    klant.post("/gegevens", formulier(klant, achternaam="  Vries "))
    klant.volg()
    assert "U hebt niets gewijzigd." in klant.tekst
    assert jan.versie == eerst


@pytest.mark.parametrize(
    ("veld", "waarde", "fout"),
    [
        ("achternaam", " ", "Vul uw achternaam in"),
        ("achternaam", "x" * 101, "Uw achternaam mag niet langer zijn dan 100 tekens"),
        ("voorletters", "x" * 21, "Uw voorletters mag niet langer zijn dan 20 tekens"),
        ("email", "j.devries", "Vul een e-mailadres in met een @"),
        ("email", "", "Vul een e-mailadres in met een @"),
        ("email", "a@b.nl\r\nBcc: c@d.nl", "Vul een e-mailadres in met een @"),
        ("telefoon", "030 12", "Vul een telefoonnummer in van 10 cijfers"),
    ],
)
def test_r32_een_fout_staat_bij_het_veld_en_in_het_overzicht_en_niets_gaat_verloren(
    klant: Klant, jan: Gebruiker, veld: str, waarde: str, fout: str
) -> None:
    getypt = formulier(
        klant, **({"functie": "Conciërge", "telefoon": "0612345678"} | {veld: waarde})
    )
    klant.post("/gegevens", getypt, 422)
    assert str(klant.boom.findtext(".//title")).startswith("Fout: ")
    assert fout in klant.boom.xpath(f"string(//a[@href='#{veld}'])")
    assert fout in klant.boom.xpath(f"string(//p[@id='{veld}-fout'])")
    assert klant.boom.xpath(f"//input[@id='{veld}'][@aria-invalid='true']")
    for naam in set(VELDEN) - {veld, "versie"}:
        assert klant.veld(naam) == getypt[naam]
    assert (jan.functie, jan.telefoon) == ("", "")


@pytest.mark.parametrize(
    "nummer", ["0301234567", "030-1234567", "(030) 123 45 67", "+31 6 12345678"]
)
def test_r23_gewone_schrijfwijzen_van_een_telefoonnummer_mogen(nummer: str) -> None:
    assert gegevens.is_telefoonnummer(nummer)


@pytest.mark.parametrize("nummer", ["030123456", "abc", "0" * 11, "+0612345678", "06 1234567８"])
def test_r23_wat_geen_telefoonnummer_is_mag_niet(nummer: str) -> None:
    assert not gegevens.is_telefoonnummer(nummer)


@pytest.mark.parametrize("adres", ["a@b.nl", "jan.de-vries+duo@school.example.nl", "o'neil@x.org"])
def test_r23_gewone_emailadressen_mogen(adres: str) -> None:
    assert gegevens.is_emailadres(adres)


@pytest.mark.parametrize(
    "adres",
    [
        "a@b",
        "a b@c.nl",
        "a@b..nl",
        ".a@b.nl",
        "a@@b.nl",
        "<a@b.nl>",
        "a@-b.nl",
        "a" * 250 + "@b.nl",
    ],
)
def test_r23_wat_geen_emailadres_is_mag_niet(adres: str) -> None:
    assert not gegevens.is_emailadres(adres)


def test_r23_wie_tweede_is_ziet_het_verschil_en_verliest_niets(
    klant: Klant, jan: Gebruiker, inloggen: Inloggen
) -> None:
    ander = inloggen(jan)
    eerste, tweede = formulier(ander, functie="Rector"), formulier(klant, functie="Conrector")
    ander.post("/gegevens", eerste)
    klant.post("/gegevens", tweede, 409)
    cellen = klant.boom.xpath("//table//tbody/tr/*/text()")
    assert cellen == ["Functie", "Rector", "Conrector"]
    assert klant.veld("functie") == "Conrector"
    assert jan.functie == "Rector"
    klant.post("/gegevens", tweede | {"versie": klant.veld("versie")})
    assert jan.functie == "Conrector"


def test_r23_een_wijziging_van_iets_anders_is_geen_botsing(
    klant: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    getypt = formulier(klant, functie="Rector")
    jan.brief_gedownload_op = NU
    klant.post("/gegevens", getypt)
    assert jan.functie == "Rector"


def test_r23_de_pagina_toont_rollen_met_kenmerken_gever_en_geldigheid(
    klant: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    beheerder = fabriek.maak_gebruiker(db_sessie, nu=NU, voorletters="A.", achternaam="Bakker")
    kenmerk = fabriek.maak_kenmerk(db_sessie, "21AZ")
    rollen = [fabriek.maak_taak(db_sessie, f"T{n}", kenmerk.soort)[1] for n in range(4)]
    fabriek.geef(
        db_sessie, jan, rollen[0], kenmerk, nu=NU, door=beheerder, geldig_tot=NU + timedelta(1)
    )
    fabriek.geef(db_sessie, jan, rollen[1], nu=NU)
    fabriek.geef(db_sessie, jan, rollen[2], kenmerk, nu=NU, geldig_van=NU + timedelta(1))
    fabriek.geef(db_sessie, jan, rollen[3], kenmerk, nu=NU, geldig_tot=NU)
    klant.get("/gegevens")
    for tekst in (
        f"{kenmerk.soort.naam} 21AZ",
        "A. Bakker, op 23 november 2026",
        "tot 25 november 2026 om 10.00 uur",
    ):
        assert tekst in klant.tekst
    standen = klant.boom.xpath("//section[@aria-labelledby='rollen']//h3/span/text()")
    assert sorted(standen) == ["gaat nog in", "geldig", "kenmerk ontbreekt", "niet meer geldig"]


def test_r23_de_pagina_toont_koppeling_akkoord_beheerdersrol_en_nooit_een_pseudoniem(
    klant: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    document = Document(
        soort=Documentsoort.PRIVACY,
        nummer=3,
        titel="Privacyverklaring",
        tekst="t",
        tekst_hash="b" * 64,
        geldig_vanaf=NU,
    )
    rol = Beheerdersrol(code="po", naam="Beheerder PO")
    db_sessie.add_all(
        [
            Koppeling(
                gebruiker=jan, middel_kvk="c" * 64, niveau="loa3", gelegd_op=NU, laatste_login_op=NU
            ),
            Akkoord(gebruiker_id=jan.id, document=document, tekst_hash="b" * 64, op=NU),
            Beheerderstoekenning(gebruiker=jan, beheerdersrol=rol, geldig_van=NU),
        ]
    )
    klant.get("/gegevens")
    for tekst in ("niveau 3", "24 mei 2028", "Privacyverklaring, versie 3", "Beheerder PO"):
        assert tekst in klant.tekst
    assert "c" * 64 not in klant.tekst
    assert jan.gebruikersnaam not in klant.tekst  # R4


def test_r23_de_pagina_toont_de_laatste_tien_logins(
    klant: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    for nummer in range(1, 13):
        uitkomst = "fout" if nummer == 12 else "portaal"
        db_sessie.add(
            Auditrecord(
                nummer=1000 + nummer,
                op=NU - timedelta(days=20 - nummer),
                actor_soort="bezoeker",
                herkomst="",
                gebeurtenis="login.token",
                uitkomst=uitkomst,
                object_soort="gebruiker",
                object_id=jan.id,
                referentie="",
                gegevens={},
                vorige_hash="",
                hash=f"{nummer:064}",
            )
        )
    klant.get("/gegevens")
    regels = klant.boom.xpath("//section[@aria-labelledby='logins']//li")
    assert len(regels) == gegevens.LOGINS
    assert "Mislukte poging met token" in regels[0].text_content()
    assert "16 november 2026" in regels[0].text_content()


def test_r23_mijn_gegevens_kost_een_vast_aantal_vragen(
    klant: Klant,
    db_sessie: Session,
    jan: Gebruiker,
    tel_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    aantallen = []
    for keer in range(2):
        for nummer in range(1 + keer * 8):
            kenmerk = fabriek.maak_kenmerk(db_sessie, f"{keer}{nummer}")
            _, rol = fabriek.maak_taak(db_sessie, "T", kenmerk.soort)
            fabriek.geef(db_sessie, jan, rol, kenmerk, nu=NU)
        db_sessie.commit()
        with tel_queries() as gezien:
            klant.kaal.get("/gegevens")
        aantallen.append(len(gezien))
    assert aantallen[0] == aantallen[1] <= 13
