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

    def __init__(self, reden: Reden) -> None:
        super().__init__(str(reden))
        self.reden = reden


@dataclass(frozen=True, slots=True)
class Weigering:
    """A refused answer."""

    reden: Reden


@dataclass(frozen=True, slots=True)
class Identiteit:
    """A person acting for an organisatie, as a checked answer tells it.

    ``acting`` is the specific pseudonym in lower case: a secret, kept out of ``repr`` (R33).
    """

    acting: str = field(repr=False)
    kvk: str | None
    rsin: str | None
    intermediair: str | None
    vestigingsnr: str | None
    niveau: str
    assertion_id: str
    geldig_tot: datetime
