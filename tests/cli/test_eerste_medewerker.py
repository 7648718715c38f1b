# SPDX-License-Identifier: EUPL-1.2
"""``eerste-medewerker``: one staff account, on a database that has none (R4, R5, R31)."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Activatiecode, Auditrecord, Bericht, Gebruiker, Organisatie
from portal.models.soorten import Medewerkersrol, Organisatiesoort
from tests.cli.conftest import Draai
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.klant import Klant

OPDRACHT = ("eerste-medewerker", "--email", "e.hofman@example.nl", "--naam", "E. Hofman")


def test_alleen_de_gebruikersnaam_staat_op_stdout(draai: Draai, db_sessie: Session) -> None:
    uitkomst = draai(*OPDRACHT)
    assert uitkomst.exit_code == 0, uitkomst.output
    gebruiker = db_sessie.scalars(select(Gebruiker)).one()
    assert uitkomst.stdout == f"{gebruiker.gebruikersnaam}\n"
    assert gebruiker.naam == "E. Hofman"
    assert gebruiker.medewerkersrol is Medewerkersrol.MEDEWERKER


def test_de_organisatie_heet_vanzelf_naar_het_portaal_met_het_kvk_nummer_van_de_entity_id(
    draai: Draai, db_sessie: Session
) -> None:
    draai(*OPDRACHT)
    organisatie = db_sessie.scalars(select(Organisatie)).one()
    assert (organisatie.naam, organisatie.kvk) == ("Mijn DUO", "99999999")
    assert organisatie.soort is Organisatiesoort.UITVOERDER


def test_een_organisatie_die_er_al_is_wordt_gebruikt(draai: Draai, db_sessie: Session) -> None:
    bestaand = fabriek.maak_organisatie(db_sessie, naam="Uitvoerder")
    db_sessie.commit()
    uitkomst = draai(*OPDRACHT, "--organisatie", "Iets anders", "--kvk", bestaand.kvk)
    assert uitkomst.exit_code == 0, uitkomst.output
    gebruiker = db_sessie.scalars(select(Gebruiker)).one()
    assert gebruiker.organisatie is bestaand and bestaand.naam == "Uitvoerder"


def test_r5_de_code_gaat_per_mail_en_staat_nergens_leesbaar(
    draai: Draai, db_sessie: Session
) -> None:
    uitkomst = draai(*OPDRACHT)
    mail = db_sessie.scalars(select(Bericht)).one()
    assert mail.aan == "e.hofman@example.nl"
    assert db_sessie.scalars(select(Activatiecode)).one().code_hash not in uitkomst.output
    assert not re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}", uitkomst.output)


def test_een_tweede_wordt_geweigerd_en_verandert_niets(draai: Draai, db_sessie: Session) -> None:
    draai(*OPDRACHT)
    uitkomst = draai(*OPDRACHT)
    assert uitkomst.exit_code == 1
    assert uitkomst.stdout == ""
    assert "Er is al een medewerker" in uitkomst.stderr
    assert db_sessie.scalar(select(func.count()).select_from(Gebruiker)) == 1


@pytest.mark.parametrize(
    ("woorden", "uitleg"),
    [
        (("--email", "geen adres"), "geen e-mailadres"),
        (("--kvk", "1234"), "8 cijfers"),
        (("--naam", "  "), "Geef een naam op"),
    ],
)
def test_verkeerde_invoer_wordt_uitgelegd_en_er_blijft_niets_achter(
    draai: Draai, db_sessie: Session, woorden: tuple[str, str], uitleg: str
) -> None:
    uitkomst = draai(*OPDRACHT, *woorden)
    assert uitkomst.exit_code == 1
    assert uitleg in uitkomst.stderr
    assert db_sessie.scalar(select(func.count()).select_from(Gebruiker)) == 0


def test_r31_het_spoor_noemt_het_account_en_geen_geheim(draai: Draai, db_sessie: Session) -> None:
    gebruikersnaam = draai(*OPDRACHT).stdout.strip()
    spoor = db_sessie.scalars(select(Auditrecord)).all()
    assert {"gebruiker.gemaakt", "activatiecode.gemaakt"} <= {r.gebeurtenis for r in spoor}
    assert {record.actor_soort for record in spoor} == {"systeem"}
    assert gebruikersnaam not in str([record.gegevens for record in spoor])


def test_de_eerste_medewerker_kan_koppelen(draai: Draai, client: Klant, db_sessie: Session) -> None:
    draai(*OPDRACHT)
    gebruiker = db_sessie.scalars(select(Gebruiker)).one()
    fabriek.koppel(client, db_sessie, gebruiker, NU)
    assert "E. Hofman" in client.tekst
