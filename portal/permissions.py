# SPDX-License-Identifier: EUPL-1.2
"""Who may what, as one table: Permission -> predicate. Deny by default."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from portal.models.soorten import Fase, Medewerkersrol


class Wie(Protocol):
    """What a predicate may look at; ``fase`` is None for a visitor without session."""

    @property
    def fase(self) -> Fase | None: ...
    @property
    def is_beheerder(self) -> bool: ...
    @property
    def moet_akkoord(self) -> bool: ...
    @property
    def medewerkersrol(self) -> Medewerkersrol | None: ...
    @property
    def met_eherkenning(self) -> bool: ...


class Permission(StrEnum):
    """What an endpoint asks of who calls it."""

    PUBLIEK = "publiek"
    SESSIE = "sessie"
    KOPPELEN = "koppelen"
    AANVRAGEN = "aanvragen"
    AKKOORD = "akkoord"
    INGELOGD = "ingelogd"
    BEHEER = "beheer"
    SERVICEDESK = "servicedesk"
    MEDEWERKER = "medewerker"


def _binnen(wie: Wie) -> bool:
    """Nothing before agreeing to the texts in force (R14)."""
    return wie.fase is Fase.PORTAAL and not wie.moet_akkoord


def _beheert(wie: Wie) -> bool:
    """Managing others takes an eHerkenning login: a token is not enough."""
    return _binnen(wie) and wie.met_eherkenning


TABEL: dict[Permission, Callable[[Wie], bool]] = {
    Permission.PUBLIEK: lambda wie: True,
    Permission.SESSIE: lambda wie: wie.fase is not None,
    Permission.KOPPELEN: lambda wie: wie.fase is Fase.KOPPELEN,
    Permission.AANVRAGEN: lambda wie: wie.fase is Fase.AANVRAAG,
    Permission.AKKOORD: lambda wie: wie.fase is Fase.PORTAAL and wie.moet_akkoord,
    Permission.INGELOGD: _binnen,
    Permission.BEHEER: lambda wie: _beheert(wie) and wie.is_beheerder,
    Permission.SERVICEDESK: lambda wie: _beheert(wie) and wie.medewerkersrol is not None,
    Permission.MEDEWERKER: lambda wie: (
        _beheert(wie) and wie.medewerkersrol is Medewerkersrol.MEDEWERKER
    ),
}


def mag(permission: Permission, wie: Wie) -> bool:
    """Whether ``wie`` may call what needs ``permission``."""
    return TABEL[permission](wie)
