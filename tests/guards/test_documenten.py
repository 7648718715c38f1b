# SPDX-License-Identifier: EUPL-1.2
"""The documents say what is true, and the names that others rely on are there."""

import re

import click
import pytest
from flask import Flask

from portal.config import NAMES
from tests.guards.bron import DOCUMENTEN, EIGEN, TESTS, WORTEL, bestanden, naam, tekst

# The names that operators rely on: renaming one needs an issue.
INSTELLINGEN = """
DATABASE_URL REDIS_URL SECRET_KEY BASE_URL MAIL_URL MAIL_FROM EHERKENNING_IDP_METADATA
EHERKENNING_ENTITY_ID EHERKENNING_KEY EHERKENNING_CERT EHERKENNING_KEY_NEXT EHERKENNING_CERT_NEXT
EHERKENNING_SERVICE_UUID EHERKENNING_SERVICE_ID TRUSTED_PROXIES RATELIMIT_ENABLED DEMO THEME NAAM
"""
COMMANDOS = {"db upgrade", "db check", "db downgrade", "demo", "eerste-medewerker", "worker",
             "onderhoud", "audit verifieer", "eherkenning metadata",
             "eherkenning catalogus"}  # fmt: skip
DOELEN = {"run", "test", "sure", "bench"}
VERPLICHT = """
publiccodeYmlVersion name url platforms developmentStatus softwareType organisation.uri
description.nl.shortDescription description.nl.longDescription description.nl.features
legal.license maintenance.type maintenance.contacts localisation.localisationReady
localisation.availableLanguages
"""


def alle_commandos(groep: click.Group, voor: str = "") -> set[str]:
    """Every command of the portal by its whole name; Flask's own are left out."""
    ctx = click.Context(groep)
    uit: set[str] = set()
    for woord in groep.list_commands(ctx):
        commando = groep.get_command(ctx, woord)
        if isinstance(commando, click.Group):
            uit |= alle_commandos(commando, f"{voor}{woord} ")
        else:
            uit.add(f"{voor}{woord}")
    return uit


def test_elke_afgesproken_instelling_bestaat_en_elke_instelling_staat_in_de_uitleg() -> None:
    assert {f"MIJNDUO_{n}" for n in INSTELLINGEN.split()} <= NAMES
    genoemd = set(re.findall(r"`([A-Z_]+)`", tekst("docs/uitrol.md")))
    assert {n.removeprefix("MIJNDUO_") for n in NAMES} <= genoemd


def test_elk_afgesproken_commando_bestaat_en_elk_commando_staat_in_de_uitleg(app: Flask) -> None:
    assert isinstance(app.cli, click.Group)
    bestaat = alle_commandos(app.cli)
    assert bestaat >= COMMANDOS
    uitleg = tekst("docs/uitrol.md")
    assert not [c for c in bestaat if not re.search(rf"`{re.escape(c)}[` \[]", uitleg)]


def test_elk_doel_van_make_staat_in_de_uitleg_en_andersom() -> None:
    doelen = set(re.findall(r"^([a-z]+):.*##", tekst("Makefile"), re.M))
    assert doelen >= DOELEN
    genoemd = set(re.findall(r"`make ([a-z]+)", tekst("README.md")))
    assert genoemd >= doelen - {"help"} and genoemd <= doelen


def test_de_tabel_waar_staat_wat_klopt() -> None:
    tabel = tekst("README.md").split("## Waar staat")[1].split("\n## ")[0]
    paden = re.findall(r"`([\w/.-]+)`", tabel)
    assert len(paden) > 20
    assert not [pad for pad in paden if not (WORTEL / pad).is_file()]


def test_elke_verwijzing_in_een_document_komt_ergens_uit() -> None:
    for pad in DOCUMENTEN:
        for doel in re.findall(r"\]\(([^)#\s]+)", tekst(pad)):
            assert "://" in doel or (pad.parent / doel).exists(), (naam(pad), doel)


