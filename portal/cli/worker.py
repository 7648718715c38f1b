# SPDX-License-Identifier: EUPL-1.2
"""``flask worker``: delivers the outbox and runs the timed jobs until SIGTERM.

It keeps nothing in memory that a restart would miss: at start each job runs at once, and since
all of them are idempotent neither that nor a second worker does harm. Logs counts, never
addresses or texts (R33).
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from portal.cli.database import waarom
from portal.cli.onderhoud import beschrijf, codewerk, nachtwerk
from portal.cli.stop import Stop
from portal.post.bezorging import bezorg_een
from portal.post.mail import GeenVerbinding
from portal.post.verzender import SmtpVerzender, registreer
from portal.tijd import amsterdam
from portal.web.klok import nu

RUST = 1.0  # seconds between looks into the outbox
LANGSTE_RUST = 10.0  # seconds, while mail server or database is out of reach
NACHT = 3  # o'clock in Amsterdam
REGEL = "%(asctime)s %(levelname)s %(name)s: %(message)s"
OPNIEUW = timedelta(minutes=1)  # after a job that failed
MISLUKT = "Niet al het werk is gelukt; het log zegt wat."
METEEN = datetime.min.replace(tzinfo=UTC)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Klus:
    """A timed job: what to do, and when next."""

    naam: str
    doe: Callable[[datetime], Counter[str]]
    daarna: Callable[[datetime], datetime]
    volgende: datetime = METEEN


@click.command("worker")
@click.option("--once", is_flag=True, help="Doe wat nu moet en stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Bezorg de uitgaande mail en doe het werk dat op tijd moet."""
    logging.basicConfig(level=logging.INFO, format=REGEL)
    registreer(current_app, current_app.extensions["config"])
    klussen = [Klus("codes", codewerk, over_een_uur), Klus("nacht", nachtwerk, volgende_nacht)]
    with Stop() as stop:
        if once:
            goed = doe_klussen(klussen, stop)
            click.echo(f"mail: {beschrijf(leeg_outbox(stop)[0])}")
            if not goed:
                raise click.ClickException(waarom() or MISLUKT)
            return
        log.info("worker begint")
        _blijf_bezig(klussen, stop)
        log.info("worker stopt")


def _blijf_bezig(klussen: list[Klus], stop: Stop) -> None:
    """Look every second; less and less often while something is out of reach."""
    rust = RUST
    while not stop.gevraagd:
        doe_klussen(klussen, stop)
        telling, bereikbaar = leeg_outbox(stop)
        if telling:
            log.info("mail: %s", beschrijf(telling))
        rust = RUST if bereikbaar else min(rust * 2, LANGSTE_RUST)
        stop.wacht(rust)


def leeg_outbox(stop: Stop) -> tuple[Counter[str], bool]:
    """Deliver all that is due: the counts, and whether mail server and database were in reach."""
    telling: Counter[str] = Counter()
    with SmtpVerzender(current_app) as verzender:
        while not stop.gevraagd:
            try:
                uitkomst = bezorg_een(verzender, nu())
            except (GeenVerbinding, SQLAlchemyError, OSError) as fout:
                log.warning("mail wacht: %s", _waarom(fout))
                return telling, False
            if uitkomst is None:
                break
            telling[uitkomst.value] += 1
    return telling, True


def doe_klussen(klussen: list[Klus], stop: Stop) -> bool:
    """Run the jobs whose time has come; one that fails is tried again soon. Whether none did."""
    goed = True
    for klus in klussen:
        moment = nu()
        if stop.gevraagd or moment < klus.volgende:
            continue
        try:
            telling = klus.doe(moment)
        except SQLAlchemyError as fout:
            log.error("%s mislukt: %s", klus.naam, type(fout).__name__)
            klus.volgende = moment + OPNIEUW
            goed = False
        else:
            log.info("%s: %s", klus.naam, beschrijf(telling))
            klus.volgende = klus.daarna(moment)
    return goed


def over_een_uur(moment: datetime) -> datetime:
    """When the codes are looked at again."""
    return moment + timedelta(hours=1)


def volgende_nacht(moment: datetime) -> datetime:
    """The next three o'clock in Amsterdam after ``moment``."""
    lokaal = amsterdam(moment)
    drie_uur = lokaal.replace(hour=NACHT, minute=0, second=0, microsecond=0, fold=0)
    if drie_uur <= lokaal:
        drie_uur += timedelta(days=1)
    return drie_uur.astimezone(UTC)


def _waarom(fout: Exception) -> str:
    """GeenVerbinding tells why; a database error could repeat the row, so only its kind."""
    return str(fout) if isinstance(fout, GeenVerbinding) else type(fout).__name__
