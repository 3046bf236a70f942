"""Stamp what is known of people, so that it can be kept in memory while the stamp stands."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    # A plain column with a default: SQLite would otherwise copy the table, and its parts hang on it by cascade.
    op.add_column("specialist", sa.Column("facts_stamp", sa.BigInteger(), server_default=sa.text("0"), nullable=False))


def downgrade():
    op.drop_column("specialist", "facts_stamp")
