# SPDX-License-Identifier: EUPL-1.2
"""Registering a gebruiker, and keeping the personal data right as a beheerder (R2, R3)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import audit
from portal.bereik import VRIJ
from portal.domain import accounts, activatiecodes, autorisaties, bevoegdheden, emailwijzigingen
from portal.domain.wensen import Kader, Wens, kader
from portal.models import Gebruiker, Organisatie
from portal.models.soorten import Gebruikerstatus
from portal.post import outbox, teksten
from portal.secrets import hash_token, maak_gebruikersnaam

BROK = 500  # names in one query
NAMEN = 5  # tries to find a free name: one in 10,000,000,000 is taken by chance


class GeenNaamVrij(Exception):
    """Every name that was drawn is taken: the source of chance is broken."""


class Uitkomst(StrEnum):
    """How changing the data of a gebruiker ended."""

    OPGESLAGEN = "opgeslagen"
    ONGEWIJZIGD = "ongewijzigd"
    INTUSSEN_GEWIJZIGD = "intussen_gewijzigd"
    NIET_UZELF = "niet_uzelf"
    BEEINDIGD = "beeindigd"
    BESCHERMD = "beschermd"


@dataclass(frozen=True, slots=True)
class Persoon:
    """Who a gebruiker is, as a beheerder knows it."""

    voorletters: str
    tussenvoegsel: str
    achternaam: str
    functie: str
    email: str
    telefoon: str

    @property
    def naam(self) -> str:
        """As ``Gebruiker.naam``."""
        return " ".join(d for d in (self.voorletters, self.tussenvoegsel, self.achternaam) if d)


@dataclass(frozen=True, slots=True)
class Aanmelding:
    """Somebody to register: who, where, with which rollen, of what may be given there."""

    persoon: Persoon
    organisatie: Organisatie
    wensen: Sequence[Wens]
    binnen: Kader


def persoon_van(gebruiker: Gebruiker) -> Persoon:
    """The personal data as they are now."""
    return Persoon(*(getattr(gebruiker, naam) for naam in Persoon.__slots__))


def versie(gebruiker: Gebruiker) -> str:
    """A mark of the personal data as they are now; it changes only when they do."""
    return hash_token("\x00".join(asdict(persoon_van(gebruiker)).values()))[:16]


def zelfde_email(session: Session, organisatie: Organisatie, email: str) -> Sequence[Gebruiker]:
    """Who of the organisatie has this e-mail address already, ended accounts aside.

    Two may share one, but mostly it means that somebody is registered twice.
    """
    vraag = select(Gebruiker).where(
        Gebruiker.organisatie_id == organisatie.id,
        func.lower(Gebruiker.email) == email.lower(),
        Gebruiker.status != Gebruikerstatus.BEEINDIGD,
    )
    return session.scalars(vraag.order_by(Gebruiker.id)).all()


def meld_aan(
    session: Session,
    persoon: Persoon,
    wensen: Sequence[Wens],
    *,
    organisatie: Organisatie,
    door: Gebruiker,
    nu: datetime,
    binnen: Kader | None = None,
) -> Gebruiker:
    """Register a gebruiker: account, autorisaties, confirmation mail, audit, or nothing (R2, R3).

    The letter is made when it is downloaded (R4). ``binnen`` is the kader of ``organisatie`` and
    ``door`` where the caller has it already. Raises NietToegestaan for wishes that ``keur``
    refuses and for an organisatie that has ended.
    """
    if organisatie.beeindigd_op is not None:
        raise autorisaties.NietToegestaan("de organisatie is beëindigd")
    gebruiker = maak_account(session, persoon, organisatie, door, nu)
    autorisaties.geef_eerste(
        session,
        gebruiker,
        wensen,
        binnen=binnen or kader(session, organisatie, door=door, nu=nu),
        door=door,
        nu=nu,
    )
    outbox.stuur(session, gebruiker, teksten.bevestiging_aanmelding(gebruiker), nu)
    return gebruiker


def meld_velen_aan(
    session: Session,
    aanmeldingen: Sequence[Aanmelding],
    *,
    door: Gebruiker,
    nu: datetime,
) -> list[Gebruiker]:
    """As ``meld_aan`` for many at once, in few statements; back in the same order (R30).

    Raises what ``meld_aan`` raises, and sqlalchemy.exc.IntegrityError when another takes one of
    the names in the same instant: then none is registered.
    """
    namen = _vrije_namen(session, len(aanmeldingen))
    nieuwe = [
        Gebruiker(
            **asdict(een.persoon),
            gebruikersnaam=naam,
            organisatie=een.organisatie,
            aangemeld_door=door,
            aangemeld_op=nu,
        )
        for een, naam in zip(aanmeldingen, namen, strict=True)
    ]
    session.add_all(nieuwe)
    session.flush()
    for een, gebruiker in zip(aanmeldingen, nieuwe, strict=True):
        autorisaties.geef_eerste(
            session, gebruiker, een.wensen, binnen=een.binnen, door=door, nu=nu
        )
        outbox.stuur(session, gebruiker, teksten.bevestiging_aanmelding(gebruiker), nu)
    session.flush()
    return nieuwe


def wijzig(
    session: Session,
    gebruiker: Gebruiker,
    persoon: Persoon,
    *,
    gezien: str,
    door: Gebruiker,
    nu: datetime,
) -> Uitkomst:
    """Save ``persoon``, unless others changed the data since ``versie`` was ``gezien``.

    A new e-mail address counts at once: the beheerder answers for it. The old address is told,
    a code that went there is void (R5), and so is a change that the gebruiker asked for (R23).
    The own data are changed in Mijn gegevens, where a new address is confirmed; the address of a
    beheerder or medewerker is changed by that person or by a medewerker, since codes go there.
    """
    accounts.pak(session, gebruiker)
    nieuw_adres = persoon.email != gebruiker.email
    geweigerd = _belemmering(session, gebruiker, door, nu, nieuw_adres=nieuw_adres)
    if geweigerd is not None:
        audit.leg_vast(session, "gebruiker.wijzigen", geweigerd, op=gebruiker)
        return geweigerd
    if persoon == persoon_van(gebruiker):
        return Uitkomst.ONGEWIJZIGD
    if versie(gebruiker) != gezien:
        return Uitkomst.INTUSSEN_GEWIJZIGD
    oud = gebruiker.email
    for naam, waarde in asdict(persoon).items():
        setattr(gebruiker, naam, waarde)
    if nieuw_adres:
        emailwijzigingen.trek_in(session, gebruiker, nu)
        activatiecodes.laat_vervallen(session, gebruiker, nu)
        mail = teksten.email_gewijzigd(gebruiker, nu)
        outbox.zet_klaar(session, mail, aan=oud, nu=nu, gebruiker_id=gebruiker.id)
    return Uitkomst.OPGESLAGEN


def _belemmering(
    session: Session, gebruiker: Gebruiker, door: Gebruiker, nu: datetime, *, nieuw_adres: bool
) -> Uitkomst | None:
    if gebruiker.id == door.id:
        return Uitkomst.NIET_UZELF
    if gebruiker.status is Gebruikerstatus.BEEINDIGD:
        return Uitkomst.BEEINDIGD
    collega = nieuw_adres and door.medewerkersrol is None
    if collega and bevoegdheden.is_beschermd(session, gebruiker, nu):
        return Uitkomst.BESCHERMD
    return None


def _vrije_namen(session: Session, aantal: int) -> list[str]:
    """That many names that nobody has now."""
    namen: set[str] = set()
    while len(namen) < aantal:
        voorstel = [maak_gebruikersnaam() for _ in range(min(aantal - len(namen), BROK))]
        bezet = select(Gebruiker.gebruikersnaam).where(Gebruiker.gebruikersnaam.in_(voorstel))
        # Names of other organisaties count too, whatever the reach of who asks.
        genomen = session.scalars(bezet, execution_options={VRIJ: True})
        namen |= set(voorstel) - set(genomen)
    return list(namen)


def maak_account(
    session: Session, persoon: Persoon, organisatie: Organisatie, door: Gebruiker, nu: datetime
) -> Gebruiker:
    """An account with a name of its own; the database decides, also between workers (R2)."""
    for _ in range(NAMEN):
        gebruiker = Gebruiker(
            **asdict(persoon),
            gebruikersnaam=maak_gebruikersnaam(),
            organisatie=organisatie,
            aangemeld_door=door,
            aangemeld_op=nu,
        )
        try:
            with session.begin_nested():
                session.add(gebruiker)
        except IntegrityError as fout:
            if "gebruikersnaam" not in str(fout.orig):
                raise
        else:
            return gebruiker
    raise GeenNaamVrij
