# SPDX-License-Identifier: EUPL-1.2
"""Koppelen, finding and undoing a koppeling (R10-R17)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, String, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal import audit
from portal.domain import accounts, activatiecodes, blokkades, documenten, sessies, tellers
from portal.domain.middelen import Middel, treedt_op_voor
from portal.models import Gebruiker, Koppeling, Organisatie, Sessie, Teller
from portal.models.soorten import Documentsoort, Tellersoort, Verbreekreden
from portal.post import outbox, teksten
from portal.secrets import normaal_activatiecode, normaal_gebruikersnaam, sleutel
from portal.tijd import maanden_later

STILTE_MAANDEN = 18  # R16, calendar months
AKKOORD_MET = (Documentsoort.PRIVACY, Documentsoort.VOORWAARDEN)  # R14


class Uitkomst(StrEnum):
    """How an attempt ended, precisely; one sentence on screen may cover several (R12)."""

    GEKOPPELD = "gekoppeld"
    FOUT = "fout"
    VERLOPEN = "verlopen"
    GEBLOKKEERD = "geblokkeerd"


@dataclass(frozen=True, slots=True)
class Resultaat:
    """What to tell: the account once gekoppeld, the end of a block, or the tries that are left."""

    uitkomst: Uitkomst
    gebruiker: Gebruiker | None = None
    geblokkeerd_tot: datetime | None = None
    resterend: int = 0


def koppel(
    session: Session, sessie: Sessie, gebruikersnaam: str, code: str, nu: datetime
) -> Resultaat:
    """Try one combination of gebruikersnaam and activatiecode for the means of ``sessie``.

    All of R14 or nothing happens in the caller's transaction. The counters are locked before
    anything is read, so parallel attempts stand in line (R11). An unknown name, a foreign
    account and a wrong code take the same path and time (R12).
    """
    naam = normaal_gebruikersnaam(gebruikersnaam)
    tel_middel = tellers.pak(session, Tellersoort.MIDDEL, sessie.middel, nu)
    gebruiker = _vind_account(session, sessie, naam)
    tel_account = tellers.pak(
        session, Tellersoort.ACCOUNT, _sleutel_account(sessie, gebruiker, naam), nu
    )
    tot = _geblokkeerd_tot(tel_middel, tel_account)
    if tot is not None:
        audit.leg_vast(session, "koppelen.poging", "geblokkeerd", op=gebruiker)
        return Resultaat(Uitkomst.GEBLOKKEERD, geblokkeerd_tot=tot)
    gevonden = activatiecodes.controleer(session, gebruiker, normaal_activatiecode(code), nu)
    if gebruiker is None or gevonden is None or not _mag_koppelen(session, sessie, gebruiker):
        return _fout(session, gebruiker, tel_middel, tel_account, nu)
    if activatiecodes.is_verlopen(gevonden, nu):
        audit.leg_vast(session, "koppelen.poging", "verlopen", op=gebruiker)
        return Resultaat(Uitkomst.VERLOPEN)
    for teller in (tel_middel, tel_account):
        tellers.zet_op_nul(teller, nu)
    gevonden.gebruikt_op = nu
    _leg(session, sessie, gebruiker, nu)
    return Resultaat(Uitkomst.GEKOPPELD, gebruiker=gebruiker)


def blokkade(session: Session, sessie: Sessie, nu: datetime) -> datetime | None:
    """Until when the means of ``sessie`` is blocked, or None (R11)."""
    return tellers.geblokkeerd_tot(session, Tellersoort.MIDDEL, sessie.middel, nu)


def hef_blokkade_op(session: Session, gebruiker: Gebruiker, nu: datetime) -> bool:
    """A beheerder or the servicedesk lifts the block of an account (R12); the gebruiker is told.

    Whether there was a block to lift; if not, nothing happens.
    """
    vraag = select(Teller).where(Teller.gebruiker_id == gebruiker.id, Teller.geblokkeerd_tot > nu)
    vast = session.scalars(
        vraag.order_by(Teller.id).with_for_update().execution_options(populate_existing=True)
    ).all()
    for teller in vast:
        tellers.zet_op_nul(teller, nu)
    if not vast:
        return False
    audit.leg_vast(session, "blokkade.opgeheven", op=gebruiker)
    outbox.stuur(session, gebruiker, teksten.blokkade_opgeheven(gebruiker), nu)
    return True


# Made once: building it costs as much as running it.
_VIND = (
    select(Koppeling)
    .where(
        Koppeling.beeindigd_op.is_(None),
        or_(
            Koppeling.middel_kvk == bindparam("kvk", type_=String),
            Koppeling.middel_rsin == bindparam("rsin", type_=String),
        ),
    )
    .options(
        joinedload(Koppeling.gebruiker)
        .joinedload(Gebruiker.organisatie)
        .joinedload(Organisatie.parent)
    )
    .with_for_update(of=Koppeling)
)

# Run past the ORM, as in portal.domain.sessies: the login itself is in the trail.
_INGELOGD = (
    update(Koppeling)
    .where(Koppeling.id == bindparam("nummer"))
    .values(laatste_login_op=bindparam("moment"), gewaarschuwd_op=None)
)


def vind(session: Session, middel: Middel) -> Koppeling | None:
    """The active koppeling of a means, with account and organisatie; KvK number first (R13)."""
    sleutels = {"kvk": middel.sleutel_kvk, "rsin": middel.sleutel_rsin}
    gevonden = session.scalars(_VIND, sleutels).all()
    op_kvk = (k for k in gevonden if k.middel_kvk == middel.sleutel_kvk)
    return next(op_kvk, gevonden[0] if gevonden else None)


def noteer_login(session: Session, koppeling: Koppeling, nu: datetime) -> None:
    """A login counts for the 18 months (R16), warnings start anew; ``koppeling`` goes stale."""
    session.connection().execute(_INGELOGD, {"nummer": koppeling.id, "moment": nu})


def actieve(session: Session, gebruiker: Gebruiker) -> Koppeling | None:
    """The active koppeling of an account, or None."""
    vraag = select(Koppeling).where(
        Koppeling.gebruiker_id == gebruiker.id, Koppeling.beeindigd_op.is_(None)
    )
    return session.scalars(vraag).one_or_none()


def is_verlopen(koppeling: Koppeling, nu: datetime) -> bool:
    """Whether 18 calendar months passed without a login (R16)."""
    return nu >= vervalt_op(koppeling)


def vervalt_op(koppeling: Koppeling) -> datetime:
    """When the koppeling ends if nobody logs in (R16)."""
    return maanden_later(koppeling.laatste_login_op, STILTE_MAANDEN)


def pak_actieve(session: Session, gebruiker: Gebruiker) -> Koppeling | None:
    """As ``actieve``, locked until the commit and as it is stored now."""
    vraag = select(Koppeling).where(
        Koppeling.gebruiker_id == gebruiker.id, Koppeling.beeindigd_op.is_(None)
    )
    return session.scalars(
        vraag.with_for_update(of=Koppeling).execution_options(populate_existing=True)
    ).one_or_none()


def verbreek(
    session: Session,
    koppeling: Koppeling,
    *,
    reden: Verbreekreden,
    nu: datetime,
    door: Gebruiker | None = None,
) -> None:
    """Undo a koppeling at once: sessions end at their next request, the gebruiker is told (R17).

    Who loses the whole account hears of that instead, from the verb that ends it.
    """
    sluit(koppeling, reden=reden, nu=nu, door=door)
    gebruiker = koppeling.gebruiker
    sessies.beeindig_alle(session, gebruiker, nu)
    if reden is not Verbreekreden.BEEINDIGD:
        outbox.stuur(session, gebruiker, teksten.koppeling_verbroken(gebruiker, reden), nu)


def sluit(
    koppeling: Koppeling, *, reden: Verbreekreden, nu: datetime, door: Gebruiker | None
) -> None:
    """Only the koppeling itself, for a verb that ends sessions and mails for many at once."""
    koppeling.beeindigd_op = nu
    koppeling.reden = reden
    koppeling.beeindigd_door_id = door.id if door else None


def _vind_account(session: Session, sessie: Sessie, naam: str) -> Gebruiker | None:
    """The active account of that name, if the means acts for its organisatie (R13).

    Locked, so that it cannot be ended or blocked while it is being gekoppeld.
    """
    vraag = (
        select(Gebruiker)
        .join(Gebruiker.organisatie)
        .where(Gebruiker.gebruikersnaam == naam, accounts.BRUIKBAAR)
        .options(contains_eager(Gebruiker.organisatie).joinedload(Organisatie.parent))
        .with_for_update(of=Gebruiker, key_share=True)
        .execution_options(populate_existing=True)
    )
    gebruiker = session.scalars(vraag).one_or_none()
    if gebruiker and treedt_op_voor(sessie.kvk, sessie.rsin, gebruiker.organisatie):
        return gebruiker
    return None


def _sleutel_account(sessie: Sessie, gebruiker: Gebruiker | None, naam: str) -> str:
    """What is counted beside the means: the account, or for a name that is none of the own
    organisatie that name within it. So a stranger cannot block an account, and an unknown
    name behaves like a known one (R12)."""
    if gebruiker is not None:
        return sleutel("account", str(gebruiker.id))
    return sleutel("naam", naam, sessie.kvk or "", sessie.rsin or "")


def _mag_koppelen(session: Session, sessie: Sessie, gebruiker: Gebruiker) -> bool:
    """Not when either side is gekoppeld already (R13), nor with a means reported stolen (R17).

    A stolen one is known by its pseudonym too, under whichever number it is used now.
    """
    vraag = select(Koppeling.id).where(
        or_(
            Koppeling.beeindigd_op.is_(None)
            & ((Koppeling.gebruiker_id == gebruiker.id) | _is_middel(sessie)),
            (Koppeling.reden == Verbreekreden.GESTOLEN)
            & (Koppeling.gebruiker_id == gebruiker.id)
            & (_is_middel(sessie) | _is_pseudoniem(sessie)),
        )
    )
    return session.scalars(vraag.limit(1)).first() is None


def _is_middel(sessie: Sessie) -> ColumnElement[bool]:
    """Whether a koppeling is of the means of this session, under either number."""
    delen: list[ColumnElement[bool]] = []
    if sessie.middel_kvk is not None:
        delen.append(Koppeling.middel_kvk == sessie.middel_kvk)
    if sessie.middel_rsin is not None:
        delen.append(Koppeling.middel_rsin == sessie.middel_rsin)
    return or_(*delen)


def _is_pseudoniem(sessie: Sessie) -> ColumnElement[bool]:
    """Whether a koppeling is under the pseudonym of this session, if both are known."""
    return and_(Koppeling.pseudoniem.is_not(None), Koppeling.pseudoniem == sessie.pseudoniem)


def _geblokkeerd_tot(*genomen: Teller) -> datetime | None:
    return max((t.geblokkeerd_tot for t in genomen if t.geblokkeerd_tot), default=None)


def _fout(
    session: Session,
    gebruiker: Gebruiker | None,
    tel_middel: Teller,
    tel_account: Teller,
    nu: datetime,
) -> Resultaat:
    """Count a wrong combination for both; the fifth blocks, and that is told (R12). A means that
    the same try blocks is freed with the account, or that would not help who waits.
    """
    samen = tel_middel.aantal == tel_account.aantal == tellers.MAX_POGINGEN - 1
    tel_middel.gebruiker_id = gebruiker.id if gebruiker is not None and samen else None
    tellers.tel_fout(tel_middel, nu)
    session.flush()  # a statement each, whether or not the other one is of an account (R12)
    tel_account.gebruiker_id = gebruiker.id if gebruiker else None
    if tellers.tel_fout(tel_account, nu) and gebruiker is not None:
        blokkades.meld_pogingen(session, gebruiker, tot=nu + tellers.BLOKKADE, nu=nu)
    audit.leg_vast(session, "koppelen.poging", "fout", op=gebruiker)
    tot = _geblokkeerd_tot(tel_middel, tel_account)
    if tot is not None:
        return Resultaat(Uitkomst.GEBLOKKEERD, geblokkeerd_tot=tot)
    over = tellers.MAX_POGINGEN - max(tel_middel.aantal, tel_account.aantal)
    return Resultaat(Uitkomst.FOUT, resterend=over)


def _leg(session: Session, sessie: Sessie, gebruiker: Gebruiker, nu: datetime) -> None:
    """Make the koppeling with all that belongs to it (R14, R15)."""
    session.add(
        Koppeling(
            gebruiker=gebruiker,
            middel_kvk=sessie.middel_kvk,
            middel_rsin=sessie.middel_rsin,
            pseudoniem=sessie.pseudoniem,
            niveau=sessie.niveau or "",
            gelegd_op=nu,
            laatste_login_op=nu,
        )
    )
    documenten.leg_akkoord_vast(session, gebruiker, AKKOORD_MET, nu)
    sessies.beeindig_alle(session, gebruiker, nu)
    session.flush()
    outbox.stuur(session, gebruiker, teksten.gekoppeld(gebruiker, nu), nu)
