# SPDX-License-Identifier: EUPL-1.2
"""The first page of a beheerder: stages, who waits on what, what ends soon (R1, R7, R12, R16)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, beheeroverzicht, opvolging
from portal.models import Codeverzoek, Gebruiker
from portal.models.soorten import Gebruikerstatus
from portal.tijd import maanden_eerder
from tests.beheer.mensen.conftest import Wereld, blokkeer, koppel
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

Tel = Callable[[], AbstractContextManager[list[str]]]


def kaarten(klant: Klant) -> dict[str, tuple[str, list[str], str]]:
    """Per card its number, its rows, and where all of it is."""
    klant.get("/beheer/")
    uit = {}
    for kaart in klant.boom.xpath("//div[@class='portal-lijsten']/section"):
        titel, _, aantal = str(kaart.findtext("h2")).strip(), "", kaart.findtext("h2/span")
        regels = [" ".join(li.text_content().split()) for li in kaart.iter("li")]
        uit[titel] = (str(aantal), regels, str(kaart.xpath("p[last()]/a/@href")[0]))
    return uit


def vul(session: Session, wereld: Wereld) -> None:
    """Somebody in each state."""

    def mens(naam: str) -> Gebruiker:
        return fabriek.maak_gebruiker(
            session, nu=NU, organisatie=wereld.school, voorletters="", achternaam=naam
        )

    brief, code, dicht, klem, stil, uit = map(
        mens, ("Brief", "Code", "Dicht", "Klem", "Stil", "Uit")
    )
    brief.brief_gedownload_op = NU - timedelta(days=2)
    activatiecodes.geef_uit(session, code, nu=NU - timedelta(hours=1), door=None)
    dicht.status = Gebruikerstatus.GEBLOKKEERD
    blokkeer(session, klem)
    koppel(session, stil, maanden_eerder(NU + timedelta(days=28), 18))
    uit.status, uit.beeindigd_op = Gebruikerstatus.BEEINDIGD, NU
    fabriek.geef(session, wereld.jan, wereld.rol, nu=NU, geldig_tot=NU + timedelta(days=4))
    wereld.rol.naam = "Melder"
    session.add(Codeverzoek(middel="m", dag=NU.date(), op=NU, organisatie_id=wereld.organisatie.id))
    session.commit()


def test_elke_lijst_noemt_wie_erin_staat_met_het_moment_en_een_link(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    vul(db_sessie, wereld)
    gevonden = {titel: (aantal, regels) for titel, (aantal, regels, _) in kaarten(anna).items()}
    assert gevonden["Verzoeken om een code"] == (
        "1", ["24 november 2026 om 10.00 uur, Stichting Noord"],
    )  # fmt: skip
    assert gevonden["Wacht op een activatiecode"] == (
        "1", ["Brief brief gedownload op 22 november 2026, School De Brug"],
    )  # fmt: skip
    assert gevonden["Moet nog koppelen"] == (
        "1", ["Code code geldig tot 25 november 2026 om 09.00 uur, School De Brug"],
    )  # fmt: skip
    assert gevonden["Koppeling vervalt binnen 60 dagen"] == (
        "1", ["Stil vervalt op 22 december 2026 (over 28 dagen), School De Brug"],
    )  # fmt: skip
    assert gevonden["Rol loopt af binnen 30 dagen"] == (
        "1", ["J. Jansen Melder, tot 28 november 2026 om 10.00 uur, Stichting Noord"],
    )  # fmt: skip
    assert gevonden["Geblokkeerd"] == (
        "2",
        [
            "Klem tot 24 november 2026 om 10.10 uur, na foute pogingen, School De Brug",
            "Dicht door een beheerder, School De Brug",
        ],
    )
    assert gevonden["Wacht op de brief"][0] == "5" and gevonden["Nooit gekoppeld"][0] == "7"


def test_elke_link_geeft_de_lijst_met_even_veel_mensen(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    vul(db_sessie, wereld)
    gevonden = kaarten(anna)
    staven = {
        str(tr.xpath("th/a/@href")[0]): tr.findtext("td[1]") for tr in anna.boom.xpath("//tbody/tr")
    }
    telt = {
        link: aantal
        for titel, (aantal, _, link) in gevonden.items()
        if "verzoek" not in titel.lower()
    }
    assert len(staven) == 5 and len(telt) == 7
    for link, aantal in (staven | telt).items():
        anna.get(link)
        woorden = "1 resultaat" if aantal == "1" else f"{aantal} resultaten"
        assert f"{woorden} " in anna.tekst, link


def test_de_staven_zijn_een_tabel_met_aantallen_en_de_tekening_is_verborgen_voor_wie_leest(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    vul(db_sessie, wereld)
    anna.get("/beheer/")
    rijen = [
        (
            tr.xpath("th")[0].text_content().strip(),
            tr.findtext("td[1]"),
            tr.xpath(".//rect/@width")[1],
        )
        for tr in anna.boom.xpath("//tbody/tr")
    ]
    assert rijen == [
        ("Wacht op de brief", "5", "100%"),
        ("Wacht op een activatiecode", "1", "20%"),
        ("Moet nog koppelen", "1", "20%"),
        ("Gekoppeld", "2", "40%"),
        ("Geblokkeerd", "1", "20%"),
    ]
    assert len(anna.boom.xpath("//td[@aria-hidden='true']/svg")) == 5


def test_r27_niemand_van_een_ander_staat_op_het_overzicht(
    app: Flask, anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    vul(db_sessie, wereld)
    anna.get("/beheer/")
    assert "Vreemdeling" not in anna.tekst and "Ver Weg" not in anna.tekst
    ander = fabriek.log_binnen(app, db_sessie, wereld.ander, NU)
    ander.get("/beheer/")
    assert "V. Vreemdeling" in ander.tekst
    for naam in ("Jansen", "Brief", "Stil", "Klem", "Noord", "De Brug"):
        assert f"{naam} " not in ander.tekst.replace("Wacht op de brief", ""), naam


def test_zonder_iets_te_doen_staat_er_wat_er_niet_is(
    anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    for mens in (wereld.anna, wereld.bea, wereld.jan, wereld.juf):
        koppel(db_sessie, mens)
    assert kaarten(anna) == {}
    assert "Nu niemand bij: verzoeken om een code; wacht op de brief;" in anna.tekst


def test_r1_een_enkele_beheerder_wordt_gewezen_op_het_risico(
    app: Flask, anna: Klant, wereld: Wereld, db_sessie: Session
) -> None:
    anna.get("/beheer/")
    assert "maar één beheerder" not in anna.tekst
    ander = fabriek.log_binnen(app, db_sessie, wereld.ander, NU)
    ander.get("/beheer/")
    assert "Stichting Ver Weg heeft maar één beheerder" in ander.tekst
    wereld.bea.status = Gebruikerstatus.GEBLOKKEERD
    anna.get("/beheer/")
    assert "Stichting Noord heeft maar één beheerder" in anna.tekst


@pytest.mark.parametrize(("maanden", "stil"), [(11, False), (12, True), (30, True)])
def test_r1_een_beheerder_die_twaalf_maanden_stil_is_wordt_genoemd(
    anna: Klant, wereld: Wereld, db_sessie: Session, maanden: int, stil: bool
) -> None:
    wereld.bea.laatste_login_op = maanden_eerder(NU, maanden)
    anna.get("/beheer/")
    assert ("T. Beheer is beheerder en logde 12 maanden niet in" in anna.tekst) is stil


def test_r1_wie_nooit_inlogde_telt_vanaf_de_aanmelding(db_sessie: Session, wereld: Wereld) -> None:
    wereld.bea.aangemeld_op = maanden_eerder(NU, 13)
    db_sessie.flush()
    eigen = {wereld.organisatie.id, wereld.school.id}
    assert list(opvolging.stille_beheerders(db_sessie, eigen, NU)) == [wereld.bea]


def test_het_overzicht_doet_even_veel_vragen_bij_vijftig_mensen_als_bij_vijf(
    anna: Klant, wereld: Wereld, db_sessie: Session, tel_queries: Tel
) -> None:
    with tel_queries() as vijf:
        anna.get("/beheer/")
    for _ in range(45):
        fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=wereld.school)
    db_sessie.commit()
    with tel_queries() as vijftig:
        anna.get("/beheer/")
    assert len(vijftig) == len(vijf)


def test_grote_aantallen_hebben_een_punt(
    anna: Klant, wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    echt = beheeroverzicht.overzicht

    def groot(*waarden: Any) -> beheeroverzicht.Overzicht:
        gevonden = echt(*waarden)
        lang = replace(gevonden.wacht_op_brief, totaal=12_345)
        stadia = dict.fromkeys(gevonden.stadia, 11_042)
        return replace(gevonden, wacht_op_brief=lang, stadia=stadia)

    monkeypatch.setattr(beheeroverzicht, "overzicht", groot)
    anna.get("/beheer/")
    for getal in ("11.042", "12.345", "En nog 12.340."):
        assert getal in anna.tekst
