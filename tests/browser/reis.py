# SPDX-License-Identifier: EUPL-1.2
"""The steps of the manual, in a browser."""

from collections.abc import Callable

from playwright.sync_api import Page

Kijk = Callable[[Page], None]


def niets(_pagina: Page) -> None:
    """Do not look."""


def verder(pagina: Page) -> None:
    """The button, or link, "Verder" of the page at hand."""
    pagina.locator("main").get_by_text("Verder", exact=True).click()


def log_in(pagina: Page, adres: str, wie: dict[str, str], javascript: bool, kijk: Kijk) -> None:
    """From Home to the first page after eHerkenning."""
    pagina.goto(adres)
    kijk(pagina)
    pagina.get_by_role("link", name="Inloggen", exact=True).click()
    kijk(pagina)
    pagina.get_by_role("link", name="Primair onderwijs").click()
    kijk(pagina)
    pagina.get_by_role("link", name="Log in met eHerkenning").click()
    if not javascript:
        verder(pagina)
    pagina.get_by_label("Naam").fill(wie["email"])
    pagina.get_by_label("KvK-nummer van uw organisatie").fill(wie["kvk"])
    kijk(pagina)
    pagina.get_by_role("button", name="Log in").click()
    if not javascript:
        verder(pagina)


def koppel(pagina: Page, wie: dict[str, str], kijk: Kijk) -> None:
    """Through the wizard, with a mistake at each step, to the overview."""
    for kop, antwoorden in (
        ("Voordat u begint", ["Ik heb een gebruikersnaam en een geldige activatiecode"]),
        ("Bevestigen", ["Ik log in met de gebruikersnaam", "Ik heb het privacystatement"]),
        ("Gebruikersvoorwaarden", ["Ik heb bovenstaande informatie gelezen"]),
    ):
        pagina.get_by_role("heading", name=kop, level=1).wait_for()
        kijk(pagina)
        verder(pagina)
        pagina.get_by_role("heading", name="Pas dit aan om verder te gaan").wait_for()
        kijk(pagina)
        for antwoord in antwoorden:
            pagina.get_by_label(antwoord).check()
        verder(pagina)
    pagina.get_by_role("heading", name="Koppelen", level=1).wait_for()
    pagina.get_by_label("Gebruikersnaam", exact=True).fill(wie["gebruikersnaam"].lower())
    pagina.get_by_label("Activatiecode", exact=True).fill("0000-0000-00000")
    pagina.get_by_role("button", name="Koppel", exact=True).click()
    pagina.get_by_text("Deze combinatie").first.wait_for()
    kijk(pagina)
    assert pagina.get_by_label("Gebruikersnaam", exact=True).input_value()
    assert pagina.get_by_label("Activatiecode", exact=True).input_value() == ""
    los = wie["activatiecode"].lower().replace("-", " ")
    pagina.get_by_label("Activatiecode", exact=True).fill(f" {los} ")
    pagina.get_by_role("button", name="Koppel", exact=True).click()
    pagina.get_by_role("heading", name="Koppeling gelukt").wait_for()
    kijk(pagina)
    verder(pagina)
    pagina.get_by_role("heading", name="Mijn DUO", level=1).wait_for()
