# SPDX-License-Identifier: EUPL-1.2
"""Nothing typed is lost or skipped: log-outs, tabs, double clicks, limits, bad input (R24, R29)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Aanvraag, Beheerdersrol, Kenmerk, Ondertekenaar
from portal.models.soorten import Aanvraagstatus
from tests.aanvraag import hulp
from tests.aanvraag.conftest import Wereld
from tests.aanvraag.hulp import BASIS, CEES, DIRK, stap
from tests.conftest import Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant


def test_r24_een_concept_overleeft_uitloggen_en_wordt_met_hetzelfde_middel_teruggevonden(
    app: Flask, bea: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    hulp.tot_contact(bea, wereld.rol.id)
    bea.get(f"{BASIS}/mijn")
    bea.post("/uitloggen")
    fabriek.log_in(bea, wereld.organisatie.kvk, "Bea", link=f"{BASIS}/inloggen")
    bea.volg()
    assert "U bent een aanvraag aan het invullen" in bea.tekst
    bea.get(f"{BASIS}/stap/", 303)
    bea.volg()
    assert bea.antwoord is not None and bea.antwoord.request.path == f"{BASIS}/stap/contact"
    bea.get(f"{BASIS}/stap/nieuw/1")
    assert bea.veld("achternaam") == "Nieuw"


def test_een_collega_van_dezelfde_organisatie_begint_leeg(
    app: Flask, bea: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    hulp.tot_contact(bea, wereld.rol.id)
    collega = hulp.browser(app, db_sessie, wereld.organisatie.kvk, "Collega")
    assert "aan het invullen" not in collega.tekst
    stap(collega, "organisatie", {"gezien": "ja"})
    assert db_sessie.scalar(select(func.count(Aanvraag.id))) == 2


def test_r24_wat_getypt_is_als_de_sessie_verloopt_staat_er_na_inloggen_nog(
    bea: Klant, wereld: Wereld, klok: Klok
) -> None:
    stap(bea, "organisatie", {"gezien": "ja"})
    stap(bea, "soort", {"soort": "aanmelden"})
    bea.get(f"{BASIS}/stap/nieuw/nieuw")
    klok.verder(timedelta(minutes=16))
    getypt = hulp.NIEUW | {"rollen": str(wereld.rol.id), "achternaam": "Bijna"}
    bea.post(f"{BASIS}/stap/nieuw/nieuw", getypt)
    bea.volg()
    assert "Wat u had ingevuld, hebben wij bewaard" in bea.tekst
    fabriek.log_in(bea, wereld.organisatie.kvk, "Bea", link=f"{BASIS}/inloggen")
    bea.volg()
    bea.get(f"{BASIS}/stap/nieuw/nieuw")
    assert "Uw sessie was verlopen" in bea.tekst and bea.veld("achternaam") == "Bijna"
    assert bea.boom.xpath(f"//input[@name='rollen'][@value='{wereld.rol.id}'][@checked]")
    bea.post(f"{BASIS}/stap/nieuw/nieuw", getypt)
    bea.get(f"{BASIS}/stap/nieuw/nieuw")
    assert bea.veld("achternaam") == "", "wat is opgeslagen, wordt niet nog eens aangeboden"


def test_r24_de_pagina_stuurt_zelf_wat_er_staat_als_de_tijd_om_is(
    bea: Klant, wereld: Wereld, klok: Klok
) -> None:
    stap(bea, "organisatie", {"gezien": "ja"})
    stap(bea, "soort", {"soort": "aanmelden"})
    bea.get(f"{BASIS}/stap/nieuw/nieuw")
    [adres] = bea.boom.xpath("//form/@data-bewaar")
    klok.verder(timedelta(minutes=16))
    velden = {"csrf_token": bea.csrf(), "achternaam": "Half", "email": "half"}
    assert bea.kaal.post(adres, data=velden).status_code == 204
    fabriek.log_in(bea, wereld.organisatie.kvk, "Bea", link=f"{BASIS}/inloggen")
    bea.volg()
    bea.get(f"{BASIS}/stap/nieuw/nieuw")
    assert (bea.veld("achternaam"), bea.veld("email")) == ("Half", "half")


def test_niemand_slaat_een_stap_over(bea: Klant, wereld: Wereld) -> None:
    for slug in ("soort", "nieuw", "contact", "bevoegd", "controleren", "stoppen"):
        bea.get(f"{BASIS}/stap/{slug}", 303)
        assert bea.antwoord is not None and bea.antwoord.location == f"{BASIS}/stap/organisatie"
    bea.get(f"{BASIS}/stap/nieuw/nieuw", 303)
    bea.get(f"{BASIS}/stap/bestaat-niet", 404)
    stap(bea, "organisatie", {"gezien": "ja"})
    bea.get(f"{BASIS}/stap/organisatie/1", 404)
    stap(bea, "soort", {"soort": "aanmelden"})
    for rij in ("0", "1", "-1", "x", "²", "9" * 40):
        bea.get(f"{BASIS}/stap/nieuw/{rij}", 404)


def test_dubbel_versturen_geeft_een_aanvraag(
    bea: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    hulp.tot_controle(bea, wereld.rol.id)
    bea.get(f"{BASIS}/stap/controleren")
    velden = {"aanvraag": bea.veld("aanvraag"), "juist": "y", "csrf_token": bea.csrf()}
    plekken = [bea.kaal.post(f"{BASIS}/stap/controleren", data=velden).location for _ in range(2)]
    assert plekken[0] == plekken[1]
    assert db_sessie.scalar(select(func.count(Aanvraag.id))) == 1


def test_r32_elke_fout_heeft_een_tekst_bij_het_veld_en_wat_getypt_is_blijft(
    bea: Klant, wereld: Wereld
) -> None:
    stap(bea, "organisatie", {"gezien": "ja"})
    stap(bea, "soort", {}, 422)
    assert "Kies wat u wilt aanvragen" in bea.tekst
    bea.post(f"{BASIS}/stap/soort", {"soort": "aanmelden"})
    stap(bea, "nieuw/nieuw", {"achternaam": "Half", "email": "half"}, 422)
    for tekst in ("Kies minstens één beheerdersrol", "Vul een e-mailadres in met een @"):
        assert tekst in bea.tekst
    assert bea.veld("achternaam") == "Half"
    vreemd = hulp.NIEUW | {"rollen": str(wereld.vreemde_rol.id)}
    bea.post(f"{BASIS}/stap/nieuw/nieuw", vreemd, 422)
    bea.post(f"{BASIS}/stap/nieuw/nieuw", hulp.NIEUW | {"rollen": str(wereld.rol.id)})
    stap(bea, "nieuw")
    for naam in ("https://kwaad.example", "Klik op kwaad.example", "a@b.example"):
        stap(bea, "contact", hulp.CONTACT | {"naam": naam}, 422)
        assert bea.veld("naam") == naam, "wat in mail komt is een naam en geen link"


def test_rijen_zijn_te_wijzigen_en_te_verwijderen(bea: Klant, wereld: Wereld) -> None:
    hulp.tot_contact(bea, wereld.rol.id)
    tweede = hulp.NIEUW | {"achternaam": "Tweede", "rollen": str(wereld.rol.id)}
    stap(bea, "nieuw/nieuw", tweede)
    bea.get(f"{BASIS}/stap/nieuw")
    bea.post(f"{BASIS}/stap/nieuw", {}, 422)
    assert "dezelfde persoon of hetzelfde e-mailadres" in bea.tekst
    stap(bea, "nieuw/2", tweede | {"email": "b@school.example"})
    stap(bea, "nieuw")
    bea.get(f"{BASIS}/stap/nieuw")
    bea.post(f"{BASIS}/stap/nieuw/1/weg")
    bea.volg()
    assert "Verwijderd uit uw aanvraag: A. Nieuw" in bea.tekst
    bea.get(f"{BASIS}/stap/nieuw")
    assert "A. Tweede" in bea.tekst and "A. Nieuw" not in bea.tekst
    bea.post(f"{BASIS}/stap/nieuw/1/weg")
    bea.get(f"{BASIS}/stap/contact", 303)


@pytest.mark.parametrize("bevoegd, anderen", [("samen", 1), ("anderen", 2), ("ander", 1)])
def test_r29_er_zijn_niet_te_weinig_en_niet_te_veel_ondertekenaars(
    bea: Klant, wereld: Wereld, bevoegd: str, anderen: int
) -> None:
    hulp.tot_contact(bea, wereld.rol.id)
    stap(bea, "contact", hulp.CONTACT)
    stap(bea, "bevoegd", {"bevoegd": bevoegd})
    bea.get(f"{BASIS}/stap/controleren", 303)
    for wie in (CEES, DIRK)[:anderen]:
        stap(bea, "ondertekenaars/nieuw", wie)
    stap(bea, "ondertekenaars")
    bea.get(f"{BASIS}/stap/controleren")
    stap(bea, "bevoegd", {"bevoegd": "zelf"})
    hulp.verstuur(bea)
    assert "ondertekenaars/" not in bea.antwoord.text  # type: ignore[union-attr]


def test_r29_met_een_ander_antwoord_tekenen_niet_de_mensen_van_eerst(
    bea: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    hulp.tot_controle(bea, wereld.rol.id, "samen", CEES)
    stap(bea, "bevoegd", {"bevoegd": "zelf"})
    hulp.verstuur(bea)
    namen = db_sessie.scalars(select(Ondertekenaar.naam)).all()
    assert namen == ["Bea Bestuur"]


def test_r29_wie_zichzelf_ook_als_ander_opgeeft_wordt_tegengehouden(
    bea: Klant, wereld: Wereld
) -> None:
    hulp.tot_controle(bea, wereld.rol.id, "samen")
    stap(bea, "ondertekenaars/nieuw", CEES | {"email": "BEA@school.example"})
    stap(bea, "ondertekenaars", {}, 422)
    assert "hetzelfde e-mailadres" in bea.tekst


def test_een_rol_die_de_organisatie_niet_meer_heeft_opent_haar_stap_weer(
    bea: Klant, wereld: Wereld, db_sessie: Session, klok: Klok
) -> None:
    hulp.tot_controle(bea, wereld.rol.id)
    db_sessie.get_one(Beheerdersrol, wereld.rol.id).beeindigd_op = klok.nu
    bea.get(f"{BASIS}/stap/controleren", 303)
    assert bea.antwoord is not None and bea.antwoord.location == f"{BASIS}/stap/nieuw"
    assert hulp.aanvraag(db_sessie).status is Aanvraagstatus.CONCEPT


def test_een_concept_is_weg_te_gooien(bea: Klant, wereld: Wereld, db_sessie: Session) -> None:
    hulp.tot_contact(bea, wereld.rol.id)
    bea.get(f"{BASIS}/mijn")
    bea.post(f"{BASIS}/concept/weg")
    bea.volg()
    assert "is verwijderd" in bea.tekst
    assert db_sessie.scalar(select(func.count(Aanvraag.id))) == 0


def test_een_bestuur_met_veel_kenmerken_typt_ze(
    bea: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    soort = wereld.kenmerk.soort
    meer = [Kenmerk(soort=soort, waarde=f"{n}XX") for n in range(10, 40)]
    wereld.organisatie.kenmerken = [wereld.kenmerk, *meer]
    stap(bea, "organisatie", {"gezien": "ja"})
    stap(bea, "soort", {"soort": "aanmelden"})
    wens = hulp.NIEUW | {"rollen": str(wereld.rol.id)}
    veld = f"kenmerken_{wereld.rol.id}"
    stap(bea, "nieuw/nieuw", wens | {veld: "12xx\n99ZZ"}, 422)
    assert "Uw organisatie heeft het kenmerk 99ZZ niet" in bea.tekst
    bea.post(f"{BASIS}/stap/nieuw/nieuw", wens | {veld: "12xx\n13XX\n"})
    stap(bea, "nieuw")
    stap(bea, "contact", hulp.CONTACT)
    stap(bea, "bevoegd", {"bevoegd": "zelf"})
    hulp.verstuur(bea)
    [rol] = hulp.aanvraag(db_sessie).beheerders[0].aanvraagrollen
    assert sorted(kenmerk.waarde for kenmerk in rol.kenmerken) == ["12XX", "13XX"]
