# SPDX-License-Identifier: EUPL-1.2
"""What the demo hands over: enough people, none gekoppeld, each with a code that works."""

from collections import Counter
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit
from portal.demo import lader
from portal.demo.codes import Demogebruiker, geef_codes
from portal.domain import activatiecodes, inloggen
from portal.models import Bericht, Gebruiker, Koppeling, Organisatie
from portal.models.soorten import Medewerkersrol, Organisatiesoort
from portal.secrets import NAAM_TEKENS, normaal_activatiecode
from tests.conftest import NU
from tests.harnas import fabriek


def account(session: Session, gebruiker: Demogebruiker) -> Gebruiker:
    vraag = select(Gebruiker).where(Gebruiker.gebruikersnaam == gebruiker.gebruikersnaam)
    return session.scalars(vraag).one()


def test_zes_gebruikers_in_drie_organisaties_van_wie_twee_in_dezelfde(
    uitgenodigden: list[Demogebruiker],
) -> None:
    waar = Counter(g.kvk for g in uitgenodigden if g.soort == "gebruiker")
    assert waar.total() >= 6
    assert len(waar) >= 3
    assert max(waar.values()) >= 2


def test_twee_beheerders_in_verschillende_organisaties_en_drie_medewerkers(
    gevuld: Session, uitgenodigden: list[Demogebruiker]
) -> None:
    beheerders = {g.kvk for g in uitgenodigden if g.soort == "beheerder"}
    medewerkers = [account(gevuld, g) for g in uitgenodigden if g.soort == "medewerker"]
    assert len(beheerders) >= 2
    rollen = Counter(een.medewerkersrol for een in medewerkers)
    assert rollen[Medewerkersrol.SERVICEDESK] == 1
    assert rollen[Medewerkersrol.MEDEWERKER] == 2, "vier ogen vragen twee medewerkers (R29)"
    uitvoerder = {een.organisatie.soort for een in medewerkers}
    assert uitvoerder == {Organisatiesoort.UITVOERDER}


def test_r6_niemand_is_gekoppeld_en_iedereen_heeft_een_code_die_24_uur_geldig_is(
    gevuld: Session, uitgenodigden: list[Demogebruiker]
) -> None:
    assert gevuld.scalar(select(func.count(Koppeling.id))) == 0
    assert gevuld.scalar(select(func.count(Gebruiker.id))) == len(uitgenodigden)
    for gebruiker in uitgenodigden:
        getypt = normaal_activatiecode(gebruiker.activatiecode)
        code = activatiecodes.controleer(gevuld, account(gevuld, gebruiker), getypt, NU)
        assert code is not None, gebruiker.naam
        assert code.verloopt_op == NU + timedelta(hours=24)


def test_r2_gebruikersnamen_zijn_willekeurig_en_uniek(
    uitgenodigden: list[Demogebruiker],
) -> None:
    namen = {g.gebruikersnaam for g in uitgenodigden}
    assert len(namen) == len(uitgenodigden)
    assert all(len(naam) == 8 and set(naam) <= set(NAAM_TEKENS) for naam in namen)


def test_r18_met_het_getoonde_wachtwoord_en_tokengeheim_kan_iemand_inloggen(
    gevuld: Session, uitgenodigden: list[Demogebruiker]
) -> None:
    (gebruiker,) = (g for g in uitgenodigden if g.token)
    assert gebruiker.token is not None
    login = inloggen.met_token(
        gevuld,
        gebruiker.gebruikersnaam,
        gebruiker.token.wachtwoord,
        pyotp.TOTP(gebruiker.token.geheim).at(NU),
        sector_id=None,
        nu=NU,
        adres="127.0.0.1",
    )
    assert login.uitkomst is inloggen.Uitkomst.PORTAAL


def test_er_gaat_geen_mail_uit_en_de_auditketen_klopt(
    gevuld: Session, uitgenodigden: list[Demogebruiker]
) -> None:
    assert gevuld.scalar(select(func.count(Bericht.id))) == 0
    goed, kapot = audit.verifieer(gevuld)
    assert goed > len(uitgenodigden)
    assert kapot is None


def test_geheimen_staan_niet_in_de_weergave_van_een_demogebruiker(
    uitgenodigden: list[Demogebruiker],
) -> None:
    for gebruiker in uitgenodigden:
        assert gebruiker.activatiecode not in repr(gebruiker)
        assert gebruiker.token is None or gebruiker.token.geheim not in repr(gebruiker)


def test_een_database_met_een_organisatie_wordt_niet_aangeraakt(db_sessie: Session) -> None:
    fabriek.maak_organisatie(db_sessie)
    with pytest.raises(lader.NietLeeg):
        lader.laad(db_sessie, NU)
    assert db_sessie.scalar(select(func.count(Organisatie.id))) == 1
    assert db_sessie.scalar(select(func.count(Gebruiker.id))) == 0


def test_r5_nieuwe_codes_maken_de_oude_waardeloos_en_slaan_gekoppelden_over(
    gevuld: Session, uitgenodigden: list[Demogebruiker]
) -> None:
    eerste, tweede = uitgenodigden[:2]
    koppeling = Koppeling(
        gebruiker=account(gevuld, eerste),
        middel_kvk="a" * 64,
        niveau="loa3",
        gelegd_op=NU,
        laatste_login_op=NU,
    )
    gevuld.add(koppeling)
    gevuld.flush()
    nieuw = {g.gebruikersnaam: g for g in geef_codes(gevuld, NU)}
    assert eerste.gebruikersnaam not in nieuw
    assert {g.soort for g in nieuw.values()} == {"gebruiker", "beheerder", "medewerker"}
    oud = normaal_activatiecode(tweede.activatiecode)
    gevonden = account(gevuld, tweede)
    assert activatiecodes.controleer(gevuld, gevonden, oud, NU) is None
    vers = normaal_activatiecode(nieuw[tweede.gebruikersnaam].activatiecode)
    assert activatiecodes.controleer(gevuld, gevonden, vers, NU) is not None
