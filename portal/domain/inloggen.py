# SPDX-License-Identifier: EUPL-1.2
"""Logging in: with eHerkenning, or until koppelen with a token (R8, R10, R15, R16, R18)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.db import voeg_toe_als_nieuw
from portal.domain import accounts, koppelingen, sessies, tellers
from portal.domain.middelen import treedt_op_voor, van
from portal.eherkenning import Identiteit
from portal.models import Gebruiker, Koppeling, Organisatie, Samlbericht
from portal.models.soorten import Tellersoort, Verbreekreden
from portal.secrets import hash_token, klopt, normaal_gebruikersnaam, ontsleutel, sleutel

REPLAY_MARGE = timedelta(minutes=10)
TOTP_STAP = 30  # seconds (RFC 6238)
TOTP_VENSTER = 1  # steps before and after now


class Uitkomst(StrEnum):
    """How a login ended."""

    PORTAAL = "portaal"
    KOPPELEN = "koppelen"
    AANVRAAG = "aanvraag"
    NAMENS_EEN_ANDER = "namens_een_ander"
    GEEN_KVK = "geen_kvk"
    HERHAALD = "herhaald"
    BEPERKT = "beperkt"
    ACCOUNT_DICHT = "account_dicht"
    FOUT = "fout"
    GEBLOKKEERD = "geblokkeerd"
    ALLEEN_EHERKENNING = "alleen_eherkenning"


@dataclass(frozen=True, slots=True)
class Login:
    """The outcome; ``token`` is the new session's, where there is one."""

    uitkomst: Uitkomst
    token: str | None = None
    geblokkeerd_tot: datetime | None = None


def met_eherkenning(
    session: Session,
    identiteit: Identiteit,
    *,
    verzoek_id: str,
    sector_id: int | None,
    nu: datetime,
    adres: str,
) -> Login:
    """Begin a session for a checked answer: the portal with koppeling, else the wizard (R10).

    A mandate limited to a part of the organisatie must be respected; the portal cannot narrow
    itself to such a part, and its catalogue asks for none, so who brings one stays out.
    """
    if _is_herhaald(session, identiteit, verzoek_id, nu):
        return Login(Uitkomst.HERHAALD)
    if identiteit.beperkingen:
        audit.leg_vast(session, "login.eherkenning", Uitkomst.BEPERKT)
        return Login(Uitkomst.BEPERKT)
    middel = van(identiteit)
    koppeling = koppelingen.vind(session, middel)
    if koppeling is not None and koppelingen.is_verlopen(koppeling, nu):
        koppelingen.verbreek(session, koppeling, reden=Verbreekreden.NIET_INGELOGD, nu=nu)
        koppeling = None
    if koppeling is None:
        token = sessies.begin_koppelen(session, middel, sector_id=sector_id, nu=nu, adres=adres)
        audit.leg_vast(session, "login.eherkenning", Uitkomst.KOPPELEN, niveau=middel.niveau)
        return Login(Uitkomst.KOPPELEN, token)
    gebruiker = koppeling.gebruiker
    zelfde_organisatie = treedt_op_voor(middel.kvk, middel.rsin, gebruiker.organisatie)
    if not accounts.is_bruikbaar(gebruiker) or not zelfde_organisatie:
        audit.leg_vast(session, "login.eherkenning", Uitkomst.ACCOUNT_DICHT, op=gebruiker)
        return Login(Uitkomst.ACCOUNT_DICHT)
    token = sessies.begin_portaal(
        session, gebruiker, middel=middel, sector_id=sector_id, nu=nu, adres=adres
    )
    koppelingen.noteer_login(session, koppeling, nu)
    audit.leg_vast(
        session, "login.eherkenning", Uitkomst.PORTAAL, op=gebruiker, niveau=middel.niveau
    )
    return Login(Uitkomst.PORTAAL, token)


def voor_aanvraag(
    session: Session, identiteit: Identiteit, *, verzoek_id: str, nu: datetime, adres: str
) -> Login:
    """Begin a session for the requests of a bestuur (R29); never the portal, never koppelen.

    The organisatie itself must have logged in, whole: not an intermediary for it, and not one
    vestiging of it. Its KvK number must be told, or known to us by the RSIN that was.
    """
    if _is_herhaald(session, identiteit, verzoek_id, nu):
        return Login(Uitkomst.HERHAALD)
    middel = van(identiteit)
    if middel.kvk is None and middel.rsin is not None:
        bekend = select(Organisatie.kvk).where(Organisatie.rsin == middel.rsin)
        middel = replace(middel, kvk=session.scalar(bekend))
    uitkomst = Uitkomst.AANVRAAG
    if identiteit.intermediair or identiteit.beperkingen:
        uitkomst = Uitkomst.NAMENS_EEN_ANDER
    elif middel.kvk is None:
        uitkomst = Uitkomst.GEEN_KVK
    audit.leg_vast(session, "login.aanvraag", uitkomst, niveau=middel.niveau)
    if uitkomst is not Uitkomst.AANVRAAG:
        return Login(uitkomst)
    return Login(uitkomst, sessies.begin_aanvraag(session, middel, nu=nu, adres=adres))


