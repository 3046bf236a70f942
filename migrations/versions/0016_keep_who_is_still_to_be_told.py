"""Keep for every applicant of a matching day what they are still to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "matching_telling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(length=20), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"],
            ["matching_applicant.id"],
            name=op.f("fk_matching_telling_applicant_id_matching_applicant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_telling")),
        sa.UniqueConstraint(
            "applicant_id", "notice", "round", name=op.f("uq_matching_telling_applicant_id_notice_round")
        ),
    )
    op.execute(
        "INSERT INTO matching_telling (applicant_id, notice, round, version) "
        "SELECT a.id, 'result', a.untold, d.version FROM matching_applicant a JOIN matching_day d ON d.id = a.day_id "
        "WHERE a.untold IS NOT NULL ORDER BY a.id"
    )
    with op.batch_alter_table("matching_applicant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_applicant_untold"))
        batch_op.drop_column("untold")


def downgrade():
    with op.batch_alter_table("matching_applicant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("untold", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_matching_applicant_untold"), ["untold"], unique=False)
    op.execute(
        "UPDATE matching_applicant SET untold = (SELECT t.round FROM matching_telling t "
        "WHERE t.applicant_id = matching_applicant.id AND t.notice = 'result')"
    )
    op.drop_table("matching_telling")
