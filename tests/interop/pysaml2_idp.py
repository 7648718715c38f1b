# SPDX-License-Identifier: EUPL-1.2
"""The broker of pysaml2 in a process of its own; its settings are the argument, as JSON."""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from traceback import format_exc
from urllib.parse import parse_qs, urlencode

from tests.interop.pysaml2_makelaar import Makelaar


class Luisteraar(BaseHTTPRequestHandler):
    """POST to /sso with a request, and to /artifact with a question; GET answers when ready."""

    makelaar: Makelaar

    def do_GET(self) -> None:
        self._stuur(200, "klaar")

    def do_POST(self) -> None:
        inhoud = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            if self.path == "/artifact":
                self._stuur(200, self._artifact(inhoud), **{"Content-Type": "text/xml"})
            else:
                self._sso({naam: waarden[0] for naam, waarden in parse_qs(inhoud).items()})
        except Exception:  # noqa: BLE001  whatever pysaml2 has against it
            print(format_exc(), file=sys.stderr)
            self._stuur(400, "geweigerd")

    def _artifact(self, inhoud: str) -> str:
        antwoord = self.makelaar.los_op(inhoud)
        vervals = Path(self.makelaar.i["map"], "vervals").exists()
        return antwoord.replace(":loa3<", ":loa4<") if vervals else antwoord

    def _sso(self, velden: dict[str, str]) -> None:
        doel, artifact = self.makelaar.antwoord(velden["SAMLRequest"])
        terug = urlencode({"SAMLart": artifact, "RelayState": velden["RelayState"]})
        self._stuur(303, "", Location=f"{doel}?{terug}")

    def _stuur(self, status: int, inhoud: str, **koppen: str) -> None:
        self.send_response(status)
        for naam, waarde in koppen.items():
            self.send_header(naam, waarde)
        self.end_headers()
        self.wfile.write(inhoud.encode())

    def log_message(self, *_: object) -> None:
        """Nothing: what matters is in the answer."""


if __name__ == "__main__":
    instellingen = json.loads(sys.argv[1])
    Luisteraar.makelaar = Makelaar(instellingen)
    Path(instellingen["map"], "metadata.xml").write_bytes(Luisteraar.makelaar.metadata())
    HTTPServer(
        ("127.0.0.1", int(instellingen["adres"].rpartition(":")[2])), Luisteraar
    ).serve_forever()
