# SPDX-License-Identifier: EUPL-1.2
"""Which autorisaties count now, what they open, what is missing and who can give it (R22)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, not_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from portal.domain import bevoegdheden
from portal.models import (
    Autorisatie,
    Gebruiker,
    Kenmerk,
    Kenmerksoort,
    Rol,
    Roltaak,
)
from portal.models.autorisatie import autorisatie_kenmerk
from portal.models.rol import rol_kenmerksoort
from portal.models.soorten import Gebruikerstatus

NU: BindParameter[datetime] = bindparam("nu")
WIE: BindParameter[int] = bindparam("wie")
SOORT: BindParameter[str] = bindparam("soort")

_AANWEZIG = exists(
    select(1)
    .select_from(autorisatie_kenmerk.join(Kenmerk, Kenmerk.id == autorisatie_kenmerk.c.kenmerk_id))
    .where(
        autorisatie_kenmerk.c.autorisatie_id == Autorisatie.id,
        Kenmerk.soort_id == rol_kenmerksoort.c.kenmerksoort_id,
        Kenmerk.beeindigd_op.is_(None),
    )
    .correlate(Autorisatie, rol_kenmerksoort)
)
_LOOPT = and_(
    Autorisatie.geldig_van <= NU,
    or_(Autorisatie.geldig_tot.is_(None), Autorisatie.geldig_tot > NU),
)
# Of WIE, within geldig van/tot at NU, with a kenmerk of every soort that the rol needs (R22).
# What has ended does not count: an autorisatie may be given at the very moment that it ends.
TELT = and_(
    Autorisatie.gebruiker_id == WIE,
    Autorisatie.rol_id.in_(select(Rol.id).where(Rol.beeindigd_op.is_(None))),
    _LOOPT,
    not_(
        exists(
            select(1)
            .select_from(rol_kenmerksoort)
            .where(rol_kenmerksoort.c.rol_id == Autorisatie.rol_id, not_(_AANWEZIG))
            .correlate(Autorisatie)
        )
    ),
)
# As TELT asks of one autorisatie, for many at once: the ids of those without a needed kenmerk.
_Een = aliased(Autorisatie)
_MIST = (
    select(_Een.id)
    .join(rol_kenmerksoort, rol_kenmerksoort.c.rol_id == _Een.rol_id)
    .where(
        ~exists()
        .where(
            autorisatie_kenmerk.c.autorisatie_id == _Een.id,
            Kenmerk.id == autorisatie_kenmerk.c.kenmerk_id,
            Kenmerk.soort_id == rol_kenmerksoort.c.kenmerksoort_id,
            Kenmerk.beeindigd_op.is_(None),
        )
        .correlate(_Een, rol_kenmerksoort)
    )
)
# The contents of a rol can differ per kind of organisatie.
VOOR_SOORT = or_(Roltaak.organisatiesoort.is_(None), Roltaak.organisatiesoort == SOORT)

_OPENT = select(Roltaak.rol_id).where(
    Roltaak.taak_id.in_(bindparam("taken", expanding=True)), VOOR_SOORT
)
_AUTORISATIES = (
    select(Autorisatie)
    .join(Autorisatie.rol)
    .where(TELT, Autorisatie.rol_id.in_(_OPENT))
    .order_by(Rol.naam, Autorisatie.id)
    .options(
        joinedload(Autorisatie.rol),
        joinedload(Autorisatie.door),
        selectinload(Autorisatie.kenmerken),
    )
)


class Reden(StrEnum):
    """Why a rol does not open a taak to a gebruiker."""

    GEEN_ROL = "geen_rol"
    GEEN_KENMERK = "geen_kenmerk"
    NOG_NIET = "nog_niet"
    NIET_MEER = "niet_meer"


NABIJ = (Reden.GEEN_KENMERK, Reden.NOG_NIET, Reden.NIET_MEER)  # nearest to access first


@dataclass(frozen=True, slots=True)
class Gemis:
    """A rol that would open the taak, why it does not, and the kenmerksoorten that are missing."""

    rol: Rol
    reden: Reden
    kenmerksoorten: Sequence[Kenmerksoort]
    moment: datetime | None = None


def kandidaten(
    rollen: Collection[int] = (), kenmerken: Collection[int] = (), *, van: Select[int] | None = None
) -> Select[int]:
    """The ids of autorisaties for one of ``rollen``, with one of ``kenmerken`` (ids), where these
    are given, of the gebruikers ``van``; whether they count is not asked. One can be there twice.
    """
    vraag = select(Autorisatie.id)
    if rollen:
        vraag = vraag.where(Autorisatie.rol_id.in_(rollen))
    if kenmerken:
        met = autorisatie_kenmerk.c
        vraag = vraag.join(autorisatie_kenmerk, met.autorisatie_id == Autorisatie.id)
        vraag = vraag.where(met.kenmerk_id.in_(kenmerken))
    return vraag if van is None else vraag.where(Autorisatie.gebruiker_id.in_(van))


def wie_heeft(onder: Select[int]) -> Select[int]:
    """The ids of all gebruikers with an autorisatie that counts at NU, out of ``onder`` (ids, see
    ``kandidaten``). The same as TELT, worked out for all at once.
    """
    beeindigd = select(Rol.id).where(Rol.beeindigd_op.is_not(None))
    keuze = select(onder.cte().c.id)  # found once, also when it ends at a limit
    mist = _MIST.where(_Een.id.in_(keuze))
    return select(Autorisatie.gebruiker_id).where(
        _LOOPT,
        Autorisatie.rol_id.not_in(beeindigd),
        Autorisatie.id.in_(keuze),
        Autorisatie.id.not_in(mist),
    )


def parameters(gebruiker: Gebruiker, nu: datetime) -> dict[str, object]:
    """The values for NU, WIE and SOORT."""
    return {"nu": nu, "wie": gebruiker.id, "soort": gebruiker.organisatie.soort}


def autorisaties(
    session: Session, gebruiker: Gebruiker, taken: Collection[int], nu: datetime
) -> Sequence[Autorisatie]:
    """The autorisaties of the gebruiker that open one of ``taken`` (ids) now; none is no access."""
    waarden = {**parameters(gebruiker, nu), "taken": list(taken)}
    return session.scalars(_AUTORISATIES, waarden).all()


def wat_ontbreekt(
    session: Session, gebruiker: Gebruiker, taken: Collection[int], nu: datetime
) -> list[Gemis]:
    """Per rol that opens one of ``taken`` (ids) in this kind of organisatie: what is missing.

    Empty when no rol does so for this kind of organisatie.
    """
    waarden = {**parameters(gebruiker, nu), "taken": list(taken)}
    rollen = session.scalars(
        select(Rol)
        .where(Rol.id.in_(_OPENT), Rol.beeindigd_op.is_(None))
        .order_by(Rol.naam)
        .options(selectinload(Rol.kenmerksoorten)),
        waarden,
    ).all()
    eigen = session.scalars(
        select(Autorisatie)
        .where(
            Autorisatie.gebruiker_id == gebruiker.id,
            Autorisatie.rol_id.in_([rol.id for rol in rollen]),
        )
        .options(selectinload(Autorisatie.kenmerken))
    ).all()
    return [dichtst_bij(rol, eigen, nu) for rol in rollen]


def gemis(autorisatie: Autorisatie, nu: datetime) -> Gemis | None:
    """Why one autorisatie does not count now; None when it does. As TELT, on a loaded object."""
    rol = autorisatie.rol
    if autorisatie.geldig_van > nu:
        return Gemis(rol, Reden.NOG_NIET, [], autorisatie.geldig_van)
    if autorisatie.geldig_tot is not None and autorisatie.geldig_tot <= nu:
        return Gemis(rol, Reden.NIET_MEER, [], autorisatie.geldig_tot)
    if rol.beeindigd_op is not None:
        return Gemis(rol, Reden.NIET_MEER, [], rol.beeindigd_op)
    heeft = {k.soort_id for k in autorisatie.kenmerken if k.beeindigd_op is None}
    mist = [soort for soort in rol.kenmerksoorten if soort.id not in heeft]
    return Gemis(rol, Reden.GEEN_KENMERK, mist) if mist else None


def dichtst_bij(rol: Rol, eigen: Sequence[Autorisatie], nu: datetime) -> Gemis:
    """Why none of ``eigen`` opens what ``rol`` opens: the reason that is nearest to access."""
    gevonden = [g for g in (gemis(een, nu) for een in eigen if een.rol_id == rol.id) if g]

    def afstand(een: Gemis) -> tuple[int, float]:
        ver = abs((een.moment - nu).total_seconds()) if een.moment else 0.0
        return NABIJ.index(een.reden), ver

    return min(gevonden, key=afstand, default=Gemis(rol, Reden.GEEN_ROL, rol.kenmerksoorten))


def wie_kan_geven(
    session: Session, gebruiker: Gebruiker, rollen: Collection[int], nu: datetime
) -> Sequence[Gebruiker]:
    """Active beheerders of the own organisatie or its parent who may hand out one of ``rollen``.

    Nobody changes the own rollen (R27), so the gebruiker is never among them.
    """
    organisatie = gebruiker.organisatie
    vraag = select(Gebruiker).where(
        Gebruiker.id.in_(bevoegdheden.mogen_geven(rollen, nu)),
        Gebruiker.organisatie_id.in_([organisatie.id, organisatie.parent_id]),
        Gebruiker.status == Gebruikerstatus.ACTIEF,
        Gebruiker.id != gebruiker.id,
    )
    return session.scalars(vraag.order_by(Gebruiker.achternaam, Gebruiker.id)).all()
