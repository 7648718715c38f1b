# SPDX-License-Identifier: EUPL-1.2
"""The audit trail only grows: the database itself refuses UPDATE, DELETE and TRUNCATE (R31)."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = """
CREATE TRIGGER auditrecord_geen_{werk} BEFORE {werk} ON auditrecord
BEGIN SELECT RAISE(ABORT, 'auditrecord: alleen erbij (R31)'); END
"""
POSTGRESQL = """
CREATE FUNCTION auditrecord_alleen_erbij() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'auditrecord: alleen erbij (R31)'; END $$;
CREATE TRIGGER auditrecord_geen_update BEFORE UPDATE OR DELETE ON auditrecord
FOR EACH ROW EXECUTE FUNCTION auditrecord_alleen_erbij();
CREATE TRIGGER auditrecord_geen_truncate BEFORE TRUNCATE ON auditrecord
FOR EACH STATEMENT EXECUTE FUNCTION auditrecord_alleen_erbij();
"""


def upgrade() -> None:
    """Put the triggers on."""
    if op.get_bind().dialect.name == "sqlite":
        for werk in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(werk=werk))
    else:
        op.execute(POSTGRESQL)


def downgrade() -> None:
    """Take the triggers off."""
    if op.get_bind().dialect.name == "sqlite":
        for werk in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER auditrecord_geen_{werk}")
    else:
        op.execute("DROP TRIGGER auditrecord_geen_update ON auditrecord")
        op.execute("DROP TRIGGER auditrecord_geen_truncate ON auditrecord")
        op.execute("DROP FUNCTION auditrecord_alleen_erbij()")
