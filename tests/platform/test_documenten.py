# SPDX-License-Identifier: EUPL-1.2
"""Medewerkers publish a new version of a text; what was published stays (R14, R26)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import documenten
from portal.models import Auditrecord, Document, Koppeling
from portal.models.soorten import Documentsoort, Verbreekreden
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

PAD = "/platformbeheer/documenten/"
NIEUW = f"{PAD}nieuw/?soort=voorwaarden"
TEKST = "<p>Kort &amp; goed.</p>\r\n<p>Lees <a href='/contact'>dit</a>.</p>"
SCHOON = '<p>Kort &amp; goed.</p>\n<p>Lees <a class="utrecht-link" href="/contact">dit</a>.</p>'


@pytest.fixture(autouse=True)
def eerste(db_sessie: Session) -> None:
    """The first versions are there."""
    fabriek.maak_documenten(db_sessie, NU)


def _velden(klant: Klant, **anders: str) -> dict[str, str]:
    return {n: klant.veld(n) for n in ("stand", "titel")} | {"tekst": TEKST} | anders


def _koppel(session: Session, middel: str, **velden: object) -> None:
    gebruiker = fabriek.maak_gebruiker(session, nu=NU)
    vast = {"gelegd_op": NU, "laatste_login_op": NU, "niveau": "loa3"}
    session.add(Koppeling(gebruiker=gebruiker, middel_kvk=middel * 64, **(vast | velden)))
    session.flush()


def _laatste(session: Session) -> Document:
    vraag = select(Document).where(Document.soort == Documentsoort.VOORWAARDEN)
    return session.scalars(vraag.order_by(Document.nummer.desc())).first() or pytest.fail("geen")


def test_r14_een_nieuwe_versie_begint_met_de_tekst_van_nu_en_wordt_eerst_getoond(
    medewerker: Klant, db_sessie: Session, spoor: Callable[[str], list[Auditrecord]], klok: Klok
) -> None:
    _koppel(db_sessie, "a")
    _koppel(db_sessie, "b")
    _koppel(db_sessie, "c", beeindigd_op=NU, reden=Verbreekreden.ZOEK)
    medewerker.get(NIEUW)
    assert "Nieuwe versie: gebruikersvoorwaarden" in medewerker.tekst
    assert medewerker.veld("titel") == "Gebruikersvoorwaarden Mijn DUO"
    nu_geldend = medewerker.boom.xpath("string(//textarea[@name='tekst'])")
    assert nu_geldend.strip() == _laatste(db_sessie).tekst
    velden = _velden(medewerker)
    medewerker.post(f"{PAD}nieuw/", velden, 200)
    assert "2 gekoppelde gebruikers moeten opnieuw akkoord geven." in medewerker.tekst
    assert medewerker.boom.xpath("//main//p/a[@href='/contact']")
    assert _laatste(db_sessie).nummer == 1
    medewerker.post(f"{PAD}nieuw/", velden | {"terug": "1"}, 200)
    assert "Kort &amp; goed" in medewerker.boom.xpath("string(//textarea[@name='tekst'])")
    klok.verder(timedelta(minutes=1))
    medewerker.post(f"{PAD}nieuw/", velden | {"bevestigd": "1"})
    medewerker.volg()
    assert "Gebruikersvoorwaarden Mijn DUO, versie 2" in medewerker.tekst
    assert "Deze versie geldt nu De tekst klopt met het controlegetal" in medewerker.tekst
    document = _laatste(db_sessie)
    assert (document.nummer, document.tekst, document.geldig_vanaf) == (2, SCHOON, klok.nu)
    assert document.tekst_hash == documenten.tekst_hash(SCHOON)
    assert spoor("document.gemaakt")[-1].gegevens["tekst_hash"][1] == document.tekst_hash
    medewerker.get("/gebruikersvoorwaarden")
    assert "Kort & goed." in medewerker.tekst


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"titel": ""}, "Vul een titel in"),
        ({"tekst": ""}, "Vul de tekst in"),
        ({"tekst": "<p>a</p>\n<script>x</script>"}, "Regel 2: het element <script> mag niet"),
        ({"tekst": "<p>a</p>" + "x" * 100_000}, "De tekst mag niet langer"),
        ({"tekst": "<p>a\x01</p>"}, "Gebruik alleen letters"),
    ],
)
def test_r32_wat_niet_mag_krijgt_een_melding_en_wordt_niet_gepubliceerd(
    medewerker: Klant, db_sessie: Session, velden: dict[str, str], melding: str
) -> None:
    medewerker.get(NIEUW)
    medewerker.post(f"{PAD}nieuw/", _velden(medewerker, **velden, bevestigd="1"), 422)
    assert melding in medewerker.tekst
    assert _laatste(db_sessie).nummer == 1


def test_r32_wie_is_ingehaald_hoort_dat_eerst_en_verliest_niets(
    medewerker: Klant, db_sessie: Session
) -> None:
    medewerker.get(NIEUW)
    velden = _velden(medewerker, bevestigd="1")
    documenten.publiceer(db_sessie, Documentsoort.VOORWAARDEN, "Ander", "<p>Ander</p>", NU)
    medewerker.post(f"{PAD}nieuw/", velden, 422)
    assert "heeft intussen versie 2 gepubliceerd" in medewerker.tekst
    assert "Kort" in medewerker.boom.xpath("string(//textarea[@name='tekst'])")
    medewerker.post(f"{PAD}nieuw/", velden | {"stand": medewerker.veld("stand")})
    assert _laatste(db_sessie).nummer == 3


@pytest.mark.parametrize("stand", ["", "x", "anders-1", "voorwaarden"])
def test_r32_een_verknoeid_formulier_publiceert_niets(
    medewerker: Klant, db_sessie: Session, stand: str
) -> None:
    medewerker.get(NIEUW)
    status = 422 if stand == "voorwaarden" else 400
    velden = _velden(medewerker, stand=stand, bevestigd="1")
    medewerker.post(f"{PAD}nieuw/", velden, status)
    assert _laatste(db_sessie).nummer == 1


@pytest.mark.parametrize("deel", ["", "?soort=", "?soort=x", "?soort=%00"])
def test_r32_een_nieuwe_versie_is_altijd_van_een_bekende_tekst(
    medewerker: Klant, deel: str
) -> None:
    medewerker.get(f"{PAD}nieuw/{deel}", 404)


def test_r26_wat_is_gepubliceerd_heeft_geen_adres_om_te_wijzigen(
    medewerker: Klant, db_sessie: Session
) -> None:
    nummer = _laatste(db_sessie).id
    medewerker.get(f"{PAD}{nummer}/")
    assert "Wijzigen" not in medewerker.tekst
    assert "Uw account is van u alleen" in medewerker.tekst
    medewerker.get(f"{PAD}{nummer}/wijzigen/", 404)


def test_een_tekst_die_buiten_het_portaal_om_is_gewijzigd_valt_op(
    medewerker: Klant, db_sessie: Session
) -> None:
    document = _laatste(db_sessie)
    document.tekst = "<p>Anders</p>"
    medewerker.get(f"{PAD}{document.id}/")
    assert "De tekst klopt niet met het controlegetal" in medewerker.tekst


def test_r26_de_lijst_zegt_wat_geldt_en_kost_hoogstens_zes_vragen(
    medewerker: Klant,
    db_sessie: Session,
    klok: Klok,
    tel_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    for nummer in range(8):
        klok.verder(timedelta(minutes=1))
        tekst = f"<p>{nummer}</p>"
        documenten.publiceer(db_sessie, Documentsoort.VOORWAARDEN, f"V{nummer}", tekst, klok.nu)
    medewerker.get(PAD)
    geldt = [str(td.text_content()) for td in medewerker.boom.xpath("//td[@data-kop='Geldt nu']")]
    assert geldt == ["Ja", *["Nee"] * 8, "Ja"]
    with tel_queries() as gezien:
        medewerker.kaal.get(f"{PAD}?soort=voorwaarden")
    assert len(gezien) <= 6, "\n".join(gezien)


def test_r26_de_servicedesk_leest_en_publiceert_niet(
    servicedesk: Klant, db_sessie: Session
) -> None:
    servicedesk.get(PAD)
    assert "Nieuwe voorwaarden" not in servicedesk.tekst
    servicedesk.get(f"{PAD}{_laatste(db_sessie).id}/")
    servicedesk.get(NIEUW, 403)
    servicedesk.get(PAD)
    servicedesk.post(f"{PAD}nieuw/", {"stand": "voorwaarden-1", "titel": "X", "tekst": TEKST}, 403)
