# SPDX-License-Identifier: EUPL-1.2
"""Het hele domein."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "auditrecord",
        sa.Column(
            "nummer",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_soort", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("herkomst", sa.String(length=45), nullable=False),
        sa.Column("gebeurtenis", sa.String(length=60), nullable=False),
        sa.Column("uitkomst", sa.String(length=40), nullable=False),
        sa.Column("object_soort", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=True),
        sa.Column("organisatie_id", sa.Integer(), nullable=True),
        sa.Column("referentie", sa.String(length=20), nullable=False),
        sa.Column("gegevens", sa.JSON(), nullable=False),
        sa.Column("vorige_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("nummer", name=op.f("pk_auditrecord")),
        sa.UniqueConstraint("hash", name=op.f("uq_auditrecord_hash")),
    )
    op.create_index("ix_auditrecord_actor", "auditrecord", ["actor_id", "op"], unique=False)
    op.create_index(
        "ix_auditrecord_gebeurtenis", "auditrecord", ["gebeurtenis", "op"], unique=False
    )
    op.create_index(
        "ix_auditrecord_object", "auditrecord", ["object_soort", "object_id", "op"], unique=False
    )
    op.create_index(op.f("ix_auditrecord_op"), "auditrecord", ["op"], unique=False)
    op.create_index(
        "ix_auditrecord_organisatie", "auditrecord", ["organisatie_id", "op"], unique=False
    )
    op.create_table(
        "beheerdersrol",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("naam", sa.String(length=100), nullable=False),
        sa.Column("omschrijving", sa.Text(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beheerdersrol")),
        sa.UniqueConstraint("code", name=op.f("uq_beheerdersrol_code")),
        sa.UniqueConstraint("naam", name=op.f("uq_beheerdersrol_naam")),
    )
    op.create_table(
        "codeverzoek",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("middel", sa.String(length=64), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codeverzoek")),
        sa.UniqueConstraint("middel", "dag", name=op.f("uq_codeverzoek_middel_dag")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum(
                "privacy",
                "voorwaarden",
                name="soort",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("titel", sa.String(length=150), nullable=False),
        sa.Column("tekst", sa.Text(), nullable=False),
        sa.Column("tekst_hash", sa.String(length=64), nullable=False),
        sa.Column("geldig_vanaf", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(tekst_hash) = 64", name=op.f("ck_document_hash_is_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("soort", "nummer", name=op.f("uq_document_soort_nummer")),
    )
    op.create_table(
        "kenmerksoort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("naam", sa.String(length=100), nullable=False),
        sa.Column("patroon", sa.String(length=100), nullable=False),
        sa.Column("voorbeeld", sa.String(length=40), nullable=False),
        sa.Column("omschrijving", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kenmerksoort")),
        sa.UniqueConstraint("code", name=op.f("uq_kenmerksoort_code")),
        sa.UniqueConstraint("naam", name=op.f("uq_kenmerksoort_naam")),
    )
    op.create_table(
        "mededeling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("titel", sa.String(length=150), nullable=False),
        sa.Column("tekst", sa.Text(), nullable=False),
        sa.Column("van", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tot", sa.DateTime(timezone=True), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("tot IS NULL OR tot > van", name=op.f("ck_mededeling_tot_na_van")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mededeling")),
    )
    op.create_index(op.f("ix_mededeling_van"), "mededeling", ["van"], unique=False)
    op.create_table(
        "onderwerp",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("naam", sa.String(length=100), nullable=False),
        sa.Column("omschrijving", sa.Text(), nullable=False),
        sa.Column("volgorde", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onderwerp")),
        sa.UniqueConstraint("slug", name=op.f("uq_onderwerp_slug")),
    )
    op.create_table(
        "organisatie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column(
            "soort",
            sa.Enum(
                "bestuur",
                "instelling",
                "gemeente",
                "uitvoerder",
                "overig",
                name="soort",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("kvk", sa.String(length=8), nullable=False),
        sa.Column("rsin", sa.String(length=9), nullable=True),
        sa.Column("oin", sa.String(length=20), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("adres", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=7), nullable=False),
        sa.Column("plaats", sa.String(length=100), nullable=False),
        sa.Column("bestuur_email", sa.String(length=254), nullable=True),
        sa.Column("beeindigd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "rsin IS NULL OR rsin <> '000000000'",
            name=op.f("ck_organisatie_rsin_niet_alleen_nullen"),
        ),
        sa.CheckConstraint("length(kvk) = 8", name=op.f("ck_organisatie_kvk_8_cijfers")),
        sa.CheckConstraint(
            "oin IS NULL OR length(oin) = 20", name=op.f("ck_organisatie_oin_20_cijfers")
        ),
        sa.CheckConstraint(
            "parent_id IS NULL OR parent_id <> id", name=op.f("ck_organisatie_niet_eigen_parent")
        ),
        sa.CheckConstraint(
            "rsin IS NULL OR length(rsin) = 9", name=op.f("ck_organisatie_rsin_9_cijfers")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisatie.id"], name=op.f("fk_organisatie_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisatie")),
        sa.UniqueConstraint("kvk", name=op.f("uq_organisatie_kvk")),
        sa.UniqueConstraint("oin", name=op.f("uq_organisatie_oin")),
        sa.UniqueConstraint("rsin", name=op.f("uq_organisatie_rsin")),
    )
    op.create_index(op.f("ix_organisatie_naam"), "organisatie", ["naam"], unique=False)
    op.create_index(op.f("ix_organisatie_parent_id"), "organisatie", ["parent_id"], unique=False)
    op.create_table(
        "rol",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("naam", sa.String(length=100), nullable=False),
        sa.Column("omschrijving", sa.Text(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rol")),
        sa.UniqueConstraint("code", name=op.f("uq_rol_code")),
        sa.UniqueConstraint("naam", name=op.f("uq_rol_naam")),
    )
    op.create_table(
        "samlbericht",
        sa.Column("id_hash", sa.String(length=64), nullable=False),
        sa.Column("bewaar_tot", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_samlbericht")),
    )
    op.create_index(op.f("ix_samlbericht_bewaar_tot"), "samlbericht", ["bewaar_tot"], unique=False)
    op.create_table(
        "sector",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=50), nullable=False),
        sa.Column("naam", sa.String(length=100), nullable=False),
        sa.Column("omschrijving", sa.Text(), nullable=False),
        sa.Column("volgorde", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector")),
        sa.UniqueConstraint("slug", name=op.f("uq_sector_slug")),
    )
    op.create_table(
        "beheerdersrol_bevat",
        sa.Column("beheerdersrol_id", sa.Integer(), nullable=False),
        sa.Column("bevat_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "beheerdersrol_id <> bevat_id", name=op.f("ck_beheerdersrol_bevat_bevat_niet_zichzelf")
        ),
        sa.ForeignKeyConstraint(
            ["beheerdersrol_id"],
            ["beheerdersrol.id"],
            name=op.f("fk_beheerdersrol_bevat_beheerdersrol_id"),
        ),
        sa.ForeignKeyConstraint(
            ["bevat_id"], ["beheerdersrol.id"], name=op.f("fk_beheerdersrol_bevat_bevat_id")
        ),
        sa.PrimaryKeyConstraint(
            "beheerdersrol_id", "bevat_id", name=op.f("pk_beheerdersrol_bevat")
        ),
    )
    op.create_table(
        "beheerdersrol_rol",
        sa.Column("beheerdersrol_id", sa.Integer(), nullable=False),
        sa.Column("rol_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["beheerdersrol_id"],
            ["beheerdersrol.id"],
            name=op.f("fk_beheerdersrol_rol_beheerdersrol_id"),
        ),
        sa.ForeignKeyConstraint(["rol_id"], ["rol.id"], name=op.f("fk_beheerdersrol_rol_rol_id")),
        sa.PrimaryKeyConstraint("beheerdersrol_id", "rol_id", name=op.f("pk_beheerdersrol_rol")),
    )
    op.create_index(
        op.f("ix_beheerdersrol_rol_rol_id"), "beheerdersrol_rol", ["rol_id"], unique=False
    )
    op.create_table(
        "gebruiker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisatie_id", sa.Integer(), nullable=False),
        sa.Column("gebruikersnaam", sa.String(length=8), nullable=False),
        sa.Column("voorletters", sa.String(length=20), nullable=False),
        sa.Column("tussenvoegsel", sa.String(length=20), nullable=False),
        sa.Column("achternaam", sa.String(length=100), nullable=False),
        sa.Column("functie", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("telefoon", sa.String(length=20), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "actief",
                "geblokkeerd",
                "beeindigd",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "medewerkersrol",
            sa.Enum(
                "servicedesk",
                "medewerker",
                name="medewerkersrol",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("aangemeld_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("aangemeld_door_id", sa.Integer(), nullable=True),
        sa.Column("brief_gedownload_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("laatste_login_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("beeindigd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wachtwoord_hash", sa.String(length=200), nullable=True),
        sa.Column("token_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("token_laatste_stap", sa.Integer(), nullable=True),
        sa.Column("token_ingeleverd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'beeindigd') = (beeindigd_op IS NOT NULL)",
            name=op.f("ck_gebruiker_beeindigd_met_tijdstip"),
        ),
        sa.CheckConstraint(
            "(wachtwoord_hash IS NULL) = (token_geheim IS NULL)",
            name=op.f("ck_gebruiker_token_met_wachtwoord"),
        ),
        sa.CheckConstraint(
            "length(gebruikersnaam) = 8", name=op.f("ck_gebruiker_gebruikersnaam_8_tekens")
        ),
        sa.ForeignKeyConstraint(
            ["aangemeld_door_id"], ["gebruiker.id"], name=op.f("fk_gebruiker_aangemeld_door_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisatie_id"], ["organisatie.id"], name=op.f("fk_gebruiker_organisatie_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gebruiker")),
        sa.UniqueConstraint("gebruikersnaam", name=op.f("uq_gebruiker_gebruikersnaam")),
    )
    op.create_index(op.f("ix_gebruiker_achternaam"), "gebruiker", ["achternaam"], unique=False)
    op.create_index(op.f("ix_gebruiker_email"), "gebruiker", ["email"], unique=False)
    op.create_index(
        op.f("ix_gebruiker_organisatie_id"), "gebruiker", ["organisatie_id"], unique=False
    )
    op.create_table(
        "kenmerk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("soort_id", sa.Integer(), nullable=False),
        sa.Column("waarde", sa.String(length=40), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["soort_id"], ["kenmerksoort.id"], name=op.f("fk_kenmerk_soort_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kenmerk")),
        sa.UniqueConstraint("soort_id", "waarde", name=op.f("uq_kenmerk_soort_id_waarde")),
    )
    op.create_index(op.f("ix_kenmerk_waarde"), "kenmerk", ["waarde"], unique=False)
    op.create_table(
        "mededeling_organisatie",
        sa.Column("mededeling_id", sa.Integer(), nullable=False),
        sa.Column("organisatie_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mededeling_id"],
            ["mededeling.id"],
            name=op.f("fk_mededeling_organisatie_mededeling_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisatie_id"],
            ["organisatie.id"],
            name=op.f("fk_mededeling_organisatie_organisatie_id"),
        ),
        sa.PrimaryKeyConstraint(
            "mededeling_id", "organisatie_id", name=op.f("pk_mededeling_organisatie")
        ),
    )
    op.create_index(
        op.f("ix_mededeling_organisatie_organisatie_id"),
        "mededeling_organisatie",
        ["organisatie_id"],
        unique=False,
    )
    op.create_table(
        "mededeling_rol",
        sa.Column("mededeling_id", sa.Integer(), nullable=False),
        sa.Column("rol_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mededeling_id"], ["mededeling.id"], name=op.f("fk_mededeling_rol_mededeling_id")
        ),
        sa.ForeignKeyConstraint(["rol_id"], ["rol.id"], name=op.f("fk_mededeling_rol_rol_id")),
        sa.PrimaryKeyConstraint("mededeling_id", "rol_id", name=op.f("pk_mededeling_rol")),
    )
    op.create_index(op.f("ix_mededeling_rol_rol_id"), "mededeling_rol", ["rol_id"], unique=False)
    op.create_table(
        "mededeling_sector",
        sa.Column("mededeling_id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mededeling_id"], ["mededeling.id"], name=op.f("fk_mededeling_sector_mededeling_id")
        ),
        sa.ForeignKeyConstraint(
            ["sector_id"], ["sector.id"], name=op.f("fk_mededeling_sector_sector_id")
        ),
        sa.PrimaryKeyConstraint("mededeling_id", "sector_id", name=op.f("pk_mededeling_sector")),
    )
    op.create_index(
        op.f("ix_mededeling_sector_sector_id"), "mededeling_sector", ["sector_id"], unique=False
    )
    op.create_table(
        "onderwerp_sector",
        sa.Column("onderwerp_id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["onderwerp_id"], ["onderwerp.id"], name=op.f("fk_onderwerp_sector_onderwerp_id")
        ),
        sa.ForeignKeyConstraint(
            ["sector_id"], ["sector.id"], name=op.f("fk_onderwerp_sector_sector_id")
        ),
        sa.PrimaryKeyConstraint("onderwerp_id", "sector_id", name=op.f("pk_onderwerp_sector")),
    )
    op.create_table(
        "organisatie_beheerdersrol",
        sa.Column("organisatie_id", sa.Integer(), nullable=False),
        sa.Column("beheerdersrol_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["beheerdersrol_id"],
            ["beheerdersrol.id"],
            name=op.f("fk_organisatie_beheerdersrol_beheerdersrol_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisatie_id"],
            ["organisatie.id"],
            name=op.f("fk_organisatie_beheerdersrol_organisatie_id"),
        ),
        sa.PrimaryKeyConstraint(
            "organisatie_id", "beheerdersrol_id", name=op.f("pk_organisatie_beheerdersrol")
        ),
    )
    op.create_index(
        op.f("ix_organisatie_beheerdersrol_beheerdersrol_id"),
        "organisatie_beheerdersrol",
        ["beheerdersrol_id"],
        unique=False,
    )
    op.create_table(
        "organisatie_sector",
        sa.Column("organisatie_id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisatie_id"],
            ["organisatie.id"],
            name=op.f("fk_organisatie_sector_organisatie_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sector_id"], ["sector.id"], name=op.f("fk_organisatie_sector_sector_id")
        ),
        sa.PrimaryKeyConstraint("organisatie_id", "sector_id", name=op.f("pk_organisatie_sector")),
    )
    op.create_index(
        op.f("ix_organisatie_sector_sector_id"), "organisatie_sector", ["sector_id"], unique=False
    )
    op.create_table(
        "rol_kenmerksoort",
        sa.Column("rol_id", sa.Integer(), nullable=False),
        sa.Column("kenmerksoort_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kenmerksoort_id"],
            ["kenmerksoort.id"],
            name=op.f("fk_rol_kenmerksoort_kenmerksoort_id"),
        ),
        sa.ForeignKeyConstraint(["rol_id"], ["rol.id"], name=op.f("fk_rol_kenmerksoort_rol_id")),
        sa.PrimaryKeyConstraint("rol_id", "kenmerksoort_id", name=op.f("pk_rol_kenmerksoort")),
    )
    op.create_table(
        "taak",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("onderwerp_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("naam", sa.String(length=100), nullable=False),
        sa.Column("omschrijving", sa.Text(), nullable=False),
        sa.Column("uitleg", sa.Text(), nullable=False),
        sa.Column("handleiding", sa.Text(), nullable=False),
        sa.Column("doel", sa.String(length=200), nullable=False),
        sa.Column("volgorde", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["onderwerp_id"], ["onderwerp.id"], name=op.f("fk_taak_onderwerp_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taak")),
        sa.UniqueConstraint("slug", name=op.f("uq_taak_slug")),
    )
    op.create_index(op.f("ix_taak_onderwerp_id"), "taak", ["onderwerp_id"], unique=False)
    op.create_table(
        "aanvraag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referentie", sa.String(length=20), nullable=False),
        sa.Column("organisatie_id", sa.Integer(), nullable=True),
        sa.Column("organisatienaam", sa.String(length=200), nullable=False),
        sa.Column("kvk", sa.String(length=8), nullable=False),
        sa.Column(
            "soort",
            sa.Enum(
                "aanmelden",
                "wijzigen",
                "intrekken",
                name="soort",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "concept",
                "nieuw",
                "wacht_op_ondertekening",
                "in_beoordeling",
                "wacht_op_tweede",
                "toegekend",
                "afgewezen",
                "ingetrokken",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("gegevens", sa.JSON(), nullable=False),
        sa.Column("begonnen_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ingediend_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("afgerond_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("beoordeeld_door_id", sa.Integer(), nullable=True),
        sa.Column("bevestigd_door_id", sa.Integer(), nullable=True),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'toegekend' OR (beoordeeld_door_id IS NOT NULL AND bevestigd_door_id IS NOT NULL)",
            name=op.f("ck_aanvraag_toegekend_door_twee"),
        ),
        sa.CheckConstraint(
            "bevestigd_door_id IS NULL OR bevestigd_door_id <> beoordeeld_door_id",
            name=op.f("ck_aanvraag_vier_ogen"),
        ),
        sa.ForeignKeyConstraint(
            ["beoordeeld_door_id"], ["gebruiker.id"], name=op.f("fk_aanvraag_beoordeeld_door_id")
        ),
        sa.ForeignKeyConstraint(
            ["bevestigd_door_id"], ["gebruiker.id"], name=op.f("fk_aanvraag_bevestigd_door_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisatie_id"], ["organisatie.id"], name=op.f("fk_aanvraag_organisatie_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aanvraag")),
        sa.UniqueConstraint("referentie", name=op.f("uq_aanvraag_referentie")),
    )
    op.create_index(op.f("ix_aanvraag_kvk"), "aanvraag", ["kvk"], unique=False)
    op.create_index(
        op.f("ix_aanvraag_organisatie_id"), "aanvraag", ["organisatie_id"], unique=False
    )
    op.create_index(op.f("ix_aanvraag_status"), "aanvraag", ["status"], unique=False)
    op.create_table(
        "activatiecode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("uitgegeven_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uitgegeven_door_id", sa.Integer(), nullable=True),
        sa.Column("verloopt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gebruikt_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vervallen_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("herinnerd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verlopen_gemeld_op", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "gebruikt_op IS NULL OR vervallen_op IS NULL",
            name=op.f("ck_activatiecode_gebruikt_of_vervallen"),
        ),
        sa.CheckConstraint(
            "verloopt_op > uitgegeven_op", name=op.f("ck_activatiecode_verloopt_na_uitgifte")
        ),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_activatiecode_gebruiker_id")
        ),
        sa.ForeignKeyConstraint(
            ["uitgegeven_door_id"],
            ["gebruiker.id"],
            name=op.f("fk_activatiecode_uitgegeven_door_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activatiecode")),
    )
    op.create_index(
        op.f("ix_activatiecode_gebruiker_id"), "activatiecode", ["gebruiker_id"], unique=False
    )
    op.create_index(
        op.f("ix_activatiecode_verloopt_op"), "activatiecode", ["verloopt_op"], unique=False
    )
    op.create_index(
        "uq_activatiecode_open",
        "activatiecode",
        ["gebruiker_id"],
        unique=True,
        sqlite_where=sa.text("gebruikt_op IS NULL AND vervallen_op IS NULL"),
        postgresql_where=sa.text("gebruikt_op IS NULL AND vervallen_op IS NULL"),
    )
    op.create_table(
        "akkoord",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("tekst_hash", sa.String(length=64), nullable=False),
        sa.Column("op", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_akkoord_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_akkoord_gebruiker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_akkoord")),
        sa.UniqueConstraint(
            "gebruiker_id", "document_id", "op", name=op.f("uq_akkoord_gebruiker_id_document_id_op")
        ),
    )
    op.create_index(op.f("ix_akkoord_gebruiker_id"), "akkoord", ["gebruiker_id"], unique=False)
    op.create_table(
        "autorisatie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("rol_id", sa.Integer(), nullable=False),
        sa.Column("geldig_van", sa.DateTime(timezone=True), nullable=False),
        sa.Column("geldig_tot", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gegeven_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("door_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "geldig_tot IS NULL OR geldig_tot > geldig_van", name=op.f("ck_autorisatie_tot_na_van")
        ),
        sa.ForeignKeyConstraint(["door_id"], ["gebruiker.id"], name=op.f("fk_autorisatie_door_id")),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_autorisatie_gebruiker_id")
        ),
        sa.ForeignKeyConstraint(["rol_id"], ["rol.id"], name=op.f("fk_autorisatie_rol_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_autorisatie")),
    )
    op.create_index(
        op.f("ix_autorisatie_gebruiker_id"), "autorisatie", ["gebruiker_id"], unique=False
    )
    op.create_index(op.f("ix_autorisatie_rol_id"), "autorisatie", ["rol_id"], unique=False)
    op.create_table(
        "bericht",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("soort", sa.String(length=40), nullable=False),
        sa.Column("aan", sa.String(length=254), nullable=False),
        sa.Column("onderwerp", sa.String(length=200), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=True),
        sa.Column("gebruiker_id", sa.Integer(), nullable=True),
        sa.Column("aangemaakt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verloopt_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("volgende_poging_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("verzonden_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opgegeven_op", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "inhoud IS NOT NULL OR verzonden_op IS NOT NULL OR opgegeven_op IS NOT NULL",
            name=op.f("ck_bericht_wachtend_heeft_inhoud"),
        ),
        sa.CheckConstraint(
            "opgegeven_op IS NULL OR inhoud IS NULL", name=op.f("ck_bericht_opgegeven_is_gewist")
        ),
        sa.CheckConstraint(
            "verzonden_op IS NULL OR inhoud IS NULL", name=op.f("ck_bericht_verzonden_is_gewist")
        ),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_bericht_gebruiker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bericht")),
        sa.UniqueConstraint("message_id", name=op.f("uq_bericht_message_id")),
    )
    op.create_index(op.f("ix_bericht_gebruiker_id"), "bericht", ["gebruiker_id"], unique=False)
    op.create_index(
        "ix_bericht_wacht",
        "bericht",
        ["volgende_poging_op"],
        unique=False,
        sqlite_where=sa.text("verzonden_op IS NULL AND opgegeven_op IS NULL"),
        postgresql_where=sa.text("verzonden_op IS NULL AND opgegeven_op IS NULL"),
    )
    op.create_table(
        "emailwijziging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("nieuw_email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("gevraagd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verloopt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bevestigd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vervallen_op", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_emailwijziging_gebruiker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emailwijziging")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_emailwijziging_token_hash")),
    )
    op.create_index(
        op.f("ix_emailwijziging_gebruiker_id"), "emailwijziging", ["gebruiker_id"], unique=False
    )
    op.create_index(
        "uq_emailwijziging_open",
        "emailwijziging",
        ["gebruiker_id"],
        unique=True,
        sqlite_where=sa.text("bevestigd_op IS NULL AND vervallen_op IS NULL"),
        postgresql_where=sa.text("bevestigd_op IS NULL AND vervallen_op IS NULL"),
    )
    op.create_table(
        "koppeling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("middel_kvk", sa.String(length=64), nullable=True),
        sa.Column("middel_rsin", sa.String(length=64), nullable=True),
        sa.Column("niveau", sa.String(length=10), nullable=False),
        sa.Column("gelegd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("laatste_login_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gewaarschuwd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("beeindigd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reden",
            sa.Enum(
                "defect",
                "gestolen",
                "zoek",
                "niet_ingelogd",
                "beeindigd",
                name="reden",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("beeindigd_door_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(beeindigd_op IS NULL) = (reden IS NULL)",
            name=op.f("ck_koppeling_beeindigd_met_reden"),
        ),
        sa.CheckConstraint(
            "middel_kvk IS NOT NULL OR middel_rsin IS NOT NULL",
            name=op.f("ck_koppeling_met_middel"),
        ),
        sa.ForeignKeyConstraint(
            ["beeindigd_door_id"], ["gebruiker.id"], name=op.f("fk_koppeling_beeindigd_door_id")
        ),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_koppeling_gebruiker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_koppeling")),
    )
    op.create_index(op.f("ix_koppeling_gebruiker_id"), "koppeling", ["gebruiker_id"], unique=False)
    op.create_index(
        op.f("ix_koppeling_laatste_login_op"), "koppeling", ["laatste_login_op"], unique=False
    )
    op.create_index(op.f("ix_koppeling_middel_kvk"), "koppeling", ["middel_kvk"], unique=False)
    op.create_index(op.f("ix_koppeling_middel_rsin"), "koppeling", ["middel_rsin"], unique=False)
    op.create_index(
        "uq_koppeling_actief_account",
        "koppeling",
        ["gebruiker_id"],
        unique=True,
        sqlite_where=sa.text("beeindigd_op IS NULL"),
        postgresql_where=sa.text("beeindigd_op IS NULL"),
    )
    op.create_index(
        "uq_koppeling_actief_middel_kvk",
        "koppeling",
        ["middel_kvk"],
        unique=True,
        sqlite_where=sa.text("beeindigd_op IS NULL"),
        postgresql_where=sa.text("beeindigd_op IS NULL"),
    )
    op.create_index(
        "uq_koppeling_actief_middel_rsin",
        "koppeling",
        ["middel_rsin"],
        unique=True,
        sqlite_where=sa.text("beeindigd_op IS NULL"),
        postgresql_where=sa.text("beeindigd_op IS NULL"),
    )
    op.create_table(
        "mededeling_kenmerk",
        sa.Column("mededeling_id", sa.Integer(), nullable=False),
        sa.Column("kenmerk_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kenmerk_id"], ["kenmerk.id"], name=op.f("fk_mededeling_kenmerk_kenmerk_id")
        ),
        sa.ForeignKeyConstraint(
            ["mededeling_id"], ["mededeling.id"], name=op.f("fk_mededeling_kenmerk_mededeling_id")
        ),
        sa.PrimaryKeyConstraint("mededeling_id", "kenmerk_id", name=op.f("pk_mededeling_kenmerk")),
    )
    op.create_index(
        op.f("ix_mededeling_kenmerk_kenmerk_id"), "mededeling_kenmerk", ["kenmerk_id"], unique=False
    )
    op.create_table(
        "mededelinggelezen",
        sa.Column("mededeling_id", sa.Integer(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("op", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_mededelinggelezen_gebruiker_id")
        ),
        sa.ForeignKeyConstraint(
            ["mededeling_id"], ["mededeling.id"], name=op.f("fk_mededelinggelezen_mededeling_id")
        ),
        sa.PrimaryKeyConstraint("mededeling_id", "gebruiker_id", name=op.f("pk_mededelinggelezen")),
    )
    op.create_index(
        op.f("ix_mededelinggelezen_gebruiker_id"),
        "mededelinggelezen",
        ["gebruiker_id"],
        unique=False,
    )
    op.create_table(
        "organisatie_kenmerk",
        sa.Column("organisatie_id", sa.Integer(), nullable=False),
        sa.Column("kenmerk_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kenmerk_id"], ["kenmerk.id"], name=op.f("fk_organisatie_kenmerk_kenmerk_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisatie_id"],
            ["organisatie.id"],
            name=op.f("fk_organisatie_kenmerk_organisatie_id"),
        ),
        sa.PrimaryKeyConstraint(
            "organisatie_id", "kenmerk_id", name=op.f("pk_organisatie_kenmerk")
        ),
    )
    op.create_index(
        op.f("ix_organisatie_kenmerk_kenmerk_id"),
        "organisatie_kenmerk",
        ["kenmerk_id"],
        unique=False,
    )
    op.create_table(
        "roltaak",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rol_id", sa.Integer(), nullable=False),
        sa.Column("taak_id", sa.Integer(), nullable=False),
        sa.Column(
            "organisatiesoort",
            sa.Enum(
                "bestuur",
                "instelling",
                "gemeente",
                "uitvoerder",
                "overig",
                name="organisatiesoort",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["rol_id"], ["rol.id"], name=op.f("fk_roltaak_rol_id")),
        sa.ForeignKeyConstraint(["taak_id"], ["taak.id"], name=op.f("fk_roltaak_taak_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roltaak")),
        sa.UniqueConstraint(
            "rol_id",
            "taak_id",
            "organisatiesoort",
            name=op.f("uq_roltaak_rol_id_taak_id_organisatiesoort"),
        ),
    )
    op.create_index(op.f("ix_roltaak_taak_id"), "roltaak", ["taak_id"], unique=False)
    op.create_table(
        "sessie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "fase",
            sa.Enum(
                "koppelen",
                "portaal",
                name="fase",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "inlogmiddel",
            sa.Enum(
                "eherkenning",
                "token",
                name="inlogmiddel",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("gebruiker_id", sa.Integer(), nullable=True),
        sa.Column("sector_id", sa.Integer(), nullable=True),
        sa.Column("middel_kvk", sa.String(length=64), nullable=True),
        sa.Column("middel_rsin", sa.String(length=64), nullable=True),
        sa.Column("kvk", sa.String(length=8), nullable=True),
        sa.Column("rsin", sa.String(length=9), nullable=True),
        sa.Column("niveau", sa.String(length=10), nullable=True),
        sa.Column("antwoorden", sa.JSON(), nullable=False),
        sa.Column("begonnen_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("laatst_gezien_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beeindigd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adres", sa.String(length=45), nullable=False),
        sa.CheckConstraint(
            "(fase = 'portaal') = (gebruiker_id IS NOT NULL)",
            name=op.f("ck_sessie_portaal_heeft_gebruiker"),
        ),
        sa.CheckConstraint(
            "inlogmiddel = 'token' OR middel_kvk IS NOT NULL OR middel_rsin IS NOT NULL",
            name=op.f("ck_sessie_eherkenning_met_middel"),
        ),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_sessie_gebruiker_id")
        ),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_sessie_sector_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessie")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessie_token_hash")),
    )
    op.create_index(op.f("ix_sessie_gebruiker_id"), "sessie", ["gebruiker_id"], unique=False)
    op.create_index(op.f("ix_sessie_middel_kvk"), "sessie", ["middel_kvk"], unique=False)
    op.create_table(
        "taakgebruik",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("taak_id", sa.Integer(), nullable=False),
        sa.Column("op", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_taakgebruik_gebruiker_id")
        ),
        sa.ForeignKeyConstraint(["taak_id"], ["taak.id"], name=op.f("fk_taakgebruik_taak_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taakgebruik")),
    )
    op.create_index(
        "ix_taakgebruik_gebruiker_op", "taakgebruik", ["gebruiker_id", "op"], unique=False
    )
    op.create_index(op.f("ix_taakgebruik_taak_id"), "taakgebruik", ["taak_id"], unique=False)
    op.create_table(
        "teller",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum(
                "middel",
                "account",
                "token",
                name="soort",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("sleutel", sa.String(length=64), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.Column("geblokkeerd_tot", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gebruiker_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(aantal = 5) = (geblokkeerd_tot IS NOT NULL)",
            name=op.f("ck_teller_vijf_is_geblokkeerd"),
        ),
        sa.CheckConstraint("aantal BETWEEN 0 AND 5", name=op.f("ck_teller_nooit_een_zesde_poging")),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_teller_gebruiker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teller")),
        sa.UniqueConstraint("soort", "sleutel", name=op.f("uq_teller_soort_sleutel")),
    )
    op.create_index(op.f("ix_teller_gebruiker_id"), "teller", ["gebruiker_id"], unique=False)
    op.create_table(
        "aanvraagbeheerder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("aanvraag_id", sa.Integer(), nullable=False),
        sa.Column("voorletters", sa.String(length=20), nullable=False),
        sa.Column("tussenvoegsel", sa.String(length=20), nullable=False),
        sa.Column("achternaam", sa.String(length=100), nullable=False),
        sa.Column("functie", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("telefoon", sa.String(length=20), nullable=False),
        sa.Column("beheerdersrollen", sa.JSON(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["aanvraag_id"], ["aanvraag.id"], name=op.f("fk_aanvraagbeheerder_aanvraag_id")
        ),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_aanvraagbeheerder_gebruiker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aanvraagbeheerder")),
    )
    op.create_index(
        op.f("ix_aanvraagbeheerder_aanvraag_id"), "aanvraagbeheerder", ["aanvraag_id"], unique=False
    )
    op.create_table(
        "autorisatie_kenmerk",
        sa.Column("autorisatie_id", sa.Integer(), nullable=False),
        sa.Column("kenmerk_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["autorisatie_id"],
            ["autorisatie.id"],
            name=op.f("fk_autorisatie_kenmerk_autorisatie_id"),
        ),
        sa.ForeignKeyConstraint(
            ["kenmerk_id"], ["kenmerk.id"], name=op.f("fk_autorisatie_kenmerk_kenmerk_id")
        ),
        sa.PrimaryKeyConstraint(
            "autorisatie_id", "kenmerk_id", name=op.f("pk_autorisatie_kenmerk")
        ),
    )
    op.create_index(
        op.f("ix_autorisatie_kenmerk_kenmerk_id"),
        "autorisatie_kenmerk",
        ["kenmerk_id"],
        unique=False,
    )
    op.create_table(
        "beheerderstoekenning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gebruiker_id", sa.Integer(), nullable=False),
        sa.Column("beheerdersrol_id", sa.Integer(), nullable=False),
        sa.Column("geldig_van", sa.DateTime(timezone=True), nullable=False),
        sa.Column("geldig_tot", sa.DateTime(timezone=True), nullable=True),
        sa.Column("aanvraag_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "geldig_tot IS NULL OR geldig_tot > geldig_van",
            name=op.f("ck_beheerderstoekenning_tot_na_van"),
        ),
        sa.ForeignKeyConstraint(
            ["aanvraag_id"], ["aanvraag.id"], name=op.f("fk_beheerderstoekenning_aanvraag_id")
        ),
        sa.ForeignKeyConstraint(
            ["beheerdersrol_id"],
            ["beheerdersrol.id"],
            name=op.f("fk_beheerderstoekenning_beheerdersrol_id"),
        ),
        sa.ForeignKeyConstraint(
            ["gebruiker_id"], ["gebruiker.id"], name=op.f("fk_beheerderstoekenning_gebruiker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beheerderstoekenning")),
    )
    op.create_index(
        op.f("ix_beheerderstoekenning_beheerdersrol_id"),
        "beheerderstoekenning",
        ["beheerdersrol_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_beheerderstoekenning_gebruiker_id"),
        "beheerderstoekenning",
        ["gebruiker_id"],
        unique=False,
    )
    op.create_index(
        "uq_beheerderstoekenning_lopend",
        "beheerderstoekenning",
        ["gebruiker_id", "beheerdersrol_id"],
        unique=True,
        sqlite_where=sa.text("geldig_tot IS NULL"),
        postgresql_where=sa.text("geldig_tot IS NULL"),
    )
    op.create_table(
        "ondertekenaar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("aanvraag_id", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=150), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("verloopt_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("getekend_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("middel", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["aanvraag_id"], ["aanvraag.id"], name=op.f("fk_ondertekenaar_aanvraag_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ondertekenaar")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_ondertekenaar_token_hash")),
    )
    op.create_index(
        op.f("ix_ondertekenaar_aanvraag_id"), "ondertekenaar", ["aanvraag_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_ondertekenaar_aanvraag_id"), table_name="ondertekenaar")
    op.drop_table("ondertekenaar")
    op.drop_index(
        "uq_beheerderstoekenning_lopend",
        table_name="beheerderstoekenning",
        sqlite_where=sa.text("geldig_tot IS NULL"),
        postgresql_where=sa.text("geldig_tot IS NULL"),
    )
    op.drop_index(op.f("ix_beheerderstoekenning_gebruiker_id"), table_name="beheerderstoekenning")
    op.drop_index(
        op.f("ix_beheerderstoekenning_beheerdersrol_id"), table_name="beheerderstoekenning"
    )
    op.drop_table("beheerderstoekenning")
    op.drop_index(op.f("ix_autorisatie_kenmerk_kenmerk_id"), table_name="autorisatie_kenmerk")
    op.drop_table("autorisatie_kenmerk")
    op.drop_index(op.f("ix_aanvraagbeheerder_aanvraag_id"), table_name="aanvraagbeheerder")
    op.drop_table("aanvraagbeheerder")
    op.drop_index(op.f("ix_teller_gebruiker_id"), table_name="teller")
    op.drop_table("teller")
    op.drop_index(op.f("ix_taakgebruik_taak_id"), table_name="taakgebruik")
    op.drop_index("ix_taakgebruik_gebruiker_op", table_name="taakgebruik")
    op.drop_table("taakgebruik")
    op.drop_index(op.f("ix_sessie_middel_kvk"), table_name="sessie")
    op.drop_index(op.f("ix_sessie_gebruiker_id"), table_name="sessie")
    op.drop_table("sessie")
    op.drop_index(op.f("ix_roltaak_taak_id"), table_name="roltaak")
    op.drop_table("roltaak")
    op.drop_index(op.f("ix_organisatie_kenmerk_kenmerk_id"), table_name="organisatie_kenmerk")
    op.drop_table("organisatie_kenmerk")
    op.drop_index(op.f("ix_mededelinggelezen_gebruiker_id"), table_name="mededelinggelezen")
    op.drop_table("mededelinggelezen")
    op.drop_index(op.f("ix_mededeling_kenmerk_kenmerk_id"), table_name="mededeling_kenmerk")
    op.drop_table("mededeling_kenmerk")
    op.drop_index(
        "uq_koppeling_actief_middel_rsin",
        table_name="koppeling",
        sqlite_where=sa.text("beeindigd_op IS NULL"),
        postgresql_where=sa.text("beeindigd_op IS NULL"),
    )
    op.drop_index(
        "uq_koppeling_actief_middel_kvk",
        table_name="koppeling",
        sqlite_where=sa.text("beeindigd_op IS NULL"),
        postgresql_where=sa.text("beeindigd_op IS NULL"),
    )
    op.drop_index(
        "uq_koppeling_actief_account",
        table_name="koppeling",
        sqlite_where=sa.text("beeindigd_op IS NULL"),
        postgresql_where=sa.text("beeindigd_op IS NULL"),
    )
    op.drop_index(op.f("ix_koppeling_middel_rsin"), table_name="koppeling")
    op.drop_index(op.f("ix_koppeling_middel_kvk"), table_name="koppeling")
    op.drop_index(op.f("ix_koppeling_laatste_login_op"), table_name="koppeling")
    op.drop_index(op.f("ix_koppeling_gebruiker_id"), table_name="koppeling")
    op.drop_table("koppeling")
    op.drop_index(
        "uq_emailwijziging_open",
        table_name="emailwijziging",
        sqlite_where=sa.text("bevestigd_op IS NULL AND vervallen_op IS NULL"),
        postgresql_where=sa.text("bevestigd_op IS NULL AND vervallen_op IS NULL"),
    )
    op.drop_index(op.f("ix_emailwijziging_gebruiker_id"), table_name="emailwijziging")
    op.drop_table("emailwijziging")
    op.drop_index(
        "ix_bericht_wacht",
        table_name="bericht",
        sqlite_where=sa.text("verzonden_op IS NULL AND opgegeven_op IS NULL"),
        postgresql_where=sa.text("verzonden_op IS NULL AND opgegeven_op IS NULL"),
    )
    op.drop_index(op.f("ix_bericht_gebruiker_id"), table_name="bericht")
    op.drop_table("bericht")
    op.drop_index(op.f("ix_autorisatie_rol_id"), table_name="autorisatie")
    op.drop_index(op.f("ix_autorisatie_gebruiker_id"), table_name="autorisatie")
    op.drop_table("autorisatie")
    op.drop_index(op.f("ix_akkoord_gebruiker_id"), table_name="akkoord")
    op.drop_table("akkoord")
    op.drop_index(
        "uq_activatiecode_open",
        table_name="activatiecode",
        sqlite_where=sa.text("gebruikt_op IS NULL AND vervallen_op IS NULL"),
        postgresql_where=sa.text("gebruikt_op IS NULL AND vervallen_op IS NULL"),
    )
    op.drop_index(op.f("ix_activatiecode_verloopt_op"), table_name="activatiecode")
    op.drop_index(op.f("ix_activatiecode_gebruiker_id"), table_name="activatiecode")
    op.drop_table("activatiecode")
    op.drop_index(op.f("ix_aanvraag_status"), table_name="aanvraag")
    op.drop_index(op.f("ix_aanvraag_organisatie_id"), table_name="aanvraag")
    op.drop_index(op.f("ix_aanvraag_kvk"), table_name="aanvraag")
    op.drop_table("aanvraag")
    op.drop_index(op.f("ix_taak_onderwerp_id"), table_name="taak")
    op.drop_table("taak")
    op.drop_table("rol_kenmerksoort")
    op.drop_index(op.f("ix_organisatie_sector_sector_id"), table_name="organisatie_sector")
    op.drop_table("organisatie_sector")
    op.drop_index(
        op.f("ix_organisatie_beheerdersrol_beheerdersrol_id"),
        table_name="organisatie_beheerdersrol",
    )
    op.drop_table("organisatie_beheerdersrol")
    op.drop_table("onderwerp_sector")
    op.drop_index(op.f("ix_mededeling_sector_sector_id"), table_name="mededeling_sector")
    op.drop_table("mededeling_sector")
    op.drop_index(op.f("ix_mededeling_rol_rol_id"), table_name="mededeling_rol")
    op.drop_table("mededeling_rol")
    op.drop_index(
        op.f("ix_mededeling_organisatie_organisatie_id"), table_name="mededeling_organisatie"
    )
    op.drop_table("mededeling_organisatie")
    op.drop_index(op.f("ix_kenmerk_waarde"), table_name="kenmerk")
    op.drop_table("kenmerk")
    op.drop_index(op.f("ix_gebruiker_organisatie_id"), table_name="gebruiker")
    op.drop_index(op.f("ix_gebruiker_email"), table_name="gebruiker")
    op.drop_index(op.f("ix_gebruiker_achternaam"), table_name="gebruiker")
    op.drop_table("gebruiker")
    op.drop_index(op.f("ix_beheerdersrol_rol_rol_id"), table_name="beheerdersrol_rol")
    op.drop_table("beheerdersrol_rol")
    op.drop_table("beheerdersrol_bevat")
    op.drop_table("sector")
    op.drop_index(op.f("ix_samlbericht_bewaar_tot"), table_name="samlbericht")
    op.drop_table("samlbericht")
    op.drop_table("rol")
    op.drop_index(op.f("ix_organisatie_parent_id"), table_name="organisatie")
    op.drop_index(op.f("ix_organisatie_naam"), table_name="organisatie")
    op.drop_table("organisatie")
    op.drop_table("onderwerp")
    op.drop_index(op.f("ix_mededeling_van"), table_name="mededeling")
    op.drop_table("mededeling")
    op.drop_table("kenmerksoort")
    op.drop_table("document")
    op.drop_table("codeverzoek")
    op.drop_table("beheerdersrol")
    op.drop_index("ix_auditrecord_organisatie", table_name="auditrecord")
    op.drop_index(op.f("ix_auditrecord_op"), table_name="auditrecord")
    op.drop_index("ix_auditrecord_object", table_name="auditrecord")
    op.drop_index("ix_auditrecord_gebeurtenis", table_name="auditrecord")
    op.drop_index("ix_auditrecord_actor", table_name="auditrecord")
    op.drop_table("auditrecord")
