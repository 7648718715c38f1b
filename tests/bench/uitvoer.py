# SPDX-License-Identifier: EUPL-1.2
"""The longest lists as CSV, from a gunicorn worker: when it begins, and the memory it takes."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.domain import activatiecodes
from portal.models import Auditrecord, Gebruiker, Organisatie
from portal.models.soorten import Gebruikerstatus
from portal.zaai.organisaties import UITVOERDER
from tests.bench.gezaaid import SLEUTEL
from tests.bench.medewerker import medewerkers
from tests.bench.meten import Rij
from tests.bench.proces import env, geheugen, gunicorn
from tests.harnas.server import vrije_poort
from tests.harnas.wandelaar import Wandelaar

EERSTE_BYTE, GEHEUGEN = 200, 100  # ms, MB
GROOTSTE = UITVOERDER + 1  # id of the largest bestuur
ERBIJ = 10  # records that logging in and asking for the file may add


@dataclass(frozen=True, slots=True)
class Bestand:
    """A file: where, for whom, and how many rows are in it."""

    naam: str
    pad: str
    wie: Gebruiker
    rijen: int


def meet(soort: str, motor: sa.Engine, url: str, map_: Path) -> Iterator[Rij]:
    """Download each once, from a process of its own, as a browser does."""
    with Session(motor, expire_on_commit=False) as sessie:
        for bestand in _bestanden(sessie):
            nu = datetime.now(UTC)
            code = activatiecodes.geef_uit(sessie, bestand.wie, nu=nu, door=None)
            kvk = bestand.wie.organisatie.kvk
            sessie.commit()
            yield from _meet(soort, bestand, (kvk, code), url, map_)


def _bestanden(sessie: Session) -> Iterator[Bestand]:
    records = sessie.scalar(select(func.count(Auditrecord.nummer))) or 0
    pad = "/platformbeheer/logboek/logboek.csv"
    yield Bestand("het hele logboek", pad, medewerkers(sessie)[1], records)
    thuis = select(Organisatie.id).where(
        or_(Organisatie.id == GROOTSTE, Organisatie.parent_id == GROOTSTE)
    )
    mensen = sessie.scalar(
        select(func.count(Gebruiker.id)).where(
            Gebruiker.organisatie_id.in_(thuis), Gebruiker.status != Gebruikerstatus.BEEINDIGD
        )
    )
    van_grootste = select(Gebruiker).where(Gebruiker.organisatie_id == GROOTSTE)
    beheerder = sessie.scalars(van_grootste.order_by(Gebruiker.id).offset(1).limit(1)).one()
    pad = "/beheer/gebruikers/gebruikersbestand.csv"
    yield Bestand("het gebruikersbestand", pad, beheerder, mensen or 0)


def _meet(
    soort: str, bestand: Bestand, sleutel: tuple[str, str], url: str, map_: Path
) -> Iterator[Rij]:
    adres = f"http://127.0.0.1:{vrije_poort()}"
    eigen = {
        "MIJNDUO_BASE_URL": adres,
        "MIJNDUO_DATABASE_URL": url,
        "MIJNDUO_SECRET_KEY": SLEUTEL,
    }
    with gunicorn(adres, env(map_, **eigen)) as pid:
        wandelaar = _binnen(adres, bestand.wie.gebruikersnaam, *sleutel)
        (kind,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        vooraf = _vergeet_piek(int(kind))
        begin, eerste, regels = time.perf_counter(), 0.0, 0
        with wandelaar.http.stream("GET", f"{adres}{bestand.pad}") as antwoord:
            assert antwoord.status_code == 200, antwoord.status_code
            for brok in antwoord.iter_bytes():
                eerste = eerste or time.perf_counter() - begin
                regels += brok.count(b"\n")  # a chunk may end between \r and \n
        duur = time.perf_counter() - begin
        piek = geheugen(int(kind), "status")["VmHWM"]
    assert 0 <= regels - 1 - bestand.rijen <= ERBIJ, (regels, bestand.rijen)
    naam = f"{soort}: {bestand.naam} als CSV"
    yield Rij(f"{naam}: eerste byte", eerste * 1000, "ms", EERSTE_BYTE)
    yield Rij(f"{naam}: hoogste geheugen (RSS)", piek, "MB", GEHEUGEN)
    yield Rij(f"{naam}: daarvan door het bestand", piek - vooraf, "MB")
    yield Rij(f"{naam}: {bestand.rijen} rijen", duur, "s")


def _vergeet_piek(pid: int) -> float:
    """Have the kernel keep the highest RSS from now on; what it is now, in MB.

    Else the hash of the activatiecode, which takes 19 MB by design, would be counted.
    """
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return geheugen(pid, "status")["VmRSS"]


def _binnen(adres: str, naam: str, kvk: str, code: str) -> Wandelaar:
    """A browser of somebody who has just koppeld."""
    wandelaar = Wandelaar(adres)
    wandelaar.log_in(kvk, naam)
    wandelaar.tot_laatste_stap()
    wandelaar.verstuur("/koppelen/koppelen", gebruikersnaam=naam, activatiecode=code)
    return wandelaar
