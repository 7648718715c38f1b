# SPDX-License-Identifier: EUPL-1.2
"""The gebruikers of all organisaties: looked up by everybody of staff, helped by the servicedesk.

The servicedesk lifts blocks, and has a code sent to who is beheerder (R5, R12). Whoever closes or
ends an account, or undoes a koppeling, is a medewerker.
"""

from dataclasses import replace

from sqlalchemy import ColumnElement, or_, select

from admin.beheer.filters import FILTERS
from admin.beheer.handelingen import ACTIES
from admin.filters import Keuze, Kvk
from admin.mensen import Mensen
from portal.domain import bevoegdheden
from portal.domain.mogelijkheden import Daad
from portal.models import Beheerderstoekenning, Gebruiker, Organisatie
from portal.permissions import Permission
from portal.web.klok import nu

VOOR_SERVICEDESK = {Daad.ACTIVATIECODE, Daad.BLOKKADE_OPHEFFEN}
NIET_HIER = {Daad.TOKEN_INNEMEN}  # a token is handed in at the beheerder (R15)


def _soort(waarde: str) -> ColumnElement[bool]:
    medewerker = Gebruiker.medewerkersrol.is_not(None)
    beheerder = Gebruiker.id.in_(
        select(Beheerderstoekenning.gebruiker_id).where(bevoegdheden.loopt(nu()))
    )
    if waarde == "medewerker":
        return medewerker
    return beheerder if waarde == "beheerder" else ~or_(medewerker, beheerder)


def _van_organisatie(kvk: str) -> ColumnElement[bool]:
    organisatie = select(Organisatie.id).where(Organisatie.kvk == kvk).scalar_subquery()
    return Gebruiker.organisatie_id == organisatie


class Gebruikers(Mensen):
    """List and pages of gebruikers, for medewerkers."""

    permission, wijzigt = Permission.SERVICEDESK, Permission.MEDEWERKER
    toon_template = "platform/gebruiker.html"
    column_list = tuple(naam for naam in Mensen.column_list if naam != "vervalt_op")
    column_filters = (
        Kvk("kvk", "KvK-nummer van de organisatie", _van_organisatie),
        Keuze(
            "soort",
            "Soort",
            _soort,
            [
                ("gebruiker", "Gebruiker"),
                ("beheerder", "Beheerder"),
                ("medewerker", "Medewerker"),
            ],
        ),
        *(flt for flt in FILTERS if flt.slug in {"status", "inlogmiddel"}),
    )
    acties = tuple(
        replace(
            actie,
            permission=Permission.SERVICEDESK
            if actie.endpoint in VOOR_SERVICEDESK
            else Permission.MEDEWERKER,
        )
        for actie in ACTIES
        if actie.endpoint not in NIET_HIER
    )

    def __init__(self, url: str) -> None:
        super().__init__("platform_gebruikers", url)
