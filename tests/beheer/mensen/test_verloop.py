# SPDX-License-Identifier: EUPL-1.2
"""The page of a gebruiker: the story so far, the next step, data and rollen (R4, R7, R16, R17)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import activatiecodes
from portal.models import Autorisatie, Gebruiker
from portal.models.soorten import Gebruikerstatus, Medewerkersrol, Verbreekreden
from portal.tijd import maanden_eerder
from tests.beheer.mensen.conftest import Wereld, blokkeer, geef_token, koppel
from tests.beheer.mensen.test_handelingen import pad
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

Maak = Callable[[Session, Gebruiker], object]
Tel = Callable[[], AbstractContextManager[list[str]]]


def code(uren: int) -> Maak:
    """The letter, and then a code of so many hours ago."""

    def doe(s: Session, g: Gebruiker) -> None:
        g.brief_gedownload_op = NU - timedelta(days=3)
        activatiecodes.geef_uit(s, g, nu=NU - timedelta(hours=uren), door=None)

    return doe


def met_brief(_s: Session, g: Gebruiker) -> None:
    g.brief_gedownload_op = NU


def met_blokkade(s: Session, g: Gebruiker) -> None:
    met_brief(s, g)
    blokkeer(s, g)


def dicht(_s: Session, g: Gebruiker) -> None:
    g.status = Gebruikerstatus.GEBLOKKEERD


def zonder_rol(s: Session, g: Gebruiker) -> None:
    vraag = select(Autorisatie).where(Autorisatie.gebruiker_id == g.id)
    s.scalars(vraag).one().geldig_tot = NU - timedelta(minutes=1)


def gekoppeld_met_token(s: Session, g: Gebruiker) -> None:
    koppel(s, g)
    geef_token(g)


def stil(s: Session, g: Gebruiker) -> None:
    koppel(s, g, maanden_eerder(NU + timedelta(days=28), 18))


STAPPEN: dict[str, tuple[Maak, str]] = {
    "Download de brief met de gebruikersnaam": (lambda s, g: None, "brief"),
    "Verstuur een activatiecode": (met_brief, "activatiecode-versturen"),
    "Wacht tot het koppelen is gelukt": (code(2), ""),
    "Verstuur een nieuwe activatiecode": (code(25), "activatiecode-versturen"),
    "Er is een blokkade na 5 foute pogingen": (met_blokkade, "blokkade-opheffen"),
    "Dit account is geblokkeerd": (dicht, "deblokkeren"),
    "Neem het token in": (gekoppeld_met_token, "token-ingeleverd"),
    "Vraag om weer eens in te loggen": (stil, ""),
    "U hoeft niets te doen": (koppel, ""),
}


@pytest.mark.parametrize("kop", STAPPEN)
def test_r7_de_volgende_stap_staat_bovenaan_met_zijn_knop(
    anna: Klant, wereld: Wereld, db_sessie: Session, kop: str
) -> None:
    maak, slug = STAPPEN[kop]
    maak(db_sessie, wereld.jan)
    anna.get(pad(wereld.jan))
    [advies] = anna.boom.xpath("//section[@aria-labelledby='advies']")
    assert advies.findtext(".//h2") == kop
    assert advies.xpath(".//a/@href") == ([pad(wereld.jan, slug)] if slug else [])


def test_r7_zonder_rollen_is_dat_de_eerste_stap(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    zonder_rol(db_sessie, wereld.jan)
    anna.get(pad(wereld.jan))
    assert "Geef rollen" in anna.tekst


def punten(klant: Klant) -> list[str]:
    """The points of the timeline: what, how it stands, and the sentences."""
    lijst = klant.boom.xpath("//ol[@class='portal-tijdlijn']/li")
    return [" ".join(str(punt.text_content()).split()) for punt in lijst]


def test_het_verhaal_van_het_begin_tot_nu(anna: Klant, wereld: Wereld, db_sessie: Session) -> None:
    jan = wereld.jan
    jan.aangemeld_op, jan.aangemeld_door = NU - timedelta(days=9), wereld.anna
    jan.brief_gedownload_op = NU - timedelta(days=8)
    activatiecodes.geef_uit(db_sessie, jan, nu=NU - timedelta(hours=3), door=wereld.bea)
    anna.get(pad(jan))
    assert punten(anna) == [
        "Aangemeld (gebeurd) Op 15 november 2026 door T. Aalders.",
        "Brief gedownload (gebeurd) Voor het laatst op 16 november 2026 om 10.00 uur.",
        "Activatiecode verstuurd (gebeurd) Op 24 november 2026 om 07.00 uur door T. Beheer. "
        "Geldig tot 25 november 2026 om 07.00 uur.",
        "Koppelen (nu aan de beurt) Nog niet gebeurd.",
        "Laatste inlog (later) Nog nooit ingelogd.",
        "Koppeling vervalt (later) Een koppeling vervalt na 18 maanden zonder inloggen.",
    ]


def test_r6_een_verlopen_code_staat_in_het_verhaal_als_de_vorige(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    code(25)(db_sessie, wereld.jan)
    anna.get(pad(wereld.jan))
    assert punten(anna)[2] == (
        "Nieuwe activatiecode versturen (nu aan de beurt) De vorige: op 23 november 2026 om 09.00 "
        "uur. Verlopen op 24 november 2026 om 09.00 uur."
    )


def test_r16_r17_koppelen_inloggen_en_wat_er_daarna_gebeurde(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    stil(db_sessie, wereld.jan)
    anna.get(pad(wereld.jan))
    assert punten(anna)[-1] == (
        "Koppeling vervalt (let op) Op 22 december 2026 (over 28 dagen), als er niet wordt "
        "ingelogd."
    )
    reden, toen = Verbreekreden.NIET_INGELOGD, NU - timedelta(days=2)
    koppel(db_sessie, wereld.juf, toen, beeindigd_op=NU, reden=reden)
    anna.get(pad(wereld.juf))
    assert (
        "Koppeling ongedaan gemaakt (let op) De koppeling van 22 november 2026 eindigde op "
        "24 november 2026. Reden: 18 maanden niet ingelogd." in punten(anna)
    )
    activatiecodes.geef_uit(db_sessie, wereld.juf, nu=NU, door=None)
    fabriek.geef(db_sessie, wereld.juf, wereld.rol, nu=NU)
    anna.get(pad(wereld.juf))
    assert any(punt.startswith("Opnieuw koppelen (nu aan de beurt)") for punt in punten(anna))


def test_wie_iets_deed_wordt_genoemd_ook_van_buiten_het_bereik(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    medewerker = fabriek.maak_gebruiker(
        db_sessie, nu=NU, medewerkersrol=Medewerkersrol.MEDEWERKER, achternaam="Staf"
    )
    wereld.jan.aangemeld_door = medewerker
    fabriek.geef(
        db_sessie, wereld.jan, fabriek.maak_taak(db_sessie, "T")[1], nu=NU, door=medewerker
    )
    anna.get(pad(wereld.jan))
    assert punten(anna)[0].endswith("door T. Staf.")
    assert "door T. Staf, op 23 november 2026" in anna.tekst


def test_r28_rollen_staan_er_met_kenmerken_gever_en_periode(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    oud = fabriek.maak_taak(db_sessie, "Oud")[1]
    straks = fabriek.maak_taak(db_sessie, "Straks")[1]
    kapot = fabriek.maak_taak(db_sessie, "Kapot", fabriek.maak_kenmerk(db_sessie).soort)[1]
    fabriek.geef(db_sessie, wereld.jan, oud, nu=NU, geldig_tot=NU - timedelta(hours=1))
    fabriek.geef(db_sessie, wereld.jan, straks, nu=NU, geldig_van=NU + timedelta(days=3))
    fabriek.geef(db_sessie, wereld.jan, kapot, nu=NU)
    anna.get(pad(wereld.jan))
    tekst = anna.tekst
    assert "door T. Aalders, op 23 november 2026" in tekst and "21AZ" in tekst
    assert "Niet meer geldig (1)" in tekst and "gaat nog in" in tekst
    assert "kenmerk ontbreekt" in tekst and "Zonder werkt deze rol niet." in tekst


def test_r27_op_de_eigen_pagina_staat_wat_een_ander_moet_doen(anna: Klant, wereld: Wereld) -> None:
    anna.get(pad(wereld.anna))
    assert "Dit bent u zelf" in anna.tekst and "doet een andere beheerder voor u" in anna.tekst
    assert "Volgende stap" not in anna.tekst
    links = anna.boom.xpath("//section[@aria-labelledby='acties']//a/@href")
    geweigerd = {"blokkeren", "beeindigen", "token-ingeleverd", "koppeling-ongedaan-maken"}
    assert not geweigerd & {link.rstrip("/").rpartition("/")[2] for link in links}


def test_r1_bij_een_collega_beheerder_staat_dat_het_bestuur_erover_gaat(
    anna: Klant, wereld: Wereld
) -> None:
    anna.get(pad(wereld.bea))
    assert "T. Beheer is ook beheerder" in anna.tekst
    assert "alleen op verzoek van het bestuur" in anna.tekst


@pytest.mark.parametrize("kop", STAPPEN)
def test_r4_r5_geen_pagina_om_een_gebruiker_toont_gebruikersnaam_of_code(
    anna: Klant, wereld: Wereld, db_sessie: Session, kop: str
) -> None:
    STAPPEN[kop][0](db_sessie, wereld.jan)
    geheim = activatiecodes.geef_uit(db_sessie, wereld.jan, nu=NU, door=wereld.anna)
    db_sessie.commit()
    for slug in ("", "brief", "activatiecode-versturen", "beeindigen"):
        pagina = anna.get(pad(wereld.jan, slug)).text
        assert wereld.jan.gebruikersnaam not in pagina and geheim not in pagina
    brieven = anna.get(f"/beheer/gebruikers/brieven/?nr={wereld.jan.id}").text
    assert wereld.jan.gebruikersnaam not in brieven


def test_de_pagina_doet_even_veel_vragen_bij_een_rol_als_bij_twaalf(
    anna: Klant, wereld: Wereld, db_sessie: Session, tel_queries: Tel
) -> None:
    with tel_queries() as een:
        anna.get(pad(wereld.jan))
    for _ in range(11):
        rol = fabriek.maak_taak(db_sessie, "Meer")[1]
        gever = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.organisatie)
        kenmerk = fabriek.maak_kenmerk(db_sessie)
        fabriek.geef(db_sessie, wereld.jan, rol, kenmerk, nu=NU, door=gever)
    db_sessie.commit()
    with tel_queries() as twaalf:
        anna.get(pad(wereld.jan))
    assert len(twaalf) <= len(een)
