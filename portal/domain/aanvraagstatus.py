# SPDX-License-Identifier: EUPL-1.2
"""Where a request of the bestuur may go from where it stands: one table (R29)."""

from collections.abc import Mapping
from datetime import datetime

from portal.models import Aanvraag
from portal.models.soorten import Aanvraagstatus as Status

OVERGANGEN: Mapping[Status, frozenset[Status]] = {
    Status.CONCEPT: frozenset({Status.WACHT_OP_ONDERTEKENING, Status.NIEUW}),
    Status.WACHT_OP_ONDERTEKENING: frozenset(
        {Status.NIEUW, Status.INGETROKKEN, Status.AFGEWEZEN, Status.VERLOPEN}
    ),
    Status.NIEUW: frozenset({Status.IN_BEOORDELING, Status.INGETROKKEN, Status.VERLOPEN}),
    Status.IN_BEOORDELING: frozenset(
        {
            Status.NIEUW,
            Status.WACHT_OP_ONDERTEKENING,
            Status.WACHT_OP_TWEEDE,
            Status.AFGEWEZEN,
            Status.INGETROKKEN,
            Status.VERLOPEN,
        }
    ),
    Status.WACHT_OP_TWEEDE: frozenset(
        {Status.IN_BEOORDELING, Status.TOEGEKEND, Status.AFGEWEZEN, Status.INGETROKKEN}
    ),
    Status.TOEGEKEND: frozenset(),
    Status.AFGEWEZEN: frozenset(),
    Status.INGETROKKEN: frozenset(),
    Status.VERLOPEN: frozenset(),
}
AFGEROND = frozenset(status for status, naar in OVERGANGEN.items() if not naar)
LOPEND = frozenset(OVERGANGEN) - AFGEROND - {Status.CONCEPT}  # waits for somebody
IN_TE_TREKKEN = frozenset(s for s, naar in OVERGANGEN.items() if Status.INGETROKKEN in naar)


class OngeldigeOvergang(Exception):
    """There is no way from where a request stands to where it was to go."""


def mag(aanvraag: Aanvraag, naar: Status) -> bool:
    """Whether ``aanvraag`` may go to ``naar`` from where it stands."""
    return naar in OVERGANGEN[aanvraag.status]


def zet(aanvraag: Aanvraag, naar: Status, nu: datetime) -> None:
    """Move ``aanvraag``; the caller has locked it. Raises OngeldigeOvergang."""
    if not mag(aanvraag, naar):
        raise OngeldigeOvergang(f"{aanvraag.status} -> {naar}")
    if aanvraag.status is Status.CONCEPT:
        aanvraag.ingediend_op = nu
    if naar is Status.NIEUW and aanvraag.ondertekend_op is None:
        aanvraag.ondertekend_op = nu
    if naar in AFGEROND:
        aanvraag.afgerond_op = nu
    aanvraag.status = naar
