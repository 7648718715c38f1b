# SPDX-License-Identifier: EUPL-1.2
"""Codes and numbers as a reader knows them."""

from admin import woorden


def test_een_code_van_het_spoor_staat_er_in_gewone_woorden() -> None:
    codes = ("gebruiker.gewijzigd", "login.eherkenning", "sessie.overal_uitgelogd")
    gewoon = ["Gebruiker: gewijzigd", "Login: eHerkenning", "Sessie: overal uitgelogd"]
    assert [woorden.leesbaar(code) for code in codes] == gewoon