@pytest.mark.parametrize("uitleg", ["docs/eherkenning.md", "docs/normen.md"])
def test_elke_test_die_een_norm_bewijst_bestaat(uitleg: str) -> None:
    genoemd = set(re.findall(r"`(test_\w+)`", tekst(uitleg)))
    bron = "\n".join(tekst(pad) for pad in TESTS)
    assert len(genoemd) > 40
    assert not [n for n in genoemd if not re.search(rf"^def {n}\(", bron, re.M)]


def test_elk_woord_van_een_scherm_in_de_uitleg_staat_op_een_scherm() -> None:
    schermen = [*EIGEN, *bestanden("*.html", "templates"), *bestanden("*.toml", "portal/demo")]
    bron = "\n".join(tekst(pad) for pad in schermen)
    for uitleg in ("docs/gebruik.md", "docs/beheer.md"):
        genoemd = re.findall(r"‘([^’]+)’", " ".join(tekst(uitleg).split()))
        delen = [deel for een in genoemd for deel in een.split(" … ")]
        assert len(delen) > 5 and not [deel for deel in delen if deel not in bron], uitleg


def test_elk_besluit_staat_in_de_lijst() -> None:
    besluiten = {pad.name for pad in (WORTEL / "docs/adr").glob("[0-9]*.md")} - {"0000-index.md"}
    lijst = re.findall(r"\]\(([^)]+)\)", tekst("docs/adr/0000-index.md"))
    assert sorted(lijst) == sorted(besluiten)
    nummers = [int(besluit[:4]) for besluit in sorted(besluiten)]
    assert nummers == list(range(1, len(nummers) + 1))


def test_elk_begrip_heet_in_de_code_zoals_in_de_woordenlijst() -> None:
    laatste_kolom = re.findall(r"\| ([^|]+) \|$", tekst("docs/begrippen.md"), re.M)
    namen = re.findall(r"`([A-Z]\w+)[.`]", " ".join(laatste_kolom))
    assert len(namen) > 15
    bron = "\n".join(tekst(pad) for pad in EIGEN)
    assert not [n for n in namen if not re.search(rf"^class {n}\b", bron, re.M)]


@pytest.mark.parametrize("pad", ["README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md",
                                 "SECURITY.md", "GOVERNANCE.md", "CODE_OF_CONDUCT.md",
                                 "publiccode.yml", ".ci/run", "docs/begrippen.md"])  # fmt: skip
def test_wat_een_ander_verwacht_is_er(pad: str) -> None:
    assert tekst(pad).strip()


def sleutels(yaml: str) -> dict[str, str]:
    """The keys of a YAML file of plain mappings, dotted, with what is on their line."""
    pad: list[tuple[int, str]] = []
    uit: dict[str, str] = {}
    for inspringing, sleutel, waarde in re.findall(r"^( *)(\w+):(.*)$", yaml, re.M):
        pad = [p for p in pad if p[0] < len(inspringing)] + [(len(inspringing), sleutel)]
        uit[".".join(woord for _, woord in pad)] = waarde.strip().strip("\"'")
    return uit


def test_publiccode_yml_heeft_wat_de_standaard_vraagt() -> None:
    waarden = sleutels(tekst("publiccode.yml"))
    assert not [sleutel for sleutel in VERPLICHT.split() if sleutel not in waarden]
    assert len(waarden["description.nl.shortDescription"]) <= 150
    lang = tekst("publiccode.yml").split("longDescription: >")[1].split("features:")[0]
    assert 150 <= len(" ".join(lang.split())) <= 10_000
    assert waarden["legal.license"] == "EUPL-1.2"
    versie = re.search(r'version="([\d.]+)"', tekst("setup.py"))
    assert versie and waarden["softwareVersion"] == versie[1]
    assert f"## {versie[1]}" in tekst("CHANGELOG.md")
