# SPDX-License-Identifier: EUPL-1.2
"""What a medewerker does in a browser, and what a test wants to know afterwards."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Bericht, Gebruiker
from tests.harnas.klant import Klant
from tests.platform.wereld import Twee

PLATFORM = "/platformbeheer"


def velden(klant: Klant) -> dict[str, Any]:
    """The fields of the form on the page, if any, filled in as a browser would send them."""
    uit: dict[str, Any] = {}

    def voeg_toe(naam: str, waarde: str) -> None:
        uit[naam] = [*uit[naam], waarde] if naam in uit else [waarde]

    formulier = klant.boom.xpath("//form[@method='post' and contains(@action, '/platformbeheer/')]")
    for veld in formulier[0].iter("input", "textarea", "select") if formulier else ():
        naam = veld.get("name")
        if veld.tag == "textarea":
            uit[naam] = (veld.text or "").removeprefix("\n")
        elif veld.tag == "select":
            uit[naam] = str(veld.xpath(".//option[@selected]/@value | .//option[1]/@value")[-1])
        elif veld.get("type") in {"checkbox", "radio"}:
            if veld.get("checked") is not None:
                voeg_toe(naam, veld.get("value"))
        elif veld.get("type") == "hidden":
            voeg_toe(naam, veld.get("value", ""))
        else:
            uit[naam] = veld.get("value", "")
    uit.pop("csrf_token", None)
    return uit


def wijzig(klant: Klant, pad: str, status: int = 303, **anders: Any) -> dict[str, Any]:
    """Open the form at ``pad``, change these fields and save; what was sent."""
    klant.get(pad)
    gestuurd = velden(klant) | anders
    klant.post(pad, gestuurd, status)
    return gestuurd


def bevestig(klant: Klant, pad: str, status: int = 303, **anders: str) -> None:
    """Say yes on the page that tells the consequences."""
    klant.post(pad, velden(klant) | {"bevestigd": "1"} | anders, status)


def doe(klant: Klant, pad: str, status: int = 303) -> None:
    """Open the page of an action, read it, and confirm."""
    klant.get(pad)
    klant.post(pad, velden(klant), status)


def fouten(klant: Klant) -> list[str]:
    """The messages in the error summary."""
    lijst = klant.boom.xpath("//div[contains(@class,'portal-melding--fout')]//li")
    return [" ".join(str(een.text_content()).split()) for een in lijst]


def knoppen(klant: Klant) -> set[str]:
    """What can be clicked in the middle of the page, buttons and links that look like one."""
    vraag = "//div[@class='portal-beheer__inhoud']//*[contains(@class,'button')]"
    return {str(een.text_content()).strip() for een in klant.boom.xpath(vraag)}


def post_van(session: Session, gebruiker: Gebruiker) -> list[str]:
    """The kinds of mail that wait for a gebruiker, in order."""
    vraag = select(Bericht.soort).where(Bericht.gebruiker_id == gebruiker.id)
    return list(session.scalars(vraag.order_by(Bericht.id)))


def bekijk_samenvoeging(klant: Klant, twee: Twee, status: int = 200, **anders: object) -> None:
    """Fill in the form and look at what would happen."""
    klant.get(twee.pad)
    klant.post(twee.pad, twee.vraag(**anders), status)


def bevestig_fusie(klant: Klant, pad: str, status: int = 303) -> None:
    """The button under what would happen."""
    gezien = klant.boom.xpath("//button[@name='gezien']/@value")[0]
    klant.post(pad, velden(klant) | {"gezien": gezien}, status)


def getal(klant: Klant, naam: str) -> int:
    """The number beside a name in the list of what would happen."""
    gevonden = klant.boom.xpath(f"//dt[normalize-space()='{naam}']/following-sibling::dd")
    return int(gevonden[0].text_content())
