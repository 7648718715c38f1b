# SPDX-License-Identifier: EUPL-1.2
"""Twenty at once over four workers, and processes killed halfway: R11, R14, R24."""

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.harnas.server import Server
from tests.harnas.wandelaar import Wandelaar

Maker = Callable[[], Wandelaar]
TEGELIJK = 20
FOUTE_CODE = "0000-0000-00000"


def alle_tegelijk(doe: Callable[[int], Any], aantal: int = TEGELIJK) -> list[Any]:
    """Run ``doe`` in threads that wait for each other at the start."""
    streep = threading.Barrier(aantal)

    def een(nummer: int) -> Any:
        streep.wait()
        return doe(nummer)

    with ThreadPoolExecutor(aantal) as zwembad:
        return list(zwembad.map(een, range(aantal)))


def aan_laatste_stap(wandelaar: Wandelaar, wie: dict[str, str]) -> Wandelaar:
    wandelaar.log_in(wie["kvk"], wie["email"])
    wandelaar.tot_laatste_stap()
    return wandelaar


def los(wandelaar: Wandelaar, **velden: str) -> Callable[[int], int | None]:
    """Post the last step once, apart from the wandelaar's own state."""
    doel, waarden = wandelaar.formulier("/koppelen/koppelen")
    koekjes = dict(wandelaar.http.cookies)

    def stuur(_nummer: int) -> int | None:
        try:
            antwoord = httpx.post(doel, data=waarden | velden, cookies=koekjes, timeout=60)
        except httpx.TransportError:
            return None
        return antwoord.status_code

    return stuur


def test_r14_twintig_keer_tegelijk_koppelen_geeft_een_koppeling(
    draait: Server, nieuwe_wandelaar: Maker, vraag: Callable[[str], Any]
) -> None:
    wie = draait.gebruikers[0]
    wandelaar = aan_laatste_stap(nieuwe_wandelaar(), wie)
    stuur = los(wandelaar, gebruikersnaam=wie["gebruikersnaam"], activatiecode=wie["activatiecode"])
    statussen = alle_tegelijk(stuur)
    assert set(statussen) <= {303, 422, 429}, statussen
    assert 303 in statussen
    assert vraag("SELECT count(*) FROM koppeling") == 1
    assert vraag("SELECT count(*) FROM akkoord") == 2
    assert vraag("SELECT count(*) FROM activatiecode WHERE gebruikt_op IS NOT NULL") == 1
    assert vraag("SELECT count(*) FROM bericht WHERE soort = 'gekoppeld'") == 1
    assert draait.flask("audit", "verifieer").returncode == 0


def test_r11_van_twintig_gelijktijdige_gokken_worden_er_precies_vijf_gecontroleerd(
    draait: Server, nieuwe_wandelaar: Maker, vraag: Callable[[str], Any]
) -> None:
    wie = draait.gebruikers[0]
    wandelaar = aan_laatste_stap(nieuwe_wandelaar(), wie)
    stuur = los(wandelaar, gebruikersnaam=wie["gebruikersnaam"], activatiecode=FOUTE_CODE)
    statussen = alle_tegelijk(stuur)
    assert statussen.count(422) == 4 and statussen.count(429) == TEGELIJK - 4, statussen
    poging = "SELECT count(*) FROM auditrecord WHERE gebeurtenis = 'koppelen.poging'"
    assert vraag(f"{poging} AND uitkomst = 'fout'") == 5
    assert vraag(f"{poging} AND uitkomst = 'geblokkeerd'") == TEGELIJK - 5
    assert vraag("SELECT max(aantal) FROM teller") == 5
    draait.stop(signal.SIGKILL)
    draait.start()
    goed = los(wandelaar, gebruikersnaam=wie["gebruikersnaam"], activatiecode=wie["activatiecode"])
    assert goed(0) == 429, "de blokkade overleeft een herstart"


def test_r12_van_gokken_door_collega_s_tegelijk_worden_er_voor_een_account_vijf_gecontroleerd(
    draait: Server, nieuwe_wandelaar: Maker, vraag: Callable[[str], Any]
) -> None:
    """Each means has tries of its own left; the account has not."""
    wie = draait.gebruikers[0]
    collega_s = [nieuwe_wandelaar() for _ in range(8)]
    sturen = []
    for nummer, collega in enumerate(collega_s):
        collega.log_in(wie["kvk"], f"collega {nummer}")
        collega.tot_laatste_stap()
        velden = {"gebruikersnaam": wie["gebruikersnaam"], "activatiecode": FOUTE_CODE}
        sturen.append(los(collega, **velden))
    statussen = alle_tegelijk(lambda nummer: sturen[nummer](0), len(sturen))
    assert sorted(statussen) == [422] * 4 + [429] * 4
    poging = "SELECT count(*) FROM auditrecord WHERE gebeurtenis = 'koppelen.poging'"
    assert vraag(f"{poging} AND uitkomst = 'fout'") == 5
    assert vraag("SELECT count(*) FROM bericht WHERE soort = 'blokkade'") == 1


