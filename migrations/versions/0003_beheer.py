# SPDX-License-Identifier: EUPL-1.2
"""What beheer needs: versions of forms, ends of rollen and kenmerken, imports, requests for codes.

Columns are added one by one in SQL that both databases take: remaking a table on SQLite would
run into the rows that point at it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
MET_VERSIE = ("kenmerk", "kenmerksoort", "onderwerp", "sector", "taak")
MET_EINDE = ("beheerdersrol", "kenmerk", "rol")
MET_PSEUDONIEM = ("koppeling", "sessie")
NAAR_ORGANISATIE = (("codeverzoek", "organisatie_id"), ("organisatie", "opgegaan_in_id"))


AUDIT = (("uitkomst", "op"), ("gebeurtenis", "uitkomst", "op"), ("referentie",))


def upgrade() -> None:
    """Add the columns and the two tables of an import."""
    for tabel in MET_VERSIE:
        op.add_column(tabel, sa.Column("versie", sa.Integer, nullable=False, server_default="1"))
    for tabel in MET_EINDE:
        op.add_column(tabel, sa.Column("beeindigd_op", MOMENT))
    for tabel in MET_PSEUDONIEM:
        op.add_column(tabel, sa.Column("pseudoniem", sa.String(64)))
    op.add_column("codeverzoek", sa.Column("op", MOMENT))
    op.add_column("teller", sa.Column("gewijzigd_op", MOMENT))
    op.create_index("ix_teller_gewijzigd_op", "teller", ["gewijzigd_op"])
    op.create_index("ix_autorisatie_geldig_tot", "autorisatie", ["geldig_tot"])
    for tabel, kolom in NAAR_ORGANISATIE:
        op.execute(
            f"ALTER TABLE {tabel} ADD COLUMN {kolom} INTEGER "
            f"CONSTRAINT fk_{tabel}_{kolom} REFERENCES organisatie (id)"
        )
    op.create_index("ix_codeverzoek_organisatie_id", "codeverzoek", ["organisatie_id"])
    for kolommen in AUDIT:
        op.create_index(_naam(kolommen), "auditrecord", list(kolommen))
    _maak_importbestand()


def _naam(kolommen: tuple[str, ...]) -> str:
    return f"ix_auditrecord_{'_'.join(k for k in kolommen if k != 'op')}"


def _maak_importbestand() -> None:
    op.create_table(
        "importbestand",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("door_id", sa.Integer, nullable=False),
        sa.Column("organisatie_id", sa.Integer, nullable=False),
        sa.Column("naam", sa.String(200), nullable=False),
        sa.Column("inhoud", sa.LargeBinary),
        sa.Column("aangemaakt_op", MOMENT, nullable=False),
        sa.Column("uitgevoerd_op", MOMENT),
        sa.Column("afgerond_op", MOMENT),
        sa.CheckConstraint(
            "afgerond_op IS NULL OR inhoud IS NULL", name="ck_importbestand_afgerond_is_gewist"
        ),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name="fk_importbestand_door_id"),
        sa.ForeignKeyConstraint(
            ["organisatie_id"], ["organisatie.id"], name="fk_importbestand_organisatie_id"
        ),
    )
    for kolom in ("aangemaakt_op", "door_id", "organisatie_id"):
        op.create_index(f"ix_importbestand_{kolom}", "importbestand", [kolom])
    op.create_table(
        "importbestand_gebruiker",
        sa.Column("importbestand_id", sa.Integer, primary_key=True),
        sa.Column("gebruiker_id", sa.Integer, primary_key=True),
        sa.ForeignKeyConstraint(
            ["importbestand_id"],
            ["importbestand.id"],
            name="fk_importbestand_gebruiker_importbestand_id",
        ),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name="fk_importbestand_gebruiker_gebruiker_id"
        ),
    )
    op.create_index(
        "ix_importbestand_gebruiker_gebruiker_id", "importbestand_gebruiker", ["gebruiker_id"]
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("importbestand_gebruiker")
    op.drop_table("importbestand")
    for kolommen in AUDIT:
        op.drop_index(_naam(kolommen), "auditrecord")
    op.drop_index("ix_codeverzoek_organisatie_id", "codeverzoek")
    op.drop_index("ix_autorisatie_geldig_tot", "autorisatie")
    op.drop_index("ix_teller_gewijzigd_op", "teller")
    weg = [
        *NAAR_ORGANISATIE,
        ("teller", "gewijzigd_op"),
        ("codeverzoek", "op"),
        *((tabel, "pseudoniem") for tabel in MET_PSEUDONIEM),
        *((tabel, "beeindigd_op") for tabel in MET_EINDE),
        *((tabel, "versie") for tabel in MET_VERSIE),
    ]
    for tabel, kolom in weg:
        op.drop_column(tabel, kolom)
