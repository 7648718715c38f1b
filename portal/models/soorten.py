# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of the domain; each member's value is what the database stores."""

from enum import StrEnum

from sqlalchemy import Enum


class Organisatiesoort(StrEnum):
    """The kind of organisatie; the contents of a rol can differ by it."""

    BESTUUR = "bestuur"
    INSTELLING = "instelling"
    GEMEENTE = "gemeente"
    UITVOERDER = "uitvoerder"
    OVERIG = "overig"


class Gebruikerstatus(StrEnum):
    """Whether an account may be used at all; being gekoppeld follows from its koppelingen."""

    ACTIEF = "actief"
    GEBLOKKEERD = "geblokkeerd"
    BEEINDIGD = "beeindigd"


class Medewerkersrol(StrEnum):
    """What a medewerker may do; the servicedesk only looks up and unblocks."""

    SERVICEDESK = "servicedesk"
    MEDEWERKER = "medewerker"


class Verbreekreden(StrEnum):
    """Why a koppeling ended (R13, R16, R17)."""

    DEFECT = "defect"
    GESTOLEN = "gestolen"
    ZOEK = "zoek"
    NIET_INGELOGD = "niet_ingelogd"
    BEEINDIGD = "beeindigd"
    ORGANISATIE = "organisatie"


class Tellersoort(StrEnum):
    """What wrong combinations are counted for (R11, R12, R18)."""

    MIDDEL = "middel"
    ACCOUNT = "account"
    TOKEN = "token"


class Fase(StrEnum):
    """How far a session is: an eHerkenning login without koppeling, or a gebruiker.

    Or an eHerkenning login of a bestuur, for its requests and nothing else (R29).
    """

    KOPPELEN = "koppelen"
    PORTAAL = "portaal"
    AANVRAAG = "aanvraag"


class Inlogmiddel(StrEnum):
    """With what a session began."""

    EHERKENNING = "eherkenning"
    TOKEN = "token"


class Documentsoort(StrEnum):
    """The texts that a gebruiker reads and agrees to while koppelen."""

    PRIVACY = "privacy"
    VOORWAARDEN = "voorwaarden"


class Aanvraagsoort(StrEnum):
    """What the bestuur asks for (R29); ``vervangen`` is one in, one out, in one step."""

    AANMELDEN = "aanmelden"
    WIJZIGEN = "wijzigen"
    INTREKKEN = "intrekken"
    VERVANGEN = "vervangen"


class Beheerderhandeling(StrEnum):
    """What a request does for one person on it."""

    AANMELDEN = "aanmelden"
    WIJZIGEN = "wijzigen"
    INTREKKEN = "intrekken"


class Aanvraagkanaal(StrEnum):
    """How a request came in."""

    ONLINE = "online"
    PAPIER = "papier"


class Tekenwijze(StrEnum):
    """Who may sign for the bestuur: one alone, or a majority of several together."""

    ALLEEN = "alleen"
    GEZAMENLIJK = "gezamenlijk"


class Aanvraagstatus(StrEnum):
    """Where a request of the bestuur stands (R29); the ways between are in ``aanvraagstatus``."""

    CONCEPT = "concept"
    WACHT_OP_ONDERTEKENING = "wacht_op_ondertekening"
    NIEUW = "nieuw"
    IN_BEOORDELING = "in_beoordeling"
    WACHT_OP_TWEEDE = "wacht_op_tweede"
    TOEGEKEND = "toegekend"
    AFGEWEZEN = "afgewezen"
    INGETROKKEN = "ingetrokken"
    VERLOPEN = "verlopen"


def kolom(soort: type[StrEnum], naam: str) -> Enum:
    """A text column with a named CHECK on the members of ``soort``."""
    return Enum(
        soort,
        name=naam,
        native_enum=False,
        create_constraint=True,
        length=30,
        values_callable=lambda leden: [lid.value for lid in leden],
    )
