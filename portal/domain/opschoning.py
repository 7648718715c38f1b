# SPDX-License-Identifier: EUPL-1.2
"""How long is kept what is of no use any more; the audit trail stays and is not touched here."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from portal.db import Base
from portal.domain import importen, sessies
from portal.domain.tellers import MAX_POGINGEN
from portal.models import (
    Aanvraag,
    Bericht,
    Codeverzoek,
    Samlbericht,
    Sessie,
    Teller,
)
from portal.models.soorten import Aanvraagstatus
from portal.tijd import dag_van

# A session is worthless after its absolute limit; the logins themselves are in the audit trail.
# One day more, so that "you were logged out" can still be looked into.
SESSIE = sessies.MAXIMUM + timedelta(days=1)
# A block that is over counts as 0 (R11), as does no row at all; one day more, so that the
# servicedesk can see why somebody could not get in today.
TELLER = timedelta(days=1)
# A count below five that nobody added to: a code lives 24 hours (R6), so the tries of a month ago
# were at another one. What was typed, hashed as it is, is not kept for longer than that.
STILLE_TELLER = timedelta(days=30)
# The rule is one mail per means per day (R7); the beheerder sees the requests of the last week.
CODEVERZOEK = timedelta(days=7)
# Long enough to answer "I never got that mail"; the text was wiped at delivery already.
BERICHT = timedelta(days=90)
# A form that nobody touched or sent for a month was given up; it holds names and addresses.
CONCEPT = timedelta(days=30)


def ruim_op(session: Session, nu: datetime) -> dict[str, int]:
    """Delete what is past its term; the number of rows by kind."""
    return {
        "sessies": _verwijder(session, Sessie, Sessie.begonnen_op < nu - SESSIE),
        "samlberichten": _verwijder(session, Samlbericht, Samlbericht.bewaar_tot < nu),
        "tellers": _verwijder(
            session,
            Teller,
            or_(
                Teller.geblokkeerd_tot < nu - TELLER,
                and_(Teller.aantal < MAX_POGINGEN, Teller.gewijzigd_op < nu - STILLE_TELLER),
            ),
        ),
        "codeverzoeken": _verwijder(
            session, Codeverzoek, Codeverzoek.dag < dag_van(nu - CODEVERZOEK)
        ),
        "berichten": _verwijder(session, Bericht, _afgehandeld_voor(nu - BERICHT)),
        "concepten": _verwijder_concepten(session, nu),
        "importen": importen.ruim_op(session, nu),
    }


def _afgehandeld_voor(grens: datetime) -> ColumnElement[bool]:
    return or_(
        and_(Bericht.verzonden_op.is_not(None), Bericht.verzonden_op < grens),
        and_(Bericht.opgegeven_op.is_not(None), Bericht.opgegeven_op < grens),
    )


def _verwijder(session: Session, model: type[Base], waar: ColumnElement[bool]) -> int:
    """Delete at once, passing over rows in use; none of these tables is audited."""
    sleutel = model.__mapper__.primary_key[0]
    vrij = select(sleutel).where(waar).with_for_update(skip_locked=True)
    weg = session.execute(
        delete(model).where(sleutel.in_(vrij)).returning(sleutel),
        execution_options={"synchronize_session": False},
    )
    return len(weg.all())


def _verwijder_concepten(session: Session, nu: datetime) -> int:
    """An aanvraag is audited, so one by one; a concept has its people in its answers."""
    aangeraakt = func.coalesce(Aanvraag.gewijzigd_op, Aanvraag.begonnen_op)
    vraag = select(Aanvraag).where(
        Aanvraag.status == Aanvraagstatus.CONCEPT, aangeraakt < nu - CONCEPT
    )
    concepten = session.scalars(vraag.with_for_update(skip_locked=True)).all()
    for concept in concepten:
        session.delete(concept)
    session.flush()
    return len(concepten)
