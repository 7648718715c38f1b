# SPDX-License-Identifier: EUPL-1.2
"""What granting a request of the bestuur would do, beside what is registered now (R29).

The screens show it and ``aanvraaguitvoering`` does it, so nobody confirms anything else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.domain import bevoegdheden, gebruikers, organisaties, toekenningen
from portal.domain.gebruikers import Persoon
from portal.models import (
    Aanvraag,
    Aanvraagbeheerder,
    Beheerdersrol,
    Beheerderstoekenning,
    Gebruiker,
    Organisatie,
)
from portal.models.soorten import Aanvraagkanaal, Gebruikerstatus
from portal.models.soorten import Beheerderhandeling as Handeling

VELDEN = ("voorletters", "tussenvoegsel", "achternaam", "functie", "email", "telefoon")


class Bezwaar(StrEnum):
    """Why a request cannot be granted as it is."""

    NIEMAND = "niemand"
    DUBBEL = "dubbel"
    GEEN_DOCUMENT = "geen_document"
    NIET_ONDERTEKEND = "niet_ondertekend"
    ORGANISATIE_BEEINDIGD = "organisatie_beeindigd"
    ACCOUNT_ONBEKEND = "account_onbekend"
    GEEN_EMAIL = "geen_email"
    GEEN_ROLLEN = "geen_rollen"
    ROL_BEEINDIGD = "rol_beeindigd"
    ROL_NIET_VOOR_ORGANISATIE = "rol_niet_voor_organisatie"


@dataclass(frozen=True, slots=True)
class Stap:
    """What happens to one person; ``account`` is None for a new one."""

    regel: Aanvraagbeheerder
    account: Gebruiker | None
    anders: Sequence[tuple[str, str, str]] = ()
    erbij: Sequence[Beheerdersrol] = ()
    weg: Sequence[Beheerderstoekenning] = ()
    blijft: Sequence[Beheerdersrol] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole; ``organisatie`` is None where it has to be made.

    ``anders`` are its data that the form has otherwise; they are not changed by granting.
    """

    organisatie: Organisatie | None
    anders: Sequence[tuple[str, str, str]]
    stappen: Sequence[Stap]
    bezwaren: Sequence[Bezwaar]
    zonder_beheerder: bool


def maak(session: Session, aanvraag: Aanvraag, nu: datetime) -> Plan:
    """The plan for ``aanvraag`` as things are at ``nu``: who comes first, who goes last (R1)."""
    organisatie = aanvraag.organisatie or organisaties.op_kvk(session, aanvraag.kvk)
    volgorde = list(Handeling)
    regels = sorted(aanvraag.beheerders, key=lambda r: (volgorde.index(r.handeling), r.id))
    stappen = [_stap(session, regel, organisatie, nu) for regel in regels]
    return Plan(
        organisatie,
        _organisatieverschillen(aanvraag, organisatie),
        stappen,
        list(dict.fromkeys(_bezwaren(aanvraag, organisatie, stappen))),
        _zonder_beheerder(session, organisatie, stappen, nu),
    )


def persoon(regel: Aanvraagbeheerder, account: Gebruiker | None) -> Persoon:
    """The data as they are to be; what the form leaves empty stays as the account has it."""
    if account is None:
        return Persoon(*(getattr(regel, veld) for veld in VELDEN))
    return Persoon(*(getattr(regel, veld) or getattr(account, veld) for veld in VELDEN))


def _stap(
    session: Session, regel: Aanvraagbeheerder, organisatie: Organisatie | None, nu: datetime
) -> Stap:
    account = regel.gebruiker
    if account is None and regel.handeling is Handeling.AANMELDEN:
        account = _bestaand(session, regel, organisatie)
    lopend: Sequence[Beheerderstoekenning] = ()
    if account is not None:
        van_account = Beheerderstoekenning.gebruiker_id == account.id
        lopend = toekenningen.open_toekenningen(session, van_account, nu)
    if regel.handeling is Handeling.INTREKKEN:
        return Stap(regel, account, weg=lopend)
    gevraagd = {een.beheerdersrol_id: een.beheerdersrol for een in regel.aanvraagrollen}
    heeft = {een.beheerdersrol_id: een.beheerdersrol for een in lopend}
    wijzigt = regel.handeling is Handeling.WIJZIGEN
    return Stap(
        regel,
        account,
        anders=_persoonsverschillen(regel, account) if wijzigt else (),
        erbij=[rol for nr, rol in gevraagd.items() if nr not in heeft],
        weg=[een for een in lopend if wijzigt and een.beheerdersrol_id not in gevraagd],
        blijft=[rol for nr, rol in heeft.items() if not wijzigt or nr in gevraagd],
    )