def met_token(
    session: Session,
    gebruikersnaam: str,
    wachtwoord: str,
    token: str,
    *,
    sector_id: int | None,
    nu: datetime,
    adres: str,
) -> Login:
    """Begin a session with the old means, for who did not koppel yet (R15, R18).

    Name, wachtwoord and token are one combination; five wrong ones block (R11). Only who gave
    the right combination learns that the token no longer counts.
    """
    naam = normaal_gebruikersnaam(gebruikersnaam)
    teller = tellers.pak(session, Tellersoort.TOKEN, sleutel("naam", naam), nu)
    if teller.geblokkeerd_tot is not None:
        audit.leg_vast(session, "login.token", Uitkomst.GEBLOKKEERD)
        return Login(Uitkomst.GEBLOKKEERD, geblokkeerd_tot=teller.geblokkeerd_tot)
    vraag = select(Gebruiker).join(Gebruiker.organisatie)
    vraag = vraag.where(Gebruiker.gebruikersnaam == naam, accounts.BRUIKBAAR)
    gebruiker = session.scalars(vraag).one_or_none()
    wachtwoord_goed = klopt(gebruiker.wachtwoord_hash if gebruiker else None, wachtwoord)
    stap = _totp_stap(gebruiker, token, nu)
    if gebruiker is None or not wachtwoord_goed or stap is None:
        tellers.tel_fout(teller, nu)
        teller.gebruiker_id = gebruiker.id if gebruiker else None
        audit.leg_vast(session, "login.token", Uitkomst.FOUT, op=gebruiker)
        if teller.geblokkeerd_tot is not None:
            return Login(Uitkomst.GEBLOKKEERD, geblokkeerd_tot=teller.geblokkeerd_tot)
        return Login(Uitkomst.FOUT)
    tellers.zet_op_nul(teller, nu)
    gebruiker.token_laatste_stap = stap
    if _is_gekoppeld_geweest(session, gebruiker) or gebruiker.token_ingeleverd_op is not None:
        audit.leg_vast(session, "login.token", Uitkomst.ALLEEN_EHERKENNING, op=gebruiker)
        return Login(Uitkomst.ALLEEN_EHERKENNING)
    nieuw = sessies.begin_portaal(
        session, gebruiker, middel=None, sector_id=sector_id, nu=nu, adres=adres
    )
    audit.leg_vast(session, "login.token", Uitkomst.PORTAAL, op=gebruiker)
    return Login(Uitkomst.PORTAAL, nieuw)


def _is_herhaald(session: Session, identiteit: Identiteit, verzoek_id: str, nu: datetime) -> bool:
    """Whether the request or the assertion was used before; both are from now on. The rows
    decide, also between workers."""
    bewaar_tot = max(identiteit.geldig_tot, nu) + REPLAY_MARGE
    hashes = sorted({hash_token(verzoek_id), hash_token(identiteit.assertion_id)})
    rijen = [{"id_hash": een, "bewaar_tot": bewaar_tot} for een in hashes]
    nieuw = voeg_toe_als_nieuw(session, Samlbericht, *rijen)
    if not nieuw:
        audit.leg_vast(session, "login.eherkenning", Uitkomst.HERHAALD)
    return not nieuw


def _totp_stap(gebruiker: Gebruiker | None, token: str, nu: datetime) -> int | None:
    """The time step of a right token code that was not used before, or None (R18)."""
    if gebruiker is None or gebruiker.token_geheim is None:
        return None
    totp = pyotp.TOTP(ontsleutel(gebruiker.token_geheim))
    stap = int(nu.timestamp()) // TOTP_STAP
    for kandidaat in range(stap - TOTP_VENSTER, stap + TOTP_VENSTER + 1):
        gebruikt = gebruiker.token_laatste_stap
        if gebruikt is not None and kandidaat <= gebruikt:
            continue
        if pyotp.utils.strings_equal(totp.generate_otp(kandidaat), token.strip()):
            return kandidaat
    return None


def _is_gekoppeld_geweest(session: Session, gebruiker: Gebruiker) -> bool:
    """After koppelen only eHerkenning logs in, also when the koppeling was undone (R15)."""
    vraag = select(Koppeling.id).where(Koppeling.gebruiker_id == gebruiker.id).limit(1)
    return session.scalars(vraag).first() is not None
