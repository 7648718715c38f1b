# SPDX-License-Identifier: EUPL-1.2
"""Staff looks up gebruikers; who helps with what (R4, R5, R12, R26)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Activatiecode, Auditrecord, Bericht, Gebruiker, Teller
from portal.models.soorten import Gebruikerstatus, Tellersoort
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant
from tests.platform.hulp import doe, velden
from tests.platform.wereld import koppel

PAD = "/platformbeheer/gebruikers/"
TelQueries = Callable[[], AbstractContextManager[list[str]]]
# What the servicedesk may do; the rest is for a medewerker.
SERVICEDESK = ("activatiecode-versturen", "blokkade-opheffen")
MEDEWERKER = ("brief", "koppeling-ongedaan-maken", "blokkeren", "deblokkeren", "beeindigen")


@pytest.fixture
def anna(db_sessie: Session, haverkamp: Gebruiker) -> Gebruiker:
    """A gebruiker of a school."""
    organisatie = fabriek.maak_organisatie(db_sessie, naam="De Wilg", kvk="60100001")
    return fabriek.maak_gebruiker(
        db_sessie, nu=NU, organisatie=organisatie, achternaam="Appel", email="anna@wilg.nl"
    )


@pytest.fixture
def beheerder(db_sessie: Session, anna: Gebruiker) -> Gebruiker:
    """A beheerder of that school."""
    wie = fabriek.maak_beheerder(db_sessie, nu=NU, organisatie=anna.organisatie)
    wie.achternaam = "Baas"
    return wie


def _blokkade(session: Session, wie: Gebruiker) -> Teller:
    teller = Teller(
        soort=Tellersoort.ACCOUNT,
        sleutel="a" * 64,
        aantal=5,
        geblokkeerd_tot=NU + timedelta(minutes=9),
        gebruiker_id=wie.id,
    )
    session.add(teller)
    session.flush()
    return teller


def _namen(klant: Klant) -> list[str]:
    return sorted(str(a.text_content()).split()[-1] for a in klant.boom.xpath("//tbody//th//a"))


def _codes(session: Session, wie: Gebruiker) -> int:
    return len(session.scalars(select(Activatiecode).where(Activatiecode.gebruiker == wie)).all())


@pytest.mark.parametrize(
    ("vraag", "namen"),
    [
        ("", ["Appel", "Baas", "Haverkamp", "Vos"]),
        ("?zoek=appel", ["Appel"]),
        ("?zoek=anna@wilg", ["Appel"]),
        ("?kvk=60100001", ["Appel", "Baas"]),
        ("?kvk=6010 0001&soort=beheerder", ["Baas"]),
        ("?soort=medewerker", ["Haverkamp", "Vos"]),
        ("?soort=gebruiker", ["Appel"]),
        ("?status=geblokkeerd", []),
        ("?kvk=99999999", []),
    ],
)
def test_r26_de_servicedesk_zoekt_over_alle_organisaties(
    servicedesk: Klant, beheerder: Gebruiker, vraag: str, namen: list[str]
) -> None:
    servicedesk.get(PAD + vraag)
    assert _namen(servicedesk) == namen


def test_r32_een_kvk_nummer_dat_niet_klopt_zegt_dat(servicedesk: Klant, anna: Gebruiker) -> None:
    servicedesk.get(f"{PAD}?kvk=123")
    assert "Vul een KvK-nummer in van 8 cijfers" in servicedesk.tekst


def test_r4_nergens_staat_de_gebruikersnaam(medewerker: Klant, anna: Gebruiker) -> None:
    for pad in (PAD, f"{PAD}{anna.id}/", f"{PAD}?zoek={anna.gebruikersnaam}"):
        tekst = medewerker.get(pad).text.replace(f'value="{anna.gebruikersnaam}"', "")
        assert anna.gebruikersnaam not in tekst
    assert "Er is niets gevonden" in medewerker.tekst


def test_r26_de_pagina_vertelt_het_verloop_en_wijst_de_weg(
    medewerker: Klant, servicedesk: Klant, anna: Gebruiker, db_sessie: Session
) -> None:
    koppel(db_sessie, anna)
    servicedesk.get(f"{PAD}{anna.id}/")
    assert "Verloop" in servicedesk.tekst and "Gekoppeld" in servicedesk.tekst
    servicedesk.get(f"/platformbeheer/organisaties/{anna.organisatie_id}/")
    servicedesk.get(f"{PAD}{anna.id}/")
    assert "Logboek:" not in servicedesk.tekst
    medewerker.get(f"{PAD}{anna.id}/")
    for adres in medewerker.boom.xpath("//a[contains(., 'Logboek:')]/@href"):
        medewerker.get(adres)
        medewerker.get(f"{PAD}{anna.id}/")


def test_r12_de_servicedesk_heft_een_blokkade_op_en_de_gebruiker_krijgt_een_mail(
    servicedesk: Klant,
    anna: Gebruiker,
    db_sessie: Session,
    spoor: Callable[[str], list[Auditrecord]],
) -> None:
    teller = _blokkade(db_sessie, anna)
    servicedesk.get(f"{PAD}{anna.id}/")
    assert "Blokkade tot 24 november 2026 om 10.09 uur" in servicedesk.tekst
    doe(servicedesk, f"{PAD}{anna.id}/blokkade-opheffen/")
    assert (teller.aantal, teller.geblokkeerd_tot) == (0, None)
    mail = db_sessie.scalars(select(Bericht).where(Bericht.gebruiker_id == anna.id)).one()
    assert mail.soort == "blokkade_opgeheven"
    assert [record.object_id for record in spoor("blokkade.opgeheven")] == [anna.id]
    doe(servicedesk, f"{PAD}{anna.id}/blokkade-opheffen/", 409)


def test_r5_de_servicedesk_stuurt_een_code_aan_een_beheerder_en_aan_niemand_anders(
    servicedesk: Klant, anna: Gebruiker, beheerder: Gebruiker, db_sessie: Session
) -> None:
    servicedesk.get(f"{PAD}{beheerder.id}/")
    assert "Activatiecode versturen" in servicedesk.tekst
    doe(servicedesk, f"{PAD}{beheerder.id}/activatiecode-versturen/")
    assert _codes(db_sessie, beheerder) == 1
    servicedesk.get(f"{PAD}{anna.id}/")
    knoppen = servicedesk.boom.xpath("//section[@aria-labelledby='acties']")
    assert not knoppen
    doe(servicedesk, f"{PAD}{anna.id}/activatiecode-versturen/", 409)
    assert "T. Appel is geen beheerder" in servicedesk.tekst
    assert _codes(db_sessie, anna) == 0


@pytest.mark.parametrize("daad", MEDEWERKER)
def test_r26_de_servicedesk_blokkeert_en_beeindigt_niets(
    servicedesk: Klant, beheerder: Gebruiker, daad: str
) -> None:
    servicedesk.get(f"{PAD}{beheerder.id}/")
    pad = f"{PAD}{beheerder.id}/{daad}/"
    assert not servicedesk.boom.xpath(f"//a[@href='{pad}']")
    servicedesk.get(pad, 403)
    servicedesk.get(PAD)
    servicedesk.post(pad, {"reden": "zoek"}, 403)
    assert beheerder.status is Gebruikerstatus.ACTIEF


def test_r26_een_medewerker_blokkeert_deblokkeert_ontkoppelt_en_beeindigt_een_beheerder(
    medewerker: Klant, beheerder: Gebruiker, db_sessie: Session
) -> None:
    fabriek.maak_beheerder(db_sessie, nu=NU, organisatie=beheerder.organisatie)
    koppeling = koppel(db_sessie, beheerder)
    pad = f"{PAD}{beheerder.id}/"
    medewerker.get(pad)
    assert "Baas is beheerder" in medewerker.tekst
    doe(medewerker, f"{pad}blokkeren/")
    assert beheerder.status is Gebruikerstatus.GEBLOKKEERD
    doe(medewerker, f"{pad}deblokkeren/")
    assert beheerder.status is Gebruikerstatus.ACTIEF
    medewerker.get(f"{pad}koppeling-ongedaan-maken/")
    medewerker.post(f"{pad}koppeling-ongedaan-maken/", velden(medewerker) | {"reden": "gestolen"})
    assert koppeling.beeindigd_op == NU
    doe(medewerker, f"{pad}beeindigen/")
    assert beheerder.status is Gebruikerstatus.BEEINDIGD


def test_r1_de_laatste_beheerder_blijft_ook_voor_een_medewerker(
    medewerker: Klant, beheerder: Gebruiker
) -> None:
    doe(medewerker, f"{PAD}{beheerder.id}/beeindigen/", 409)
    assert "Er moet eerst een opvolger zijn" in medewerker.tekst


def test_r28_niemand_van_ons_doet_iets_met_het_eigen_account(
    medewerker: Klant, haverkamp: Gebruiker
) -> None:
    medewerker.get(f"{PAD}{haverkamp.id}/")
    assert "Dit bent u zelf" in medewerker.tekst
    doe(medewerker, f"{PAD}{haverkamp.id}/blokkeren/", 409)
    assert haverkamp.status is Gebruikerstatus.ACTIEF


@pytest.mark.parametrize("daad", [*SERVICEDESK, *MEDEWERKER])
def test_r26_een_beheerder_heeft_hier_niets_te_zoeken(
    app: Any, db_sessie: Session, klok: Any, anna: Gebruiker, beheerder: Gebruiker, daad: str
) -> None:
    klant = fabriek.log_binnen(app, db_sessie, beheerder, NU)
    for pad in (PAD, f"{PAD}{anna.id}/", f"{PAD}{anna.id}/{daad}/"):
        klant.get(pad, 403)


def test_r26_de_lijst_kost_hoogstens_zes_vragen(
    servicedesk: Klant, anna: Gebruiker, db_sessie: Session, tel_queries: TelQueries
) -> None:
    for _ in range(12):
        koppel(db_sessie, fabriek.maak_gebruiker(db_sessie, nu=NU))
    for vraag in ("", "?zoek=tester&soort=gebruiker&kvk=60100001", "?soort=beheerder"):
        servicedesk.get(PAD + vraag)
        with tel_queries() as gezien:
            servicedesk.kaal.get(PAD + vraag)
        assert len(gezien) <= 6, "\n".join(gezien)


@pytest.mark.parametrize(
    "vraag", ["?kvk=%00", "?soort=x", "?status=%27", "?zoek=%00%25", "?pagina=-4"]
)
def test_r32_rare_invoer_geeft_een_gewone_lijst(
    servicedesk: Klant, anna: Gebruiker, vraag: str
) -> None:
    servicedesk.get(PAD + vraag)
