# SPDX-License-Identifier: EUPL-1.2
"""Copies the front-end files of others into the repository, and checks that they are untouched.

``python tools/vendor.py`` fetches them with npm and writes the manifest;
``python tools/vendor.py --check`` needs neither npm nor network and ends with 1 on a difference.
"""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

WORTEL = Path(__file__).resolve().parent.parent
MANIFEST = "portal/static/manifest.json"
CSS, ICONEN = "portal/static/css/vendor.css", "portal/static/img/icons.svg"
TOKEN = re.compile(r"^\s*(--[\w-]+):\s*(.+?);", re.M)
GELEZEN = re.compile(r"var\(\s*(--[\w-]+)")
NOTICE = """/*!
 * NL Design System components of @utrecht/component-library-css, and the component tokens of
 * @nl-design-system-unstable/voorbeeld-design-tokens. EUPL-1.2, see LICENSE-EUPL.md.
 * Made by tools/vendor.py: do not edit. The look is in theme/.
 */
"""


def stylesheet(modules: Path, keuze: dict[str, object]) -> str:
    """The chosen components, and of the tokens only those they read; --basis-* is the theme's."""
    namen = [str(n) for n in keuze["componenten"]]  # type: ignore[union-attr,attr-defined]
    delen = [
        (modules / "@utrecht" / f"{naam}-css" / "dist" / "index.min.css").read_text("utf-8")
        for naam in namen
    ]
    css = "\n".join(re.sub(r"/\*.*?\*/", "", deel, flags=re.S) for deel in delen)
    bron = re.sub(r"/\*.*?\*/", "", (modules / str(keuze["tokens"])).read_text("utf-8"), flags=re.S)
    waarden = dict(TOKEN.findall(bron))
    nodig, open_ = {}, set(GELEZEN.findall(css))
    while open_:
        naam = open_.pop()
        if naam in waarden and naam not in nodig and not naam.startswith("--basis-"):
            nodig[naam] = waarden[naam]
            open_ |= set(GELEZEN.findall(waarden[naam]))
    tokens = "".join(f"{naam}:{nodig[naam]};" for naam in sorted(nodig))
    return f"{NOTICE}:root{{{tokens}}}\n{css}\n"


def sprite(modules: Path, keuze: dict[str, object]) -> str:
    """All icons as symbols in one file (Tabler, MIT)."""
    map_ = modules / "@tabler" / "icons" / "icons" / "outline"
    symbolen = []
    for naam in keuze["iconen"]:  # type: ignore[attr-defined]
        svg = (map_ / f"{naam}.svg").read_text("utf-8")
        inhoud = svg[svg.index("\n>") + 2 : svg.rindex("</svg>")]
        paden = " ".join(inhoud.split()).replace("> <", "><")
        symbolen.append(
            f'<symbol id="{naam}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
            f' stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{paden}</symbol>'
        )
    regels = "\n".join(symbolen)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg">\n<!-- Tabler Icons, MIT -->\n{regels}\n</svg>\n'
    )


def haal() -> None:
    """Install with npm by the lock file, copy, and write the manifest."""
    node = WORTEL / "tools" / "node"
    subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=node, check=True
    )
    modules, keuze = node / "node_modules", json.loads((WORTEL / "tools/vendor.json").read_text())
    inhoud = {doel: (modules / bron).read_bytes() for doel, bron in keuze["bestanden"].items()}
    inhoud[CSS] = stylesheet(modules, keuze).encode()
    inhoud[ICONEN] = sprite(modules, keuze).encode()
    lijst = json.loads((node / "package.json").read_text())
    pakketten = dict(sorted((lijst["dependencies"] | lijst["devDependencies"]).items()))
    for doel, bytes_ in inhoud.items():
        (WORTEL / doel).parent.mkdir(parents=True, exist_ok=True)
        (WORTEL / doel).write_bytes(bytes_)
    manifest = {
        "pakketten": {
            naam: {
                "versie": versie,
                "licentie": json.loads((modules / naam / "package.json").read_text())["license"],
            }
            for naam, versie in pakketten.items()
        },
        "bestanden": {doel: hashlib.sha256(b).hexdigest() for doel, b in sorted(inhoud.items())},
    }
    (WORTEL / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


def verschillen(wortel: Path) -> list[str]:
    """The vendored files under ``wortel`` that are missing or not as the manifest says."""
    manifest = json.loads((wortel / MANIFEST).read_text("utf-8"))
    return [
        doel
        for doel, som in manifest["bestanden"].items()
        if not (wortel / doel).is_file()
        or hashlib.sha256((wortel / doel).read_bytes()).hexdigest() != som
    ]


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        anders = verschillen(WORTEL)
        print("\n".join(f"gewijzigd: {doel}" for doel in anders) or "vendor: alles als vastgelegd")
        raise SystemExit(bool(anders))
    haal()
