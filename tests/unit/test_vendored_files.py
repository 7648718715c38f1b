# SPDX-License-Identifier: EUPL-1.2
"""The front-end files of others are untouched, and each theme gives all that they read."""

import re
import shutil
import sys
from pathlib import Path

import pytest

WORTEL = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(WORTEL / "tools"))
from vendor import MANIFEST, verschillen  # noqa: E402

STATIC = WORTEL / "portal" / "static"
THEMAS = sorted(pad.name for pad in (STATIC / "theme").glob("*.css"))
PAREN = (
    ("--portal-op-balk", "--portal-balk"),
    ("--portal-op-balk", "--portal-balk-actief"),
    ("--basis-color-default-color-document", "--basis-color-default-bg-document"),
    ("--basis-color-default-color-subtle", "--portal-achtergrond"),
    ("--basis-color-action-2-color-default", "--portal-achtergrond"),
    ("--basis-color-action-1-inverse-color-default", "--basis-color-action-1-inverse-bg-default"),
    ("--basis-color-negative-color-default", "--basis-color-negative-bg-default"),
    ("--basis-color-warning-color-default", "--basis-color-warning-bg-default"),
    ("--basis-color-positive-color-default", "--basis-color-positive-bg-default"),
)


def test_de_bestanden_van_anderen_zijn_als_vastgelegd() -> None:
    assert verschillen(WORTEL) == []


def test_een_gewijzigd_bestand_valt_op(tmp_path: Path) -> None:
    for map_ in ("portal/static", "portal/post/brieven/fonts", "tests/browser/vendor"):
        shutil.copytree(WORTEL / map_, tmp_path / map_)
    assert verschillen(tmp_path) == []
    (tmp_path / "portal/static/css/vendor.css").write_text("body{}")
    assert verschillen(tmp_path) == ["portal/static/css/vendor.css"]
    assert (tmp_path / MANIFEST).exists()


def waarden(thema: str) -> dict[str, str]:
    tekst = (STATIC / "theme" / thema).read_text("utf-8")
    basis = re.findall(r'@import url\("([\w.-]+)"\)', tekst)
    return (waarden(basis[0]) if basis else {}) | dict(re.findall(r"(--[\w-]+):\s*([^;]+);", tekst))


@pytest.mark.parametrize("thema", THEMAS)
def test_een_thema_geeft_alles_wat_de_componenten_lezen(thema: str) -> None:
    gelezen = set(
        re.findall(r"var\(\s*(--basis-[\w-]+)", (STATIC / "css/vendor.css").read_text("utf-8"))
    )
    assert len(gelezen) > 100
    assert gelezen <= set(waarden(thema))


def helderheid(kleur: str) -> float:
    kleur = kleur.strip().lstrip("#")
    kleur = "".join(teken * 2 for teken in kleur) if len(kleur) == 3 else kleur
    delen = [int(kleur[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (d / 12.92 if d <= 0.03928 else ((d + 0.055) / 1.055) ** 2.4 for d in delen)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("thema", THEMAS)
@pytest.mark.parametrize(("tekst", "achter"), PAREN)
def test_tekst_steekt_genoeg_af(thema: str, tekst: str, achter: str) -> None:
    kleuren = waarden(thema)
    een, twee = sorted((helderheid(kleuren[tekst]), helderheid(kleuren[achter])))
    assert (twee + 0.05) / (een + 0.05) >= 4.5
