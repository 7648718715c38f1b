# SPDX-License-Identifier: EUPL-1.2
"""What every template may use: the portal's names, who is looking, dates, versioned files."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from flask_login import current_user
from jinja2.ext import Extension

from portal import tijd
from portal.config import Config, OnjuisteInstelling
from portal.web.ik import Ik

ONDERSCHRIFT = "Zakelijk portaal"
INSPRINGEN = re.compile(r"^[ \t]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Portaal:
    """Names and look for the templates."""

    naam: str
    onderschrift: str
    demo: bool
    theme: str


def _versies(map_: Path) -> dict[str, str]:
    """A short content hash per static file, so that it may be cached for a year."""
    return {
        pad.relative_to(map_).as_posix(): hashlib.sha256(pad.read_bytes()).hexdigest()[:10]
        for pad in sorted(map_.rglob("*"))
        if pad.is_file() and pad.suffix not in {".br", ".gz"}
    }


class ZonderInspringen(Extension):
    """What templates indent for who reads them is not sent; pages go uncompressed (BREACH)."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template without spaces at the beginning of its lines; mail keeps its own."""
        return INSPRINGEN.sub("", source) if (name or "").endswith(".html") else source


def registreer(app: Flask, config: Config) -> None:
    """Fill the Jinja environment once; per request only ``ik`` differs.

    Raises OnjuisteInstelling when the theme is not there.
    """
    versies = _versies(Path(app.static_folder or ""))
    if f"theme/{config.theme}.css" not in versies:
        raise OnjuisteInstelling(f"MIJNDUO_THEME: theme/{config.theme}.css bestaat niet.")

    def statisch(pad: str) -> str:
        return f"/static/{pad}?v={versies[pad]}"

    @cache
    def vast_adres(endpoint: str) -> str:
        """The address of a page that takes no values: always the same, and asked on every page."""
        return url_for(endpoint)

    app.jinja_env.globals.update(
        vast_adres=vast_adres,
        portaal=Portaal(config.naam, ONDERSCHRIFT, config.demo, config.theme),
        statisch=statisch,
    )
    app.jinja_env.filters.update(datum=tijd.datum, datum_tijd=tijd.datum_tijd, tot=tijd.tot)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(ZonderInspringen)

    @app.context_processor
    def _ik() -> dict[str, Any]:
        wie = current_user._get_current_object() if current_user else None
        return {"ik": wie if isinstance(wie, Ik) else None}
