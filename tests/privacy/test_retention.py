from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from talent_portal.audit import queries as audit
from talent_portal.audit.models import AuditEntry
from talent_portal.privacy import jobs, queries, retention
from talent_portal.privacy.jobs import RetentionFailed
from talent_portal.privacy.models import AccessEvent, ConsentEvent, RetentionRun
from talent_portal.settings import Settings, SettingsError

EIGHT_YEARS = timedelta(days=8 * 366)


def rows(session, model):
    return session.scalar(sa.select(sa.func.count()).select_from(model))


@pytest.fixture
def old_and_new(make, clock):
    """Something of everything, eight years ago and today."""
    make.look("registration:old")
    make.consent(subject="registration:standing")
    make.consent(subject="registration:gone")
    make.withdrawal(subject="registration:gone")
    clock.shift(EIGHT_YEARS)
    make.look("registration:new")
    make.consent(subject="registration:new")


def test_what_is_old_goes_and_what_is_new_stays(session, old_and_new):
    jobs.clean_up()

    assert [event.subject for event in session.scalars(sa.select(AccessEvent))] == ["registration:new"]
    assert audit.verify(session) is None


def test_a_consent_that_stands_stays_however_old_it_is(session, old_and_new):
    jobs.clean_up()

    left = session.scalars(sa.select(ConsentEvent.subject).order_by(ConsentEvent.id)).all()
    assert left == ["registration:standing", "registration:new"]
    assert queries.stands(session, "fair.follow-up", "organisation:x", "registration:standing")


def test_a_dry_run_says_what_the_real_run_does_and_changes_nothing(session, old_and_new):
    before = [rows(session, model) for model in (AuditEntry, AccessEvent, ConsentEvent, RetentionRun)]

    rehearsed = jobs.apply_all(dry_run=True)
    untouched = [rows(session, model) for model in (AuditEntry, AccessEvent, ConsentEvent, RetentionRun)]
    real = jobs.apply_all()

    assert untouched == before
    counts = [(outcome.rule.name, outcome.affected) for outcome in real]
    assert [(outcome.rule.name, outcome.affected) for outcome in rehearsed] == counts
    assert dict(counts).items() >= {"audit": 3, "access-log": 1, "consent": 2}.items()


def test_each_run_leaves_its_proof(session, old_and_new):
    jobs.clean_up()
    jobs.clean_up()

    assert [run.affected for run in queries.retention_runs(session, "access-log")] == [1, 0]


def test_a_row_written_after_a_cut_cannot_be_deleted_by_it(session, make, clock):
    make.look("registration:old")
    clock.shift(EIGHT_YEARS)
    jobs.clean_up()

    make.look("registration:new")
    jobs.clean_up()

    assert [sight.purpose for sight in queries.who_saw(session, "registration:new")] == ["follow-up"]
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.connection().execute(sa.text("DELETE FROM access_event"))


@pytest.fixture
def broken_rule(app):
    """The first rule fails."""

    def fail(_session, _before):
        raise RuntimeError("disk on fire")

    rules = app.extensions["retention"]
    app.extensions["retention"] = (replace(rules[0], run=fail), *rules[1:])
    yield
    app.extensions["retention"] = rules


def test_a_rule_that_fails_fails_loudly_and_does_not_stop_the_others(app, session, old_and_new, broken_rule):
    with pytest.raises(RetentionFailed, match="audit"):
        jobs.clean_up()

    assert rows(session, AccessEvent) == 1
    assert [run.failed for run in queries.retention_runs(session, "audit")] == [True]
    assert app.test_cli_runner().invoke(args=["privacy", "retention"]).exit_code == 1


def test_the_command_lists_every_rule(app, session, old_and_new):
    said = app.test_cli_runner().invoke(args=["privacy", "retention", "--dry-run"]).stdout

    assert [line.split()[0] for line in said.splitlines()] == [rule.name for rule in retention.rules()]
    assert rows(session, AccessEvent) == 2


def test_nothing_is_deleted_before_its_day(app, session):
    pretended = app.test_cli_runner().invoke(args=["privacy", "retention", "--on", "2040-01-01"])

    assert pretended.exit_code == 2


def test_a_prefecture_can_set_its_own_periods(app, session):
    rules = app.extensions["retention"]
    try:
        retention.init_app(app, rules, {"access-log": 10})
        changed = {rule.name: rule.before(date(2026, 6, 11)) for rule in retention.rules()}
        assert changed["access-log"] == date(2026, 6, 1)
        assert changed["audit"] == date(2019, 6, 11)
        with pytest.raises(retention.UnknownRule):
            retention.init_app(app, rules, {"nonsense": 10})
    finally:
        app.extensions["retention"] = rules


def test_years_end_on_the_same_day():
    assert retention.years_before(7, date(2026, 6, 1)) == date(2019, 6, 1)
    assert retention.years_before(3, date(2028, 2, 29)) == date(2025, 2, 28)


def test_the_periods_come_from_the_environment(tmp_path):
    env = {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_RETENTION_DAYS": "audit=3000, access-log=1500"}

    assert Settings.from_env(env).retention_days == {"audit": 3000, "access-log": 1500}
    with pytest.raises(SettingsError, match="PORTAL_RETENTION_DAYS"):
        Settings.from_env(env | {"PORTAL_RETENTION_DAYS": "audit=soon"})
