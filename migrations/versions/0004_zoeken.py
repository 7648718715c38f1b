# SPDX-License-Identifier: EUPL-1.2
"""Searching and sorting a million gebruikers: trigram indexes, and an index for each order.

PostgreSQL needs the extension pg_trgm; who may create in the database may add it, since it is a
trusted one. SQLite keeps a full-text table beside the table, by triggers that go when the table
itself is ever remade.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ZOEKEN = {
    "gebruiker": ("voorletters", "tussenvoegsel", "achternaam", "email"),
    "organisatie": ("naam", "kvk", "plaats"),
}
BEGIN = {"gebruiker": "achternaam", "organisatie": "naam"}
SQLITE = (
    "CREATE VIRTUAL TABLE {t}_zoek"
    " USING fts5({velden}, content='{t}', content_rowid='id', tokenize='trigram')",
    "INSERT INTO {t}_zoek({t}_zoek) VALUES ('rebuild')",
    "CREATE TRIGGER {t}_zoek_erbij AFTER INSERT ON {t} BEGIN {erbij}; END",
    "CREATE TRIGGER {t}_zoek_eraf AFTER DELETE ON {t} BEGIN {eraf}; END",
    "CREATE TRIGGER {t}_zoek_anders AFTER UPDATE OF {velden} ON {t} BEGIN {eraf}; {erbij}; END",
)
ERBIJ = "INSERT INTO {t}_zoek(rowid, {velden}) VALUES (new.id, {nieuw})"
ERAF = "INSERT INTO {t}_zoek({t}_zoek, rowid, {velden}) VALUES ('delete', old.id, {oud})"
POSTGRESQL = (
    # Changes wait in a list that every search reads too, so that list is kept short (kB).
    "CREATE INDEX ix_{t}_zoek ON {t} USING gin (({tekst}) gin_trgm_ops)"
    " WITH (gin_pending_list_limit = 256)",
    "CREATE INDEX ix_{t}_begin ON {t} ({begin} text_pattern_ops)",
)
ORDES = {
    "gebruiker": (
        ("achternaam", "id"),
        ("email", "id"),
        ("aangemeld_op", "id"),
        ("laatste_login_op", "id"),
        ("status", "achternaam", "id"),
        ("organisatie_id", "achternaam", "id", "status"),
        ("organisatie_id", "email", "id", "status"),
        ("organisatie_id", "laatste_login_op", "id", "status"),
    ),
    "organisatie": (("naam", "id"), ("plaats", "id")),
}
WEINIG = {"medewerkersrol": "medewerkersrol IS NOT NULL", "id": "token_geheim IS NOT NULL"}
OUD = (("gebruiker", "achternaam"), ("gebruiker", "email"), ("gebruiker", "organisatie_id"),
       ("organisatie", "naam"))  # fmt: skip


def upgrade() -> None:
    """Add what makes lists fast; the indexes that it replaces go."""
    for tabel, kolom in OUD:
        op.drop_index(f"ix_{tabel}_{kolom}", tabel)
    for tabel, ordes in ORDES.items():
        for kolommen in ordes:
            op.create_index(f"ix_{tabel}_{'_'.join(kolommen)}", tabel, kolommen)
    for kolom, waar in WEINIG.items():
        op.execute(f"CREATE INDEX ix_gebruiker_{kolom} ON gebruiker ({kolom}) WHERE {waar}")
    if _sqlite():
        _doe(SQLITE)
    else:
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        _doe(POSTGRESQL)


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _doe(opdrachten: tuple[str, ...]) -> None:
    """Each statement for both tables."""
    for tabel, namen in ZOEKEN.items():
        delen = {
            "t": tabel,
            "begin": BEGIN[tabel],
            "velden": ", ".join(namen),
            "nieuw": ", ".join(f"new.{naam}" for naam in namen),
            "oud": ", ".join(f"old.{naam}" for naam in namen),
            "tekst": " || ".join(f"' ' || {naam}" for naam in namen),
        }
        delen |= {"erbij": ERBIJ.format(**delen), "eraf": ERAF.format(**delen)}
        for opdracht in opdrachten:
            op.execute(sa.text(opdracht.format(**delen)))


def downgrade() -> None:
    """Back to the indexes of before. The extension stays: others may use it."""
    for tabel in ZOEKEN:
        if _sqlite():
            for werk in ("erbij", "eraf", "anders"):
                op.execute(f"DROP TRIGGER {tabel}_zoek_{werk}")
            op.execute(f"DROP TABLE {tabel}_zoek")
        else:
            op.drop_index(f"ix_{tabel}_zoek", tabel)
            op.drop_index(f"ix_{tabel}_begin", tabel)
    for tabel, ordes in ORDES.items():
        for kolommen in ordes:
            op.drop_index(f"ix_{tabel}_{'_'.join(kolommen)}", tabel)
    for kolom in WEINIG:
        op.drop_index(f"ix_gebruiker_{kolom}", "gebruiker")
    for tabel, kolom in OUD:
        op.create_index(f"ix_{tabel}_{kolom}", tabel, [kolom])
