# SPDX-License-Identifier: EUPL-1.2
"""A request that is being filled in: kept in the database, so a log-out loses nothing (R24, R29).

There is one for every person and organisatie, found again by the means of the next login.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import voeg_toe_als_nieuw
from portal.domain import organisaties
from portal.models import Aanvraag, Sessie
from portal.models.soorten import Aanvraagkanaal, Aanvraagsoort, Aanvraagstatus
from portal.secrets import maak_referentie


def vind(session: Session, sessie: Sessie, *, pak: bool = False) -> Aanvraag | None:
    """The concept of who is logged in; with ``pak`` locked until the commit."""
    vraag = select(Aanvraag).where(
        Aanvraag.kvk == sessie.kvk,
        Aanvraag.pseudoniem == sessie.pseudoniem,
        Aanvraag.status == Aanvraagstatus.CONCEPT,
    )
    if pak:
        vraag = vraag.with_for_update(of=Aanvraag).execution_options(populate_existing=True)
    return session.scalars(vraag).one_or_none()


def bewaar(session: Session, sessie: Sessie, gegevens: Mapping[str, Any], nu: datetime) -> Aanvraag:
    """Keep the raw answers; the first ones make the concept. Two tabs make one."""
    concept = vind(session, sessie, pak=True) or _begin(session, sessie, nu)
    concept.gegevens = dict(gegevens)
    concept.gewijzigd_op = nu
    session.flush()
    return concept


def gooi_weg(session: Session, sessie: Sessie) -> bool:
    """Delete the concept; whether there was one."""
    concept = vind(session, sessie, pak=True)
    if concept is not None:
        session.delete(concept)
        session.flush()
    return concept is not None


def _begin(session: Session, sessie: Sessie, nu: datetime) -> Aanvraag:
    """A row made now, or by the other tab just before; ``soort`` is chosen later."""
    assert sessie.kvk is not None
    organisatie = organisaties.op_kvk(session, sessie.kvk)
    rij = {
        "referentie": maak_referentie(),
        "kanaal": Aanvraagkanaal.ONLINE,
        "soort": Aanvraagsoort.AANMELDEN,
        "status": Aanvraagstatus.CONCEPT,
        "organisatie_id": organisatie.id if organisatie else None,
        "organisatienaam": organisatie.naam if organisatie else "",
        "kvk": sessie.kvk,
        "pseudoniem": sessie.pseudoniem,
        "begonnen_op": nu,
    }
    nieuw = voeg_toe_als_nieuw(session, Aanvraag, rij)
    gemaakt = vind(session, sessie, pak=True)
    assert gemaakt is not None
    if nieuw:
        audit.leg_vast(session, "aanvraag.gemaakt", op=gemaakt, kvk=sessie.kvk)
    return gemaakt
