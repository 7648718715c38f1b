# SPDX-License-Identifier: EUPL-1.2
"""Where a beheerder begins: how far everybody is, who waits on what, what ends soon."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, url_for

from admin.basis import Basis, adres
from admin.beheer.standwoorden import over
from portal import bereik
from portal.db import db
from portal.domain import beheeroverzicht, opvolging
from portal.domain.beheeroverzicht import Lijst, Overzicht, Regel
from portal.domain.opvolging import Signaal
from portal.domain.stadia import Stadium
from portal.models import Gebruiker
from portal.permissions import Permission
from portal.tijd import dag_van, datum, datum_tijd, tot
from portal.web.ik import ik
from portal.web.klok import nu

LIJST = "beheer_gebruikers.index_view"
Keuze = Mapping[str, Any]
STADIA: Mapping[Stadium, tuple[str, Keuze]] = {
    Stadium.AANGEMELD: ("Wacht op de brief", {"wacht-op": "brief"}),
    Stadium.BRIEF: ("Wacht op een activatiecode", {"wacht-op": "code"}),
    Stadium.CODE: ("Moet nog koppelen", {"wacht-op": "koppelen"}),
    Stadium.GEKOPPELD: ("Gekoppeld", {"inlogmiddel": "eherkenning", "status": "actief"}),
    Stadium.GEBLOKKEERD: ("Geblokkeerd", {"status": "geblokkeerd"}),
}


@dataclass(frozen=True, slots=True)
class Staaf:
    """One stadium in the chart: its name, number, share of the longest in percent, and list."""

    naam: str
    aantal: int
    deel: int
    adres: str


@dataclass(frozen=True, slots=True)
class Kaart:
    """A list on the page: (name, address, organisatie, when) of its first rows, and where all are.

    The name is empty for a row that is nobody in particular.
    """

    titel: str
    uitleg: str
    regels: Sequence[tuple[str, str, str, str]]
    totaal: int
    adres: str


Zin = Callable[[Regel, datetime], str]
Soort = tuple[str, str, str, Zin, Keuze]
# Field of Overzicht, heading, what to do, the words of a row, the filters of the list.
SOORTEN: Sequence[Soort] = (
    (
        "codeverzoeken",
        "Verzoeken om een code",
        "In de laatste 7 dagen vroeg iemand met een eHerkenningsmiddel van uw organisatie om een "
        "code. Wij weten niet wie. Bij ‘Wacht op een activatiecode’ ziet u wie het kan zijn.",
        lambda r, _: datum_tijd(r.op) if r.op else "",
        {"wacht-op": "code"},
    ),
    (
        "wacht_op_brief",
        "Wacht op de brief",
        "Download de brief, print hem en geef hem aan de gebruiker.",
        lambda r, _: f"aangemeld op {_dag(r)}",
        {"wacht-op": "brief"},
    ),
    (
        "wacht_op_code",
        "Wacht op een activatiecode",
        "Verstuur een code als de gebruiker erom vraagt. De code is 24 uur geldig.",
        lambda r, _: f"brief gedownload op {_dag(r)}",
        {"wacht-op": "code"},
    ),
    (
        "wacht_op_koppelen",
        "Moet nog koppelen",
        "Deze gebruikers hebben een geldige code. U hoeft niets te doen.",
        lambda r, _: f"code geldig tot {datum_tijd(r.op) if r.op else ''}",
        {"wacht-op": "koppelen"},
    ),
    (
        "koppeling_vervalt",
        "Koppeling vervalt binnen 60 dagen",
        "Na 18 maanden zonder inloggen vervalt de koppeling. Eén keer inloggen is genoeg.",
        lambda r, nu: f"vervalt op {_dag(r)} ({_over(r, nu)})",
        {"vervalt": "60"},
    ),
    (
        "rol_loopt_af",
        "Rol loopt af binnen 30 dagen",
        "Is de rol langer nodig? Geef dan een nieuwe einddatum.",
        lambda r, _: f"{r.rol}, {tot(r.op) if r.op else ''}",
        {"rol-eindigt": "30"},
    ),
    (
        "geblokkeerd",
        "Geblokkeerd",
        "Na 5 foute pogingen duurt een blokkade 15 minuten. Wat u zelf blokkeert, blijft dicht.",
        lambda r, _: f"tot {datum_tijd(r.op)}, na foute pogingen" if r.op else "door een beheerder",
        {"status": "dicht"},
    ),
    (
        "nooit_gekoppeld",
        "Nooit gekoppeld",
        "De langst wachtenden eerst. Is het account niet meer nodig? Beëindig het dan.",
        lambda r, _: f"aangemeld op {_dag(r)}",
        {"inlogmiddel": "nooit", "status": "actief"},
    ),
)


class Overzichtspagina(Basis):
    """The first page of Gebruikersbeheer."""

    permission = Permission.BEHEER

    def __init__(self, url: str) -> None:
        super().__init__("Overzicht", endpoint="beheer", url=url)

    @adres("/")
    def toon(self) -> str:
        """The page: six queries for the numbers and lists, two for the beheerders."""
        moment, grens = nu(), bereik.van(db.session)
        organisaties = grens.organisaties if grens is not None else frozenset()
        overzicht = beheeroverzicht.overzicht(db.session, organisaties, moment)
        kaarten = [_kaart(overzicht, soort, moment) for soort in SOORTEN]
        wie = ik().gebruiker
        return self.render(
            "beheer/overzicht.html",
            staven=_staven(overzicht),
            kaarten=[kaart for kaart in kaarten if kaart.totaal],
            leeg=[kaart.titel for kaart in kaarten if not kaart.totaal],
            is_enige=_is_enige(wie, moment),
            stil=opvolging.stille_beheerders(db.session, organisaties, moment),
            eigen=wie.organisatie,
            wie=wie,
            meer=len(organisaties) > 1,
            kan_aanmelden="beheer_gebruikers.nieuw" in current_app.view_functions,
        )


def _is_enige(wie: Gebruiker, moment: datetime) -> bool:
    """Whether nobody else can do the work of this beheerder (R1)."""
    eigen = wie.organisatie_id
    standen = opvolging.signalen(db.session, moment, [eigen])
    return eigen in standen and Signaal.EEN in standen[eigen].signalen


def _dag(regel: Regel) -> str:
    return datum(regel.op) if regel.op is not None else ""


def _over(regel: Regel, moment: datetime) -> str:
    return over((dag_van(regel.op) - dag_van(moment)).days) if regel.op is not None else ""


def _staven(overzicht: Overzicht) -> list[Staaf]:
    langst = max(*overzicht.stadia.values(), 1)
    return [
        Staaf(naam, aantal, round(100 * aantal / langst), url_for(LIJST, **keuze))
        for stadium, (naam, keuze) in STADIA.items()
        for aantal in [overzicht.stadia[stadium]]
    ]


def _kaart(overzicht: Overzicht, soort: Soort, moment: datetime) -> Kaart:
    veld, titel, uitleg, zin, keuze = soort
    lijst: Lijst = getattr(overzicht, veld)
    regels = [
        (
            regel.gebruiker.naam if regel.gebruiker else "",
            url_for("beheer_gebruikers.toon", nr=regel.gebruiker.id) if regel.gebruiker else "",
            regel.organisatie,
            zin(regel, moment),
        )
        for regel in lijst.regels
    ]
    return Kaart(titel, uitleg, regels, lijst.totaal, url_for(LIJST, **keuze))
