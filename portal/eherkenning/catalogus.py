# SPDX-License-Identifier: EUPL-1.2
"""Our part of the dienstencatalogus: who may log in, for whom and how surely (§5.3)."""

import re
import secrets
import uuid
from datetime import datetime

from lxml import etree

from portal.config import OnjuisteInstelling
from portal.eherkenning import namen
from portal.eherkenning.handtekening import onderteken
from portal.eherkenning.instellingen import ACS_PAD, Dienstverlener
from portal.eherkenning.metadata import TAAL, omschrijving, sleuteldrager
from portal.eherkenning.namen import DS, MD, SAML, q
from portal.eherkenning.verzoek import tijdstip

ESC = "urn:etoegang:1.13:service-catalog"
VERSIE = "urn:etoegang:1.13:53"
NSMAP = {"esc": ESC, "saml": SAML, "md": MD, "ds": DS}
# In order of preference; all of one set together. A sole trader has no RSIN.
SETS = ((namen.RSIN, namen.KVK), (namen.KVK,))


def catalogus(dv: Dienstverlener, nu: datetime) -> bytes:
    """The signed ServiceCatalogue; raises OnjuisteInstelling when a setting has no right form."""
    wortel = etree.Element(
        q(ESC, "ServiceCatalogue"),
        {
            "ID": f"_{secrets.token_hex(16)}",
            q(ESC, "IssueInstant"): tijdstip(nu),
            q(ESC, "Version"): VERSIE,
        },
        nsmap=NSMAP,
    )
    aanbieder = _kind(wortel, "ServiceProvider", openbaar=True)
    _kind(aanbieder, "ServiceProviderID", _oin(dv.entity_id, "DV"))
    _kind(aanbieder, "OrganizationDisplayName", dv.naam, taal=True)
    makelaar = _oin(dv.broker.entity_id, "HM")
    soort = str(uuid.uuid5(_uuid(dv), "ServiceDefinition"))
    _omschrijf(_kind(aanbieder, "ServiceDefinition", openbaar=True), dv, soort, makelaar)
    _bied_aan(_kind(aanbieder, "ServiceInstance", openbaar=True), dv, soort, makelaar)
    onderteken(wortel, dv.paar.tekenaar, plaats=0, certificaat=dv.paar.certificaat)
    inhoud: bytes = etree.tostring(wortel, xml_declaration=True, encoding="UTF-8")
    return inhoud


def _omschrijf(definitie: etree._Element, dv: Dienstverlener, soort: str, makelaar: str) -> None:
    """What the service is. No restrictions and no attributes are asked for."""
    _kind(definitie, "ServiceUUID", soort)
    _kind(definitie, "ServiceName", dv.naam, taal=True)
    _kind(definitie, "ServiceDescription", omschrijving(dv), taal=True)
    etree.SubElement(definitie, q(SAML, "AuthnContextClassRef")).text = namen.MIN_NIVEAU
    _kind(definitie, "HerkenningsmakelaarId", makelaar)
    for nummer, samen in enumerate(SETS, 1):
        for naam in samen:
            _kind(definitie, "EntityConcernedTypesAllowed", naam).set("setNumber", str(nummer))


def _bied_aan(dienst: etree._Element, dv: Dienstverlener, soort: str, makelaar: str) -> None:
    """Where the service is, and with which keys to encrypt for it."""
    basis = dv.acs_url.removesuffix(ACS_PAD)
    _kind(dienst, "ServiceID", dv.service_id)
    _kind(dienst, "ServiceUUID", dv.service_uuid)
    _kind(dienst, "InstanceOfService", soort)
    _kind(dienst, "ServiceURL", f"{basis}/inloggen", taal=True)
    _kind(dienst, "PrivacyPolicyURL", f"{basis}/privacy", taal=True)
    _kind(dienst, "HerkenningsmakelaarId", makelaar)
    _kind(dienst, "SSOSupport", "false")
    for paar in dv.paren:
        _kind(dienst, "ServiceCertificate").append(sleuteldrager("encryption", paar))


def _kind(
    ouder: etree._Element,
    naam: str,
    tekst: str | None = None,
    *,
    taal: bool = False,
    openbaar: bool = False,
) -> etree._Element:
    kind = etree.SubElement(ouder, q(ESC, naam))
    kind.text = tekst
    if taal:
        kind.set(TAAL, "nl")
    if openbaar:
        kind.set(q(ESC, "IsPublic"), "true")
    return kind


def _oin(entity_id: str, rol: str) -> str:
    gevonden = re.fullmatch(rf"urn:etoegang:{rol}:([0-9]{{20}}):entities:[0-9]{{1,4}}", entity_id)
    if gevonden is None:
        raise OnjuisteInstelling(
            f"Een entity id heeft de vorm urn:etoegang:{rol}:<OIN>:entities:<nummer>; {entity_id}"
            " niet."
        )
    return gevonden[1]


def _uuid(dv: Dienstverlener) -> uuid.UUID:
    try:
        return uuid.UUID(dv.service_uuid)
    except ValueError as fout:
        raise OnjuisteInstelling("MIJNDUO_EHERKENNING_SERVICE_UUID is geen UUID.") from fout
