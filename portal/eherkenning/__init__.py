# SPDX-License-Identifier: EUPL-1.2
"""All that is SAML: the service provider, as plain values without HTTP or database."""

from portal.eherkenning.antwoord import lees, lees_artifact
from portal.eherkenning.identiteit import Identiteit, Reden, Weigering
from portal.eherkenning.instellingen import Dienstverlener, laad_uit, lees_metadata
from portal.eherkenning.metadata import metadata
from portal.eherkenning.verzoek import Formulier, Verzoek, verzoek

__all__ = [
    "Dienstverlener",
    "Formulier",
    "Identiteit",
    "Reden",
    "Verzoek",
    "Weigering",
    "laad_uit",
    "lees",
    "lees_artifact",
    "lees_metadata",
    "metadata",
    "verzoek",
]
