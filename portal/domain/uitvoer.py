# SPDX-License-Identifier: EUPL-1.2
"""All that is kept about a gebruiker, to take along (R23): which tables, columns, and what not.

Every column of a table that points to a gebruiker stands here, handed out or kept back with the
reason; a test fails when one is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.db import Base
from portal.models import (
    Aanvraag,
    Aanvraagbeheerder,
    Activatiecode,
    Akkoord,
    Autorisatie,
    Beheerderstoekenning,
    Bericht,
    Emailwijziging,
    Gebruiker,
    Importbestand,
    Importregel,
    Koppeling,
    Mededelinggelezen,
    Sessie,
    Taakgebruik,
    Teller,
)

TECHNISCH = "nummer of teller van het systeem, zegt niets over u"
GEHEIM = "geheim; ook wij kunnen het niet lezen"
PSEUDONIEM = "versleutelde herkenning van uw eHerkenningsmiddel; wordt nooit getoond"
BRIEF = "staat alleen in de brief die u van uw beheerder kreeg"
ANDEREN = "gaat over anderen dan u"
VAN_HET_BESTUUR = (
    "organisatie_id",
    "organisatienaam",
    "kvk",
    "rsin",
    "bestuursnummer",
    "instellingscode",
    "contact_naam",
    "contact_functie",
    "contact_email",
    "contact_telefoon",
    "tekenwijze",
    "gegevens",
    "ondertekend_op",
    "reden",
)


@dataclass(frozen=True, slots=True)
class Onderdeel:
    """A table: its title, which columns make a row the gebruiker's, what is handed out or not."""

    titel: str
    model: type[Base]
    van: Sequence[str]
    mee: Sequence[str]
    niet: Mapping[str, str] = field(default_factory=dict)


