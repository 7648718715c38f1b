# SPDX-License-Identifier: EUPL-1.2
"""A bestuur asks for a beheerder in Chromium, another signs; each page seen by axe: R29."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal.post import mailserver
from portal.post.opvang import maak_opvang
from portal.post.postbus import Postbus
from tests.browser.conftest import toegankelijk
from tests.harnas.server import Server, server, vrije_poort

VERZEND = "Onderteken en verstuur"


@pytest.fixture(scope="module")
def met_post(soort_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The portal, and a mail server that keeps what the worker sends."""
    map_: Path = tmp_path_factory.mktemp("post")
    mail_url = f"smtp://127.0.0.1:{vrije_poort()}"
    opvang = maak_opvang(Postbus(map_), mailserver.lees(mail_url))
    opvang.start()
    with server(soort_database, map_, MIJNDUO_MAIL_URL=mail_url) as portaal:
        yield portaal
    opvang.stop()


@dataclass(frozen=True, slots=True)
class Bezoek:
    """Somebody at a browser; without JavaScript nobody looks with axe."""

    pagina: Page
    javascript: bool

    def kijk(self, kop: str = "") -> None:
        """The page (with that heading on top) is accessible."""
        if kop:
            titel = self.pagina.get_by_role("heading", name=kop, exact=True, level=1)
            titel.wait_for()
        if self.javascript:
            toegankelijk(self.pagina)

    def knop(self, naam: str) -> None:
        """Press a button of the page itself."""
        self.pagina.locator("main").get_by_role("button", name=naam, exact=True).click()

    def log_in(self, wie: str, kvk: str) -> None:
        """From the link to the page after the broker."""
        self.pagina.get_by_role("link", name="Inloggen met eHerkenning").click()
        if not self.javascript:
            self.pagina.get_by_role("button", name="Verder").click()
        self.pagina.get_by_label("Naam").fill(wie)
        self.pagina.get_by_label("KvK-nummer van uw organisatie").fill(kvk)
        self.pagina.get_by_role("button", name="Log in").click()
        if not self.javascript:
            self.pagina.get_by_role("button", name="Verder").click()

    def stap(self, kop: str, knop: str, velden: dict[str, str], *vinkjes: str) -> None:
        """Look, send it empty and look again, then fill in and go on."""
        hoofd = self.pagina.locator("main")
        self.kijk(kop)
        self.knop(knop)
        if velden or vinkjes:
            hoofd.get_by_role("heading", name="Pas dit aan om verder te gaan").wait_for()
            self.kijk()
            for label, waarde in velden.items():
                hoofd.get_by_label(label, exact=True).fill(waarde)
            for label in vinkjes:
                hoofd.get_by_label(label).first.check()
            self.knop(knop)


@pytest.mark.parametrize("javascript", [True, False], ids=["met js", "zonder js"])
def test_r29_een_bestuur_vraagt_een_beheerder_en_een_ander_tekent(
    met_post: Server, nieuwe_pagina: Callable[..., Page], javascript: bool
) -> None:
    kvk = "44556677" if javascript else "44556688"  # of nobody that the portal knows
    bea = Bezoek(nieuwe_pagina(javascript), javascript)
    bea.pagina.goto(f"{met_post.adres}/inloggen")
    bea.pagina.get_by_role("link", name="Aanmelding en wijziging beheerder").click()
    bea.kijk("Aanmelding en wijziging beheerder Mijn DUO")
    bea.log_in("Bea", kvk)
    bea.kijk("Uw aanvragen")
    bea.pagina.get_by_role("link", name="Nieuwe aanvraag").click()
    _vul_in(bea)
    bea.pagina.get_by_text("Uw aanvraag is verstuurd").wait_for()
    bea.kijk()
    bea.pagina.get_by_role("link", name="Aanvraag intrekken").click()
    bea.kijk("Aanvraag intrekken")
    bea.pagina.goto(f"{met_post.adres}/aanvraag-beheerder/mijn")
    bea.kijk("Uw aanvragen")
    assert met_post.flask("worker", "--once").returncode == 0
    cees = Bezoek(nieuwe_pagina(javascript), javascript)
    _teken(cees, met_post.adres, kvk)
    bea.pagina.reload()
    bea.pagina.get_by_text("Ontvangen").first.wait_for()


def _vul_in(bea: Bezoek) -> None:
    bea.stap("Organisatie", "Verder", {"Naam van de organisatie": "Cursus BV"})
    bea.stap("Aanvraag", "Verder", {})  # the only choice there is
    persoon = {"Achternaam": "Nieuw", "E-mailadres": "nieuw@cursus.example"}
    bea.stap("Nieuwe beheerder", "Opslaan", persoon, "Beheerder RIO Algemeen")
    bea.stap("Nieuwe beheerders", "Verder", {})
    contact = {"Uw naam": "Bea Bestuur", "E-mailadres": "bea@cursus.example"}
    bea.stap("Uw gegevens", "Verder", contact)
    bea.stap("Bevoegdheid", "Verder", {}, "en ik ben een van hen")
    cees = {"Naam": "Cees Bestuur", "E-mailadres": "cees@cursus.example"}
    bea.stap("Ondertekenaar", "Opslaan", cees)
    bea.stap("Ondertekenaars", "Verder", {})
    bea.stap("Controleren", VERZEND, {}, "Ik heb deze aanvraag naar waarheid")


def _teken(cees: Bezoek, adres: str, kvk: str) -> None:
    cees.pagina.goto(f"{adres}/demo/post")
    cees.pagina.get_by_role("link", name="Wilt u een aanvraag ondertekenen?").first.click()
    cees.pagina.locator("main a[href*='/ondertekenen/']").click()
    cees.kijk("Aanvraag ondertekenen")
    cees.log_in("Cees", kvk)
    cees.pagina.get_by_text("Nieuw wordt beheerder").wait_for()
    cees.kijk()
    cees.knop("Onderteken")
    cees.pagina.get_by_role("heading", name="Er is 1 fout").wait_for()
    cees.kijk()
    cees.pagina.get_by_label("Ik ben Cees Bestuur").check()
    cees.knop("Onderteken")
    cees.pagina.get_by_text("U hebt de aanvraag ondertekend").wait_for()
