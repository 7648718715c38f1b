# SPDX-License-Identifier: EUPL-1.2
"""Carries out a request of the bestuur that two medewerkers agreed on (R1, R29).

Account, beheerdersrollen, mail and audit come in the transaction of the second decision, or not at
all. The letter is made when it is fetched (R4).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.domain import (
    aanvraagplan,
    aanvragen,
    gebruikers,
    handelingen,
    inperking,
    organisatiebeheer,
    organisaties,
    toekenningen,
)
from portal.domain.aanvraagplan import Stap
from portal.domain.organisatiebeheer import Gegevens
from portal.models import (
    Aanvraag,
    Autorisatie,
    Beheerderstoekenning,
    Gebruiker,
    Organisatie,
)
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.models.soorten import Organisatiesoort
from portal.post import besluitteksten, outbox


def pak_organisatie(session: Session, aanvraag: Aanvraag) -> Organisatie | None:
    """The organisatie of the request, locked, also one that was registered meanwhile."""
    organisatie = aanvraag.organisatie or organisaties.op_kvk(session, aanvraag.kvk)
    if organisatie is not None:
        session.refresh(organisatie, with_for_update={"of": Organisatie, "key_share": True})
    return organisatie


def voer_uit(
    session: Session,
    aanvraag: Aanvraag,
    organisatie: Organisatie | None,
    stappen: Sequence[Stap],
    *,
    door: Gebruiker,
    nu: datetime,
) -> None:
    """Do ``stappen`` in their order: who comes before who goes, so that nobody is left without."""
    organisatie = organisatie or _registreer(session, aanvraag)
    aanvraag.organisatie = organisatie
    if not organisatie.bestuur_email:
        organisatie.bestuur_email = aanvraag.contact_email
    session.flush()
    for stap in stappen:
        _doe(session, aanvraag, organisatie, stap, door=door, nu=nu)
    _meld(session, aanvraag, stappen, nu)


def _registreer(session: Session, aanvraag: Aanvraag) -> Organisatie:
    """Register it with what the first medewerker added; kenmerken come by its own page."""
    erbij = aanvraag.gegevens.get("organisatie", {})
    rollen = {
        een.beheerdersrol_id: een.beheerdersrol
        for regel in aanvraag.beheerders
        for een in regel.aanvraagrollen
    }
    organisatie = Organisatie()
    gegevens = Gegevens(
        naam=aanvraag.organisatienaam,
        soort=Organisatiesoort(erbij.get("soort", Organisatiesoort.OVERIG)),
        kvk=aanvraag.kvk,
        rsin=aanvraag.rsin,
        oin=None,
        parent=None,
        adres=erbij.get("adres", ""),
        postcode=erbij.get("postcode", ""),
        plaats=erbij.get("plaats", ""),
        bestuur_email=aanvraag.contact_email,
        sectoren=[],
        beheerdersrollen=list(rollen.values()),
        kenmerken=[],
    )
    organisatiebeheer.vul(session, organisatie, gegevens)
    return organisatie


def _doe(
    session: Session,
    aanvraag: Aanvraag,
    organisatie: Organisatie,
    stap: Stap,
    *,
    door: Gebruiker,
    nu: datetime,
) -> None:
    account, nieuw = stap.account, stap.account is None
    if account is None:
        persoon = aanvraagplan.persoon(stap.regel, None)
        account = gebruikers.maak_account(session, persoon, organisatie, door, nu)
    elif stap.anders:
        persoon, gezien = aanvraagplan.persoon(stap.regel, account), gebruikers.versie(account)
        gebruikers.wijzig(session, account, persoon, gezien=gezien, door=door, nu=nu)
    stap.regel.gebruiker = account
    toekenningen.beeindig(session, stap.weg, nu)
    session.add_all(
        Beheerderstoekenning(
            gebruiker=account, beheerdersrol=rol, geldig_van=nu, aanvraag_id=aanvraag.id
        )
        for rol in stap.erbij
    )
    session.flush()
    if stap.regel.handeling is Handeling.INTREKKEN:
        _neem_afscheid(session, account, door=door, nu=nu)
    else:
        maak = besluitteksten.beheerder_nieuw if nieuw else besluitteksten.beheerder_gewijzigd
        outbox.stuur(session, account, maak(account), nu)


def _neem_afscheid(session: Session, account: Gebruiker, *, door: Gebruiker, nu: datetime) -> None:
    """Who still has rollen, or works here, stays a gebruiker; else the account ends."""
    heeft = exists().where(Autorisatie.gebruiker_id == account.id, inperking.open_op(nu))
    if account.medewerkersrol is not None or session.scalar(select(heeft)):
        outbox.stuur(session, account, besluitteksten.beheerder_af(account), nu)
    else:
        handelingen.beeindig(session, account, door=door, nu=nu)


def _meld(session: Session, aanvraag: Aanvraag, stappen: Sequence[Stap], nu: datetime) -> None:
    """The bestuur is mailed what its beheerders got, each address once (R29)."""
    regels = [regel for stap in stappen for regel in _zinnen(stap)]
    for naam, adres in aanvragen.betrokkenen(aanvraag):
        mail = besluitteksten.toegekend(aanvraag, naam, regels)
        outbox.zet_klaar(session, mail, aan=adres, nu=nu)


def _zinnen(stap: Stap) -> list[str]:
    naam = stap.regel.naam
    if stap.regel.handeling is Handeling.INTREKKEN:
        return [f"{naam} is geen beheerder meer."]
    erbij, weg = map(str, stap.erbij), (str(een.beheerdersrol) for een in stap.weg)
    zinnen = [f"{naam} heeft gekregen: {rol}." for rol in erbij]
    return [*zinnen, *(f"{naam} heeft niet meer: {rol}." for rol in weg)] or [
        f"De gegevens van {naam} zijn gewijzigd."
    ]
