# SPDX-License-Identifier: EUPL-1.2
"""The form "Aanmelding en wijziging beheerder" as a PDF/UA-1 to fill in and sign (R29).

``sjabloon/formulier.typ`` is the form; ``velden`` turns its places into form fields.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from portal.post.brieven.tekens import drukbaar
from portal.post.zetter import zet

__all__ = ["BEHEERDERS", "ONDERTEKENAARS", "Roltekst", "maak"]

BEHEERDERS = 2  # people on one form
ONDERTEKENAARS = 3
SJABLOON = Path(__file__).with_name("sjabloon") / "formulier.typ"


@dataclass(frozen=True, slots=True)
class Roltekst:
    """A beheerdersrol to tick."""

    code: str
    naam: str
    omschrijving: str


def maak(
    rollen: Sequence[Roltekst],
    *,
    portaal: str,
    base_url: str,
    paden: tuple[str, str],
    handelingen: Mapping[str, str],
    stand: datetime,
) -> bytes:
    """The form with these beheerdersrollen; same input, same bytes.

    ``paden`` are the addresses, below ``base_url``, of the request online and of handing in the
    signed form. ``handelingen`` are what can be asked for one person, with their texts. ``stand``
    is the aware time that the document tells as its own.
    """
    online, inleveren = paden
    naam = drukbaar(portaal)
    invoer = {
        "titel": f"Aanmelding en wijziging beheerder {naam}",
        "portaal": naam,
        "base_url": base_url,
        "kaal_adres": base_url.removeprefix("https://"),
        "online": online,
        "inleveren": inleveren,
        "handelingen": dict(handelingen),
        "beheerders": BEHEERDERS,
        "ondertekenaars": ONDERTEKENAARS,
        "rollen": [
            {k: v if k == "code" else drukbaar(v) for k, v in asdict(rol).items()} for rol in rollen
        ],
    }
    return _zet(json.dumps(invoer), stand)


@lru_cache(maxsize=4)
def _zet(invoer: str, stand: datetime) -> bytes:
    """Kept, since anybody may ask for it without logging in. pypdf is loaded with the first."""
    pdf: bytes = import_module("portal.post.formulier.velden").maak_invulbaar(
        zet(SJABLOON, invoer, stand)
    )
    return pdf
