# SPDX-License-Identifier: EUPL-1.2
"""The bestuur asks for a beheerder online: each kind of request, alone and jointly signed (R29)."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Aanvraag, Auditrecord
from portal.models.soorten import Aanvraagsoort, Aanvraagstatus, Beheerderhandeling
from tests.aanvraag import hulp
from tests.aanvraag.conftest import Wereld
from tests.aanvraag.hulp import BASIS, CEES, DIRK, stap
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


def test_r29_wie_alleen_mag_tekenen_is_met_versturen_klaar(
    bea: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    hulp.tot_controle(bea, wereld.rol.id)
    bea.get(f"{BASIS}/stap/controleren")
    for woord in ("Stichting Zuid", "A. Nieuw wordt beheerder", "Beheerder Bekostiging", "Bea"):
        assert woord in bea.tekst
    hulp.verstuur(bea)
    bea.volg()
    assert "Uw aanvraag is verstuurd" in bea.tekst
    aanvraag = hulp.aanvraag(db_sessie)
    assert aanvraag.status is Aanvraagstatus.NIEUW
    assert aanvraag.organisatie is wereld.organisatie
    assert aanvraag.gegevens == {} and aanvraag.ondertekend_op is not None
    [nieuw] = aanvraag.beheerders
    assert (nieuw.naam, nieuw.handeling) == ("A. Nieuw", Beheerderhandeling.AANMELDEN)
    assert [een.beheerdersrol for een in nieuw.aanvraagrollen] == [wereld.rol]
    assert aanvraag.referentie in bea.tekst
    bea.get(f"{BASIS}/mijn")
    assert "Stichting Zuid" in bea.tekst and aanvraag.referentie in bea.tekst
    ontvangen = hulp.mails(db_sessie, "aanvraag_ingediend")
    assert set(ontvangen) == {"bea@school.example", "bestuur@school.example"}
    assert aanvraag.referentie in ontvangen["bestuur@school.example"]


def test_r29_de_bestuurder_hoeft_geen_account_te_hebben_en_komt_nooit_in_het_koppelproces(
    bea: Klant,
) -> None:
    assert "Uw aanvragen" in bea.tekst
    for pad in ("/overzicht", "/koppelen/", "/gegevens", "/beheer/"):
        bea.get(pad, 303)
        assert bea.antwoord is not None and bea.antwoord.location == f"{BASIS}/mijn"


def test_r29_een_gekoppelde_gebruiker_logt_er_apart_voor_in(
    app: Flask, wereld: Wereld, client: Klant, db_sessie: Session
) -> None:
    fabriek.koppel(client, db_sessie, wereld.ander, NU)
    client.get(f"{BASIS}/mijn", 303)
    client.volg()
    assert "U bent nu ingelogd voor iets anders" in client.tekst
    fabriek.log_in(client, wereld.organisatie.kvk, link=f"{BASIS}/inloggen")
    client.volg()
    hulp.tot_controle(client, wereld.rol.id)
    hulp.verstuur(client)
    assert hulp.aanvraag(db_sessie).aanvrager_id == wereld.ander.id


def test_r29_gezamenlijk_bevoegd_vraagt_een_meerderheid(
    app: Flask, bea: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    hulp.tot_controle(bea, wereld.rol.id, "samen", CEES, DIRK)
    bea.get(f"{BASIS}/stap/controleren")
    assert "2 van de 3 ondertekenaars moeten tekenen" in bea.tekst
    hulp.verstuur(bea)
    bea.volg()
    assert "Er zijn 2 handtekeningen nodig, 1 gezet" in bea.tekst
    assert hulp.aanvraag(db_sessie).status is Aanvraagstatus.WACHT_OP_ONDERTEKENING
    dirks_link = hulp.link(db_sessie, DIRK["email"])
    cees = hulp.ondertekenaar(app, db_sessie, wereld.organisatie.kvk, CEES["email"], "Cees")
    assert "A. Nieuw wordt beheerder" in cees.tekst and "U tekent alsCees Bestuur" in cees.tekst
    pad = hulp.link(db_sessie, CEES["email"])
    cees.post(pad, {}, 422)
    assert "Bevestig dat u deze persoon bent" in cees.tekst
    cees.post(pad, {"bevoegd": "y"})
    cees.volg()
    assert "U hebt de aanvraag ondertekend" in cees.tekst
    aanvraag = hulp.aanvraag(db_sessie)
    assert aanvraag.status is Aanvraagstatus.NIEUW
    assert set(hulp.mails(db_sessie, "aanvraag_ondertekend")) == {"bea@school.example"}
    Klant(app, db_sessie).get(dirks_link, 404)


def test_r29_iemand_anders_is_alleen_bevoegd(
    app: Flask, bea: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    hulp.tot_controle(bea, wereld.rol.id, "ander", CEES)
    hulp.verstuur(bea)
    assert hulp.aanvraag(db_sessie).nodig == 1
    cees = hulp.ondertekenaar(app, db_sessie, wereld.organisatie.kvk, CEES["email"], "Cees")
    cees.post(hulp.link(db_sessie, CEES["email"]), {"bevoegd": "y"})
    assert hulp.aanvraag(db_sessie).status is Aanvraagstatus.NIEUW


def test_r29_r1_een_beheerder_vervangen_gaat_in_een_stap(
    bea: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    stap(bea, "organisatie", {"gezien": "ja"})
    stap(bea, "soort", {"soort": "vervangen"})
    stap(bea, "stoppen", {"gebruikers": str(wereld.oud.id)})
    stap(bea, "nieuw/nieuw", hulp.NIEUW | {"rollen": str(wereld.rol.id)})
    stap(bea, "nieuw")
    stap(bea, "contact", hulp.CONTACT)
    stap(bea, "bevoegd", {"bevoegd": "zelf"})
    hulp.verstuur(bea)
    aanvraag = hulp.aanvraag(db_sessie)
    assert aanvraag.soort is Aanvraagsoort.VERVANGEN
    wie = {b.handeling.value: (b.naam, b.gebruiker_id) for b in aanvraag.beheerders}
    assert wie == {"aanmelden": ("A. Nieuw", None), "intrekken": ("T. Oud", wereld.oud.id)}


def test_r29_wijzigen_toont_wat_er_nu_is_en_laat_leeg_wat_niet_verandert(
    bea: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    stap(bea, "organisatie", {"gezien": "ja"})
    stap(bea, "soort", {"soort": "wijzigen"})
    bea.get(f"{BASIS}/stap/wijzigen")
    assert "T. Oud wijzigen" in bea.tekst
    bea.get(f"{BASIS}/stap/wijzigen/nieuw?wie={wereld.oud.id}")
    assert bea.boom.xpath(f"//input[@name='rollen'][@value='{wereld.rol.id}'][@checked]")
    assert wereld.oud.email not in bea.tekst, "het bestuur ziet naam, functie en rollen"
    wens = {"gebruiker": str(wereld.oud.id), "rollen": str(wereld.rol.id), "functie": "Directeur"}
    kenmerk = {f"kenmerken_{wereld.rol.id}": str(wereld.kenmerk.id)}
    bea.post(f"{BASIS}/stap/wijzigen/nieuw", wens | kenmerk)
    bea.get(f"{BASIS}/stap/wijzigen")
    assert "T. Oud wijzigen" not in bea.tekst, "wie gekozen is, staat al in de lijst erboven"
    stap(bea, "wijzigen")
    stap(bea, "contact", hulp.CONTACT)
    stap(bea, "bevoegd", {"bevoegd": "zelf"})
    hulp.verstuur(bea)
    [wie] = hulp.aanvraag(db_sessie).beheerders
    assert (wie.gebruiker, wie.functie, wie.email) == (wereld.oud, "Directeur", "")
    assert wie.aanvraagrollen[0].kenmerken == [wereld.kenmerk]


def test_r1_wie_de_laatste_beheerder_laat_stoppen_wordt_gewaarschuwd(
    bea: Klant, wereld: Wereld
) -> None:
    stap(bea, "organisatie", {"gezien": "ja"})
    stap(bea, "soort", {"soort": "intrekken"})
    stap(bea, "stoppen", {"gebruikers": [str(wereld.oud.id), str(wereld.ander.id)]})
    stap(bea, "contact", hulp.CONTACT)
    stap(bea, "bevoegd", {"bevoegd": "zelf"})
    bea.get(f"{BASIS}/stap/controleren")
    assert "heeft straks geen beheerder meer" in bea.tekst


def test_r29_een_onbekende_organisatie_heeft_aan_een_kvk_nummer_genoeg(
    app: Flask, wereld: Wereld, db_sessie: Session
) -> None:
    klant = hulp.browser(app, db_sessie, "87654321")
    stap(klant, "organisatie", {"naam": ""}, 422)
    stap(klant, "organisatie", {"naam": "Cursus BV", "rsin": "123456789"}, 422)
    assert "Vul een RSIN in van 9 cijfers" in klant.tekst
    klant.post(f"{BASIS}/stap/organisatie", {"naam": "Cursus BV"})
    klant.get(f"{BASIS}/stap/soort")
    assert "stoppen" not in klant.tekst, "er is niemand om te laten stoppen"
    assert klant.boom.xpath("//input[@name='soort'][@checked]"), "er valt niets te kiezen"
    klant.post(f"{BASIS}/stap/soort", {"soort": "aanmelden"})
    stap(klant, "nieuw/nieuw", hulp.NIEUW | {"rollen": str(wereld.vreemde_rol.id)})
    stap(klant, "nieuw")
    stap(klant, "contact", hulp.CONTACT)
    stap(klant, "bevoegd", {"bevoegd": "zelf"})
    hulp.verstuur(klant)
    aanvraag = hulp.aanvraag(db_sessie)
    assert (aanvraag.organisatie, aanvraag.kvk) == (None, "87654321")
    assert (aanvraag.organisatienaam, aanvraag.rsin) == ("Cursus BV", None)


def test_r29_een_organisatie_die_intussen_bekend_is_hoort_bij_de_aanvraag(
    app: Flask, wereld: Wereld, db_sessie: Session
) -> None:
    klant = hulp.browser(app, db_sessie, "87654321")
    stap(klant, "organisatie", {"naam": "Cursus BV"})
    nieuw = fabriek.maak_organisatie(
        db_sessie, kvk="87654321", naam="Cursus B.V.", beheerdersrollen=[wereld.rol]
    )
    klant.get(f"{BASIS}/stap/soort", 303)
    hulp.tot_controle(klant, wereld.rol.id)
    hulp.verstuur(klant)
    aanvraag = hulp.aanvraag(db_sessie)
    assert (aanvraag.organisatie, aanvraag.organisatienaam) == (nieuw, "Cursus B.V.")


def test_r29_intrekken_kan_tot_het_besluit_en_iedereen_hoort_het(
    app: Flask, bea: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    hulp.tot_controle(bea, wereld.rol.id, "ander", CEES)
    hulp.verstuur(bea)
    aanvraag, pad = hulp.aanvraag(db_sessie), hulp.link(db_sessie, CEES["email"])
    stand = f"{BASIS}/aanvraag/{aanvraag.referentie}"
    bea.get(f"{stand}/intrekken")
    assert hulp.aanvraag(db_sessie).status is Aanvraagstatus.WACHT_OP_ONDERTEKENING
    bea.post(f"{stand}/intrekken")
    bea.volg()
    assert "Ingetrokken" in bea.tekst
    assert set(hulp.mails(db_sessie, "aanvraag_ingetrokken")) == {
        "bea@school.example",
        CEES["email"],
        "bestuur@school.example",
    }
    assert bea.boom.xpath(f"//main//a[@href='{BASIS}/stap/']")  # to ask again
    bea.get(f"{stand}?klaar=ja")
    assert "Uw aanvraag is verstuurd" not in bea.tekst
    Klant(app, db_sessie).get(pad, 404)
    bea.get(f"{stand}/intrekken", 303)
    bea.volg()
    assert "Aanvraag intrekken" not in bea.tekst
    bea.post(f"{stand}/intrekken")
    bea.volg()
    assert "al afgerond" in bea.tekst


def test_r31_het_auditspoor_kent_de_aanvraag_en_geen_geheim(
    bea: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    hulp.tot_controle(bea, wereld.rol.id, "samen", CEES)
    hulp.verstuur(bea)
    records = db_sessie.scalars(select(Auditrecord)).all()
    soorten = {record.gebeurtenis for record in records}
    verwacht = {"aanvraag.gemaakt", "aanvraag.gewijzigd", "aanvraag.ondertekend"}
    assert verwacht | {"aanvraagbeheerder.gemaakt", "login.aanvraag"} <= soorten
    alles = str([record.gegevens for record in records])
    token = hulp.link(db_sessie, CEES["email"]).rsplit("/", 1)[1]
    pseudoniem = db_sessie.scalars(select(Aanvraag.pseudoniem)).one()
    assert token not in alles and str(pseudoniem) not in alles


def test_wie_meetekent_leest_dat_hij_zichzelf_niet_opgeeft(bea: Klant, wereld: Wereld) -> None:
    hulp.tot_contact(bea, wereld.rol.id)
    hulp.stap(bea, "contact", hulp.CONTACT)
    for bevoegd, genoemd in (("samen", True), ("anderen", False)):
        hulp.stap(bea, "bevoegd", {"bevoegd": bevoegd})
        bea.get(f"{BASIS}/stap/ondertekenaars/nieuw")
        assert ("Uzelf hoeft u niet op te geven" in bea.tekst) is genoemd


def test_het_formulier_is_te_vinden(client: Klant, wereld: Wereld, db_sessie: Session) -> None:
    fabriek.maak_sector(db_sessie)
    for pad in (
        "/inloggen",
        "/inloggen/gemeenten",
        "/problemen-met-inloggen",
        "/contact",
        "/handleidingen",
        "/zoeken?q=wijziging+beheerder",
    ):
        client.get(pad)
        assert client.boom.xpath(f"//main//a[@href='{BASIS}/']"), pad
