# SPDX-License-Identifier: EUPL-1.2
"""All models, so that ``import portal.models`` fills the metadata."""

from portal.models.aanvraag import Aanvraag, Aanvraagdocument, Ondertekenaar
from portal.models.aanvraagbeheerder import Aanvraagbeheerder, Aanvraagrol
from portal.models.activatiecode import Activatiecode, Codeverzoek
from portal.models.auditrecord import Auditrecord
from portal.models.autorisatie import Autorisatie, Beheerderstoekenning
from portal.models.bericht import Bericht
from portal.models.document import Akkoord, Document
from portal.models.emailwijziging import Emailwijziging
from portal.models.gebruiker import Gebruiker
from portal.models.importbestand import Importbestand, Importregel
from portal.models.kenmerk import Kenmerk, Kenmerksoort
from portal.models.koppeling import Koppeling
from portal.models.mededeling import Mededeling, Mededelinggelezen
from portal.models.onderwerp import Onderwerp, Roltaak, Taak, Taakgebruik
from portal.models.organisatie import Organisatie, Sector
from portal.models.rol import Beheerdersrol, Rol
from portal.models.samlbericht import Samlbericht
from portal.models.sessie import Sessie
from portal.models.teller import Teller

__all__ = [
    "Aanvraag",
    "Aanvraagbeheerder",
    "Aanvraagdocument",
    "Aanvraagrol",
    "Activatiecode",
    "Akkoord",
    "Auditrecord",
    "Autorisatie",
    "Beheerdersrol",
    "Beheerderstoekenning",
    "Bericht",
    "Codeverzoek",
    "Document",
    "Emailwijziging",
    "Gebruiker",
    "Importbestand",
    "Importregel",
    "Kenmerk",
    "Kenmerksoort",
    "Koppeling",
    "Mededeling",
    "Mededelinggelezen",
    "Ondertekenaar",
    "Onderwerp",
    "Organisatie",
    "Rol",
    "Roltaak",
    "Samlbericht",
    "Sector",
    "Sessie",
    "Taak",
    "Taakgebruik",
    "Teller",
]
