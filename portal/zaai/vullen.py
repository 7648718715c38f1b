# SPDX-License-Identifier: EUPL-1.2
"""Fills an empty, migrated database; all in one transaction."""

from datetime import datetime

from sqlalchemy import exists, or_, select, text
from sqlalchemy.orm import Session

from portal import secrets
from portal.demo import codes
from portal.demo.codes import Demogebruiker
from portal.demo.lader import NietLeeg
from portal.models import Auditrecord, Gebruiker, Organisatie
from portal.zaai import oogst
from portal.zaai.indexen import zonder_indexen
from portal.zaai.mensen import Mensen
from portal.zaai.omvang import Omvang
from portal.zaai.organisaties import UITVOERDER, Organisaties
from portal.zaai.schrijver import Meld, Schrijver, tabel_van
from portal.zaai.spoor import Spoor
from portal.zaai.stelsel import neem_over


def vul(session: Session, omvang: Omvang, nu: datetime, meld: Meld) -> int:
    """Write all rows and answer how many; ``meld`` is told of the progress. Does not commit.

    The same numbers at the same ``nu`` give the same rows, but for the ciphertext of the token
    secret, which is new each time. Raises NietLeeg when there is any organisatie or audit record.
    """
    for model in (Organisatie, Auditrecord):
        if session.scalar(select(exists(select(1).select_from(model)))):
            raise NietLeeg
    schrijver = Schrijver(session, meld)
    tabellen = [tabel for tabel, _ in oogst.TABELLEN.values()]
    tabellen += [tabel_van(Organisatie), tabel_van(Auditrecord)]
    with zonder_indexen(session.connection(), tabellen):
        stelsel = neem_over(schrijver, nu)
        organisaties = Organisaties(schrijver, stelsel, omvang).maak()
        token_geheim = secrets.versleutel("GEZAAID")
        mensen = Mensen(schrijver, stelsel, organisaties, omvang, nu, token_geheim)
        mensen.maak()
        Spoor(schrijver, organisaties, mensen.thuis, omvang, nu).maak()
        schrijver.zeg("indexen maken")
    schrijver.zet_tellers()
    session.execute(text("ANALYZE"))
    schrijver.zeg("klaar")
    return schrijver.rijen


def begin_van_de_dag(moment: datetime) -> datetime:
    """What times are counted from, so that the same command gives the same rows all day (UTC)."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def nodig_uit(session: Session, nu: datetime) -> list[Demogebruiker]:
    """Codes that work, new each time, for the medewerkers and a beheerder of the largest bestuur.

    Who is sown with a koppeling cannot log in: no such means exists.
    """
    beheerder = select(Gebruiker.id).where(
        Gebruiker.organisatie_id == UITVOERDER + 1, Gebruiker.aangemeld_door_id.is_(None)
    )
    laatste = beheerder.order_by(Gebruiker.id.desc()).limit(1).scalar_subquery()
    vraag = select(Gebruiker).where(
        or_(Gebruiker.medewerkersrol.is_not(None), Gebruiker.id == laatste)
    )
    return codes.nodig_uit(session, session.scalars(vraag.order_by(Gebruiker.id)).all(), nu)
