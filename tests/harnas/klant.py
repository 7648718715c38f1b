# SPDX-License-Identifier: EUPL-1.2
"""A test client that behaves like a browser without JavaScript, and checks every page."""

import re
from typing import Any

from flask import Flask
from lxml import html
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.harnas.pagina import controleer_koppen, controleer_pagina


class Klant:
    """Fetches pages, follows forms by their fields, and refuses pages that are not right."""

    def __init__(self, app: Flask, sessie: Session) -> None:
        self.kaal = app.test_client()
        self._sessie = sessie
        self.antwoord: TestResponse | None = None

    def get(self, pad: str, status: int = 200, **anders: Any) -> TestResponse:
        """Fetch ``pad`` and expect ``status``."""
        self._sessie.commit()
        return self._neem(self.kaal.get(pad, **anders), status)

    def post(
        self, pad: str, data: dict[str, Any] | None = None, status: int = 303, **anders: Any
    ) -> TestResponse:
        """Post with the CSRF token of the last page."""
        velden = {"csrf_token": self.csrf()} | (data or {})
        self._sessie.commit()
        return self._neem(self.kaal.post(pad, data=velden, **anders), status)

    def stuur(self, pad: str, lijf: bytes, soort: str, status: int) -> TestResponse:
        """Post a body as it is, such as a form with a big file in it."""
        self._sessie.commit()
        return self._neem(self.kaal.post(pad, data=lijf, content_type=soort), status)

    def volg(self) -> TestResponse:
        """Go where the last answer redirects to, as far as it leads."""
        assert self.antwoord is not None and self.antwoord.location
        while self.antwoord.location:
            self._neem(self.kaal.get(self.antwoord.location), None)
        return self.antwoord

    @property
    def tekst(self) -> str:
        """The last page as a reader sees it."""
        assert self.antwoord is not None
        boom = html.fromstring(self.antwoord.text)
        return " ".join(str(boom.text_content()).split())

    @property
    def boom(self) -> html.HtmlElement:
        """The last page."""
        assert self.antwoord is not None
        return html.fromstring(self.antwoord.text)

    def veld(self, naam: str) -> str:
        """The value that a field of the last page holds."""
        return str(self.boom.xpath(f"//*[@name='{naam}']/@value")[0])

    def csrf(self) -> str:
        """The CSRF token of the last page; empty when it had none."""
        gevonden = re.search(
            r'name="csrf(?:_|-)token" (?:value|content)="([^"]+)"',
            self.antwoord.text if self.antwoord is not None else "",
        )
        return gevonden.group(1) if gevonden else ""

    def _neem(self, antwoord: TestResponse, status: int | None) -> TestResponse:
        assert status in {None, antwoord.status_code}, (
            f"{antwoord.status_code} in plaats van {status}: {antwoord.text[:3000]}"
        )
        controleer_koppen(antwoord)
        if antwoord.mimetype == "text/html" and not antwoord.location:
            controleer_pagina(antwoord.text)
            self.antwoord = antwoord
        elif antwoord.location:
            self.antwoord = antwoord
        self._sessie.expire_all()
        return antwoord
