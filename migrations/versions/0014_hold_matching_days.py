"""Hold matching days."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "matching_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("title_ja", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("profession", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("most_wishes", sa.Integer(), nullable=False),
        sa.Column("notice_ja", sa.Text(), nullable=False),
        sa.Column("notice_en", sa.Text(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("most_wishes BETWEEN 1 AND 3", name=op.f("ck_matching_day_wishes_sensible")),
        sa.CheckConstraint("round BETWEEN 1 AND 2", name=op.f("ck_matching_day_round_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_day")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_matching_day_idempotency_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_matching_day_reference")),
    )
    with op.batch_alter_table("matching_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_day_state"), ["state"], unique=False)

    op.create_table(
        "matching_area_cap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("at_most", sa.Integer(), nullable=False),
        sa.CheckConstraint("at_most > 0", name=op.f("ck_matching_area_cap_lets_somebody_in")),
        sa.ForeignKeyConstraint(
            ["day_id"], ["matching_day.id"], name=op.f("fk_matching_area_cap_day_id_matching_day"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_area_cap")),
        sa.UniqueConstraint("day_id", "region", name=op.f("uq_matching_area_cap_day_id_region")),
    )
    op.create_table(
        "matching_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("placed", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("market", sa.JSON(), nullable=False),
        sa.Column("drawn", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("stability", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_id"], ["matching_day.id"], name=op.f("fk_matching_outcome_day_id_matching_day"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_outcome")),
        sa.UniqueConstraint("day_id", "round", name=op.f("uq_matching_outcome_day_id_round")),
    )
    op.create_table(
        "matching_programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.CheckConstraint("seats > 0", name=op.f("ck_matching_programme_has_seats")),
        sa.ForeignKeyConstraint(
            ["day_id"], ["matching_day.id"], name=op.f("fk_matching_programme_day_id_matching_day"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_matching_programme_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_programme")),
        sa.UniqueConstraint("day_id", "organisation_id", name=op.f("uq_matching_programme_day_id_organisation_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_matching_programme_reference")),
    )
    with op.batch_alter_table("matching_programme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_programme_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "matching_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wishes_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ranks_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.Text(), nullable=True),
        sa.Column("seed_commitment", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wishes_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("towns_reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("wishes_until < ranks_until", name=op.f("ck_matching_round_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["day_id"], ["matching_day.id"], name=op.f("fk_matching_round_day_id_matching_day"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_round")),
        sa.UniqueConstraint("day_id", "number", name=op.f("uq_matching_round_day_id_number")),
    )
    op.create_table(
        "matching_applicant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("placed_id", sa.Integer(), nullable=True),
        sa.Column("reminded_round", sa.Integer(), nullable=False),
        sa.Column("token_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "email IS NOT NULL OR phone IS NOT NULL OR erased_at IS NOT NULL",
            name=op.f("ck_matching_applicant_reachable"),
        ),
        sa.ForeignKeyConstraint(
            ["day_id"], ["matching_day.id"], name=op.f("fk_matching_applicant_day_id_matching_day"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["placed_id"], ["matching_programme.id"], name=op.f("fk_matching_applicant_placed_id_matching_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_applicant")),
        sa.UniqueConstraint("day_id", "number", name=op.f("uq_matching_applicant_day_id_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_matching_applicant_reference")),
    )
    with op.batch_alter_table("matching_applicant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_applicant_placed_id"), ["placed_id"], unique=False)

    op.create_table(
        "matching_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(length=12), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["matching_programme.id"],
            name=op.f("fk_matching_sheet_programme_id_matching_programme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_sheet")),
        sa.UniqueConstraint("programme_id", "round", name=op.f("uq_matching_sheet_programme_id_round")),
    )
    op.create_table(
        "matching_ranking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.CheckConstraint("place > 0", name=op.f("ck_matching_ranking_place_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["applicant_id"],
            ["matching_applicant.id"],
            name=op.f("fk_matching_ranking_applicant_id_matching_applicant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["matching_sheet.id"],
            name=op.f("fk_matching_ranking_sheet_id_matching_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_ranking")),
        sa.UniqueConstraint("sheet_id", "applicant_id", name=op.f("uq_matching_ranking_sheet_id_applicant_id")),
    )
    with op.batch_alter_table("matching_ranking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_ranking_applicant_id"), ["applicant_id"], unique=False)

    op.create_table(
        "matching_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 3", name=op.f("ck_matching_wish_position_sensible")),
        sa.ForeignKeyConstraint(
            ["applicant_id"],
            ["matching_applicant.id"],
            name=op.f("fk_matching_wish_applicant_id_matching_applicant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["matching_programme.id"],
            name=op.f("fk_matching_wish_programme_id_matching_programme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_wish")),
        sa.UniqueConstraint(
            "applicant_id", "round", "position", name=op.f("uq_matching_wish_applicant_id_round_position")
        ),
        sa.UniqueConstraint(
            "applicant_id", "round", "programme_id", name=op.f("uq_matching_wish_applicant_id_round_programme_id")
        ),
    )
    with op.batch_alter_table("matching_wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_wish_programme_id"), ["programme_id"], unique=False)


def downgrade():
    with op.batch_alter_table("matching_wish", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_wish_programme_id"))

    op.drop_table("matching_wish")
    with op.batch_alter_table("matching_ranking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_ranking_applicant_id"))

    op.drop_table("matching_ranking")
    op.drop_table("matching_sheet")
    with op.batch_alter_table("matching_applicant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_applicant_placed_id"))

    op.drop_table("matching_applicant")
    op.drop_table("matching_round")
    with op.batch_alter_table("matching_programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_programme_organisation_id"))

    op.drop_table("matching_programme")
    op.drop_table("matching_outcome")
    op.drop_table("matching_area_cap")
    with op.batch_alter_table("matching_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_day_state"))

    op.drop_table("matching_day")
