# SPDX-License-Identifier: EUPL-1.2
"""The migrations go up, down and up, equal the models, and guard the audit trail (R31)."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from portal import migratie, migratiestand
from portal.db import Base
from tests.harnas.database import nieuwe_database


def test_migraties_gaan_op_en_neer_en_weer_op(soort_database: str, tmp_path: Path) -> None:
    with nieuwe_database(soort_database, tmp_path) as url:
        motor = sa.create_engine(url, poolclass=sa.NullPool)
        assert not migratiestand.is_bij(motor)
        migratie.breng_naar(motor)
        migratie.controleer(motor)
        assert migratiestand.is_bij(motor)
        migratie.breng_terug(motor, "base")
        assert sa.inspect(motor).get_table_names() == ["alembic_version"]
        migratie.breng_naar(motor)
        migratie.controleer(motor)
        motor.dispose()


@pytest.mark.parametrize(
    "opdracht",
    ["UPDATE auditrecord SET uitkomst = 'x'", "DELETE FROM auditrecord", "TRUNCATE auditrecord"],
)
def test_r31_de_database_weigert_een_wijziging_van_het_auditspoor(
    soort_database: str, tmp_path: Path, opdracht: str
) -> None:
    if opdracht.startswith("TRUNCATE") and soort_database == "sqlite":
        opdracht = "DELETE FROM auditrecord WHERE 1 = 1"
    with nieuwe_database(soort_database, tmp_path) as url:
        motor = sa.create_engine(url, poolclass=sa.NullPool)
        migratie.breng_naar(motor)
        kolommen = "nummer, op, actor_soort, herkomst, gebeurtenis, uitkomst, object_soort,"
        with motor.begin() as verbinding:
            verbinding.execute(
                sa.text(
                    f"INSERT INTO auditrecord ({kolommen} referentie, gegevens, vorige_hash, hash)"
                    " VALUES (1, '2026-11-24', '', '', '', '', '', '', '{}', '', 'h')"
                )
            )
        with pytest.raises(sa.exc.DBAPIError, match="alleen erbij"), motor.begin() as verbinding:
            verbinding.execute(sa.text(opdracht))
        motor.dispose()


SOORT = {
    sa.PrimaryKeyConstraint: "pk_{tabel}",
    sa.ForeignKeyConstraint: "fk_{tabel}_{kolommen}",
    sa.UniqueConstraint: "uq_{tabel}_{kolommen}",
    sa.CheckConstraint: "ck_{tabel}_",
}


def test_elke_constraint_heet_naar_zijn_soort_tabel_en_kolommen() -> None:
    motor = sa.create_engine("sqlite://")
    for tabel in Base.metadata.tables.values():
        for constraint in tabel.constraints:
            naam = motor.dialect.identifier_preparer.format_constraint(constraint)
            kolommen = "_".join(kolom.name for kolom in constraint.columns)
            begin = SOORT[type(constraint)].format(tabel=tabel.name, kolommen=kolommen)
            assert naam and naam.startswith(begin), (tabel.name, naam, begin)
