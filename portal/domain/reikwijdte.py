# SPDX-License-Identifier: EUPL-1.2
"""The reach of a beheerder: which organisaties and which rollen to hand out (R27)."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.bereik import Bereik
from portal.models import Beheerdersrol, Beheerderstoekenning, Gebruiker, Organisatie, Rol
from portal.models.rol import beheerdersrol_bevat, beheerdersrol_rol


def van_beheerder(session: Session, beheerder: Gebruiker, nu: datetime) -> Bereik:
    """Own organisatie and children; the rollen of the beheerdersrollen and of those inside."""
    organisaties = select(Organisatie.id).where(
        or_(
            Organisatie.id == beheerder.organisatie_id,
            Organisatie.parent_id == beheerder.organisatie_id,
        ),
        Organisatie.beeindigd_op.is_(None),
    )
    toegekend = (
        select(Beheerderstoekenning.beheerdersrol_id.label("id"))
        .where(
            Beheerderstoekenning.gebruiker_id == beheerder.id,
            Beheerderstoekenning.geldig_van <= nu,
            or_(
                Beheerderstoekenning.geldig_tot.is_(None),
                Beheerderstoekenning.geldig_tot > nu,
            ),
        )
        .cte("toegekend", recursive=True)
    )
    alle = toegekend.union(
        select(beheerdersrol_bevat.c.bevat_id).join(
            toegekend, toegekend.c.id == beheerdersrol_bevat.c.beheerdersrol_id
        )
    )
    rollen = (
        select(Rol.id)
        .join(beheerdersrol_rol, beheerdersrol_rol.c.rol_id == Rol.id)
        .join(Beheerdersrol, Beheerdersrol.id == beheerdersrol_rol.c.beheerdersrol_id)
        .where(
            beheerdersrol_rol.c.beheerdersrol_id.in_(select(alle.c.id)),
            Rol.beeindigd_op.is_(None),
            Beheerdersrol.beeindigd_op.is_(None),
        )
    )
    return Bereik(
        beheerder.id,
        frozenset(session.scalars(organisaties)),
        frozenset(session.scalars(rollen)),
    )
