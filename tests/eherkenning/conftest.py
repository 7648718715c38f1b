# SPDX-License-Identifier: EUPL-1.2
"""A service provider and a stand-in broker that know each other by metadata only."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xmlsec
from lxml import etree

from portal import config, eherkenning
from portal.eherkenning import Dienstverlener, Identiteit, Weigering
from portal.eherkenning.simulator import uitgever
from portal.eherkenning.simulator.afnemer import Afnemer
from portal.eherkenning.simulator.artifacten import Kluis
from portal.eherkenning.simulator.makelaar import ENTITY_ID, Makelaar
from portal.eherkenning.simulator.uitgever import Verklaring
from portal.eherkenning.sleutels import Sleutelpaar, van_map
from tests.eherkenning.hulp import naar_base64

NU = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
VERZOEK = "_verzoek-1"


@dataclass
class Proef:
    """Both sides, and what a test may change between them."""

    dv: Dienstverlener
    makelaar: Makelaar
    afnemer: Afnemer
    vreemd: Sleutelpaar
    verzoek_id: str = VERZOEK

    @property
    def verklaring(self) -> Verklaring:
        """A right statement, to be changed with ``dataclasses.replace``."""
        return Verklaring(
            afzender=ENTITY_ID,
            ontvanger=self.dv.entity_id,
            acs_url=self.dv.acs_url,
            verzoek_id=self.verzoek_id,
            nu=NU,
            acting="AB" * 32 + "@" + "cd" * 16,
            kvk="12345678",
            service_id=self.dv.service_id,
            service_uuid=self.dv.service_uuid,
        )

    def ongetekend(self, **anders: Any) -> etree._Element:
        """A Response without signatures, with some values changed."""
        return uitgever.ongetekend(replace(self.verklaring, **anders), self.afnemer)

    def getekend(
        self, wijzig: Callable[[etree._Element], object] | None = None, **anders: Any
    ) -> etree._Element:
        """A Response that ``wijzig`` changed before the broker signed it."""
        response = self.ongetekend(**anders)
        if wijzig is not None:
            wijzig(response)
        uitgever.teken(response, self.makelaar.paar)
        return response

    @staticmethod
    def publieke_sleutel(paar: Sleutelpaar) -> xmlsec.Key:
        """The key of ``paar`` as it stands in metadata."""
        der = base64.b64decode(paar.certificaat)
        sleutel = xmlsec.Key.from_memory(der, xmlsec.KeyFormat.CERT_DER)
        sleutel.name = paar.naam
        return sleutel

    def lees(self, response: etree._Element | str, nu: datetime = NU) -> Identiteit | Weigering:
        """What the service provider makes of it."""
        tekst = response if isinstance(response, str) else naar_base64(response)
        return eherkenning.lees(self.dv, tekst, verzoek_id=self.verzoek_id, nu=nu)


@pytest.fixture(scope="session")
def proef(tmp_path_factory: pytest.TempPathFactory) -> Proef:
    """Made once: keys cost time."""
    map_: Path = tmp_path_factory.mktemp("eherkenning")
    instellingen = config.lees({"MIJNDUO_DEMO": "1", "MIJNDUO_INSTANCE": str(map_)})
    bak: dict[str, Dienstverlener] = {}
    makelaar = Makelaar(
        van_map(map_ / "makelaar", "Proefmakelaar"),
        instellingen.base_url,
        lambda: eherkenning.metadata(bak["dv"]),
        Kluis(map_ / "antwoorden"),
    )
    bak["dv"] = eherkenning.laad_uit(instellingen, makelaar.metadata())
    return Proef(bak["dv"], makelaar, makelaar.afnemer(), van_map(map_ / "vreemd", "Vreemd"))
