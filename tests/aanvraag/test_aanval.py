# SPDX-License-Identifier: EUPL-1.2
"""Nobody else sees, guesses, signs or finishes a request (R29, R31, R33)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import aanvragen, ondertekening
from portal.models import Aanvraag, Auditrecord, Ondertekenaar, Sessie
from portal.models.soorten import Aanvraagstatus
from portal.secrets import hash_token
from tests.aanvraag import hulp
from tests.aanvraag.conftest import Wereld
from tests.aanvraag.hulp import BASIS, CEES, DIRK
from tests.conftest import Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

VREEMD = "87654321"


def geweigerd(session: Session, gebeurtenis: str = "ondertekening.geweigerd") -> list[str]:
    vraag = select(Auditrecord.uitkomst).where(Auditrecord.gebeurtenis == gebeurtenis)
    return list(session.scalars(vraag.order_by(Auditrecord.nummer)))


@pytest.fixture
def samen(bea: Klant, wereld: Wereld, db_sessie: Session) -> Aanvraag:
    """Bea signed; one of Cees and Dirk must too."""
    hulp.tot_controle(bea, wereld.rol.id, "samen", CEES, DIRK)
    hulp.verstuur(bea)
    return hulp.aanvraag(db_sessie)


@pytest.mark.parametrize("kvk", [VREEMD, ""], ids=["andere organisatie", "collega"])
def test_r29_wie_er_niet_bij_hoort_krijgt_404_op_elk_adres(
    app: Flask, samen: Aanvraag, wereld: Wereld, db_sessie: Session, kvk: str
) -> None:
    ander = hulp.browser(app, db_sessie, kvk or wereld.organisatie.kvk, "Ander")
    assert samen.referentie not in ander.tekst
    stand = f"{BASIS}/aanvraag/{samen.referentie}"
    ander.get(stand, 404)
    assert ander.boom.xpath("//main//a/@href") == [f"{BASIS}/mijn", "/contact"]
    ander.get(f"{stand}/intrekken", 404)
    ander.post(f"{stand}/intrekken", {}, 404)
    nummer = samen.ondertekenaars[1].id
    ander.post(f"{stand}/ondertekenaars/{nummer}/link", {}, 404)
    ander.get(f"{BASIS}/aanvraag/AAAA-AAAA-AAAA", 404)
    assert hulp.aanvraag(db_sessie).status is Aanvraagstatus.WACHT_OP_ONDERTEKENING
    assert geweigerd(db_sessie, "aanvraag.geweigerd") == ["niet_van_u"] * 5


def test_r29_met_de_link_tekent_alleen_wie_voor_die_organisatie_inlogt(
    app: Flask, samen: Aanvraag, wereld: Wereld, db_sessie: Session
) -> None:
    pad = hulp.link(db_sessie, CEES["email"])
    vreemd = hulp.browser(app, db_sessie, VREEMD, "Cees")
    vreemd.get(pad, 404)
    for geheim in ("Stichting Zuid", "Nieuw", "Cees Bestuur", samen.referentie):
        assert geheim not in vreemd.tekst
    vreemd.post(pad, {"bevoegd": "y"}, 404)
    vreemd.post(pad, {}, 404)
    assert geweigerd(db_sessie) == ["andere_organisatie"] * 3
    assert hulp.aanvraag(db_sessie).status is Aanvraagstatus.WACHT_OP_ONDERTEKENING
    vreemd.get(f"{BASIS}/aanvraag/{samen.referentie}", 404)


def test_r29_zonder_login_zegt_de_link_niets_en_een_scanner_verandert_niets(
    app: Flask, samen: Aanvraag, db_sessie: Session
) -> None:
    pad = hulp.link(db_sessie, CEES["email"])
    voor = [(o.token_hash, o.getekend_op) for o in samen.ondertekenaars]
    scanner = Klant(app, db_sessie)
    for _ in range(3):
        scanner.get(pad)
        scanner.kaal.head(pad)
        scanner.get(f"{pad}/inloggen")
    for geheim in ("Stichting Zuid", "Cees", samen.referentie):
        assert geheim not in scanner.tekst
    scanner.get(pad)
    scanner.post(pad, {"bevoegd": "y"}, 400)
    na = [(o.token_hash, o.getekend_op) for o in hulp.aanvraag(db_sessie).ondertekenaars]
    assert na == voor


def test_r29_niemand_tekent_twee_keer_met_hetzelfde_middel(
    bea: Klant, samen: Aanvraag, wereld: Wereld, db_sessie: Session
) -> None:
    pad = hulp.link(db_sessie, CEES["email"])
    bea.get(pad, 409)
    assert "U hebt deze aanvraag al ondertekend" in bea.tekst
    bea.get(f"{BASIS}/mijn")
    bea.post(pad, {"bevoegd": "y"}, 409)
    assert hulp.aanvraag(db_sessie).status is Aanvraagstatus.WACHT_OP_ONDERTEKENING
    assert "al_getekend" in geweigerd(db_sessie)


def test_r29_een_link_werkt_een_keer_en_veertien_dagen(
    app: Flask, samen: Aanvraag, wereld: Wereld, db_sessie: Session, klok: Klok
) -> None:
    pad, dirk = hulp.link(db_sessie, CEES["email"]), hulp.link(db_sessie, DIRK["email"])
    klok.verder(ondertekening.GELDIG - timedelta(seconds=1))
    Klant(app, db_sessie).get(dirk)
    klok.verder(timedelta(seconds=1))
    laat = Klant(app, db_sessie)
    laat.get(dirk, 410)
    assert "Deze link is verlopen" in laat.tekst
    bea = hulp.browser(app, db_sessie, wereld.organisatie.kvk)
    stand = f"{BASIS}/aanvraag/{samen.referentie}"
    bea.get(stand)
    nummer = next(o.id for o in samen.ondertekenaars if o.naam == CEES["naam"])
    bea.post(f"{stand}/ondertekenaars/{nummer}/link")
    bea.volg()
    assert "Wij hebben een nieuwe link gestuurd" in bea.tekst
    Klant(app, db_sessie).get(pad, 404)
    cees = hulp.ondertekenaar(app, db_sessie, wereld.organisatie.kvk, CEES["email"], "Cees")
    nieuw = hulp.link(db_sessie, CEES["email"])
    cees.post(nieuw, {"bevoegd": "y"})
    cees.volg()
    cees.post(nieuw, {"bevoegd": "y"}, 404)
    assert hulp.aanvraag(db_sessie).status is Aanvraagstatus.NIEUW


def test_r29_een_nieuwe_link_gaat_hoogstens_een_keer_per_dag(
    bea: Klant, samen: Aanvraag, db_sessie: Session
) -> None:
    stand = f"{BASIS}/aanvraag/{samen.referentie}"
    oud = hulp.link(db_sessie, CEES["email"])
    bea.get(stand)
    bea.post(f"{stand}/ondertekenaars/{samen.ondertekenaars[1].id}/link")
    bea.volg()
    assert "vandaag al een link gekregen" in bea.tekst
    assert hulp.link(db_sessie, CEES["email"]) == oud
    bea.post(f"{stand}/ondertekenaars/{samen.ondertekenaars[0].id}/link")
    bea.volg()
    assert "geen link meer nodig" in bea.tekst


def test_r33_een_link_en_een_middel_staan_alleen_als_hash_in_de_database(
    samen: Aanvraag, db_sessie: Session
) -> None:
    token = hulp.link(db_sessie, CEES["email"]).rsplit("/", 1)[1]
    cees = db_sessie.scalars(select(Ondertekenaar).where(Ondertekenaar.naam == CEES["naam"])).one()
    assert cees.token_hash == hash_token(token)
    assert samen.pseudoniem is not None and len(samen.pseudoniem) == 64


@pytest.mark.parametrize("velden", [{"intermediair": "11223344"}, {"vestigingsnr": "000012345678"}])
def test_r29_namens_een_ander_of_voor_een_vestiging_wordt_geweigerd(
    client: Klant, wereld: Wereld, db_sessie: Session, velden: dict[str, str]
) -> None:
    fabriek.log_in(client, wereld.organisatie.kvk, status=403, link=f"{BASIS}/inloggen", **velden)
    assert "geen aanvraag doen" in client.tekst
    assert geweigerd(db_sessie, "login.aanvraag") == ["namens_een_ander"]
    assert db_sessie.scalar(select(func.count(Sessie.id))) == 0


def test_r29_een_te_laag_niveau_geeft_geen_sessie(client: Klant, wereld: Wereld) -> None:
    kvk = wereld.organisatie.kvk
    fabriek.log_in(client, kvk, status=403, link=f"{BASIS}/inloggen", niveau="loa2plus")
    assert "te laag niveau" in client.tekst


def test_r29_een_rsin_telt_als_wij_de_organisatie_kennen(
    app: Flask, wereld: Wereld, db_sessie: Session
) -> None:
    klant = Klant(app, db_sessie)
    fabriek.log_in(klant, "", link=f"{BASIS}/inloggen", rsin="123456782")
    klant.volg()
    assert wereld.organisatie.kvk in klant.tekst
    onbekend = Klant(app, db_sessie)
    fabriek.log_in(onbekend, "", status=403, link=f"{BASIS}/inloggen", rsin="900000004")
    assert "Wij weten niet voor welke organisatie" in onbekend.tekst


def test_r29_een_organisatie_kan_niet_eindeloos_aanvragen(
    bea: Klant, wereld: Wereld, db_sessie: Session, klok: Klok
) -> None:
    for _ in range(aanvragen.MAX_PER_DAG):
        hulp.tot_controle(bea, wereld.rol.id)
        hulp.verstuur(bea)
    hulp.tot_controle(bea, wereld.rol.id)
    hulp.verstuur(bea, 429)
    assert "Uw aanvraag is bewaard" in bea.tekst
    assert geweigerd(db_sessie, "aanvraag.geweigerd") == ["te_veel"]
    klok.verder(aanvragen.DAG)
    bea = hulp.browser(bea.kaal.application, db_sessie, wereld.organisatie.kvk)
    hulp.verstuur(bea)


def test_r29_een_aanvraag_in_het_formulier_van_een_ander_helpt_niet(
    app: Flask, samen: Aanvraag, db_sessie: Session
) -> None:
    vreemd = hulp.browser(app, db_sessie, VREEMD)
    velden = {"aanvraag": samen.referentie, "juist": "y"}
    vreemd.post(f"{BASIS}/stap/controleren", velden)
    assert vreemd.antwoord is not None
    assert vreemd.antwoord.location == f"{BASIS}/stap/organisatie"
