# SPDX-License-Identifier: EUPL-1.2
"""R29: two medewerkers at the same moment; one of them is first, and the other sees that."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import aanvraagbesluit
from portal.domain.aanvraagbesluit import Uitkomst
from portal.models import Aanvraag, Bericht, Gebruiker
from portal.models.soorten import Aanvraagstatus as Status
from portal.models.soorten import Beheerderhandeling as Handeling
from tests.besluit.wereld import maak_aanvraag, maak_wereld, mens
from tests.conftest import NU
from tests.platform.test_gelijktijdig import motor as motor
from tests.platform.test_gelijktijdig import tegelijk

Verb = Callable[..., Uitkomst]


def _klaar(motor: sa.Engine) -> tuple[int, int, int]:
    with Session(motor) as session:
        wereld = maak_wereld(session)
        persoon = mens(Handeling.AANMELDEN, wereld.rol)
        aanvraag = maak_aanvraag(session, persoon, organisatie=wereld.bestuur)
        session.commit()
        return aanvraag.id, wereld.een.id, wereld.twee.id


def _door(verb: Verb, aanvraag: int, wie: int) -> Callable[[Session], object]:
    def doe(session: Session) -> object:
        return verb(
            session,
            session.get_one(Aanvraag, aanvraag),
            door=session.get_one(Gebruiker, wie),
            nu=NU,
        )

    return doe


def test_r29_twee_claims_tegelijk_geven_er_een(motor: sa.Engine) -> None:
    aanvraag, een, twee = _klaar(motor)
    uit = tegelijk(motor, *(_door(aanvraagbesluit.claim, aanvraag, w) for w in (een, twee) * 5))
    with Session(motor) as session:
        wie = session.get_one(Aanvraag, aanvraag).behandelaar_id
    assert wie in {een, twee}
    assert uit.count(Uitkomst.GELUKT) == 5 and uit.count(Uitkomst.AL_GECLAIMD) == 5


def test_r29_twee_bevestigingen_tegelijk_geven_een_account(motor: sa.Engine) -> None:
    aanvraag, een, twee = _klaar(motor)
    with Session(motor) as session:
        rij, door = session.get_one(Aanvraag, aanvraag), session.get_one(Gebruiker, een)
        aanvraagbesluit.claim(session, rij, door=door, nu=NU)
        aanvraagbesluit.keur_goed(session, rij, nieuwe_organisatie={}, door=door, nu=NU)
        session.commit()
    uit = tegelijk(motor, *(_door(aanvraagbesluit.bevestig, aanvraag, twee) for _ in range(8)))
    assert uit.count(Uitkomst.GELUKT) == 1 and uit.count(Uitkomst.KAN_NIET_MEER) == 7
    with Session(motor) as session:
        nieuw = sa.select(sa.func.count()).where(Gebruiker.achternaam == "Nieuw")
        assert session.scalar(nieuw) == 1
        assert session.scalar(sa.select(sa.func.count(Bericht.id))) == 2


def test_bevestigen_en_terugsturen_tegelijk_gaan_niet_door_elkaar(motor: sa.Engine) -> None:
    aanvraag, een, twee = _klaar(motor)
    with Session(motor) as session:
        rij, door = session.get_one(Aanvraag, aanvraag), session.get_one(Gebruiker, een)
        aanvraagbesluit.claim(session, rij, door=door, nu=NU)
        aanvraagbesluit.keur_goed(session, rij, nieuwe_organisatie={}, door=door, nu=NU)
        session.commit()
    uit = tegelijk(
        motor,
        _door(aanvraagbesluit.bevestig, aanvraag, twee),
        _door(aanvraagbesluit.stuur_terug, aanvraag, een),
    )
    assert sorted(map(str, uit)) == ["gelukt", "kan_niet_meer"]
    with Session(motor) as session:
        toegekend = session.get_one(Aanvraag, aanvraag).status is Status.TOEGEKEND
        nieuw = sa.select(sa.func.count()).where(Gebruiker.achternaam == "Nieuw")
        assert session.scalar(nieuw) == (1 if toegekend else 0)
