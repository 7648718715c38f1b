# SPDX-License-Identifier: EUPL-1.2
"""A good answer in the wrong hands, at the wrong time, or in a crooked form (R8, R32)."""

from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from portal.web.verzoekkoekje import NAAM, NAAM_LAX
from tests.aanval.deur import ACS, Deur, Gast, veld
from tests.conftest import Klok

KWAAD = (
    "//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example",
    "http://127.0.0.1:8000@evil.example/", "/koppelen/\r\nSet-Cookie: a=b", "a" * 81, "a" * 100_000,
    "", " ", "\0", "é" * 40, "../../admin", "%2F%2Fevil.example",
)  # fmt: skip


def stuur(gast: Gast, **velden: Any) -> TestResponse:
    """A good answer by the form, with some fields changed; None leaves one out."""
    goed = {"SAMLResponse": veld(gast.proef.getekend()), "RelayState": gast.relay_state}
    data = {naam: waarde for naam, waarde in (goed | velden).items() if waarde is not None}
    return gast.kaal.post(ACS, data=data)


@pytest.mark.parametrize("relay_state", KWAAD)
def test_een_relaystate_die_niet_van_ons_is(deur: Deur, relay_state: str) -> None:
    """Never a redirect, whatever it names."""
    gast = deur.gast()
    deur.weigert_zo(lambda: stuur(gast, RelayState=relay_state))
    deur.weigert_zo(lambda: stuur(gast, RelayState=f"{gast.relay_state}{relay_state or 'x'}"))


@pytest.mark.parametrize("weg", ["RelayState", "SAMLResponse"])
def test_een_veld_dat_ontbreekt(deur: Deur, weg: str) -> None:
    gast = deur.gast()
    deur.weigert_zo(lambda: stuur(gast, **{weg: None}))


def test_ongevraagd(deur: Deur) -> None:
    """Login CSRF: a browser that did not ask."""
    gast, ander = deur.gast(), deur.app.test_client()
    deur.weigert_zo(lambda: stuur(Gast(ander, gast.relay_state, gast.proef)))
    deur.weigert_zo(lambda: stuur(Gast(ander, "", gast.proef)))


def test_het_antwoord_van_een_andere_browser(deur: Deur) -> None:
    slachtoffer, dader = deur.gast(), deur.gast()
    antwoord = veld(dader.proef.getekend())
    deur.weigert_zo(lambda: slachtoffer.stuur(antwoord))
    nog_een = deur.gast()
    deur.weigert_zo(lambda: nog_een.stuur(antwoord, RelayState=dader.relay_state))
    assert dader.stuur(antwoord).status_code == 303, "wie het vroeg komt wel binnen"


def test_het_antwoord_op_een_ander_verzoek_van_dezelfde_browser(deur: Deur) -> None:
    gast = deur.gast()
    oud = veld(gast.proef.getekend())
    tweede = deur.gast(gast.kaal)
    deur.weigert_zo(lambda: tweede.stuur(oud))


def test_drie_vensters_van_een_browser_tellen_elk_voor_zich_en_een_vierde_verdringt_het_eerste(
    deur: Deur,
) -> None:
    kaal = deur.app.test_client()
    vensters = [deur.gast(kaal) for _ in range(4)]
    antwoorden = [veld(gast.proef.getekend()) for gast in vensters]
    deur.weigert_zo(lambda: vensters[0].stuur(antwoorden[0]))
    deur.weigert_zo(lambda: vensters[1].stuur(antwoorden[2]))
    for nummer in (3, 2):
        assert vensters[nummer].stuur(antwoorden[nummer]).status_code == 303
    assert vensters[1].stuur(antwoorden[1]).status_code == 400, "zijn antwoord is al geweigerd"


@pytest.mark.parametrize("hoe", ["gewijzigd", "afgekapt", "leeg", "rommel"])
def test_een_vervalst_koekje(deur: Deur, hoe: str) -> None:
    gast = deur.gast()
    for naam in (NAAM, NAAM_LAX):
        koekje = gast.kaal.get_cookie(naam, path="/eherkenning")
        assert koekje is not None
        # Not the last character: of that one two bits mean nothing.
        anders = "A" if koekje.value[-5] != "A" else "B"
        waarde = {"gewijzigd": koekje.value[:-5] + anders + koekje.value[-4:],
                  "afgekapt": koekje.value[:20], "leeg": "", "rommel": "W10.x.y"}[hoe]  # fmt: skip
        gast.kaal.set_cookie(naam, waarde, path="/eherkenning")
    deur.weigert_zo(lambda: stuur(gast))


