# SPDX-License-Identifier: EUPL-1.2
"""A broker's back channel on a real local socket, that does whatever a test wants."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Doe = Callable[[socket.socket, bytes], object]


@contextmanager
def luister(doe: Doe, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Accept connections, read one request each, and let ``doe`` answer; the address."""
    with socket.create_server(("127.0.0.1", 0)) as deur:
        deur.settimeout(0.1)
        klaar = threading.Event()

        def bedien(contact: socket.socket) -> None:
            with suppress(OSError), contact:
                contact.settimeout(10)
                binnen = tls.wrap_socket(contact, server_side=True) if tls else contact
                doe(binnen, lees_verzoek(binnen))
                binnen.close()

        def wacht() -> None:
            while not klaar.is_set():
                with suppress(TimeoutError):
                    draden.append(threading.Thread(target=bedien, args=(deur.accept()[0],)))
                    draden[-1].start()

        draden: list[threading.Thread] = []
        hoofd = threading.Thread(target=wacht)
        hoofd.start()
        schema = "https" if tls else "http"
        try:
            yield f"{schema}://127.0.0.1:{deur.getsockname()[1]}/artifact"
        finally:
            klaar.set()
            hoofd.join()
            for draad in draden:
                draad.join()


def lees_verzoek(contact: socket.socket) -> bytes:
    """A whole request; its body."""
    gezien = b""
    while b"\r\n\r\n" not in gezien:
        deel = contact.recv(65_536)
        if not deel:
            return b""
        gezien += deel
    kop, _, inhoud = gezien.partition(b"\r\n\r\n")
    lengte = next(
        (int(r.split(b":")[1]) for r in kop.split(b"\r\n") if r.lower().startswith(b"content-len")),
        0,
    )
    while len(inhoud) < lengte:
        inhoud += contact.recv(65_536)
    return inhoud


def http(inhoud: bytes, status: str = "200 OK", **koppen: str) -> bytes:
    """A whole answer."""
    regels = {"Connection": "close", "Content-Length": str(len(inhoud))} | koppen
    kop = "".join(f"{naam}: {waarde}\r\n" for naam, waarde in regels.items())
    return f"HTTP/1.1 {status}\r\n{kop}\r\n".encode() + inhoud
