# SPDX-License-Identifier: EUPL-1.2
"""Requests of the bestuur: handing in, following and withdrawing (R29).

Who began a request sees it, and who signed it; nobody else of the organisatie, and nobody of
another one. Staff has its own verbs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal import audit
from portal.domain import aanvraaginhoud, aanvraagkeuzes, aanvraagstatus, concepten, ondertekening
from portal.domain.aanvraaginhoud import Inhoud
from portal.models import Aanvraag, Koppeling, Ondertekenaar, Organisatie, Sessie
from portal.models.soorten import Aanvraagstatus
from portal.post import aanvraagteksten, outbox

MAX_LOPEND = 10  # requests of one organisatie that wait for somebody
MAX_PER_DAG = 5  # that one organisatie hands in; each sends mail to addresses that were typed
DAG = timedelta(days=1)


class Uitkomst(StrEnum):
    """How handing in or withdrawing ended."""

    INGEDIEND = "ingediend"
    GEEN_CONCEPT = "geen_concept"
    TE_VEEL = "te_veel"
    INGETROKKEN = "ingetrokken"
    KAN_NIET_MEER = "kan_niet_meer"


@dataclass(frozen=True, slots=True)
class Ingediend:
    """The outcome, and the request once it was handed in."""

    uitkomst: Uitkomst
    aanvraag: Aanvraag | None = None


def dien_in(
    session: Session, sessie: Sessie, inhoud: Inhoud, *, pad: Callable[[str], str], nu: datetime
) -> Ingediend:
    """Hand in the concept of who is logged in, filled with ``inhoud``; ``pad`` makes a link.

    Who signs alone does so with this. The others get a link; once enough have signed the request
    is new to staff. Raises Gebrek for a form that the screens would not have let through.
    """
    aanvraag = concepten.vind(session, sessie, pak=True)
    if aanvraag is None:
        return Ingediend(Uitkomst.GEEN_CONCEPT)
    if zijn_te_veel(session, aanvraag.kvk, nu):
        audit.leg_vast(session, "aanvraag.geweigerd", Uitkomst.TE_VEEL, op=aanvraag)
        return Ingediend(Uitkomst.TE_VEEL)
    keuzes = aanvraagkeuzes.voor(session, aanvraag.kvk, nu)
    aanvraaginhoud.keur(inhoud, keuzes)
    aanvraag.organisatie = keuzes.organisatie  # may have come to be known meanwhile
    aanvraaginhoud.vul(aanvraag, inhoud)
    aanvraag.aanvrager_id = account_van(session, sessie)
    aanvraagstatus.zet(aanvraag, Aanvraagstatus.WACHT_OP_ONDERTEKENING, nu)
    session.flush()
    for ondertekenaar, tekenaar in zip(aanvraag.ondertekenaars, inhoud.tekenaars, strict=True):
        if tekenaar.zelf:
            ondertekening.teken_zelf(session, ondertekenaar, sessie, nu)
    meld_ontvangst(session, aanvraag, nu)
    ondertekening.na_handtekening(session, aanvraag, nu)
    ondertekening.nodig_uit(session, aanvraag, pad=pad, nu=nu)
    return Ingediend(Uitkomst.INGEDIEND, aanvraag)


def van_sessie(session: Session, sessie: Sessie) -> Sequence[Aanvraag]:
    """The handed-in requests that who is logged in may follow, newest first."""
    vraag = select(Aanvraag).where(_zichtbaar(sessie))
    return session.scalars(vraag.order_by(Aanvraag.ingediend_op.desc(), Aanvraag.id)).all()


def vind(session: Session, sessie: Sessie, referentie: str) -> Aanvraag | None:
    """The handed-in request of that number; None when who is logged in may not follow it."""
    vraag = select(Aanvraag).where(_zichtbaar(sessie), Aanvraag.referentie == referentie.upper())
    gevonden = session.scalars(vraag).one_or_none()
    if gevonden is None:
        audit.leg_vast(session, "aanvraag.geweigerd", "niet_van_u")
    return gevonden


def trek_in(session: Session, aanvraag: Aanvraag, nu: datetime) -> Uitkomst:
    """Withdraw it, before the decision; links to sign do nothing any more, all are told."""
    pak(session, aanvraag)
    if aanvraag.status not in aanvraagstatus.IN_TE_TREKKEN:
        audit.leg_vast(session, "aanvraag.geweigerd", Uitkomst.KAN_NIET_MEER, op=aanvraag)
        return Uitkomst.KAN_NIET_MEER
    ondertekening.vervallen(aanvraag)
    aanvraagstatus.zet(aanvraag, Aanvraagstatus.INGETROKKEN, nu)
    mail = aanvraagteksten.ingetrokken
    for naam, email in betrokkenen(aanvraag):
        outbox.zet_klaar(session, mail(aanvraag, naam), aan=email, nu=nu)
    session.flush()
    return Uitkomst.INGETROKKEN


def pak(session: Session, aanvraag: Aanvraag) -> None:
    """Lock the request until the commit and read it again, so that changes stand in line."""
    session.flush()
    session.refresh(aanvraag, with_for_update={"of": Aanvraag})


def meld_ontvangst(session: Session, aanvraag: Aanvraag, nu: datetime) -> None:
    """Tell who applied, and the address of the bestuur where we know one."""
    mail = aanvraagteksten.ingediend(aanvraag, aanvraag.contact_naam)
    outbox.zet_klaar(session, mail, aan=aanvraag.contact_email, nu=nu)
    bestuur = adres_van_bestuur(aanvraag.organisatie)
    if bestuur and bestuur.casefold() != aanvraag.contact_email.casefold():
        mail = aanvraagteksten.ingediend(aanvraag, f"bestuur van {aanvraag.organisatienaam}")
        outbox.zet_klaar(session, mail, aan=bestuur, nu=nu)


def _zichtbaar(sessie: Sessie) -> ColumnElement[bool]:
    tekende = select(Ondertekenaar.aanvraag_id).where(Ondertekenaar.pseudoniem == sessie.pseudoniem)
    return (
        (Aanvraag.kvk == sessie.kvk)
        & (Aanvraag.status != Aanvraagstatus.CONCEPT)
        & or_(Aanvraag.pseudoniem == sessie.pseudoniem, Aanvraag.id.in_(tekende))
    )


def zijn_te_veel(session: Session, kvk: str, nu: datetime) -> bool:
    lopend = select(func.count()).where(
        Aanvraag.kvk == kvk, Aanvraag.status.in_(aanvraagstatus.LOPEND)
    )
    vandaag = select(func.count()).where(Aanvraag.kvk == kvk, Aanvraag.ingediend_op > nu - DAG)
    return (session.scalar(lopend) or 0) >= MAX_LOPEND or (
        session.scalar(vandaag) or 0
    ) >= MAX_PER_DAG


def account_van(session: Session, sessie: Sessie) -> int | None:
    """The account that this means is gekoppeld to: that one does not decide about it (R29)."""
    vraag = select(Koppeling.gebruiker_id).where(
        Koppeling.pseudoniem == sessie.pseudoniem, Koppeling.beeindigd_op.is_(None)
    )
    return session.scalars(vraag).first()


def betrokkenen(aanvraag: Aanvraag) -> list[tuple[str, str]]:
    """Name and address of who applied, who was asked to sign, and the bestuur as we know it.

    Each address once.
    """
    op_adres = {}
    bestuur = adres_van_bestuur(aanvraag.organisatie)
    if bestuur:
        op_adres[bestuur.casefold()] = (f"bestuur van {aanvraag.organisatienaam}", bestuur)
    op_adres |= {o.email.casefold(): (o.naam, o.email) for o in aanvraag.ondertekenaars}
    op_adres[aanvraag.contact_email.casefold()] = (aanvraag.contact_naam, aanvraag.contact_email)
    return list(op_adres.values())


def adres_van_bestuur(organisatie: Organisatie | None) -> str | None:
    return organisatie.bestuur_email if organisatie else None
