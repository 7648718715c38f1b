# SPDX-License-Identifier: EUPL-1.2
"""Whether an account may be used, and taking hold of one before it changes."""

from collections.abc import Iterable

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from portal.bereik import VRIJ
from portal.models import Gebruiker, Organisatie
from portal.models.soorten import Gebruikerstatus

# For a query that joins Gebruiker.organisatie; as ``is_bruikbaar``.
BRUIKBAAR = and_(Gebruiker.status == Gebruikerstatus.ACTIEF, Organisatie.beeindigd_op.is_(None))

# The same for a query on Gebruiker alone that counts many: an index on the status is enough for it.
_Ander = aliased(Gebruiker)
ZELF_BRUIKBAAR = and_(
    Gebruiker.status == Gebruikerstatus.ACTIEF,
    Gebruiker.id.not_in(
        select(_Ander.id)
        .join(Organisatie, Organisatie.id == _Ander.organisatie_id)
        .where(Organisatie.beeindigd_op.is_not(None))
    ),
)


def is_bruikbaar(gebruiker: Gebruiker) -> bool:
    """Whether one may log in and koppel: an active account of an organisatie that still exists."""
    return gebruiker.status is Gebruikerstatus.ACTIEF and gebruiker.organisatie.beeindigd_op is None


def pak(session: Session, gebruiker: Gebruiker) -> None:
    """Lock the account until the commit and read it again, so that changes stand in line.

    Others may go on adding rows that point to it. Who needs more locks takes them in this order:
    organisatie, koppeling, account, and what hangs on the account last.
    """
    session.flush()  # a refresh would forget what was not written yet
    session.refresh(gebruiker, with_for_update={"of": Gebruiker, "key_share": True})


def namen(session: Session, nummers: Iterable[int | None]) -> dict[int, str]:
    """The names of those who did something to an account, by id; one query.

    Nobody (None) has no name. Who is outside the reach of a beheerder has: a name says who
    answers for what was done.
    """
    delen = (Gebruiker.voorletters, Gebruiker.tussenvoegsel, Gebruiker.achternaam)
    wie = {een for een in nummers if een is not None}
    vraag = select(Gebruiker.id, *delen).where(Gebruiker.id.in_(wie))
    # Columns, so that nobody from outside the reach comes into the session.
    rijen = session.execute(vraag, execution_options={VRIJ: True})
    return {
        nummer: Gebruiker(voorletters=v, tussenvoegsel=t, achternaam=a).naam
        for nummer, v, t, a in rijen
    }
