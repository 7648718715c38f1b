# SPDX-License-Identifier: EUPL-1.2
"""After the whole way in no secret is readable in any table or log line (R5, R33, S35, S55, P5)."""

import base64
import logging
import re

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.db import Base
from portal.domain import activatiecodes
from portal.models import Activatiecode, Gebruiker
from tests.conftest import NU, Klok
from tests.harnas import fabriek
from tests.harnas.klant import Klant

TOTP, WACHTWOORD = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "een lang en eigen wachtwoord"


def alles(session: Session) -> str:
    """Every value of every row, as text."""
    waarden: list[str] = []
    for tabel in Base.metadata.tables.values():
        for rij in session.execute(sa.select(tabel)):
            waarden += [v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in rij]
    return "\n".join(waarden)


@pytest.fixture
def met_token(db_sessie: Session) -> Gebruiker:
    """Somebody who still has a token, in the sector gemeenten."""
    fabriek.maak_sector(db_sessie)
    fabriek.maak_documenten(db_sessie, NU)
    return fabriek.maak_tokenhouder(db_sessie, nu=NU, wachtwoord=WACHTWOORD, geheim=TOTP)


def test_r33_van_token_tot_koppeling_staat_er_nergens_een_geheim(
    app: Flask,
    client: Klant,
    db_sessie: Session,
    klok: Klok,
    met_token: Gebruiker,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    naam, kvk, geheimen = met_token.gebruikersnaam, met_token.organisatie.kvk, [TOTP, WACHTWOORD]

    client.get("/inloggen/gemeenten")
    velden = {"gebruikersnaam": naam, "wachtwoord": WACHTWOORD}
    client.post("/inloggen/gemeenten", velden | {"token": pyotp.TOTP(TOTP).at(klok.nu)})
    geheimen.append(_sessietoken(client))
    client.get("/overzicht")
    client.post("/uitloggen")

    activatiecodes.verstrek(db_sessie, met_token, nu=NU, door=None)
    code = activatiecodes.geef_uit(db_sessie, met_token, nu=NU, door=None)
    geheimen += [code, code.replace("-", "")]
    fabriek.naar_makelaar(client)
    gekozen = {"toestand": client.veld("toestand"), "persoon": "Jan", "kvk": kvk}
    client.post("/demo/broker/kies", gekozen | {"niveau": "loa3"}, 200)
    antwoord = client.veld("SAMLResponse")
    geheimen += [antwoord, *re.findall(r' ID="([^"]+)"', base64.b64decode(antwoord).decode())]
    fabriek.stuur_antwoord(client)
    fabriek.tot_laatste_stap(client)
    geheimen.append(_sessietoken(client))
    for ingevuld in ("0000-0000-00000", code):
        status = 303 if ingevuld == code else 422
        client.post(
            "/koppelen/koppelen", {"gebruikersnaam": naam, "activatiecode": ingevuld}, status
        )
    client.volg()
    client.get("/overzicht")
    geheimen.append(_sessietoken(client))

    opgeslagen, gelogd = alles(db_sessie), caplog.text
    assert len(opgeslagen) > 1000
    for geheim in geheimen:
        assert geheim not in opgeslagen, geheim
        assert geheim not in gelogd, geheim
    codes = db_sessie.scalars(sa.select(Activatiecode.code_hash)).all()
    assert len(codes) == 2 and all(een.startswith("$argon2id$") for een in codes)
    assert naam not in gelogd


def _sessietoken(klant: Klant) -> str:
    with klant.kaal.session_transaction() as koekje:
        return str(koekje["_user_id"])
