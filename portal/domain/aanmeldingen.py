# SPDX-License-Identifier: EUPL-1.2
"""A form that is sent twice registers once (R2)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import accounts, autorisaties
from portal.domain.gebruikers import Persoon
from portal.domain.verschillen import verschillen
from portal.domain.wensen import Wens
from portal.models import Gebruiker, Organisatie
from portal.models.soorten import Gebruikerstatus
from portal.tijd import dag_van

DUBBEL = timedelta(hours=1)  # later on, the same person once more is a question to ask


def al_gedaan(
    session: Session,
    persoon: Persoon,
    wensen: Sequence[Wens],
    *,
    organisatie: Organisatie,
    door: Gebruiker,
    nu: datetime,
) -> Gebruiker | None:
    """Who ``door`` registered just now with exactly these data and rollen, or None.

    Locks the account of ``door``, so that of two requests at once the second sees the first. Call
    it right before ``gebruikers.meld_aan``.
    """
    # In the order of accounts.pak: who ends the organisatie waits for us, or we for them.
    session.refresh(organisatie, with_for_update={"read": True, "key_share": True})
    accounts.pak(session, door)
    vraag = select(Gebruiker).where(
        Gebruiker.organisatie_id == organisatie.id,
        Gebruiker.aangemeld_door_id == door.id,
        Gebruiker.aangemeld_op > nu - DUBBEL,
        Gebruiker.status != Gebruikerstatus.BEEINDIGD,
        *(getattr(Gebruiker, naam) == getattr(persoon, naam) for naam in Persoon.__slots__),
    )
    for gebruiker in session.scalars(vraag.order_by(Gebruiker.id)):
        heeft = autorisaties.wensen_van(session, gebruiker, door=door, nu=nu)
        if not verschillen(heeft, wensen, dag_van(nu)):
            return gebruiker
    return None
