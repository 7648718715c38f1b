# SPDX-License-Identifier: EUPL-1.2
"""Which metadata of a broker is usable, and what we take from it (R8)."""

import re
from dataclasses import replace

import pytest

from portal import eherkenning
from portal.config import OnjuisteInstelling
from portal.eherkenning import namen
from portal.eherkenning.broker import uit_metadata
from tests.eherkenning.conftest import NU, Proef
from tests.eherkenning.test_verversing import metadata

SSO = re.compile(rb"<md:SingleSignOnService[^>]*/>")
OPLOSSER = re.compile(rb"<md:ArtifactResolutionService[^>]*/>")
ROL = re.compile(rb"<md:IDPSSODescriptor.*</md:IDPSSODescriptor>", re.DOTALL)
HIER = "https://makelaar.example/sso/1.13"


def sso(binding: str, adres: str = HIER) -> bytes:
    return f'<md:SingleSignOnService Binding="{binding}" Location="{adres}"/>'.encode()


def met_sso(proef: Proef, *diensten: bytes) -> bytes:
    return SSO.sub(b"".join(diensten), metadata(proef, proef.makelaar.paar))


def test_van_meer_adressen_telt_het_eerste_waar_wij_iets_mee_kunnen(proef: Proef) -> None:
    """An HM offers HTTP-Artifact too, perhaps elsewhere; the policy on forms follows ours."""
    elders, oud = "https://elders.example/sso", "https://makelaar.example/sso/1.11"
    broker = uit_metadata(
        met_sso(
            proef,
            sso(namen.ARTIFACT, elders),
            sso(namen.REDIRECT, elders),
            sso(namen.POST),
            sso(namen.POST, oud),
        )
    )
    dv = replace(proef.dv, broker=broker)
    verzoek = eherkenning.verzoek(dv, relay_state="x", nu=NU)
    assert verzoek.formulier is not None and verzoek.formulier.actie == HIER
    assert broker.oorsprong == "https://makelaar.example"
    assert uit_metadata(met_sso(proef, sso(namen.REDIRECT, elders))).oorsprong == (
        "https://elders.example"
    )


@pytest.mark.parametrize("diensten", [
    (), (sso(namen.ARTIFACT),), (sso(namen.SOAP),), (sso(namen.POST, "javascript:alert(1)"),),
    (sso(namen.POST, "http://makelaar.example/sso"),), (sso(namen.POST, "/sso"),),
    (sso(namen.POST, "https:///sso"),), (sso(namen.POST, ""),), (sso(namen.POST, "https://[::1"),),
    (sso(namen.POST), sso(namen.REDIRECT, "http://makelaar.example/sso")),
    (sso(namen.POST, "https://a.example;script-src/"),),
    (b'<md:SingleSignOnService Binding="%s"/>' % namen.POST.encode(),),
])  # fmt: skip
def test_een_makelaar_waar_niemand_veilig_kan_inloggen_wordt_geweigerd(
    proef: Proef, diensten: tuple[bytes, ...]
) -> None:
    """At the start, or at the next look, instead of at each login."""
    with pytest.raises(OnjuisteInstelling):
        uit_metadata(met_sso(proef, *diensten))


@pytest.mark.parametrize("adres", ["http://makelaar.example/a", "ftp://127.0.0.1/a", "", "/a"])
def test_een_artifact_wordt_alleen_veilig_opgelost(proef: Proef, adres: str) -> None:
    kaal = metadata(proef, proef.makelaar.paar)
    dienst = OPLOSSER.search(kaal)
    assert dienst is not None and uit_metadata(kaal).oplossers
    fout = re.sub(rb'Location="[^"]*"', b'Location="%s"' % adres.encode(), dienst[0])
    with pytest.raises(OnjuisteInstelling):
        uit_metadata(kaal.replace(dienst[0], fout))


def test_metadata_die_iets_anders_is_wordt_geweigerd(proef: Proef) -> None:
    kaal = metadata(proef, proef.makelaar.paar)
    rol = ROL.search(kaal)
    assert rol is not None
    ruimte = b'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'
    for fout in (
        b"<md:EntityDescriptor %s/>" % ruimte,
        b"<md:EntitiesDescriptor %s>%s</md:EntitiesDescriptor>" % (ruimte, kaal),
        kaal.replace(rol[0], rol[0] * 2),
        kaal.replace(b'use="signing"', b'use="encryption"'),
        kaal.replace(b"SAML:2.0:protocol", b"SAML:1.1:protocol"),
        kaal.replace(
            b"<md:IDPSSODescriptor ", b'<md:IDPSSODescriptor validUntil="2020-01-01T00:00:00Z" '
        ),
        kaal.replace(b" entityID=", b' validUntil="2020-01-01T00:00:00Z" entityID='),
    ):
        assert fout != kaal
        with pytest.raises(OnjuisteInstelling):
            uit_metadata(fout)
