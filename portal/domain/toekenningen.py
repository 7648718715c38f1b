# SPDX-License-Identifier: EUPL-1.2
"""Beheerdersrollen that people have: ending them (R1, R29). Only the bestuur has them given."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.models import Beheerderstoekenning, Gebruiker


def open_toekenningen(
    session: Session, waar: ColumnElement[bool], nu: datetime
) -> Sequence[Beheerderstoekenning]:
    """Those of now and later that are so, by name of the beheerder."""
    tot = Beheerderstoekenning.geldig_tot
    vraag = (
        select(Beheerderstoekenning)
        .join(Beheerderstoekenning.gebruiker)
        .where(waar, or_(tot.is_(None), tot > nu))
        .order_by(Gebruiker.achternaam, Gebruiker.id, Beheerderstoekenning.id)
        .options(
            joinedload(Beheerderstoekenning.gebruiker),
            joinedload(Beheerderstoekenning.beheerdersrol),
        )
    )
    return session.scalars(vraag).all()


def beeindig(session: Session, toekenningen: Sequence[Beheerderstoekenning], nu: datetime) -> None:
    """End them; one that had not begun yet is taken back, as an autorisatie is."""
    for een in toekenningen:
        if een.geldig_van >= nu:
            session.delete(een)
        else:
            een.geldig_tot = nu
    session.flush()
