# SPDX-License-Identifier: EUPL-1.2
"""Who a gebruiker is, as a beheerder types it or has it in a file (R2, R32)."""

from portal.domain.gebruikers import Persoon
from portal.web.persoonsvelden import EenAnder


class PersoonFormulier(EenAnder):
    """Somebody else, as the domain takes a person."""

    def persoon(self) -> Persoon:
        """What was typed."""
        return Persoon(**{naam: self[naam].data or "" for naam in Persoon.__slots__})
