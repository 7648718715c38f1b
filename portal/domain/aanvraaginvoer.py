# SPDX-License-Identifier: EUPL-1.2
"""People whom a medewerker takes over from a form on paper (R29)."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from portal import audit
from portal.domain import aanvraagbesluit
from portal.domain.aanvraaginhoud import HANDELINGEN, MAX_BEHEERDERS
from portal.models import Aanvraag, Aanvraagbeheerder, Gebruiker
from portal.models.soorten import Aanvraagkanaal, Aanvraagsoort
from portal.models.soorten import Beheerderhandeling as Handeling


def kan(session: Session, aanvraag: Aanvraag, door: Gebruiker) -> bool:
    """Whether ``door`` takes over from paper now; what was filled in online stays as it was."""
    papier = aanvraag.kanaal is Aanvraagkanaal.PAPIER
    return papier and aanvraagbesluit.is_behandelaar(session, aanvraag, door)


def is_vol(aanvraag: Aanvraag) -> bool:
    """Whether there are as many people on it as there can be."""
    return len(aanvraag.beheerders) >= MAX_BEHEERDERS


def voeg_toe(
    session: Session, aanvraag: Aanvraag, persoon: Aanvraagbeheerder, *, door: Gebruiker
) -> bool:
    """Put ``persoon`` on it, as the one who assesses it; whether that could be."""
    if is_vol(aanvraag) or not kan(session, aanvraag, door):
        return False
    aanvraag.beheerders.append(persoon)
    aanvraag.soort = soort_van({een.handeling for een in aanvraag.beheerders})
    session.flush()
    return True


def begin_opnieuw(session: Session, aanvraag: Aanvraag, *, door: Gebruiker) -> bool:
    """Take everybody off it, as the one who assesses it; whether that could be."""
    if not kan(session, aanvraag, door):
        return False
    for persoon in list(aanvraag.beheerders):
        for rol in list(persoon.aanvraagrollen):
            session.delete(rol)
        session.flush()
        session.expire(persoon)
        session.delete(persoon)
    session.flush()
    session.expire(aanvraag, ["beheerders"])
    audit.leg_vast(session, "aanvraag.personen_gewist", op=aanvraag)
    return True


def soort_van(handelingen: Collection[Handeling]) -> Aanvraagsoort:
    """What a form with these handelingen is called; paper may mix them."""
    precies = [s for s, nodig in HANDELINGEN.items() if nodig == frozenset(handelingen)]
    return precies[0] if precies else Aanvraagsoort.WIJZIGEN
