# SPDX-License-Identifier: EUPL-1.2
"""How many accounts stand at once: means, block, end of the koppeling (R12, R15-R18, R28).

``vraag`` and ``stand`` are for the rows of a list or file, the conditions choose rows. All of it
is for queries on Gebruiker. What few accounts have is asked as a list of them (IN), which a
database looks up first; what many have is asked of each account (EXISTS), until a page is full.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.domain.koppelingen import STILTE_MAANDEN
from portal.models import Autorisatie, Gebruiker, Koppeling, Organisatie, Teller
from portal.models.soorten import Gebruikerstatus, Inlogmiddel
from portal.tijd import dag_van, maanden_eerder, maanden_later


@dataclass(frozen=True, slots=True)
class Stand:
    """One account at ``nu``; ``koppeling_login_op`` is None without an active koppeling."""

    nu: datetime
    gebruiker: Gebruiker
    koppeling_login_op: datetime | None
    ooit_gekoppeld: bool
    geblokkeerd_tot: datetime | None

    @property
    def id(self) -> int:
        """The number of the account."""
        return self.gebruiker.id

    @property
    def naam(self) -> str:
        """The name on screen."""
        return self.gebruiker.naam

    @property
    def organisatie(self) -> Organisatie:
        """Where the account belongs."""
        return self.gebruiker.organisatie

    @property
    def email(self) -> str:
        """The address."""
        return self.gebruiker.email

    @property
    def laatste_login_op(self) -> datetime | None:
        """The last login with any means."""
        return self.gebruiker.laatste_login_op

    @property
    def inlogmiddel(self) -> Inlogmiddel | None:
        """With what one logs in now; a token no longer counts after koppelen (R15)."""
        if self.koppeling_login_op is not None:
            return Inlogmiddel.EHERKENNING
        heeft_token = self.gebruiker.token_geheim is not None
        return Inlogmiddel.TOKEN if heeft_token and not self.ooit_gekoppeld else None

    @property
    def vervalt_op(self) -> datetime | None:
        """When the koppeling ends if nobody logs in (R16)."""
        if self.koppeling_login_op is None:
            return None
        return maanden_later(self.koppeling_login_op, STILTE_MAANDEN)

    @property
    def vervalt_over(self) -> int | None:
        """In how many days that is, on the Dutch calendar."""
        vervalt_op = self.vervalt_op
        return (dag_van(vervalt_op) - dag_van(self.nu)).days if vervalt_op else None


def vraag(nu: datetime) -> Select[Any]:
    """Accounts with what ``stand`` needs beside them."""
    ooit = aliased(Koppeling)
    blokkade = select(func.max(Teller.geblokkeerd_tot)).where(
        Teller.gebruiker_id == Gebruiker.id, Teller.geblokkeerd_tot > nu
    )
    kolommen: tuple[Any, ...] = (
        Gebruiker,
        Koppeling.laatste_login_op,
        exists().where(ooit.gebruiker_id == Gebruiker.id),
        blokkade.scalar_subquery(),
    )
    return select(*kolommen).outerjoin(Koppeling, _ACTIEF)


def stand(rij: Row[*tuple[Any, ...]], nu: datetime) -> Stand:
    """One row of ``vraag``."""
    gebruiker, koppeling_login_op, ooit_gekoppeld, geblokkeerd_tot = rij
    return Stand(nu, gebruiker, koppeling_login_op, ooit_gekoppeld, geblokkeerd_tot)


_ACTIEF = and_(Koppeling.gebruiker_id == Gebruiker.id, Koppeling.beeindigd_op.is_(None))


def nooit_gekoppeld() -> ColumnElement[bool]:
    """Never had a koppeling (R16)."""
    return ~exists().where(Koppeling.gebruiker_id == Gebruiker.id)


def met_inlogmiddel(middel: Inlogmiddel | None) -> ColumnElement[bool]:
    """As ``Stand.inlogmiddel``."""
    gekoppeld = exists().where(_ACTIEF)
    token = and_(Gebruiker.token_geheim.is_not(None), nooit_gekoppeld())
    return {
        Inlogmiddel.EHERKENNING: gekoppeld,
        Inlogmiddel.TOKEN: token,
        None: and_(~gekoppeld, ~token),
    }[middel]


def koppeling_vervalt(dagen: int, nu: datetime) -> ColumnElement[bool]:
    """The koppeling ends within ``dagen`` unless somebody logs in (R16).

    Months are unequal: at the end of a month this can be off by up to three days.
    """
    grens = maanden_eerder(nu + timedelta(days=dagen), STILTE_MAANDEN)
    vervallend = select(Koppeling.gebruiker_id).where(
        Koppeling.beeindigd_op.is_(None), Koppeling.laatste_login_op <= grens
    )
    return and_(Gebruiker.status != Gebruikerstatus.BEEINDIGD, Gebruiker.id.in_(vervallend))


def heeft_blokkade(nu: datetime) -> ColumnElement[bool]:
    """Blocked after wrong combinations (R12)."""
    return Gebruiker.id.in_(_met_blokkade(nu))


def is_dicht(nu: datetime) -> ColumnElement[bool]:
    """Blocked by somebody, or after wrong combinations while otherwise active."""
    ander = aliased(Gebruiker)
    geblokkeerd = select(ander.id).where(ander.status == Gebruikerstatus.GEBLOKKEERD)
    dicht = Gebruiker.id.in_(geblokkeerd.union_all(_met_blokkade(nu)))
    return and_(Gebruiker.status != Gebruikerstatus.BEEINDIGD, dicht)


def _met_blokkade(nu: datetime) -> Select[int | None]:
    return select(Teller.gebruiker_id).where(
        Teller.gebruiker_id.is_not(None), Teller.geblokkeerd_tot > nu
    )


def heeft_rol(rol_id: int, nu: datetime) -> ColumnElement[bool]:
    """Has the rol within its dates."""
    tot = or_(Autorisatie.geldig_tot.is_(None), Autorisatie.geldig_tot > nu)
    houders = select(Autorisatie.gebruiker_id).where(
        Autorisatie.rol_id == rol_id, Autorisatie.geldig_van <= nu, tot
    )
    return Gebruiker.id.in_(houders)


def rol_loopt_af(dagen: int, nu: datetime) -> ColumnElement[bool]:
    """Some rol of an account that has not ended does so within ``dagen``."""
    tot = Autorisatie.geldig_tot
    aflopend = select(Autorisatie.gebruiker_id).where(tot > nu, tot <= nu + timedelta(days=dagen))
    return and_(Gebruiker.status != Gebruikerstatus.BEEINDIGD, Gebruiker.id.in_(aflopend))
