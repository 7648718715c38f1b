# SPDX-License-Identifier: EUPL-1.2
"""The letter that brings a gebruiker the gebruikersnaam (R4): one or many in one PDF/UA-1.

``sjabloon/brief.typ`` is the letter. It gets its values as JSON and sets them as text, so that no
name can be markup, and its root folder holds nothing else to read.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from portal import tijd
from portal.post.brieven.tekens import FONTS, drukbaar

__all__ = ["HOOGSTENS", "Ontvanger", "maak"]

HOOGSTENS = 500  # letters in one PDF: a few seconds, and half a megabyte of memory each
VEEL = 20
BEWAARD = 10  # compiles for which typst keeps what it laid out
SJABLOON = Path(__file__).with_name("sjabloon") / "brief.typ"


@dataclass(frozen=True, slots=True)
class Ontvanger:
    """Who gets a letter. What is empty leaves no empty line in the address.

    ``beheerder`` is the name of the beheerder who hands the letter over; empty when the agency
    sends it, and then the servicedesk is who to ask. The gebruikersnaam stays out of ``repr``.
    """

    naam: str
    organisatie: str
    gebruikersnaam: str = field(repr=False)
    beheerder: str
    functie: str = ""
    adres: str = ""
    postcode: str = ""
    plaats: str = ""


def maak(
    ontvangers: Sequence[Ontvanger], *, portaal: str, base_url: str, dagtekening: datetime
) -> bytes:
    """The letters as one PDF, each beginning on a page of its own.

    ``portaal`` is the portal's name, ``base_url`` its outside address without a path, and
    ``dagtekening`` the aware time of which the Dutch day is printed. Same input, same bytes.
    May be called from several threads. Raises ValueError with a naive time, or when there are no
    ontvangers or more than HOOGSTENS.
    """
    if not 1 <= len(ontvangers) <= HOOGSTENS:
        raise ValueError(f"van 1 tot {HOOGSTENS} brieven, niet {len(ontvangers)}")
    naam = drukbaar(portaal)
    onderwerp = f"Uw gebruikersnaam voor {naam}"
    invoer = {
        "titel": onderwerp if len(ontvangers) == 1 else f"Brieven met gebruikersnamen voor {naam}",
        "onderwerp": onderwerp,
        "portaal": naam,
        "base_url": base_url,
        "kaal_adres": base_url.removeprefix("https://"),
        "datum": tijd.datum(dagtekening),
    }
    pdf = _zet(invoer, [_velden(ontvanger) for ontvanger in ontvangers], dagtekening)
    if len(ontvangers) > VEEL:
        for _ in range(BEWAARD):  # or typst would pile up what it keeps of batches
            _zet(invoer, [], dagtekening)
    return pdf


@cache
def _zetter() -> tuple[Any, Any]:
    """typst with our fonts; loaded with the first letter, as few processes make one.

    Only fonts that we ship: the same letter on every machine, and nothing that is not embedded.
    """
    typst: Any = import_module("typst")
    return typst, typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )


def _zet(invoer: dict[str, str], brieven: Sequence[dict[str, object]], op: datetime) -> bytes:
    typst, lettertypen = _zetter()
    pdf: bytes = typst.compile(
        SJABLOON,
        root=SJABLOON.parent,
        font_paths=lettertypen,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"invoer": json.dumps({**invoer, "brieven": brieven})},
        pdf_standards="ua-1",
        timestamp=int(op.timestamp()),
    )
    return pdf


def _velden(o: Ontvanger) -> dict[str, object]:
    adres = (
        o.organisatie,
        f"T.a.v. {o.naam}",
        o.functie,
        o.adres,
        f"{o.postcode} {o.plaats}",
    )
    return {
        "naam": drukbaar(o.naam),
        "organisatie": drukbaar(o.organisatie),
        "adresregels": [regel for regel in map(drukbaar, adres) if regel],
        "gebruikersnaam": drukbaar(o.gebruikersnaam),
        "beheerder": drukbaar(o.beheerder),
    }
