# SPDX-License-Identifier: EUPL-1.2
"""Texts of staff: a small part of HTML, written anew; all else is refused by name (R33)."""

from random import Random

import html5lib
import pytest
from lxml import html

from portal.domain.documenten import EERSTE, MAP
from portal.domain.veilige_tekst import BINNEN, DIEPST, Onveilig, keur

STUKKEN = (
    *(f"<{tag}>" for tag in BINNEN if tag),
    *(f"</{tag}>" for tag in BINNEN if tag),
    *("tekst", " ", "\n", "&", "&lt;", "<", ">", '"', "'", "&#60;script&#62;", "<script>", "<b"),
    *("<a href='/contact'>", "<a href=\"https://x.nl/?a=1&amp;b=2\">", "<a href=javascript:x>"),
    *("<!--", "-->", "<![CDATA[", "]]>", "<?x", "</", "<p/>", "<svg>", "<math>", "<title>"),
    *("<p onclick=x>", "<style>", "</style>", "<textarea>", "\x00", "\u2028", "<P>", "</P >"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("tekst", "wat"),
    [
        ("<script>alert(1)</script>", "het element <script> mag niet"),
        ("<p>a</p>\n<b>x</b>", "Regel 2: het element <b> mag niet. Gebruik alleen h2, h3, p"),
        ("<h1>x</h1>", "het element <h1> mag niet"),
        ("<p>a<br>b</p>", "het element <br> mag niet"),
        ("<p><img src=x onerror=y></p>", "het element <img> mag niet"),
        ("<p onclick='x'>a</p>", "<p> mag geen onclick hebben"),
        ("<p style='x'>a</p>", "<p> mag geen style hebben"),
        ("<p><a href='/x' target='_blank'>a</a></p>", "<a> mag geen target hebben"),
        ("<p><a href='/x' class='anders'>a</a></p>", "<a> mag geen class hebben"),
        ("<p><a>a</a></p>", "een link gaat naar"),
        ("<p><a href='javascript:x'>a</a></p>", "een link gaat naar"),
        ("<p><a href='java&#115;cript:x'>a</a></p>", "een link gaat naar"),
        ("<p><a href=' javascript:x'>a</a></p>", "een link gaat naar"),
        ("<p><a href='data:text/html,x'>a</a></p>", "een link gaat naar"),
        ("<p><a href='http://x.nl'>a</a></p>", "een link gaat naar"),
        ("<p><a href='//x.nl'>a</a></p>", "een link gaat naar"),
        ("<p><a href='/\\x.nl'>a</a></p>", "een link gaat naar"),
        ("<p><a href='contact'>a</a></p>", "een link gaat naar"),
        ("<p><a href='a@b.nl'>a</a></p>", "een link gaat naar"),
        ("<p><a href='mailto:a@b.nl?bcc=c@d.nl'>a</a></p>", "een link gaat naar"),
        ("<p><a href='/x'><strong><a href='/y'>a</a></strong></a></p>", "mag niet binnen <strong>"),
        ("<p>a<p>b</p>", "het element <p> mag niet binnen <p> staan"),
        ("<ul><p>a</p></ul>", "het element <p> mag niet binnen <ul> staan"),
        ("<li>a</li>", "het element <li> mag niet los in de tekst staan"),
        ("<p>a</p></p>", "hier hoort geen </p>"),
        ("<p><strong>a</p></strong>", "verwacht werd </strong>"),
        ("<p>a", "</p> ontbreekt"),
        ("<p>a</p", "</p> ontbreekt"),
        ("zomaar tekst", "zet deze tekst in een alinea"),
        ("<ul>tekst</ul>", "zet deze tekst in een alinea"),
        ("<p></p>", "het element <p> is leeg"),
        ("<h2> &nbsp; </h2>", "het element <h2> is leeg"),
        ("<ul></ul>", "het element <ul> is leeg"),
        ("<h3>x</h3>", "begin met een kop <h2>"),
        ("<!-- x -->", "opmerkingen"),
        ("<!DOCTYPE html>", "<!…> mag niet"),
        ("<![CDATA[x]]>", "<![…]> mag niet"),
        ("<?php x ?>", "<?…> mag niet"),
        ("<ul><li>" * DIEPST, "elementen in elkaar"),
    ],
)
def test_wat_niet_mag_wordt_bij_naam_geweigerd(tekst: str, wat: str) -> None:
    with pytest.raises(Onveilig) as geweigerd:
        keur(tekst)
    assert wat in str(geweigerd.value)
    assert str(geweigerd.value).startswith("Regel ")


def test_wat_mag_wordt_opnieuw_geschreven() -> None:
    tekst = (
        "<H2>Kop &amp; zo</H2><p>a < b, 'c' en <EM>d</EM></p>\r\n"
        "<ul><li><strong>e</strong><ol><li>f</li></ol></li></ul>"
        "<h3>g</h3><p><a href='https://x.nl/?a=1&b=2'>h</a> of <a href=mailto:a@b.nl>i</a></p>"
    )
    assert keur(tekst) == (
        "<h2>Kop &amp; zo</h2>\n<p>a &lt; b, 'c' en <em>d</em></p>\n"
        "<ul>\n<li><strong>e</strong>\n<ol>\n<li>f</li>\n</ol></li>\n</ul>\n"
        '<h3>g</h3>\n<p><a class="utrecht-link" href="https://x.nl/?a=1&amp;b=2">h</a> of '
        '<a class="utrecht-link" href="mailto:a@b.nl">i</a></p>'
    )


@pytest.mark.parametrize("bestand", [bestand for _, bestand in EERSTE.values()])
def test_de_eigen_teksten_mogen_en_blijven_zoals_ze_zijn(bestand: str) -> None:
    tekst = (MAP / bestand).read_text("utf-8")
    assert keur(tekst) == tekst.strip()


def test_wat_er_ook_in_gaat_er_komt_alleen_uit_wat_mag() -> None:
    kans, goed = Random(1), 0
    for _ in range(20_000):
        tekst = "".join(kans.choice(STUKKEN) for _ in range(kans.randint(1, 7)))
        try:
            uit = keur(tekst)
        except Onveilig:
            continue
        goed += 1
        assert keur(uit) == uit
        html5lib.HTMLParser(strict="\x00" not in uit).parseFragment(uit)
        boom = html.fromstring(f"<div>{uit}</div>")
        assert {el.tag for el in boom.iter()} <= {*BINNEN, "div"}
        assert {naam for el in boom.iter() for naam in el.keys()} <= {"href", "class"}  # noqa: SIM118
    assert goed > 20
