# SPDX-License-Identifier: EUPL-1.2
"""The audit trail: in the same transaction, without secrets, chained (R31, R33)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import audit, migratie
from portal.models import Auditrecord, Gebruiker, Organisatie
from tests.conftest import NU
from tests.harnas import fabriek
from tests.harnas.database import nieuwe_database


@pytest.fixture
def sessie(soort_database: str, tmp_path: Path, app: object) -> Iterator[Session]:
    """A session on a database of its own: these tests really commit."""
    with nieuwe_database(soort_database, tmp_path) as url:
        motor = sa.create_engine(url, poolclass=sa.NullPool)
        migratie.breng_naar(motor)
        with Session(motor) as eigen:
            audit.zet_actor(eigen, audit.Actor("gebruiker", 7, "192.0.2.1", "REF"))
            yield eigen
        motor.dispose()


def records(sessie: Session) -> list[Auditrecord]:
    return list(sessie.scalars(sa.select(Auditrecord).order_by(Auditrecord.nummer)))


def test_r31_een_wijziging_staat_met_wie_wat_en_waarvandaan_in_het_spoor(sessie: Session) -> None:
    gebruiker = fabriek.maak_gebruiker(sessie, nu=NU)
    sessie.commit()
    gebruiker.achternaam = "Nieuw"
    sessie.commit()
    laatste = records(sessie)[-1]
    assert laatste.gebeurtenis == "gebruiker.gewijzigd"
    assert (laatste.actor_id, laatste.herkomst, laatste.referentie) == (7, "192.0.2.1", "REF")
    assert laatste.organisatie_id == gebruiker.organisatie_id
    assert laatste.gegevens["achternaam"][1] == "Nieuw"


def test_r31_wat_niet_doorgaat_laat_geen_spoor(sessie: Session) -> None:
    fabriek.maak_gebruiker(sessie, nu=NU)
    audit.leg_vast(sessie, "iets", "gelukt")
    sessie.rollback()
    sessie.commit()
    assert records(sessie) == []


def test_r31_een_lijst_van_verwijzingen_toont_wat_erbij_kwam_en_eraf_ging(sessie: Session) -> None:
    organisatie = fabriek.maak_organisatie(sessie)
    kenmerk = fabriek.maak_kenmerk(sessie)
    sessie.commit()
    organisatie.kenmerken.append(kenmerk)
    sessie.commit()
    assert records(sessie)[-1].gegevens["kenmerken"] == {"erbij": [kenmerk.id], "eraf": []}


def test_r33_geheime_kolommen_staan_er_niet_in(sessie: Session) -> None:
    gebruiker = fabriek.maak_gebruiker(sessie, nu=NU, wachtwoord_hash="h", token_geheim=b"t")
    sessie.commit()
    gegevens = records(sessie)[-1].gegevens
    for naam in ("gebruikersnaam", "wachtwoord_hash", "token_geheim"):
        assert gegevens[naam] == "***"
    assert gebruiker.gebruikersnaam not in str(gegevens)


def test_r31_een_wijziging_in_bulk_langs_het_spoor_wordt_geweigerd(sessie: Session) -> None:
    with pytest.raises(audit.Onvastgelegd):
        sessie.execute(sa.update(Gebruiker).values(achternaam="x"))
    with pytest.raises(audit.Onvastgelegd):
        sessie.execute(sa.delete(Organisatie))


def test_r31_de_keten_klopt_en_verraadt_elke_ingreep(sessie: Session, soort_database: str) -> None:
    for nummer in range(5):
        audit.leg_vast(sessie, "iets", "gelukt", nummer=nummer)
    sessie.commit()
    assert audit.verifieer(sessie) == (5, None)
    zonder_bewaking = (
        ["DROP TRIGGER auditrecord_geen_UPDATE", "DROP TRIGGER auditrecord_geen_DELETE"]
        if soort_database == "sqlite"
        else ["ALTER TABLE auditrecord DISABLE TRIGGER ALL"]
    )
    for opdracht in [*zonder_bewaking, "UPDATE auditrecord SET uitkomst = 'x' WHERE nummer = 3"]:
        sessie.execute(sa.text(opdracht))
    sessie.expire_all()
    assert audit.verifieer(sessie) == (2, 3)
    sessie.execute(sa.text("UPDATE auditrecord SET uitkomst = 'gelukt' WHERE nummer = 3"))
    sessie.execute(sa.text("DELETE FROM auditrecord WHERE nummer = 2"))
    sessie.expire_all()
    assert audit.verifieer(sessie) == (1, 3)


def test_r31_een_teruggedraaid_deel_neemt_alleen_zijn_eigen_regels_mee(sessie: Session) -> None:
    """Also after a failed flush, which rolls back on its own before the savepoint does."""
    gebruiker = fabriek.maak_gebruiker(sessie, nu=NU)
    audit.leg_vast(sessie, "ervoor", "gelukt")
    with pytest.raises(sa.exc.IntegrityError), sessie.begin_nested():
        fabriek.maak_kenmerk(sessie)
        audit.leg_vast(sessie, "erin", "gelukt")
        fabriek.maak_gebruiker(sessie, nu=NU, gebruikersnaam=gebruiker.gebruikersnaam)
    with sessie.begin_nested():
        audit.leg_vast(sessie, "gebleven", "gelukt")
    assert records(sessie) == [], "de keten wordt pas bij het vastleggen gepakt"
    sessie.commit()
    gebeurtenissen = [record.gebeurtenis for record in records(sessie)]
    assert gebeurtenissen[-2:] == ["ervoor", "gebleven"]
    assert "kenmerk.gemaakt" not in gebeurtenissen
    assert audit.verifieer(sessie) == (len(gebeurtenissen), None)