ONDERDELEN = (
    Onderdeel(
        "Uw account",
        Gebruiker,
        ("id",),
        (
            "organisatie_id",
            "voorletters",
            "tussenvoegsel",
            "achternaam",
            "functie",
            "email",
            "telefoon",
            "status",
            "medewerkersrol",
            "aangemeld_op",
            "aangemeld_door_id",
            "brief_gedownload_op",
            "laatste_login_op",
            "token_ingeleverd_op",
            "beeindigd_op",
        ),
        {
            "gebruikersnaam": BRIEF,
            "wachtwoord_hash": GEHEIM,
            "token_geheim": GEHEIM,
            "token_laatste_stap": TECHNISCH,
            "versie": TECHNISCH,
        },
    ),
    Onderdeel(
        "Uw rollen",
        Autorisatie,
        ("gebruiker_id",),
        ("rol_id", "geldig_van", "geldig_tot", "gegeven_op", "door_id"),
        {"id": TECHNISCH},
    ),
    Onderdeel(
        "Uw beheerdersrollen",
        Beheerderstoekenning,
        ("gebruiker_id",),
        ("beheerdersrol_id", "geldig_van", "geldig_tot", "aanvraag_id"),
        {"id": TECHNISCH},
    ),
    Onderdeel(
        "Uw koppelingen met eHerkenning",
        Koppeling,
        ("gebruiker_id",),
        (
            "niveau",
            "gelegd_op",
            "laatste_login_op",
            "gewaarschuwd_op",
            "beeindigd_op",
            "reden",
            "beeindigd_door_id",
        ),
        {
            "id": TECHNISCH,
            "middel_kvk": PSEUDONIEM,
            "middel_rsin": PSEUDONIEM,
            "pseudoniem": PSEUDONIEM,
        },
    ),
    Onderdeel(
        "Waarmee u akkoord ging",
        Akkoord,
        ("gebruiker_id",),
        ("document_id", "tekst_hash", "op"),
        {"id": TECHNISCH},
    ),
    Onderdeel(
        "Uw sessies",
        Sessie,
        ("gebruiker_id",),
        (
            "inlogmiddel",
            "fase",
            "sector_id",
            "kvk",
            "rsin",
            "niveau",
            "begonnen_op",
            "laatst_gezien_op",
            "beeindigd_op",
            "adres",
        ),
        {
            "id": TECHNISCH,
            "token_hash": GEHEIM,
            "middel_kvk": PSEUDONIEM,
            "middel_rsin": PSEUDONIEM,
            "pseudoniem": PSEUDONIEM,
            "antwoorden": "tussenstand van een formulier, kan uw gebruikersnaam bevatten",
        },
    ),
    Onderdeel(
        "Uw activatiecodes",
        Activatiecode,
        ("gebruiker_id",),
        (
            "uitgegeven_op",
            "uitgegeven_door_id",
            "verloopt_op",
            "gebruikt_op",
            "vervallen_op",
            "herinnerd_op",
            "verlopen_gemeld_op",
        ),
        {"id": TECHNISCH, "code_hash": GEHEIM},
    ),
    Onderdeel(
        "Wijzigingen van uw e-mailadres",
        Emailwijziging,
        ("gebruiker_id",),
        ("nieuw_email", "gevraagd_op", "verloopt_op", "bevestigd_op", "vervallen_op"),
        {"id": TECHNISCH, "token_hash": GEHEIM},
    ),
    Onderdeel(
        "Taken die u startte",
        Taakgebruik,
        ("gebruiker_id",),
        ("taak_id", "op"),
        {"id": TECHNISCH},
    ),
    Onderdeel(
        "Mededelingen die u las",
        Mededelinggelezen,
        ("gebruiker_id",),
        ("mededeling_id", "op"),
    ),
    Onderdeel(
        "Mail die wij u stuurden",
        Bericht,
        ("gebruiker_id",),
        ("soort", "aan", "onderwerp", "aangemaakt_op", "verzonden_op", "opgegeven_op"),
        {
            "id": TECHNISCH,
            "message_id": TECHNISCH,
            "inhoud": "wordt gewist zodra de mail weg is",
            "verloopt_op": TECHNISCH,
            "volgende_poging_op": TECHNISCH,
            "pogingen": TECHNISCH,
        },
    ),
    Onderdeel(
        "Verkeerde inlogpogingen en blokkades",
        Teller,
        ("gebruiker_id",),
        ("soort", "aantal", "geblokkeerd_tot", "gewijzigd_op"),
        {"id": TECHNISCH, "sleutel": PSEUDONIEM},
    ),
    Onderdeel(
        "Lijst waarmee u bent aangemeld",
        Importregel,
        ("gebruiker_id",),
        ("importbestand_id",),
    ),
    Onderdeel(
        "Lijsten die u inlas",
        Importbestand,
        ("door_id",),
        ("naam", "organisatie_id", "aangemaakt_op", "uitgevoerd_op", "afgerond_op"),
        {"id": TECHNISCH, "inhoud": "wordt gewist zodra de lijst is verwerkt"},
    ),
    Onderdeel(
        "Aanmeldingen van u als beheerder",
        Aanvraagbeheerder,
        ("gebruiker_id",),
        (
            "aanvraag_id",
            "handeling",
            "voorletters",
            "tussenvoegsel",
            "achternaam",
            "functie",
            "email",
            "telefoon",
        ),
        {"id": TECHNISCH},
    ),
    Onderdeel(
        "Aanvragen van een bestuur die u deed of behandelde",
        Aanvraag,
        ("aanvrager_id", "behandelaar_id", "beoordeeld_door_id", "bevestigd_door_id"),
        (
            "referentie",
            "kanaal",
            "soort",
            "status",
            "begonnen_op",
            "ingediend_op",
            "geclaimd_op",
            "beoordeeld_op",
            "bevestigd_op",
            "afgerond_op",
        ),
        {
            "id": TECHNISCH,
            "versie": TECHNISCH,
            "gewijzigd_op": TECHNISCH,
            "nodig": TECHNISCH,
            "herinneringen": TECHNISCH,
            "herinnerd_op": TECHNISCH,
            "pseudoniem": PSEUDONIEM,
            **dict.fromkeys(VAN_HET_BESTUUR, ANDEREN),
        },
    ),
)
