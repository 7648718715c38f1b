# SPDX-License-Identifier: EUPL-1.2
"""Sessions: idle 15 minutes, absolute 4 hours, ended on the server (R24)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, insert, select, update
from sqlalchemy.orm import Session, contains_eager

from portal import audit
from portal.db import Moment
from portal.domain import accounts, verzendingen
from portal.domain.bevoegdheden import loopt
from portal.domain.documenten import MOET_AKKOORD
from portal.domain.middelen import Middel
from portal.models import Beheerderstoekenning, Gebruiker, Sessie
from portal.models.soorten import Fase, Inlogmiddel
from portal.secrets import hash_token, maak_token

STILTE = timedelta(minutes=15)  # R24, idle
MAXIMUM = timedelta(hours=4)  # R24, absolute: the limit of an eHerkenning statement
BEWAAR_ANTWOORDEN = timedelta(days=1)  # of a wizard that a limit cut off
TIK = timedelta(seconds=20)  # how exact "last seen" is kept


@dataclass(frozen=True, slots=True)
class Gevonden:
    """A live session and what its permissions need, from one query."""

    sessie: Sessie
    is_beheerder: bool
    moet_akkoord: bool


# Made once: building it costs as much as running it.
_TOEKENNING = exists().where(
    Beheerderstoekenning.gebruiker_id == Sessie.gebruiker_id, loopt(bindparam("nu", type_=Moment))
)
_ZOEK = (
    select(Sessie, _TOEKENNING.label("is_beheerder"), MOET_AKKOORD.label("moet_akkoord"))
    .outerjoin(Sessie.gebruiker)
    .outerjoin(Gebruiker.organisatie)
    .options(contains_eager(Sessie.gebruiker).contains_eager(Gebruiker.organisatie))
    .where(Sessie.token_hash == bindparam("token_hash"))
)
# Run past the ORM, being of every login: it would take three times as long, and neither the
# trail, which has the login itself, nor the version of the account is to know.
_BEGIN = insert(Sessie)
_INGELOGD = (
    update(Gebruiker)
    .where(Gebruiker.id == bindparam("wie"))
    .values(laatste_login_op=bindparam("moment"))
)


def zoek(session: Session, token: str, nu: datetime) -> Gevonden | None:
    """The live session of ``token``, with gebruiker and organisatie; None when it is over."""
    rij = session.execute(_ZOEK, {"token_hash": hash_token(token), "nu": nu}).first()
    if rij is None or not leeft(rij[0], nu):
        return None
    return Gevonden(rij[0], rij[1], rij[2])


def leeft(sessie: Sessie, nu: datetime) -> bool:
    """Whether the session is within its limits and its account may be used (R17, R24)."""
    gebruiker = sessie.gebruiker
    return (
        sessie.beeindigd_op is None
        and nu < einde(sessie)
        and nu < sessie.laatst_gezien_op + STILTE
        and (gebruiker is None or accounts.is_bruikbaar(gebruiker))
    )


def einde(sessie: Sessie) -> datetime:
    """The absolute limit."""
    return sessie.begonnen_op + MAXIMUM


def moet_tikken(sessie: Sessie, nu: datetime) -> bool:
    """Whether "last seen" is old enough to be written again."""
    return sessie.beeindigd_op is None and nu - sessie.laatst_gezien_op >= TIK


def tik(session: Session, sessie: Sessie, nu: datetime) -> None:
    """Note that the session is in use."""
    opdracht = update(Sessie).where(Sessie.id == sessie.id, Sessie.beeindigd_op.is_(None))
    session.execute(
        opdracht.values(laatst_gezien_op=nu), execution_options={"synchronize_session": False}
    )


def begin_koppelen(
    session: Session, middel: Middel, *, sector_id: int | None, nu: datetime, adres: str
) -> str:
    """A session for a means without koppeling: only the wizard is open to it (R10).

    Goes on where a session of the same means was cut off by a limit (R24: input is not lost).
    """
    over = _afgebroken_antwoorden(session, middel, Fase.KOPPELEN, nu)
    plek = {"sector_id": sector_id, "adres": adres}
    return _begin(session, Fase.KOPPELEN, nu, _van(middel) | plek, over)


def begin_aanvraag(session: Session, middel: Middel, *, nu: datetime, adres: str) -> str:
    """A session for the requests of a bestuur, and nothing else (R29).

    Knows what was typed when a limit cut off the one before (R24).
    """
    over = _afgebroken_antwoorden(session, middel, Fase.AANVRAAG, nu)
    return _begin(session, Fase.AANVRAAG, nu, _van(middel) | {"adres": adres}, over)


def begin_portaal(
    session: Session,
    gebruiker: Gebruiker,
    *,
    middel: Middel | None,
    sector_id: int | None,
    nu: datetime,
    adres: str,
) -> str:
    """A session of ``gebruiker``; without ``middel`` it is a token login (R18)."""
    over = verzendingen.verhuis(session, gebruiker, nu)
    wie = _van(middel) | {"gebruiker_id": gebruiker.id, "sector_id": sector_id, "adres": adres}
    _noteer_login(session, gebruiker, nu)
    return _begin(session, Fase.PORTAAL, nu, wie, over)


def naar_portaal(session: Session, sessie: Sessie, gebruiker: Gebruiker, nu: datetime) -> str:
    """After koppelen the session becomes the gebruiker's, under a new id (R14)."""
    sessie.fase = Fase.PORTAAL
    sessie.gebruiker = gebruiker
    sessie.laatst_gezien_op = nu
    _noteer_login(session, gebruiker, nu)
    return vernieuw(session, sessie)


