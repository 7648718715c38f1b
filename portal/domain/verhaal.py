# SPDX-License-Identifier: EUPL-1.2
"""The story of one account, and what its beheerder should do next (R7, R12, R15-R17)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.domain import accounts, activatiecodes, koppelingen
from portal.models import (
    Activatiecode,
    Autorisatie,
    Beheerderstoekenning,
    Gebruiker,
    Koppeling,
    Teller,
)
from portal.models.soorten import Gebruikerstatus
from portal.tijd import dag_van

NADERT = 60  # days before a koppeling ends that the beheerder is told


class Codestand(StrEnum):
    """What became of the code that was issued last."""

    GEEN = "geen"
    OPEN = "open"
    VERLOPEN = "verlopen"
    GEBRUIKT = "gebruikt"
    VERVALLEN = "vervallen"


class Tokenstand(StrEnum):
    """Whether there is an old token, and where (R15, R18)."""

    GEEN = "geen"
    IN_GEBRUIK = "in_gebruik"
    IN_TE_LEVEREN = "in_te_leveren"
    INGELEVERD = "ingeleverd"


class Stap(StrEnum):
    """What the beheerder should do next."""

    DEBLOKKEREN = "deblokkeren"
    ROLLEN_GEVEN = "rollen_geven"
    BRIEF_DOWNLOADEN = "brief_downloaden"
    CODE_VERSTREKKEN = "code_verstrekken"
    NIEUWE_CODE_VERSTREKKEN = "nieuwe_code_verstrekken"
    BLOKKADE_AFWACHTEN = "blokkade_afwachten"
    KOPPELEN_AFWACHTEN = "koppelen_afwachten"
    TOKEN_INNEMEN = "token_innemen"  # noqa: S105 (a thing to do, not a secret)
    AAN_INLOGGEN_HERINNEREN = "aan_inloggen_herinneren"
    NIETS = "niets"


@dataclass(frozen=True, slots=True)
class Verhaal:
    """How far an account came: its last code and last koppeling, and what else matters at ``nu``.

    ``geblokkeerd_tot`` is the end of a block after wrong combinations (R12); the beheerder's own
    block is in the status of the gebruiker. ``namen`` is of who did something, by id. A screen
    shows no code, which is not known here, and no gebruikersnaam (R4, R5).
    """

    nu: datetime
    gebruiker: Gebruiker
    code: Activatiecode | None
    koppeling: Koppeling | None
    geblokkeerd_tot: datetime | None
    heeft_rollen: bool
    namen: Mapping[int, str]

    def naam(self, gebruiker_id: int | None) -> str:
        """The name of who registered, issued or undid; empty when it was the portal itself."""
        return self.namen.get(gebruiker_id, "") if gebruiker_id is not None else ""

    @property
    def is_gekoppeld(self) -> bool:
        """Whether the koppeling holds; else it is undone, or there never was one."""
        return self.koppeling is not None and self.koppeling.beeindigd_op is None

    @property
    def vervalt_op(self) -> datetime | None:
        """When the koppeling ends if nobody logs in (R16)."""
        if self.koppeling is None or not self.is_gekoppeld:
            return None
        return koppelingen.vervalt_op(self.koppeling)

    @property
    def vervalt_over(self) -> int | None:
        """In how many days that is, on the Dutch calendar."""
        vervalt_op = self.vervalt_op
        return (dag_van(vervalt_op) - dag_van(self.nu)).days if vervalt_op else None

    @property
    def codestand(self) -> Codestand:
        """What became of the code that was issued last."""
        if self.code is None:
            return Codestand.GEEN
        if self.code.gebruikt_op is not None:
            return Codestand.GEBRUIKT
        if self.code.vervallen_op is not None:
            return Codestand.VERVALLEN
        verlopen = activatiecodes.is_verlopen(self.code, self.nu)
        return Codestand.VERLOPEN if verlopen else Codestand.OPEN

    @property
    def tokenstand(self) -> Tokenstand:
        """Whether there is a token; after koppelen, or after the end, it has to come back."""
        if self.gebruiker.token_ingeleverd_op is not None:
            return Tokenstand.INGELEVERD
        if self.gebruiker.token_geheim is None:
            return Tokenstand.GEEN
        weg = self.gebruiker.status is Gebruikerstatus.BEEINDIGD
        return Tokenstand.IN_TE_LEVEREN if self.koppeling or weg else Tokenstand.IN_GEBRUIK

    @property
    def volgende_stap(self) -> Stap:
        """The first thing that keeps the gebruiker from working, or soon will; else NIETS."""
        status = self.gebruiker.status
        if status is Gebruikerstatus.GEBLOKKEERD:
            return Stap.DEBLOKKEREN
        if status is Gebruikerstatus.ACTIEF and not self.heeft_rollen:
            return Stap.ROLLEN_GEVEN
        if status is Gebruikerstatus.ACTIEF and not self.is_gekoppeld:
            return self._tot_koppelen()
        if self.tokenstand is Tokenstand.IN_TE_LEVEREN:
            return Stap.TOKEN_INNEMEN
        nadert = self.vervalt_over is not None and self.vervalt_over <= NADERT
        return Stap.AAN_INLOGGEN_HERINNEREN if nadert else Stap.NIETS

    def _tot_koppelen(self) -> Stap:
        if self.gebruiker.brief_gedownload_op is None:
            return Stap.BRIEF_DOWNLOADEN
        if self.geblokkeerd_tot is not None:
            return Stap.BLOKKADE_AFWACHTEN
        if self.codestand is Codestand.OPEN:
            return Stap.KOPPELEN_AFWACHTEN
        eerder = self.codestand in {Codestand.VERLOPEN, Codestand.VERVALLEN}
        return Stap.NIEUWE_CODE_VERSTREKKEN if eerder else Stap.CODE_VERSTREKKEN


def verhaal(session: Session, gebruiker: Gebruiker, nu: datetime) -> Verhaal:
    """Where the account stands now; four queries."""
    code = session.scalars(
        select(Activatiecode)
        .where(Activatiecode.gebruiker_id == gebruiker.id)
        .order_by(Activatiecode.uitgegeven_op.desc(), Activatiecode.id.desc())
        .limit(1)
    ).one_or_none()
    koppeling = session.scalars(
        select(Koppeling)
        .where(Koppeling.gebruiker_id == gebruiker.id)
        .order_by(Koppeling.beeindigd_op.is_not(None), Koppeling.beeindigd_op.desc())
        .limit(1)
    ).one_or_none()
    tot, heeft_rollen = session.execute(_stand_van(gebruiker, nu)).one()
    wie = {
        gebruiker.aangemeld_door_id,
        code.uitgegeven_door_id if code else None,
        koppeling.beeindigd_door_id if koppeling else None,
    }
    return Verhaal(
        nu=nu,
        gebruiker=gebruiker,
        code=code,
        koppeling=koppeling,
        geblokkeerd_tot=tot,
        heeft_rollen=heeft_rollen or gebruiker.medewerkersrol is not None,
        namen=accounts.namen(session, wie),
    )


def _stand_van(gebruiker: Gebruiker, nu: datetime) -> Select[datetime | None, bool]:
    """The end of a block that runs, and whether there is any rol now or to come."""

    def heeft(model: type[Autorisatie] | type[Beheerderstoekenning]) -> ColumnElement[bool]:
        tot = or_(model.geldig_tot.is_(None), model.geldig_tot > nu)
        return exists().where(model.gebruiker_id == gebruiker.id, tot)

    blokkade = select(func.max(Teller.geblokkeerd_tot)).where(
        Teller.gebruiker_id == gebruiker.id, Teller.geblokkeerd_tot > nu
    )
    return select(blokkade.scalar_subquery(), or_(heeft(Autorisatie), heeft(Beheerderstoekenning)))
