# SPDX-License-Identifier: EUPL-1.2
"""The gebruikersbestand: the list under its filters as CSV and XLSX (R28)."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from admin.basis import adres
from admin.beheer import standwoorden
from admin.bestand import als_csv, als_xlsx
from admin.lijst import Lijst
from portal import audit
from portal.db import db
from portal.domain import gegeven, standen
from portal.domain.standen import Stand
from portal.models import Gebruiker
from portal.web.ik import ik
from portal.web.klok import nu
from portal.web.transactie import schrijft

NAAM = "gebruikersbestand"
Regel = tuple[Stand, Sequence[str]]
# Without the gebruikersnaam, which is in the letter only (R4).
KOLOMMEN: Sequence[tuple[str, Callable[[Regel], object]]] = (
    ("Achternaam", lambda r: r[0].gebruiker.achternaam),
    ("Tussenvoegsel", lambda r: r[0].gebruiker.tussenvoegsel),
    ("Voorletters", lambda r: r[0].gebruiker.voorletters),
    ("Functie", lambda r: r[0].gebruiker.functie),
    ("E-mailadres", lambda r: r[0].email),
    ("Telefoonnummer", lambda r: r[0].gebruiker.telefoon),
    ("Organisatie", lambda r: r[0].organisatie),
    ("Rollen en kenmerken", lambda r: "; ".join(r[1])),
    ("Inlogmiddel", lambda r: standwoorden.inlogmiddel(r[0])),
    ("Status", lambda r: standwoorden.status(r[0])),
    ("Aangemeld op", lambda r: standwoorden.dag(r[0].gebruiker.aangemeld_op)),
    ("Laatste inlog", lambda r: standwoorden.dag(r[0].laatste_login_op)),
    ("Koppeling vervalt op", lambda r: standwoorden.dag(r[0].vervalt_op)),
)


class Gebruikersbestand(Lijst):
    """The part of the list that hands it out as a file; every time is in the trail."""

    @adres("/gebruikersbestand.csv")
    @schrijft
    def csv(self) -> Response:
        """Streamed, so of any length."""
        return self._als(als_csv, "csv")

    @adres("/gebruikersbestand.xlsx")
    @schrijft
    def xlsx(self) -> Response:
        """At most 50,000 rows."""
        return self._als(als_xlsx, "xlsx")

    def _als(self, maak: Callable[..., Response], vorm: str) -> Response:
        moment, keuze = nu(), self.keuze_nu()
        gekozen = self.selectie_nu().with_only_columns(Gebruiker.id)
        vraag = (
            standen.vraag(moment)
            .where(Gebruiker.id.in_(gekozen))
            .order_by(Gebruiker.achternaam, Gebruiker.id)
            .options(joinedload(Gebruiker.organisatie))
        )
        aantal = db.session.scalar(select(func.count()).select_from(gekozen.subquery()))
        audit.leg_vast(
            db.session,
            f"{NAAM}.gedownload",
            op=ik().gebruiker.organisatie,
            vorm=vorm,
            aantal=aantal or 0,
            keuze=keuze,
        )

        def verrijk(sessie: Session, rijen: Sequence[Any]) -> Iterable[Regel]:
            rollen = gegeven.in_het_kort(sessie, [rij[0].id for rij in rijen], moment)
            return [(standen.stand(r, moment), rollen.get(r[0].id, ())) for r in rijen]

        koppen = [kop for kop, _ in KOLOMMEN]
        return maak(NAAM, koppen, vraag, _cellen, verrijk)


def _cellen(regel: Regel) -> Iterable[object]:
    return [waarde(regel) for _, waarde in KOLOMMEN]
