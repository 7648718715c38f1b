# SPDX-License-Identifier: EUPL-1.2
"""Sets a template as a PDF/UA-1: the one place that knows typst, loaded with the first document."""

from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

FONTS = Path(__file__).with_name("brieven") / "fonts"


@cache
def lettertypen() -> Any:
    """Only what we ship: the same document on every machine, and nothing that is not embedded."""
    return import_module("typst").Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )


def zet(sjabloon: Path, invoer: str, op: datetime) -> bytes:
    """The document of ``sjabloon``, which may read its own folder only and gets ``invoer`` (JSON);
    ``op`` is the aware time that it tells as its own. Same input, same bytes."""
    pdf: bytes = import_module("typst").compile(
        sjabloon,
        root=sjabloon.parent,
        font_paths=lettertypen(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"invoer": invoer},
        pdf_standards="ua-1",
        timestamp=int(op.timestamp()),
    )
    return pdf
