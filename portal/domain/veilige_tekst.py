# SPDX-License-Identifier: EUPL-1.2
"""A small safe part of HTML, for texts that staff write and everybody reads.

What comes out is written anew, element by element, so that nothing gets through that is not on
the list below; what is not on it is refused by name.
"""

import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser

from portal.domain.adressen import is_doel

ZIN = frozenset({"a", "strong", "em"})
BLOKKEN = frozenset({"h2", "h3", "p", "ul", "ol"})
LIJST = frozenset({"li"})
# Which elements may stand in which; "" is the text as a whole.
BINNEN: dict[str, frozenset[str]] = {
    "": BLOKKEN,
    "h2": ZIN,
    "h3": ZIN,
    "p": ZIN,
    "ul": LIJST,
    "ol": LIJST,
    "li": ZIN | {"ul", "ol"},
    "a": ZIN - {"a"},
    "strong": ZIN - {"strong"},
    "em": ZIN - {"em"},
}
ZONDER_TEKST = frozenset({"", "ul", "ol"})  # text stands in an element of these
MAILTO = re.compile(r"mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
DIEPST = 8  # elements in each other
REGELS = BLOKKEN | LIJST  # begin on a line of their own
MAG = "Gebruik alleen h2, h3, p, ul, ol, li, a, strong en em"
KLASSE = "utrecht-link"  # how a link looks; ours, so it may come back in a text of ours


class Onveilig(ValueError):
    """The text holds something that is not allowed; the message says what and on which line."""


class _Lezer(HTMLParser):
    """Checks while it reads, and writes what is left."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.uit: list[str] = []
        self.open: list[str] = []
        self.gevuld: list[bool] = []  # whether there is anything in each open element

    def weiger(self, wat: str) -> Onveilig:
        """What is wrong, with the line that the reader has come to."""
        return Onveilig(f"Regel {self.getpos()[0]}: {wat}")

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag not in BINNEN or not tag:
            raise self.weiger(f"het element <{tag[:20]}> mag niet. {MAG}")
        buiten = self.open[-1] if self.open else ""
        if tag not in BINNEN[buiten] or (tag in self.open and tag in ZIN):
            waar = f"binnen <{buiten}>" if buiten else "los in de tekst"
            raise self.weiger(f"het element <{tag}> mag niet {waar} staan")
        if len(self.open) == DIEPST:
            raise self.weiger(f"er staan hier meer dan {DIEPST} elementen in elkaar")
        if tag == "h3" and "<h2>" not in self.uit:
            raise self.weiger("begin met een kop <h2> voordat u een kop <h3> gebruikt")
        self.gevuld = [True] * len(self.gevuld) + [False]
        self.open.append(tag)
        nieuwe_regel = "\n" if tag in REGELS and self.uit else ""
        self.uit += [nieuwe_regel, f"<{tag}{self._kenmerken(tag, attrs)}>"]

    def _kenmerken(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> str:
        waarden = dict(attrs)
        if tag == "a" and waarden.get("class") == KLASSE:
            del waarden["class"]
        vreemd = sorted(waarden.keys() - ({"href"} if tag == "a" else set()))
        if vreemd:
            raise self.weiger(f"<{tag}> mag geen {vreemd[0][:20]} hebben")
        if tag != "a":
            return ""
        doel = waarden.get("href") or ""
        if not is_doel(doel) and not MAILTO.fullmatch(doel):
            raise self.weiger("een link gaat naar https://…, /een-pagina of mailto:adres")
        return f' class="{KLASSE}" href="{escape(doel)}"'

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            verwacht = f", verwacht werd </{self.open[-1]}>" if self.open else ""
            raise self.weiger(f"hier hoort geen </{tag[:20]}>{verwacht}")
        if not self.gevuld.pop():
            raise self.weiger(f"het element <{tag}> is leeg")
        self.open.pop()
        self.uit += ["\n" if tag in {"ul", "ol"} else "", f"</{tag}>"]

    def handle_data(self, data: str) -> None:
        waar = self.open[-1] if self.open else ""
        if waar not in ZONDER_TEKST:
            self.gevuld = [True] * len(self.gevuld) if data.strip() else self.gevuld
            self.uit.append(escape(data, quote=False))
        elif data.strip():
            raise self.weiger("zet deze tekst in een alinea <p> of een punt <li>")

    def handle_comment(self, data: str) -> None:
        raise self.weiger("opmerkingen <!-- --> mogen niet")

    def handle_decl(self, decl: str) -> None:
        raise self.weiger("<!…> mag niet")

    def unknown_decl(self, data: str) -> None:
        raise self.weiger("<![…]> mag niet")

    def handle_pi(self, data: str) -> None:
        raise self.weiger("<?…> mag niet")


def keur(tekst: str) -> str:
    """The text written anew, safe to show as it is; raises Onveilig for anything else."""
    lezer = _Lezer()
    lezer.feed(tekst.replace("\r\n", "\n").strip())
    lezer.close()
    if lezer.open:
        raise lezer.weiger(f"</{lezer.open[-1]}> ontbreekt")
    return "".join(lezer.uit).strip()
