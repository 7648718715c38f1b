# SPDX-License-Identifier: EUPL-1.2
"""Organisaties: the business customers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Organisatie

HOOGSTENS = 200


def alle(session: Session) -> Sequence[Organisatie]:
    """The first organisaties by name that have not ended, to choose from in a demo."""
    vraag = select(Organisatie).where(Organisatie.beeindigd_op.is_(None))
    return session.scalars(vraag.order_by(Organisatie.naam).limit(HOOGSTENS)).all()
