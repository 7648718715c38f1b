# SPDX-License-Identifier: EUPL-1.2
"""Organisaties that staff has to follow up, because of their beheerders (R1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, select

from admin.filters import Keuze
from admin.lijst import Lijst
from admin.woorden import aantal, label, link
from portal.db import db
from portal.domain import aanvraagtelling, opvolging, organisaties
from portal.domain.opvolging import Signaal, Stand
from portal.domain.zoekindex import ongeacht_volgorde, organisaties_met
from portal.models import Organisatie
from portal.permissions import Permission
from portal.web.klok import nu

WOORDEN = {
    Signaal.GEEN: "Geen beheerder",
    Signaal.EEN: "Nog één beheerder",
    Signaal.ONTKOPPELD: "Beheerder zonder koppeling",
    Signaal.STIL: "Beheerder 12 maanden stil",
}
UITLEG = {
    Signaal.GEEN: "Niemand kan gebruikers aanmelden of helpen. Vraag het bestuur om een beheerder.",
    Signaal.EEN: "Valt deze beheerder uit, dan kan niemand helpen. Vraag om een tweede.",
    Signaal.ONTKOPPELD: "De koppeling is ongedaan gemaakt of vervallen. Inloggen kan niet.",
    Signaal.STIL: "Werkt deze persoon nog als beheerder? Vraag het bestuur om dit na te gaan.",
}


@dataclass(frozen=True, slots=True)
class Rij:
    """One organisatie with how it stands."""

    organisatie: Organisatie
    stand: Stand
    gebruikers: int
    aanvragen: int

    @property
    def id(self) -> int:
        """The number of the organisatie."""
        return self.organisatie.id


class Opvolging(Lijst):
    """The list; what is to be done is done from the page of the organisatie."""

    permission = Permission.SERVICEDESK
    titel = "Opvolging nodig"
    een = "organisatie"
    list_template = "platform/opvolging.html"
    can_view_details = False
    column_list = ("naam", "signalen", "aanvragen", "beheerders", "gebruikers", "kvk", "plaats")
    column_labels = {
        "naam": "Organisatie",
        "signalen": "Wat er is",
        "aanvragen": "Aanvragen",
        "beheerders": "Beheerders",
        "gebruikers": "Gebruikers",
        "kvk": "KvK-nummer",
        "plaats": "Plaats",
    }
    column_formatters = {
        "naam": lambda _v, _c, rij, _n: link(
            str(rij.organisatie), url_for("platform_organisaties.toon", nr=rij.id)
        ),
        "signalen": lambda _v, _c, rij, _n: labels(rij.stand),
        "aanvragen": lambda view, _c, rij, _n: _aanvragen(view, rij),
        "beheerders": lambda _v, _c, rij, _n: _beheerders(rij),
        "kvk": lambda _v, _c, rij, _n: rij.organisatie.kvk,
        "plaats": lambda _v, _c, rij, _n: rij.organisatie.plaats,
    }
    column_default_sort = ("naam", False)
    sorteert = {"naam": Organisatie.naam, "plaats": Organisatie.plaats}
    column_filters = (
        Keuze(
            "signaal",
            "Wat er is",
            lambda w: ongeacht_volgorde(Organisatie.id, opvolging.met(nu(), Signaal(w))),
            [(signaal.value, zin) for signaal, zin in WOORDEN.items()],
        ),
    )
    zoekt_in = "naam, KvK-nummer of plaats"

    def __init__(self, url: str) -> None:
        super().__init__(Organisatie, "Opvolging nodig", "platform_opvolging", url)

    def selectie(self) -> Select[Any]:
        """Only those with a signaal, worked out once and not for each organisatie in turn."""
        gevonden = ongeacht_volgorde(Organisatie.id, opvolging.met(nu()))
        return select(Organisatie).where(gevonden)

    def zoek(self, term: str) -> ColumnElement[bool]:
        """As in the list of organisaties."""
        return organisaties_met(term)

    def lees(self, nummers: Sequence[int]) -> Iterable[Rij]:
        """Four queries for a page: the organisaties, how they stand, their size, what runs."""
        standen = opvolging.signalen(db.session, nu(), nummers)
        tellingen = organisaties.gebruikers_per(db.session, nummers)
        lopend = aanvraagtelling.per_organisatie(db.session, nummers)
        for een in super().lees(nummers):
            yield Rij(een, standen[een.id], tellingen.get(een.id, 0), lopend.get(een.id, 0))


def labels(stand: Stand) -> Markup:
    """The signalen as words in colour; with the number where it is about some of more."""
    return Markup(" ").join(
        label(_woord(signaal, stand), "fout" if signaal is Signaal.GEEN else "let-op")
        for signaal in stand.signalen
    )


def _woord(signaal: Signaal, stand: Stand) -> str:
    hoeveel = {Signaal.ONTKOPPELD: stand.ontkoppeld, Signaal.STIL: stand.stil}.get(signaal, 1)
    return WOORDEN[signaal] if hoeveel == 1 else f"{WOORDEN[signaal]} ({hoeveel})"


def _aanvragen(view: Opvolging, rij: Rij) -> str | Markup:
    """What the bestuur asks already; only a medewerker can open those."""
    if not rij.aanvragen:
        return "Geen"
    tekst = aantal(rij.aanvragen, "lopende", "lopende")
    if not view.mag_met(Permission.MEDEWERKER):
        return tekst
    van_wie = Markup('{}<span class="portal-sr"> van {}</span>').format(tekst, rij.organisatie)
    return link(van_wie, url_for("platform_aanvragen.index_view", kvk=rij.organisatie.kvk))


def zorgen(organisatie: Organisatie) -> Sequence[tuple[str, str]]:
    """What is the matter with its beheerders, and what to do about it (R1)."""
    stand = opvolging.signalen(db.session, nu(), [organisatie.id]).get(organisatie.id)
    return [(WOORDEN[s], UITLEG[s]) for s in stand.signalen] if stand else []


def _beheerders(rij: Rij) -> str | Markup:
    if not rij.stand.beheerders:
        return "0"
    adres = url_for("platform_gebruikers.index_view", kvk=rij.organisatie.kvk, soort="beheerder")
    van_wie = Markup('{}<span class="portal-sr"> beheerders van {}</span>')
    return link(van_wie.format(rij.stand.beheerders, rij.organisatie), adres)
