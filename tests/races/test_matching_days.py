"""A matching day when applicants and coordinators press their buttons at once."""

import sqlalchemy as sa

from talent_portal.matching_days.models import MatchingDay, Outcome, Wish
from talent_portal.matching_days.rules.states import DayState
from talent_portal.outbox.models import Letter
from tests.races.test_sign_up import errors

AT_ONCE = 8


def count(make, table, *where):
    return make.session.scalar(sa.select(sa.func.count()).select_from(table).where(*where))


def test_wishes_end_once_nothing_is_kept_after_and_it_is_matched_and_told_once(make, hands, repeat):
    day = make.matching_day(people=6)
    coordinator, people, programmes = make.officer(), make.applicants(day), make.programmes(day)
    lists = [[one.reference for one in order] for order in (programmes, programmes[::-1])]
    asked = [("name_wishes", (one.reference, one.version, *given)) for one in people for given in lists]
    end = ("end_wishes", (coordinator, day.reference, day.version))

    wished = hands.race([*asked[:6], end, *asked[6:], end])
    assert errors(wished) == []
    assert [what for _, what in wished].count("ranking") == 1

    make.session.rollback()
    state, version = make.session.execute(
        sa.select(MatchingDay.state, MatchingDay.version).where(MatchingDay.id == day.id)
    ).one()
    assert state is DayState.RANKING
    kept = [make.wishes_at(one) for one in people]
    assert {len(one) for one in kept} <= {0, 2}
    assert sum(bool(one) for one in kept) == [what for _, what in wished].count("wished")

    told = hands.race([("tell_applicants", ())] * AT_ONCE)
    assert errors(told) == []
    assert sum(written for _, written in told) == len(people)
    make.session.rollback()

    for deed, after in (("match_day", version + 1), ("publish_day", version + 2)):
        done = hands.race([(deed, (coordinator, day.reference, after - 1))] * AT_ONCE)
        assert errors(done) == []
        assert [kind for kind, _ in done].count("ok") == 1
        make.session.rollback()

    told = hands.race([("tell_applicants", ())] * AT_ONCE)
    assert errors(told) == []
    assert sum(written for _, written in told) == len(people)
    make.session.rollback()

    assert count(make, Outcome, Outcome.day_id == day.id) == 1
    for person in people:
        heard = [one.template.partition("/")[2] for one in make.letters_to(person.email)]
        assert [heard.count(notice) for notice in ("invited", "early", "result")] == [1, 1, 1]
    assert count(make, Wish, Wish.applicant_id.in_([one.id for one in people])) == 2 * sum(bool(one) for one in kept)
    assert count(make, Letter, Letter.template == "matching_days/result") % 6 == 0
