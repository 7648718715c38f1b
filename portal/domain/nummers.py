# SPDX-License-Identifier: EUPL-1.2
"""The numbers that an organisatie is known by, and its postcode: one check each."""

import re

KVK = re.compile(r"[0-9]{8}")
RSIN = re.compile(r"[0-9]{9}")
# A register (00000001 to 00000009), the number in it, and zeros: see the OIN-stelsel of Logius.
OIN = re.compile(r"0000000[1-9][0-9]{12}")
OIN_MET_RSIN, OIN_MET_KVK = "00000001", "00000003"
POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})")


def is_kvknummer(tekst: str) -> bool:
    """Whether ``tekst`` is a KvK number: 8 digits, not all zeros."""
    return KVK.fullmatch(tekst) is not None and tekst.strip("0") != ""


def is_rsin(tekst: str) -> bool:
    """Whether ``tekst`` is an RSIN: 9 digits that pass the 11-proef, not all zeros."""
    if RSIN.fullmatch(tekst) is None or not tekst.strip("0"):
        return False
    cijfers = [int(teken) for teken in tekst]
    som = sum(gewicht * cijfer for gewicht, cijfer in zip(range(9, 1, -1), cijfers, strict=False))
    return (som - cijfers[8]) % 11 == 0


def is_oin(tekst: str) -> bool:
    """Whether ``tekst`` has the form of an OIN: 20 digits that begin with a known register."""
    return OIN.fullmatch(tekst) is not None


def oin_past(oin: str, kvk: str, rsin: str | None) -> bool:
    """Whether the number inside an OIN is the own KvK number or RSIN, as far as that is known."""
    if oin.startswith(OIN_MET_KVK):
        return oin == f"{OIN_MET_KVK}{kvk}0000"
    if oin.startswith(OIN_MET_RSIN):
        return rsin is None or oin == f"{OIN_MET_RSIN}{rsin}000"
    return True


def als_postcode(tekst: str) -> str | None:
    """The postcode as "1234 AB"; None when ``tekst`` is none."""
    gevonden = POSTCODE.fullmatch(tekst.strip().upper())
    return f"{gevonden[1]} {gevonden[2]}" if gevonden else None
