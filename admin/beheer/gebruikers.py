# SPDX-License-Identifier: EUPL-1.2
"""The gebruikers of the own organisaties (R27, R28)."""

from admin.beheer.bestand import Gebruikersbestand
from admin.beheer.brieven import Brieven
from admin.beheer.handelingen import ACTIES
from admin.beheer.kopieren import Kopieren
from admin.beheer.persoon import Aanmelden, Wijzigen
from admin.beheer.toegang import Toegang
from admin.mensen import Mensen
from portal.permissions import Permission


class Gebruikers(Aanmelden, Wijzigen, Kopieren, Toegang, Brieven, Gebruikersbestand, Mensen):
    """All that a beheerder does with gebruikers."""

    permission = wijzigt = Permission.BEHEER
    list_template = "beheer/gebruiker/lijst.html"
    acties = ACTIES

    def __init__(self, url: str) -> None:
        super().__init__("beheer_gebruikers", url)
