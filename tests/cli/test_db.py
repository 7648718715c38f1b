# SPDX-License-Identifier: EUPL-1.2
"""``db upgrade``, ``db downgrade`` and ``db check``."""

from tests.cli.conftest import Draai


def test_een_lege_database_wordt_bijgewerkt_en_klopt_dan(draai_leeg: Draai) -> None:
    eerst = draai_leeg("db", "check")
    assert eerst.exit_code == 1
    assert "Draai eerst: flask --app wsgi db upgrade" in eerst.stderr
    assert draai_leeg("db", "upgrade").exit_code == 0
    assert draai_leeg("db", "check").exit_code == 0


def test_upgrade_mag_nog_een_keer_en_downgrade_gaat_een_versie_terug(draai_leeg: Draai) -> None:
    for woorden in (["upgrade"], ["upgrade"], ["downgrade"]):
        assert draai_leeg("db", *woorden).exit_code == 0, woorden
    assert draai_leeg("db", "check").exit_code == 1
    for woorden in (["upgrade"], ["downgrade", "-1"], ["downgrade", "base"], ["upgrade"]):
        assert draai_leeg("db", *woorden).exit_code == 0, woorden
    assert draai_leeg("db", "check").exit_code == 0


def test_een_versie_die_niet_bestaat_wordt_genoemd_zonder_spoor_van_de_code(
    draai_leeg: Draai,
) -> None:
    uitkomst = draai_leeg("db", "upgrade", "9999")
    assert uitkomst.exit_code == 1
    assert "De migratie is niet gedaan" in uitkomst.stderr and "9999" in uitkomst.stderr
    assert "Traceback" not in uitkomst.output
