# SPDX-License-Identifier: EUPL-1.2
"""Every page of a medewerker in Chromium, checked by axe and for sideways scroll: R26."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import reis
from tests.browser.conftest import toegankelijk
from tests.browser.test_beheer_mensen import wie
from tests.harnas.server import Server

LIJSTEN = ("aanvragen", "gebruikers", "opvolging", "documenten", "logboek")
BEWERKT = (
    "organisaties",
    "rollen",
    "beheerdersrollen",
    "kenmerken",
    "kenmerksoorten",
    "sectoren",
    "onderwerpen",
    "taken",
    "mededelingen",
)
ANDERS = (
    "",
    "organisaties/1/beeindigen/",
    "organisaties/2/samenvoegen/",
    "organisaties/2/splitsen/",
    "rollen/1/beeindigen/",
    "gebruikers/1/",
    "gebruikers/1/blokkeren/",
    "documenten/1/",
    "documenten/nieuw/?soort=voorwaarden",
    "logboek/1/",
    "logboek/?over=fout&van=fout",
    "organisaties/?zoek=bestaatniet",
)


@pytest.fixture
def medewerker(draait: Server, nieuwe_pagina: Callable[..., Page]) -> Page:
    """The browser of somebody who keeps the whole."""
    pagina = nieuwe_pagina()
    persoon = wie(draait, "g.haverkamp")
    reis.log_in(pagina, draait.adres, persoon, True, reis.niets)
    reis.koppel(pagina, persoon, reis.niets)
    return pagina


def test_r26_elke_pagina_van_platformbeheer_is_toegankelijk_op_elke_breedte(
    draait: Server, medewerker: Page
) -> None:
    paden = [f"{naam}/" for naam in (*LIJSTEN, *BEWERKT)]
    paden += [f"{naam}/{deel}" for naam in BEWERKT for deel in ("1/", "1/wijzigen/", "nieuw/")]
    for pad in (*paden, *ANDERS):
        antwoord = medewerker.goto(f"{draait.adres}/platformbeheer/{pad}")
        assert antwoord is not None and antwoord.status == 200, pad
        toegankelijk(medewerker)
