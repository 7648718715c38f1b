# SPDX-License-Identifier: EUPL-1.2
"""What somebody can do with an account now, for a page that offers just that (R28).

Nothing is decided here: each answer is the outcome that the verb itself would give.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum

from sqlalchemy.orm import Session

from portal.domain import activatiecodes, brieven, handelingen
from portal.domain.handelingen import Uitkomst
from portal.domain.verhaal import Verhaal
from portal.models import Gebruiker
from portal.models.soorten import Gebruikerstatus


class Daad(StrEnum):
    """What can be done with an account."""

    ACTIVATIECODE = "activatiecode_versturen"
    BRIEF = "brief"
    BLOKKADE_OPHEFFEN = "blokkade_opheffen"
    KOPPELING_VERBREKEN = "koppeling_ongedaan_maken"
    TOKEN_INNEMEN = "token_ingeleverd"  # noqa: S105 (a thing to do, not a secret)
    BLOKKEREN = "blokkeren"
    DEBLOKKEREN = "deblokkeren"
    BEEINDIGEN = "beeindigen"


def beletsels(session: Session, verhaal: Verhaal, *, door: Gebruiker) -> Mapping[Daad, Enum | None]:
    """Per act the outcome with which ``door`` would be refused now; None when it would succeed."""
    gebruiker, nu = verhaal.gebruiker, verhaal.nu
    zelf = Uitkomst.NIET_UZELF if gebruiker.id == door.id else None
    account = handelingen.belemmering_voor(session, gebruiker, door, nu)
    code = activatiecodes.beoordeel(session, gebruiker, door, nu)
    geblokkeerd = gebruiker.status is Gebruikerstatus.GEBLOKKEERD
    laatste = account is None and handelingen.is_laatste_beheerder(session, gebruiker, nu)

    def als(er_is_iets: object) -> Uitkomst | None:
        return None if er_is_iets else Uitkomst.NIETS_TE_DOEN

    return {
        Daad.ACTIVATIECODE: None if code is activatiecodes.Uitkomst.VERSTUURD else code,
        Daad.BRIEF: brieven.beletsel(gebruiker, door),
        Daad.BLOKKADE_OPHEFFEN: als(verhaal.geblokkeerd_tot),
        Daad.KOPPELING_VERBREKEN: zelf or als(verhaal.is_gekoppeld),
        Daad.TOKEN_INNEMEN: zelf or als(gebruiker.token_geheim),
        Daad.BLOKKEREN: account or als(not geblokkeerd),
        Daad.DEBLOKKEREN: account or als(geblokkeerd),
        Daad.BEEINDIGEN: Uitkomst.LAATSTE_BEHEERDER if laatste else account,
    }
