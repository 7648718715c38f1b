# SPDX-License-Identifier: EUPL-1.2
"""Who may not come in: an ended organisatie, a blocked account, a token handed in (R15, R17)."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy.orm import Session

from portal.domain import activatiecodes, inloggen, koppelingen, sessies
from portal.domain.inloggen import Uitkomst
from portal.domain.middelen import van
from portal.eherkenning import Identiteit
from portal.models import Gebruiker, Koppeling
from portal.models.soorten import Gebruikerstatus
from tests.conftest import NU
from tests.harnas import fabriek

GEHEIM, WACHTWOORD = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "een lang wachtwoord"


@pytest.fixture
def gebruiker(db_sessie: Session) -> Gebruiker:
    """Somebody with a token."""
    fabriek.maak_documenten(db_sessie, NU)
    return fabriek.maak_tokenhouder(db_sessie, nu=NU, wachtwoord=WACHTWOORD, geheim=GEHEIM)


def sluit(gebruiker: Gebruiker, hoe: str) -> None:
    if hoe == "organisatie":
        gebruiker.organisatie.beeindigd_op = NU
    else:
        gebruiker.status = Gebruikerstatus.GEBLOKKEERD


def identiteit(gebruiker: Gebruiker) -> Identiteit:
    return Identiteit(
        acting="jan",
        kvk=gebruiker.organisatie.kvk,
        rsin=None,
        intermediair=None,
        niveau="loa3",
        assertion_id="_een",
        geldig_tot=NU + timedelta(minutes=2),
    )


def met_token(session: Session, gebruiker: Gebruiker) -> Uitkomst:
    return inloggen.met_token(
        session,
        gebruiker.gebruikersnaam,
        WACHTWOORD,
        pyotp.TOTP(GEHEIM).at(NU),
        sector_id=None,
        nu=NU,
        adres="",
    ).uitkomst


def test_r18_zolang_niets_dicht_is_komt_het_token_erin(
    db_sessie: Session, gebruiker: Gebruiker
) -> None:
    assert met_token(db_sessie, gebruiker) is Uitkomst.PORTAAL


@pytest.mark.parametrize("hoe", ["organisatie", "account"])
def test_r17_eherkenning_komt_er_niet_in_en_hoort_waarom_niet(
    db_sessie: Session, gebruiker: Gebruiker, hoe: str
) -> None:
    middel = van(identiteit(gebruiker))
    db_sessie.add(
        Koppeling(
            gebruiker=gebruiker,
            middel_kvk=middel.sleutel_kvk,
            niveau="loa3",
            gelegd_op=NU,
            laatste_login_op=NU,
        )
    )
    sluit(gebruiker, hoe)
    db_sessie.flush()
    login = inloggen.met_eherkenning(
        db_sessie, identiteit(gebruiker), verzoek_id="_v", sector_id=None, nu=NU, adres=""
    )
    assert (login.uitkomst, login.token) == (Uitkomst.ACCOUNT_DICHT, None)


@pytest.mark.parametrize("hoe", ["organisatie", "account"])
def test_r12_r18_een_token_komt_er_niet_in_en_hoort_niet_waarom(
    db_sessie: Session, gebruiker: Gebruiker, hoe: str
) -> None:
    sluit(gebruiker, hoe)
    db_sessie.flush()
    assert met_token(db_sessie, gebruiker) is Uitkomst.FOUT


@pytest.mark.parametrize("hoe", ["organisatie", "account"])
def test_r12_ook_koppelen_lukt_dan_niet_en_telt_als_een_verkeerde_combinatie(
    db_sessie: Session, gebruiker: Gebruiker, hoe: str
) -> None:
    code = activatiecodes.geef_uit(db_sessie, gebruiker, nu=NU, door=None)
    token = sessies.begin_koppelen(
        db_sessie, van(identiteit(gebruiker)), sector_id=None, nu=NU, adres=""
    )
    gevonden = sessies.zoek(db_sessie, token, NU)
    assert gevonden is not None
    sluit(gebruiker, hoe)
    db_sessie.flush()
    resultaat = koppelingen.koppel(db_sessie, gevonden.sessie, gebruiker.gebruikersnaam, code, NU)
    assert resultaat.uitkomst is koppelingen.Uitkomst.FOUT
    assert resultaat.resterend == 4


@pytest.mark.parametrize("hoe", ["organisatie", "account"])
def test_r17_een_lopende_sessie_eindigt_bij_het_volgende_verzoek(
    db_sessie: Session, gebruiker: Gebruiker, hoe: str
) -> None:
    token = sessies.begin_portaal(
        db_sessie, gebruiker, middel=None, sector_id=None, nu=NU, adres=""
    )
    assert sessies.zoek(db_sessie, token, NU) is not None
    sluit(gebruiker, hoe)
    db_sessie.flush()
    assert sessies.zoek(db_sessie, token, NU) is None


def test_r15_een_ingeleverd_token_logt_niet_in_ook_niet_als_zijn_geheim_er_nog_is(
    db_sessie: Session, gebruiker: Gebruiker
) -> None:
    gebruiker.token_ingeleverd_op = NU
    db_sessie.flush()
    assert met_token(db_sessie, gebruiker) is Uitkomst.ALLEEN_EHERKENNING
