# SPDX-License-Identifier: EUPL-1.2
"""Medewerkers keep the taken, and see whom a change touches (R21, R22, R26)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, taakbeheer, taken
from portal.domain.adressen import is_doel
from portal.models import (
    Activatiecode,
    Auditrecord,
    Gebruiker,
    Onderwerp,
    Rol,
    Roltaak,
    Taak,
    Taakgebruik,
)
from portal.models.soorten import Gebruikerstatus, Organisatiesoort
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

PLATFORM = "/platformbeheer"
PAD = f"{PLATFORM}/taken/"
INSTELLING = Organisatiesoort.INSTELLING
Spoor = Callable[[str], list[Auditrecord]]
TelQueries = Callable[[], AbstractContextManager[list[str]]]


def _velden(klant: Klant, *vinkjes: str, **anders: str) -> dict[str, Any]:
    namen = ("stand", "naam", "slug", "volgorde", "doel")
    uit: dict[str, Any] = {n: klant.veld(n) for n in namen}
    gekozen = klant.boom.xpath("//select[@name='onderwerp']/option[@selected]/@value")
    return uit | {"onderwerp": gekozen[0], "rollen": list(vinkjes)} | anders


def _gebruiker(session: Session, rol: Rol, soort: Organisatiesoort, **v: Any) -> Gebruiker:
    organisatie = fabriek.maak_organisatie(session, soort=soort)
    gebruiker = fabriek.maak_gebruiker(session, nu=NU, organisatie=organisatie)
    fabriek.geef(session, gebruiker, rol, nu=NU, **v)
    return gebruiker


def test_r21_een_medewerker_maakt_een_taak_die_wie_de_rol_heeft_meteen_ziet(
    medewerker: Klant, db_sessie: Session
) -> None:
    eerste, rol = fabriek.maak_taak(db_sessie, "Eerste")
    jan = _gebruiker(db_sessie, rol, INSTELLING)
    ander = _gebruiker(db_sessie, rol, Organisatiesoort.GEMEENTE)
    medewerker.get(f"{PAD}nieuw/")
    velden = {
        "onderwerp": str(eerste.onderwerp_id),
        "naam": "OBO aanvragen",
        "uitleg": "Eén.\nTwee.",
        "handleiding": "Stap 1",
        "doel": "https://obo.example.nl/start?x=1",
        "rollen": [f"{rol.id}-instelling"],
    }
    medewerker.post(f"{PAD}nieuw/", velden)
    medewerker.volg()
    assert "Nu kan 1 gebruiker deze taak openen" in medewerker.tekst
    assert f"{rol.naam} (instelling)" in medewerker.tekst
    assert [t.slug for t in taken.mijn(db_sessie, jan, NU)][-1] == "obo-aanvragen"
    assert "obo-aanvragen" not in [t.slug for t in taken.mijn(db_sessie, ander, NU)]


def test_r22_elke_soort_naast_een_enkele_soort_is_dubbel_en_wordt_een(
    medewerker: Klant, db_sessie: Session
) -> None:
    taak, rol = fabriek.maak_taak(db_sessie, "Taak")
    adres = f"{PAD}{taak.id}/wijzigen/"
    medewerker.get(adres)
    assert medewerker.boom.xpath(f"//input[@value='{rol.id}-']/@checked")
    medewerker.post(adres, _velden(medewerker, f"{rol.id}-", f"{rol.id}-gemeente"))
    rijen = db_sessie.scalars(select(Roltaak).where(Roltaak.taak_id == taak.id)).all()
    assert [(r.rol_id, r.organisatiesoort) for r in rijen] == [(rol.id, None)]


def test_r26_voor_het_opslaan_staat_er_wie_de_toegang_verliest_en_krijgt(
    medewerker: Klant, db_sessie: Session
) -> None:
    taak, rol = fabriek.maak_taak(db_sessie, "Taak")
    _, andere = fabriek.maak_taak(db_sessie, "Andere")
    beide = _gebruiker(db_sessie, rol, INSTELLING)
    fabriek.geef(db_sessie, beide, andere, nu=NU)
    for _ in range(2):
        _gebruiker(db_sessie, rol, INSTELLING)
    _gebruiker(db_sessie, rol, INSTELLING, geldig_tot=NU - timedelta(seconds=1))
    _gebruiker(db_sessie, rol, INSTELLING).status = Gebruikerstatus.GEBLOKKEERD
    _gebruiker(db_sessie, andere, Organisatiesoort.GEMEENTE)
    adres = f"{PAD}{taak.id}/wijzigen/"
    medewerker.get(adres)
    velden = _velden(medewerker, f"{andere.id}-", naam="Nieuwe naam")
    medewerker.post(adres, velden, 200)
    for zin in (
        f"Weg: {rol} (elke soort organisatie).",
        f"Erbij: {andere} (elke soort organisatie).",
        "2 gebruikers verliezen de toegang tot deze taak.",
        "1 gebruiker krijgt toegang tot deze taak.",
    ):
        assert zin in medewerker.tekst
    assert (taak.naam, taakbeheer.openers(taak)) == ("Taak", {(rol.id, None)})
    medewerker.post(adres, velden | {"terug": "1"}, 200)
    assert medewerker.veld("naam") == "Nieuwe naam"
    medewerker.post(adres, velden | {"bevestigd": "1"})
    assert (taak.naam, taakbeheer.openers(taak)) == ("Nieuwe naam", {(andere.id, None)})


def test_r32_twee_die_tegelijk_alleen_de_rollen_wijzigen_zien_elkaars_wijziging(
    medewerker: Klant, db_sessie: Session
) -> None:
    taak, rol = fabriek.maak_taak(db_sessie, "Taak")
    adres = f"{PAD}{taak.id}/wijzigen/"
    medewerker.get(adres)
    eerste, tweede = _velden(medewerker), _velden(medewerker, f"{rol.id}-gemeente")
    medewerker.post(adres, eerste | {"bevestigd": "1"})
    medewerker.get(adres)
    medewerker.post(adres, tweede | {"bevestigd": "1"}, 409)
    rij = medewerker.boom.xpath("//tr[th='Rollen die deze taak openen']")[0]
    assert [str(td.text_content()) for td in rij.iter("td")] == ["–", f"{rol} (gemeente)"]
    assert taakbeheer.openers(taak) == set()


def test_r22_een_beeindigde_rol_kan_er_niet_meer_bij_maar_staat_er_nog_als_zij_de_taak_opent(
    medewerker: Klant, db_sessie: Session
) -> None:
    taak, rol = fabriek.maak_taak(db_sessie, "Taak")
    andere, _ = fabriek.maak_taak(db_sessie, "Andere")
    rol.beeindigd_op = NU
    medewerker.get(f"{PAD}{taak.id}/wijzigen/")
    assert f"{rol} (beëindigd)" in medewerker.tekst
    adres = f"{PAD}{andere.id}/wijzigen/"
    medewerker.get(adres)
    assert f"{rol} (beëindigd)" not in medewerker.tekst
    medewerker.post(adres, _velden(medewerker, f"{rol.id}-"), 422)
    assert "Kies rollen uit de tabel" in medewerker.tekst


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"onderwerp": ""}, "Kies het onderwerp"),
        ({"onderwerp": "999999"}, "Kies het onderwerp"),
        ({"naam": ""}, "Vul een naam in"),
        ({"slug": "bezet"}, "Dit adres is al in gebruik"),
        ({"doel": "javascript:alert(1)"}, "Vul een pad van dit portaal in"),
        ({"doel": "http://example.nl"}, "Vul een pad van dit portaal in"),
        ({"rollen": "x"}, "Kies rollen uit de tabel"),
        ({"rollen": "1-school"}, "Kies rollen uit de tabel"),
        ({"volgorde": "veel"}, "Vul een getal in"),
        ({"uitleg": "x" * 5001}, "De uitleg mag niet langer zijn dan 5000 tekens"),
        ({"handleiding": "x" * 100_001}, "De handleiding mag niet langer zijn"),
        ({"handleiding": "a\x07"}, "Gebruik alleen letters"),
    ],
)
def test_r32_onjuiste_invoer_krijgt_een_melding_bij_het_veld(
    medewerker: Klant, db_sessie: Session, velden: dict[str, str], melding: str
) -> None:
    bezet, _ = fabriek.maak_taak(db_sessie, "Bezet")
    bezet.slug = "bezet"
    medewerker.get(f"{PAD}nieuw/")
    goed = {"onderwerp": str(bezet.onderwerp_id), "naam": "Taak"}
    medewerker.post(f"{PAD}nieuw/", goed | velden, 422)
    assert melding in medewerker.tekst
    assert medewerker.boom.xpath("//*[@aria-invalid='true'] | //*[@aria-describedby]")


@pytest.mark.parametrize(
    "adres",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//evil.example", "/\\evil.example",
     "https://", "https:evil.example", "https://u:p@evil.example", "https://evil.example\\@x",
     "http://x.nl", "/a b", "/a\n", "gegevens", "https://x.nl:abc", "https://[x"],
)  # fmt: skip
def test_r21_een_taak_leidt_nooit_naar_iets_anders_dan_het_portaal_of_https(adres: str) -> None:
    assert not is_doel(adres)


def test_r26_een_taak_die_niemand_startte_kan_weg_en_een_gebruikte_niet(
    medewerker: Klant, db_sessie: Session
) -> None:
    vrij, rol = fabriek.maak_taak(db_sessie, "Vrij")
    gebruikt, _ = fabriek.maak_taak(db_sessie, "Gebruikt")
    wie = _gebruiker(db_sessie, rol, INSTELLING)
    db_sessie.add(Taakgebruik(gebruiker_id=wie.id, taak_id=gebruikt.id, op=NU))
    nummer = vrij.id
    medewerker.get(f"{PAD}{nummer}/verwijderen/")
    medewerker.post(f"{PAD}{nummer}/verwijderen/")
    medewerker.get(f"{PAD}{nummer}/", 404)
    medewerker.get(f"{PAD}{gebruikt.id}/")
    assert "Verwijderen" not in medewerker.tekst
    medewerker.post(f"{PAD}{gebruikt.id}/verwijderen/", status=409)
    assert "Haal alle rollen weg: dan ziet niemand de taak meer" in medewerker.tekst


def test_r31_het_logboek_zegt_welke_rol_een_taak_niet_meer_opent(
    medewerker: Klant, db_sessie: Session, spoor: Spoor
) -> None:
    taak, rol = fabriek.maak_taak(db_sessie, "Taak")
    db_sessie.add(Roltaak(rol=rol, taak=taak, organisatiesoort=Organisatiesoort.GEMEENTE))
    db_sessie.flush()
    overal = next(een for een in taak.rollen if een.organisatiesoort is None)
    taakbeheer.zet_openers(db_sessie, taak, {(rol.id, Organisatiesoort.GEMEENTE)})
    db_sessie.commit()
    [regel] = spoor("roltaak.verwijderd")
    assert regel.object_id == overal.id
    assert regel.gegevens == {"rol_id": [rol.id, None], "taak_id": [taak.id, None]}
    medewerker.get(f"{PLATFORM}/logboek/{regel.nummer}/")
    assert f"{rol.id} ({rol.naam})" in medewerker.tekst


def test_r33_van_een_verwijderde_rij_staan_geheimen_nooit_in_het_spoor(
    db_sessie: Session, spoor: Spoor
) -> None:
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    activatiecodes.geef_uit(db_sessie, gebruiker, nu=NU, door=None)
    db_sessie.delete(db_sessie.scalars(select(Activatiecode)).one())
    db_sessie.commit()
    [regel] = spoor("activatiecode.verwijderd")
    assert regel.gegevens["code_hash"] == "***"
    assert regel.gegevens["gebruiker_id"] == [gebruiker.id, None]


def test_r26_de_servicedesk_leest_en_schrijft_niet(servicedesk: Klant, db_sessie: Session) -> None:
    taak, _ = fabriek.maak_taak(db_sessie, "Taak")
    servicedesk.get(f"{PAD}{taak.id}/")
    for pad in ("nieuw/", f"{taak.id}/wijzigen/", f"{taak.id}/verwijderen/"):
        servicedesk.get(PAD)
        servicedesk.post(PAD + pad, {"naam": "X"}, 403)


def test_r26_de_lijst_filtert_op_onderwerp_en_kost_hoogstens_zes_vragen(
    medewerker: Klant, db_sessie: Session, tel_queries: TelQueries
) -> None:
    gemaakt = [fabriek.maak_taak(db_sessie, f"Taak {n}")[0] for n in range(12)]
    adres = f"{PAD}?onderwerp={gemaakt[3].onderwerp_id}"
    medewerker.get(adres)
    assert "1 resultaat" in medewerker.tekst and "Taak 3" in medewerker.tekst
    for pad in (PAD, adres):
        with tel_queries() as gezien:
            medewerker.kaal.get(pad)
        assert len(gezien) <= 6, "\n".join(gezien)


@pytest.mark.parametrize(
    "deel", ["?onderwerp=999", "?onderwerp=x", "?zoek=%00", "?sorteer=volgorde"]
)
def test_r32_een_vreemd_filter_geeft_een_gewone_lijst(
    medewerker: Klant, db_sessie: Session, deel: str
) -> None:
    db_sessie.add(Onderwerp(slug="o", naam="O"))
    medewerker.get(PAD + deel)


def test_r19_een_taak_zonder_getal_komt_achteraan_in_haar_onderwerp(db_sessie: Session) -> None:
    taak, _ = fabriek.maak_taak(db_sessie, "Taak")
    leeg = Onderwerp(slug="leeg", naam="Leeg")
    db_sessie.add(leeg)
    db_sessie.flush()
    assert taakbeheer.achteraan(db_sessie, leeg) == 0
    assert taakbeheer.achteraan(db_sessie, taak.onderwerp) == taak.volgorde + taakbeheer.STAP
    assert isinstance(taak, Taak)
