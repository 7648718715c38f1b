# SPDX-License-Identifier: EUPL-1.2
"""R26: medewerkers keep the organisaties, with numbers that are right."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Auditrecord, Kenmerk, Organisatie
from portal.models.soorten import Organisatiesoort
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import PLATFORM, fouten, velden, wijzig
from tests.platform.wereld import Stelsel, koppel

LIJST = f"{PLATFORM}/organisaties/"
NIEUW = f"{LIJST}nieuw/"
GOED = {
    "naam": "Hogeschool Werd",
    "soort": "instelling",
    "kvk": "60200002",
    "rsin": "123456782",
    "oin": "00000003602000020000",
    "adres": "Kade 1",
    "postcode": "1234ab",
    "plaats": "Werd",
    "bestuur_email": "bestuur@werd.example",
}


def test_r26_een_medewerker_maakt_een_organisatie_met_alles_erbij(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    medewerker.get(NIEUW)
    keuzes = {
        "parent": stelsel.bestuur.kvk,
        "sectoren": [stelsel.sector.id],
        "beheerdersrollen": [stelsel.beheerdersrol.id],
        "kenmerken": "instellingscode 21AZ\r\nInstellingscode 23cz\n\nbestuursnummer 38819",
    }
    medewerker.post(NIEUW, velden(medewerker) | GOED | keuzes)
    medewerker.volg()
    assert "instellingscode 23CZ en bestuursnummer 38819 worden toegevoegd" in medewerker.tekst
    nieuw = db_sessie.scalars(select(Organisatie).where(Organisatie.kvk == "60200002")).one()
    assert nieuw.soort is Organisatiesoort.INSTELLING
    assert (nieuw.postcode, nieuw.parent_id) == ("1234 AB", stelsel.bestuur.id)
    assert {str(k) for k in nieuw.kenmerken} == {
        "Instellingscode 21AZ",
        "Instellingscode 23CZ",
        "Bestuursnummer 38819",
    }
    assert stelsel.az in nieuw.kenmerken, "een bestaand kenmerk wordt niet nog eens gemaakt"
    assert nieuw.sectoren == [stelsel.sector]
    spoor = db_sessie.scalars(select(Auditrecord.gebeurtenis)).all()
    assert "organisatie.gemaakt" in spoor and spoor.count("kenmerk.gemaakt") == 4


def test_r26_de_pagina_toont_kinderen_tellingen_en_kenmerken_per_soort(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    fabriek.maak_organisatie(db_sessie, naam="School onder bestuur", parent=stelsel.bestuur)
    koppel(db_sessie, stelsel.anna)
    medewerker.get(f"{LIJST}{stelsel.bestuur.id}/")
    tekst = medewerker.tekst
    assert "Gebruikers3 Daarvan gekoppeld1 Daarvan beheerder1" in tekst
    assert "School onder bestuur" in tekst
    assert "Instellingscode21AZ School A22BZ" in tekst
    assert stelsel.anna.gebruikersnaam not in tekst


@pytest.mark.parametrize(
    ("vraag", "gevonden"),
    [
        ("zoek=waalw", {"Stichting Waalwerd"}),
        ("zoek=601000", {"Stichting Waalwerd"}),
        ("zoek=Verweg", {"Gemeente Ver"}),
        ("soort=gemeente", {"Gemeente Ver"}),
        ("sector=hoger-onderwijs", {"Stichting Waalwerd"}),
        ("status=beeindigd", {"Gemeente Ver"}),
        ("bestuur=60100001", {"School onder bestuur"}),
        ("zoek=%25", set()),
        ("zoek=_", set()),
    ],
)
def test_r26_organisaties_zoeken_en_filteren(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session, vraag: str, gevonden: set[str]
) -> None:
    fabriek.maak_organisatie(
        db_sessie,
        naam="Gemeente Ver",
        plaats="Verweg",
        soort=Organisatiesoort.GEMEENTE,
        beeindigd_op=NU,
    )
    fabriek.maak_organisatie(
        db_sessie, naam="School onder bestuur", kvk="60300003", parent=stelsel.bestuur
    )
    medewerker.get(f"{LIJST}?{vraag}")
    namen = {str(n) for n in medewerker.boom.xpath("//tbody/tr/th/a/text()")}
    assert namen == gevonden


@pytest.mark.parametrize(
    ("veld", "waarde", "melding"),
    [
        ("naam", "", "Vul de naam van de organisatie in"),
        ("naam", "x" * 201, "De naam mag niet langer zijn dan 200 tekens"),
        ("naam", "a\x00b", "Gebruik alleen letters, cijfers en leestekens"),
        ("soort", "kerk", "Kies iets uit de lijst"),
        ("kvk", "", "Vul het KvK-nummer in"),
        ("kvk", "1234567", "Een KvK-nummer heeft 8 cijfers"),
        ("kvk", "abcdefgh", "Een KvK-nummer heeft 8 cijfers"),
        ("kvk", "00000000", "Een KvK-nummer heeft 8 cijfers"),
        ("kvk", "٦٠٢٠٠٠٠٢", "Een KvK-nummer heeft 8 cijfers"),
        ("kvk", "60100001", "Dit KvK-nummer is al van Stichting Waalwerd"),
        ("rsin", "123456789", "Dit is geen RSIN. Controleer de 9 cijfers"),
        ("rsin", "000000000", "Dit is geen RSIN. Controleer de 9 cijfers"),
        ("rsin", "900000004", "Dit RSIN is al van Stichting Waalwerd"),
        ("oin", "1", "Een OIN heeft 20 cijfers en begint met 0000000"),
        ("oin", "00000003601000010000", "In dit OIN staat een ander KvK-nummer of RSIN"),
        ("oin", "00000001900000004000", "In dit OIN staat een ander KvK-nummer of RSIN"),
        ("postcode", "0123 AB", "Een postcode schrijft u zo: 1234 AB"),
        ("bestuur_email", "geen adres", "Vul een e-mailadres in zoals bestuur@voorbeeld.nl"),
        ("parent", "60999999", "Wij kennen geen organisatie met dit KvK-nummer"),
        ("parent", "\x00", "Wij kennen geen organisatie met dit KvK-nummer"),
        ("sectoren", "999999", "Kies iets uit de lijst"),
        ("beheerdersrollen", "x", "Kies iets uit de lijst"),
        (
            "kenmerken",
            "brin 21AZ\ninstellingscode 2\nvestiging",
            "Dit klopt niet: ‘brin 21AZ’ (deze kenmerksoort bestaat niet), ‘vestiging’ (deze "
            "kenmerksoort bestaat niet), ‘instellingscode 2’ (schrijf dit als 21AZ)",
        ),
        ("kenmerken", "instellingscode 99ZZ", "‘instellingscode 99ZZ’ (dit kenmerk is beëindigd)"),
        ("kenmerken", "a\x00", "Gebruik alleen letters, cijfers en leestekens"),
        ("kenmerken", "x\n" * 100_000, "Dit klopt niet: ‘x’ (deze kenmerksoort bestaat niet)"),
        (
            "kenmerken",
            "\n".join(f"instellingscode {n}" for n in range(2001)),
            "Vul hoogstens 2000 regels in",
        ),
    ],
)
def test_r26_verkeerde_invoer_wordt_bij_het_veld_gemeld_en_niets_opgeslagen(
    medewerker: Klant,
    stelsel: Stelsel,
    db_sessie: Session,
    veld: str,
    waarde: str,
    melding: str,
) -> None:
    stelsel.bestuur.rsin = "900000004"
    db_sessie.add(Kenmerk(soort=stelsel.soort, waarde="99ZZ", beeindigd_op=NU))
    db_sessie.commit()
    medewerker.get(NIEUW)
    medewerker.post(NIEUW, velden(medewerker) | GOED | {veld: waarde}, 422)
    assert any(melding in fout for fout in fouten(medewerker)), fouten(medewerker)
    assert medewerker.boom.xpath(f"//*[@id='{veld}-fout']")
    assert not db_sessie.scalars(select(Organisatie).where(Organisatie.naam == GOED["naam"])).all()
    if veld != "plaats":
        assert medewerker.veld("plaats") == "Werd", "wat is getypt blijft staan"


def test_r26_een_bestuur_kan_zelf_niet_onder_een_bestuur_vallen(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    """One level: no circle can exist."""
    school = fabriek.maak_organisatie(db_sessie, naam="School", parent=stelsel.bestuur)
    ander = fabriek.maak_organisatie(db_sessie, naam="Ander bestuur")
    weg = fabriek.maak_organisatie(db_sessie, naam="Weg", beeindigd_op=NU)
    gevallen = [
        (stelsel.bestuur, stelsel.bestuur, "Een organisatie kan niet haar eigen bestuur zijn"),
        (stelsel.bestuur, ander, "Onder deze organisatie vallen zelf organisaties"),
        (stelsel.bestuur, school, "Deze organisatie valt zelf onder een bestuur"),
        (ander, school, "Deze organisatie valt zelf onder een bestuur"),
        (ander, weg, "Deze organisatie is beëindigd"),
    ]
    for organisatie, parent, melding in gevallen:
        wijzig(medewerker, f"{LIJST}{organisatie.id}/wijzigen/", 422, parent=parent.kvk)
        assert melding in fouten(medewerker)[0]
    assert stelsel.bestuur.parent_id is None and ander.parent_id is None


def test_r26_wat_niet_wijzigt_kan_altijd_worden_opgeslagen(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    """Also under a parent that has ended, and with a kenmerk that does not fit any more."""
    school = fabriek.maak_organisatie(
        db_sessie, parent=stelsel.bestuur, kenmerken=[stelsel.az], naam="School"
    )
    stelsel.bestuur.beeindigd_op = NU
    stelsel.soort.patroon, stelsel.soort.voorbeeld = r"^\d{4}$", "1234"
    db_sessie.commit()
    wijzig(medewerker, f"{LIJST}{school.id}/wijzigen/", naam="School A")
    assert (school.naam, school.parent_id, school.kenmerken) == (
        "School A",
        stelsel.bestuur.id,
        [stelsel.az],
    )


def test_r26_wat_beeindigd_is_staat_niet_in_het_formulier_en_blijft_bewaard(
    medewerker: Klant, stelsel: Stelsel, db_sessie: Session
) -> None:
    stelsel.bz.beeindigd_op = stelsel.beheerdersrol.beeindigd_op = NU
    db_sessie.commit()
    gestuurd = wijzig(medewerker, f"{LIJST}{stelsel.bestuur.id}/wijzigen/", naam="Anders")
    assert gestuurd["kenmerken"] == "instellingscode 21AZ"
    assert "beheerdersrollen" not in gestuurd
    assert set(stelsel.bestuur.kenmerken) == {stelsel.az, stelsel.bz}
    assert stelsel.bestuur.beheerdersrollen == [stelsel.beheerdersrol]


@pytest.mark.parametrize("pad", ["999999/", "999999/wijzigen/", "99999999999/", "0/samenvoegen/"])
def test_r26_een_organisatie_die_niet_bestaat_geeft_404(medewerker: Klant, pad: str) -> None:
    medewerker.get(f"{LIJST}{pad}", 404)


def test_r26_een_post_zonder_velden_is_geen_fout_van_ons(
    medewerker: Klant, stelsel: Stelsel
) -> None:
    medewerker.get(NIEUW)
    leeg: dict[str, Any] = {}
    medewerker.post(NIEUW, leeg, 422)
    assert len(fouten(medewerker)) >= 2


def test_r26_van_een_organisatie_naar_haar_gebruikers_en_haar_logboek(
    medewerker: Klant, servicedesk: Klant, stelsel: Stelsel
) -> None:
    pad = f"{PLATFORM}/organisaties/{stelsel.bestuur.id}/"
    medewerker.get(pad)
    adressen = {str(a.text_content()).strip(): a.get("href") for a in medewerker.boom.xpath("//a")}
    medewerker.get(adressen["Gebruikers van Stichting Waalwerd"])
    assert medewerker.veld("kvk") == stelsel.bestuur.kvk and "3 resultaten" in medewerker.tekst
    medewerker.get(adressen["Beheerders van Stichting Waalwerd"])
    assert "1 resultaat" in medewerker.tekst
    medewerker.get(adressen["Logboek: wat er aan Stichting Waalwerd is gewijzigd"])
    assert medewerker.veld("over") == f"organisatie {stelsel.bestuur.id}"
    assert "Organisatie: gemaakt" in medewerker.tekst
    medewerker.get(adressen["Logboek: alles bij Stichting Waalwerd en haar gebruikers"])
    assert medewerker.veld("kvk") == stelsel.bestuur.kvk and "Autorisatie: " in medewerker.tekst
    servicedesk.get(pad)
    assert "Logboek:" not in servicedesk.tekst
