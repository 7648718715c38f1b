# SPDX-License-Identifier: EUPL-1.2
"""What a beheerder wants to give, checked against what may be given (R22, R27)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.domain import bevoegdheden
from portal.models import Gebruiker, Kenmerk, Kenmerksoort, Organisatie, Rol
from portal.tijd import dag_van

VERSTE = timedelta(days=50 * 365)  # a date further away is a typing error


class Reden(StrEnum):
    """Why a wish cannot be granted."""

    NIET_UITDEELBAAR = "niet_uitdeelbaar"
    ROL_BEEINDIGD = "rol_beeindigd"
    DUBBEL = "dubbel"
    HEEFT_AL = "heeft_al"
    KENMERK_ONTBREEKT = "kenmerk_ontbreekt"
    KENMERK_NIET_VAN_ORGANISATIE = "kenmerk_niet_van_organisatie"
    KENMERK_NIET_NODIG = "kenmerk_niet_nodig"
    TOT_VOOR_VAN = "tot_voor_van"
    TOT_VOORBIJ = "tot_voorbij"
    TE_VER = "te_ver"


@dataclass(frozen=True, slots=True)
class Wens:
    """A rol with kenmerken (ids) from one day up to and including another, as in the Netherlands.

    Without ``van``, or with one that has come, it begins now: nothing is given afterwards for
    days that are gone. Without ``tot`` it stays.
    """

    rol_id: int
    kenmerken: frozenset[int] = frozenset()
    van: date | None = None
    tot: date | None = None


@dataclass(frozen=True, slots=True)
class Afkeuring:
    """Why the wish for a rol cannot be granted, and which kenmerksoorten it is about."""

    rol_id: int
    reden: Reden
    kenmerksoorten: tuple[Kenmerksoort, ...] = ()


@dataclass(frozen=True, slots=True)
class Kader:
    """What may be given: rollen that a beheerder hands out, kenmerken that an organisatie holds."""

    rollen: Mapping[int, Rol]
    beeindigd: frozenset[int]
    kenmerken: Mapping[int, Kenmerk]


def kader(session: Session, organisatie: Organisatie, *, door: Gebruiker, nu: datetime) -> Kader:
    """What ``door`` may give to gebruikers of ``organisatie``; three queries, however many wishes.

    Only beheerders hand out: a medewerker without beheerdersrol may give nothing.
    """
    bereikbaar = bevoegdheden.bereikbare_rollen(session, door, nu)
    return Kader(
        rollen={rol.id: rol for rol in bereikbaar if rol.beeindigd_op is None},
        beeindigd=frozenset(rol.id for rol in bereikbaar if rol.beeindigd_op is not None),
        kenmerken={k.id: k for k in bevoegdheden.kenmerken_van(session, organisatie)},
    )


def keur(
    session: Session,
    wensen: Sequence[Wens],
    *,
    organisatie: Organisatie,
    door: Gebruiker,
    nu: datetime,
) -> list[Afkeuring]:
    """All that is wrong with ``wensen`` for a gebruiker of ``organisatie``; empty: nothing."""
    return keur_binnen(wensen, kader(session, organisatie, door=door, nu=nu), nu)


def keur_binnen(wensen: Sequence[Wens], binnen: Kader, nu: datetime) -> list[Afkeuring]:
    """As ``keur``, within a kader that serves many gebruikers of one organisatie."""
    vaak = Counter(wens.rol_id for wens in wensen)
    uit = [Afkeuring(rol_id, Reden.DUBBEL) for rol_id, aantal in vaak.items() if aantal > 1]
    for wens in wensen:
        uit += _keur_rol(wens, binnen)
        uit += [Afkeuring(wens.rol_id, reden) for reden in _keur_periode(wens, dag_van(nu))]
    return uit


def _keur_rol(wens: Wens, binnen: Kader) -> list[Afkeuring]:
    rol = binnen.rollen.get(wens.rol_id)
    if rol is None:
        beeindigd = wens.rol_id in binnen.beeindigd
        return [
            Afkeuring(wens.rol_id, Reden.ROL_BEEINDIGD if beeindigd else Reden.NIET_UITDEELBAAR)
        ]
    gekozen = [binnen.kenmerken[een] for een in wens.kenmerken if een in binnen.kenmerken]
    uit = []
    if len(gekozen) < len(wens.kenmerken):
        uit.append(Afkeuring(rol.id, Reden.KENMERK_NIET_VAN_ORGANISATIE))
    heeft = {kenmerk.soort_id for kenmerk in gekozen}
    if mist := tuple(soort for soort in rol.kenmerksoorten if soort.id not in heeft):
        uit.append(Afkeuring(rol.id, Reden.KENMERK_ONTBREEKT, mist))
    nodig = {soort.id for soort in rol.kenmerksoorten}
    if teveel := {k.soort_id: k.soort for k in gekozen if k.soort_id not in nodig}:
        uit.append(Afkeuring(rol.id, Reden.KENMERK_NIET_NODIG, tuple(teveel.values())))
    return uit


def _keur_periode(wens: Wens, vandaag: date) -> list[Reden]:
    if wens.tot is not None and wens.tot < vandaag:
        return [Reden.TOT_VOORBIJ]
    if wens.van is not None and wens.tot is not None and wens.tot < wens.van:
        return [Reden.TOT_VOOR_VAN]
    if any(dag is not None and dag > vandaag + VERSTE for dag in (wens.van, wens.tot)):
        return [Reden.TE_VER]
    return []
