# SPDX-License-Identifier: EUPL-1.2
"""What comes out of an eHerkenning answer: an identity, or the reason why not."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Reden(StrEnum):
    """Why an answer is refused; for the audit trail and the choice of page."""

    GEANNULEERD = "geannuleerd"
    DIENST_KAN_NIET = "dienst_kan_niet"
    MISVORMD = "misvormd"
    HANDTEKENING = "handtekening"
    NIET_VOOR_ONS = "niet_voor_ons"
    ANDER_VERZOEK = "ander_verzoek"
    VERLOPEN = "verlopen"
    NIVEAU_TE_LAAG = "niveau_te_laag"
    VERKEERDE_DIENST = "verkeerde_dienst"
    IDENTITEIT_ONTBREEKT = "identiteit_ontbreekt"
    MAKELAAR_STIL = "makelaar_stil"
    MAKELAAR_ONBRUIKBAAR = "makelaar_onbruikbaar"


class Geweigerd(Exception):
    """Raised inside this package to stop reading; becomes a Weigering at its edge."""

    def __init__(self, reden: Reden, melding: str = "") -> None:
        super().__init__(str(reden))
        self.reden, self.melding = reden, melding


@dataclass(frozen=True, slots=True)
class Weigering:
    """A refused answer; ``melding`` is what the broker itself says to the person, if it signed."""

    reden: Reden
    melding: str = ""


@dataclass(frozen=True, slots=True)
class Identiteit:
    """A person acting for an organisatie, as a checked answer tells it.

    ``acting`` is the specific pseudonym in lower case: a secret, kept out of ``repr`` (R33).
    ``beperkingen`` names what the mandate is limited to, such as one vestiging.
    """

    acting: str = field(repr=False)
    kvk: str | None
    rsin: str | None
    intermediair: str | None
    niveau: str
    assertion_id: str
    geldig_tot: datetime
    beperkingen: frozenset[str] = frozenset()
