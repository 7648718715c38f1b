# SPDX-License-Identifier: EUPL-1.2
"""What every template may use: the portal's names, who is looking, dates, versioned files."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask_login import current_user

from portal import tijd
from portal.config import Config, OnjuisteInstelling
from portal.web.ik import Ik

ONDERSCHRIFT = "Zakelijk portaal"


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


def registreer(app: Flask, config: Config) -> None:
    """Fill the Jinja environment once; per request only ``ik`` differs.

    Raises OnjuisteInstelling when the theme is not there.
    """
    versies = _versies(Path(app.static_folder or ""))
    if f"theme/{config.theme}.css" not in versies:
        raise OnjuisteInstelling(f"MIJNDUO_THEME: theme/{config.theme}.css bestaat niet.")

    def statisch(pad: str) -> str:
        return f"/static/{pad}?v={versies[pad]}"

    app.jinja_env.globals.update(
        portaal=Portaal(config.naam, ONDERSCHRIFT, config.demo, config.theme),
        statisch=statisch,
    )
    app.jinja_env.filters.update(datum=tijd.datum, datum_tijd=tijd.datum_tijd)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def _ik() -> dict[str, Any]:
        wie = current_user._get_current_object() if current_user else None
        return {"ik": wie if isinstance(wie, Ik) else None}
