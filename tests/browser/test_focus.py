# SPDX-License-Identifier: EUPL-1.2
"""Where the focus is after an answer, for who does not see the page."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import reis
from tests.harnas.server import Server

OUD_NIEUWS = """() => document.querySelector("main").insertAdjacentHTML(
  "afterbegin", '<div class="portal-melding" role="status" tabindex="-1" data-focus>Oud</div>')"""


def test_na_een_stap_staat_de_focus_op_de_kop_en_niet_op_oud_nieuws(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina = nieuwe_pagina()
    pagina.goto(f"{draait.adres}/overzicht")
    focus = pagina.locator(":focus")
    expect(focus).to_contain_text("U bent niet (meer) ingelogd")
    reis.log_in(pagina, draait.adres, draait.gebruikers[0], True, reis.niets)
    pagina.get_by_role("heading", name="Voordat u begint").wait_for()
    pagina.evaluate(OUD_NIEUWS)
    pagina.get_by_label("Ik heb een gebruikersnaam en een geldige activatiecode").check()
    reis.verder(pagina)
    expect(focus).to_have_text("Bevestigen")
    expect(pagina.get_by_text("Oud", exact=True)).to_have_count(0)


def test_na_opslaan_staat_de_focus_op_de_melding(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina, wie = nieuwe_pagina(), draait.gebruikers[1]
    reis.log_in(pagina, draait.adres, wie, True, reis.niets)
    reis.koppel(pagina, wie, reis.niets)
    pagina.goto(f"{draait.adres}/gegevens")
    pagina.get_by_label("Functie").fill("Secretaris")
    pagina.get_by_role("button", name="Opslaan").click()
    expect(pagina.locator(":focus")).to_contain_text("Uw gegevens zijn opgeslagen")