def _bestaand(
    session: Session, regel: Aanvraagbeheerder, organisatie: Organisatie | None
) -> Gebruiker | None:
    """A gebruiker of the organisatie may become beheerder too (R1): same address and last name."""
    if organisatie is None:
        return None
    gevonden = gebruikers.zelfde_email(session, organisatie, regel.email) if regel.email else ()
    zelfde = [g for g in gevonden if g.achternaam.casefold() == regel.achternaam.casefold()]
    return zelfde[0] if len(zelfde) == 1 else None


def _persoonsverschillen(
    regel: Aanvraagbeheerder, account: Gebruiker | None
) -> list[tuple[str, str, str]]:
    if account is None:
        return []
    nieuw = persoon(regel, account)
    paren = [(veld, getattr(account, veld), getattr(nieuw, veld)) for veld in VELDEN]
    return [(veld, oud, anders) for veld, oud, anders in paren if oud != anders]


def _organisatieverschillen(
    aanvraag: Aanvraag, organisatie: Organisatie | None
) -> list[tuple[str, str, str]]:
    if organisatie is None:
        return []
    paren = [
        ("naam", organisatie.naam, aanvraag.organisatienaam),
        ("rsin", organisatie.rsin or "", aanvraag.rsin or ""),
    ]
    gehouden = {kenmerk.waarde for kenmerk in organisatie.kenmerken}
    for veld in ("bestuursnummer", "instellingscode"):
        gevraagd = getattr(aanvraag, veld) or ""
        paren.append((veld, gevraagd if gevraagd in gehouden else "", gevraagd))
    return [(veld, oud, nieuw) for veld, oud, nieuw in paren if nieuw and oud != nieuw]


def _bezwaren(
    aanvraag: Aanvraag, organisatie: Organisatie | None, stappen: Sequence[Stap]
) -> Iterator[Bezwaar]:
    if organisatie is not None and organisatie.beeindigd_op is not None:
        yield Bezwaar.ORGANISATIE_BEEINDIGD
    if not stappen:
        yield Bezwaar.NIEMAND
    if aanvraag.kanaal is Aanvraagkanaal.PAPIER and not aanvraag.aanvraagdocumenten:
        yield Bezwaar.GEEN_DOCUMENT
    if sum(een.getekend_op is not None for een in aanvraag.ondertekenaars) < aanvraag.nodig:
        yield Bezwaar.NIET_ONDERTEKEND
    if len({_wie(stap) for stap in stappen}) < len(stappen):
        yield Bezwaar.DUBBEL
    for stap in stappen:
        yield from _bezwaren_bij(stap, organisatie)


def _wie(stap: Stap) -> object:
    """One mark for each person."""
    if stap.account is not None:
        return stap.account.id
    return stap.regel.email.casefold() or stap.regel.id


def _bezwaren_bij(stap: Stap, organisatie: Organisatie | None) -> Iterator[Bezwaar]:
    account, regel = stap.account, stap.regel
    nieuw = regel.handeling is Handeling.AANMELDEN
    if account is None and not nieuw:
        yield Bezwaar.ACCOUNT_ONBEKEND
    if account is not None and (
        account.status is Gebruikerstatus.BEEINDIGD or account.organisatie is not organisatie
    ):
        yield Bezwaar.ACCOUNT_ONBEKEND
    if nieuw and not regel.email:
        yield Bezwaar.GEEN_EMAIL
    if regel.handeling is not Handeling.INTREKKEN and not regel.aanvraagrollen:
        yield Bezwaar.GEEN_ROLLEN
    gevraagd = [een.beheerdersrol for een in regel.aanvraagrollen]
    if any(rol.beeindigd_op is not None for rol in gevraagd):
        yield Bezwaar.ROL_BEEINDIGD
    if organisatie is not None and not set(gevraagd) <= set(organisatie.beheerdersrollen):
        yield Bezwaar.ROL_NIET_VOOR_ORGANISATIE


def _zonder_beheerder(
    session: Session, organisatie: Organisatie | None, stappen: Sequence[Stap], nu: datetime
) -> bool:
    """Whether nobody of the organisatie itself is left to manage afterwards (R1)."""
    if any(stap.regel.handeling is not Handeling.INTREKKEN for stap in stappen):
        return False
    if organisatie is None:
        return True
    gaan = {stap.account.id for stap in stappen if stap.account is not None}
    over = bevoegdheden.beheerders_van(session, organisatie, nu)
    return not any(b.organisatie_id == organisatie.id and b.id not in gaan for b in over)
