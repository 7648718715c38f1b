# SPDX-License-Identifier: EUPL-1.2
"""``flask onderhoud``: the nightly job (R7, R16, R22, retention); again it does nothing more."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.cli.database import met_database
from portal.db import transactie
from portal.domain import aanvraagonderhoud, maandbericht, opschoning, papieren
from portal.domain import onderhoud as taken
from portal.web.klok import nu

Zoek = Callable[[Session, datetime], Sequence[int]]
Behandel = Callable[[Session, int, datetime], taken.Uitkomst]
MISLUKT = "mislukt"

log = logging.getLogger(__name__)


@click.command("onderhoud")
@with_appcontext
@met_database
def onderhoud() -> None:
    """Verbreek stille koppelingen, stuur herinneringen en ruim op. Mag vaker."""
    telling = nachtwerk(nu())
    click.echo(beschrijf(telling))
    if telling[MISLUKT]:
        raise SystemExit(1)


def nachtwerk(moment: datetime) -> Counter[str]:
    """All that is to be done once a night; how often each thing was done."""
    telling = codewerk(moment)
    telling += _een_voor_een(taken.stille_koppelingen, taken.houd_koppeling_bij, moment)
    telling += _een_voor_een(taken.rechten_zonder_grond, taken.houd_rechten_bij, moment)
    telling += _een_voor_een(aanvraagonderhoud.wachtende, _houd_aanvraag_bij, moment)
    telling += _een_voor_een(maandbericht.te_berichten, maandbericht.bericht, moment)
    map_ = papieren.map_van(current_app.extensions["config"].instance)
    with transactie() as session:
        telling += Counter(opschoning.ruim_op(session, moment))
        telling["papieren"] += papieren.ruim_op(session, map_, moment)
    return telling


def _houd_aanvraag_bij(session: Session, nummer: int, moment: datetime) -> taken.Uitkomst:
    return aanvraagonderhoud.houd_aanvraag_bij(session, nummer, moment, pad=_tekenpad)


def _tekenpad(token: str) -> str:
    """The path of a link to sign, outside of any request."""
    return current_app.url_map.bind("portaal").build("ondertekenen.toon", {"token": token})


def codewerk(moment: datetime) -> Counter[str]:
    """The reminders about activatiecodes (R7)."""
    return _een_voor_een(taken.ongebruikte_codes, taken.houd_code_bij, moment)


def beschrijf(telling: Counter[str]) -> str:
    """The counts on one line, for a log or a terminal."""
    return ", ".join(f"{aantal} {naam}" for naam, aantal in telling.items() if aantal) or "niets"


def _een_voor_een(zoek: Zoek, behandel: Behandel, moment: datetime) -> Counter[str]:
    """A transaction for each row, so that a row that fails does not hold up the others."""
    telling: Counter[str] = Counter()
    with transactie() as session:
        sleutels = zoek(session, moment)
    for sleutel in sleutels:
        try:
            with transactie() as session:
                uitkomst = behandel(session, sleutel, moment)
        except (SQLAlchemyError, ValueError) as fout:
            log.error("%s van %d: %s", behandel.__name__, sleutel, type(fout).__name__)
            telling[MISLUKT] += 1
        else:
            telling[uitkomst.value] += uitkomst is not taken.Uitkomst.NIETS
    return telling
