# SPDX-License-Identifier: EUPL-1.2
"""Medewerkers publish mededelingen, and see beforehand who gets them (R19, R26)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import doelgroepen
from portal.models import Auditrecord, Gebruiker, Mededeling, Mededelinggelezen
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

PAD = "/platformbeheer/mededelingen/"
TelQueries = Callable[[], AbstractContextManager[list[str]]]
GOED = {"titel": "Onderhoud", "tekst": "Zaterdag.\nVan 8 tot 12 uur."}


def _bericht(session: Session, **velden: Any) -> Mededeling:
    bericht = Mededeling(**({"titel": "Onderhoud", "tekst": "Zaterdag.", "van": NU} | velden))
    session.add(bericht)
    session.flush()
    return bericht


def _aantal(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Mededeling)) or 0


def test_r19_voor_het_publiceren_staat_er_hoe_het_eruitziet_en_wie_het_ziet(
    medewerker: Klant, db_sessie: Session
) -> None:
    organisatie = fabriek.maak_organisatie(db_sessie, naam="Stichting De Wilg")
    for _ in range(3):
        fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=organisatie)
    medewerker.get(f"{PAD}nieuw/")
    velden = GOED | {"organisaties": f" {organisatie.kvk}\r\n", "tot": "2026-12-01T12:00"}
    medewerker.post(f"{PAD}nieuw/", velden, 200)
    for zin in (
        "Zo ziet de mededeling eruit",
        "Van 8 tot 12 uur.",
        "Wordt gezien door 3 gebruikers.",
        "Stichting De Wilg",
        "Te zien vanaf 24 november 2026 om 10.00 uur tot 1 december 2026 om 12.00 uur",
    ):
        assert zin in medewerker.tekst
    assert _aantal(db_sessie) == 0
    medewerker.post(f"{PAD}nieuw/", velden | {"terug": "1"}, 200)
    assert medewerker.veld("titel") == "Onderhoud"
    assert medewerker.boom.xpath("string(//textarea[@name='organisaties'])").strip() == (
        organisatie.kvk
    )
    assert _aantal(db_sessie) == 0
    medewerker.post(f"{PAD}nieuw/", velden | {"bevestigd": "1"})
    medewerker.volg()
    assert "Gelezen door 0 van 3 gebruikers." in medewerker.tekst
    bericht = db_sessie.scalars(select(Mededeling)).one()
    assert (bericht.van, bericht.organisaties) == (NU, [organisatie])
    assert bericht.tot is not None and bericht.tot.isoformat() == "2026-12-01T11:00:00+00:00"


def test_r19_wie_het_krijgt_ziet_het_zodra_het_is_gepubliceerd(
    medewerker: Klant, db_sessie: Session, haverkamp: Gebruiker
) -> None:
    kenmerk = fabriek.maak_kenmerk(db_sessie, "21AZ")
    _, rol = fabriek.maak_taak(db_sessie, "Taak", kenmerk.soort)
    fabriek.geef(db_sessie, haverkamp, rol, kenmerk, nu=NU)
    medewerker.get(f"{PAD}nieuw/")
    regels = f"{kenmerk.soort.naam.upper()} 21az\n{kenmerk.soort.code}  21AZ"
    velden = GOED | {"kenmerken": regels, "rollen": str(rol.id), "bevestigd": "1"}
    medewerker.post(f"{PAD}nieuw/", velden)
    medewerker.get("/overzicht")
    assert "Van 8 tot 12 uur." in medewerker.tekst
    nummer = db_sessie.scalars(select(Mededeling.id)).one()
    medewerker.post(f"/overzicht/mededelingen/{nummer}/gelezen")
    medewerker.get(f"{PAD}{nummer}/")
    assert "Gelezen door 1 van 1 gebruiker." in medewerker.tekst
    assert "Wie de mededeling ziet, voldoet aan alle regels" in medewerker.tekst


def test_r19_een_doelgroep_zonder_gebruikers_krijgt_een_waarschuwing(
    medewerker: Klant, db_sessie: Session
) -> None:
    _, rol = fabriek.maak_taak(db_sessie, "Taak")
    medewerker.get(f"{PAD}nieuw/")
    medewerker.post(f"{PAD}nieuw/", GOED | {"rollen": str(rol.id)}, 200)
    assert "Wordt gezien door 0 gebruikers. Controleer de doelgroep" in medewerker.tekst


@pytest.mark.parametrize(
    ("hoogstens", "zin"),
    [(2, "zeker 2 gebruikers, misschien veel meer"), (0, "een onbekend aantal gebruikers")],
)
def test_r19_een_aantal_dat_niet_is_uitgeteld_heet_ook_zo(
    medewerker: Klant,
    db_sessie: Session,
    hoogstens: int,
    zin: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, rol = fabriek.maak_taak(db_sessie, "Taak")
    for _ in range(3):
        fabriek.geef(db_sessie, fabriek.maak_gebruiker(db_sessie, nu=NU), rol, nu=NU)
    monkeypatch.setattr(doelgroepen, "HOOGSTENS", hoogstens)
    medewerker.get(f"{PAD}nieuw/")
    medewerker.post(f"{PAD}nieuw/", GOED | {"rollen": str(rol.id)}, 200)
    assert f"Wordt gezien door {zin}." in medewerker.tekst
    assert "niemand" not in medewerker.tekst


def test_r19_zonder_doelgroep_is_de_mededeling_voor_iedereen(
    medewerker: Klant, db_sessie: Session
) -> None:
    fabriek.maak_gebruiker(db_sessie, nu=NU)
    medewerker.get(f"{PAD}nieuw/")
    medewerker.post(f"{PAD}nieuw/", GOED, 200)
    assert "Wordt gezien door 2 gebruikers. Voor iedereen." in medewerker.tekst


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"titel": ""}, "Vul een titel in"),
        ({"titel": "x" * 151}, "De titel mag niet langer"),
        ({"tekst": " "}, "Vul de tekst in"),
        ({"van": "morgen"}, "Vul een datum en tijd in"),
        ({"van": "2026-13-01T10:00"}, "Vul een datum en tijd in"),
        ({"van": "0001-01-01T00:00"}, "Vul een datum en tijd in"),
        ({"tot": "2026-11-24T10:00"}, "Kies een moment dat nog komt"),
        ({"van": "2026-12-02T10:00", "tot": "2026-12-02T10:00"}, "Kies een moment na het begin"),
        ({"organisaties": "12345678\nabc"}, "Deze regels kennen wij niet: 12345678, abc"),
        ({"kenmerken": "instellingscode"}, "Deze regels kennen wij niet: instellingscode"),
        ({"kenmerken": "21AZ\n x y z "}, "Deze regels kennen wij niet: 21AZ, x y z"),
        ({"rollen": "99999"}, "Kies iets uit de lijst"),
        ({"sectoren": "a"}, "Kies iets uit de lijst"),
        ({"tekst": "a\x00"}, "Gebruik alleen letters"),
        ({"organisaties": "\x00"}, "Gebruik alleen letters"),
        ({"van": "\x00"}, "Vul een datum en tijd in"),
    ],
)
def test_r32_onjuiste_invoer_krijgt_een_melding_bij_het_veld(
    medewerker: Klant, db_sessie: Session, velden: dict[str, str], melding: str
) -> None:
    fabriek.maak_sector(db_sessie)
    fabriek.maak_taak(db_sessie, "Taak")
    medewerker.get(f"{PAD}nieuw/")
    medewerker.post(f"{PAD}nieuw/", GOED | {"bevestigd": "1"} | velden, 422)
    assert melding in medewerker.tekst
    assert medewerker.boom.xpath("//*[@aria-invalid='true']")
    assert _aantal(db_sessie) == 0


def test_r34_tijden_zijn_nederlandse_tijden_en_blijven_op_de_seconde_gelijk(
    medewerker: Klant, db_sessie: Session
) -> None:
    van = NU + timedelta(days=1, seconds=7)
    bericht = _bericht(db_sessie, van=van)
    medewerker.get(f"{PAD}{bericht.id}/wijzigen/")
    assert medewerker.veld("van") == "2026-11-25T10:00"
    velden = GOED | {"stand": medewerker.veld("stand"), "van": "2026-11-25T10:00"}
    medewerker.post(f"{PAD}{bericht.id}/wijzigen/", velden | {"bevestigd": "1"})
    assert bericht.van == van
    medewerker.get(f"{PAD}{bericht.id}/wijzigen/")
    zomer = velden | {"stand": medewerker.veld("stand"), "van": "01-07-2027 10:00"}
    medewerker.post(f"{PAD}{bericht.id}/wijzigen/", zomer | {"bevestigd": "1"})
    assert bericht.van.isoformat() == "2027-07-01T08:00:00+00:00"


def test_r32_twee_die_tegelijk_wijzigen_zien_elkaars_wijziging(
    medewerker: Klant, db_sessie: Session
) -> None:
    bericht = _bericht(db_sessie)
    adres = f"{PAD}{bericht.id}/wijzigen/"
    medewerker.get(adres)
    velden = GOED | {"stand": medewerker.veld("stand"), "bevestigd": "1"}
    medewerker.post(adres, velden | {"tot": "2026-12-01T12:00", "van": medewerker.veld("van")})
    medewerker.get(adres)
    medewerker.post(adres, velden | {"titel": "Storing", "van": medewerker.veld("van")}, 409)
    cellen = [str(td.text_content()) for td in medewerker.boom.xpath("//td")]
    assert cellen == ["Onderhoud", "Storing", "1 december 2026 om 12.00 uur", "–"]
    assert medewerker.veld("titel") == "Storing"


def test_r31_ook_een_andere_tekst_staat_in_het_spoor(
    medewerker: Klant, db_sessie: Session, spoor: Callable[[str], list[Auditrecord]]
) -> None:
    bericht = _bericht(db_sessie)
    medewerker.get(f"{PAD}{bericht.id}/wijzigen/")
    velden = {n: medewerker.veld(n) for n in ("stand", "titel", "van")}
    velden |= {"tekst": "x" * 600, "bevestigd": "1"}
    medewerker.post(f"{PAD}{bericht.id}/wijzigen/", velden)
    (record,) = spoor("mededeling.gewijzigd")
    assert record.gegevens == {"tekst": ["Zaterdag.", "x" * 500 + "… (600 tekens)"]}


def test_r26_een_mededeling_die_te_zien_is_wordt_beeindigd_en_blijft_bewaard(
    medewerker: Klant, db_sessie: Session, haverkamp: Gebruiker, klok: Klok
) -> None:
    bericht = _bericht(db_sessie)
    db_sessie.add(Mededelinggelezen(mededeling_id=bericht.id, gebruiker_id=haverkamp.id, op=NU))
    klok.verder(timedelta(minutes=5))
    medewerker.get(f"{PAD}{bericht.id}/beeindigen/")
    assert "De mededeling verdwijnt nu bij iedereen" in medewerker.tekst
    medewerker.post(f"{PAD}{bericht.id}/beeindigen/")
    medewerker.volg()
    assert "Deze mededeling is voorbij" in medewerker.tekst
    assert "Gelezen door 1. In de doelgroep valt nu 1 gebruiker." in medewerker.tekst
    assert bericht.tot == klok.nu
    medewerker.post(f"{PAD}{bericht.id}/beeindigen/", status=409)
    assert "Deze mededeling is nu niet te zien" in medewerker.tekst
    medewerker.post(f"{PAD}{bericht.id}/verwijderen/", status=409)
    assert "Kies daarom Beëindigen" in medewerker.tekst


def test_r26_een_geplande_mededeling_kan_weg(medewerker: Klant, db_sessie: Session) -> None:
    nummer = _bericht(db_sessie, van=NU + timedelta(days=1)).id
    medewerker.get(f"{PAD}{nummer}/")
    assert "Deze mededeling is nog niet te zien" in medewerker.tekst
    medewerker.get(f"{PAD}{nummer}/verwijderen/")
    assert medewerker.post(f"{PAD}{nummer}/verwijderen/").location == PAD
    assert _aantal(db_sessie) == 0


def test_r26_de_lijst_zegt_wat_te_zien_is_en_voor_wie(
    medewerker: Klant, db_sessie: Session, tel_queries: TelQueries
) -> None:
    sectoren = [fabriek.maak_sector(db_sessie, f"s{n}", f"S{n}") for n in range(2)]
    _, rol = fabriek.maak_taak(db_sessie, "Taak")
    _bericht(db_sessie, titel="Voor allen", tot=NU + timedelta(days=1))
    _bericht(db_sessie, titel="Straks", van=NU + timedelta(days=1), sectoren=sectoren, rollen=[rol])
    oud = {"van": NU - timedelta(days=2), "tot": NU}
    for nummer in range(9):
        _bericht(db_sessie, titel=f"Oud {nummer}", **oud)
    medewerker.get(PAD)
    for zin in ("Iedereen", "2 sectoren, 1 rol", "Te zien", "Gepland", "Voorbij"):
        assert zin in medewerker.tekst
    for stand, aantal in (("te_zien", 1), ("gepland", 1), ("voorbij", 9)):
        medewerker.get(f"{PAD}?stand={stand}")
        assert len(medewerker.boom.xpath("//tbody/tr")) == aantal
    with tel_queries() as gezien:
        medewerker.kaal.get(f"{PAD}?zoek=oud&stand=voorbij")
    assert len(gezien) <= 6, "\n".join(gezien)


def test_r26_de_servicedesk_leest_en_schrijft_niet(servicedesk: Klant, db_sessie: Session) -> None:
    bericht = _bericht(db_sessie)
    servicedesk.get(f"{PAD}{bericht.id}/")
    assert "Beëindigen" not in servicedesk.tekst
    for pad in (
        "nieuw/",
        *(f"{bericht.id}/{w}/" for w in ("wijzigen", "beeindigen", "verwijderen")),
    ):
        servicedesk.get(PAD)
        servicedesk.post(PAD + pad, GOED, 403)
    assert bericht.tot is None
