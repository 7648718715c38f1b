# SPDX-License-Identifier: EUPL-1.2
"""A broker that is slow, down, half-closed or without end keeps nobody waiting (R32)."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from portal.eherkenning import Verbinding, verbinding
from portal.eherkenning.verbinding import GeenAntwoord
from tests.eherkenning.conftest import Proef
from tests.eherkenning.nepmakelaar import Doe, http, luister
from tests.eherkenning.wissel import KORT, STIL, artifact, lees, stuur


def zwijg(contact: socket.socket, _vraag: bytes) -> None:
    """Never answer; end when the other side gives up."""
    contact.recv(1)


def halfdicht(contact: socket.socket, _vraag: bytes) -> None:
    """Say that nothing more comes, but keep the connection."""
    contact.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<a>")
    contact.shutdown(socket.SHUT_WR)
    contact.recv(1)


def eindeloos(kop: bytes, deel: bytes) -> Doe:
    def doe(contact: socket.socket, _vraag: bytes) -> None:
        contact.sendall(kop)
        with suppress(OSError):
            while True:
                contact.sendall(deel)

    return doe


KOP = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
STORINGEN: dict[str, Doe] = {
    "zwijgt": zwijg,
    "druppelt zijn inhoud": stuur(KOP + b"\r\n", *[b"<a>"] * 40, tussen=0.1),
    "druppelt zijn kop": stuur(b"HTTP/1.1 200 OK\r\n", *[b"X"] * 40, tussen=0.1),
    "zegt steeds dat het komt": eindeloos(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "hangt op": stuur(),
    "is half dicht": halfdicht,
    "breekt af": stuur(KOP + b"Content-Length: 999\r\n\r\n<soap>"),
    "noemt een reusachtige lengte": stuur(KOP + b"Content-Length: 99999999999\r\n\r\n<a/>"),
    "houdt niet op": eindeloos(KOP + b"\r\n", b"<a>" * 10_000),
    "houdt niet op in stukken": eindeloos(
        KOP + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"a" * 4096 + b"\r\n"
    ),
    "stuurt een reusachtige kop": eindeloos(b"HTTP/1.1 200 OK\r\n", b"X: " + b"a" * 60_000),
    "verwijst door": stuur(http(b"", "302 Found", Location="http://127.0.0.1:1/")),
    "weigert": stuur(http(b"<a/>", "500 Internal Server Error")),
    "is niet gevonden": stuur(http(b"<a/>", "404 Not Found")),
    "spreekt geen http": stuur(b"SSH-2.0-OpenSSH\r\n" * 100),
}


@pytest.mark.parametrize("hoe", STORINGEN)
def test_een_makelaar_die_stoort_houdt_niemand_op(proef: Proef, hoe: str) -> None:
    tekst = artifact(proef)
    with luister(STORINGEN[hoe]) as adres:
        begin = time.monotonic()
        assert lees(proef, adres, tekst) == STIL
        assert time.monotonic() - begin < KORT + 0.4


def test_een_makelaar_die_er_niet_is_houdt_niemand_op(proef: Proef) -> None:
    with luister(zwijg) as adres:
        pass
    assert lees(proef, adres, artifact(proef)) == STIL


def test_wie_de_verbinding_niet_aanneemt_krijgt_twee_seconden(proef: Proef) -> None:
    """A full queue drops what knocks, as a firewall does."""
    with socket.socket() as vol, socket.socket() as eerste, socket.socket() as tweede:
        vol.bind(("127.0.0.1", 0))
        vol.listen(0)
        for klop in (eerste, tweede):
            klop.setblocking(False)
            klop.connect_ex(vol.getsockname())
        begin = time.monotonic()
        adres = f"http://127.0.0.1:{vol.getsockname()[1]}/"
        assert lees(proef, adres, artifact(proef), geheel=verbinding.GEHEEL) == STIL
        assert time.monotonic() - begin < 2.5
    assert (verbinding.VERBINDEN, verbinding.GEHEEL) == (2.0, 5.0)


def test_alleen_deze_machine_mag_zonder_https(proef: Proef) -> None:
    for adres in ("http://192.0.2.1/a", "https://127.0.0.1:1/", "ftp://127.0.0.1/", "file:///etc",
                  "http://127.0.0.1:poort/", "http://[::1", ""):  # fmt: skip
        assert lees(proef, adres, artifact(proef)) == STIL, adres


def test_wie_op_een_zwijgende_makelaar_wacht_houdt_niet_alle_plaatsen_bezet() -> None:
    """A worker has eight threads: half of them stay free for who does not log in."""
    contact = Verbinding(geheel=1.5)

    def vraag(_nummer: int) -> float:
        begin = time.monotonic()
        with pytest.raises(GeenAntwoord):
            contact.haal(adres, b"vraag")
        return time.monotonic() - begin

    with luister(zwijg) as adres, ThreadPoolExecutor(12) as zwembad:
        duren = sorted(zwembad.map(vraag, range(12)))
    lang = [duur for duur in duren if duur > 1.2]
    assert len(lang) == verbinding.TEGELIJK == 4, duren
    assert duren[7] < 1.0, "de anderen horen het meteen"


def test_in_een_spits_wacht_men_even_op_elkaar() -> None:
    """A broker that answers has room for all, and metadata is asked for beside the queue."""
    contact = Verbinding()

    def traag(socket_: socket.socket, _vraag: bytes) -> None:
        time.sleep(0.02)
        socket_.sendall(http(b"<a/>"))

    with luister(traag) as adres, ThreadPoolExecutor(12) as zwembad:
        assert (
            list(zwembad.map(lambda _: contact.haal(adres, b"vraag"), range(12))) == [b"<a/>"] * 12
        )
        assert list(zwembad.map(lambda _: contact.haal(adres), range(12))) == [b"<a/>"] * 12
