# SPDX-License-Identifier: EUPL-1.2
"""Gebruikers, for whoever looks after them: the list, and the page that tells one's story."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import joinedload

from admin.acties import Actie, MetActies
from admin.basis import Antwoord
from admin.beheer import standwoorden
from admin.beheer.filters import FILTERS, STATUS
from admin.beheer.tijdlijn import advies, tijdlijn
from admin.beheer.weigeringen import WEIGERINGEN
from admin.filters import Filter
from portal import bereik
from portal.db import db
from portal.domain import bevoegdheden, gegeven, mogelijkheden, standen, toegang
from portal.domain.mogelijkheden import Daad
from portal.domain.verhaal import verhaal
from portal.domain.zoekindex import gebruikers_met
from portal.models import Gebruiker
from portal.models.soorten import Gebruikerstatus
from portal.web.ik import ik
from portal.web.klok import nu


class Mensen(MetActies):
    """List and pages of gebruikers; a row of the list is a ``Stand``."""

    titel = "Gebruikers"
    een = "gebruiker"
    toon_template = "beheer/gebruiker/toon.html"
    column_list: tuple[str, ...] = (
        "naam",
        "organisatie",
        "email",
        "inlogmiddel",
        "status",
        "laatste_login_op",
        "vervalt_op",
    )
    column_labels = {
        "naam": "Naam",
        "organisatie": "Organisatie",
        "email": "E-mailadres",
        "inlogmiddel": "Inlogmiddel",
        "status": "Status",
        "laatste_login_op": "Laatste inlog",
        "vervalt_op": "Vervalt op",
    }
    column_formatters = standwoorden.OPMAAK
    column_default_sort = ("naam", False)
    sorteert = {
        "naam": Gebruiker.achternaam,
        "email": Gebruiker.email,
        "laatste_login_op": Gebruiker.laatste_login_op,
    }
    column_filters: tuple[Filter, ...] = FILTERS
    filters_vooraan = 3
    laadt = (joinedload(Gebruiker.organisatie),)
    zoekt_in = "naam of e-mailadres"

    def __init__(self, endpoint: str, url: str) -> None:
        super().__init__(Gebruiker, "Gebruikers", endpoint, url)

    def zoek(self, term: str) -> ColumnElement[bool]:
        """By parts of the name or the address."""
        return gebruikers_met(term)

    def gekozen(self, zoekterm: str | None, filters: Sequence[Any] | None) -> Select[Any]:
        """Ended accounts only when the filter asks for them."""
        vraag = super().gekozen(zoekterm, filters)
        if any(self._filters[index] is STATUS for index, _, _ in filters or ()):
            return vraag
        return vraag.where(Gebruiker.status != Gebruikerstatus.BEEINDIGD)

    def lees(self, nummers: Sequence[int]) -> Iterable[standen.Stand]:
        """One query for all that a row shows."""
        vraag = standen.vraag(nu()).where(Gebruiker.id.in_(nummers)).options(*self.laadt)
        return [standen.stand(rij, nu()) for rij in db.session.execute(vraag)]

    def verborgen(self) -> Collection[str]:
        """Who manages one organisatie need not be told which."""
        grens = bereik.van(db.session)
        return {"organisatie"} if grens is not None and len(grens.organisaties) == 1 else ()

    def vind(self, nr: int, *, slot: bool = False) -> Gebruiker:
        """Never locked here: the verbs take their locks in one order, so that none wait in a ring.

        See ``accounts.pak``.
        """
        gevonden: Gebruiker = super().vind(nr)
        return gevonden

    def beletsel(self, actie: Actie, obj: Gebruiker) -> str:
        """The sentence that the verb's refusal would get."""
        loop = verhaal(db.session, obj, nu())
        bezwaren = mogelijkheden.beletsels(db.session, loop, door=ik().gebruiker)
        uitkomst = bezwaren[Daad(actie.endpoint)]
        return WEIGERINGEN[uitkomst](obj) if uitkomst is not None else ""

    def _toon(self, obj: Gebruiker) -> Antwoord:
        wie, moment = ik().gebruiker, nu()
        loop = verhaal(db.session, obj, moment)
        bezwaren = mogelijkheden.beletsels(db.session, loop, door=wie)
        return self.render(
            self.toon_template,
            obj=obj,
            nr=obj.id,
            verhaal=loop,
            acties=[
                een
                for een in self.acties
                if bezwaren[Daad(een.endpoint)] is None
                and self.mag_met(een.permission or self.permission)
            ],
            punten=tijdlijn(loop),
            advies=advies(loop),
            gegeven=gegeven.aan(db.session, obj, moment),
            gemis=lambda autorisatie: toegang.gemis(autorisatie, moment),
            is_zelf=obj.id == wie.id,
            is_beschermd=bevoegdheden.is_beschermd(db.session, obj, moment),
        )
