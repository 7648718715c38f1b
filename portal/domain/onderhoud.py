# SPDX-License-Identifier: EUPL-1.2
"""What happens by the clock: silent koppelingen (R16), codes that stay unused (R7), and
autorisaties of what has ended (R22).

Each verb looks again at the locked row before it acts, so that doing it twice, or from two
workers at once, does nothing more. First ask which rows it is about, then treat them one by
one, each in a transaction of its own.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import accounts, inperking, koppelingen
from portal.models import Activatiecode, Autorisatie, Gebruiker, Koppeling
from portal.models.soorten import Gebruikerstatus, Verbreekreden
from portal.post import outbox, teksten
from portal.post.mail import Mail
from portal.tijd import amsterdam, maanden_eerder

WAARSCHUW_DAGEN = (30, 7)  # R16, before the koppeling ends
HERINNER_VOORAF = timedelta(hours=6)  # R7, before a code expires
# Months are unequal: this much earlier than exactly is early enough to look at a koppeling.
SPELING = timedelta(days=4)


class Uitkomst(StrEnum):
    """What was done for one row."""

    NIETS = "niets"
    GEWAARSCHUWD = "gewaarschuwd"
    VERBROKEN = "verbroken"
    HERINNERD = "herinnerd"
    VERLOPEN = "verlopen"
    INGEPERKT = "ingeperkt"
    GESLOTEN = "gesloten"
    BERICHT = "bericht"


def stille_koppelingen(session: Session, nu: datetime) -> Sequence[int]:
    """Ids of the koppelingen that may have to be warned or undone at ``nu`` (R16)."""
    horizon = nu + timedelta(days=max(WAARSCHUW_DAGEN)) + SPELING
    vraag = (
        select(Koppeling)
        .where(
            Koppeling.beeindigd_op.is_(None),
            Koppeling.laatste_login_op <= maanden_eerder(horizon, koppelingen.STILTE_MAANDEN),
        )
        .order_by(Koppeling.laatste_login_op)
    )
    gevonden = session.scalars(vraag)
    return [k.id for k in gevonden if koppelingen.is_verlopen(k, nu) or moet_waarschuwen(k, nu)]


def moet_waarschuwen(koppeling: Koppeling, nu: datetime) -> bool:
    """Whether a moment to warn has come since the last warning.

    A login moves the moments on, so a warning of before it does not count any more.
    """
    vervalt_op = koppelingen.vervalt_op(koppeling)
    momenten = [vervalt_op - timedelta(days=dagen) for dagen in WAARSCHUW_DAGEN]
    voorbij = max((moment for moment in momenten if moment <= nu), default=None)
    gewaarschuwd_op = koppeling.gewaarschuwd_op
    return voorbij is not None and (gewaarschuwd_op is None or gewaarschuwd_op < voorbij)


def houd_koppeling_bij(session: Session, koppeling_id: int, nu: datetime) -> Uitkomst:
    """Undo the koppeling after 18 months of silence, or warn 30 and 7 days before (R16)."""
    koppeling = session.scalars(
        select(Koppeling)
        .where(Koppeling.id == koppeling_id, Koppeling.beeindigd_op.is_(None))
        .with_for_update(of=Koppeling, skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if koppeling is None:
        return Uitkomst.NIETS
    if koppelingen.is_verlopen(koppeling, nu):
        koppelingen.verbreek(session, koppeling, reden=Verbreekreden.NIET_INGELOGD, nu=nu)
        return Uitkomst.VERBROKEN
    if not moet_waarschuwen(koppeling, nu):
        return Uitkomst.NIETS
    koppeling.gewaarschuwd_op = nu
    vervalt_op = koppelingen.vervalt_op(koppeling)
    dagen = (amsterdam(vervalt_op).date() - amsterdam(nu).date()).days
    gebruiker = koppeling.gebruiker
    _mail(session, gebruiker, teksten.verbreking_nadert(gebruiker, vervalt_op, dagen), nu)
    return Uitkomst.GEWAARSCHUWD


def ongebruikte_codes(session: Session, nu: datetime) -> Sequence[int]:
    """Ids of the unused codes whose reminder or end was not told yet (R7)."""
    vraag = (
        select(Activatiecode.id)
        .where(
            Activatiecode.gebruikt_op.is_(None),
            Activatiecode.vervallen_op.is_(None),
            Activatiecode.verlopen_gemeld_op.is_(None),
            Activatiecode.verloopt_op <= nu + HERINNER_VOORAF,
            Activatiecode.herinnerd_op.is_(None) | (Activatiecode.verloopt_op <= nu),
        )
        .order_by(Activatiecode.verloopt_op)
    )
    return session.scalars(vraag).all()


def houd_code_bij(session: Session, code_id: int, nu: datetime) -> Uitkomst:
    """Tell gebruiker and issuer that a code expired, or will within 6 hours (R7); each once."""
    code = session.scalars(
        select(Activatiecode)
        .where(
            Activatiecode.id == code_id,
            Activatiecode.gebruikt_op.is_(None),
            Activatiecode.vervallen_op.is_(None),
            Activatiecode.verlopen_gemeld_op.is_(None),
        )
        .with_for_update(of=Activatiecode, skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if code is None or nu < code.verloopt_op - HERINNER_VOORAF:
        return Uitkomst.NIETS
    if nu >= code.verloopt_op:
        code.verlopen_gemeld_op = nu
        _meld_verlopen(session, code, nu)
        return Uitkomst.VERLOPEN
    if code.herinnerd_op is not None:
        return Uitkomst.NIETS
    code.herinnerd_op = nu
    _herinner(session, code, nu)
    return Uitkomst.HERINNERD


def rechten_zonder_grond(session: Session, nu: datetime) -> Sequence[int]:
    """Ids of gebruikers with an open autorisatie of a rol or with a kenmerk that has ended (R22).

    It does not count any more; ending it and telling whose it was is left to this job when it
    touched many, and when it was given at the very moment that rol or kenmerk ended.
    """
    vraag = select(Autorisatie.gebruiker_id).where(inperking.open_op(nu), inperking.zonder_grond())
    return session.scalars(vraag.distinct().order_by(Autorisatie.gebruiker_id)).all()


def houd_rechten_bij(session: Session, gebruiker_id: int, nu: datetime) -> Uitkomst:
    """End or shrink those autorisaties of one gebruiker, who is told once (R28)."""
    gebruiker = session.get(Gebruiker, gebruiker_id)
    if gebruiker is None:
        return Uitkomst.NIETS
    accounts.pak(session, gebruiker)
    geraakt = inperking.ruim_op(session, Autorisatie.gebruiker_id == gebruiker_id, nu)
    return Uitkomst.INGEPERKT if geraakt else Uitkomst.NIETS


def _herinner(session: Session, code: Activatiecode, nu: datetime) -> None:
    wie, tot = code.gebruiker, code.verloopt_op
    _mail(session, wie, teksten.code_verloopt_bijna(wie, tot), nu)
    uitgever = _uitgever(session, code)
    if uitgever is not None:
        _mail(session, uitgever, teksten.code_verloopt_bijna_beheerder(uitgever, wie, tot), nu)


def _meld_verlopen(session: Session, code: Activatiecode, nu: datetime) -> None:
    wie, sinds = code.gebruiker, code.verloopt_op
    _mail(session, wie, teksten.code_verlopen(wie, sinds), nu)
    uitgever = _uitgever(session, code)
    if uitgever is not None:
        _mail(session, uitgever, teksten.code_verlopen_beheerder(uitgever, wie, sinds), nu)


def _uitgever(session: Session, code: Activatiecode) -> Gebruiker | None:
    """Who issued the code, unless that was the portal itself or the gebruiker."""
    if code.uitgegeven_door_id in {None, code.gebruiker_id}:
        return None
    return session.get(Gebruiker, code.uitgegeven_door_id)


def _mail(session: Session, aan: Gebruiker, mail: Mail, nu: datetime) -> None:
    """Nothing goes to who does not work here any more."""
    if aan.status is not Gebruikerstatus.BEEINDIGD:
        outbox.zet_klaar(session, mail, aan=aan.email, nu=nu, gebruiker_id=aan.id)
