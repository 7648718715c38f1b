# SPDX-License-Identifier: EUPL-1.2
"""How much to make, and what cannot be made."""

from dataclasses import dataclass

MIN_ORGANISATIES = 20
MAX_ORGANISATIES = 50_000  # an instellingscode has 67,600 values
PER_ORGANISATIE = 3  # gebruikers at least: of some of them two are beheerder
MAX_GEBRUIKERS = 20_000_000


class Onmogelijk(Exception):
    """These numbers do not go together; the text says why."""


@dataclass(frozen=True, slots=True)
class Omvang:
    """The numbers of the command. The same ones give the same rows; ``seed`` chooses which."""

    gebruikers: int
    organisaties: int
    audit: int
    seed: int

    def __post_init__(self) -> None:
        if not MIN_ORGANISATIES <= self.organisaties <= MAX_ORGANISATIES:
            raise Onmogelijk(
                f"Het aantal organisaties is {MIN_ORGANISATIES} tot en met {MAX_ORGANISATIES}."
            )
        if not self.organisaties * PER_ORGANISATIE <= self.gebruikers <= MAX_GEBRUIKERS:
            raise Onmogelijk(
                f"Het aantal gebruikers is minstens {PER_ORGANISATIE} keer dat van de"
                f" organisaties, en hoogstens {MAX_GEBRUIKERS}."
            )
        if self.audit < 0:
            raise Onmogelijk("Het aantal auditrecords is 0 of meer.")
