# SPDX-License-Identifier: EUPL-1.2
"""The filters of the logboek: only what has an index, so no free search (R31)."""

import re

from flask import g
from sqlalchemy import ColumnElement, select

from admin.filters import Dag, Filter, Keuze, Kvk, Nummer, Opties, TotEnMet
from admin.woorden import leesbaar
from portal.audit import opzoeken
from portal.db import db
from portal.models import Auditrecord, Organisatie

OBJECT = re.compile(r"([a-z]{1,40}) +([0-9]{1,9})")
REFERENTIE = re.compile(r"[A-Z0-9]{1,20}")


class Object(Filter):
    """Kind and number of what a record is about; either alone would find half the trail."""

    fout = "Vul soort en nummer in, zoals: gebruiker 12"

    def clean(self, value: str) -> tuple[str, int]:
        """The two apart."""
        gevonden = OBJECT.fullmatch(value.lower())
        if gevonden is None:
            raise ValueError(value)
        return gevonden[1], int(gevonden[2])


class Referentie(Filter):
    """The number that an error page shows."""

    fout = "Vul een referentie in van letters en cijfers"

    def clean(self, value: str) -> str:
        """In capitals, as it is kept."""
        if not REFERENTIE.fullmatch(value.upper()):
            raise ValueError(value)
        return value.upper()


def _waarden(naam: str) -> Opties:
    """What is there to choose; both lists come from one query a request."""
    if "logwaarden" not in g:
        g.logwaarden = opzoeken.waarden(db.session)
    return [(waarde, leesbaar(waarde)) for waarde in g.logwaarden[naam]]


def _van_organisatie(kvk: str) -> ColumnElement[bool]:
    return Auditrecord.organisatie_id == (
        select(Organisatie.id).where(Organisatie.kvk == kvk).scalar_subquery()
    )


FILTERS = (
    Keuze(
        "gebeurtenis",
        "Gebeurtenis",
        lambda w: Auditrecord.gebeurtenis == w,
        lambda: _waarden(opzoeken.GEBEURTENIS),
    ),
    Keuze(
        "uitkomst",
        "Uitkomst",
        lambda w: Auditrecord.uitkomst == w,
        lambda: _waarden(opzoeken.UITKOMST),
    ),
    Nummer("door", "Door gebruiker (nummer)", lambda w: Auditrecord.actor_id == w),
    Object("over", "Over (soort en nummer)", lambda w: opzoeken.over(*w), hulp="gebruiker 12"),
    Kvk("kvk", "Organisatie (KvK-nummer)", _van_organisatie),
    Referentie("referentie", "Referentie", lambda w: Auditrecord.referentie == w),
    Dag("van", "Van", lambda w: Auditrecord.op >= w),
    TotEnMet("tot", "Tot en met", lambda w: Auditrecord.op < w),
)
