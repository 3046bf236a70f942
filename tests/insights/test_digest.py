"""On Mondays staff read by mail what waits on them; once, in their language, and only when something does."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from talent_portal.accounts.permissions import Role
from talent_portal.core.jobs import run_now
from talent_portal.outbox.models import Letter

MONDAY_EARLY = datetime(2026, 6, 7, 22, 30, tzinfo=UTC)  # 7:30 in Japan
MONDAY = datetime(2026, 6, 7, 23, 30, tzinfo=UTC)
TUESDAY = datetime(2026, 6, 9, 3, 0, tzinfo=UTC)


def _letters(session) -> list[Letter]:
    return list(session.scalars(select(Letter).where(Letter.template == "insights/digest").order_by(Letter.id)))


@pytest.fixture
def town(make):
    """A municipality with a booth that says nothing yet, and its member."""
    member = make.membership(Role.MEMBER, organisation=make.organisation(name_ja="波音町"))
    make.fair(title_ja="夏の会", municipalities=[member.organisation])
    return member


def test_a_member_reads_on_monday_what_waits(town, session, clock):
    clock.move_to(MONDAY)

    assert run_now("insights.digest").count == 1

    (letter,) = _letters(session)
    assert letter.recipient == town.account.email
    assert "対応が必要なものが1件あります" in letter.subject
    assert "ブースの案内文を入力してください (夏の会)" in letter.body
    assert "波音町" in letter.body
    assert "http://portal.test/home" in letter.body


def test_the_letter_comes_once_a_week(town, session, clock):
    clock.move_to(MONDAY)
    run_now("insights.digest")

    assert run_now("insights.digest").count == 0
    assert len(_letters(session)) == 1


@pytest.mark.parametrize("moment", [MONDAY_EARLY, TUESDAY])
def test_no_letter_comes_at_other_times(town, session, clock, moment):
    clock.move_to(moment)

    assert run_now("insights.digest").count == 0


def test_nobody_is_written_to_when_nothing_waits(make, session, clock):
    make.membership(Role.MEMBER)
    clock.move_to(MONDAY)

    assert run_now("insights.digest").count == 0


def test_somebody_who_left_gets_no_letter(town, make, session, clock):
    town.ends_on = datetime(2026, 6, 5, tzinfo=UTC).date()
    make.keep(town)
    clock.move_to(MONDAY)

    assert run_now("insights.digest").count == 0


def test_an_english_reader_reads_english(town, make, session, clock):
    town.account.language = "en"
    make.keep(town.account)
    clock.move_to(MONDAY)

    run_now("insights.digest")

    assert "1 thing waits on you" in _letters(session)[0].subject
