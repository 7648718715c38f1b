# SPDX-License-Identifier: EUPL-1.2
"""A gebruiker without JavaScript, over real HTTP."""

from typing import Any
from urllib.parse import urljoin

import httpx
from lxml import html

Koekjes = dict[str, str]


class Wandelaar:
    """Keeps cookies, follows redirects, fills in the form of the page at hand."""

    def __init__(self, adres: str) -> None:
        self.adres = adres
        self.http = httpx.Client(follow_redirects=True, timeout=60)
        self.antwoord: httpx.Response | None = None

    def naar(self, pad: str) -> httpx.Response:
        """Open an address of the portal."""
        self.antwoord = self.http.get(urljoin(self.adres, pad))
        return self.antwoord

    @property
    def boom(self) -> html.HtmlElement:
        """The page at hand."""
        assert self.antwoord is not None
        return html.fromstring(self.antwoord.text)

    def formulier(self, bevat: str) -> tuple[str, dict[str, str]]:
        """Address and filled-in fields of the form whose action holds ``bevat``."""
        assert self.antwoord is not None
        for form in self.boom.forms:
            if bevat in str(form.action) and form.method == "POST":
                return urljoin(str(self.antwoord.url), str(form.action)), dict(form.form_values())
        raise AssertionError(f"geen formulier naar {bevat} op {self.antwoord.url}")

    def verstuur(self, bevat: str, **velden: Any) -> httpx.Response:
        """Fill in and send that form."""
        doel, waarden = self.formulier(bevat)
        self.antwoord = self.http.post(doel, data=waarden | velden)
        return self.antwoord

    def log_in(self, kvk: str, persoon: str) -> None:
        """With eHerkenning, through the stand-in broker."""
        self.tot_antwoord(kvk, persoon)
        self.verstuur("/eherkenning/acs")

    def tot_antwoord(self, kvk: str, persoon: str) -> None:
        """As far as the broker's answer, not yet sent."""
        self.naar("/eherkenning/login")
        self.verstuur("/demo/broker/sso")
        self.verstuur("/demo/broker/kies", kvk=kvk, persoon=persoon, actie="inloggen")

    def tot_laatste_stap(self) -> None:
        """Through the wizard up to the code."""
        self.verstuur("/koppelen/begin", situatie="ja")
        self.verstuur("/koppelen/bevestigen", eigen="y", privacy="y")
        self.verstuur("/koppelen/voorwaarden", akkoord="y")
