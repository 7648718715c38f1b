# SPDX-License-Identifier: EUPL-1.2
"""The commands ``demo`` and ``demo-codes``, and the invitation that they print."""

import json
import os
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo import uitnodiging
from portal.demo.codes import Demogebruiker
from portal.models import Gebruiker, Koppeling
from tests.conftest import NU, Klok

VELDEN = {"gebruikersnaam", "activatiecode", "kvk", "soort", "organisatie", "email"}
Draai = Callable[..., Result]


@pytest.fixture
def draai(app: Flask, db_sessie: Session, klok: Klok, instance: Path) -> Iterator[Draai]:
    """``draai("demo", "--json")``: run a command on an empty database."""
    yield lambda *woorden: app.test_cli_runner().invoke(args=list(woorden))
    uitnodiging.vergeet(instance)


def verouder(pad: Path, klok: Klok) -> None:
    """Give the kept invitation the age that the standing clock cannot."""
    os.utime(pad, (klok.nu.timestamp(), klok.nu.timestamp()))


def test_json_geeft_op_stdout_alleen_json_met_precies_de_velden_van_het_contract(
    draai: Draai, instance: Path
) -> None:
    uitkomst = draai("demo", "--json")
    assert uitkomst.exit_code == 0, uitkomst.output
    gebruikers = json.loads(uitkomst.stdout)["gebruikers"]
    assert all(set(een) == VELDEN and all(een.values()) for een in gebruikers)
    assert {een["soort"] for een in gebruikers} == {"gebruiker", "beheerder", "medewerker"}
    assert not (instance / uitnodiging.BESTAND).exists()


def test_een_tweede_keer_faalt_met_uitleg_op_stderr_en_niets_op_stdout(draai: Draai) -> None:
    draai("demo", "--json")
    uitkomst = draai("demo", "--json")
    assert uitkomst.exit_code == 1
    assert uitkomst.stdout == ""
    assert "niet leeg" in uitkomst.stderr


def test_de_uitnodiging_staat_in_een_bestand_dat_alleen_de_eigenaar_leest(
    draai: Draai, instance: Path, app: Flask
) -> None:
    tekst = draai("demo").stdout
    pad = instance / uitnodiging.BESTAND
    assert stat.S_IMODE(pad.stat().st_mode) == 0o600
    assert pad.read_text("utf-8") in tekst
    for deel in ("/demo/post", "Hoger onderwijs", "KvK-nummer", "tokengeheim", "medewerker"):
        assert deel in tekst
    assert app.extensions["config"].base_url in tekst


def test_de_uitnodiging_begint_met_twee_gebruikers_van_verschillende_organisaties(
    uitgenodigden: list[Demogebruiker],
) -> None:
    tekst = uitnodiging.maak(uitgenodigden, "http://127.0.0.1:8000", NU)
    voluit = [regel.split()[-1] for regel in tekst.splitlines() if "KvK-nummer   " in regel]
    assert len(voluit) == 5
    assert voluit[0] != voluit[1]
    for gebruiker in uitgenodigden:
        assert tekst.count(gebruiker.activatiecode) == 1
        assert tekst.count(gebruiker.gebruikersnaam) == 1
    assert all(len(regel) <= 120 for regel in tekst.splitlines())


def test_opnieuw_starten_toont_dezelfde_codes_zolang_ze_geldig_zijn(
    draai: Draai, instance: Path, klok: Klok
) -> None:
    eerste = draai("demo").stdout
    verouder(instance / uitnodiging.BESTAND, klok)
    klok.verder(timedelta(hours=24, seconds=-1))
    assert draai("demo-codes").stdout == eerste
    klok.verder(timedelta(seconds=1))
    tweede = draai("demo-codes").stdout
    assert tweede != eerste
    assert "26 november 2026" in tweede


def test_nieuwe_codes_kunnen_ook_eerder(draai: Draai) -> None:
    eerste = draai("demo").stdout
    assert draai("demo-codes", "--nieuw").stdout != eerste


def test_demo_codes_noemt_wie_al_gekoppeld_is(draai: Draai, db_sessie: Session, klok: Klok) -> None:
    draai("demo")
    jan = db_sessie.scalars(select(Gebruiker).where(Gebruiker.achternaam == "Vries")).one()
    db_sessie.add(
        Koppeling(
            gebruiker=jan,
            middel_kvk="a" * 64,
            niveau="loa3",
            gelegd_op=klok.nu,
            laatste_login_op=klok.nu,
        )
    )
    db_sessie.commit()
    tekst = draai("demo-codes", "--nieuw").stdout
    assert "J. de Vries (99903428)" in tekst.splitlines()[-1]
    assert jan.gebruikersnaam not in tekst


def test_demo_codes_op_een_lege_database_zegt_wat_u_moet_doen(draai: Draai) -> None:
    uitkomst = draai("demo-codes")
    assert uitkomst.exit_code == 1
    assert "Laad eerst" in uitkomst.stderr
