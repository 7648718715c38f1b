# SPDX-License-Identifier: EUPL-1.2
"""Ending an organisatie with all its accounts (R26, R28)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.domain import autorisaties, groepen, inperking
from portal.domain.organisaties import is_kind_van
from portal.models import Gebruiker, Organisatie
from portal.models.soorten import Gebruikerstatus, Verbreekreden
from portal.post import outbox, teksten


class Uitkomst(StrEnum):
    """How ending an organisatie ended."""

    GELUKT = "gelukt"
    AL_BEEINDIGD = "al_beeindigd"
    HEEFT_KINDEREN = "heeft_kinderen"
    HEEFT_MEDEWERKERS = "heeft_medewerkers"
    TE_VEEL = "te_veel"


def belemmering(session: Session, organisatie: Organisatie) -> Uitkomst | None:
    """Why it cannot end now: children go elsewhere first, and staff keep their organisatie."""
    if organisatie.beeindigd_op is not None:
        return Uitkomst.AL_BEEINDIGD
    if heeft_medewerkers(session, organisatie):
        return Uitkomst.HEEFT_MEDEWERKERS
    if session.scalar(select(exists().where(is_kind_van(organisatie)))):
        return Uitkomst.HEEFT_KINDEREN
    return Uitkomst.TE_VEEL if groepen.is_te_groot(session, [organisatie]) else None


def heeft_medewerkers(session: Session, organisatie: Organisatie) -> bool:
    """Whether an account of staff belongs to it."""
    vraag = exists().where(
        Gebruiker.organisatie_id == organisatie.id,
        Gebruiker.medewerkersrol.is_not(None),
        Gebruiker.status != Gebruikerstatus.BEEINDIGD,
    )
    return bool(session.scalar(select(vraag)))


def beeindig(
    session: Session, organisatie: Organisatie, *, door: Gebruiker, nu: datetime
) -> Uitkomst:
    """End it with all its accounts, each as ``handelingen.beeindig`` would end it (R28).

    The last beheerder too: there is nothing left to manage (R1).
    """
    reden = belemmering(session, organisatie)
    if reden is not None:
        return reden
    organisatie.beeindigd_op = nu
    groep = groepen.pak(session, groepen.van_organisatie(organisatie), nu)
    groepen.maak_los(session, groep, reden=Verbreekreden.BEEINDIGD, door=door, nu=nu)
    mensen = Gebruiker.organisatie_id == organisatie.id
    for autorisatie in session.scalars(inperking.open_autorisaties(mensen, nu)).all():
        autorisaties.beeindig(session, autorisatie, nu)
    for wijziging in groep.wijzigingen:
        wijziging.vervallen_op = nu
    for gebruiker in groep.gebruikers:
        gebruiker.status, gebruiker.beeindigd_op = Gebruikerstatus.BEEINDIGD, nu
        outbox.stuur(session, gebruiker, teksten.account_beeindigd(gebruiker, nu), nu)
    session.flush()
    return Uitkomst.GELUKT


def heropen(organisatie: Organisatie) -> bool:
    """Take an ended organisatie into use again, unless it went up in another.

    Its accounts stay ended: beheerders are asked for by the bestuur (R29), gebruikers registered.
    """
    if organisatie.beeindigd_op is None or organisatie.opgegaan_in_id is not None:
        return False
    organisatie.beeindigd_op = None
    return True
