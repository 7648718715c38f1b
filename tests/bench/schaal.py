# SPDX-License-Identifier: EUPL-1.2
"""The lists of beheer at a million gebruikers: against a thousand, and against stock Flask-Admin.

Whole requests of a medewerker who is logged in, in wall time: PostgreSQL works elsewhere. How
many gebruikers is BENCH_GEBRUIKERS, for a quick look 100000.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.zoekindex import gebruikers_met
from portal.models import Auditrecord, Gebruiker
from portal.models.soorten import Gebruikerstatus
from tests.bench import uitvoer
from tests.bench.gezaaid import SOORTEN, gezaaid
from tests.bench.medewerker import Portaal, kale_admin, portaal
from tests.bench.meten import Rij, om_en_om

KLEIN, GROOT = 1_000, int(os.environ.get("BENCH_GEBRUIKERS", "1000000"))
RONDES, KEER = 15, 3
KALE_RONDES = 3  # of seconds each
GROEI, GROEI_ZOEKEN, SNELLER = 1.3, 15, 150
GEBRUIKERS, LOGBOEK = "/platformbeheer/gebruikers/", "/platformbeheer/logboek/"
DIEP = 40  # the last page of a thousand gebruikers is the 50th
ZELDEN = "blokkade.opgeheven"  # a gebeurtenis of which there are few
ACTOR = 4  # the first beheerder of the largest bestuur

Telling = sa.Select[int]
ALLE: Telling = select(func.count(Gebruiker.id))
MENSEN = ALLE.where(Gebruiker.status != Gebruikerstatus.BEEINDIGD)  # what the list begins with
RECORDS: Telling = select(func.count(Auditrecord.nummer))


@dataclass(frozen=True, slots=True)
class Geval:
    """A page: its address, the rows that it must speak of, and how much slower it may become."""

    naam: str
    adres: str
    telt: Telling
    doel: float = GROEI


def meet(map_: Path) -> Iterator[Rij | str]:
    """Rows for both databases; a line of text for what cannot be measured."""
    for soort in SOORTEN:
        with ExitStack() as stapel:
            urls = [stapel.enter_context(gezaaid(soort, n, map_)) for n in (KLEIN, GROOT)]
            if urls[0] is None or urls[1] is None:
                yield f"{soort}: niet bereikbaar, dus niet gemeten"
                continue
            klein = stapel.enter_context(portaal(urls[0], map_))
            groot = stapel.enter_context(portaal(urls[1], map_))
            zeldzaam = _zeldzaam(groot.motor)
            for geval in _gevallen(zeldzaam):
                yield from _groei(soort, geval, klein, groot)
            yield from _tegen_kaal(soort, groot, zeldzaam)
            yield from uitvoer.meet(soort, groot.motor, urls[1], map_)


def _zeldzaam(motor: sa.Engine) -> str:
    """A surname that a few people have."""
    aantal = func.count()
    namen = select(Gebruiker.achternaam).where(Gebruiker.achternaam.like("%-%"))
    vraag = namen.group_by(Gebruiker.achternaam).order_by(aantal, Gebruiker.achternaam).limit(1)
    with Session(motor) as sessie:
        return str(sessie.scalar(vraag.having(aantal >= min(3, GROOT // 100_000))))


def _gevallen(zeldzaam: str) -> Iterator[Geval]:
    yield Geval("eerste bladzijde", GEBRUIKERS, MENSEN)
    yield Geval("diepe bladzijde", f"{GEBRUIKERS}?pagina={DIEP}", MENSEN)
    yield Geval("op e-mailadres", f"{GEBRUIKERS}?sorteer=email", MENSEN)
    op_inlog = f"{GEBRUIKERS}?sorteer=laatste_login_op&aflopend=1"
    yield Geval("op laatste inlog, diep", f"{op_inlog}&pagina={DIEP}", MENSEN)
    status = ALLE.where(Gebruiker.status == Gebruikerstatus.GEBLOKKEERD)
    yield Geval("filter op status", f"{GEBRUIKERS}?status=geblokkeerd", status)
    medewerkers = MENSEN.where(Gebruiker.medewerkersrol.is_not(None))
    yield Geval("filter op soort", f"{GEBRUIKERS}?soort=medewerker", medewerkers)
    for naam, term in (("zeldzaam", zeldzaam), ("deel van een naam", "zwanev"), ("niets", "qqxqq")):
        adres = f"{GEBRUIKERS}?zoek={term}"
        yield Geval(f"zoeken: {naam}", adres, MENSEN.where(gebruikers_met(term)), GROEI_ZOEKEN)
    yield Geval("logboek, eerste bladzijde", LOGBOEK, RECORDS)
    zelden = RECORDS.where(Auditrecord.gebeurtenis == ZELDEN)
    yield Geval("logboek, filter op gebeurtenis", f"{LOGBOEK}?gebeurtenis={ZELDEN}", zelden)
    iemand = RECORDS.where(Auditrecord.actor_id == ACTOR)
    yield Geval("logboek, filter op wie", f"{LOGBOEK}?door={ACTOR}", iemand)


def _wand(doe: Callable[[], object]) -> float:
    begin = time.perf_counter()
    for _ in range(KEER):
        doe()
    return (time.perf_counter() - begin) / KEER


def _groei(soort: str, geval: Geval, klein: Portaal, groot: Portaal) -> Iterator[Rij]:
    eigen, ander = (een.haal(geval.adres, geval.telt) for een in (groot, klein))
    paar = om_en_om(eigen, ander, RONDES, _wand)
    yield Rij(f"{soort}: {geval.naam}: {GROOT:.0e} maal {KLEIN:.0e}", paar.maal, "x", geval.doel)
    yield Rij(f"{soort}: {geval.naam}", paar.a_ms, "ms")


def _tegen_kaal(soort: str, groot: Portaal, term: str) -> Iterator[Rij]:
    """The rare search, in a list of each."""
    adres = f"{GEBRUIKERS}?zoek={term}"
    eigen = groot.haal(adres, MENSEN.where(gebruikers_met(term)))
    with kale_admin(groot.motor) as zoek:
        paar = om_en_om(lambda: zoek(term), eigen, KALE_RONDES, _wand)
    naam = f"{soort}: zoeken: zeldzaam: sneller dan kale Flask-Admin"
    yield Rij(naam, paar.maal, "x", SNELLER, minstens=True)
    yield Rij(f"{soort}: zoeken: zeldzaam in kale Flask-Admin", paar.a_ms, "ms")
