# SPDX-License-Identifier: EUPL-1.2
"""Actions on one gebruiker: what the page says, what happens, and every refusal (R28)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.beheer.handelingen import ACTIES
from admin.beheer.weigeringen import WEIGERINGEN
from portal.domain import activatiecodes, brieven, handelingen
from portal.domain.mogelijkheden import Daad
from portal.models import Activatiecode, Autorisatie, Gebruiker, Koppeling, Teller
from portal.models.soorten import Gebruikerstatus, Verbreekreden
from tests.beheer.mensen.conftest import Spoor, Wereld, blokkeer, geef_token, post
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant


def pad(wie: Gebruiker, slug: str = "") -> str:
    """The page of a gebruiker, or of one action on it."""
    return f"/beheer/gebruikers/{wie.id}/" + (f"{slug}/" if slug else "")


def doe(klant: Klant, wie: Gebruiker, slug: str, **velden: str) -> str:
    """Read the page of the action, confirm it, and back comes the page with how it ended."""
    klant.get(pad(wie, slug))
    klant.post(pad(wie, slug), velden)
    klant.volg()
    return klant.tekst


def test_elke_daad_heeft_een_knop_en_elke_weigering_een_eigen_zin(wereld: Wereld) -> None:
    assert {actie.endpoint for actie in ACTIES} == set(Daad)
    weigert = {
        *(set(handelingen.Uitkomst) - {handelingen.Uitkomst.GELUKT}),
        *(set(activatiecodes.Uitkomst) - {activatiecodes.Uitkomst.VERSTUURD}),
        brieven.Uitkomst.BEEINDIGD,
        brieven.Uitkomst.NIET_UZELF,
    }
    zinnen = {WEIGERINGEN[uitkomst](wereld.jan) for uitkomst in weigert}
    assert len(zinnen) == len(weigert) == len(WEIGERINGEN)
    assert not [zin for zin in zinnen if not zin.endswith(".")]


def test_r5_een_code_gaat_naar_de_gebruiker_en_de_beheerder_ziet_hem_niet(
    anna: Klant, wereld: Wereld, db_sessie: Session, spoor: Spoor
) -> None:
    anna.get(pad(wereld.jan, "activatiecode-versturen"))
    assert "Jansen@noord.nl" in anna.tekst and "24 uur geldig" in anna.tekst
    assert "heeft ook de brief nodig. Die is nog niet gedownload." in anna.tekst
    tekst = doe(anna, wereld.jan, "activatiecode-versturen")
    assert "is verstuurd naar Jansen@noord.nl" in tekst
    assert "geldig tot 25 november 2026 om 10.00 uur" in tekst
    assert post(db_sessie, wereld.jan) == ["activatiecode"]
    assert post(db_sessie, wereld.anna) == ["code_uitgegeven"]
    [code] = db_sessie.scalars(select(Activatiecode)).all()
    assert (code.gebruiker_id, code.uitgegeven_door_id) == (wereld.jan.id, wereld.anna.id)
    assert len(spoor("activatiecode.gemaakt")) == 1


def test_r7_een_nieuwe_code_maakt_de_oude_ongeldig(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    doe(anna, wereld.jan, "activatiecode-versturen")
    doe(anna, wereld.jan, "activatiecode-versturen")
    codes = db_sessie.scalars(select(Activatiecode).order_by(Activatiecode.id)).all()
    assert [code.vervallen_op is None for code in codes] == [False, True]


def test_r12_een_blokkade_opheffen(anna: Klant, wereld: Wereld, db_sessie: Session) -> None:
    teller = blokkeer(db_sessie, wereld.jan)
    anna.get(pad(wereld.jan))
    assert "Blokkade tot 24 november 2026 om 10.10 uur" in anna.tekst
    tekst = doe(anna, wereld.jan, "blokkade-opheffen")
    assert "De blokkade is opgeheven. J. Jansen kan het opnieuw proberen." in tekst
    assert (teller.aantal, teller.geblokkeerd_tot) == (0, None)
    assert post(db_sessie, wereld.jan) == ["blokkade_opgeheven"]


@pytest.mark.parametrize("reden", ["defect", "gestolen", "zoek"])
def test_r17_de_koppeling_ongedaan_maken_met_reden(
    anna: Klant, wereld: Wereld, db_sessie: Session, reden: str
) -> None:
    anna.get(pad(wereld.els, "koppeling-ongedaan-maken"))
    assert "Gestolen: dit middel kan nooit meer bij dit account" in anna.tekst
    assert "Dan stopt dat bij de volgende klik" in anna.tekst
    tekst = doe(anna, wereld.els, "koppeling-ongedaan-maken", reden=reden)
    assert "De koppeling is ongedaan gemaakt." in tekst
    assert f"eindigde op 24 november 2026 door T. Aalders. Reden: {reden}" in tekst
    koppeling = db_sessie.scalars(select(Koppeling)).one()
    assert (koppeling.reden, koppeling.beeindigd_door_id) == (Verbreekreden(reden), wereld.anna.id)
    assert post(db_sessie, wereld.els) == ["koppeling_verbroken"]


@pytest.mark.parametrize("reden", ["", "beeindigd", "niet_ingelogd", "x"])
def test_r32_zonder_een_reden_van_de_lijst_gebeurt_er_niets(
    anna: Klant, wereld: Wereld, db_sessie: Session, reden: str
) -> None:
    slug = "koppeling-ongedaan-maken"
    anna.get(pad(wereld.els, slug))
    anna.post(pad(wereld.els, slug), {"reden": reden} if reden else {}, 422)
    assert "Er is 1 fout" in anna.tekst and "Kies wat er met het middel is" in anna.tekst
    assert db_sessie.scalars(select(Koppeling)).one().beeindigd_op is None


def test_blokkeren_en_weer_deblokkeren(anna: Klant, wereld: Wereld, db_sessie: Session) -> None:
    assert "Het account van E. Elsinga is geblokkeerd." in doe(anna, wereld.els, "blokkeren")
    assert wereld.els.status is Gebruikerstatus.GEBLOKKEERD
    assert "Deblokkeren" in anna.tekst and "Account blokkeren" not in anna.tekst
    assert "Het account van E. Elsinga is gedeblokkeerd." in doe(anna, wereld.els, "deblokkeren")
    assert wereld.els.status is Gebruikerstatus.ACTIEF
    assert post(db_sessie, wereld.els) == ["account_geblokkeerd", "account_gedeblokkeerd"]


def test_r15_een_token_innemen_wist_het_geheim(
    anna: Klant, wereld: Wereld, db_sessie: Session, spoor: Spoor
) -> None:
    geef_token(wereld.els)
    anna.get(pad(wereld.els))
    assert "Neem het token in" in anna.tekst
    tekst = doe(anna, wereld.els, "token-ingeleverd")
    assert "Vastgelegd: het token van E. Elsinga is ingeleverd." in tekst
    assert "ingeleverd op 24 november 2026" in tekst
    assert (wereld.els.token_geheim, wereld.els.token_ingeleverd_op) == (None, NU)
    assert post(db_sessie, wereld.els) == ["token_ingeleverd"]


def test_beeindigen_neemt_alles_mee_en_laat_het_verhaal_staan(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    anna.get(pad(wereld.els, "beeindigen"))
    assert "Dit is niet terug te draaien." in anna.tekst
    assert "blijft bewaard voor controle" in anna.tekst
    tekst = doe(anna, wereld.els, "beeindigen")
    assert "Het account van E. Elsinga is beëindigd." in tekst
    assert "Account beëindigd" in tekst and "Wat kunt u doen?" not in tekst
    assert wereld.els.status is Gebruikerstatus.BEEINDIGD
    assert db_sessie.scalars(select(Koppeling)).one().reden is Verbreekreden.BEEINDIGD
    rol = db_sessie.scalars(select(Autorisatie).where(Autorisatie.gebruiker_id == wereld.els.id))
    assert rol.one().geldig_tot == NU
    assert post(db_sessie, wereld.els) == ["account_beeindigd"]


@dataclass(frozen=True)
class Weigering:
    """An action, what others did since its page was read, and the sentence then."""

    slug: str
    intussen: Callable[[Session, Wereld], object]
    zin: str
    wie: str = "jan"


def _zet(**velden: object) -> Callable[[Session, Wereld], object]:
    return lambda s, w: [setattr(w.jan, naam, waarde) for naam, waarde in velden.items()]


def _niets(_s: Session, _w: Wereld) -> None:
    """The page was never offered."""


BEEINDIGD = _zet(status=Gebruikerstatus.BEEINDIGD, beeindigd_op=NU)
GEBLOKKEERD = _zet(status=Gebruikerstatus.GEBLOKKEERD)
ZELF = "Dit is uw eigen account."
COLLEGA = "is ook beheerder. Dit kan alleen op verzoek van het bestuur"
NIETS = "Er valt hier niets te doen."


def _vijf_codes(s: Session, w: Wereld) -> None:
    for _ in range(5):
        activatiecodes.geef_uit(s, w.jan, nu=NU, door=None)


WEIGERING = [
    Weigering("activatiecode-versturen", BEEINDIGD, "is beëindigd. Meld J. Jansen opnieuw aan"),
    Weigering("activatiecode-versturen", GEBLOKKEERD, "is geblokkeerd. Deblokkeer het eerst."),
    Weigering("activatiecode-versturen", _vijf_codes, "kreeg in de afgelopen 24 uur al 5 codes."),
    Weigering("activatiecode-versturen", _niets, "heeft al een eHerkenningsmiddel", "els"),
    Weigering("brief", BEEINDIGD, "is beëindigd. Daar hoort geen brief meer bij."),
    Weigering("blokkade-opheffen", _niets, NIETS),
    Weigering("koppeling-ongedaan-maken", _niets, NIETS),
    Weigering("koppeling-ongedaan-maken", _niets, ZELF, "anna"),
    Weigering("token-ingeleverd", _niets, NIETS),
    Weigering("token-ingeleverd", _niets, ZELF, "anna"),
    Weigering("blokkeren", GEBLOKKEERD, NIETS),
    Weigering("blokkeren", BEEINDIGD, "is al beëindigd."),
    Weigering("blokkeren", _niets, ZELF, "anna"),
    Weigering("blokkeren", _niets, COLLEGA, "bea"),
    Weigering("deblokkeren", _niets, NIETS),
    Weigering("deblokkeren", BEEINDIGD, "is al beëindigd."),
    Weigering("deblokkeren", _niets, ZELF, "anna"),
    Weigering("deblokkeren", _niets, COLLEGA, "bea"),
    Weigering("beeindigen", BEEINDIGD, "is al beëindigd."),
    Weigering("beeindigen", _niets, ZELF, "anna"),
    Weigering("beeindigen", _niets, COLLEGA, "bea"),
]


@pytest.mark.parametrize("geval", WEIGERING, ids=lambda g: f"{g.slug} {g.wie} {g.zin[:20]}")
def test_r32_een_weigering_zegt_waarom_en_verandert_niets(
    anna: Klant, wereld: Wereld, db_sessie: Session, geval: Weigering
) -> None:
    wie = getattr(wereld, geval.wie)
    anna.get("/beheer/")
    geval.intussen(db_sessie, wereld)
    db_sessie.commit()
    voor = (wie.status, wie.versie, wie.brief_gedownload_op, post(db_sessie, wie))
    anna.post(pad(wie, geval.slug), {"reden": "zoek"}, 409)
    assert "Dit kan nu niet" in anna.tekst and geval.zin in anna.tekst
    assert not anna.boom.xpath("//main//form")
    assert (wie.status, wie.versie, wie.brief_gedownload_op, post(db_sessie, wie)) == voor
    anna.get(pad(wie, geval.slug))
    assert geval.zin in anna.tekst and not anna.boom.xpath("//main//form")
    anna.get(pad(wie))
    assert pad(wie, geval.slug) not in anna.boom.xpath("//a/@href")


def test_r27_een_vreemde_beheerder_bereikt_geen_enkele_actie(
    app: Flask, anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    ander = fabriek.log_binnen(app, db_sessie, wereld.ander, NU)
    for slug in ("", *(actie.slug for actie in ACTIES)):
        ander.get(pad(wereld.els, slug), 404)
        if slug:
            ander.get("/beheer/")
            ander.post(pad(wereld.els, slug), {"reden": "zoek"}, 404)
    assert wereld.els.status is Gebruikerstatus.ACTIEF and not post(db_sessie, wereld.els)


def test_een_gebruiker_van_een_school_onder_het_bestuur_is_wel_bereikbaar(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    assert "Het account van J. Juffer is geblokkeerd." in doe(anna, wereld.juf, "blokkeren")


def test_na_een_blokkade_die_voorbij_is_valt_er_niets_op_te_heffen(
    anna: Klant, wereld: Wereld, db_sessie: Session, klok: Klok
) -> None:
    blokkeer(db_sessie, wereld.jan)
    anna.get(pad(wereld.jan, "blokkade-opheffen"))
    klok.verder(timedelta(minutes=11))
    anna.post(pad(wereld.jan, "blokkade-opheffen"), status=409)
    assert NIETS in anna.tekst
    assert db_sessie.scalars(select(Teller)).one().aantal == 5
