# SPDX-License-Identifier: EUPL-1.2
"""What this service provider is: made once per process from settings and broker metadata."""

from dataclasses import dataclass, field
from email.utils import parseaddr

from portal.config import Config, OnjuisteInstelling
from portal.eherkenning import sleutels
from portal.eherkenning.broker import Broker, uit_metadata
from portal.eherkenning.namen import ARTIFACT, POST
from portal.eherkenning.sleutels import Sleutelpaar
from portal.eherkenning.verbinding import Verbinding

ACS_PAD = "/eherkenning/acs"


@dataclass(frozen=True, slots=True)
class Dienstverlener:
    """Our names, keys and addresses, and the broker that we trust."""

    entity_id: str
    acs_url: str
    service_uuid: str
    service_id: str
    naam: str
    paar: Sleutelpaar
    volgende: Sleutelpaar | None
    broker: Broker
    voorkeur: str | None = None
    met_certificaat: bool = False
    verbinding: Verbinding = field(default_factory=Verbinding)
    contact_email: str = ""
    contact_telefoon: str = ""

    @property
    def paren(self) -> tuple[Sleutelpaar, ...]:
        """Each pair that a broker may encrypt for; during a roll-over the next one too."""
        return (self.paar,) if self.volgende is None else (self.paar, self.volgende)

    @property
    def binding(self) -> str:
        """How we ask for the answer: by choice, else by artifact where the broker offers it."""
        return self.voorkeur or (ARTIFACT if self.broker.oplossers else POST)


def laad_uit(config: Config, broker_metadata: bytes) -> Dienstverlener:
    """Put it together for a broker in this process; raises OnjuisteInstelling."""
    return stel_samen(config, uit_metadata(broker_metadata), Verbinding())


def stel_samen(config: Config, broker: Broker, verbinding: Verbinding) -> Dienstverlener:
    """Put it together; raises OnjuisteInstelling when a key or the metadata is unusable."""
    paar = eigen_paar(config)
    volgende = None
    if config.eherkenning_key_next and config.eherkenning_cert_next:
        volgende = sleutels.lees(config.eherkenning_key_next, config.eherkenning_cert_next, "_NEXT")
    voorkeur = _voorkeur(config)
    if voorkeur == ARTIFACT and not broker.oplossers:
        raise OnjuisteInstelling(
            "MIJNDUO_EHERKENNING_BINDING: de makelaar biedt in zijn metadata geen artifact."
        )
    return Dienstverlener(
        entity_id=config.eherkenning_entity_id,
        acs_url=config.base_url + ACS_PAD,
        service_uuid=config.eherkenning_service_uuid,
        service_id=config.eherkenning_service_id,
        naam=config.naam,
        paar=paar,
        volgende=volgende,
        broker=broker,
        voorkeur=voorkeur,
        met_certificaat=config.eherkenning_cert_in_bericht,
        verbinding=verbinding,
        contact_email=config.eherkenning_contact_email or parseaddr(config.mail_from)[1],
        contact_telefoon=config.eherkenning_contact_telefoon,
    )


def _voorkeur(config: Config) -> str | None:
    """The stand-in broker lives in the portal itself, which may be too busy to ask itself for an
    answer: there it is POST unless chosen otherwise."""
    eigen = config.eherkenning_idp_metadata is None
    return {"artifact": ARTIFACT, "post": POST}.get(
        config.eherkenning_binding, POST if eigen else None
    )


def eigen_paar(config: Config) -> Sleutelpaar:
    """Our key pair from the settings; in the demo one is made in the instance folder."""
    if config.eherkenning_key and config.eherkenning_cert:
        return sleutels.lees(config.eherkenning_key, config.eherkenning_cert)
    return sleutels.van_map(config.instance / "demo-dienstverlener", "Mijn DUO (demo)")
