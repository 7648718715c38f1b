# SPDX-License-Identifier: EUPL-1.2
"""The reach of a beheerder, for the guard in the session (R27)."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.bereik import Bereik
from portal.domain import bevoegdheden
from portal.models import Gebruiker


def van_beheerder(session: Session, beheerder: Gebruiker, nu: datetime) -> Bereik:
    """Own organisatie and its children, and the rollen that may be handed out now."""
    return Bereik(
        beheerder.id,
        bevoegdheden.organisatienummers(session, beheerder),
        bevoegdheden.uitdeelbare_rolnummers(session, beheerder, nu),
    )
