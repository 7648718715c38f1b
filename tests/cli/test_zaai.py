# SPDX-License-Identifier: EUPL-1.2
"""``zaai``: an empty database filled, and a portal that works on it."""

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import audit
from portal.models import Gebruiker
from tests.cli.conftest import Draai
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

OPDRACHT = ("zaai", "--gebruikers", "200", "--organisaties", "20", "--audit", "100")


def genodigden(draai: Draai) -> list[dict[str, str]]:
    uitkomst = draai(*OPDRACHT)
    assert uitkomst.exit_code == 0, uitkomst.stderr
    gevonden: list[dict[str, str]] = json.loads(uitkomst.stdout)["gebruikers"]
    return gevonden


def test_op_stdout_staat_wie_kan_koppelen_en_op_stderr_de_voortgang(draai: Draai) -> None:
    uitkomst = draai(*OPDRACHT)
    gebruikers = json.loads(uitkomst.stdout)["gebruikers"]
    assert [een["soort"] for een in gebruikers] == ["medewerker"] * 3 + ["beheerder"]
    assert all(een["activatiecode"] for een in gebruikers)
    for deel in ("organisaties: 20 van 20", "gebruikers: 200 van 200", "100 van 100", "rijen/s"):
        assert deel in uitkomst.stderr


def test_r31_de_keten_klopt_met_de_codes_erbij(draai: Draai, db_sessie: Session) -> None:
    genodigden(draai)
    goed, kapot = audit.verifieer(db_sessie)
    assert goed > 100 and kapot is None


def test_zonder_aantal_komen_er_twee_auditrecords_per_gebruiker(
    draai: Draai, db_sessie: Session
) -> None:
    assert "auditrecords: 120 van 120" in draai("zaai", "--gebruikers", "60").stderr


def test_een_gezaaide_medewerker_kan_koppelen_en_ziet_de_gebruikers(
    draai: Draai, client: Klant, db_sessie: Session
) -> None:
    medewerker = genodigden(draai)[0]
    fabriek.log_in(client, medewerker["kvk"])
    fabriek.tot_laatste_stap(client)
    velden = ("gebruikersnaam", "activatiecode")
    client.post("/koppelen/koppelen", {naam: medewerker[naam] for naam in velden})
    client.volg()
    client.get("/platformbeheer/gebruikers/?status=alle")
    assert "200 resultaten" in client.tekst


def test_een_gezaaide_beheerder_kan_koppelen_en_ziet_de_eigen_gebruikers(
    draai: Draai, client: Klant, db_sessie: Session
) -> None:
    beheerder = genodigden(draai)[-1]
    account = db_sessie.scalars(
        select(Gebruiker).where(Gebruiker.gebruikersnaam == beheerder["gebruikersnaam"])
    ).one()
    fabriek.koppel(client, db_sessie, account, NU)
    client.get("/beheer/gebruikers/")
    assert "resultaten" in client.tekst and "200 resultaten" not in client.tekst


def test_een_tweede_keer_faalt_met_uitleg_op_stderr_en_niets_op_stdout(
    draai: Draai, db_sessie: Session
) -> None:
    draai(*OPDRACHT)
    uitkomst = draai(*OPDRACHT)
    assert (uitkomst.exit_code, uitkomst.stdout) == (1, "")
    assert "niet leeg" in uitkomst.stderr
    assert db_sessie.scalar(select(func.count(Gebruiker.id))) == 200


@pytest.mark.parametrize("woorden", [("--organisaties", "5"), ("--gebruikers", "10")])
def test_getallen_die_niet_kunnen_worden_uitgelegd(
    draai: Draai, db_sessie: Session, woorden: tuple[str, str]
) -> None:
    uitkomst = draai("zaai", *woorden)
    assert (uitkomst.exit_code, uitkomst.stdout) == (1, "")
    assert "minstens" in uitkomst.stderr or "aantal organisaties" in uitkomst.stderr


def test_zonder_migraties_zegt_het_wat_eerst_moet(draai_leeg: Draai) -> None:
    uitkomst = draai_leeg(*OPDRACHT)
    assert uitkomst.exit_code == 1
    assert "db upgrade" in uitkomst.stderr
