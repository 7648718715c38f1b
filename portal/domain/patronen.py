# SPDX-License-Identifier: EUPL-1.2
"""The format of a kenmerksoort: a small, safe part of the language of regular expressions.

A pattern is ``^``, then characters, digits (``\\d``) and ranges (``[A-Z]``), each with a number of
times, then ``$``. There are no groups, no choices and no ``*`` or ``+``, so that checking a value
takes no time to speak of, whoever wrote the pattern. A value has no spaces.
"""

import re
from enum import StrEnum

MAX_PATROON, MAX_WAARDE = 100, 40  # characters, as the columns
MAX_VARIABEL = 2  # parts with a number of times that is not fixed: each one is tried with the other
_DEEL = re.compile(
    r"(?:\\d|\\[-./]|[A-Za-z0-9/-]|\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9./-])+\])"
    r"(?:\{(?P<min>[0-9]{1,2})(?P<bereik>,(?P<max>[0-9]{1,2}))?\}|(?P<soms>\?))?"
)


class Bezwaar(StrEnum):
    """What is wrong with a pattern."""

    NIET_HEEL = "niet_heel"
    ONBEKEND_DEEL = "onbekend_deel"
    TE_VRIJ = "te_vrij"
    TE_LANG = "te_lang"
    VOORBEELD_PAST_NIET = "voorbeeld_past_niet"


def past(patroon: str, waarde: str) -> bool:
    """Whether the whole of ``waarde`` fits; a digit is 0 to 9."""
    return re.fullmatch(patroon, waarde, re.ASCII) is not None


def keur(patroon: str, voorbeeld: str) -> Bezwaar | None:
    """What is wrong with ``patroon``, given a value that must fit it; None when it can be used."""
    if len(patroon) < 3 or patroon[0] != "^" or patroon[-1] != "$":
        return Bezwaar.NIET_HEEL
    if len(patroon) > MAX_PATROON:
        return Bezwaar.TE_LANG
    return _keur_delen(patroon[1:-1]) or _keur_geheel(patroon, voorbeeld)


def _keur_delen(inhoud: str) -> Bezwaar | None:
    plek = lengte = variabel = 0
    while plek < len(inhoud):
        deel = _DEEL.match(inhoud, plek)
        if deel is None:
            return Bezwaar.ONBEKEND_DEEL
        lengte += int(deel["max"] or deel["min"] or 1)
        variabel += bool(deel["soms"] or deel["bereik"])
        plek = deel.end()
    if variabel > MAX_VARIABEL:
        return Bezwaar.TE_VRIJ
    return Bezwaar.TE_LANG if lengte > MAX_WAARDE else None


def _keur_geheel(patroon: str, voorbeeld: str) -> Bezwaar | None:
    """A range that runs backwards, such as [Z-A] or {3,1}, only shows here."""
    try:
        re.compile(patroon, re.ASCII)
    except re.error:
        return Bezwaar.ONBEKEND_DEEL
    return None if past(patroon, voorbeeld) else Bezwaar.VOORBEELD_PAST_NIET
