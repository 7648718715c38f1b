# SPDX-License-Identifier: EUPL-1.2
"""One HTTP exchange with the broker, over before a fixed time whatever the other side does."""

import http.client
import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

from portal.config import LOOPBACK, Config, OnjuisteInstelling

VERBINDEN, GEHEEL = 2.0, 5.0  # seconds: to connect, and for all of it
MAX_BYTES = 512 * 1024
GOED = 200
# Of the people in one worker as many may wait for the broker, others this long for their turn: who
# does not log in must find a thread when the broker is silent.
TEGELIJK, OP_BEURT = 4, 0.5


class GeenAntwoord(Exception):
    """No usable answer in time; the text says what kind of fault, never what was sent."""


@dataclass(frozen=True, slots=True)
class Verbinding:
    """How we reach the broker; ``tls`` is made once per process, None allows loopback only."""

    tls: ssl.SSLContext | None = field(default=None, repr=False)
    geheel: float = GEHEEL
    _beurten: threading.Semaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(TEGELIJK),
        init=False,
        repr=False,
        compare=False,
    )

    def haal(
        self, adres: str, inhoud: bytes | None = None, koppen: Mapping[str, str] | None = None
    ) -> bytes:
        """The body of a 200: of a POST of ``inhoud``, for which somebody waits, else of a GET.
        Follows no redirect.

        Raises GeenAntwoord, at the latest after ``geheel`` seconds.
        """
        einde = time.monotonic() + self.geheel
        try:
            delen = urlsplit(adres)
            beurt = nullcontext() if inhoud is None else self._beurt()
            with beurt, closing(self._open(delen, einde)) as contact:
                return _wissel(_Begrensd(contact, einde), delen, inhoud, koppen or {})
        except (OSError, http.client.HTTPException, ValueError) as fout:
            raise GeenAntwoord(type(fout).__name__) from fout

    @contextmanager
    def _beurt(self) -> Iterator[None]:
        if not self._beurten.acquire(timeout=OP_BEURT):
            raise TimeoutError
        try:
            yield
        finally:
            self._beurten.release()

    def _open(self, delen: SplitResult, einde: float) -> socket.socket:
        gastheer = delen.hostname or ""
        veilig = delen.scheme == "https" and self.tls is not None
        if not veilig and (delen.scheme != "http" or gastheer not in LOOPBACK):
            raise ValueError("alleen https")
        poort = delen.port or (443 if veilig else 80)
        contact = _verbind(gastheer, poort, min(einde, time.monotonic() + VERBINDEN))
        if self.tls is None or not veilig:
            return contact
        try:
            contact.settimeout(_rest(einde))
            return self.tls.wrap_socket(contact, server_hostname=gastheer)
        except BaseException:
            contact.close()
            raise


def tls_uit(config: Config) -> ssl.SSLContext:
    """TLS 1.2 or newer, the server checked; our certificate where the broker asks for one.

    Raises OnjuisteInstelling when a file cannot be read.
    """
    try:
        context = ssl.create_default_context(cafile=config.eherkenning_tls_ca)
        if config.eherkenning_tls_key and config.eherkenning_tls_cert:
            context.load_cert_chain(config.eherkenning_tls_cert, config.eherkenning_tls_key)
    except OSError as fout:
        raise OnjuisteInstelling(
            "MIJNDUO_EHERKENNING_TLS_CA, MIJNDUO_EHERKENNING_TLS_KEY of"
            " MIJNDUO_EHERKENNING_TLS_CERT is niet te lezen."
        ) from fout
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class _Stroom(io.RawIOBase):
    """Reads a socket; each read may take only what is left of the time for all."""

    def __init__(self, contact: socket.socket, einde: float) -> None:
        self._contact, self._einde = contact, einde

    def readable(self) -> bool:
        return True

    def readinto(self, ruimte: Any) -> int:
        self._contact.settimeout(_rest(self._einde))
        return self._contact.recv_into(ruimte)


class _Begrensd:
    """As much of a socket as http.client uses, with one end of time for all that it does."""

    def __init__(self, contact: socket.socket, einde: float) -> None:
        self._contact, self._einde = contact, einde

    def sendall(self, inhoud: bytes) -> None:
        self._contact.settimeout(_rest(self._einde))
        self._contact.sendall(inhoud)

    def makefile(self, _hoe: str) -> io.BufferedReader:
        return io.BufferedReader(_Stroom(self._contact, self._einde))

    def close(self) -> None:
        """http.client closes before the body is read; who opened the socket closes it."""


def _wissel(
    contact: _Begrensd, delen: SplitResult, inhoud: bytes | None, koppen: Mapping[str, str]
) -> bytes:
    http_ = http.client.HTTPConnection(delen.hostname or "")
    http_.sock = contact  # type: ignore[assignment]
    pad = delen.path or "/"
    doel = f"{pad}?{delen.query}" if delen.query else pad
    wie = delen.netloc.rpartition("@")[2]
    methode = "GET" if inhoud is None else "POST"
    http_.request(methode, doel, inhoud, {"Host": wie, "Connection": "close", **koppen})
    antwoord = http_.getresponse()
    if antwoord.status != GOED:
        raise ValueError("status")
    uit = antwoord.read(MAX_BYTES + 1)
    if len(uit) > MAX_BYTES or antwoord.length:  # too much, or broken off
        raise ValueError("lengte")
    return uit


def _verbind(gastheer: str, poort: int, einde: float) -> socket.socket:
    """Connected to the first of its addresses that answers; each gets its share of the time."""
    adressen = _zoek(gastheer, poort, einde)
    laatste: OSError = TimeoutError()
    for nummer, (familie, soort, protocol, _, adres) in enumerate(adressen):
        contact = socket.socket(familie, soort, protocol)
        try:
            contact.settimeout(_rest(einde) / (len(adressen) - nummer))
            contact.connect(adres)
        except OSError as fout:
            contact.close()
            laatste = fout
        else:
            return contact
    raise laatste


def _zoek(gastheer: str, poort: int, einde: float) -> list[Any]:
    """Looking up a name knows no time limit, so a thread waits for it, and we for the thread."""
    gevonden: queue.SimpleQueue[list[Any] | OSError] = queue.SimpleQueue()

    def doe() -> None:
        try:
            gevonden.put(socket.getaddrinfo(gastheer, poort, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as fout:
            gevonden.put(fout if isinstance(fout, OSError) else OSError("naam"))

    threading.Thread(target=doe, daemon=True).start()
    try:
        uit = gevonden.get(timeout=_rest(einde))
    except queue.Empty as fout:
        raise TimeoutError from fout
    if isinstance(uit, OSError):
        raise uit
    return uit


def _rest(einde: float) -> float:
    over = einde - time.monotonic()
    if over <= 0:
        raise TimeoutError
    return over
