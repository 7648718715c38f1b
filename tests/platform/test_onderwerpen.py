# SPDX-License-Identifier: EUPL-1.2
"""Medewerkers keep the onderwerpen and their order (R19, R26)."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.taakbeheer import slug_van
from portal.models import Auditrecord, Onderwerp, Taak
from tests.harnas import fabriek
from tests.harnas.klant import Klant

PAD = "/platformbeheer/onderwerpen/"
TelQueries = Callable[[], AbstractContextManager[list[str]]]
Spoor = Callable[[str], list[Auditrecord]]


def _maak(session: Session, naam: str, volgorde: int = 0) -> Onderwerp:
    onderwerp = Onderwerp(slug=slug_van(naam), naam=naam, volgorde=volgorde)
    session.add(onderwerp)
    session.flush()
    return onderwerp


def _namen(klant: Klant) -> list[str]:
    return [str(a.text_content()) for a in klant.boom.xpath("//tbody//th/a")]


def test_r26_een_medewerker_voegt_een_onderwerp_toe_achteraan(
    medewerker: Klant, db_sessie: Session, spoor: Spoor
) -> None:
    sector = fabriek.maak_sector(db_sessie)
    _maak(db_sessie, "RIO", 20)
    medewerker.get(f"{PAD}nieuw/")
    medewerker.post(f"{PAD}nieuw/", {"naam": " Financiële zaken ", "sectoren": str(sector.id)})
    medewerker.volg()
    assert "Onderwerp is toegevoegd" in medewerker.tekst
    nieuw = db_sessie.scalars(select(Onderwerp).where(Onderwerp.slug == "financiele-zaken")).one()
    assert (nieuw.naam, nieuw.volgorde, nieuw.sectoren) == ("Financiële zaken", 30, [sector])
    assert [r.object_id for r in spoor("onderwerp.gemaakt")][-1:] == [nieuw.id]


def test_r19_de_lijst_staat_op_volgorde_en_een_ander_getal_verplaatst(
    medewerker: Klant, db_sessie: Session
) -> None:
    laatste = _maak(db_sessie, "Laatste", 30)
    _maak(db_sessie, "Eerste", 10)
    medewerker.get(PAD)
    assert _namen(medewerker) == ["Eerste", "Laatste"]
    adres = f"{PAD}{laatste.id}/wijzigen/"
    medewerker.get(adres)
    velden = {n: medewerker.veld(n) for n in ("stand", "naam", "slug")}
    medewerker.post(adres, velden | {"volgorde": "5"})
    medewerker.get(PAD)
    assert _namen(medewerker) == ["Laatste", "Eerste"]


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"naam": ""}, "Vul een naam in"),
        ({"naam": "!!!"}, "Vul een adres in"),
        ({"naam": "x" * 101}, "De naam mag niet langer zijn dan 100 tekens"),
        ({"naam": "A\x00B"}, "Gebruik alleen letters"),
        ({"naam": "A", "slug": "Met Spaties"}, "Gebruik alleen kleine letters"),
        ({"naam": "A", "slug": "a\n"}, ""),
        ({"naam": "A", "slug": "../x"}, "Gebruik alleen kleine letters"),
        ({"naam": "A", "slug": "bezet"}, "Dit adres is al in gebruik"),
        ({"naam": "A", "volgorde": "-1"}, "Vul een getal in"),
        ({"naam": "A", "volgorde": "9" * 30}, "Vul een getal in"),
        ({"naam": "A", "volgorde": "²"}, "Vul een getal in"),
        ({"naam": "A", "sectoren": "999999"}, "Kies iets uit de lijst"),
        ({"naam": "A", "sectoren": "x"}, "Kies iets uit de lijst"),
        ({"naam": "A", "omschrijving": "x" * 301}, "niet langer zijn dan 300"),
    ],
)
def test_r32_onjuiste_invoer_krijgt_een_melding_bij_het_veld(
    medewerker: Klant, db_sessie: Session, velden: dict[str, str], melding: str
) -> None:
    _maak(db_sessie, "Bezet")
    medewerker.get(f"{PAD}nieuw/")
    medewerker.post(f"{PAD}nieuw/", velden, 422 if melding else 303)
    if melding:
        assert melding in medewerker.tekst
        assert medewerker.boom.xpath("//*[@aria-invalid='true']")


def test_r32_twee_die_tegelijk_alleen_de_sectoren_wijzigen_zien_elkaars_wijziging(
    medewerker: Klant, db_sessie: Session
) -> None:
    po, vo = (fabriek.maak_sector(db_sessie, slug, slug.upper()) for slug in ("po", "vo"))
    onderwerp = _maak(db_sessie, "RIO")
    adres = f"{PAD}{onderwerp.id}/wijzigen/"
    medewerker.get(adres)
    velden = {n: medewerker.veld(n) for n in ("stand", "naam", "slug", "volgorde")}
    medewerker.post(adres, velden | {"sectoren": str(po.id)})
    medewerker.get(adres)
    medewerker.post(adres, velden | {"sectoren": str(vo.id)}, 409)
    assert "Iemand anders heeft dit intussen gewijzigd" in medewerker.tekst
    rij = medewerker.boom.xpath("//tr[th='Sectoren']")[0]
    assert [str(td.text_content()) for td in rij.iter("td")] == ["PO", "VO"]
    assert medewerker.boom.xpath(f"//input[@name='sectoren'][@value='{vo.id}']/@checked")
    medewerker.post(adres, velden | {"sectoren": str(vo.id), "stand": medewerker.veld("stand")})
    assert onderwerp.sectoren == [vo]


def test_r26_een_onderwerp_zonder_taken_kan_weg_en_met_taken_niet(
    medewerker: Klant, db_sessie: Session, spoor: Spoor
) -> None:
    leeg, vol = _maak(db_sessie, "Leeg"), _maak(db_sessie, "Vol")
    db_sessie.add(Taak(slug="t", naam="T", onderwerp=vol))
    nummer = leeg.id
    medewerker.get(f"{PAD}{nummer}/")
    assert "Zonder taken staat het bij niemand op het overzicht" in medewerker.tekst
    medewerker.get(f"{PAD}{nummer}/verwijderen/")
    assert "Het onderwerp verdwijnt" in medewerker.tekst
    assert medewerker.post(f"{PAD}{nummer}/verwijderen/").location == PAD
    assert [r.object_id for r in spoor("onderwerp.verwijderd")] == [nummer]
    medewerker.get(f"{PAD}{nummer}/", 404)
    medewerker.get(f"{PAD}{vol.id}/")
    assert "Verwijderen" not in medewerker.tekst
    medewerker.post(f"{PAD}{vol.id}/verwijderen/", status=409)
    assert "Dit onderwerp heeft taken" in medewerker.tekst


def test_r26_de_servicedesk_leest_en_schrijft_niet(servicedesk: Klant, db_sessie: Session) -> None:
    onderwerp = _maak(db_sessie, "RIO")
    servicedesk.get(PAD)
    assert "Toevoegen" not in servicedesk.tekst
    servicedesk.get(f"{PAD}{onderwerp.id}/")
    assert not servicedesk.boom.xpath("//main//*[contains(@class, 'portal-knoppen')]")
    for pad in ("nieuw/", f"{onderwerp.id}/wijzigen/", f"{onderwerp.id}/verwijderen/"):
        servicedesk.get(PAD + pad, 403)
        servicedesk.get(PAD)
        servicedesk.post(PAD + pad, {"naam": "X"}, 403)


def test_r26_de_lijst_kost_hoogstens_zes_vragen(
    medewerker: Klant, db_sessie: Session, tel_queries: TelQueries
) -> None:
    for nummer in range(12):
        onderwerp = _maak(db_sessie, f"O{nummer}")
        onderwerp.sectoren = [fabriek.maak_sector(db_sessie, f"s{nummer}", f"S{nummer}")]
        db_sessie.add(Taak(slug=f"t{nummer}", naam="T", onderwerp=onderwerp))
    medewerker.get(PAD)
    with tel_queries() as gezien:
        medewerker.kaal.get(PAD)
    assert len(gezien) <= 6, "\n".join(gezien)
