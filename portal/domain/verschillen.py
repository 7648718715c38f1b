# SPDX-License-Identifier: EUPL-1.2
"""What other wishes would change in the rollen of a gebruiker, before it is done (R28)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.domain.wensen import Wens


@dataclass(frozen=True, slots=True)
class Verschil:
    """One rol that is given (no ``oud``), taken away (no ``nieuw``) or changed."""

    oud: Wens | None
    nieuw: Wens | None

    @property
    def rol_id(self) -> int:
        """The rol that it is about."""
        wens = self.oud or self.nieuw
        assert wens is not None
        return wens.rol_id

    @property
    def erbij(self) -> frozenset[int]:
        """Kenmerken (ids) that come."""
        return _kenmerken(self.nieuw) - _kenmerken(self.oud)

    @property
    def eraf(self) -> frozenset[int]:
        """Kenmerken (ids) that go."""
        return _kenmerken(self.oud) - _kenmerken(self.nieuw)

    @property
    def neemt_weg(self) -> bool:
        """Whether the gebruiker can do less by it, now or later."""
        oud, nieuw = self.oud, self.nieuw
        if oud is None:
            return False
        return (
            nieuw is None
            or bool(self.eraf)
            or _begint_later(oud, nieuw)
            or _eerder_over(oud, nieuw)
        )


def verschillen(oud: Sequence[Wens], nieuw: Sequence[Wens], vandaag: date) -> list[Verschil]:
    """All that differs, in the order of ``nieuw`` and then of ``oud``; empty when nothing does.

    A begin that has come does not count. A rol that was there more than once is not compared
    with what takes its place: it goes, and the new one comes.
    """
    voor, na = _genormaliseerd(oud, vandaag), _genormaliseerd(nieuw, vandaag)
    weg = [wens for wens in voor if wens not in na]
    erbij = [wens for wens in na if wens not in voor]
    uit = []
    for wens in erbij:
        zelfde = [een for een in weg if een.rol_id == wens.rol_id]
        if len(zelfde) == 1:
            weg.remove(zelfde[0])
        uit.append(Verschil(zelfde[0] if len(zelfde) == 1 else None, wens))
    return uit + [Verschil(wens, None) for wens in weg]


def _genormaliseerd(wensen: Iterable[Wens], vandaag: date) -> list[Wens]:
    return [
        replace(wens, van=None) if wens.van is not None and wens.van <= vandaag else wens
        for wens in wensen
    ]


def _kenmerken(wens: Wens | None) -> frozenset[int]:
    return wens.kenmerken if wens is not None else frozenset()


def _begint_later(oud: Wens, nieuw: Wens) -> bool:
    return nieuw.van is not None and (oud.van is None or nieuw.van > oud.van)


def _eerder_over(oud: Wens, nieuw: Wens) -> bool:
    return nieuw.tot is not None and (oud.tot is None or nieuw.tot < oud.tot)
