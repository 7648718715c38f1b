# SPDX-License-Identifier: EUPL-1.2
"""Registering and giving rollen in Chromium, by keyboard alone, each state seen by axe: R2, R22."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import reis
from tests.browser.conftest import toegankelijk
from tests.harnas.server import Server

MEEST = 150  # times Tab before a field counts as out of reach
HIER = "document.activeElement?.id || document.activeElement?.textContent.trim() || ''"
ROL = "input[name=rol]"


def beheerder_binnen(draait: Server, pagina: Page, adres: str) -> None:
    """A beheerder of the demo, gekoppeld and at the portal."""
    wie = next(g for g in draait.gebruikers if g["email"].startswith(adres))
    reis.log_in(pagina, draait.adres, wie, True, reis.niets)
    reis.koppel(pagina, wie, reis.niets)


def tab_naar(pagina: Page, doel: str) -> None:
    """Press Tab until the focus is on the element with that id, or else with that text."""
    for _ in range(MEEST):
        if pagina.evaluate(HIER) == doel:
            return
        pagina.keyboard.press("Tab")
    raise AssertionError(f"niet te bereiken met Tab: {doel}")


def test_r2_r22_aanmelden_gaat_met_alleen_het_toetsenbord(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina = nieuwe_pagina()
    beheerder_binnen(draait, pagina, "o.timmer")
    pagina.goto(f"{draait.adres}/beheer/gebruikers/nieuw/")
    toegankelijk(pagina)
    tab_naar(pagina, "achternaam")
    pagina.keyboard.type("Toetsenbord")
    tab_naar(pagina, "email")
    pagina.keyboard.type("toets")
    bekostiging = pagina.get_by_role("checkbox", name="Medewerker bekostiging")
    tab_naar(pagina, str(bekostiging.get_attribute("id")))
    pagina.keyboard.press("Space")
    tab_naar(pagina, "Meld aan")
    pagina.keyboard.press("Enter")
    pagina.get_by_role("heading", name="Er is 1 fout").wait_for()
    toegankelijk(pagina)
    assert "Er is 1 fout" in pagina.evaluate("document.activeElement.textContent")
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")
    assert pagina.evaluate(HIER) == "email"
    pagina.keyboard.press("Control+A")
    pagina.keyboard.type("toetsenbord@hogeschool.example")
    tab_naar(pagina, "Meld aan")
    pagina.keyboard.press("Enter")
    pagina.get_by_role("heading", name="Toetsenbord is aangemeld", level=1).wait_for()
    toegankelijk(pagina)


def test_r22_wat_niet_is_gekozen_is_dichtgevouwen_en_zonder_stijl_staat_alles_er(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina = nieuwe_pagina()
    beheerder_binnen(draait, pagina, "a.postma")
    pagina.goto(f"{draait.adres}/beheer/gebruikers/")
    pagina.get_by_role("link", name="van den Berg").first.click()
    pagina.get_by_role("link", name="Rollen wijzigen").click()
    toegankelijk(pagina)
    los = pagina.locator(f"{ROL}:not(:checked)").first
    deel = pagina.locator(".portal-rol", has=pagina.locator(f"#{los.get_attribute('id')}"))
    assert not deel.locator(".portal-rol__meer").is_visible()
    deel.locator(ROL).check()
    assert deel.locator(".portal-rol__meer").is_visible()
    deel.locator(ROL).uncheck()
    pagina.locator(f"{ROL}:checked").last.uncheck()
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_role("heading", name="Dit verandert er voor").wait_for()
    toegankelijk(pagina)
    pagina.route("**/*.css*", lambda route: route.fulfill(body="", content_type="text/css"))
    pagina.goto(f"{draait.adres}/beheer/gebruikers/nieuw/")
    pagina.get_by_role("button", name="Verder").click()
    pagina.locator(".portal-rol__meer").first.wait_for()
    verborgen = "delen => delen.filter(deel => !deel.checkVisibility()).length"
    assert pagina.locator(".portal-rol__meer").evaluate_all(verborgen) == 0


def test_de_paginas_die_uitleggen_en_overnemen_zijn_toegankelijk(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina = nieuwe_pagina()
    beheerder_binnen(draait, pagina, "w.vandam")
    pagina.goto(f"{draait.adres}/gegevens/toegang")
    toegankelijk(pagina)
    pagina.goto(f"{draait.adres}/beheer/gebruikers/")
    pagina.get_by_role("link", name="van den Berg").first.click()
    gebruiker = pagina.url
    for link in ("Waarom ziet", "Rollen van een collega", "Gegevens wijzigen"):
        pagina.goto(gebruiker)
        pagina.get_by_role("link", name=link).first.click()
        pagina.wait_for_url(f"{gebruiker}**/")
        toegankelijk(pagina)
