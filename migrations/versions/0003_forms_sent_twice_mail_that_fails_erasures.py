"""Know a form sent twice, mail that does not arrive, and erasures that wait for a second person."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("fair", schema=None) as batch_op:
        batch_op.add_column(sa.Column("idempotency_key", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_fair_idempotency_key"), ["idempotency_key"])

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mail_failed_at", sa.DateTime(timezone=True), nullable=True))

    op.create_table(
        "erasure_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("prepared_by", sa.String(length=12), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=12), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_erasure_request_reference")),
    )
    with op.batch_alter_table("erasure_request", schema=None) as batch_op:
        batch_op.create_index(
            "uq_erasure_request_open",
            ["subject"],
            unique=True,
            sqlite_where=sa.text("state = 'prepared'"),
            postgresql_where=sa.text("state = 'prepared'"),
        )


def downgrade():
    with op.batch_alter_table("erasure_request", schema=None) as batch_op:
        batch_op.drop_index("uq_erasure_request_open")
    op.drop_table("erasure_request")

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_column("mail_failed_at")

    with op.batch_alter_table("fair", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_fair_idempotency_key"), type_="unique")
        batch_op.drop_column("idempotency_key")
