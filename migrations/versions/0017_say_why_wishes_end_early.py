"""Keep why the wishes of a matching day ended before their time."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("matching_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("early_ja", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("early_en", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("matching_round", schema=None) as batch_op:
        batch_op.alter_column("early_ja", server_default=None)
        batch_op.alter_column("early_en", server_default=None)


def downgrade():
    with op.batch_alter_table("matching_round", schema=None) as batch_op:
        batch_op.drop_column("early_en")
        batch_op.drop_column("early_ja")