def test_r18_van_twintig_gelijktijdige_gokken_met_een_token_worden_er_vijf_gecontroleerd(
    draait: Server, nieuwe_wandelaar: Maker, vraag: Callable[[str], Any]
) -> None:
    wandelaar = nieuwe_wandelaar()
    wandelaar.naar("/inloggen/hoger-onderwijs")
    doel, waarden = wandelaar.formulier("/inloggen/hoger-onderwijs")
    waarden |= {"gebruikersnaam": draait.gebruikers[0]["gebruikersnaam"]}
    waarden |= {"wachtwoord": "verkeerd", "token": "000000"}
    koekjes = dict(wandelaar.http.cookies)
    statussen = alle_tegelijk(
        lambda _: httpx.post(doel, data=waarden, cookies=koekjes, timeout=60).status_code
    )
    assert sorted(statussen) == [422] * 4 + [429] * (TEGELIJK - 4)
    poging = "SELECT count(*) FROM auditrecord WHERE gebeurtenis = 'login.token'"
    assert vraag(f"{poging} AND uitkomst = 'fout'") == 5
    assert vraag(f"{poging} AND uitkomst = 'geblokkeerd'") == TEGELIJK - 5


def test_hetzelfde_antwoord_van_eherkenning_twintig_keer_geeft_een_sessie(
    draait: Server, nieuwe_wandelaar: Maker, vraag: Callable[[str], Any]
) -> None:
    wie = draait.gebruikers[0]
    wandelaar = nieuwe_wandelaar()
    wandelaar.tot_antwoord(wie["kvk"], wie["email"])
    doel, waarden = wandelaar.formulier("/eherkenning/acs")
    koekjes = dict(wandelaar.http.cookies)
    statussen = alle_tegelijk(
        lambda _: httpx.post(doel, data=waarden, cookies=koekjes, timeout=60).status_code
    )
    assert sorted(set(statussen)) == [303, 403] and statussen.count(303) == 1, statussen
    assert vraag("SELECT count(*) FROM sessie") == 1


def test_r24_een_gedode_server_laat_de_wizard_staan_waar_hij_was(
    draait: Server, nieuwe_wandelaar: Maker
) -> None:
    wie = draait.gebruikers[0]
    wandelaar = aan_laatste_stap(nieuwe_wandelaar(), wie)
    draait.stop(signal.SIGKILL)
    draait.start()
    wandelaar.naar("/koppelen/")
    wandelaar.verstuur(
        "/koppelen/koppelen",
        gebruikersnaam=wie["gebruikersnaam"],
        activatiecode=wie["activatiecode"],
    )
    assert wandelaar.antwoord is not None and "Koppeling gelukt" in wandelaar.antwoord.text


def test_r14_wie_midden_in_het_koppelen_wordt_gedood_heeft_alles_of_niets(
    draait: Server, nieuwe_wandelaar: Maker, vraag: Callable[[str], Any]
) -> None:
    wandelaars = [(wie, aan_laatste_stap(nieuwe_wandelaar(), wie)) for wie in draait.gebruikers[:6]]
    sturen = [
        los(w, gebruikersnaam=wie["gebruikersnaam"], activatiecode=wie["activatiecode"])
        for wie, w in wandelaars
    ]

    def dood_of_stuur(nummer: int) -> int | None:
        if nummer == len(sturen):
            time.sleep(0.12)
            draait.stop(signal.SIGKILL)
            return None
        return sturen[nummer](0)

    alle_tegelijk(dood_of_stuur, len(sturen) + 1)
    gelegd = vraag("SELECT count(*) FROM koppeling")
    assert vraag("SELECT count(*) FROM akkoord") == 2 * gelegd
    assert vraag("SELECT count(*) FROM activatiecode WHERE gebruikt_op IS NOT NULL") == gelegd
    assert vraag("SELECT count(*) FROM bericht WHERE soort = 'gekoppeld'") == gelegd
    gemaakt = "SELECT count(*) FROM auditrecord WHERE gebeurtenis = 'koppeling.gemaakt'"
    assert vraag(gemaakt) == gelegd
    draait.start()
    assert draait.flask("audit", "verifieer").returncode == 0
