# SPDX-License-Identifier: EUPL-1.2
"""Addresses that a page may link or send to: of the portal itself, or https elsewhere."""

import re
from urllib.parse import urlsplit

# A browser drops control characters and takes a backslash for a slash.
_NIET_IN_ADRES = re.compile(r"[\x00-\x20\x7f-\xa0\\]")


def is_pad(adres: str) -> bool:
    """Whether it is an address of the portal itself: one slash, and never another site."""
    schoon = not _NIET_IN_ADRES.search(adres) and adres.isprintable()
    return schoon and adres.startswith("/") and not adres.startswith("//")


def is_https(adres: str) -> bool:
    """Whether it is a whole https address of a named host, without a name or password in it."""
    if _NIET_IN_ADRES.search(adres) or not adres.isprintable():
        return False
    try:
        delen = urlsplit(adres)
        _ = delen.port  # a number, or ValueError
    except ValueError:
        return False
    return delen.scheme == "https" and bool(delen.hostname) and "@" not in delen.netloc


def is_doel(adres: str) -> bool:
    """Whether a taak or a text may lead there; so never ``javascript:`` and the like."""
    return is_pad(adres) or is_https(adres)
