# SPDX-License-Identifier: EUPL-1.2
"""All that is SAML: the service provider, as plain values without HTTP or database."""

from portal.eherkenning.antwoord import lees, lees_artifact
from portal.eherkenning.broker import Broker
from portal.eherkenning.catalogus import catalogus
from portal.eherkenning.identiteit import Identiteit, Reden, Weigering
from portal.eherkenning.instellingen import Dienstverlener, laad_uit, stel_samen
from portal.eherkenning.metadata import metadata
from portal.eherkenning.verbinding import Verbinding, tls_uit
from portal.eherkenning.verversing import Verversing
from portal.eherkenning.verzoek import Formulier, Verzoek, verzoek

__all__ = [
    "Broker",
    "Dienstverlener",
    "Formulier",
    "Identiteit",
    "Reden",
    "Verbinding",
    "Verversing",
    "Verzoek",
    "Weigering",
    "catalogus",
    "laad_uit",
    "lees",
    "lees_artifact",
    "metadata",
    "stel_samen",
    "tls_uit",
    "verzoek",
]
