# SPDX-License-Identifier: EUPL-1.2
"""Rollen of a colleague for somebody else: R22, R27, R28."""

import pytest
from sqlalchemy.orm import Session

from portal.domain import uitdelen
from portal.models import Gebruiker
from portal.models.soorten import Gebruikerstatus
from tests.beheer.rechten.conftest import Velden, gegeven
from tests.beheer.wereld import DAG, Wereld
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@pytest.fixture
def pad(wereld: Wereld) -> str:
    """Where one chooses a colleague."""
    return f"/beheer/gebruikers/{wereld.gebruiker.id}/rollen/kopieren/"


@pytest.fixture
def collega(db_sessie: Session, wereld: Wereld) -> Gebruiker:
    """A colleague with three rollen, one of them foreign."""
    collega = fabriek.maak_gebruiker(
        db_sessie, nu=NU, organisatie=wereld.organisatie, achternaam="Zonnebloem"
    )
    fabriek.geef(db_sessie, collega, wereld.vrij, nu=NU, geldig_tot=NU + 9 * DAG)
    fabriek.geef(db_sessie, collega, wereld.met_code, wereld.kenmerk, nu=NU)
    fabriek.geef(db_sessie, collega, wereld.vreemd, nu=NU)
    return collega


def formulier(klant: Klant) -> Velden:
    """The hidden fields of the preview, with every value of a name."""
    uit: dict[str, list[str]] = {}
    (form,) = klant.boom.xpath("//main//form[@method='post']")
    for veld in form.xpath(".//input[@type='hidden']"):
        uit.setdefault(veld.get("name"), []).append(veld.get("value"))
    return dict(uit)


def test_r28_na_een_voorbeeld_krijgt_iemand_dezelfde_rollen(
    beheerder: Klant, wereld: Wereld, collega: Gebruiker, db_sessie: Session, pad: str
) -> None:
    beheerder.get(pad)
    (naar,) = beheerder.boom.xpath("//main//a[contains(., 'Zonnebloem')]/@href")
    beheerder.get(naar)
    assert "Dit gaat niet mee" in beheerder.tekst and "Vreemd kunt u niet geven" in beheerder.tekst
    assert "tot en met 3 december 2026" in beheerder.tekst
    assert gegeven(db_sessie, wereld.gebruiker) == []
    beheerder.post(f"/beheer/gebruikers/{wereld.gebruiker.id}/rollen/", formulier(beheerder))
    rollen = {een.rol.naam: een for een in gegeven(db_sessie, wereld.gebruiker)}
    assert set(rollen) == {"Inzien", "Melden"}
    assert [k.waarde for k in rollen["Melden"].kenmerken] == ["21AZ"]
    assert rollen["Melden"].door_id == wereld.beheerder.id


def test_het_voorbeeld_kan_eerst_in_het_formulier_worden_aangepast(
    beheerder: Klant, wereld: Wereld, collega: Gebruiker, db_sessie: Session, pad: str
) -> None:
    beheerder.get(f"{pad}?van={collega.id}")
    naar = f"/beheer/gebruikers/{wereld.gebruiker.id}/rollen/"
    beheerder.post(naar, formulier(beheerder) | {"aanpassen": "1"}, 200)
    assert len(beheerder.boom.xpath("//input[@name='rol' and @checked]")) == 2
    assert gegeven(db_sessie, wereld.gebruiker) == []


def test_r28_wat_er_al_is_blijft(
    beheerder: Klant, wereld: Wereld, collega: Gebruiker, db_sessie: Session, pad: str
) -> None:
    eigen = fabriek.geef(db_sessie, wereld.gebruiker, wereld.vrij, nu=NU)
    beheerder.get(f"{pad}?van={collega.id}")
    assert "Inzien is er al" in beheerder.tekst
    beheerder.post(f"/beheer/gebruikers/{wereld.gebruiker.id}/rollen/", formulier(beheerder))
    nu = gegeven(db_sessie, wereld.gebruiker)
    assert eigen.id in {een.id for een in nu} and len(nu) == 2


def test_valt_er_niets_over_te_nemen_dan_zegt_de_pagina_dat(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    collega = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.organisatie)
    fabriek.geef(db_sessie, collega, wereld.vreemd, nu=NU)
    beheerder.get(f"{pad}?van={collega.id}")
    assert "Er is niets dat" in beheerder.tekst and "Geef deze rollen" not in beheerder.tekst


def test_r22_naar_een_school_komen_alleen_haar_kenmerken_mee_en_de_rest_heeft_een_reden(
    beheerder: Klant, wereld: Wereld, collega: Gebruiker, db_sessie: Session
) -> None:
    school = fabriek.maak_organisatie(db_sessie, parent=wereld.organisatie)
    naar = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school)
    beheerder.get(f"/beheer/gebruikers/{naar.id}/rollen/kopieren/?van={collega.id}")
    assert "Melden gaat niet mee" in beheerder.tekst


def test_een_collega_wordt_op_naam_gevonden_en_wie_niets_heeft_staat_er_niet_bij(
    beheerder: Klant, wereld: Wereld, collega: Gebruiker, db_sessie: Session, pad: str
) -> None:
    school = fabriek.maak_organisatie(db_sessie, parent=wereld.organisatie, naam="De School")
    ver = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=school, achternaam="Zonneveld")
    fabriek.geef(db_sessie, ver, wereld.vrij, nu=NU)
    leeg = fabriek.maak_gebruiker(
        db_sessie, nu=NU, organisatie=wereld.organisatie, achternaam="Zonnestraal"
    )
    beheerder.get(pad)
    assert "Zonnebloem" in beheerder.tekst and "Zonneveld" not in beheerder.tekst
    beheerder.get(f"{pad}?zoek=zonne")
    assert "Zonneveld" in beheerder.tekst and leeg.achternaam not in beheerder.tekst
    beheerder.get(f"{pad}?zoek=bestaatniet%00")
    assert "Geen collega met rollen gevonden" in beheerder.tekst


def test_van_veel_collegas_staan_de_eersten_er(
    beheerder: Klant, wereld: Wereld, db_sessie: Session, pad: str
) -> None:
    for nummer in range(uitdelen.COLLEGAS + 1):
        een = fabriek.maak_gebruiker(
            db_sessie, nu=NU, organisatie=wereld.organisatie, achternaam=f"Veel{nummer:02}"
        )
        fabriek.geef(db_sessie, een, wereld.vrij, nu=NU)
    beheerder.get(pad)
    assert f"Dit zijn de eerste {uitdelen.COLLEGAS}" in beheerder.tekst


def test_r27_van_een_vreemde_of_van_niemand_wordt_niets_getoond(
    beheerder: Klant, wereld: Wereld, collega: Gebruiker, db_sessie: Session, pad: str
) -> None:
    vreemd = fabriek.maak_gebruiker(db_sessie, nu=NU, achternaam="Zonsverduistering")
    fabriek.geef(db_sessie, vreemd, wereld.vrij, nu=NU)
    collega.status, collega.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    doelen = (vreemd.id, wereld.gebruiker.id, collega.id, 0, -1, "", "abc", "9" * 30, "%00", "²")
    for doel in doelen:
        beheerder.get(f"{pad}?van={doel}", 404)
    beheerder.get(f"{pad}?zoek=zons")
    assert "Zonsverduistering" not in beheerder.tekst
    beheerder.get(f"/beheer/gebruikers/{wereld.beheerder.id}/rollen/kopieren/", 403)
