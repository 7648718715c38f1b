# SPDX-License-Identifier: EUPL-1.2
"""What identifies a person's eHerkenningsmiddel for us, without keeping the pseudonym (R33)."""

from dataclasses import dataclass

from portal.eherkenning import Identiteit
from portal.models import Organisatie
from portal.secrets import sleutel


@dataclass(frozen=True, slots=True)
class Middel:
    """A means acting for an organisatie: keyed hashes under its KvK number and its RSIN.

    A later login may name only one of the two, so each one present makes a key of its own;
    an intermediary makes it another means (eHerkenning §8). ``pseudoniem`` is the keyed hash of
    the pseudonym alone, by which a stolen means is known under either number (R17).
    """

    sleutel_kvk: str | None
    sleutel_rsin: str | None
    kvk: str | None
    rsin: str | None
    niveau: str
    pseudoniem: str


def van(identiteit: Identiteit) -> Middel:
    """The means behind a checked eHerkenning answer."""

    def sleutel_onder(soort: str, nummer: str | None) -> str | None:
        if nummer is None:
            return None
        tussen = identiteit.intermediair or ""
        return sleutel("middel", identiteit.acting, soort, nummer, tussen)

    return Middel(
        sleutel_kvk=sleutel_onder("kvk", identiteit.kvk),
        sleutel_rsin=sleutel_onder("rsin", identiteit.rsin),
        kvk=identiteit.kvk,
        rsin=identiteit.rsin,
        niveau=identiteit.niveau,
        pseudoniem=sleutel("pseudoniem", identiteit.acting),
    )


def treedt_op_voor(kvk: str | None, rsin: str | None, organisatie: Organisatie) -> bool:
    """Whether numbers told by eHerkenning are those of ``organisatie`` or its parent (R13).

    The KvK number decides; the RSIN only where eHerkenning named no KvK number.
    """
    kandidaten = [organisatie, *([organisatie.parent] if organisatie.parent else [])]
    if kvk is not None:
        return any(kandidaat.kvk == kvk for kandidaat in kandidaten)
    return rsin is not None and any(kandidaat.rsin == rsin for kandidaat in kandidaten)
