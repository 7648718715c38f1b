# SPDX-License-Identifier: EUPL-1.2
"""Imports: a file waits for a decision, and is carried out whole or not at all (R30)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit
from portal.domain import autorisaties, gebruikers, importplan
from portal.domain.gebruikers import Aanmelding, Persoon
from portal.domain.importplan import Mens, Plan, Regel
from portal.domain.wensen import kader
from portal.models import Gebruiker, Importbestand, Importregel
from portal.secrets import ontsleutel, versleutel

BEWAAR = timedelta(days=1)  # a dry run that nobody decides on


class Uitkomst(StrEnum):
    """How carrying out an import ended."""

    UITGEVOERD = "uitgevoerd"
    MET_FOUTEN = "met_fouten"
    ANDERS_DAN_GEZIEN = "anders_dan_gezien"
    AL_AFGEROND = "al_afgerond"


def bewaar(
    session: Session, naam: str, regels: Sequence[Regel], *, door: Gebruiker, nu: datetime
) -> Importbestand:
    """Keep well-formed rows, encrypted, until ``door`` decides."""
    tekst = json.dumps([asdict(regel) for regel in regels], default=date.isoformat)
    bestand = Importbestand(
        door_id=door.id,
        organisatie_id=door.organisatie_id,
        naam=naam[:200],
        inhoud=versleutel(tekst),
        aangemaakt_op=nu,
    )
    session.add(bestand)
    session.flush()
    audit.leg_vast(session, "import.gecontroleerd", op=bestand, regels=len(regels))
    return bestand


def vind(
    session: Session, nummer: int, door: Gebruiker, *, slot: bool = False
) -> Importbestand | None:
    """The import of ``door`` with that number; with ``slot`` locked until the commit."""
    vraag = select(Importbestand).where(
        Importbestand.id == nummer, Importbestand.door_id == door.id
    )
    if slot:
        vraag = vraag.with_for_update(of=Importbestand)
    return session.scalars(vraag).one_or_none()


def plan(session: Session, bestand: Importbestand, *, door: Gebruiker, nu: datetime) -> Plan:
    """What the import would do now; raises ValueError when it is over."""
    return importplan.maak(session, _regels(bestand), door=door, nu=nu)


def voer_uit(
    session: Session, bestand: Importbestand, *, gezien: str, door: Gebruiker, nu: datetime
) -> Uitkomst:
    """Do exactly the plan whose ``merk`` was ``gezien``; the file is wiped afterwards."""
    if bestand.inhoud is None:
        return Uitkomst.AL_AFGEROND
    voorgenomen = plan(session, bestand, door=door, nu=nu)
    if voorgenomen.fouten:
        return Uitkomst.MET_FOUTEN
    if voorgenomen.merk != gezien:
        return Uitkomst.ANDERS_DAN_GEZIEN
    try:
        with session.begin_nested():
            _meld_aan(session, bestand, voorgenomen.mensen, door, nu)
            for mens in voorgenomen.mensen:
                if mens.bestaand is not None and mens.verandert:
                    _wijzig(session, mens, mens.bestaand, door, nu)
    except autorisaties.NietToegestaan:  # another ended a rol since the plan was made
        return Uitkomst.ANDERS_DAN_GEZIEN
    bestand.inhoud, bestand.uitgevoerd_op, bestand.afgerond_op = None, nu, nu
    audit.leg_vast(session, "import.uitgevoerd", op=bestand, mensen=len(voorgenomen.mensen))
    return Uitkomst.UITGEVOERD


def trek_in(session: Session, bestand: Importbestand, nu: datetime) -> None:
    """Forget the file without doing anything."""
    if bestand.inhoud is not None:
        bestand.inhoud, bestand.afgerond_op = None, nu
        audit.leg_vast(session, "import.ingetrokken", op=bestand)


def nieuwe_gebruikers(session: Session, bestand: Importbestand) -> Sequence[Gebruiker]:
    """Who was registered by the import, by name, for their letters."""
    vraag = select(Gebruiker).join(Importregel, Importregel.gebruiker_id == Gebruiker.id)
    return session.scalars(
        vraag.where(Importregel.importbestand_id == bestand.id).order_by(
            Gebruiker.achternaam, Gebruiker.id
        )
    ).all()


def ruim_op(session: Session, nu: datetime) -> int:
    """Wipe the files that nobody decided on within a day; how many."""
    vraag = select(Importbestand).where(
        Importbestand.afgerond_op.is_(None), Importbestand.aangemaakt_op < nu - BEWAAR
    )
    oude = session.scalars(vraag).all()
    for bestand in oude:
        trek_in(session, bestand, nu)
    return len(oude)


def _regels(bestand: Importbestand) -> list[Regel]:
    if bestand.inhoud is None:
        raise ValueError("deze import is afgerond")
    return [
        Regel(
            nummer=rij["nummer"],
            persoon=Persoon(**rij["persoon"]),
            kvk=rij["kvk"],
            rol=rij["rol"],
            kenmerken=tuple(rij["kenmerken"]),
            tot=date.fromisoformat(rij["tot"]) if rij["tot"] else None,
        )
        for rij in json.loads(ontsleutel(bestand.inhoud))
    ]


def _meld_aan(
    session: Session,
    bestand: Importbestand,
    mensen: Sequence[Mens],
    door: Gebruiker,
    nu: datetime,
) -> None:
    """Register who is new, and keep that it was by this import."""
    nieuw = [mens for mens in mensen if mens.bestaand is None]
    kaders = {
        organisatie.id: kader(session, organisatie, door=door, nu=nu)
        for organisatie in {mens.organisatie for mens in nieuw}
    }
    aanmeldingen = [
        Aanmelding(m.persoon, m.organisatie, m.wensen, kaders[m.organisatie.id]) for m in nieuw
    ]
    session.add_all(
        Importregel(importbestand_id=bestand.id, gebruiker_id=gebruiker.id)
        for gebruiker in gebruikers.meld_velen_aan(session, aanmeldingen, door=door, nu=nu)
    )


def _wijzig(
    session: Session, mens: Mens, gebruiker: Gebruiker, door: Gebruiker, nu: datetime
) -> None:
    if mens.verschillen:
        anders = {naam: nieuw for naam, _, nieuw in mens.verschillen}
        persoon = replace(gebruikers.persoon_van(gebruiker), **anders)
        versie = gebruikers.versie(gebruiker)
        gebruikers.wijzig(session, gebruiker, persoon, gezien=versie, door=door, nu=nu)
    if mens.rollen:
        stand = autorisaties.stand(session, gebruiker)
        autorisaties.stel_in(session, gebruiker, mens.wensen, gezien=stand, door=door, nu=nu)
