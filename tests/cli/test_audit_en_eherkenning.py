# SPDX-License-Identifier: EUPL-1.2
"""``audit verifieer`` (R31) and ``eherkenning metadata``."""

import pytest
import sqlalchemy as sa
from flask import Flask
from lxml import etree
from sqlalchemy.orm import Session

from portal import audit
from tests.cli.conftest import Draai

MD = "{urn:oasis:names:tc:SAML:2.0:metadata}"


def test_r31_verifieer_telt_de_records_van_een_hele_keten(draai: Draai, db_sessie: Session) -> None:
    for nummer in range(3):
        audit.leg_vast(db_sessie, "iets", "gelukt", nummer=nummer)
    db_sessie.commit()
    uitkomst = draai("audit", "verifieer")
    assert (uitkomst.exit_code, uitkomst.stdout) == (0, "3 records kloppen\n")


def test_r31_verifieer_noemt_het_eerste_record_dat_niet_klopt(
    draai: Draai, db_sessie: Session
) -> None:
    for nummer in range(3):
        audit.leg_vast(db_sessie, "iets", "gelukt", nummer=nummer)
    db_sessie.commit()
    db_sessie.execute(
        sa.text(
            "INSERT INTO auditrecord (nummer, op, actor_soort, herkomst, gebeurtenis, uitkomst,"
            " object_soort, referentie, gegevens, vorige_hash, hash)"
            " VALUES (4, '2026-11-24', '', '', '', '', '', '', '{}', '', 'vals')"
        )
    )
    db_sessie.commit()
    uitkomst = draai("audit", "verifieer")
    assert uitkomst.exit_code == 1
    assert uitkomst.stdout == ""
    assert "Record 4 klopt niet; 3 records ervoor kloppen" in uitkomst.stderr


def test_metadata_op_stdout_is_die_van_het_portaal(draai: Draai, app: Flask) -> None:
    uitkomst = draai("eherkenning", "metadata")
    assert uitkomst.exit_code == 0
    wortel = etree.fromstring(uitkomst.stdout.encode())
    assert wortel.tag == f"{MD}EntityDescriptor"
    assert wortel.get("entityID") == app.extensions["config"].eherkenning_entity_id
    adressen = [acs.get("Location") for acs in wortel.iter(f"{MD}AssertionConsumerService")]
    assert f"{app.extensions['config'].base_url}/eherkenning/acs" in adressen


def test_catalogus_op_stdout_noemt_onze_dienst(draai: Draai, app: Flask) -> None:
    uitkomst = draai("eherkenning", "catalogus")
    assert uitkomst.exit_code == 0, uitkomst.stderr
    wortel = etree.fromstring(uitkomst.stdout.encode())
    assert wortel.tag == "{urn:etoegang:1.13:service-catalog}ServiceCatalogue"
    assert app.extensions["config"].eherkenning_service_id in uitkomst.stdout


@pytest.mark.parametrize("woorden", [("onbekend",), ("db", "onbekend"), ("audit", "onbekend")])
def test_een_commando_dat_niet_bestaat_eindigt_met_2(
    draai: Draai, woorden: tuple[str, ...]
) -> None:
    assert draai(*woorden).exit_code == 2
