# SPDX-License-Identifier: EUPL-1.2
"""In-process: the overview against a constant page, and a SAML answer against bare xmlsec."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
import xmlsec
from flask import Flask, Response
from lxml import etree
from werkzeug.test import create_environ, run_wsgi_app

from portal import eherkenning, migratie
from portal.app import create_app
from portal.config import lees
from portal.db import db, transactie
from portal.demo import lader
from portal.eherkenning import Identiteit
from portal.eherkenning.namen import DS, SAML, XENC, q
from portal.models import Gebruiker
from portal.permissions import Permission
from portal.web.access import needs
from tests.bench.meten import Rij, verhouding
from tests.harnas import fabriek
from tests.harnas.klant import Klant


@contextmanager
def portaal(map_: Path) -> Iterator[tuple[Flask, Klant]]:
    """The portal with demo data, and a gebruiker who is inside."""
    url = f"sqlite:///{map_ / 'bench.sqlite3'}"
    motor = sa.create_engine(url)
    migratie.breng_naar(motor)
    motor.dispose()
    instellingen = {
        "MIJNDUO_DEMO": "1",
        "MIJNDUO_INSTANCE": str(map_),
        "MIJNDUO_DATABASE_URL": url,
        "MIJNDUO_RATELIMIT_ENABLED": "0",
    }
    app = create_app(lees(instellingen))
    nu = datetime.now(UTC)
    with app.app_context(), transactie() as sessie:
        naam = lader.laad(sessie, nu)[0].gebruikersnaam
    with app.app_context():
        maker = db.sessionmaker
    with maker() as sessie:
        gebruiker = sessie.scalars(
            sa.select(Gebruiker).where(Gebruiker.gebruikersnaam == naam)
        ).one()
        klant = Klant(app, sessie)
        fabriek.koppel(klant, sessie, gebruiker, nu)
        klant.get("/overzicht")
        yield app, klant


def overzicht(app: Flask, klant: Klant) -> list[Rij]:
    """The overview against a page of as many constant bytes, behind the same login."""
    inhoud = klant.kaal.get("/overzicht").data
    assert b"Snel naar" in inhoud
    app.view_functions["vast"] = needs(Permission.INGELOGD)(
        lambda: Response(inhoud, mimetype="text/html")
    )
    app.url_map.add(app.url_rule_class("/vast", endpoint="vast", methods={"GET"}))
    assert klant.kaal.get("/vast").data == inhoud
    queries: list[str] = []

    def noteer(_v: object, _c: object, opdracht: str, *_rest: object) -> None:
        if not opdracht.startswith("BEGIN"):
            queries.append(opdracht)

    sa.event.listen(sa.Engine, "before_cursor_execute", noteer)
    klant.kaal.get("/overzicht")
    sa.event.remove(sa.Engine, "before_cursor_execute", noteer)
    maal, eigen, vast = verhouding(
        lambda: klant.kaal.get("/overzicht"), lambda: klant.kaal.get("/vast")
    )
    return [
        Rij("/overzicht: CPU maal een vaste pagina achter dezelfde login", maal, "x", 2.0),
        Rij("/overzicht: query's", len(queries), "", 3),
        Rij("  /overzicht", eigen, "ms"),
        Rij("  vaste pagina", vast, "ms"),
    ]


def _kaal(paar: xmlsec.Key, ontsleutelaar: xmlsec.Key, tekst: str) -> None:
    """The least work: parse, verify both signatures, decrypt both ids; no check at all."""
    wortel = etree.fromstring(base64.b64decode(tekst))
    assertion = wortel.find(q(SAML, "Assertion"))
    for element in (wortel, assertion):
        context = xmlsec.SignatureContext()
        context.key = paar
        context.register_id(element, "ID")
        context.verify(element.find(q(DS, "Signature")))
    for omhulsel in assertion.iter(q(SAML, "EncryptedID")):
        drager = omhulsel.find(q(XENC, "EncryptedKey"))
        sessiesleutel = xmlsec.EncryptionContext()
        sessiesleutel.key = ontsleutelaar
        sleutel = sessiesleutel.decrypt(drager)
        inhoud = xmlsec.EncryptionContext()
        inhoud.key = xmlsec.Key.from_binary_data(xmlsec.KeyData.AES, sleutel)
        inhoud.decrypt(omhulsel.find(q(XENC, "EncryptedData")))


def acs(app: Flask, klant: Klant, map_: Path) -> list[Rij]:
    """Reading an answer, and the whole request with its writes, against bare xmlsec."""
    dv = app.extensions["eherkenning"]
    ontsleutelaar = xmlsec.Key.from_file(
        str(map_ / "demo-dienstverlener" / "paar" / "sleutel.pem"), xmlsec.KeyFormat.PEM
    )
    antwoorden = []
    for _ in range(170):
        fabriek.naar_makelaar(klant)
        velden = {"toestand": klant.veld("toestand"), "persoon": "Bench", "kvk": "99999990"}
        klant.post("/demo/broker/kies", velden | {"niveau": "loa3"}, 200)
        vorm = {naam: klant.veld(naam) for naam in ("SAMLResponse", "RelayState")}
        koekje = klant.kaal.get_cookie("eherkenning-verzoek-lax", path="/eherkenning")
        assert koekje is not None
        antwoorden.append((vorm, koekje.value))
    tekst = antwoorden[0][0]["SAMLResponse"]
    verzoek_id = str(etree.fromstring(base64.b64decode(tekst)).get("InResponseTo"))

    def lees_een() -> None:
        nu = datetime.now(UTC)
        gelezen = eherkenning.lees(dv, tekst, verzoek_id=verzoek_id, nu=nu)
        assert isinstance(gelezen, Identiteit), gelezen

    # As a server gets it: the request is made beforehand, and the browser has no session yet.
    verzoeken = iter(
        [
            create_environ(
                "/eherkenning/acs",
                method="POST",
                data=vorm,
                headers={"Cookie": f"eherkenning-verzoek-lax={koekje}"},
            )
            for vorm, koekje in antwoorden
        ]
    )

    def stuur_een() -> None:
        _, status, _ = run_wsgi_app(app.wsgi_app, next(verzoeken))
        assert status == "303 SEE OTHER", status

    def kaal() -> None:
        _kaal(dv.broker.sleutels[0], ontsleutelaar, tekst)

    lezen, eigen, bloot = verhouding(lees_een, kaal)
    heel, verzoek, _ = verhouding(stuur_een, kaal)
    return [
        Rij("ACS, heel verzoek met schrijven: CPU maal kaal xmlsec", heel, "x", 2.5),
        Rij("antwoord lezen met alle controles: CPU maal kaal xmlsec", lezen, "x", 1.6),
        Rij("  ACS-verzoek", verzoek, "ms"),
        Rij("  antwoord lezen", eigen, "ms"),
        Rij("  kaal xmlsec", bloot, "ms"),
    ]


def meet(map_: Path) -> list[Rij]:
    """All rows that run in this process."""
    with portaal(map_) as (app, klant):
        return [*overzicht(app, klant), *acs(app, klant, map_)]
