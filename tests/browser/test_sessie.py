# SPDX-License-Identifier: EUPL-1.2
"""The warning before the idle limit: announced, and put off with one action (R24)."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import reis
from tests.browser.conftest import toegankelijk
from tests.harnas.server import Server


def test_r24_voor_het_einde_komt_een_waarschuwing_die_uit_te_stellen_is(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina, wie = nieuwe_pagina(), draait.gebruikers[0]
    pagina.clock.install()
    reis.log_in(pagina, draait.adres, wie, True, reis.niets)
    pagina.get_by_role("heading", name="Voordat u begint").wait_for()
    for _ in range(3):
        pagina.clock.fast_forward("13:01")
        dialoog = pagina.get_by_role("dialog", name="Uw sessie verloopt bijna")
        dialoog.wait_for()
        with pagina.expect_response("**/sessie/verleng") as antwoord:
            dialoog.get_by_role("button", name="Ingelogd blijven").click()
        assert antwoord.value.status == 204
        dialoog.wait_for(state="hidden")
    pagina.clock.fast_forward("13:01")
    toegankelijk(pagina)
    pagina.clock.fast_forward("02:00")
    pagina.wait_for_url("**/inloggen")
