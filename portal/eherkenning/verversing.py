# SPDX-License-Identifier: EUPL-1.2
"""Keeps the metadata of the broker fresh: from a file or over https, in the background.

What cannot be read, is not signed by whom we trust or is of another broker, changes nothing: the
old copy stays and the operator is told. A new signing key counts, and the operator is told too.
"""

import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import xmlsec

from portal.config import Config, OnjuisteInstelling
from portal.eherkenning import sleutels
from portal.eherkenning.broker import Broker, uit_metadata
from portal.eherkenning.verbinding import GeenAntwoord, Verbinding

ELKE, OPNIEUW = 3600.0, 300.0  # seconds; the second after a failure
KOPIE = "makelaar-metadata.xml"
GELIJK, ANDERS, NIEUWE_SLEUTEL, MISLUKT = "gelijk", "anders", "nieuwe_sleutel", "mislukt"

log = logging.getLogger(__name__)


class Verversing:
    """Where the metadata comes from, whose signature on it counts, and when to look again.

    Over https it must be signed: by the pinned certificate where there is one, else by a key of
    the metadata that we trust already, and only the very first time by a key of its own.
    """

    def __init__(self, config: Config, verbinding: Verbinding) -> None:
        self._waar = config.eherkenning_idp_metadata or ""
        self._van_ver = "://" in self._waar
        self._kopie = config.instance / KOPIE
        self._vast = _vaste_sleutels(config.eherkenning_idp_metadata_cert)
        self._verbinding = verbinding
        self._volgende = time.monotonic() + ELKE
        self._bezig = threading.Lock()

    def begin(self) -> Broker:
        """What to start with; raises OnjuisteInstelling when there is nothing usable.

        A copy that another process fetched less than an hour ago will do.
        """
        bewaard = self._bewaard()
        if bewaard is not None and time.time() - self._kopie.stat().st_mtime < ELKE:
            return bewaard
        try:
            nieuw = self._haal(bewaard)
        except OnjuisteInstelling as fout:
            if bewaard is None:
                raise
            log.error("metadata van de makelaar: %s De bewaarde kopie geldt.", fout)
            return bewaard
        if bewaard is not None:
            _vergelijk(bewaard, nieuw)
        return nieuw

    def zo_nodig(self, huidig: Broker, klaar: Callable[[Broker, str], None]) -> None:
        """Look again when it is time, in a thread of its own; ``klaar`` gets what counts now."""
        if time.monotonic() < self._volgende or not self._bezig.acquire(blocking=False):
            return

        def doe() -> None:
            try:
                klaar(*self.ververs(huidig))
            finally:
                self._bezig.release()

        threading.Thread(target=doe, daemon=True).start()

    def ververs(self, huidig: Broker) -> tuple[Broker, str]:
        """What counts from now on, and what is to be told of it."""
        try:
            nieuw = self._haal(huidig)
        except OnjuisteInstelling as fout:
            log.error("metadata van de makelaar: %s De oude blijft gelden.", fout)
            self._volgende = time.monotonic() + OPNIEUW
            return huidig, MISLUKT
        self._volgende = time.monotonic() + ELKE
        return nieuw, _vergelijk(huidig, nieuw)

    def _haal(self, vorige: Broker | None) -> Broker:
        inhoud = self._lees()
        vertrouwd = self._vast
        if not vertrouwd and self._van_ver and vorige is not None:
            vertrouwd = vorige.sleutels
        nieuw = uit_metadata(inhoud, vertrouwd, eis_getekend=self._van_ver)
        if vorige is not None and nieuw.entity_id != vorige.entity_id:
            raise OnjuisteInstelling("MIJNDUO_EHERKENNING_IDP_METADATA is van een andere makelaar.")
        if self._van_ver:
            self._bewaar(inhoud)
        return nieuw

    def _lees(self) -> bytes:
        try:
            return self._verbinding.haal(self._waar) if self._van_ver else _bestand(self._waar)
        except (GeenAntwoord, OSError) as fout:
            raise OnjuisteInstelling("MIJNDUO_EHERKENNING_IDP_METADATA is niet te lezen.") from fout

    def _bewaard(self) -> Broker | None:
        if not self._van_ver or not self._kopie.exists():
            return None
        try:
            return uit_metadata(_bestand(self._kopie), self._vast)
        except (OnjuisteInstelling, OSError):
            return None

    def _bewaar(self, inhoud: bytes) -> None:
        greep, tijdelijk = tempfile.mkstemp(dir=self._kopie.parent)
        with os.fdopen(greep, "wb") as bestand:
            bestand.write(inhoud)
        Path(tijdelijk).replace(self._kopie)


def _bestand(pad: str | Path) -> bytes:
    return Path(pad).read_bytes()


def _vaste_sleutels(pad: Path | None) -> tuple[xmlsec.Key, ...]:
    """The keys of the certificates by which the broker signs its metadata."""
    return tuple(sleutels.lees_certificaten(pad)) if pad is not None else ()


def _vergelijk(oud: Broker, nieuw: Broker) -> str:
    """What changed; a new key is told with its fingerprint, to be compared by a person."""
    erbij = nieuw.vingerafdrukken - oud.vingerafdrukken
    if erbij:
        log.warning("nieuwe ondertekensleutel van de makelaar: %s", ", ".join(sorted(erbij)))
        return NIEUWE_SLEUTEL
    return GELIJK if nieuw == oud else ANDERS
