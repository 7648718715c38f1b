# SPDX-License-Identifier: EUPL-1.2
"""The form that registers a gebruiker, without JavaScript: R2, R3, R4, R22, R31, R32."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from admin.beheer import rolkeuze
from portal.models import Kenmerk
from tests.beheer.rechten.conftest import gegeven, nieuwste, piet_als_velden
from tests.beheer.wereld import Wereld, post, spoor
from tests.harnas import fabriek
from tests.harnas.klant import Klant

NIEUW = "/beheer/gebruikers/nieuw/"
Tellingen = Callable[[], list[int]]


def kenmerkveld(wereld: Wereld) -> str:
    return f"kenmerk-{wereld.met_code.id}-{wereld.kenmerk.soort_id}"


def test_r2_r3_wie_wordt_aangemeld_krijgt_account_rollen_en_mail_en_de_beheerder_een_vervolg(
    beheerder: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    beheerder.get(NIEUW)
    rollen = {
        "rol": [str(wereld.vrij.id), str(wereld.met_code.id)],
        kenmerkveld(wereld): str(wereld.kenmerk.id),
        f"tot-{wereld.vrij.id}": "2027-01-31",
    }
    beheerder.post(NIEUW, piet_als_velden(**rollen))
    beheerder.volg()
    piet = nieuwste(db_sessie)
    assert piet.naam == "P. van Dijk" and piet.aangemeld_door_id == wereld.beheerder.id
    vrij, met_code = sorted(gegeven(db_sessie, piet), key=lambda een: een.rol.naam)
    assert vrij.geldig_tot is not None and f"{vrij.geldig_tot:%Y-%m-%d %H}" == "2027-01-31 23"
    assert [k.waarde for k in met_code.kenmerken] == ["21AZ"]
    assert post(db_sessie) == [("bevestiging_aanmelding", "piet@example.nl")]
    for woord in ("P. van Dijk is aangemeld", "piet@example.nl", "persoonlijk", "24 uur"):
        assert woord in beheerder.tekst
    (nog_een,) = beheerder.boom.xpath("//a[contains(., 'Nog iemand aanmelden')]/@href")
    assert nog_een == NIEUW


def test_r4_de_gebruikersnaam_staat_op_geen_enkele_pagina_van_de_beheerder(
    beheerder: Klant, db_sessie: Session
) -> None:
    beheerder.get(NIEUW)
    beheerder.post(NIEUW, piet_als_velden())
    piet = nieuwste(db_sessie)
    for deel in ("aangemeld", "wijzigen", "rollen", "rollen/kopieren", "toegang"):
        antwoord = beheerder.get(f"/beheer/gebruikers/{piet.id}/{deel}/")
        assert piet.gebruikersnaam not in antwoord.text


def test_zonder_rol_zegt_het_vervolg_dat_er_nog_niets_te_zien_is(beheerder: Klant) -> None:
    beheerder.get(NIEUW)
    beheerder.post(NIEUW, piet_als_velden())
    beheerder.volg()
    assert "heeft nog geen rollen" in beheerder.tekst


def test_r31_wie_aanmeldt_staat_in_het_spoor(
    beheerder: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    beheerder.get(NIEUW)
    beheerder.post(NIEUW, piet_als_velden())
    record = spoor(db_sessie, "gebruiker.gemaakt")[-1]
    assert record.gegevens["aangemeld_door_id"] == [None, wereld.beheerder.id]


def test_r32_elke_fout_staat_bij_het_veld_en_in_het_overzicht_en_niets_gaat_verloren(
    beheerder: Klant, wereld: Wereld, tellingen: Tellingen
) -> None:
    voor = tellingen()
    beheerder.get(NIEUW)
    fout = {"achternaam": "", "email": "piet", "telefoon": "12", "functie": "Hoofd <b>"}
    rol = {"rol": str(wereld.met_code.id), f"van-{wereld.met_code.id}": "gisteren"}
    beheerder.post(NIEUW, piet_als_velden(**fout, **rol), 422)
    assert tellingen() == voor
    links = beheerder.boom.xpath("//*[@data-focus]//li/a")
    meldingen = {link.get("href"): link.text for link in links}
    ids = set(beheerder.boom.xpath("//@id"))
    assert len(meldingen) == 5 and {doel.removeprefix("#") for doel in meldingen} <= ids
    soort = wereld.kenmerk.soort.naam
    assert f"Kies bij Melden een {soort[0].lower()}{soort[1:]}" in meldingen.values()
    assert any("31-12-2026" in tekst for tekst in meldingen.values())
    assert beheerder.veld("email") == "piet" and beheerder.veld("functie") == "Hoofd <b>"
    assert beheerder.veld(f"van-{wereld.met_code.id}") == "gisteren"
    assert beheerder.boom.xpath(f"//input[@id='rol-{wereld.met_code.id}']/@checked")


def test_r32_een_naam_met_onzichtbare_tekens_die_hem_omkeren_wordt_geweigerd(
    beheerder: Klant, tellingen: Tellingen
) -> None:
    voor = tellingen()
    beheerder.get(NIEUW)
    for teken in ("\u202e", "\u2066", "\x1b", "\x9f"):
        beheerder.post(NIEUW, piet_als_velden(achternaam=f"Dijk{teken}nav"), 422)
        assert "Gebruik alleen letters, cijfers en leestekens" in beheerder.tekst
        assert beheerder.veld("achternaam") == "Dijknav"
    assert tellingen() == voor


def test_een_geplakte_naam_komt_op_een_regel(beheerder: Klant, db_sessie: Session) -> None:
    beheerder.get(NIEUW)
    beheerder.post(NIEUW, piet_als_velden(tussenvoegsel="van\r\n  den", achternaam=" Dijk\t"))
    assert nieuwste(db_sessie).naam == "P. van den Dijk"


def test_de_enige_waarde_staat_vooraf_aan_en_doet_niets_zonder_de_rol(
    beheerder: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    beheerder.get(NIEUW)
    assert beheerder.boom.xpath(f"//input[@name='{kenmerkveld(wereld)}']/@checked")
    beheerder.post(NIEUW, piet_als_velden(**{kenmerkveld(wereld): str(wereld.kenmerk.id)}))
    assert gegeven(db_sessie, nieuwste(db_sessie)) == []


def test_r22_een_rol_waarvan_de_organisatie_het_kenmerk_niet_heeft_is_niet_te_kiezen(
    beheerder: Klant, wereld: Wereld, tellingen: Tellingen
) -> None:
    wereld.organisatie.kenmerken.clear()
    beheerder.get(NIEUW)
    assert "Kan nu niet: de organisatie heeft geen" in beheerder.tekst
    assert beheerder.boom.xpath(f"//input[@id='rol-{wereld.met_code.id}']/@disabled")
    voor = tellingen()
    beheerder.post(NIEUW, piet_als_velden(rol=str(wereld.met_code.id)), 422)
    assert "die heeft de organisatie niet" in beheerder.tekst
    assert tellingen() == voor


def test_veel_waarden_worden_getypt_een_per_regel_en_onbekende_worden_genoemd(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, tellingen: Tellingen
) -> None:
    soort = wereld.kenmerk.soort
    extra = [Kenmerk(soort=soort, waarde=f"{n:02}XY") for n in range(rolkeuze.VEEL)]
    wereld.organisatie.kenmerken += extra
    db_sessie.flush()
    beheerder.get(NIEUW)
    naam = kenmerkveld(wereld)
    assert beheerder.boom.xpath(f"//textarea[@name='{naam}']")
    voor = tellingen()
    velden = piet_als_velden(rol=str(wereld.met_code.id))
    beheerder.post(NIEUW, velden | {naam: "03xy\r\nABCD\x00\n21az"}, 422)
    assert "heeft de organisatie niet: ABCD" in beheerder.tekst and tellingen() == voor
    assert "03xy" in beheerder.boom.xpath(f"string(//textarea[@name='{naam}'])")
    onzin = "\n".join(f"onzin{n}" for n in range(8))
    beheerder.post(NIEUW, velden | {naam: onzin}, 422)
    assert "onzin4 en nog 3" in beheerder.tekst
    beheerder.post(NIEUW, velden | {naam: "03xy\r\n21az, 21AZ"})
    (een,) = gegeven(db_sessie, nieuwste(db_sessie))
    assert sorted(k.waarde for k in een.kenmerken) == ["03XY", "21AZ"]


def test_bij_meer_organisaties_kiest_de_beheerder_eerst_waar(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, tellingen: Tellingen
) -> None:
    school = fabriek.maak_organisatie(db_sessie, naam="De School", parent=wereld.organisatie)
    beheerder.get(NIEUW)
    assert "De School" in beheerder.tekst and not beheerder.boom.xpath("//*[@name='achternaam']")
    voor = tellingen()
    beheerder.get(f"{NIEUW}?organisatie={school.id}")
    assert beheerder.boom.xpath("//main//form[@method='post']/@action") == [
        f"{NIEUW}?organisatie={school.id}"
    ]
    beheerder.post(NIEUW, piet_als_velden(), 422)
    assert tellingen() == voor
    beheerder.get(f"{NIEUW}?organisatie={school.id}")
    beheerder.post(f"{NIEUW}?organisatie={school.id}", piet_als_velden())
    assert nieuwste(db_sessie).organisatie_id == school.id


def test_veel_organisaties_staan_in_een_keuzelijst(
    beheerder: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    for _ in range(9):
        fabriek.maak_organisatie(db_sessie, parent=wereld.organisatie)
    beheerder.get(NIEUW)
    assert len(beheerder.boom.xpath("//select[@name='organisatie']/option")) == 10


def test_r2_hetzelfde_formulier_twee_keer_meldt_een_keer_aan(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, tellingen: Tellingen
) -> None:
    beheerder.get(NIEUW)
    velden = piet_als_velden(rol=str(wereld.vrij.id))
    eerste = beheerder.post(NIEUW, velden)
    na_een = tellingen()
    beheerder.get(NIEUW)
    tweede = beheerder.post(NIEUW, velden)
    assert tweede.location == eerste.location
    assert tellingen() == na_een
    assert len(post(db_sessie)) == 1


def test_r2_met_andere_rollen_is_het_een_vraag_en_geen_herhaling(
    beheerder: Klant, wereld: Wereld, tellingen: Tellingen
) -> None:
    beheerder.get(NIEUW)
    beheerder.post(NIEUW, piet_als_velden())
    na_een = tellingen()
    beheerder.get(NIEUW)
    beheerder.post(NIEUW, piet_als_velden(rol=str(wereld.vrij.id)), 422)
    assert "Wie gebruikt dit adres al?" in beheerder.tekst
    assert tellingen() == na_een


def test_r2_een_bekend_adres_geeft_een_waarschuwing_en_geen_weigering(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, tellingen: Tellingen
) -> None:
    wereld.gebruiker.email = "Gedeeld@example.nl"
    voor = tellingen()
    beheerder.get(NIEUW)
    velden = piet_als_velden(email="gedeeld@EXAMPLE.nl", rol=str(wereld.vrij.id))
    beheerder.post(NIEUW, velden, 422)
    assert tellingen() == voor
    assert wereld.gebruiker.naam in beheerder.tekst
    assert beheerder.boom.xpath("//*[@data-focus]//a/@href") == ["#toch"]
    assert beheerder.boom.xpath(f"//input[@id='rol-{wereld.vrij.id}']/@checked")
    beheerder.post(NIEUW, velden | {"toch": "y"})
    assert nieuwste(db_sessie).achternaam == "Dijk"


@pytest.mark.parametrize("tabel", ["gebruiker", "autorisatie", "bericht"])
def test_r3_faalt_de_database_halverwege_dan_is_er_niets_en_kan_het_opnieuw(
    beheerder: Klant, wereld: Wereld, tellingen: Tellingen, tabel: str
) -> None:
    velden = piet_als_velden(rol=str(wereld.vrij.id))
    beheerder.get(NIEUW)
    voor = tellingen()

    def faal(_v: object, _c: object, opdracht: str, *_rest: object) -> None:
        if opdracht.startswith(f"INSERT INTO {tabel} "):
            raise sa.exc.OperationalError("", {}, Exception("de stekker eruit"))

    event.listen(sa.Engine, "before_cursor_execute", faal)
    try:
        beheerder.post(NIEUW, velden, 503)
    finally:
        event.remove(sa.Engine, "before_cursor_execute", faal)
    assert tellingen() == voor
    beheerder.get(NIEUW)
    beheerder.post(NIEUW, velden)
    assert tellingen()[0] == voor[0] + 1
