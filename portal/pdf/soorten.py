# SPDX-License-Identifier: EUPL-1.2
"""What can be said about a PDF."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MAX_BYTES = 10_000_000
MAX_PAGINAS = 50


class Weigering(StrEnum):
    """Why a file is not kept."""

    LEEG = "leeg"
    TE_GROOT = "te_groot"
    GEEN_PDF = "geen_pdf"
    KAPOT = "kapot"
    VERSLEUTELD = "versleuteld"
    ACTIEF = "actief"
    TE_VEEL_PAGINAS = "te_veel_paginas"
    TE_INGEWIKKELD = "te_ingewikkeld"


class Stand(StrEnum):
    """What was found about one digital signature. None of them says who really signed."""

    HEEL = "heel"  # fits the whole file
    LATER_GEWIJZIGD = "later_gewijzigd"  # fits an earlier version of it
    ONGELDIG = "ongeldig"  # fits no version
    NIET_TE_CONTROLEREN = "niet_te_controleren"


@dataclass(frozen=True, slots=True)
class Handtekening:
    """A digital signature. Names and times are what the file says: nothing vouches for them."""

    stand: Stand
    naam: str = ""
    uitgever: str = ""
    gezet_op: str = ""  # ISO 8601


@dataclass(frozen=True, slots=True)
class Keuring:
    """What a file is; ``velden`` are the filled-in fields by name."""

    weigering: Weigering | None
    paginas: int = 0
    handtekeningen: tuple[Handtekening, ...] = ()
    velden: Mapping[str, str] = field(default_factory=dict)
