"""Count the notices that went out before a licence ends."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("credential", sa.Column("warned", sa.Integer(), server_default=sa.text("0"), nullable=False))


def downgrade():
    op.drop_column("credential", "warned")