def test_een_tweede_keer_ook_met_het_oude_koekje(deur: Deur) -> None:
    gast = deur.gast()
    antwoord = veld(gast.proef.getekend())
    koekjes = [gast.kaal.get_cookie(naam, path="/eherkenning") for naam in (NAAM, NAAM_LAX)]
    assert gast.stuur(antwoord).status_code == 303
    dief = Gast(deur.app.test_client(), gast.relay_state, gast.proef)
    for koekje in koekjes:
        assert koekje is not None
        dief.kaal.set_cookie(koekje.key, koekje.value, path="/eherkenning")
    deur.weigert_zo(lambda: dief.stuur(antwoord))
    deur.weigert_zo(lambda: stuur(dief))


def test_dezelfde_assertion_in_een_nieuw_antwoord(deur: Deur) -> None:
    """A broker that uses an id twice."""
    eerste, tweede = deur.gast(), deur.gast()
    assert eerste.stuur(eerste.proef.getekend(assertion_id="_zelfde")).status_code == 303
    deur.weigert_zo(lambda: tweede.stuur(tweede.proef.getekend(assertion_id="_zelfde")))


def test_te_laat(deur: Deur, klok: Klok) -> None:
    gast = deur.gast()
    antwoord = veld(gast.proef.getekend())
    klok.verder(timedelta(minutes=3))
    deur.weigert_zo(lambda: gast.stuur(antwoord))


def test_een_antwoord_met_get_of_in_het_adres(deur: Deur) -> None:
    gast = deur.gast()
    velden = {"SAMLResponse": veld(gast.proef.getekend()), "RelayState": gast.relay_state}
    deur.weigert_zo(lambda: gast.kaal.get(ACS, query_string=velden))
    deur.weigert_zo(lambda: deur.gast().kaal.post(ACS, query_string=velden))
    kort = {"SAMLResponse": "PGEvPg==", "RelayState": gast.relay_state}
    deur.weigert_zo(lambda: gast.kaal.post(ACS, query_string=kort))


@pytest.mark.parametrize("soort", ["application/json", "text/xml", "text/plain", "x", "",
                                   "multipart/form-data", "multipart/form-data; boundary=",
                                   "multipart/form-data; boundary=x"])  # fmt: skip
def test_een_ander_soort_inhoud(deur: Deur, soort: str) -> None:
    gast = deur.gast()
    inhoud = f"RelayState={gast.relay_state}&SAMLResponse=x".encode()
    deur.weigert_zo(lambda: gast.kaal.post(ACS, data=inhoud, content_type=soort))


@pytest.mark.parametrize("inhoud", [b"&" * 900_000, b"a=b&" * 100_000, b"%" * 100_000, b"=" * 1000,
                                    b"\xff\xfe\x00" * 1000, b"RelayState=%ff&SAMLResponse=%00",
                                    b"a[]=1&a[b]=2"])  # fmt: skip
def test_een_krom_formulier(deur: Deur, inhoud: bytes) -> None:
    gast, soort = deur.gast(), "application/x-www-form-urlencoded"
    deur.weigert_zo(lambda: gast.kaal.post(ACS, data=inhoud, content_type=soort))


def test_een_formulier_in_duizenden_delen(deur: Deur) -> None:
    gast = deur.gast()
    deel = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
    for inhoud in (deel * 5000, deel * 5000 + b"--x--\r\n", deel[:-2] + b"b" * 900_000):
        soort = "multipart/form-data; boundary=x"
        deur.weigert_zo(lambda i=inhoud, s=soort: gast.kaal.post(ACS, data=i, content_type=s))


def test_van_dubbele_velden_telt_er_een(deur: Deur) -> None:
    """One reading, whatever stands in front of us makes of it: the first."""
    gast = deur.gast()
    slecht, goed = veld(b"<a/>"), veld(gast.proef.getekend())
    velden = {"RelayState": gast.relay_state}
    deur.weigert_zo(lambda: gast.kaal.post(ACS, data=velden | {"SAMLResponse": [slecht, goed]}))


def test_een_antwoord_naast_een_artifact(deur: Deur) -> None:
    gast = deur.gast()
    deur.weigert_zo(lambda: stuur(gast, SAMLart="AAQ="))
