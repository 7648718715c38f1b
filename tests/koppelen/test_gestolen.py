# SPDX-License-Identifier: EUPL-1.2
"""A means that was reported stolen is refused for that account, under any number (R17, R33)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, inloggen, koppelingen, sessies
from portal.domain.koppelingen import Uitkomst
from portal.domain.middelen import van
from portal.eherkenning import Identiteit
from portal.models import Auditrecord, Gebruiker, Koppeling, Sessie
from portal.models.soorten import Verbreekreden
from tests.harnas import fabriek

NU = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STRAKS = NU + timedelta(minutes=1)
RSIN = "123456782"
DIEF, NIEUW = "a" * 64 + "@" + "b" * 32, "c" * 64 + "@" + "d" * 32


@pytest.fixture
def gebruiker(db_sessie: Session) -> Gebruiker:
    """A gebruiker of an organisatie with both numbers."""
    fabriek.maak_documenten(db_sessie, NU)
    organisatie = fabriek.maak_organisatie(db_sessie, rsin=RSIN)
    return fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=organisatie)


@dataclass(frozen=True, slots=True)
class Nummers:
    """Which numbers the broker names."""

    kvk: bool
    rsin: bool


def identiteit(gebruiker: Gebruiker, acting: str, nummers: Nummers) -> Identiteit:
    return Identiteit(
        acting=acting,
        kvk=gebruiker.organisatie.kvk if nummers.kvk else None,
        rsin=RSIN if nummers.rsin else None,
        intermediair=None,
        niveau="loa3",
        assertion_id=f"_{acting}{nummers}",
        geldig_tot=NU + timedelta(minutes=2),
    )


def begin(session: Session, gebruiker: Gebruiker, acting: str, nummers: Nummers) -> Sessie:
    middel = van(identiteit(gebruiker, acting, nummers))
    token = sessies.begin_koppelen(session, middel, sector_id=None, nu=NU, adres="")
    gevonden = sessies.zoek(session, token, NU)
    assert gevonden is not None
    return gevonden.sessie


def koppel(session: Session, sessie: Sessie, gebruiker: Gebruiker, nu: datetime = NU) -> Uitkomst:
    code = activatiecodes.geef_uit(session, gebruiker, nu=nu, door=None)
    return koppelingen.koppel(session, sessie, gebruiker.gebruikersnaam, code, nu).uitkomst


ALLEEN_KVK, ALLEEN_RSIN, BEIDE = Nummers(True, False), Nummers(False, True), Nummers(True, True)


@pytest.mark.parametrize("later", [ALLEEN_KVK, ALLEEN_RSIN, BEIDE])
@pytest.mark.parametrize("eerst", [ALLEEN_KVK, ALLEEN_RSIN, BEIDE])
@pytest.mark.parametrize("reden", [Verbreekreden.GESTOLEN, Verbreekreden.ZOEK])
def test_r17_gestolen_blijft_gestolen_welk_nummer_de_makelaar_ook_noemt(
    db_sessie: Session, gebruiker: Gebruiker, eerst: Nummers, later: Nummers, reden: Verbreekreden
) -> None:
    assert koppel(db_sessie, begin(db_sessie, gebruiker, DIEF, eerst), gebruiker) == "gekoppeld"
    koppeling = koppelingen.actieve(db_sessie, gebruiker)
    assert koppeling is not None
    koppelingen.verbreek(db_sessie, koppeling, reden=reden, nu=NU)
    db_sessie.flush()
    opnieuw = koppel(db_sessie, begin(db_sessie, gebruiker, DIEF, later), gebruiker, STRAKS)
    gestolen = reden is Verbreekreden.GESTOLEN
    assert opnieuw is (Uitkomst.FOUT if gestolen else Uitkomst.GEKOPPELD)
    if gestolen:
        nieuw = begin(db_sessie, gebruiker, NIEUW, later)
        assert koppel(db_sessie, nieuw, gebruiker, STRAKS) is Uitkomst.GEKOPPELD


def test_r17_wat_bij_het_ene_account_gestolen_is_geldt_niet_voor_een_ander(
    db_sessie: Session, gebruiker: Gebruiker
) -> None:
    assert koppel(db_sessie, begin(db_sessie, gebruiker, DIEF, BEIDE), gebruiker) == "gekoppeld"
    koppeling = koppelingen.actieve(db_sessie, gebruiker)
    assert koppeling is not None
    koppelingen.verbreek(db_sessie, koppeling, reden=Verbreekreden.GESTOLEN, nu=NU)
    ander = fabriek.maak_gebruiker(db_sessie, nu=NU, organisatie=gebruiker.organisatie)
    assert koppel(db_sessie, begin(db_sessie, ander, DIEF, BEIDE), ander) is Uitkomst.GEKOPPELD


def test_r17_een_sessie_van_voor_deze_regel_wordt_niet_om_een_leeg_pseudoniem_geweigerd(
    db_sessie: Session, gebruiker: Gebruiker
) -> None:
    oud = {"gelegd_op": NU, "laatste_login_op": NU, "beeindigd_op": NU}
    db_sessie.add(
        Koppeling(gebruiker=gebruiker, middel_kvk="x", niveau="loa3", reden="gestolen", **oud)
    )
    sessie = begin(db_sessie, gebruiker, NIEUW, BEIDE)
    sessie.pseudoniem = None
    assert koppel(db_sessie, sessie, gebruiker) is Uitkomst.GEKOPPELD


def test_r33_van_het_pseudoniem_wordt_alleen_een_sleutel_bewaard_en_nooit_in_het_spoor(
    db_sessie: Session, gebruiker: Gebruiker
) -> None:
    inloggen.met_eherkenning(
        db_sessie,
        identiteit(gebruiker, DIEF, BEIDE),
        verzoek_id="_v",
        sector_id=None,
        nu=NU,
        adres="",
    )
    sessie = db_sessie.scalars(select(Sessie)).one()
    assert sessie.pseudoniem is not None and len(sessie.pseudoniem) == 64
    assert sessie.pseudoniem not in DIEF
    assert sessie.pseudoniem not in {sessie.middel_kvk, sessie.middel_rsin}
    assert koppel(db_sessie, sessie, gebruiker) is Uitkomst.GEKOPPELD
    koppeling = db_sessie.scalars(select(Koppeling)).one()
    assert koppeling.pseudoniem == sessie.pseudoniem
    db_sessie.commit()
    tekst = " ".join(str(r.gegevens) for r in db_sessie.scalars(select(Auditrecord)))
    assert sessie.pseudoniem not in tekst and DIEF not in tekst
