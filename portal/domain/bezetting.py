# SPDX-License-Identifier: EUPL-1.2
"""Whether an organisatie has beheerders enough: one is few, and a silent one is none (R1)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.bevoegdheden import loopt
from portal.models import Beheerderstoekenning, Gebruiker
from portal.models.soorten import Gebruikerstatus
from portal.tijd import maanden_eerder

STIL_MAANDEN = 12  # R1, calendar months


@dataclass(frozen=True, slots=True)
class Bezetting:
    """The active beheerders of the organisaties that were asked for, and who of them is silent."""

    beheerders: Sequence[Gebruiker]
    stil: Sequence[Gebruiker]

    def alleen(self, organisatie_id: int) -> bool:
        """Whether exactly one beheerder is left of this organisatie."""
        return sum(b.organisatie_id == organisatie_id for b in self.beheerders) == 1


def van(session: Session, organisaties: Collection[int], nu: datetime) -> Bezetting:
    """The beheerders of ``organisaties`` (ids), by name; one query.

    Silent is who did not log in for 12 months, or was registered as long ago and never did.
    """
    vraag = select(Gebruiker).where(
        Gebruiker.id.in_(select(Beheerderstoekenning.gebruiker_id).where(loopt(nu))),
        Gebruiker.organisatie_id.in_(organisaties),
        Gebruiker.status == Gebruikerstatus.ACTIEF,
    )
    stil = func.coalesce(Gebruiker.laatste_login_op, Gebruiker.aangemeld_op) <= maanden_eerder(
        nu, STIL_MAANDEN
    )
    vraag = vraag.order_by(Gebruiker.achternaam, Gebruiker.id)
    rijen = session.execute(vraag.add_columns(stil)).all()
    return Bezetting([rij[0] for rij in rijen], [rij[0] for rij in rijen if rij[1]])
