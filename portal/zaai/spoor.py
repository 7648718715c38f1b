# SPDX-License-Identifier: EUPL-1.2
"""An audit trail of the years before, with a whole chain (R31)."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from portal.audit.keten import BEGIN, hash_van
from portal.models import Auditrecord
from portal.zaai.namen import een_van
from portal.zaai.omvang import Omvang
from portal.zaai.organisaties import Thuis
from portal.zaai.schrijver import Rij, Schrijver, tabel_van

PER_BROK = 20_000
TIJD = timedelta(days=3 * 365)
KOLOMMEN = ("nummer", "op", "actor_soort", "actor_id", "herkomst", "gebeurtenis", "uitkomst",
            "object_soort", "object_id", "organisatie_id", "referentie", "gegevens",
            "vorige_hash", "hash")  # fmt: skip
BEHEERDER = "beheerder"  # a gebruiker, but another one than it is about
LOGIN = {"niveau": "loa3"}
TELEFOON = {"telefoon": ["", "0880000000"]}


@dataclass(frozen=True, slots=True)
class Soort:
    """A kind of record: how often, and what it says."""

    gewicht: int
    gebeurtenis: str
    uitkomst: str
    actor: str
    op: str
    gegevens: dict[str, Any]


SOORTEN = (
    Soort(550, "login.eherkenning", "portaal", "bezoeker", "gebruiker", LOGIN),
    Soort(150, "sessie.uitgelogd", "gelukt", "gebruiker", "sessie", {}),
    Soort(60, "koppeling.gewijzigd", "gelukt", "bezoeker", "koppeling", {}),
    Soort(50, "autorisatie.gemaakt", "gelukt", BEHEERDER, "autorisatie", {"rol": [None, 1]}),
    Soort(40, "activatiecode.gemaakt", "gelukt", BEHEERDER, "activatiecode", {"code_hash": "***"}),
    Soort(40, "gebruiker.gemaakt", "gelukt", BEHEERDER, "gebruiker", {"gebruikersnaam": "***"}),
    Soort(30, "login.eherkenning", "koppelen", "bezoeker", "", LOGIN),
    Soort(30, "koppeling.gemaakt", "gelukt", "gebruiker", "koppeling", {"middel_kvk": "***"}),
    Soort(20, "gebruiker.gewijzigd", "gelukt", "gebruiker", "gebruiker", TELEFOON),
    Soort(15, "koppelen.poging", "fout", "gebruiker", "gebruiker", {}),
    Soort(8, "taak.geweigerd", "geen_autorisatie", "gebruiker", "taak", {}),
    Soort(4, "verzoek.geweigerd", "400", "bezoeker", "", {"endpoint": "koppelen.stap"}),
    Soort(2, "handleiding.gedownload", "gelukt", "gebruiker", "taak", {}),
    Soort(1, "blokkade.opgeheven", "gelukt", BEHEERDER, "gebruiker", {}),
)
GEWICHT = [soort.gewicht for soort in SOORTEN]


class Spoor:
    """Makes the records in order, each chained to the one before."""

    def __init__(
        self,
        schrijver: Schrijver,
        organisaties: Sequence[Thuis],
        thuis: "array[int]",
        omvang: Omvang,
        nu: datetime,
    ) -> None:
        self._schrijver = schrijver
        self._organisaties = organisaties
        self._thuis = thuis
        self._aantal = omvang.audit
        self._kans = Random(f"spoor {omvang.seed}")
        self._begin = nu - TIJD
        self._stap = TIJD / max(omvang.audit, 1)
        self._vorige = BEGIN

    def maak(self) -> None:
        """All records, written in batches."""
        for begin in range(0, self._aantal, PER_BROK):
            brok = self._kans.choices(SOORTEN, GEWICHT, k=min(PER_BROK, self._aantal - begin))
            rijen = [self._record(nummer, soort) for nummer, soort in enumerate(brok, begin + 1)]
            self._schrijver.schrijf(tabel_van(Auditrecord), KOLOMMEN, rijen)
            self._schrijver.meld("auditrecords", begin + len(brok), self._aantal)

    def _record(self, nummer: int, soort: Soort) -> Rij:
        kans = self._kans
        wie = 1 + int(kans.random() * len(self._thuis))
        object_id = wie
        if soort.op != "gebruiker":
            object_id = 1 + int(kans.random() * len(self._thuis))
        waarden = (
            nummer,
            self._begin + nummer * self._stap,
            soort.actor if soort.actor != BEHEERDER else "gebruiker",
            self._actor(soort, wie),
            f"192.0.2.{kans.getrandbits(8)}",
            soort.gebeurtenis,
            soort.uitkomst,
            soort.op,
            object_id if soort.op else None,
            self._thuis[wie - 1] if soort.op else None,
            f"{kans.getrandbits(40):010X}",
            soort.gegevens,
            self._vorige,
        )
        self._vorige = hash_van(dict(zip(KOLOMMEN, waarden, strict=False)))
        return (*waarden, self._vorige)

    def _actor(self, soort: Soort, wie: int) -> int | None:
        if soort.actor == "bezoeker":
            return None
        if soort.actor == "gebruiker":
            return wie
        eigen = self._organisaties[self._thuis[wie - 1] - 1]
        beheerders = (eigen.parent or eigen).beheerders
        return een_van(self._kans, beheerders) if beheerders else None
