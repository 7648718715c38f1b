# SPDX-License-Identifier: EUPL-1.2
"""The list of gebruikers under a search, a filter and an order, as a medewerker sees it."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy.orm import Session

from portal.models.soorten import Gebruikerstatus, Medewerkersrol
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

PAD = "/platformbeheer/gebruikers/"
MENSEN = (
    ("A.", "Zwaneveld", "c@example.nl", Gebruikerstatus.ACTIEF),
    ("B.", "Zwaneveld", "b@example.nl", Gebruikerstatus.GEBLOKKEERD),
    ("C.", "Aalders", "zwaneveld@example.nl", Gebruikerstatus.GEBLOKKEERD),
    ("D.", "Bakker", "a@example.nl", Gebruikerstatus.GEBLOKKEERD),
)


@pytest.fixture
def medewerker(client: Klant, db_sessie: Session) -> Klant:
    """A browser of a medewerker, with MENSEN to look at."""
    wie = fabriek.maak_gebruiker(db_sessie, nu=NU, medewerkersrol=Medewerkersrol.MEDEWERKER)
    for voorletters, achternaam, email, status in MENSEN:
        fabriek.maak_gebruiker(
            db_sessie,
            nu=NU,
            organisatie=wie.organisatie,
            voorletters=voorletters,
            achternaam=achternaam,
            email=email,
            status=status,
        )
    fabriek.koppel(client, db_sessie, wie, NU)
    return client


def letters(klant: Klant) -> str:
    """The voorletters of the rows, in their order."""
    cellen = klant.boom.xpath("//table/tbody/tr/*[1]")
    return "".join(cel.text_content().strip()[0] for cel in cellen)


@pytest.mark.parametrize(
    ("vraag", "verwacht"),
    [
        ("zoek=zwaneveld", "CAB"),
        ("zoek=zwaneveld&sorteer=email", "BAC"),
        ("zoek=zwaneveld&sorteer=email&aflopend=1", "CAB"),
        ("zoek=zwaneveld&status=geblokkeerd", "CB"),
        ("status=geblokkeerd", "CDB"),
        ("status=geblokkeerd&sorteer=email", "DBC"),
        ("zoek=zw", "AB"),
    ],
)
def test_wat_is_gevonden_staat_op_de_gevraagde_volgorde(
    medewerker: Klant, vraag: str, verwacht: str
) -> None:
    medewerker.get(f"{PAD}?{vraag}")
    assert letters(medewerker) == verwacht
    assert f"{len(verwacht)} resultaten" in medewerker.tekst


def test_zonder_resultaat_staat_dat_er(medewerker: Klant) -> None:
    medewerker.get(f"{PAD}?zoek=bestaatniet")
    assert "Geen resultaten" in medewerker.tekst
    assert letters(medewerker) == ""


def test_zoeken_kost_niet_meer_vragen_aan_de_database_dan_de_lijst_zelf(
    medewerker: Klant, tel_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    with tel_queries() as lijst:
        medewerker.get(PAD)
    with tel_queries() as zoeken:
        medewerker.get(f"{PAD}?zoek=zwaneveld&status=geblokkeerd")
    assert len(zoeken) == len(lijst)
