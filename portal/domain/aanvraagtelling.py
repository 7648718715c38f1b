# SPDX-License-Identifier: EUPL-1.2
"""How many requests of besturen run: for each status, and for each organisatie (R29)."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.aanvraagstatus import LOPEND
from portal.models import Aanvraag, Organisatie
from portal.models.soorten import Aanvraagstatus


def per_status(session: Session) -> Mapping[Aanvraagstatus, int]:
    """Of each status that has any."""
    vraag = (
        select(Aanvraag.status, func.count())
        .where(Aanvraag.status.in_(LOPEND))
        .group_by(Aanvraag.status)
    )
    return {status: aantal for status, aantal in session.execute(vraag)}


def per_organisatie(session: Session, organisaties: Collection[int]) -> Mapping[int, int]:
    """Of each of ``organisaties`` (ids) that has any, by the number that was proved."""
    vraag = (
        select(Organisatie.id, func.count())
        .join(Aanvraag, Aanvraag.kvk == Organisatie.kvk)
        .where(Organisatie.id.in_(organisaties), Aanvraag.status.in_(LOPEND))
        .group_by(Organisatie.id)
    )
    return {nummer: aantal for nummer, aantal in session.execute(vraag)}
