# SPDX-License-Identifier: EUPL-1.2
"""A koppeling can end because the organisatie of the account changed (R13).

SQLite cannot change a CHECK: the table is made again. Nothing points at it.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

EERST = ("defect", "gestolen", "zoek", "niet_ingelogd", "beeindigd")
NAAM = "ck_koppeling_reden"


def _mag(redenen: tuple[str, ...]) -> str:
    return f"reden IN ({', '.join(repr(reden) for reden in redenen)})"


def upgrade() -> None:
    """One reason more."""
    _stel_in((*EERST, "organisatie"))


def downgrade() -> None:
    """Without it; what ended for that reason reads as ended with the account."""
    op.execute("UPDATE koppeling SET reden = 'beeindigd' WHERE reden = 'organisatie'")
    _stel_in(EERST)


def _stel_in(redenen: tuple[str, ...]) -> None:
    with op.batch_alter_table("koppeling") as tabel:
        tabel.drop_constraint(op.f(NAAM), type_="check")
        tabel.create_check_constraint(op.f(NAAM), _mag(redenen))
