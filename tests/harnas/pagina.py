# SPDX-License-Identifier: EUPL-1.2
"""What holds for every page: valid, titled, labelled, nothing inline, the right headers."""

import html5lib
from lxml import html
from werkzeug.test import TestResponse

GEEN_VELD = {"hidden", "submit", "button"}


def controleer_koppen(antwoord: TestResponse) -> None:
    """The security headers, on every answer."""
    koppen = antwoord.headers
    csp = koppen["Content-Security-Policy"]
    for deel in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert deel in csp
    for verboden in ("unsafe-inline", "unsafe-eval", "data:", "*"):
        assert verboden not in csp
    assert koppen["X-Content-Type-Options"] == "nosniff"
    assert koppen["Referrer-Policy"] == "same-origin"
    assert "no-store" in koppen["Cache-Control"]


def controleer_pagina(tekst: str) -> None:
    """Raises AssertionError, or html5lib's ParseError, for a page that is not right."""
    html5lib.HTMLParser(strict=True).parse(tekst)
    boom = html.fromstring(tekst)
    assert boom.get("lang") == "nl"
    koppen = [" ".join(str(h.text_content()).split()) for h in boom.iter("h1")]
    assert len(koppen) == 1, koppen
    titel = str(boom.findtext(".//title")).removeprefix("Fout: ")
    assert titel.startswith(koppen[0]), (titel, koppen)
    ids = boom.xpath("//@id")
    assert len(ids) == len(set(ids)), "dubbele id"
    assert not boom.xpath(
        "//@style | //style | //script[not(@src)] | //@*[starts-with(name(),'on')]"
    )
    _controleer_velden(boom, set(ids))


def _controleer_velden(boom: html.HtmlElement, ids: set[str]) -> None:
    labels = set(boom.xpath("//label/@for"))
    for veld in boom.iter("input", "select", "textarea"):
        if veld.get("type") not in GEEN_VELD:
            assert veld.get("id") in labels, f"geen label bij {veld.get('name')}"
            for verwijzing in (veld.get("aria-describedby") or "").split():
                assert verwijzing in ids, verwijzing
    for formulier in boom.xpath("//form[@method='post']"):
        eigen = str(formulier.get("action")).startswith("/")
        broker = "/demo/broker" in str(formulier.get("action"))
        if eigen and not broker and not str(formulier.get("action")).endswith("/acs"):
            assert formulier.xpath(".//input[@name='csrf_token']"), formulier.get("action")
