# SPDX-License-Identifier: EUPL-1.2
"""Makes the pictures of docs/beheer.md anew: ``python tools/plaatjes.py``, by hand, with Chromium.

A portal with demo data runs on a database of its own, and is gone afterwards.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

WORTEL = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(WORTEL))

from tests.browser import reis  # noqa: E402
from tests.harnas.server import server  # noqa: E402

DOEL = WORTEL / "docs" / "img"
BEHEERDER = "a.postma"  # of the demo
MAX_BYTES = 80_000
BREEDTE, RAND = 1140, 12  # pixels
FOUT_BESTAND = """\
KvK-nummer;Voorletters;Achternaam;E-mailadres;Rol;Kenmerken;Geldig tot en met
99901212;M.;Smit;m.smit@kraanvogel.example;Medewerker leerlinggegevens;90KV;31-06-2027
99901212;B.;Kok;b.kok;Verzuimloket melder;90KV;
99901212;T.;Bos;t.bos@kraanvogel.example;Directeur;;
"""


def plaatje(pagina: Page, naam: str, tot: str) -> None:
    """What a page is about, down to and with the first ``tot``."""
    inhoud = pagina.locator(".portal-beheer__inhoud").bounding_box()
    einde = pagina.locator(tot).first.bounding_box()
    assert inhoud and einde
    vlak = {
        "x": inhoud["x"] - RAND,
        "y": inhoud["y"] - RAND,
        "width": inhoud["width"] + 2 * RAND,
        "height": einde["y"] + einde["height"] - inhoud["y"] + 2 * RAND,
    }
    pad = DOEL / f"{naam}.png"
    pagina.screenshot(path=pad, full_page=True, clip=vlak)  # type: ignore[arg-type]
    grootte = pad.stat().st_size
    print(f"{pad.relative_to(WORTEL)}: {grootte} bytes")
    if grootte > MAX_BYTES:
        sys.exit(f"{naam} is te groot.")


def meld_aan(pagina: Page, adres: str) -> None:
    """Register a gebruiker, with a picture of the rollen on the way; ends at the page of her."""
    pagina.goto(f"{adres}/beheer/gebruikers/nieuw/")
    pagina.get_by_label("Basisschool De Kraanvogel").check()
    pagina.get_by_role("button", name="Verder").click()
    pagina.get_by_label("Achternaam").fill("Visser")
    pagina.get_by_label("Voorletters (niet verplicht)").fill("L.")
    pagina.get_by_label("E-mailadres").fill("l.visser@kraanvogel.example")
    pagina.get_by_label("Medewerker leerlinggegevens", exact=True).check()
    pagina.get_by_role("button", name="Meld aan").click()
    pagina.get_by_role("link", name="Naar de pagina van L. Visser").click()


def maak(pagina: Page, adres: str) -> None:
    """The pictures, in the order of the guide."""
    meld_aan(pagina, adres)
    gebruiker = pagina.url
    pagina.goto(f"{adres}/beheer/")
    plaatje(pagina, "beheer-overzicht", ".portal-kaart")
    pagina.goto(gebruiker)
    plaatje(pagina, "beheer-gebruiker", ".portal-dossier .portal-kaart")
    pagina.goto(f"{gebruiker}rollen/")
    plaatje(pagina, "beheer-rollen", ".portal-keuze:has(:checked) ~ * .portal-kenmerken")
    pagina.goto(f"{adres}/beheer/importeren/")
    bestand = {"name": "gebruikers.csv", "mimeType": "text/csv", "buffer": FOUT_BESTAND.encode()}
    pagina.locator("input[type=file]").set_input_files(bestand)  # type: ignore[arg-type]
    pagina.get_by_role("button", name="Controleer").click()
    pagina.get_by_role("heading", name="Het bestand heeft fouten").wait_for()
    plaatje(pagina, "beheer-import", ".portal-tabel")


def main() -> None:
    """Start the portal, log in and koppel, make the pictures."""
    with tempfile.TemporaryDirectory() as map_, server("sqlite", Path(map_)) as portaal:
        wie = next(g for g in portaal.gebruikers if g["email"].startswith(BEHEERDER))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--disable-gpu"],
            )
            pagina = browser.new_page(viewport={"width": BREEDTE, "height": 900}, locale="nl-NL")
            reis.log_in(pagina, portaal.adres, wie, True, reis.niets)
            reis.koppel(pagina, wie, reis.niets)
            maak(pagina, portaal.adres)
            browser.close()


if __name__ == "__main__":
    main()
