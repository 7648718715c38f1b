# SPDX-License-Identifier: EUPL-1.2
"""R29 in Chromium: the form on paper from download to the letter, every page checked by axe."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Page
from pypdf import PdfWriter

from tests.browser import reis
from tests.browser.conftest import toegankelijk
from tests.browser.test_beheer_mensen import bevestig, naar, wie
from tests.harnas.server import Server
from tests.pdf.hulp import actie, bij_openen, bytes_van, teken

KVK = "99901204"


def log_in_voor_bestuur(pagina: Page, draait: Server) -> None:
    """From the page of the form to the requests of an organisatie."""
    pagina.goto(f"{draait.adres}/inloggen")
    toegankelijk(pagina)
    pagina.get_by_role("link", name="Aanmelding en wijziging beheerder").click()
    toegankelijk(pagina)
    pagina.get_by_role("link", name="Inloggen met eHerkenning").click()
    pagina.get_by_label("Naam").fill("B. Stuur")
    pagina.get_by_label("KvK-nummer van uw organisatie").fill(KVK)
    pagina.get_by_role("button", name="Log in").click()
    pagina.get_by_role("heading", name="Uw aanvragen").wait_for()


def vul_in(pdf: bytes) -> bytes:
    """The form as somebody fills it in on screen, then signed in the file."""
    schrijver = PdfWriter(clone_from=BytesIO(pdf))
    velden = {
        "organisatie_naam": "Stichting Kindrijk Noorderveen",
        "organisatie_kvk": KVK,
        "beheerder1_handeling": "/aanmelden",
        "beheerder1_voorletters": "T.",
        "beheerder1_achternaam": "Waterland",
        "beheerder1_functie": "Bestuurssecretaris",
        "beheerder1_email": "t.waterland@kindrijk-noorderveen.example",
        "beheerder1_rol_beheerder-po": "/Ja",
    }
    for blad in schrijver.pages:
        schrijver.update_page_form_field_values(blad, velden, auto_regenerate=False)
    return bytes_van(schrijver)


def lever_in(pagina: Page, map_: Path, inhoud: bytes) -> None:
    """Choose the file and send it."""
    pad = map_ / "formulier.pdf"
    pad.write_bytes(inhoud)
    pagina.get_by_label("Uw naam").fill("B. Stuur")
    pagina.get_by_label("E-mailadres").fill("bestuur@kindrijk-noorderveen.example")
    pagina.get_by_label("Het ondertekende formulier").set_input_files(pad)
    pagina.get_by_role("button", name="Lever in").click()


def medewerker(pagina: Page, draait: Server, email: str) -> None:
    """Log in and koppel, as on a first day."""
    reis.log_in(pagina, draait.adres, wie(draait, email), True, reis.niets)
    reis.koppel(pagina, wie(draait, email), reis.niets)
    pagina.goto(f"{draait.adres}/platformbeheer/aanvragen/")


def test_r29_van_het_formulier_op_papier_tot_de_brief(
    draait: Server, nieuwe_pagina: Callable[..., Page], tmp_path: Path
) -> None:
    bestuur, een, twee = nieuwe_pagina(), nieuwe_pagina(), nieuwe_pagina()
    log_in_voor_bestuur(bestuur, draait)
    naar(bestuur, "Lever het ondertekende formulier in")
    toegankelijk(bestuur)
    with bestuur.expect_download() as download:
        bestuur.get_by_role("link", name="Download het formulier (pdf)").click()
    formulier = Path(download.value.path()).read_bytes()
    lever_in(bestuur, tmp_path, bij_openen(actie("JavaScript")))
    bestuur.get_by_role("heading", name="Er is 1 fout").wait_for()
    toegankelijk(bestuur)
    assert bestuur.get_by_label("Uw naam").input_value() == "B. Stuur"
    lever_in(bestuur, tmp_path, vul_in(formulier))
    bestuur.get_by_text("Wij hebben uw formulier ontvangen").wait_for()
    toegankelijk(bestuur)
    nummer = bestuur.url.rpartition("/")[2].partition("?")[0]
    naar(bestuur, "Naar uw aanvragen")
    naar(bestuur, "Lever het ondertekende formulier in")
    lever_in(bestuur, tmp_path, teken(formulier))
    bestuur.get_by_text("Wij hebben uw formulier ontvangen").wait_for()
    getekend = bestuur.url.rpartition("/")[2].partition("?")[0]

    medewerker(een, draait, "g.haverkamp")
    toegankelijk(een)
    naar(een, getekend)
    een.get_by_text("niet vertrouwd").wait_for()
    toegankelijk(een)
    naar(een, "In behandeling nemen")
    bevestig(een, "In behandeling nemen", toegankelijk)
    toegankelijk(een)
    naar(een, "Persoon overnemen van papier")
    toegankelijk(een)
    bevestig(een, "Persoon overnemen van papier", reis.niets)
    een.get_by_role("heading", name="fouten").wait_for()
    toegankelijk(een)
    een.goto(f"{draait.adres}/platformbeheer/aanvragen/")
    naar(een, nummer)
    een.get_by_role("heading", name="T. Waterland").wait_for()
    naar(een, "In behandeling nemen")
    bevestig(een, "In behandeling nemen", reis.niets)
    naar(een, "Goedkeuren")
    bevestig(een, "Goedkeuren", toegankelijk)
    medewerker(twee, draait, "b.brandsma")
    toegankelijk(twee)
    naar(twee, nummer)
    toegankelijk(twee)
    naar(twee, "Afwijzen")
    toegankelijk(twee)
    naar(twee, "annuleer", "Bevestigen en toekennen")
    bevestig(twee, "Bevestigen en toekennen", toegankelijk)
    twee.get_by_text("De aanvraag is toegekend").wait_for()
    toegankelijk(twee)
    naar(twee, "Brieven downloaden")
    toegankelijk(twee)
    with twee.expect_download() as brief:
        twee.get_by_role("button", name="Brieven downloaden").click()
    assert brief.value.suggested_filename == f"brieven-{nummer}.pdf"
    bestuur.goto(f"{draait.adres}/aanvraag-beheerder/mijn")
    bestuur.get_by_text("Toegekend").first.wait_for()
