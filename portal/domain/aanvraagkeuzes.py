# SPDX-License-Identifier: EUPL-1.2
"""What a bestuur can ask for: beheerdersrollen, kenmerken and its present beheerders (R29)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.domain import beheerdersrollen, bevoegdheden, organisaties
from portal.models import (
    Beheerdersrol,
    Beheerderstoekenning,
    Gebruiker,
    Kenmerk,
    Organisatie,
    Rol,
)
from portal.models.rol import rol_kenmerksoort
from portal.models.soorten import Aanvraagsoort, Gebruikerstatus


@dataclass(frozen=True, slots=True)
class Keuzes:
    """For the organisatie of a KvK number; ``organisatie`` is None while nobody has that number.

    ``geeft`` are the rollen that a beheerdersrol (id) hands out, ``kenmerken`` those that it can
    be narrowed to, ``heeft`` is what a present beheerder (id) has now. Of a
    beheerder the bestuur learns name, functie and beheerdersrollen.
    """

    organisatie: Organisatie | None
    beheerdersrollen: Sequence[Beheerdersrol]
    geeft: Mapping[int, Sequence[Rol]]
    kenmerken: Mapping[int, Sequence[Kenmerk]]
    beheerders: Sequence[Gebruiker]
    heeft: Mapping[int, Sequence[Beheerdersrol]]

    @property
    def soorten(self) -> Sequence[Aanvraagsoort]:
        """Nobody to change or withdraw: then only to appoint."""
        return tuple(Aanvraagsoort) if self.beheerders else (Aanvraagsoort.AANMELDEN,)

    def blijft_zonder(self, weg: Collection[int]) -> bool:
        """Whether no active beheerder is left when these (ids) go (R1)."""
        actief = {b.id for b in self.beheerders if b.status is Gebruikerstatus.ACTIEF}
        return not actief - set(weg)


def voor(session: Session, kvk: str, nu: datetime) -> Keuzes:
    """The choices for the organisatie with this KvK number; a fixed number of queries."""
    organisatie = organisaties.op_kvk(session, kvk)
    if organisatie is None:
        alle = beheerdersrollen.lopende(session)
        return Keuzes(None, alle, _geeft(session, alle), {}, [], {})
    rollen = sorted(
        (rol for rol in organisatie.beheerdersrollen if rol.beeindigd_op is None),
        key=lambda rol: rol.naam,
    )
    heeft = _toekenningen(session, organisatie, nu)
    geeft = _geeft(session, rollen)
    return Keuzes(
        organisatie,
        rollen,
        geeft,
        _kenmerken(session, organisatie, geeft),
        sorted(heeft, key=lambda gebruiker: (gebruiker.achternaam, gebruiker.id)),
        {gebruiker.id: rollen_ for gebruiker, rollen_ in heeft.items()},
    )


def _toekenningen(
    session: Session, organisatie: Organisatie, nu: datetime
) -> dict[Gebruiker, list[Beheerdersrol]]:
    """Everybody of the organisatie who is beheerder, also a blocked or a coming one."""
    tot = Beheerderstoekenning.geldig_tot
    vraag = (
        select(Gebruiker, Beheerdersrol)
        .join(Beheerderstoekenning, Beheerderstoekenning.gebruiker_id == Gebruiker.id)
        .join(Beheerdersrol, Beheerdersrol.id == Beheerderstoekenning.beheerdersrol_id)
        .where(
            Gebruiker.organisatie_id == organisatie.id,
            Gebruiker.status != Gebruikerstatus.BEEINDIGD,
            or_(tot.is_(None), tot > nu),
            Beheerdersrol.beeindigd_op.is_(None),
        )
        .order_by(Beheerdersrol.naam)
    )
    uit: dict[Gebruiker, list[Beheerdersrol]] = {}
    for gebruiker, rol in session.execute(vraag):
        if rol not in uit.setdefault(gebruiker, []):
            uit[gebruiker].append(rol)
    return uit


def _geeft(session: Session, rollen: Sequence[Beheerdersrol]) -> dict[int, list[Rol]]:
    """Per beheerdersrol the rollen that it hands out, also those of what it contains, by name."""
    alle = beheerdersrollen.stelsel(session)
    return {
        een.id: sorted(alle.rollen(alle.omvat([een])).values(), key=lambda rol: rol.naam)
        for een in rollen
    }


def _kenmerken(
    session: Session, organisatie: Organisatie, geeft: Mapping[int, Sequence[Rol]]
) -> dict[int, list[Kenmerk]]:
    """Per beheerdersrol what the organisatie holds of the soorten that its rollen need."""
    nodig: dict[int, set[int]] = {}
    for rol_id, soort_id in session.execute(select(rol_kenmerksoort)):
        nodig.setdefault(rol_id, set()).add(soort_id)
    gehouden = bevoegdheden.kenmerken_van(session, organisatie)
    uit: dict[int, list[Kenmerk]] = {}
    for nummer, rollen in geeft.items():
        soorten = {soort for rol in rollen for soort in nodig.get(rol.id, ())}
        uit[nummer] = [kenmerk for kenmerk in gehouden if kenmerk.soort_id in soorten]
    return uit
