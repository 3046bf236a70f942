"""Tell the results of a matching day by and by."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("matching_applicant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("untold", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_matching_applicant_untold"), ["untold"], unique=False)


def downgrade():
    with op.batch_alter_table("matching_applicant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_applicant_untold"))
        batch_op.drop_column("untold")
