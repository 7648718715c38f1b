# SPDX-License-Identifier: EUPL-1.2
"""Indexes for the overview of a beheerder: what of each account ends when, without its row."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

KOPPELING = "ix_koppeling_gebruiker_id_laatste_login_op"
AUTORISATIE = "ix_autorisatie_gebruiker_id_geldig_tot"
WAS = "ix_autorisatie_gebruiker_id"
ACTIEF = sa.text("beeindigd_op IS NULL")


def upgrade() -> None:
    """The one on autorisatie takes the place of one on the gebruiker alone."""
    kolommen = ["gebruiker_id", "laatste_login_op"]
    waar = {"sqlite_where": ACTIEF, "postgresql_where": ACTIEF}
    op.create_index(KOPPELING, "koppeling", kolommen, **waar)
    op.create_index(AUTORISATIE, "autorisatie", ["gebruiker_id", "geldig_tot"])
    op.drop_index(WAS, "autorisatie")


def downgrade() -> None:
    """As it was."""
    op.create_index(WAS, "autorisatie", ["gebruiker_id"])
    op.drop_index(AUTORISATIE, "autorisatie")
    op.drop_index(KOPPELING, "koppeling")
