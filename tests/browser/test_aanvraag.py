# SPDX-License-Identifier: EUPL-1.2
"""A bestuur asks for a beheerder in Chromium, jointly signed; each page seen by axe: R29."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import toegankelijk
from tests.harnas.server import Server

KVK = "44556677"  # of nobody that the portal knows


def eherkenning(pagina: Page, wie: str, kvk: str, javascript: bool) -> None:
    """From the link to the page after the broker."""
    pagina.get_by_role("link", name="Inloggen met eHerkenning").click()
    if not javascript:
        pagina.get_by_role("button", name="Verder").click()
    pagina.get_by_label("Naam").fill(wie)
    pagina.get_by_label("KvK-nummer van uw organisatie").fill(kvk)
    pagina.get_by_role("button", name="Log in").click()
    if not javascript:
        pagina.get_by_role("button", name="Verder").click()


def stap(pagina: Page, kop: str, knop: str, velden: dict[str, str], *vinkjes: str) -> None:
    """Look, send it empty and look again, then fill in and go on."""
    hoofd = pagina.locator("main")
    hoofd.get_by_role("heading", name=kop, level=1).wait_for()
    toegankelijk(pagina)
    hoofd.get_by_role("button", name=knop).click()
    if velden or vinkjes:
        hoofd.get_by_role("heading", name="Pas dit aan om verder te gaan").wait_for()
        toegankelijk(pagina)
        for label, waarde in velden.items():
            hoofd.get_by_label(label, exact=True).fill(waarde)
        for label in vinkjes:
            hoofd.get_by_label(label).first.check()
        hoofd.get_by_role("button", name=knop).click()


@pytest.mark.parametrize("javascript", [True, False], ids=["met js", "zonder js"])
def test_r29_een_bestuur_vraagt_een_beheerder_en_een_ander_tekent(
    draait: Server, nieuwe_pagina: Callable[..., Page], javascript: bool
) -> None:
    kvk = KVK if javascript else "44556688"
    bea = nieuwe_pagina(javascript)
    bea.goto(f"{draait.adres}/inloggen")
    bea.get_by_role("link", name="Aanmelding en wijziging beheerder").click()
    toegankelijk(bea)
    eherkenning(bea, "Bea", kvk, javascript)
    toegankelijk(bea)
    bea.get_by_role("link", name="Nieuwe aanvraag").click()
    stap(bea, "Organisatie", "Verder", {"Naam van de organisatie": "Cursus BV"})
    stap(bea, "Aanvraag", "Verder", {}, "Een of meer nieuwe beheerders")
    persoon = {"Achternaam": "Nieuw", "E-mailadres": "nieuw@cursus.example"}
    stap(bea, "Nieuwe beheerder", "Opslaan", persoon, "Beheerder RIO Algemeen")
    stap(bea, "Nieuwe beheerders", "Verder", {})
    contact = {"Uw naam": "Bea Bestuur", "E-mailadres": "bea@cursus.example"}
    stap(bea, "Uw gegevens", "Verder", contact)
    stap(bea, "Bevoegdheid", "Verder", {}, "Wij mogen alleen samen tekenen")
    cees = {"Naam": "Cees Bestuur", "E-mailadres": "cees@cursus.example"}
    stap(bea, "Ondertekenaar", "Opslaan", cees)
    stap(bea, "Ondertekenaars", "Verder", {})
    stap(bea, "Controleren", "Onderteken en verstuur", {}, "Ik heb deze aanvraag naar waarheid")
    bea.get_by_text("Uw aanvraag is verstuurd").wait_for()
    toegankelijk(bea)
    bea.get_by_role("link", name="Aanvraag intrekken").click()
    toegankelijk(bea)
    bea.goto(f"{draait.adres}/aanvraag-beheerder/mijn")
    toegankelijk(bea)
    ander = nieuwe_pagina(javascript)
    assert draait.flask("worker", "--once").returncode == 0
    ander.goto(f"{draait.adres}/demo/post")
    ander.get_by_role("link", name="Wilt u een aanvraag ondertekenen?").first.click()
    ander.locator("main a[href*='/ondertekenen/']").click()
    toegankelijk(ander)
    eherkenning(ander, "Cees", kvk, javascript)
    ander.get_by_text("Nieuw wordt beheerder").wait_for()
    toegankelijk(ander)
    ander.get_by_role("button", name="Onderteken").click()
    toegankelijk(ander)
    ander.get_by_label("Ik ben Cees Bestuur").check()
    ander.get_by_role("button", name="Onderteken").click()
    ander.get_by_text("U hebt de aanvraag ondertekend").wait_for()
    bea.reload()
    bea.get_by_text("Ontvangen").first.wait_for()
