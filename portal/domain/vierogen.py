# SPDX-License-Identifier: EUPL-1.2
"""Who may not decide about a request of the bestuur: whoever it concerns (R29)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Aanvraag, Gebruiker, Koppeling


def is_betrokken(session: Session, aanvraag: Aanvraag, medewerker: Gebruiker) -> bool:
    """Whether the medewerker applied, signed, or is a beheerder on the form.

    Known by the account, by the means that applied or signed, and by the e-mail addresses.
    """
    accounts = {aanvraag.aanvrager_id, *(b.gebruiker_id for b in aanvraag.beheerders)}
    if medewerker.id in accounts or medewerker.email.casefold() in _adressen(aanvraag):
        return True
    middelen = {aanvraag.pseudoniem, *(o.pseudoniem for o in aanvraag.ondertekenaars)} - {None}
    vraag = select(Koppeling.id).where(
        Koppeling.gebruiker_id == medewerker.id, Koppeling.pseudoniem.in_(middelen)
    )
    return session.scalars(vraag.limit(1)).first() is not None


def _adressen(aanvraag: Aanvraag) -> set[str]:
    return {
        aanvraag.contact_email.casefold(),
        *(beheerder.email.casefold() for beheerder in aanvraag.beheerders),
        *(ondertekenaar.email.casefold() for ondertekenaar in aanvraag.ondertekenaars),
    }