def vernieuw(session: Session, sessie: Sessie) -> str:
    """A new id for a session; the old one is worth nothing from now on."""
    token = maak_token()
    sessie.token_hash = hash_token(token)
    session.flush()
    return token


def beeindig(sessie: Sessie, nu: datetime) -> None:
    """End one session; a copied cookie is worth nothing afterwards (R24)."""
    sessie.beeindigd_op = sessie.beeindigd_op or nu


def beeindig_alle(
    session: Session, gebruiker: Gebruiker, nu: datetime, behalve: Sessie | None = None
) -> None:
    """End all sessions of an account, at their next request (R17)."""
    opdracht = update(Sessie).where(
        Sessie.gebruiker_id == gebruiker.id, Sessie.beeindigd_op.is_(None)
    )
    if behalve is not None:
        opdracht = opdracht.where(Sessie.id != behalve.id)
    session.execute(opdracht.values(beeindigd_op=nu))


def beeindig_van(session: Session, gebruikers: Collection[int], nu: datetime) -> None:
    """As ``beeindig_alle`` for many accounts (ids) in one go; objects in ``session`` go stale."""
    opdracht = update(Sessie).where(
        Sessie.gebruiker_id.in_(sorted(gebruikers)), Sessie.beeindigd_op.is_(None)
    )
    session.execute(
        opdracht.values(beeindigd_op=nu), execution_options={"synchronize_session": False}
    )


def _afgebroken_antwoorden(
    session: Session, middel: Middel, fase: Fase, nu: datetime
) -> dict[str, Any]:
    vraag = _afgebroken(middel.sleutel_kvk is not None, middel.sleutel_rsin is not None)
    gezocht = {
        "kvk": middel.sleutel_kvk,
        "rsin": middel.sleutel_rsin,
        "fase": fase,
        "na": nu - BEWAAR_ANTWOORDEN,
    }
    return session.scalar(vraag, gezocht) or {}


@cache
def _afgebroken(met_kvk: bool, met_rsin: bool) -> Select[dict[str, Any]]:
    """Made once for each pair of keys that a means may have."""
    kvk, rsin = Sessie.middel_kvk, Sessie.middel_rsin
    return (
        select(Sessie.antwoorden)
        .where(
            kvk == bindparam("kvk") if met_kvk else kvk.is_(None),
            rsin == bindparam("rsin") if met_rsin else rsin.is_(None),
            Sessie.fase == bindparam("fase"),
            Sessie.beeindigd_op.is_(None),
            Sessie.laatst_gezien_op > bindparam("na", type_=Moment),
        )
        .order_by(Sessie.id.desc())
        .limit(1)
    )


def _noteer_login(session: Session, gebruiker: Gebruiker, nu: datetime) -> None:
    """With the account, without its version: two logins at once are no conflict. It acts now."""
    audit.kent(session, gebruiker)
    session.connection().execute(_INGELOGD, {"wie": gebruiker.id, "moment": nu})


def _van(middel: Middel | None) -> dict[str, Any]:
    """What a session keeps of the means it began with."""
    if middel is None:
        return {"inlogmiddel": Inlogmiddel.TOKEN}
    return {
        "inlogmiddel": Inlogmiddel.EHERKENNING,
        "middel_kvk": middel.sleutel_kvk,
        "middel_rsin": middel.sleutel_rsin,
        "kvk": middel.kvk,
        "rsin": middel.rsin,
        "niveau": middel.niveau,
        "pseudoniem": middel.pseudoniem,
    }


def _begin(
    session: Session, fase: Fase, nu: datetime, velden: dict[str, Any], antwoorden: dict[str, Any]
) -> str:
    token = maak_token()
    vast = {"fase": fase, "begonnen_op": nu, "laatst_gezien_op": nu, "antwoorden": antwoorden}
    rij = velden | vast | {"token_hash": hash_token(token)}
    session.connection().execute(_BEGIN, rij)
    return token
