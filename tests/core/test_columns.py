"""What both databases must give back as it was."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy.exc import StatementError

from talent_portal.accounts.models import AccountStatus
from talent_portal.core.db import UtcDateTime, reading, transaction
from talent_portal.core.text import is_storable
from tests.core.corpus import SAMPLES

JAPAN = ZoneInfo("Asia/Tokyo")


def test_a_moment_comes_back_in_utc(session, make):
    account = make.account(created_at=datetime(2026, 6, 1, 18, 30, tzinfo=JAPAN))

    assert make.fresh(account).created_at == datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
    assert make.fresh(account).created_at.tzinfo is UTC


def test_a_naive_moment_is_refused(make):
    account = make.account()

    with pytest.raises(StatementError, match="naive"), transaction() as session:
        session.merge(account).created_at = datetime(2026, 6, 1)  # noqa: DTZ001 - this is what is refused


def test_no_moment_stays_none():
    kind = UtcDateTime()

    assert kind.process_bind_param(None, None) is None
    assert kind.process_result_value(None, None) is None


def test_a_server_in_another_zone_changes_nothing():
    nine = timezone(timedelta(hours=9))

    assert UtcDateTime().process_result_value(datetime(2026, 1, 1, 9, tzinfo=nine), None).hour == 0


def test_an_enum_is_stored_by_its_value(session, make):
    account = make.account(status=AccountStatus.DISABLED)

    assert session.scalar(sa.text("SELECT status FROM account WHERE id = :id"), {"id": account.id}) == "disabled"


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())
def test_text_is_kept_exactly_as_typed(session, make, sample):
    office = make.organisation(kana=sample[:120])

    assert make.fresh(office).kana == sample[:120]
    assert session.scalar(sa.select(sa.cast(sa.literal(sample), sa.Text()))) == sample


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.text(some.characters(exclude_categories=["Cs"]), max_size=60).filter(is_storable))
def test_every_storable_text_comes_back_exactly(session, sample):
    assert reading().scalar(sa.select(sa.cast(sa.literal(sample), sa.Text()))) == sample
