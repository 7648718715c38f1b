# SPDX-License-Identifier: EUPL-1.2
"""A signed request of a bestuur, and the medewerkers who decide about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import aanvraagbesluit
from portal.domain.aanvraagbesluit import Uitkomst
from portal.models import (
    Aanvraag,
    Aanvraagbeheerder,
    Aanvraagdocument,
    Aanvraagrol,
    Beheerdersrol,
    Beheerderstoekenning,
    Bericht,
    Gebruiker,
    Ondertekenaar,
    Organisatie,
)
from portal.models.soorten import (
    Aanvraagkanaal,
    Aanvraagsoort,
    Aanvraagstatus,
    Medewerkersrol,
    Organisatiesoort,
    Tekenwijze,
)
from portal.models.soorten import Beheerderhandeling as Handeling
from portal.secrets import maak_referentie
from tests.conftest import NU
from tests.harnas import fabriek

KVK = "60100009"


@dataclass(frozen=True)
class Wereld:
    """A bestuur with its beheerder, two beheerdersrollen, two medewerkers."""

    bestuur: Organisatie
    oud: Gebruiker
    rol: Beheerdersrol
    ander: Beheerdersrol
    een: Gebruiker
    twee: Gebruiker


def maak_wereld(session: Session) -> Wereld:
    """All of it, in the database."""
    rol = Beheerdersrol(code="rio", naam="Beheerder RIO")
    ander = Beheerdersrol(code="bekostiging", naam="Beheerder Bekostiging")
    bestuur = fabriek.maak_organisatie(
        session, naam="Stichting Waalwerd", kvk=KVK, beheerdersrollen=[rol, ander]
    )
    oud = fabriek.maak_gebruiker(session, nu=NU, organisatie=bestuur, achternaam="Oud")
    geef(session, oud, rol)
    eigen = fabriek.maak_organisatie(session, soort=Organisatiesoort.UITVOERDER)
    een, twee = (
        fabriek.maak_gebruiker(
            session,
            nu=NU,
            organisatie=eigen,
            achternaam=naam,
            medewerkersrol=Medewerkersrol.MEDEWERKER,
        )
        for naam in ("Haverkamp", "Tweeling")
    )
    session.commit()
    return Wereld(bestuur, oud, rol, ander, een, twee)


def geef(session: Session, gebruiker: Gebruiker, rol: Beheerdersrol) -> None:
    """A beheerdersrol since yesterday."""
    session.add(
        Beheerderstoekenning(
            gebruiker=gebruiker, beheerdersrol=rol, geldig_van=NU - timedelta(days=1)
        )
    )
    session.flush()


def mens(handeling: Handeling, *rollen: Beheerdersrol, **velden: Any) -> Aanvraagbeheerder:
    """Somebody on the form."""
    standaard = {"voorletters": "N.", "achternaam": "Nieuw", "email": "nieuw@waalwerd.example"}
    return Aanvraagbeheerder(
        handeling=handeling,
        **(standaard | velden),
        aanvraagrollen=[Aanvraagrol(beheerdersrol=rol) for rol in rollen],
    )


def maak_aanvraag(
    session: Session,
    *mensen: Aanvraagbeheerder,
    organisatie: Organisatie | None,
    op: datetime = NU,
    **velden: Any,
) -> Aanvraag:
    """A request that was signed by the one who may, and is new to staff."""
    standaard = {
        "referentie": maak_referentie(),
        "kanaal": Aanvraagkanaal.ONLINE,
        "soort": Aanvraagsoort.AANMELDEN,
        "status": Aanvraagstatus.NIEUW,
        "organisatie": organisatie,
        "organisatienaam": organisatie.naam if organisatie else "Onbekend BV",
        "kvk": organisatie.kvk if organisatie else "60999999",
        "contact_naam": "B. Stuur",
        "contact_email": "bestuur@waalwerd.example",
        "pseudoniem": "a" * 64,
        "tekenwijze": Tekenwijze.ALLEEN,
        "nodig": 1,
        "begonnen_op": op,
        "ingediend_op": op,
        "ondertekend_op": op,
    }
    tekenaar = Ondertekenaar(
        naam="B. Stuur", email="bestuur@waalwerd.example", getekend_op=op, pseudoniem="a" * 64
    )
    aanvraag = Aanvraag(
        **(standaard | {"ondertekenaars": [tekenaar]} | velden), beheerders=list(mensen)
    )
    session.add(aanvraag)
    session.flush()
    return aanvraag


def op_papier(session: Session, *mensen: Aanvraagbeheerder, organisatie: Organisatie) -> Aanvraag:
    """A request of which the signed form was uploaded."""
    document = Aanvraagdocument(
        opslagnaam="x" * 32,
        naam="formulier.pdf",
        grootte=1,
        sha256="0" * 64,
        paginas=1,
        ontvangen_op=NU,
    )
    return maak_aanvraag(
        session,
        *mensen,
        organisatie=organisatie,
        kanaal=Aanvraagkanaal.PAPIER,
        tekenwijze=None,
        nodig=0,
        ondertekenaars=[],
        aanvraagdocumenten=[document],
    )


def ken_toe(session: Session, wereld: Wereld, aanvraag: Aanvraag, **nieuw: str) -> Uitkomst:
    """Claimed and assessed by one, confirmed by two."""
    een, twee = wereld.een, wereld.twee
    assert aanvraagbesluit.claim(session, aanvraag, door=een, nu=NU) is Uitkomst.GELUKT
    goed = aanvraagbesluit.keur_goed(session, aanvraag, nieuwe_organisatie=nieuw, door=een, nu=NU)
    assert goed is Uitkomst.GELUKT
    uitkomst = aanvraagbesluit.bevestig(session, aanvraag, door=twee, nu=NU)
    session.commit()
    return uitkomst


def post(session: Session) -> list[tuple[str, str]]:
    """Kind and address of every mail."""
    rijen = session.execute(select(Bericht.soort, Bericht.aan).order_by(Bericht.id))
    return [(soort, aan) for soort, aan in rijen]


def lopende(session: Session, gebruiker: Gebruiker) -> set[str]:
    """The codes of the beheerdersrollen that somebody has."""
    vraag = select(Beheerderstoekenning).where(
        Beheerderstoekenning.gebruiker_id == gebruiker.id, Beheerderstoekenning.geldig_tot.is_(None)
    )
    return {een.beheerdersrol.code for een in session.scalars(vraag)}
