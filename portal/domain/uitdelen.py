# SPDX-License-Identifier: EUPL-1.2
"""What a beheerder can hand out to whom, as a form shows it (R22, R27, R28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain import bevoegdheden
from portal.domain.wensen import Kader, kader
from portal.models import Autorisatie, Beheerdersrol, Gebruiker, Organisatie, Rol
from portal.models.soorten import Gebruikerstatus

COLLEGAS = 20  # shown at a time


@dataclass(frozen=True, slots=True)
class Groep:
    """Rollen that belong together, since they are in one beheerdersrol."""

    beheerdersrol: Beheerdersrol
    rollen: tuple[Rol, ...]


@dataclass(frozen=True, slots=True)
class Aanbod:
    """What may be given in an organisatie: the kader, and its rollen in groups, each rol once."""

    organisatie: Organisatie
    binnen: Kader
    groepen: tuple[Groep, ...]


def aanbod(session: Session, organisatie: Organisatie, *, door: Gebruiker, nu: datetime) -> Aanbod:
    """All that ``door`` may give to gebruikers of ``organisatie``; the number of queries is fixed.

    A rol in more beheerdersrollen is in the first group by name.
    """
    binnen = kader(session, organisatie, door=door, nu=nu)
    over = dict(binnen.rollen)
    groepen = []
    for beheerdersrol in bevoegdheden.beheerdersrollen_van(session, door, nu):
        eigen = [over.pop(rol.id) for rol in beheerdersrol.rollen if rol.id in over]
        if eigen:
            groepen.append(Groep(beheerdersrol, tuple(sorted(eigen, key=lambda rol: rol.naam))))
    return Aanbod(organisatie, binnen, tuple(groepen))


def lopend(session: Session, gebruiker: Gebruiker, nu: datetime) -> Sequence[Autorisatie]:
    """The autorisaties of now and later with rol and kenmerken, by rol.

    Who gave one may be outside the reach of who looks: ``accounts.namen`` tells.
    """
    vraag = (
        select(Autorisatie)
        .join(Autorisatie.rol)
        .where(Autorisatie.gebruiker_id == gebruiker.id, _loopt(nu))
        .order_by(Rol.naam, Autorisatie.geldig_van, Autorisatie.id)
        .options(
            joinedload(Autorisatie.rol),
            selectinload(Autorisatie.kenmerken),
        )
    )
    return session.scalars(vraag).all()


def collegas(
    session: Session, gebruiker: Gebruiker, nu: datetime, *, gezocht: ColumnElement[bool] | None
) -> Sequence[Gebruiker]:
    """Whose rollen could be copied to ``gebruiker``, by name, at most COLLEGAS + 1 of them.

    Without ``gezocht`` those of the same organisatie, with it all within reach that it holds for.
    """
    heeft = exists().where(Autorisatie.gebruiker_id == Gebruiker.id, _loopt(nu))
    zelfde = Gebruiker.organisatie_id == gebruiker.organisatie_id
    vraag = (
        select(Gebruiker)
        .where(Gebruiker.id != gebruiker.id, Gebruiker.status != Gebruikerstatus.BEEINDIGD)
        .where(zelfde if gezocht is None else gezocht, heeft)
        .order_by(Gebruiker.achternaam, Gebruiker.id)
        .options(joinedload(Gebruiker.organisatie))
        .limit(COLLEGAS + 1)
    )
    return session.scalars(vraag).all()


def _loopt(nu: datetime) -> ColumnElement[bool]:
    return or_(Autorisatie.geldig_tot.is_(None), Autorisatie.geldig_tot > nu)
