"""Offer terms and record appointments."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("specialist_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("terms_number", sa.Integer(), nullable=False),
        sa.Column("sent_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=12), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("respond_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("person_answer", sa.String(length=3), nullable=False),
        sa.Column("town_answer", sa.String(length=3), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=False),
        sa.Column("token_version", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=12), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'sent' OR respond_by IS NOT NULL", name=op.f("ck_offer_sent_has_deadline")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_offer_need_id_need")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_offer_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_offer_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["specialist_id"], ["specialist.id"], name=op.f("fk_offer_specialist_id_specialist")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_offer_idempotency_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_offer_reference")),
        info={"class": "anonymous"},
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_need_id"), ["need_id"], unique=False)
        batch_op.create_index("ix_offer_organisation_id", ["organisation_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index("ix_offer_respond_by", ["state", "respond_by"], unique=False)
        batch_op.create_index("ix_offer_specialist_id", ["specialist_id", "state"], unique=False)
        batch_op.create_index(
            "uq_offer_open",
            ["proposal_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'sent', 'conditions', 'ready')"),
            postgresql_where=sa.text("state IN ('draft', 'sent', 'conditions', 'ready')"),
        )

    op.create_table(
        "form_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("terms_number", sa.Integer(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("article", sa.String(length=40), nullable=False),
        sa.Column("changed_from", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("settled", sa.JSON(), nullable=False),
        sa.Column("before_start", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.String(length=12), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_form_check_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_check")),
        sa.UniqueConstraint("offer_id", "terms_number", name=op.f("uq_form_check_offer_id_terms_number")),
        info={"class": "anonymous"},
    )
    op.create_table(
        "form_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("terms_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=12), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_form_comment_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_comment")),
        info={"class": "anonymous"},
    )
    with op.batch_alter_table("form_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_comment_offer_id"), ["offer_id"], unique=False)

    op.create_table(
        "offer_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("terms_number", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("witness", sa.Text(), nullable=True),
        sa.Column("noted_by", sa.String(length=12), nullable=False),
        sa.Column("confirmed_by", sa.String(length=12), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_answer_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_answer")),
        sa.UniqueConstraint("reference", name=op.f("uq_offer_answer_reference")),
        info={"class": "anonymous"},
    )
    with op.batch_alter_table("offer_answer", schema=None) as batch_op:
        batch_op.create_index("ix_offer_answer_offer_id", ["offer_id", "id"], unique=False)

    op.create_table(
        "offer_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_condition_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_condition")),
        sa.UniqueConstraint("offer_id", "code", name=op.f("uq_offer_condition_offer_id_code")),
        info={"class": "anonymous"},
    )
    op.create_table(
        "offer_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("halves", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("on_holidays", sa.Boolean(), nullable=False),
        sa.Column("weekly_minutes", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("pay", sa.Text(), nullable=False),
        sa.Column("travel", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("duty_kinds", sa.JSON(), nullable=False),
        sa.Column("daily_orders", sa.Boolean(), nullable=False),
        sa.Column("insurance", sa.Text(), nullable=False),
        sa.Column("trial", sa.Text(), nullable=False),
        sa.Column("renewal", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=12), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_offer_terms_period_in_order")),
        sa.CheckConstraint("halves BETWEEN 1 AND 16383", name=op.f("ck_offer_terms_halves_of_a_week")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_terms_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_terms")),
        sa.UniqueConstraint("offer_id", "number", name=op.f("uq_offer_terms_offer_id_number")),
        info={"class": "anonymous"},
    )
    with op.batch_alter_table("offer_terms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_terms_starts_on"), ["starts_on"], unique=False)

    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("specialist_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("order_number", sa.String(length=60), nullable=False),
        sa.Column("appointed_on", sa.Date(), nullable=False),
        sa.Column("appointed_by", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.String(length=40), nullable=False),
        sa.Column("asked_by", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_version", sa.Integer(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_day >= starts_on OR state = 'cancelled'", name=op.f("ck_placement_period_in_order")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_placement_need_id_need")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_placement_offer_id_offer")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_placement_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["specialist_id"], ["specialist.id"], name=op.f("fk_placement_specialist_id_specialist")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_placement_offer_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_placement_reference")),
        info={"class": "anonymous"},
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index("ix_placement_course", ["state", "starts_on", "last_day"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_need_id"), ["need_id"], unique=False)
        batch_op.create_index("ix_placement_organisation_id", ["organisation_id", "state"], unique=False)
        batch_op.create_index("ix_placement_specialist_id", ["specialist_id", "state"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("days_worked", sa.Integer(), nullable=False),
        sa.Column("work_done", sa.Text(), nullable=False),
        sa.Column("again", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("written_by", sa.String(length=12), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint("days_worked BETWEEN 0 AND 2000", name=op.f("ck_review_days_sensible")),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_review_placement_id_placement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("key", name=op.f("uq_review_key")),
        sa.UniqueConstraint("placement_id", "side", name=op.f("uq_review_placement_id_side")),
        info={"class": "anonymous"},
    )


def downgrade():
    op.drop_table("review")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index("ix_placement_specialist_id")
        batch_op.drop_index("ix_placement_organisation_id")
        batch_op.drop_index(batch_op.f("ix_placement_need_id"))
        batch_op.drop_index("ix_placement_course")

    op.drop_table("placement")
    with op.batch_alter_table("offer_terms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_terms_starts_on"))

    op.drop_table("offer_terms")
    op.drop_table("offer_condition")
    with op.batch_alter_table("offer_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_offer_answer_offer_id")

    op.drop_table("offer_answer")
    with op.batch_alter_table("form_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_comment_offer_id"))

    op.drop_table("form_comment")
    op.drop_table("form_check")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_offer_open",
            sqlite_where=sa.text("state IN ('draft', 'sent', 'conditions', 'ready')"),
            postgresql_where=sa.text("state IN ('draft', 'sent', 'conditions', 'ready')"),
        )
        batch_op.drop_index("ix_offer_specialist_id")
        batch_op.drop_index("ix_offer_respond_by")
        batch_op.drop_index(batch_op.f("ix_offer_proposal_id"))
        batch_op.drop_index("ix_offer_organisation_id")
        batch_op.drop_index(batch_op.f("ix_offer_need_id"))

    op.drop_table("offer")
