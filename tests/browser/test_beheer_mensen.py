# SPDX-License-Identifier: EUPL-1.2
"""A beheerder at work in Chromium, every page checked by axe: R4, R5, R12, R17, R28."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import reis
from tests.browser.conftest import toegankelijk
from tests.harnas.server import Server


def wie(draait: Server, email: str) -> dict[str, str]:
    """One of the demo gebruikers."""
    return next(een for een in draait.gebruikers if een["email"].startswith(email))


def naar(pagina: Page, *links: str) -> None:
    """Click links of the page, one after the other."""
    for link in links:
        pagina.locator("main").get_by_role("link", name=link, exact=True).first.click()


def bevestig(pagina: Page, knop: str, kijk: reis.Kijk) -> None:
    """Read the page of an action, and go on."""
    kijk(pagina)
    pagina.locator("main").get_by_role("button", name=knop).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_r17_r28_de_dag_van_een_beheerder(
    draait: Server, nieuwe_pagina: Callable[..., Page], javascript: bool
) -> None:
    beheerder = wie(draait, "a.postma" if javascript else "w.vandam")
    gebruiker = wie(draait, "s.bakker" if javascript else "c.vandenberg")
    naam = "S. Bakker" if javascript else "C. van den Berg"
    pagina, ander = nieuwe_pagina(javascript=javascript), nieuwe_pagina(javascript=javascript)
    for venster, persoon in ((pagina, beheerder), (ander, gebruiker)):
        reis.log_in(venster, draait.adres, persoon, javascript, reis.niets)
        reis.koppel(venster, persoon, reis.niets)
    kijk = toegankelijk if javascript else reis.niets
    pagina.goto(f"{draait.adres}/beheer/")
    kijk(pagina)
    naar(pagina, "Alle gebruikers")
    pagina.locator("summary", has_text="Meer filters").click()
    kijk(pagina)
    pagina.set_viewport_size({"width": 700, "height": 900})
    pagina.get_by_role("table").get_by_role("link", name="E-mailadres").click()
    assert pagina.url.endswith("sorteer=email")
    pagina.set_viewport_size({"width": 1280, "height": 900})
    for vakje in pagina.get_by_role("checkbox").all()[:2]:
        vakje.check()
    pagina.get_by_role("button", name="Brieven voor wie is aangevinkt").click()
    kijk(pagina)
    with pagina.expect_download() as stapel:
        pagina.get_by_role("button", name=re.compile("Download de brie(f|ven)")).click()
    assert stapel.value.suggested_filename.startswith("brieven-")
    naar(pagina, "ga terug naar de lijst", naam)
    kijk(pagina)
    naar(pagina, "Brief downloaden")
    kijk(pagina)
    with pagina.expect_download() as brief:
        pagina.get_by_role("button", name="Brief downloaden").click()
    assert brief.value.path().read_bytes().startswith(b"%PDF")
    naar(pagina, f"ga terug naar {naam}", "Koppeling ongedaan maken")
    bevestig(pagina, "Koppeling ongedaan maken", kijk)
    pagina.get_by_role("heading", name="Pas dit aan om verder te gaan").wait_for()
    kijk(pagina)
    pagina.get_by_label("Zoek").last.check()
    pagina.get_by_role("button", name="Koppeling ongedaan maken").click()
    pagina.get_by_text("De koppeling is ongedaan gemaakt.").wait_for()
    kijk(pagina)
    ander.goto(f"{draait.adres}/overzicht")
    assert ander.url.endswith("/inloggen")
    naar(pagina, "Activatiecode versturen")
    bevestig(pagina, "Activatiecode versturen", kijk)
    pagina.get_by_text("De activatiecode is verstuurd naar").wait_for()
    naar(pagina, "Account blokkeren")
    bevestig(pagina, "Account blokkeren", kijk)
    naar(pagina, "Deblokkeren")
    bevestig(pagina, "Account deblokkeren", kijk)
    naar(pagina, "Account beëindigen")
    bevestig(pagina, "Account beëindigen", kijk)
    pagina.get_by_role("heading", name="Dit account is beëindigd").wait_for()
    kijk(pagina)
    pagina.goto(f"{pagina.url}blokkeren/")
    pagina.get_by_text("Dit kan nu niet").wait_for()
    kijk(pagina)


def test_de_pagina_van_een_gebruiker_past_bij_vaste_kleuren(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    beheerder = wie(draait, "o.timmer")
    pagina = nieuwe_pagina(forced_colors="active")
    reis.log_in(pagina, draait.adres, beheerder, True, reis.niets)
    reis.koppel(pagina, beheerder, reis.niets)
    pagina.goto(f"{draait.adres}/beheer/")
    toegankelijk(pagina)
    vulling = "getComputedStyle(document.querySelector('{}')).fill"
    assert pagina.evaluate(vulling.format(".portal-staaf__deel")) != pagina.evaluate(
        vulling.format(".portal-staaf__baan")
    )
    naar(pagina, "Alle gebruikers", "O. Timmer")
    toegankelijk(pagina)
