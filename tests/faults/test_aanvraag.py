# SPDX-License-Identifier: EUPL-1.2
"""Handing in and signing twenty times at once over four workers (R29)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import sqlalchemy as sa

from portal.secrets import hash_token
from tests.faults.test_tegelijk import alle_tegelijk
from tests.harnas.server import Server
from tests.harnas.wandelaar import Wandelaar

Maker = Callable[[], Wandelaar]
KVK = "44556677"
BASIS = "/aanvraag-beheerder"
STAPPEN: tuple[tuple[str, dict[str, str]], ...] = (
    ("organisatie", {"naam": "Cursus BV"}),
    ("soort", {"soort": "aanmelden"}),
    ("nieuw/nieuw", {"achternaam": "Nieuw", "email": "n@cursus.example"}),
    ("contact", {"naam": "Bea Bestuur", "email": "bea@cursus.example"}),
    ("bevoegd", {"bevoegd": "anderen"}),
    ("ondertekenaars/nieuw", {"naam": "Cees", "email": "cees@cursus.example"}),
    ("ondertekenaars/nieuw", {"naam": "Dirk", "email": "dirk@cursus.example"}),
    ("ondertekenaars/nieuw", {"naam": "Els", "email": "els@cursus.example"}),
)


def binnen(wandelaar: Wandelaar, persoon: str) -> Wandelaar:
    """Logged in for the requests."""
    wandelaar.naar(f"{BASIS}/inloggen")
    wandelaar.verstuur("/demo/broker/sso")
    wandelaar.verstuur("/demo/broker/kies", kvk=KVK, persoon=persoon, actie="inloggen")
    wandelaar.verstuur("/eherkenning/acs")
    return wandelaar


def tot_controle(wandelaar: Wandelaar) -> Wandelaar:
    """All steps before the last."""
    for slug, velden in STAPPEN:
        wandelaar.naar(f"{BASIS}/stap/{slug}")
        if rollen := wandelaar.boom.xpath("//input[@name='rollen']/@value"):
            velden = velden | {"rollen": rollen[0]}
        wandelaar.verstuur(f"/stap/{slug}", **velden)
    wandelaar.naar(f"{BASIS}/stap/controleren")
    return wandelaar


def los(wandelaar: Wandelaar, bevat: str, **velden: str) -> Callable[[int], int]:
    """Post that form once, apart from the wandelaar's own state."""
    doel, waarden = wandelaar.formulier(bevat)
    koekjes = dict(wandelaar.http.cookies)

    def stuur(_nummer: int) -> int:
        return httpx.post(doel, data=waarden | velden, cookies=koekjes, timeout=60).status_code

    return stuur


def zet_link(draait: Server, naam: str) -> str:
    """Give an ondertekenaar a link that the test knows; returns its path."""
    motor = sa.create_engine(draait.env["MIJNDUO_DATABASE_URL"], poolclass=sa.NullPool)
    opdracht = sa.text("UPDATE ondertekenaar SET token_hash = :hash WHERE naam = :naam")
    with motor.begin() as verbinding:
        verbinding.execute(opdracht, {"hash": hash_token(f"link-{naam}"), "naam": naam})
    motor.dispose()
    return f"{BASIS}/ondertekenen/link-{naam}"


def test_r29_twintig_keer_tegelijk_versturen_geeft_een_aanvraag_en_dubbel_tekenen_telt_een_keer(
    draait: Server, nieuwe_wandelaar: Maker, vraag: Callable[[str], Any]
) -> None:
    bea = tot_controle(binnen(nieuwe_wandelaar(), "Bea"))
    statussen = alle_tegelijk(los(bea, "/stap/controleren", juist="y"))
    assert set(statussen) == {303}, statussen
    assert vraag("SELECT count(*) FROM aanvraag") == 1
    assert vraag("SELECT count(*) FROM ondertekenaar") == 3
    assert vraag("SELECT count(*) FROM bericht WHERE soort = 'aanvraag_ondertekenen'") == 3
    cees = binnen(nieuwe_wandelaar(), "Cees")
    verzenders = []
    for naam in ("Cees", "Dirk", "Els"):  # one person with the links of three
        cees.naar(zet_link(draait, naam))
        verzenders.append(los(cees, "/ondertekenen/", bevoegd="y"))
    statussen = alle_tegelijk(lambda nummer: verzenders[nummer % 3](nummer), 18)
    assert statussen.count(303) == 1, statussen
    assert set(statussen) <= {303, 404, 409}
    assert vraag("SELECT count(*) FROM ondertekenaar WHERE getekend_op IS NOT NULL") == 1
    assert vraag("SELECT status FROM aanvraag") == "wacht_op_ondertekening"
    anderen = []
    open_naam = "SELECT min(naam) FROM ondertekenaar WHERE getekend_op IS NULL"
    naam = vraag(open_naam)
    for persoon in ("Dirk", "Els"):  # two people with one link
        ander = binnen(nieuwe_wandelaar(), persoon)
        ander.naar(zet_link(draait, naam))
        anderen.append(los(ander, "/ondertekenen/", bevoegd="y"))
    with ThreadPoolExecutor(2) as zwembad:
        statussen = list(zwembad.map(lambda stuur: stuur(0), anderen))
    assert sorted(statussen) == [303, 404]
    assert vraag("SELECT status FROM aanvraag") == "nieuw"
    assert vraag("SELECT count(*) FROM bericht WHERE soort = 'aanvraag_ondertekend'") == 1
    assert draait.flask("audit", "verifieer").returncode == 0
