# SPDX-License-Identifier: EUPL-1.2
"""R30: many gebruikers from a file: a dry run with differences and errors, then all or nothing."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain import importen
from portal.models import Autorisatie, Bericht, Gebruiker, Importbestand
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.importeren.conftest import School, Stuur


def _regel(
    school: School,
    achternaam: str = "Nieuw",
    email: str = "nieuw@x.nl",
    rol: str = "",
    kenmerken: str = "",
    kvk: str = "",
    tot: str = "",
) -> str:
    rol = rol or school.kaal.naam
    return f"{kvk};A.;{achternaam};{email};0301234567;{rol};{kenmerken};{tot}"


def _aantal(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def _voer_uit(klant: Klant, status: int = 303) -> None:
    assert klant.antwoord is not None
    pad = klant.antwoord.request.path
    klant.post(f"{pad}uitvoeren/", {"merk": klant.veld("merk")}, status)


def test_r30_de_controle_laat_zien_wat_er_gebeurt_en_slaat_niets_op(
    stuur: Stuur, school: School, db_sessie: Session
) -> None:
    voor = _aantal(db_sessie, Gebruiker)
    klant = stuur([_regel(school), _regel(school, "Tweede", "2@x.nl")])
    assert "2 nieuwe gebruikers worden aangemeld" in klant.tekst
    assert f"Krijgt {school.kaal.naam}" in klant.tekst
    assert _aantal(db_sessie, Gebruiker) == voor and _aantal(db_sessie, Bericht) == 0


def test_r30_uitvoeren_meldt_iedereen_aan_met_rol_mail_en_brief(
    stuur: Stuur, school: School, db_sessie: Session
) -> None:
    regels = [
        _regel(school),
        _regel(school, rol=school.met_kenmerk.naam.upper(), kenmerken="21az", tot="31-12-2027"),
        _regel(school, "Tweede", "2@x.nl"),
    ]
    klant = stuur(regels)
    _voer_uit(klant)
    klant.volg()
    assert "De import is uitgevoerd" in klant.tekst
    assert "Alles wat u bij de controle zag, is opgeslagen." in klant.tekst
    mens = db_sessie.scalars(select(Gebruiker).where(Gebruiker.email == "nieuw@x.nl")).one()
    gegeven = db_sessie.scalars(
        select(Autorisatie).where(Autorisatie.gebruiker_id == mens.id).order_by(Autorisatie.rol_id)
    ).all()
    assert [een.rol_id for een in gegeven] == [school.kaal.id, school.met_kenmerk.id]
    assert gegeven[1].kenmerken == [school.kenmerk] and gegeven[1].door is school.beheerder
    assert gegeven[1].geldig_tot is not None and gegeven[0].geldig_tot is None
    mails = db_sessie.scalars(select(Bericht.soort)).all()
    assert mails == ["bevestiging_aanmelding"] * 2
    assert klant.antwoord is not None
    pdf = klant.post(f"{klant.antwoord.request.path}brieven/0/", {}, 200)
    assert pdf.data.startswith(b"%PDF") and pdf.mimetype == "application/pdf"
    db_sessie.refresh(mens)
    assert mens.brief_gedownload_op == NU


@pytest.mark.parametrize(
    ("anders", "kolom", "tekst"),
    [
        ({"email": "geen adres"}, "E-mailadres", "Vul een e-mailadres in met een @"),
        ({"achternaam": "x" * 101}, "Achternaam", "mag niet langer zijn dan 100 tekens"),
        ({"rol": "Directeur"}, "Rol", "U kunt geen rol geven die Directeur heet"),
        ({"kvk": "12345678"}, "KvK-nummer", "is geen KvK-nummer van een organisatie die u"),
        ({"kenmerken": "99ZZ"}, "Kenmerken", "De organisatie heeft dit kenmerk niet"),
        ({"tot": "31-31-2027"}, "Geldig tot en met", "Vul een datum in"),
        ({"tot": "01-01-2020"}, "Geldig tot en met", "Deze datum is voorbij"),
        ({"tot": "01-01-9999"}, "Geldig tot en met", "te ver in de toekomst"),
    ],
)
def test_r30_elke_fout_staat_bij_haar_regel_en_kolom(
    stuur: Stuur, school: School, db_sessie: Session, anders: dict[str, str], kolom: str, tekst: str
) -> None:
    voor = _aantal(db_sessie, Gebruiker)
    regels = [_regel(school, "Goed", "goed@x.nl"), _regel(school, **anders)]
    domein = kolom in {"Rol", "KvK-nummer", "Kenmerken"} or "dat" in tekst[:9] or "ver in" in tekst
    klant = stuur(regels, 303 if domein else 422)
    cellen = [" ".join(str(c.text_content()).split()) for c in klant.boom.xpath("//tbody/tr/*")]
    assert cellen[:2] == ["Regel 3", kolom] and len(cellen) == 3 and tekst in cellen[2]
    assert _aantal(db_sessie, Gebruiker) == voor
    assert not klant.boom.xpath("//form[contains(@action, 'uitvoeren')]")


def test_r30_elke_fout_komt_in_een_keer_ook_als_een_andere_regel_onleesbaar_is(
    stuur: Stuur, school: School
) -> None:
    regels = [
        _regel(school, rol="Directeur"),
        _regel(school, "Tweede", "geen adres"),
        _regel(school, "Derde", "3@x.nl", kvk="12345678"),
        _regel(school, "Vierde", "ook geen adres", kenmerken="99ZZ", tot="31-31-2027"),
    ]
    klant = stuur(regels, 422)
    rijen = [
        [" ".join(str(c.text_content()).split()) for c in rij]
        for rij in klant.boom.xpath("//tbody/tr")
    ]
    assert [rij[:2] for rij in rijen] == [
        ["Regel 2", "Rol"],
        ["Regel 3", "E-mailadres"],
        ["Regel 4", "KvK-nummer"],
        ["Regel 5", "E-mailadres"],
        ["Regel 5", "Geldig tot en met"],
        ["Regel 5", "Kenmerken"],
    ]


def test_r22_een_rol_zonder_kenmerk_wordt_geweigerd_met_de_reden(
    stuur: Stuur, school: School
) -> None:
    klant = stuur([_regel(school, rol=school.met_kenmerk.code)])
    assert f"Bij deze rol hoort nog: {school.kenmerk.soort.naam}" in klant.tekst


def test_r30_een_bestaande_gebruiker_wordt_bijgewerkt_en_houdt_de_andere_rollen(
    stuur: Stuur, school: School, db_sessie: Session
) -> None:
    oud = fabriek.maak_gebruiker(
        db_sessie,
        nu=NU,
        organisatie=school.beheerder.organisatie,
        voorletters="A.",
        achternaam="Oud",
        email="Oud@x.nl",
        telefoon="0301234567",
    )
    fabriek.geef(db_sessie, oud, school.kaal, nu=NU)
    klant = stuur(
        [_regel(school, "Jong", "oud@x.nl", rol=school.met_kenmerk.naam, kenmerken="21AZ")]
    )
    assert "1 bestaande gebruiker wordt bijgewerkt" in klant.tekst
    assert "Achternaam: Oud wordt Jong" in klant.tekst
    _voer_uit(klant)
    db_sessie.expire_all()
    assert oud.achternaam == "Jong"
    open_ = db_sessie.scalars(
        select(Autorisatie.rol_id).where(
            Autorisatie.gebruiker_id == oud.id, Autorisatie.geldig_tot.is_(None)
        )
    )
    assert set(open_) == {school.kaal.id, school.met_kenmerk.id}
    klant = stuur(
        [_regel(school, "Jong", "oud@x.nl", rol=school.met_kenmerk.naam, kenmerken="21AZ")]
    )
    assert "1 staat er al precies zo in" in klant.tekst


def test_r27_een_beheerder_of_zichzelf_is_niet_te_wijzigen(
    stuur: Stuur, school: School, db_sessie: Session
) -> None:
    collega = fabriek.maak_beheerder(db_sessie, nu=NU, organisatie=school.beheerder.organisatie)
    klant = stuur([_regel(school, email=collega.email)])
    assert "kunt u niet zelf wijzigen" in klant.tekst
    klant = stuur([_regel(school, email=school.beheerder.email)])
    assert "kunt u niet zelf wijzigen" in klant.tekst


def test_r30_een_andere_persoon_met_hetzelfde_adres_is_een_fout(
    stuur: Stuur, school: School
) -> None:
    klant = stuur([_regel(school), _regel(school, "Ander")])
    assert "De persoon is anders dan op regel 2" in klant.tekst


def test_r30_twee_keer_uitvoeren_doet_het_een_keer(
    stuur: Stuur, school: School, db_sessie: Session
) -> None:
    klant = stuur([_regel(school)])
    assert klant.antwoord is not None
    pad, merk = klant.antwoord.request.path, klant.veld("merk")
    for _ in range(2):
        klant.get(pad)
        klant.post(f"{pad}uitvoeren/", {"merk": merk})
    adressen = select(func.count()).where(Gebruiker.email == "nieuw@x.nl")
    assert db_sessie.scalar(adressen) == 1


def test_r30_wat_intussen_anders_werd_wordt_eerst_weer_getoond(
    stuur: Stuur, school: School, db_sessie: Session
) -> None:
    klant = stuur([_regel(school)])
    fabriek.maak_gebruiker(
        db_sessie, nu=NU, organisatie=school.beheerder.organisatie, email="nieuw@x.nl"
    )
    _voer_uit(klant, 409)
    assert "Er is intussen iets gewijzigd" in klant.tekst
    assert "1 bestaande gebruiker wordt bijgewerkt" in klant.tekst


def test_r30_bij_een_storing_halverwege_is_er_niets_gebeurd(
    stuur: Stuur, school: School, db_sessie: Session
) -> None:
    klant = stuur([_regel(school), _regel(school, "Tweede", "2@x.nl")])
    voor = _aantal(db_sessie, Gebruiker)

    def stuk(_mapper: object, _verbinding: object, bericht: Bericht) -> None:
        if bericht.aan == "2@x.nl":
            raise IntegrityError("kapot", None, Exception())

    event.listen(Bericht, "before_insert", stuk)
    try:
        _voer_uit(klant, 500)
    finally:
        event.remove(Bericht, "before_insert", stuk)
    assert _aantal(db_sessie, Gebruiker) == voor and _aantal(db_sessie, Bericht) == 0
    klant.get(f"/beheer/importeren/{db_sessie.scalar(select(Importbestand.id))}/")
    _voer_uit(klant)
    assert _aantal(db_sessie, Gebruiker) == voor + 2


def test_r27_de_import_van_een_collega_of_een_ander_is_er_niet(
    app: Flask, stuur: Stuur, school: School, db_sessie: Session
) -> None:
    stuur([_regel(school)])
    nummer = db_sessie.scalar(select(Importbestand.id))
    for organisatie in (school.beheerder.organisatie, fabriek.maak_organisatie(db_sessie)):
        ander = fabriek.maak_beheerder(db_sessie, nu=NU, organisatie=organisatie)
        klant = fabriek.log_binnen(app, db_sessie, ander, NU)
        klant.get(f"/beheer/importeren/{nummer}/", 404)
        klant.post(f"/beheer/importeren/{nummer}/uitvoeren/", {}, 404)


def test_r30_ingetrokken_of_vergeten_bestanden_worden_gewist(
    stuur: Stuur, school: School, db_sessie: Session, klok: Klok
) -> None:
    klant = stuur([_regel(school)])
    assert klant.antwoord is not None
    klant.post(f"{klant.antwoord.request.path}intrekken/", {})
    stuur([_regel(school, "Ander", "ander@x.nl")])
    assert importen.ruim_op(db_sessie, NU + timedelta(days=1)) == 0
    assert importen.ruim_op(db_sessie, NU + timedelta(days=1, seconds=1)) == 1
    inhoud = db_sessie.scalars(select(Importbestand.inhoud)).all()
    assert inhoud == [None, None]


def test_r33_het_bestand_staat_versleuteld_in_de_database(
    stuur: Stuur, school: School, db_sessie: Session
) -> None:
    stuur([_regel(school)])
    inhoud = db_sessie.scalar(select(Importbestand.inhoud))
    assert inhoud is not None and b"nieuw@x.nl" not in inhoud


def test_een_leeg_formulier_en_een_te_groot_bestand_krijgen_een_melding(klant: Klant) -> None:
    klant.get("/beheer/importeren/")
    klant.post("/beheer/importeren/", {}, 422)
    assert "Kies een bestand" in klant.tekst
    te_groot = {"data": b"x" * 1_100_000, "content_type": "multipart/form-data; boundary=x"}
    antwoord = klant.kaal.post("/beheer/importeren/", **te_groot)
    assert antwoord.status_code == 413 and "hoogstens 1 MB" in antwoord.text
    assert 'href="/beheer/importeren/">Terug naar het formulier' in antwoord.text


def test_het_voorbeeld_dat_wordt_aangeboden_is_in_te_lezen(stuur: Stuur, klant: Klant) -> None:
    for soort in ("csv", "xlsx"):
        voorbeeld = klant.kaal.get(f"/beheer/importeren/voorbeeld.{soort}").data
        assert "1 nieuwe gebruiker wordt aangemeld" in stuur(voorbeeld).tekst
