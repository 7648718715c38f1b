# SPDX-License-Identifier: EUPL-1.2
"""Our stand-in broker, as service providers of others see it (eHerkenning as the standard asks)."""

import base64
import json
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from portal.eherkenning import namen
from portal.eherkenning.namen import DS, SAML, q
from portal.eherkenning.simulator import uitgever
from portal.eherkenning.simulator.artifacten import Kluis
from portal.eherkenning.simulator.makelaar import Keuze, Makelaar, Ontvangen
from portal.eherkenning.sleutels import van_map
from tests.eherkenning.hulp import verwijder
from tests.harnas.server import WORTEL
from tests.interop.conftest import DIENSTVERLENERS, KVK, eis

ACS = "https://anders.example/acs"
DIENST = "urn:etoegang:DV:00000003777777770000:services:9001"
KEUZE = Keuze("Jan de Vries", "1", KVK, "999001000", "", "000012345678", "loa3", "encrypted")


@dataclass
class Anders:
    """A service provider of others, and our broker for it."""

    wie: str
    feiten: dict[str, str]
    makelaar: Makelaar = field(init=False)

    def doe(self, stap: str, **meer: str) -> dict[str, Any]:
        """Have it take one step; fails when it refuses."""
        gedaan = subprocess.run(
            [*DIENSTVERLENERS[self.wie], stap],
            input=json.dumps(self.feiten | meer),
            cwd=WORTEL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        if gedaan.returncode:
            raise ValueError(gedaan.stderr[-2500:])
        uit: dict[str, Any] = json.loads(gedaan.stdout)
        return uit


@pytest.fixture(scope="module", params=sorted(DIENSTVERLENERS))
def anders(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Anders:
    """Each knows the other by metadata only."""
    wie = str(request.param)
    eis(wie)
    map_: Path = tmp_path_factory.mktemp(wie)
    van_map(map_ / "sp", wie)
    feiten = {
        "entity_id": "urn:etoegang:DV:00000003777777770000:entities:9001",
        "acs": ACS,
        "service_id": DIENST,
        "sleutel": str(map_ / "sp" / "paar" / "sleutel.pem"),
        "certificaat": str(map_ / "sp" / "paar" / "certificaat.pem"),
        "makelaar": str(map_ / "metadata.xml"),
        "makelaar_certificaat": str(map_ / "makelaar" / "paar" / "certificaat.pem"),
    }
    nieuw = Anders(wie, feiten)
    metadata = nieuw.doe("metadata")["metadata"].encode()
    paar, kluis = van_map(map_ / "makelaar", "Proefmakelaar"), Kluis(map_ / "antwoorden")
    nieuw.makelaar = Makelaar(paar, "http://makelaar.example", lambda: metadata, kluis)
    (map_ / "metadata.xml").write_bytes(nieuw.makelaar.metadata())
    return nieuw


def _vraag(anders: Anders, index: str) -> tuple[str, Ontvangen]:
    """Its request, as our broker takes it."""
    gevraagd = anders.doe("verzoek", index=index)
    assert gevraagd["adres"] == anders.makelaar.adres
    bericht = base64.b64encode(gevraagd["bericht"].encode()).decode()
    ontvangen = anders.makelaar.ontvang(bericht)
    assert (ontvangen.verzoek_id, ontvangen.acs) == (gevraagd["id"], ACS)
    return gevraagd["id"], ontvangen


def _antwoord(anders: Anders, ontvangen: Ontvangen) -> etree._Element:
    return anders.makelaar.antwoord(KEUZE, ontvangen, datetime.now(UTC))


def _per_post(anders: Anders, ontvangen: Ontvangen) -> str:
    """The form field. pysaml2 has no schema for the XACML in the evidence, so gets none."""
    response = _antwoord(anders, ontvangen)
    if anders.wie == "pysaml2":
        for naam in (f".//{q(SAML, 'Advice')}", f".//{q(DS, 'Signature')}"):
            for knoop in response.findall(naam):
                verwijder(knoop)
        uitgever.teken(response, anders.makelaar.paar)
    return etree.tostring(response).decode()


def _klopt(anders: Anders, gelezen: dict[str, Any]) -> None:
    verwacht = {
        "niveau": namen.MIN_NIVEAU,
        namen.PSEUDO: anders.makelaar.pseudoniem(KEUZE),
        namen.KVK: KVK,
        namen.RSIN: KEUZE.rsin,
        namen.VESTIGING: KEUZE.vestigingsnr,
        namen.SERVICE_ID: DIENST,
    }
    assert {naam: gelezen.get(naam) for naam in verwacht} == verwacht


def test_r8_een_andere_dienstverlener_leest_het_antwoord_van_onze_makelaar(anders: Anders) -> None:
    verzoek_id, ontvangen = _vraag(anders, "1")
    assert ontvangen.binding == namen.POST
    _klopt(anders, anders.doe("lees", id=verzoek_id, antwoord=_per_post(anders, ontvangen)))


def test_r33_een_antwoord_dat_onderweg_veranderde_weigert_de_andere_dienstverlener(
    anders: Anders,
) -> None:
    verzoek_id, ontvangen = _vraag(anders, "1")
    tekst = _per_post(anders, ontvangen)
    veranderd = tekst.replace(":loa3<", ":loa4<")
    assert veranderd != tekst
    with pytest.raises(ValueError, match=r"(?i)sign"):
        anders.doe("lees", id=verzoek_id, antwoord=veranderd)


def test_wie_zijn_sleutels_geen_naam_geeft_krijgt_geen_leeg_element(anders: Anders) -> None:
    _, ontvangen = _vraag(anders, "1")
    sleutelnamen = list(_antwoord(anders, ontvangen).iter(q(DS, "KeyName")))
    assert sleutelnamen and all(knoop.text for knoop in sleutelnamen)


@pytest.mark.parametrize("anders", ["pysaml2"], indirect=True)  # samlify knows no artifacts
def test_r8_een_andere_dienstverlener_lost_een_artifact_van_onze_makelaar_op(
    anders: Anders,
) -> None:
    _, ontvangen = _vraag(anders, "2")
    assert ontvangen.binding == namen.ARTIFACT
    artifact = anders.makelaar.artifact(_antwoord(anders, ontvangen))
    vraag = anders.doe("vraag", artifact=artifact)
    assert vraag["adres"] == anders.makelaar.oplosser
    antwoord = anders.makelaar.los_op(vraag["bericht"].encode(), datetime.now(UTC)).decode()
    gelezen = anders.doe("lees_envelop", antwoord=antwoord)
    assert gelezen["op"] == vraag["id"]
    _klopt(anders, gelezen)
    with pytest.raises(ValueError, match=r"(?i)sign"):
        anders.doe("lees_envelop", antwoord=antwoord.replace(":loa3<", ":loa4<"))
