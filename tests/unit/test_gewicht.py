# SPDX-License-Identifier: EUPL-1.2
"""Pages are light: a first visit at most 110 KB compressed, a later page at most 10 KB."""

import re
from pathlib import Path

import brotli
import pytest
from sqlalchemy.orm import Session

from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

STATIC = Path(__file__).resolve().parents[2] / "portal" / "static"
LETTERS = ("fonts/fira-sans-latin-400.woff2", "fonts/fira-sans-latin-700.woff2")
EERSTE, LATER = 110_000, 10_000


def gewicht(inhoud: bytes) -> int:
    return len(brotli.compress(inhoud))


def bestanden(pagina: str) -> set[str]:
    gevonden = set(re.findall(r'(?:href|src)="/static/([^?"#]+)', pagina))
    assert not re.findall(r'(?:href|src)="(?:https?:)?//', pagina), "niets van anderen"
    return gevonden | set(LETTERS)


@pytest.mark.parametrize("pad", ["/", "/inloggen/gemeenten", "/koppelen/begin", "/overzicht"])
def test_een_pagina_is_licht(client: Klant, db_sessie: Session, pad: str) -> None:
    fabriek.maak_documenten(db_sessie, NU)
    fabriek.maak_sector(db_sessie)
    gebruiker = fabriek.maak_gebruiker(db_sessie, nu=NU)
    if pad == "/koppelen/begin":
        fabriek.log_in(client, gebruiker.organisatie.kvk)
    if pad == "/overzicht":
        fabriek.koppel(client, db_sessie, gebruiker, NU)
    pagina = client.get(pad).text
    html = gewicht(pagina.encode())
    assert html <= LATER
    rest = {
        naam: gewicht((STATIC / naam).read_bytes())
        if not naam.endswith(".woff2")
        else (STATIC / naam).stat().st_size
        for naam in bestanden(pagina)
    }
    assert html + sum(rest.values()) <= EERSTE, rest
