# SPDX-License-Identifier: EUPL-1.2
"""Chapter 1 of the manual in Chromium, every state checked by axe: R9, R10, R19, R20, R24."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import reis
from tests.browser.conftest import toegankelijk
from tests.harnas.server import Server

PUBLIEK = (
    "/", "/inloggen", "/contact", "/problemen-met-inloggen", "/privacy", "/cookies",
    "/gebruikersvoorwaarden", "/toegankelijkheid", "/kwetsbaarheid-melden", "/handleidingen",
    "/zoeken?q=activatiecode", "/zoeken?q=", "/bestaat-niet", "/demo/post",
)  # fmt: skip
BINNEN = (
    "/overzicht", "/gegevens", "/zoeken?q=rollen", "/onderwerpen/rio", "/uitloggen",
    "/taken/verzuimmeldingen-behandelen",
)  # fmt: skip


def test_de_hele_reis_met_javascript_is_toegankelijk(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina, wie = nieuwe_pagina(), draait.gebruikers[0]
    reis.log_in(pagina, draait.adres, wie, True, toegankelijk)
    reis.koppel(pagina, wie, toegankelijk)
    assert pagina.evaluate("sessionStorage.length + localStorage.length") == 0
    for pad in BINNEN:
        pagina.goto(draait.adres + pad)
        toegankelijk(pagina)
    pagina.goto(draait.adres + "/overzicht")
    pagina.locator("summary", has_text="Servicedesk").click()
    toegankelijk(pagina)
    pagina.keyboard.press("Escape")
    pagina.locator(".portal-mijn-duo a").first.click()
    toegankelijk(pagina)
    pagina.get_by_role("link", name="Naar uw overzicht").click()
    pagina.locator("main").get_by_role("button", name="Uitloggen").click()
    pagina.get_by_role("heading", level=1, name="uitgelogd").wait_for()
    toegankelijk(pagina)
    pagina.goto(draait.adres + "/overzicht")
    assert pagina.url.endswith("/inloggen")


def test_de_hele_reis_zonder_javascript_en_daarna_inloggen_met_eherkenning_alleen(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina, wie = nieuwe_pagina(javascript=False), draait.gebruikers[1]
    reis.log_in(pagina, draait.adres, wie, False, reis.niets)
    reis.koppel(pagina, wie, reis.niets)
    pagina.locator("main").get_by_role("button", name="Uitloggen").click()
    reis.log_in(pagina, draait.adres, wie, False, reis.niets)
    pagina.get_by_role("heading", name="Mijn DUO", level=1).wait_for()


@pytest.mark.parametrize("pad", PUBLIEK)
def test_een_publieke_pagina_is_toegankelijk(
    draait: Server, nieuwe_pagina: Callable[..., Page], pad: str
) -> None:
    pagina = nieuwe_pagina()
    pagina.goto(draait.adres + pad)
    toegankelijk(pagina)


def test_na_een_fout_staat_de_focus_op_het_overzicht_en_brengt_een_link_naar_het_veld(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina = nieuwe_pagina()
    pagina.goto(draait.adres + "/inloggen/primair-onderwijs")
    pagina.get_by_role("button", name="Log in", exact=True).click()
    toegankelijk(pagina)
    kop = pagina.evaluate("document.activeElement.textContent")
    assert "Er zijn 3 fouten" in kop
    pagina.get_by_role("link", name="Vul uw wachtwoord in").click()
    assert pagina.evaluate("document.activeElement.id") == "wachtwoord"


def test_axe_vindt_wel_wat_mis_is(draait: Server, nieuwe_pagina: Callable[..., Page]) -> None:
    pagina = nieuwe_pagina()
    pagina.goto(draait.adres + "/contact")
    pagina.evaluate("document.querySelector('main').append(document.createElement('input'))")
    with pytest.raises(AssertionError, match="label"):
        toegankelijk(pagina)


def test_in_gedwongen_kleuren_is_een_keuze_te_zien(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina, wie = nieuwe_pagina(forced_colors="active"), draait.gebruikers[2]
    reis.log_in(pagina, draait.adres, wie, True, reis.niets)
    keuze = pagina.get_by_label("Ik heb een gebruikersnaam en een geldige activatiecode")
    keuze.check()
    assert keuze.evaluate("e => getComputedStyle(e).appearance") in {"auto", "radio"}


def test_htmx_verliest_niets_als_de_verbinding_wegvalt(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina, wie = nieuwe_pagina(), draait.gebruikers[3]
    reis.log_in(pagina, draait.adres, wie, True, reis.niets)
    pagina.get_by_role("heading", name="Voordat u begint").wait_for()
    pagina.get_by_label("Ik heb een gebruikersnaam en een geldige activatiecode").check()
    pagina.route("**/koppelen/begin", lambda route: route.fulfill(status=500, body="stuk"))
    reis.verder(pagina)
    pagina.get_by_text("Versturen is niet gelukt").wait_for()
    assert pagina.get_by_label("Ik heb een gebruikersnaam en een geldige").is_checked()
    pagina.unroute_all()
    reis.verder(pagina)
    pagina.get_by_role("heading", name="Bevestigen", level=1).wait_for()
    pagina.context.clear_cookies()
    pagina.get_by_label("Ik log in met de gebruikersnaam").check()
    reis.verder(pagina)
    pagina.wait_for_url("**/inloggen")
