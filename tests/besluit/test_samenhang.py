# SPDX-License-Identifier: EUPL-1.2
"""R1, R29: from what is the matter to the request about it, and what a medewerker does next."""

from flask import Flask
from sqlalchemy.orm import Session

from portal.models.soorten import Aanvraagstatus as Status
from portal.models.soorten import Medewerkersrol
from tests.besluit.test_scherm import LIJST, nieuw, pad, rijen
from tests.besluit.wereld import Wereld, maak_aanvraag, op_papier
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import doe


def test_r1_van_opvolging_naar_de_lopende_aanvragen_en_terug(
    db_sessie: Session, wereld: Wereld, een: Klant
) -> None:
    aanvraag = nieuw(db_sessie, wereld)
    maak_aanvraag(db_sessie, organisatie=wereld.bestuur, status=Status.AFGEWEZEN, afgerond_op=NU)
    db_sessie.commit()
    een.get("/platformbeheer/")
    [telling] = een.boom.xpath(f"//a[@href='{LIJST}?status=nieuw']")
    assert telling.text == "1 aanvraag" and "Wacht op ondertekening" not in een.tekst
    een.get("/platformbeheer/opvolging/")
    [link] = een.boom.xpath("//tbody//a[contains(., 'lopende')]/@href")
    een.get(link)
    assert rijen(een) == [aanvraag.referentie]
    een.get(pad(aanvraag))
    assert "Nu bij deze organisatie: nog één beheerder" in een.tekst
    [terug] = een.boom.xpath("//a[.='Toon bij Opvolging nodig']/@href")
    een.get(terug)
    assert "Stichting Waalwerd" in een.tekst and "1 resultaat " in een.tekst
    een.get(f"/platformbeheer/organisaties/{wereld.bestuur.id}/")
    assert een.boom.xpath(f"//a[@href='{link}']")


def test_de_servicedesk_ziet_dat_er_een_aanvraag_loopt_en_opent_hem_niet(
    app: Flask, db_sessie: Session, wereld: Wereld, klok: Klok
) -> None:
    nieuw(db_sessie, wereld)
    wereld.een.medewerkersrol = Medewerkersrol.SERVICEDESK
    db_sessie.commit()
    klant = fabriek.log_binnen(app, db_sessie, wereld.een, klok.nu)
    klant.get("/platformbeheer/opvolging/")
    assert "1 lopende" in klant.tekst and not klant.boom.xpath(f"//a[contains(@href, '{LIJST}')]")
    klant.get("/platformbeheer/")
    assert "Aanvragen van besturen" not in klant.tekst


def test_r32_zonder_keuze_is_er_een_fout_en_na_toekennen_staat_er_wat_nog_moet(
    db_sessie: Session, wereld: Wereld, een: Klant, twee: Klant
) -> None:
    aanvraag = op_papier(db_sessie, organisatie=wereld.bestuur)
    doe(een, pad(aanvraag, "claimen/"))
    doe(een, pad(aanvraag, "persoon/"), 422)
    assert "Kies wat het bestuur vraagt" in een.tekst
    assert "Kies om welke beheerder" not in een.tekst
    aanvraag = nieuw(db_sessie, wereld)
    doe(een, pad(aanvraag, "claimen/"))
    doe(een, pad(aanvraag, "goedkeuren/"))
    twee.get(pad(aanvraag))
    assert "Wat u nu nog doet" not in twee.tekst
    doe(twee, pad(aanvraag, "bevestigen/"))
    twee.volg()
    assert "Wat u nu nog doet" in twee.tekst
