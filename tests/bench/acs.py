# SPDX-License-Identifier: EUPL-1.2
"""A SAML answer: reading it, and the whole request with its writes, against bare xmlsec."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xmlsec
from lxml import etree
from werkzeug.test import create_environ, run_wsgi_app

from portal import eherkenning
from portal.eherkenning import Identiteit
from portal.eherkenning.namen import DS, SAML, XENC, q
from tests.bench.meten import KEER, RONDES, Rij, om_en_om
from tests.bench.portaal import Proef
from tests.harnas import fabriek

KOEKJE = "eherkenning-verzoek-lax"
KOEKJES = (KOEKJE, "eherkenning-verzoek")
IDENTITEITEN = f"{q(SAML, 'AttributeStatement')}//{q(SAML, 'EncryptedID')}"  # not in Advice
GEKOPPELD, NIEUW = "Jan", "Bench"  # who is known, and who comes for the first time


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What the browser brings from the broker: the form and the cookie of its request."""

    velden: dict[str, str]
    koekje: str


def meet(proef: Proef) -> list[Rij]:
    """CPU as ratios to bare xmlsec over the same kind of answer."""
    bekend = [_maak(proef, GEKOPPELD) for _ in range((RONDES + 1) * KEER)]
    nieuw = [_maak(proef, NIEUW) for _ in range((RONDES + 1) * KEER)]
    tekst = bekend[0].velden["SAMLResponse"]
    bloot = _kaal(proef, tekst)
    lezen = om_en_om(_lezen(proef, tekst), bloot)
    binnen = om_en_om(_sturen(proef, bekend, "/overzicht"), bloot)
    wizard = om_en_om(_sturen(proef, nieuw, "/koppelen/"), bloot)
    return [
        Rij("ACS-verzoek, gekoppeld: CPU maal kaal xmlsec", binnen.maal, "x", 2.5),
        Rij("ACS-verzoek, naar koppelen: CPU maal kaal xmlsec", wizard.maal, "x", 2.5),
        Rij("antwoord lezen, alle controles: CPU maal kaal xmlsec", lezen.maal, "x", 1.6),
        Rij("ACS-verzoek, gekoppeld", binnen.a_ms, "ms"),
        Rij("ACS-verzoek, naar koppelen", wizard.a_ms, "ms"),
        Rij("antwoord lezen", lezen.a_ms, "ms"),
        Rij("kaal xmlsec: 2 handtekeningen, 2 keer ontsleutelen", lezen.b_ms, "ms"),
    ]


def _maak(proef: Proef, persoon: str) -> Antwoord:
    """A fresh answer to a request of its own, from the stand-in broker."""
    klant = proef.klant
    for naam in KOEKJES:
        klant.kaal.delete_cookie(naam, path="/eherkenning")
    fabriek.naar_makelaar(klant)
    keuze = {"toestand": klant.veld("toestand"), "persoon": persoon, "kvk": proef.kvk}
    klant.post("/demo/broker/kies", keuze | {"niveau": "loa3"}, 200)
    koekje = klant.kaal.get_cookie(KOEKJE, path="/eherkenning")
    assert koekje is not None
    velden = {naam: klant.veld(naam) for naam in ("SAMLResponse", "RelayState")}
    return Antwoord(velden, koekje.value)


def _lezen(proef: Proef, tekst: str) -> Callable[[], None]:
    """Read one answer with every check, and see that it was taken."""
    dv = proef.app.extensions["eherkenning"]
    verzoek_id = str(etree.fromstring(base64.b64decode(tekst)).get("InResponseTo"))

    def lees() -> None:
        gelezen = eherkenning.lees(dv, tekst, verzoek_id=verzoek_id, nu=datetime.now(UTC))
        assert isinstance(gelezen, Identiteit), gelezen

    return lees


def _sturen(proef: Proef, antwoorden: list[Antwoord], doel: str) -> Callable[[], None]:
    """Post the next answer as a server gets it, from a browser without a session, and see that it
    leads to ``doel``. The requests are made beforehand."""
    verzoeken: Iterator[dict[str, Any]] = iter(
        [
            create_environ(
                "/eherkenning/acs",
                method="POST",
                data=een.velden,
                headers={"Cookie": f"{KOEKJE}={een.koekje}"},
            )
            for een in antwoorden
        ]
    )

    def stuur() -> None:
        _, status, koppen = run_wsgi_app(proef.app.wsgi_app, next(verzoeken))
        assert status.startswith("303") and koppen["Location"] == doel, (status, koppen)

    return stuur


def _kaal(proef: Proef, tekst: str) -> Callable[[], None]:
    """The least work: parse, verify both signatures, decrypt both ids; keys read once."""
    pad = proef.map_ / "demo-dienstverlener" / "paar" / "sleutel.pem"
    eigen = xmlsec.Key.from_file(str(pad), xmlsec.KeyFormat.PEM)
    van_broker = proef.app.extensions["eherkenning"].broker.sleutels[0]

    def doe() -> None:
        wortel = etree.fromstring(base64.b64decode(tekst))
        assertion = wortel.find(q(SAML, "Assertion"))
        assert assertion is not None
        for element in (wortel, assertion):
            context = xmlsec.SignatureContext()
            context.key = van_broker
            context.register_id(element, "ID")
            context.verify(element.find(q(DS, "Signature")))
        namen = [_ontsleutel(omhulsel, eigen) for omhulsel in assertion.iterfind(IDENTITEITEN)]
        assert namen == [q(SAML, "NameID")] * 2, namen

    return doe


def _ontsleutel(omhulsel: etree._Element, eigen: xmlsec.Key) -> str:
    """The name of the element inside an EncryptedID."""
    drager = xmlsec.EncryptionContext()
    drager.key = eigen
    sleutel = drager.decrypt(omhulsel.find(q(XENC, "EncryptedKey")))
    inhoud = xmlsec.EncryptionContext()
    inhoud.key = xmlsec.Key.from_binary_data(xmlsec.KeyData.AES, sleutel)
    return str(inhoud.decrypt(omhulsel.find(q(XENC, "EncryptedData"))).tag)
