# SPDX-License-Identifier: EUPL-1.2
"""How the stand of an account reads: in the list with labels, in a file as plain text."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from markupsafe import Markup

from admin.woorden import woord
from portal.domain.standen import Stand
from portal.domain.verhaal import NADERT
from portal.models.soorten import Gebruikerstatus, Inlogmiddel
from portal.tijd import amsterdam

MIDDELEN = {
    Inlogmiddel.EHERKENNING: "eHerkenning gekoppeld",
    Inlogmiddel.TOKEN: "Token",
    None: "Nog niet",
}
LABEL = Markup('<span class="portal-label portal-label--{}">{}</span>')
KLEUR = {Gebruikerstatus.GEBLOKKEERD: "fout", Gebruikerstatus.BEEINDIGD: "grijs"}


def inlogmiddel(stand: Stand) -> str:
    """With what one logs in."""
    return MIDDELEN[stand.inlogmiddel]


def status(stand: Stand) -> str:
    """The status; a block after wrong combinations goes before "Actief" (R12)."""
    eigen = stand.gebruiker.status
    if eigen is Gebruikerstatus.ACTIEF and stand.geblokkeerd_tot is not None:
        return f"Blokkade tot {amsterdam(stand.geblokkeerd_tot):%H.%M} uur"
    return woord(eigen)


def laatste_inlog(stand: Stand) -> str:
    """The day, or that it never happened."""
    return dag(stand.laatste_login_op) or "nooit"


def over(dagen: int) -> str:
    """As "over 12 dagen"."""
    return {0: "vandaag", 1: "morgen"}.get(dagen, f"over {dagen} dagen")


def dag(moment: datetime | None) -> str:
    """In short, as a spreadsheet knows it: 24-11-2026; empty without a moment."""
    return "" if moment is None else f"{amsterdam(moment):%d-%m-%Y}"


def _label_inlogmiddel(stand: Stand) -> str:
    gekoppeld = stand.inlogmiddel is Inlogmiddel.EHERKENNING
    return LABEL.format("ok", inlogmiddel(stand)) if gekoppeld else inlogmiddel(stand)


def _label_status(stand: Stand) -> str:
    eigen = stand.gebruiker.status
    if eigen in KLEUR:
        return LABEL.format(KLEUR[eigen], status(stand))
    return status(stand) if stand.geblokkeerd_tot is None else LABEL.format("fout", status(stand))


def _label_vervalt(stand: Stand) -> str:
    """A day; near ones with how many days are left (R16)."""
    if stand.vervalt_op is None or stand.vervalt_over is None:
        return "–"
    if stand.vervalt_over > NADERT:
        return dag(stand.vervalt_op)
    bijna = LABEL.format("let-op", over(stand.vervalt_over))
    return Markup("{}<br>{}").format(dag(stand.vervalt_op), bijna)


def _email(stand: Stand) -> Markup:
    """The address, which may go on at the next line before its @."""
    voor, at, na = stand.gebruiker.email.partition("@")
    return Markup("{}<wbr>{}{}").format(voor, at, na)


KOLOMMEN: dict[str, Callable[[Stand], str]] = {
    "email": _email,
    "inlogmiddel": _label_inlogmiddel,
    "status": _label_status,
    "laatste_login_op": laatste_inlog,
    "vervalt_op": _label_vervalt,
}
# As Flask-Admin calls them, with the view, the context and the name of the column.
OPMAAK: dict[str, Callable[..., Any]] = {
    naam: (lambda _v, _c, stand, _n, m=maak: m(stand)) for naam, maak in KOLOMMEN.items()
}
