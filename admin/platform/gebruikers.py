# SPDX-License-Identifier: EUPL-1.2
"""The gebruikers of all organisaties."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import joinedload

from admin.acties import MetActies
from admin.filters import Keuze
from admin.woorden import OPMAAK, opties
from portal.domain.zoekindex import gebruikers_met
from portal.models import Gebruiker
from portal.models.soorten import Gebruikerstatus
from portal.permissions import Permission


class Gebruikers(MetActies):
    """List and pages of gebruikers, for medewerkers."""

    permission, wijzigt = Permission.SERVICEDESK, Permission.MEDEWERKER
    titel = "Gebruikers"
    een = "gebruiker"
    column_list = ("naam", "organisatie", "email", "status", "laatste_login_op")
    column_labels = {
        "naam": "Naam",
        "organisatie": "Organisatie",
        "email": "E-mailadres",
        "status": "Status",
        "laatste_login_op": "Laatste inlog",
    }
    column_details_list = column_list
    column_type_formatters = column_type_formatters_detail = OPMAAK
    column_default_sort = ("naam", False)
    sorteert = {
        "naam": Gebruiker.achternaam,
        "email": Gebruiker.email,
        "laatste_login_op": Gebruiker.laatste_login_op,
    }
    column_filters = (
        Keuze("status", "Status", lambda w: Gebruiker.status == w, opties(Gebruikerstatus)),
    )
    laadt = (joinedload(Gebruiker.organisatie),)
    zoekt_in = "naam of e-mailadres"

    def __init__(self, url: str) -> None:
        super().__init__(Gebruiker, "Gebruikers", "platform_gebruikers", url)

    def zoek(self, term: str) -> ColumnElement[bool]:
        """By a part of the name or the address."""
        return gebruikers_met(term)
