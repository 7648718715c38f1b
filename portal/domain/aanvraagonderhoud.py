# SPDX-License-Identifier: EUPL-1.2
"""What happens by the clock to requests of the bestuur: reminders, and closing after three months.

As in ``onderhoud``: first ask which rows it is about, then treat each in a transaction of its own;
every verb looks again at the locked row, so twice does nothing more (R29).
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import aanvraagstatus, aanvragen, ondertekening
from portal.domain.onderhoud import Uitkomst
from portal.models import Aanvraag
from portal.models.soorten import Aanvraagstatus
from portal.post import besluitteksten, outbox
from portal.tijd import maanden_later

HERINNER_DAGEN = (7, 14, 21)  # after handing in
SLUIT_MAANDEN = 3  # calendar months


def wachtende(session: Session, nu: datetime) -> Sequence[int]:
    """Ids of the requests that wait so long for signatures that something may be due."""
    vraag = select(Aanvraag.id).where(
        Aanvraag.status == Aanvraagstatus.WACHT_OP_ONDERTEKENING,
        Aanvraag.ingediend_op <= nu - timedelta(days=HERINNER_DAGEN[0]),
    )
    return session.scalars(vraag.order_by(Aanvraag.ingediend_op, Aanvraag.id)).all()


def houd_aanvraag_bij(
    session: Session, aanvraag_id: int, nu: datetime, *, pad: Callable[[str], str]
) -> Uitkomst:
    """Close it after three months, or remind who has not signed; ``pad`` makes a link.

    A night that was missed gives one reminder, not two.
    """
    aanvraag = session.scalars(
        select(Aanvraag)
        .where(Aanvraag.id == aanvraag_id, Aanvraag.status == Aanvraagstatus.WACHT_OP_ONDERTEKENING)
        .with_for_update(of=Aanvraag, skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if aanvraag is None or aanvraag.ingediend_op is None:
        return Uitkomst.NIETS
    if nu >= maanden_later(aanvraag.ingediend_op, SLUIT_MAANDEN):
        _sluit(session, aanvraag, nu)
        return Uitkomst.GESLOTEN
    voorbij = sum(aanvraag.ingediend_op + timedelta(days=dag) <= nu for dag in HERINNER_DAGEN)
    if voorbij <= aanvraag.herinneringen:
        return Uitkomst.NIETS
    aanvraag.herinneringen, aanvraag.herinnerd_op = voorbij, nu
    ondertekening.nodig_uit(session, aanvraag, pad=pad, nu=nu, herinnering=True)
    return Uitkomst.HERINNERD


def _sluit(session: Session, aanvraag: Aanvraag, nu: datetime) -> None:
    ondertekening.vervallen(aanvraag)
    aanvraagstatus.zet(aanvraag, Aanvraagstatus.VERLOPEN, nu)
    for naam, email in aanvragen.betrokkenen(aanvraag):
        outbox.zet_klaar(session, besluitteksten.verlopen(aanvraag, naam), aan=email, nu=nu)
    session.flush()
