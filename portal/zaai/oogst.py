# SPDX-License-Identifier: EUPL-1.2
"""Rows about gebruikers that wait to be written together."""

from dataclasses import dataclass, field

from portal.models import (
    Activatiecode,
    Akkoord,
    Autorisatie,
    Beheerderstoekenning,
    Gebruiker,
    Koppeling,
    Teller,
)
from portal.models.autorisatie import autorisatie_kenmerk
from portal.zaai.schrijver import Rij, Schrijver, tabel_van

GEBRUIKER = ("id", "organisatie_id", "gebruikersnaam", "voorletters", "tussenvoegsel",
             "achternaam", "functie", "email", "telefoon", "status", "medewerkersrol",
             "aangemeld_op", "aangemeld_door_id", "brief_gedownload_op", "laatste_login_op",
             "beeindigd_op", "wachtwoord_hash", "token_geheim", "versie")  # fmt: skip
TOEKENNING = ("id", "gebruiker_id", "beheerdersrol_id", "geldig_van")
CODE = ("id", "gebruiker_id", "code_hash", "uitgegeven_op", "uitgegeven_door_id", "verloopt_op",
        "gebruikt_op", "vervallen_op", "verlopen_gemeld_op")  # fmt: skip
KOPPELING = ("id", "gebruiker_id", "middel_kvk", "niveau", "gelegd_op", "laatste_login_op",
             "gewaarschuwd_op", "beeindigd_op", "reden", "beeindigd_door_id")  # fmt: skip
AKKOORD = ("id", "gebruiker_id", "document_id", "tekst_hash", "op")
AUTORISATIE = ("id", "gebruiker_id", "rol_id", "geldig_van", "geldig_tot", "gegeven_op", "door_id")
KENMERK = ("autorisatie_id", "kenmerk_id")
TELLER = ("id", "soort", "sleutel", "aantal", "geblokkeerd_tot", "gewijzigd_op", "gebruiker_id")

TABELLEN = {
    "gebruikers": (tabel_van(Gebruiker), GEBRUIKER),
    "toekenningen": (tabel_van(Beheerderstoekenning), TOEKENNING),
    "codes": (tabel_van(Activatiecode), CODE),
    "koppelingen": (tabel_van(Koppeling), KOPPELING),
    "akkoorden": (tabel_van(Akkoord), AKKOORD),
    "autorisaties": (tabel_van(Autorisatie), AUTORISATIE),
    "kenmerken": (autorisatie_kenmerk, KENMERK),
    "tellers": (tabel_van(Teller), TELLER),
}


@dataclass(slots=True)
class Oogst:
    """Lists of rows, and the last id that each table gave out."""

    gebruikers: list[Rij] = field(default_factory=list)
    toekenningen: list[Rij] = field(default_factory=list)
    codes: list[Rij] = field(default_factory=list)
    koppelingen: list[Rij] = field(default_factory=list)
    akkoorden: list[Rij] = field(default_factory=list)
    autorisaties: list[Rij] = field(default_factory=list)
    kenmerken: list[Rij] = field(default_factory=list)
    tellers: list[Rij] = field(default_factory=list)
    _laatste: dict[str, int] = field(default_factory=dict)

    def voeg_toe(self, soort: str, *waarden: object) -> int:
        """A row with the next id, which is the answer."""
        nummer = self._laatste.get(soort, 0) + 1
        self._laatste[soort] = nummer
        getattr(self, soort).append((nummer, *waarden))
        return nummer

    def schrijf(self, schrijver: Schrijver) -> None:
        """Write all rows, parents first, and go on with none."""
        for soort, (tabel, kolommen) in TABELLEN.items():
            rijen: list[Rij] = getattr(self, soort)
            schrijver.schrijf(tabel, kolommen, rijen)
            rijen.clear()
