# SPDX-License-Identifier: EUPL-1.2
"""All gebruikers as CSV, from a gunicorn worker: when it begins, and the memory that it takes."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import activatiecodes
from portal.models import Gebruiker
from tests.bench.gezaaid import SLEUTEL
from tests.bench.medewerker import Portaal, medewerkers
from tests.bench.meten import Rij
from tests.bench.proces import env, geheugen, gunicorn
from tests.harnas.server import vrije_poort
from tests.harnas.wandelaar import Wandelaar

CSV = "/platformbeheer/gebruikers/gebruikersbestand.csv"
EERSTE_BYTE, GEHEUGEN = 200, 100  # ms, MB


def meet(soort: str, groot: Portaal, url: str, map_: Path) -> Iterator[Rij | str]:
    """Download it once in the way of a browser."""
    if not groot.kent(CSV):
        yield f"{soort}: CSV van alle gebruikers: dit adres is er niet"
        return
    adres = f"http://127.0.0.1:{vrije_poort()}"
    omgeving = env(
        map_,
        MIJNDUO_BASE_URL=adres,
        MIJNDUO_DATABASE_URL=url,
        MIJNDUO_SECRET_KEY=SLEUTEL,
    )
    with Session(groot.motor) as sessie:
        verwacht = sessie.scalar(select(func.count(Gebruiker.id)))
        medewerker = medewerkers(sessie)[1]
        code = activatiecodes.geef_uit(sessie, medewerker, nu=datetime.now(UTC), door=None)
        wie = medewerker.organisatie.kvk, medewerker.gebruikersnaam, code
        sessie.commit()
    with gunicorn(adres, omgeving) as pid:
        wandelaar = _binnen(adres, *wie)
        (kind,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        begin, eerste, regels = time.perf_counter(), 0.0, 0
        with wandelaar.http.stream("GET", f"{adres}{CSV}") as antwoord:
            assert antwoord.status_code == 200, antwoord.status_code
            for brok in antwoord.iter_bytes():
                eerste = eerste or time.perf_counter() - begin
                regels += brok.count(b"\r\n")
        duur = time.perf_counter() - begin
        piek = geheugen(int(kind), "status")["VmHWM"]
    assert regels == (verwacht or 0) + 1, (regels, verwacht)
    yield Rij(f"{soort}: CSV van alle gebruikers: eerste byte", eerste * 1000, "ms", EERSTE_BYTE)
    yield Rij(f"{soort}: CSV van alle gebruikers: geheugen (RSS)", piek, "MB", GEHEUGEN)
    yield Rij(f"{soort}: CSV van alle gebruikers", duur, "s")


def _binnen(adres: str, kvk: str, naam: str, code: str) -> Wandelaar:
    """A browser of a medewerker who has just koppeld."""
    wandelaar = Wandelaar(adres)
    wandelaar.log_in(kvk, "Uitvoer")
    wandelaar.tot_laatste_stap()
    wandelaar.verstuur("/koppelen/koppelen", gebruikersnaam=naam, activatiecode=code)
    return wandelaar
