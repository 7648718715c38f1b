# SPDX-License-Identifier: EUPL-1.2
"""The request of the bestuur as it is worked out: signing, channel, claim, kenmerken (R29).

Nothing wrote these tables before, so they are made anew; going back, requests are lost with them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SOORTEN = ("aanmelden", "wijzigen", "intrekken")
EERST = (
    "concept",
    "nieuw",
    "wacht_op_ondertekening",
    "in_beoordeling",
    "wacht_op_tweede",
    "toegekend",
    "afgewezen",
    "ingetrokken",
)
IS_CONCEPT = sa.text("status = 'concept' AND pseudoniem IS NOT NULL")
VIER_OGEN = "bevestigd_door_id IS NULL OR bevestigd_door_id <> beoordeeld_door_id"
DOOR_TWEE = (
    "status <> 'toegekend' OR (beoordeeld_door_id IS NOT NULL AND bevestigd_door_id IS NOT NULL)"
)


def _id() -> sa.Column:
    return sa.Column("id", sa.Integer, nullable=False)


def _nummer(naam: str, nullable: bool = False) -> sa.Column:
    return sa.Column(naam, sa.Integer, nullable=nullable)


def _tekst(naam: str, lengte: int, nullable: bool = False) -> sa.Column:
    return sa.Column(naam, sa.String(lengte), nullable=nullable)


def _op(naam: str, nullable: bool = True) -> sa.Column:
    return sa.Column(naam, MOMENT, nullable=nullable)


def _pk(tabel: str, *kolommen: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*(kolommen or ("id",)), name=op.f(f"pk_{tabel}"))


def _fk(tabel: str, kolom: str, naar: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([kolom], [f"{naar}.id"], name=op.f(f"fk_{tabel}_{kolom}"))


def _uq(tabel: str, *kolommen: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*kolommen, name=op.f(f"uq_{tabel}_{'_'.join(kolommen)}"))


def _ck(tabel: str, naam: str, waar: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(waar, name=op.f(f"ck_{tabel}_{naam}"))


def _lijst(tabel: str, kolom: str, waarden: tuple[str, ...]) -> sa.CheckConstraint:
    return _ck(tabel, kolom, f"{kolom} IN ({', '.join(repr(w) for w in waarden)})")


def _index(tabel: str, *kolommen: str) -> None:
    op.create_index(op.f(f"ix_{tabel}_{'_'.join(kolommen)}"), tabel, list(kolommen))


def upgrade() -> None:
    """The three tables anew, three more, and a phase for the login of a bestuur."""
    _gooi_weg("ondertekenaar", "aanvraagbeheerder")
    _maak_aanvraag()
    _maak_mensen()
    _maak_ondertekenaar()
    _maak_document()
    _stel_fase_in(("koppelen", "portaal", "aanvraag"))


def downgrade() -> None:
    """As it was; logins of a bestuur end."""
    op.execute("DELETE FROM sessie WHERE fase = 'aanvraag'")
    _stel_fase_in(("koppelen", "portaal"))
    op.execute("UPDATE beheerderstoekenning SET aanvraag_id = NULL")
    _gooi_weg(
        "aanvraagdocument",
        "ondertekenaar",
        "aanvraagrol_kenmerk",
        "aanvraagrol",
        "aanvraagbeheerder",
    )
    _maak_oude_tabellen()


def _gooi_weg(*tabellen: str) -> None:
    """The tables, and the one that beheerderstoekenning points at; that makes its own way back."""
    for tabel in tabellen:
        op.drop_table(tabel)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_beheerderstoekenning_aanvraag_id", "beheerderstoekenning")
    op.drop_table("aanvraag")


def _verwijs_weer() -> None:
    """SQLite keeps the reference by name."""
    if op.get_bind().dialect.name == "postgresql":
        naam = "fk_beheerderstoekenning_aanvraag_id"
        op.create_foreign_key(naam, "beheerderstoekenning", "aanvraag", ["aanvraag_id"], ["id"])


def _stel_fase_in(fasen: tuple[str, ...]) -> None:
    with op.batch_alter_table("sessie") as tabel:
        tabel.drop_constraint(op.f("ck_sessie_fase"), type_="check")
        waar = f"fase IN ({', '.join(repr(fase) for fase in fasen)})"
        tabel.create_check_constraint(op.f("ck_sessie_fase"), waar)


def _maak_aanvraag() -> None:
    t = "aanvraag"
    afgerond = "status IN ('toegekend', 'afgewezen', 'ingetrokken', 'verlopen')"
    op.create_table(
        t,
        _id(),
        _tekst("referentie", 20),
        _tekst("kanaal", 30),
        _tekst("soort", 30),
        _tekst("status", 30),
        _nummer("organisatie_id", nullable=True),
        _tekst("organisatienaam", 200),
        _tekst("kvk", 8),
        _tekst("rsin", 9, nullable=True),
        _tekst("bestuursnummer", 5, nullable=True),
        _tekst("instellingscode", 4, nullable=True),
        _tekst("contact_naam", 150),
        _tekst("contact_functie", 100),
        _tekst("contact_email", 254),
        _tekst("contact_telefoon", 20),
        _tekst("pseudoniem", 64, nullable=True),
        _nummer("aanvrager_id", nullable=True),
        _tekst("tekenwijze", 30, nullable=True),
        _nummer("nodig"),
        sa.Column("gegevens", sa.JSON, nullable=False),
        _op("begonnen_op", nullable=False),
        _op("gewijzigd_op"),
        _op("ingediend_op"),
        _op("ondertekend_op"),
        _op("afgerond_op"),
        _nummer("herinneringen"),
        _op("herinnerd_op"),
        _nummer("behandelaar_id", nullable=True),
        _op("geclaimd_op"),
        _nummer("beoordeeld_door_id", nullable=True),
        _op("beoordeeld_op"),
        _nummer("bevestigd_door_id", nullable=True),
        _op("bevestigd_op"),
        sa.Column("reden", sa.Text, nullable=False),
        _nummer("versie"),
        _ck(t, "vier_ogen", VIER_OGEN),
        _ck(t, "toegekend_door_twee", DOOR_TWEE),
        _ck(
            t,
            "niet_door_aanvrager",
            "aanvrager_id IS NULL OR ((beoordeeld_door_id IS NULL"
            " OR beoordeeld_door_id <> aanvrager_id)"
            " AND (bevestigd_door_id IS NULL OR bevestigd_door_id <> aanvrager_id))",
        ),
        _ck(t, "beoordeeld_op_en_door", "(beoordeeld_door_id IS NULL) = (beoordeeld_op IS NULL)"),
        _ck(t, "bevestigd_op_en_door", "(bevestigd_door_id IS NULL) = (bevestigd_op IS NULL)"),
        _ck(t, "geclaimd_op_en_door", "(behandelaar_id IS NULL) = (geclaimd_op IS NULL)"),
        _ck(t, "online_met_middel", "kanaal <> 'online' OR pseudoniem IS NOT NULL"),
        _ck(t, "ingediend", "(status = 'concept') = (ingediend_op IS NULL)"),
        _ck(t, "afgerond", f"({afgerond}) = (afgerond_op IS NOT NULL)"),
        _ck(t, "kvk_8_cijfers", "length(kvk) = 8"),
        _ck(t, "nodig", "nodig >= 0"),
        _lijst(t, "kanaal", ("online", "papier")),
        _lijst(t, "soort", (*SOORTEN, "vervangen")),
        _lijst(t, "status", (*EERST, "verlopen")),
        _lijst(t, "tekenwijze", ("alleen", "gezamenlijk")),
        *(
            _fk(t, f"{wie}_id", "gebruiker")
            for wie in ("aanvrager", "behandelaar", "beoordeeld_door", "bevestigd_door")
        ),
        _fk(t, "organisatie_id", "organisatie"),
        _pk(t),
        _uq(t, "referentie"),
    )
    _index(t, "organisatie_id")
    _index(t, "kvk")
    _index(t, "pseudoniem")
    _index(t, "behandelaar_id")
    _index(t, "status", "ingediend_op", "id")
    op.create_index(
        "uq_aanvraag_concept",
        t,
        ["kvk", "pseudoniem"],
        unique=True,
        sqlite_where=IS_CONCEPT,
        postgresql_where=IS_CONCEPT,
    )
    _verwijs_weer()


def _maak_mensen() -> None:
    t = "aanvraagbeheerder"
    op.create_table(
        t,
        _id(),
        _nummer("aanvraag_id"),
        _tekst("handeling", 30),
        *_persoon(),
        _lijst(t, "handeling", SOORTEN),
        _fk(t, "aanvraag_id", "aanvraag"),
        _fk(t, "gebruiker_id", "gebruiker"),
        _pk(t),
    )
    _index(t, "aanvraag_id")
    _index(t, "gebruiker_id")
    t = "aanvraagrol"
    op.create_table(
        t,
        _id(),
        _nummer("aanvraagbeheerder_id"),
        _nummer("beheerdersrol_id"),
        _fk(t, "aanvraagbeheerder_id", "aanvraagbeheerder"),
        _fk(t, "beheerdersrol_id", "beheerdersrol"),
        _pk(t),
        _uq(t, "aanvraagbeheerder_id", "beheerdersrol_id"),
    )
    _index(t, "beheerdersrol_id")
    t = "aanvraagrol_kenmerk"
    op.create_table(
        t,
        _nummer("aanvraagrol_id"),
        _nummer("kenmerk_id"),
        _fk(t, "aanvraagrol_id", "aanvraagrol"),
        _fk(t, "kenmerk_id", "kenmerk"),
        _pk(t, "aanvraagrol_id", "kenmerk_id"),
    )
    _index(t, "kenmerk_id")


def _persoon() -> list[sa.Column]:
    return [
        _tekst("voorletters", 20),
        _tekst("tussenvoegsel", 20),
        _tekst("achternaam", 100),
        _tekst("functie", 100),
        _tekst("email", 254),
        _tekst("telefoon", 20),
        _nummer("gebruiker_id", nullable=True),
    ]


def _maak_ondertekenaar() -> None:
    t = "ondertekenaar"
    op.create_table(
        t,
        _id(),
        _nummer("aanvraag_id"),
        _tekst("naam", 150),
        _tekst("email", 254),
        _tekst("token_hash", 64, nullable=True),
        _op("uitgenodigd_op"),
        _op("verloopt_op"),
        _op("getekend_op"),
        _tekst("pseudoniem", 64, nullable=True),
        _ck(t, "getekend_met_middel", "(getekend_op IS NULL) = (pseudoniem IS NULL)"),
        _ck(t, "link_verloopt", "(token_hash IS NULL) = (verloopt_op IS NULL)"),
        _ck(t, "link_een_keer", "getekend_op IS NULL OR token_hash IS NULL"),
        _fk(t, "aanvraag_id", "aanvraag"),
        _pk(t),
        _uq(t, "token_hash"),
        _uq(t, "aanvraag_id", "pseudoniem"),
        _uq(t, "aanvraag_id", "email"),
    )
    _index(t, "aanvraag_id")


def _maak_document() -> None:
    t = "aanvraagdocument"
    op.create_table(
        t,
        _id(),
        _nummer("aanvraag_id"),
        _tekst("opslagnaam", 64),
        _tekst("naam", 200),
        _nummer("grootte"),
        _tekst("sha256", 64),
        _nummer("paginas"),
        _op("ontvangen_op", nullable=False),
        _op("gewist_op"),
        _tekst("handtekening", 30),
        sa.Column("bevindingen", sa.JSON, nullable=False),
        _ck(t, "sha256", "length(sha256) = 64"),
        _ck(t, "grootte", "grootte > 0"),
        _fk(t, "aanvraag_id", "aanvraag"),
        _pk(t),
        _uq(t, "opslagnaam"),
    )
    _index(t, "aanvraag_id")


def _maak_oude_tabellen() -> None:
    t = "aanvraag"
    op.create_table(
        t,
        _id(),
        _tekst("referentie", 20),
        _nummer("organisatie_id", nullable=True),
        _tekst("organisatienaam", 200),
        _tekst("kvk", 8),
        _tekst("soort", 30),
        _tekst("status", 30),
        sa.Column("gegevens", sa.JSON, nullable=False),
        _op("begonnen_op", nullable=False),
        _op("ingediend_op"),
        _op("afgerond_op"),
        _nummer("beoordeeld_door_id", nullable=True),
        _nummer("bevestigd_door_id", nullable=True),
        sa.Column("reden", sa.Text, nullable=False),
        _nummer("versie"),
        _ck(t, "vier_ogen", VIER_OGEN),
        _ck(t, "toegekend_door_twee", DOOR_TWEE),
        _lijst(t, "soort", SOORTEN),
        _lijst(t, "status", EERST),
        _fk(t, "organisatie_id", "organisatie"),
        _fk(t, "beoordeeld_door_id", "gebruiker"),
        _fk(t, "bevestigd_door_id", "gebruiker"),
        _pk(t),
        _uq(t, "referentie"),
    )
    for kolom in ("kvk", "organisatie_id", "status"):
        _index(t, kolom)
    _verwijs_weer()
    t = "aanvraagbeheerder"
    op.create_table(
        t,
        _id(),
        _nummer("aanvraag_id"),
        *_persoon(),
        sa.Column("beheerdersrollen", sa.JSON, nullable=False),
        _fk(t, "aanvraag_id", "aanvraag"),
        _fk(t, "gebruiker_id", "gebruiker"),
        _pk(t),
    )
    _index(t, "aanvraag_id")
    t = "ondertekenaar"
    op.create_table(
        t,
        _id(),
        _nummer("aanvraag_id"),
        _tekst("naam", 150),
        _tekst("email", 254),
        _tekst("token_hash", 64, nullable=True),
        _op("verloopt_op"),
        _op("getekend_op"),
        _tekst("middel", 64, nullable=True),
        _fk(t, "aanvraag_id", "aanvraag"),
        _pk(t),
        _uq(t, "token_hash"),
    )
    _index(t, "aanvraag_id")
