# SPDX-License-Identifier: EUPL-1.2
"""The stand-in broker's ArtifactResolutionService: a signed question in, a signed answer out."""

import secrets
from datetime import datetime

from lxml import etree

from portal.eherkenning import namen
from portal.eherkenning.handtekening import controleer, onderteken
from portal.eherkenning.identiteit import Reden
from portal.eherkenning.namen import ENVELOP, SAML, SAMLP, q
from portal.eherkenning.simulator.afnemer import Afnemer
from portal.eherkenning.simulator.artifacten import Kluis
from portal.eherkenning.sleutels import Sleutelpaar
from portal.eherkenning.veiligxml import SCHEMA, een, eis_afzender, eis_schema, ontleed, tekst_van
from portal.eherkenning.verzoek import tijdstip


def los_op(
    vraag: bytes, kluis: Kluis, afnemer: Afnemer, afzender: str, paar: Sleutelpaar, nu: datetime
) -> bytes:
    """The envelope with the ArtifactResponse. Raises Geweigerd for a question that is not right."""
    envelop = ontleed(vraag)
    resolve = een(
        een(envelop, ENVELOP, "Body", Reden.MISVORMD), SAMLP, "ArtifactResolve", Reden.MISVORMD
    )
    eis_schema(resolve, SCHEMA)
    controleer(resolve, afnemer.sleutels)
    eis_afzender(resolve, afnemer.entity_id)
    artifact = tekst_van(een(resolve, SAMLP, "Artifact", Reden.MISVORMD))
    return antwoord(str(resolve.get("ID")), kluis.neem(artifact), afzender, paar, nu)


def antwoord(
    vraag_id: str, bericht: bytes | None, afzender: str, paar: Sleutelpaar, nu: datetime
) -> bytes:
    """A signed ArtifactResponse around ``bericht``; empty when there is none (any more)."""
    envelop = etree.Element(q(ENVELOP, "Envelope"), nsmap={"soap": ENVELOP})
    buiten = etree.SubElement(
        etree.SubElement(envelop, q(ENVELOP, "Body")),
        q(SAMLP, "ArtifactResponse"),
        {
            "ID": f"_{secrets.token_hex(16)}",
            "Version": "2.0",
            "IssueInstant": tijdstip(nu),
            "InResponseTo": vraag_id,
        },
        nsmap={"samlp": SAMLP, "saml": SAML},
    )
    etree.SubElement(buiten, q(SAML, "Issuer")).text = afzender
    status = etree.SubElement(buiten, q(SAMLP, "Status"))
    etree.SubElement(status, q(SAMLP, "StatusCode"), {"Value": namen.SUCCES})
    if bericht is not None:
        buiten.append(etree.fromstring(bericht))
    onderteken(buiten, paar.tekenaar, plaats=1, sleutelnaam=paar.naam)
    inhoud: bytes = etree.tostring(envelop, xml_declaration=True, encoding="UTF-8")
    return inhoud
