"""Tell the half-days of a joint request apart by municipality.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("offer_terms", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parts", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("offer_terms", schema=None) as batch_op:
        batch_op.alter_column("parts", server_default=None)
    with op.batch_alter_table("half_day", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_half_day_organisation_id_organisation"), "organisation", ["organisation_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_half_day_organisation_id"), ["organisation_id"], unique=False)


def downgrade():
    with op.batch_alter_table("half_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_half_day_organisation_id"))
        batch_op.drop_constraint(op.f("fk_half_day_organisation_id_organisation"), type_="foreignkey")
        batch_op.drop_column("organisation_id")
    with op.batch_alter_table("offer_terms", schema=None) as batch_op:
        batch_op.drop_column("parts")
