# SPDX-License-Identifier: EUPL-1.2
"""The orders of a long list hold the status too: a deep page is found without reading rows."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

VOLGORDES = ("achternaam", "email", "laatste_login_op")


def upgrade() -> None:
    """Each takes the place of the one without the status."""
    for veld in VOLGORDES:
        op.create_index(f"ix_gebruiker_{veld}_id_status", "gebruiker", [veld, "id", "status"])
        op.drop_index(f"ix_gebruiker_{veld}_id", "gebruiker")


def downgrade() -> None:
    """As it was."""
    for veld in VOLGORDES:
        op.create_index(f"ix_gebruiker_{veld}_id", "gebruiker", [veld, "id"])
        op.drop_index(f"ix_gebruiker_{veld}_id_status", "gebruiker")
