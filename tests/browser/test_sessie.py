# SPDX-License-Identifier: EUPL-1.2
"""The limits of a session: announced, put off with one action, and no input is lost (R24)."""

from collections.abc import Callable

import sqlalchemy as sa
from playwright.sync_api import Page, expect

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
    for manier in ("knop", "Escape", "knop"):
        pagina.clock.fast_forward("13:01")
        dialoog = pagina.get_by_role("dialog", name="Uw sessie verloopt bijna")
        dialoog.wait_for()
        with pagina.expect_response("**/sessie/verleng") as antwoord:
            if manier == "knop":
                dialoog.get_by_role("button", name="Ingelogd blijven").click()
            else:
                pagina.keyboard.press("Escape")
        assert antwoord.value.status == 204
        dialoog.wait_for(state="hidden")
    pagina.clock.fast_forward("13:01")
    toegankelijk(pagina)
    _zet_stil(draait)
    pagina.clock.fast_forward("02:00")
    pagina.wait_for_url("**/inloggen")
    expect(pagina.get_by_text("U bent niet (meer) ingelogd")).to_be_visible()


def test_r24_wat_er_staat_als_de_sessie_eindigt_staat_er_na_inloggen_nog(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina, wie = nieuwe_pagina(), draait.gebruikers[1]
    pagina.clock.install()
    reis.log_in(pagina, draait.adres, wie, True, reis.niets)
    reis.koppel(pagina, wie, reis.niets)
    pagina.goto(f"{draait.adres}/gegevens")
    pagina.get_by_label("Functie").fill("Nog niet opgeslagen")
    pagina.clock.fast_forward("13:01")
    pagina.get_by_text("Wat u hebt ingevuld, bewaren wij").wait_for()
    _zet_stil(draait)
    pagina.clock.fast_forward("02:00")
    pagina.wait_for_url("**/inloggen")
    reis.log_in(pagina, draait.adres, wie, True, reis.niets)
    pagina.get_by_role("heading", name="Mijn DUO", level=1).wait_for()
    pagina.goto(f"{draait.adres}/gegevens")
    expect(pagina.get_by_label("Functie")).to_have_value("Nog niet opgeslagen")
    toegankelijk(pagina)
    pagina.get_by_role("button", name="Toon wat er is opgeslagen").click()
    expect(pagina.get_by_label("Functie")).not_to_have_value("Nog niet opgeslagen")


def test_r24_wie_in_een_ander_venster_werkt_wordt_in_dit_venster_niet_weggestuurd(
    draait: Server, nieuwe_pagina: Callable[..., Page]
) -> None:
    pagina, wie = nieuwe_pagina(), draait.gebruikers[2]
    pagina.clock.install()
    reis.log_in(pagina, draait.adres, wie, True, reis.niets)
    reis.koppel(pagina, wie, reis.niets)
    pagina.goto(f"{draait.adres}/gegevens")
    pagina.get_by_label("Functie").fill("Half ingevuld")
    pagina.clock.fast_forward("13:01")
    dialoog = pagina.get_by_role("dialog", name="Uw sessie verloopt bijna")
    dialoog.wait_for()
    pagina.context.new_page().goto(f"{draait.adres}/overzicht")
    dialoog.wait_for(state="hidden")
    pagina.clock.fast_forward("05:00")
    assert pagina.url.endswith("/gegevens")
    expect(pagina.get_by_label("Functie")).to_have_value("Half ingevuld")


def _zet_stil(draait: Server) -> None:
    """The server's clock runs on; let every session be past its idle limit."""
    motor = sa.create_engine(draait.env["MIJNDUO_DATABASE_URL"])
    with motor.begin() as verbinding:
        tabel = sa.table("sessie", sa.column("laatst_gezien_op", sa.DateTime()))
        lang_geleden = sa.func.now() - sa.text("INTERVAL '16 minutes'")
        if motor.dialect.name == "sqlite":
            lang_geleden = sa.func.datetime("now", "-16 minutes")
        verbinding.execute(sa.update(tabel).values(laatst_gezien_op=lang_geleden))
    motor.dispose()
