# SPDX-License-Identifier: EUPL-1.2
"""Letters with the gebruikersnaam: who may get one, and when it was fetched (R4, R28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from portal import audit
from portal.audit import BULK_MAG
from portal.models import Gebruiker
from portal.models.soorten import Gebruikerstatus
from portal.post import brieven
from portal.post.brieven import HOOGSTENS, Ontvanger

__all__ = ["HOOGSTENS", "Resultaat", "Uitkomst", "beletsel", "haal"]


class Uitkomst(Enum):
    """How fetching letters ended; one refusal and there is no PDF at all."""

    GEMAAKT = auto()
    NIEMAND = auto()
    TE_VEEL = auto()  # more than HOOGSTENS
    BEEINDIGD = auto()  # at least one account has ended
    NIET_UZELF = auto()  # the own account is among them


@dataclass(frozen=True, slots=True)
class Resultaat:
    """The outcome, with the PDF when it was made and the refused accounts when it was not."""

    uitkomst: Uitkomst
    pdf: bytes = b""
    geweigerd: tuple[Gebruiker, ...] = ()


def haal(
    session: Session,
    gebruikers: Sequence[Gebruiker],
    *,
    door: Gebruiker,
    nu: datetime,
    portaal: str,
    base_url: str,
) -> Resultaat:
    """One PDF with a letter for each of ``gebruikers``, fetched by ``door``; each is audited (R4).

    Who is gekoppeld or blocked may have one too, to koppelen again later; an ended account not.
    Nobody fetches the own letter: the gebruikersnaam comes from the hands of another (R4), so that
    who takes over a session of a beheerder cannot make a new koppeling from it.
    ``brief_gedownload_op`` is the last time: it tells of the letter that is about now, and the
    trail has the ones before. ``portaal`` and ``base_url`` are as in the settings.
    """
    if not gebruikers:
        return Resultaat(Uitkomst.NIEMAND)
    if len(gebruikers) > HOOGSTENS:
        return Resultaat(Uitkomst.TE_VEEL)
    bezwaren = {g: bezwaar for g in gebruikers if (bezwaar := beletsel(g, door)) is not None}
    for gebruiker, bezwaar in bezwaren.items():
        audit.leg_vast(session, "brief.gedownload", bezwaar.name.lower(), op=gebruiker)
    if bezwaren:
        return Resultaat(next(iter(bezwaren.values())), geweigerd=tuple(bezwaren))
    pdf = brieven.maak(
        [_ontvanger(gebruiker, door) for gebruiker in gebruikers],
        portaal=portaal,
        base_url=base_url,
        dagtekening=nu,
    )
    _noteer(session, gebruikers, nu)
    return Resultaat(Uitkomst.GEMAAKT, pdf)


def beletsel(gebruiker: Gebruiker, door: Gebruiker) -> Uitkomst | None:
    """Why ``door`` gets no letter for this account; None when there is one."""
    if gebruiker.id == door.id:
        return Uitkomst.NIET_UZELF
    return Uitkomst.BEEINDIGD if gebruiker.status is Gebruikerstatus.BEEINDIGD else None


def _ontvanger(gebruiker: Gebruiker, door: Gebruiker) -> Ontvanger:
    """A medewerker sends the letter by post; a beheerder hands it over and is who to ask."""
    organisatie = gebruiker.organisatie
    return Ontvanger(
        naam=gebruiker.naam,
        functie=gebruiker.functie,
        organisatie=organisatie.naam,
        adres=organisatie.adres,
        postcode=organisatie.postcode,
        plaats=organisatie.plaats,
        gebruikersnaam=gebruiker.gebruikersnaam,
        beheerder="" if door.medewerkersrol else door.naam,
    )


def _noteer(session: Session, gebruikers: Sequence[Gebruiker], nu: datetime) -> None:
    """Without the version check: a letter is no conflict with a form that is open elsewhere."""
    nummers = [gebruiker.id for gebruiker in gebruikers]
    opdracht = update(Gebruiker).where(Gebruiker.id.in_(nummers)).values(brief_gedownload_op=nu)
    session.execute(opdracht, execution_options={BULK_MAG: True, "synchronize_session": False})
    for gebruiker in gebruikers:
        set_committed_value(gebruiker, "brief_gedownload_op", nu)
        audit.leg_vast(session, "brief.gedownload", op=gebruiker)
