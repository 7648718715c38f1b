# SPDX-License-Identifier: EUPL-1.2
"""The logboek: found by filters that have an index, read, checked and handed out (R26, R31)."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.platform.logboek import leesbaar
from portal import audit
from portal.audit import Actor, Keten, opzoeken
from portal.models import Auditrecord, Gebruiker
from tests.harnas import fabriek
from tests.harnas.klant import Klant

PAD = "/platformbeheer/logboek/"
TelQueries = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def jan(db_sessie: Session, haverkamp: Gebruiker) -> Gebruiker:
    """Somebody about whom things are written down."""
    return fabriek.maak_gebruiker(db_sessie, nu=haverkamp.aangemeld_op, achternaam="Vries")


def _schrijf(session: Session, gebeurtenis: str, uitkomst: str = "gelukt", **velden: Any) -> None:
    """A record by ``door`` with reference ``ref``."""
    session.commit()
    door, ref = velden.pop("door", None), velden.pop("ref", "")
    actor = Actor("gebruiker", door.id, "192.0.2.7", ref) if door else Actor(referentie=ref)
    audit.zet_actor(session, actor)
    audit.leg_vast(session, gebeurtenis, uitkomst, **velden)
    session.commit()


def _gebeurtenissen(klant: Klant) -> list[str]:
    cellen = klant.boom.xpath("//tbody//td[@data-kop='Gebeurtenis']")
    return [str(td.text_content()) for td in cellen]


def _nummer(session: Session, gebeurtenis: str) -> int:
    vraag = select(sa.func.max(Auditrecord.nummer)).where(Auditrecord.gebeurtenis == gebeurtenis)
    return session.scalars(vraag).one() or 0


def test_r31_de_nieuwste_regel_staat_bovenaan_met_de_naam_van_wie_het_deed(
    medewerker: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    _schrijf(db_sessie, "proef.eerst", op=jan)
    _schrijf(db_sessie, "proef.laatst", "geweigerd", op=jan, door=jan)
    medewerker.get(PAD)
    assert _gebeurtenissen(medewerker)[:2] == ["Proef: laatst", "Proef: eerst"]
    rijen = medewerker.boom.xpath("//tbody/tr")
    assert [str(td.text_content()) for td in rijen[0].iter("td")] == [
        "Proef: laatst", "Geweigerd", "T. Vries", f"gebruiker {jan.id}",
    ]  # fmt: skip
    assert "systeem" in str(rijen[1].text_content())


def test_r31_wie_nog_geen_account_had_heet_ook_zo(
    medewerker: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    db_sessie.commit()
    audit.zet_actor(db_sessie, Actor("gebruiker", None, "192.0.2.7", "REF"))
    audit.leg_vast(db_sessie, "koppelen.poging", "fout", op=jan)
    db_sessie.commit()
    medewerker.get(PAD)
    rij = medewerker.boom.xpath("//tbody/tr")[0]
    assert "nog zonder account" in str(rij.text_content())
    medewerker.get(f"{PAD}{_nummer(db_sessie, 'koppelen.poging')}/")
    assert "nog zonder account" in medewerker.tekst


def test_r31_elk_filter_laat_alleen_staan_wat_erbij_hoort(
    medewerker: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    _schrijf(db_sessie, "proef.a", "gelukt", op=jan, door=jan, ref="ABC123")
    _schrijf(db_sessie, "proef.a", "mis", op=jan.organisatie, ref="ABC124")
    _schrijf(db_sessie, "proef.b", "mis")
    for filters, verwacht in (
        ("gebeurtenis=proef.a", 2),
        ("gebeurtenis=proef.a&uitkomst=mis", 1),
        ("uitkomst=mis", 2),
        (f"door={jan.id}", 1),
        (f"over=Organisatie+{jan.organisatie_id}&gebeurtenis=proef.a", 1),
        (f"kvk={jan.organisatie.kvk}&gebeurtenis=proef.a", 2),
        ("referentie=abc124", 1),
        ("gebeurtenis=proef.a&van=2000-01-01&tot=2999-12-31", 2),
        ("gebeurtenis=proef.a&tot=2000-01-01", 0),
        ("gebeurtenis=proef.a&van=2999-01-01", 0),
    ):
        medewerker.get(f"{PAD}?{filters}")
        assert len(_gebeurtenissen(medewerker)) == verwacht, filters


@pytest.mark.parametrize(
    ("filters", "melding"),
    [
        ("door=x", "Vul een nummer in van alleen cijfers"),
        ("door=99999999999999999999", "Vul een nummer in van alleen cijfers"),
        ("over=gebruiker", "Vul soort en nummer in, zoals: gebruiker 12"),
        ("over=12", "Vul soort en nummer in"),
        ("over=gebruiker%00+1", ""),
        ("kvk=123", "Vul een KvK-nummer in van 8 cijfers"),
        ("referentie=%27--", "Vul een referentie in"),
        ("van=morgen", "Vul een datum in"),
        ("tot=9999-12-31", "Vul een datum in"),
        ("gebeurtenis=onbekend", "Kies iets uit de lijst"),
    ],
)
def test_r32_een_filter_dat_niet_klopt_zegt_dat_en_houdt_wat_er_stond(
    medewerker: Klant, filters: str, melding: str
) -> None:
    medewerker.get(f"{PAD}?{filters}")
    naam, _, waarde = filters.partition("=")
    assert melding in medewerker.tekst
    if melding and naam not in {"gebeurtenis", "referentie"}:
        assert medewerker.veld(naam) == waarde
        assert medewerker.boom.xpath(f"//input[@name='{naam}'][@aria-invalid='true']")
        assert not medewerker.boom.xpath(f"//details[not(@open)]//input[@name='{naam}']")


def test_r31_zoeken_in_alle_tekst_bestaat_niet(medewerker: Klant) -> None:
    medewerker.get(f"{PAD}?zoek=proef")
    assert not medewerker.boom.xpath("//main//input[@name='zoek']")


def test_r31_een_regel_toont_wie_wat_en_hoe_het_was(
    medewerker: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    audit.zet_actor(db_sessie, Actor("gebruiker", jan.id, "192.0.2.7", "REF99"))
    jan.email, jan.wachtwoord_hash, jan.token_geheim = "nieuw@example.nl", "x", b"y"
    oud = f"tester{jan.email}"
    db_sessie.commit()
    medewerker.get(f"{PAD}{_nummer(db_sessie, 'gebruiker.gewijzigd')}/")
    for zin in ("T. Vries", "192.0.2.7", "REF99", jan.organisatie.kvk, "nieuw@example.nl"):
        assert zin in medewerker.tekst
    assert "De keten klopt voor deze regel" in medewerker.tekst
    rij = medewerker.boom.xpath("//tr[th='wachtwoord hash']")[0]
    assert "(geheim, niet bewaard)" in str(rij.text_content())
    assert oud not in medewerker.tekst


def test_r31_van_regel_naar_regel_over_hetzelfde(
    medewerker: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    for naam in ("a", "b", "c"):
        _schrijf(db_sessie, f"proef.{naam}", op=jan)
        _schrijf(db_sessie, "proef.ander", op=jan.organisatie)
    medewerker.get(f"{PAD}{_nummer(db_sessie, 'proef.b')}/")
    medewerker.get(medewerker.boom.xpath("//a[@rel='next']/@href")[0])
    assert "Proef: c" in medewerker.tekst
    assert not medewerker.boom.xpath("//a[@rel='next']")
    medewerker.get(medewerker.boom.xpath("//a[@rel='prev']/@href")[0])
    assert "Proef: b" in medewerker.tekst
    medewerker.get(medewerker.boom.xpath("//a[contains(., 'Alles over')]/@href")[0])
    assert _gebeurtenissen(medewerker)[:3] == ["Proef: c", "Proef: b", "Proef: a"]


def test_r31_een_regel_zonder_object_heeft_geen_buren(
    medewerker: Klant, db_sessie: Session
) -> None:
    _schrijf(db_sessie, "proef.los")
    medewerker.get(f"{PAD}{_nummer(db_sessie, 'proef.los')}/")
    assert "Bij deze regel horen geen verdere gegevens" in medewerker.tekst
    assert not medewerker.boom.xpath("//a[@rel]")


def test_r31_een_gewijzigde_regel_en_een_regel_na_een_gat_vallen_op(
    medewerker: Klant, db_sessie: Session, jan: Gebruiker
) -> None:
    for naam in ("a", "b", "c"):
        _schrijf(db_sessie, f"proef.{naam}", op=jan)
    a, c = _nummer(db_sessie, "proef.a"), _nummer(db_sessie, "proef.c")
    waarden = db_sessie.execute(select(Auditrecord.__table__).where(Auditrecord.nummer == c)).one()
    vals = Auditrecord(**waarden._asdict())
    assert audit.controleer(db_sessie, vals) is Keten.HEEL
    vals.uitkomst = "geknoeid"
    assert audit.controleer(db_sessie, vals) is Keten.GEWIJZIGD
    los = Auditrecord(**waarden._asdict() | {"nummer": a})
    los.hash = audit.keten.hash_van(audit.keten._rij(los))
    assert audit.controleer(db_sessie, los) is Keten.LOS
    eerste = db_sessie.get(Auditrecord, 1)
    assert eerste is not None and audit.controleer(db_sessie, eerste) is Keten.HEEL


def test_r31_de_pagina_zegt_dat_een_regel_is_gewijzigd(
    medewerker: Klant, db_sessie: Session, haverkamp: Gebruiker, soort_database: str
) -> None:
    _schrijf(db_sessie, "proef.a", op=haverkamp)
    nummer = _nummer(db_sessie, "proef.a")
    trigger = "ALTER TABLE auditrecord DISABLE TRIGGER USER"
    if soort_database == "sqlite":
        naam = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'auditrecord'"
        for trigger in db_sessie.scalars(sa.text(naam)).all():
            db_sessie.execute(sa.text(f"DROP TRIGGER {trigger}"))
    else:
        db_sessie.execute(sa.text(trigger))
    db_sessie.execute(sa.text(f"UPDATE auditrecord SET uitkomst = 'x' WHERE nummer = {nummer}"))
    medewerker.get(f"{PAD}{nummer}/")
    assert "De keten klopt niet: deze regel is gewijzigd" in medewerker.tekst


def test_r31_het_bestand_heeft_alles_van_het_filter_en_ophalen_staat_zelf_in_het_spoor(
    medewerker: Klant, db_sessie: Session, jan: Gebruiker, haverkamp: Gebruiker
) -> None:
    for nummer in range(45):
        _schrijf(db_sessie, "proef.veel", f"=1+{nummer}", op=jan, ref="R")
    antwoord = medewerker.get(f"{PAD}logboek.csv?gebeurtenis=proef.veel")
    assert antwoord.is_streamed and antwoord.mimetype == "text/csv"
    assert "logboek.csv" in antwoord.headers["Content-Disposition"]
    rijen = list(csv.DictReader(io.StringIO(antwoord.text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rijen) == 45
    assert rijen[0]["Uitkomst"] == "'=1+44" and rijen[0]["Nummer object"] == str(jan.id)
    assert rijen[0]["Tijd"].endswith("+01:00") or rijen[0]["Tijd"].endswith("+02:00")
    record = db_sessie.get(Auditrecord, _nummer(db_sessie, "logboek.gedownload"))
    assert record is not None and record.actor_id == haverkamp.id
    assert record.gegevens == {"keuze": {"gebeurtenis": "proef.veel"}}


def test_r26_de_lijst_kost_hoogstens_zes_vragen_met_en_zonder_filters(
    medewerker: Klant, db_sessie: Session, tel_queries: TelQueries
) -> None:
    for nummer in range(25):
        wie = fabriek.maak_gebruiker(db_sessie, nu=_eens(), achternaam=f"G{nummer}")
        _schrijf(db_sessie, "proef.a", op=wie, door=wie)
    for filters in ("", "?gebeurtenis=proef.a&uitkomst=gelukt&van=2020-01-01", "?pagina=2"):
        medewerker.get(PAD + filters)
        with tel_queries() as gezien:
            medewerker.kaal.get(PAD + filters)
        assert len(gezien) <= 6, "\n".join(gezien)


def _eens() -> Any:
    return audit.datetime(2026, 11, 24, tzinfo=audit.UTC) - timedelta(days=1)


def test_r26_het_logboek_is_alleen_voor_medewerkers(
    medewerker: Klant, servicedesk: Klant, db_sessie: Session
) -> None:
    medewerker.get("/platformbeheer/")
    assert "Logboek" in medewerker.tekst
    servicedesk.get("/platformbeheer/")
    assert "Logboek" not in servicedesk.tekst
    _schrijf(db_sessie, "proef.a")
    for pad in ("", "logboek.csv", f"{_nummer(db_sessie, 'proef.a')}/"):
        servicedesk.get(PAD + pad, 403)


def test_r31_een_regel_heeft_geen_adres_om_te_wijzigen(medewerker: Klant) -> None:
    for pad in ("1/wijzigen/", "nieuw/", "1/verwijderen/"):
        medewerker.get(PAD + pad, 404)
    medewerker.get(f"{PAD}2147483647/", 404)


def test_alle_soorten_gegevens_zijn_leesbaar() -> None:
    gegevens = {
        "status": ["actief", None],
        "geldig_tot": [None, "2026-11-24T09:00:00+00:00"],
        "geen_tijd": "2026-11-24Tja",
        "zonder_zone": "2026-11-24T09:00:00",
        "rollen": {"erbij": [3, 4], "eraf": []},
        "code_hash": "***",
        "keuze": {"van": "x"},
        "leeg": "",
        "is_waar": True,
    }
    assert leesbaar(gegevens) == [
        ("status", "actief", "–"),
        ("geldig tot", "–", "24 november 2026 om 10.00 uur"),
        ("geen tijd", "", "2026-11-24Tja"),
        ("zonder zone", "", "2026-11-24T09:00:00"),
        ("rollen", "–", "3, 4"),
        ("code hash", "", "(geheim, niet bewaard)"),
        ("keuze", "", '{"van": "x"}'),
        ("leeg", "", "(leeg)"),
        ("is waar", "", "Ja"),
    ]


def test_de_waarden_om_uit_te_kiezen_zijn_die_van_het_spoor(
    db_sessie: Session, haverkamp: Gebruiker
) -> None:
    _schrijf(db_sessie, "proef.b", "mis")
    _schrijf(db_sessie, "proef.a", "gelukt", op=haverkamp)
    echt = db_sessie.execute(select(Auditrecord.gebeurtenis, Auditrecord.uitkomst)).all()
    waarden = opzoeken.waarden(db_sessie)
    assert waarden[opzoeken.GEBEURTENIS] == sorted({g for g, _ in echt})
    assert waarden[opzoeken.UITKOMST] == sorted({u for _, u in echt})
