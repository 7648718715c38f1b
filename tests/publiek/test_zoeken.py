# SPDX-License-Identifier: EUPL-1.2
"""Search over the public help and the own taken (R20)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.zoeken import MAX_LENGTE, Stuk, kaal, woorden, zoek
from tests.harnas.klant import Klant

STUKKEN = [
    Stuk("Uitloggen", "Klik op uw naam. Uw middel blijft van u.", "/a"),
    Stuk("Een geblokkeerd account", "Wacht 15 minuten.", "/b"),
    Stuk("Mijn eHerkenningsmiddel is zoek", "Meld het. Het account is van u.", "/c"),
    Stuk("Coördinator", "Een account voor de coördinator.", "/d"),
]


def gevonden(term: str) -> list[str]:
    return [stuk.adres for stuk in zoek(STUKKEN, term)]


@pytest.mark.parametrize(
    ("term", "adressen"),
    [
        ("uitlog", ["/a"]),
        ("UITLOGGEN", ["/a"]),
        ("coordinator", ["/d"]),
        ("COÖRDINATOR", ["/d"]),
        ("account", ["/b", "/c", "/d"]),
        ("middel", ["/c", "/a"]),
        ("account 15", ["/b"]),
        ("account uitloggen", []),
        ("log", []),
        ("u", []),
        ("", []),
        ("!!", []),
    ],
)
def test_titel_gaat_voor_tekst_en_elk_woord_moet_voorkomen(term: str, adressen: list[str]) -> None:
    assert gevonden(term) == adressen


@given(st.text(max_size=300))
def test_elke_term_geeft_een_antwoord_en_lange_termen_worden_afgekapt(term: str) -> None:
    assert zoek(STUKKEN, term) == zoek(STUKKEN, term[:MAX_LENGTE])
    assert all(len(woord) >= 2 and woord == kaal(woord) for woord in woorden(term))


@pytest.mark.parametrize(
    ("term", "titel", "adres"),
    [
        ("verlopen code", "Ik heb geen activatiecode, of de code is verlopen",
         "/problemen-met-inloggen#code"),
        ("middel gestolen", "Mijn eHerkenningsmiddel is defect, gestolen of zoek",
         "/problemen-met-inloggen#middel"),
        ("koppelen", "Koppelen: eenmalig", "/handleidingen#koppelen"),
        ("ombudsman", "Een probleem melden", "/toegankelijkheid#melden"),
        ("AVG", "Privacystatement", "/privacy"),
        ("voorwaarden", "Gebruikersvoorwaarden", "/gebruikersvoorwaarden"),
    ],
)  # fmt: skip
def test_de_openbare_uitleg_is_te_vinden_tot_op_de_kop(
    client: Klant, term: str, titel: str, adres: str
) -> None:
    client.get(f"/zoeken?q={term}")
    links = {
        str(link.text_content()): link.get("href")
        for link in client.boom.xpath("//*[contains(@class,'portal-resultaten')]//a")
    }
    assert links[titel] == adres
    assert not client.boom.xpath("//h2[text()='Uw taken']"), "een bezoeker heeft geen taken"


def test_uitleg_in_de_resultaten_is_gewone_tekst(client: Klant) -> None:
    client.get("/zoeken?q=foutpagina")
    assert "{{" not in client.tekst
    assert " ." not in client.tekst


def test_niets_gevonden_en_te_kort_krijgen_elk_hun_uitleg(client: Klant) -> None:
    client.get("/zoeken?q=xyzzy")
    assert "Niets gevonden voor ‘xyzzy’" in client.tekst
    client.get("/zoeken?q=x")
    assert "ten minste 2 letters" in client.tekst
