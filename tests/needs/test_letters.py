"""Who hears of which step, and what is brought to mind."""

from datetime import date, timedelta

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.core.actor import WORKER
from talent_portal.core.db import transaction
from talent_portal.needs import actions, jobs
from talent_portal.needs.models import NeedState
from talent_portal.signin.current import actor_of


@pytest.fixture
def people(make):
    """Somebody to read letters on each side: the asking municipality, its partner, the prefecture, and a stranger."""
    asking, partner = make.organisation(), make.organisation(name_ja="波佐見町")
    return {
        "asking": make.membership(Role.APPROVER, organisation=asking),
        "partner": make.membership(Role.MEMBER, organisation=partner, account=make.account(language="en")),
        "prefecture": make.membership(Role.LEAD),
        "stranger": make.membership(Role.MEMBER),
    }


def joint(make, people, **given):
    asking, partner = (people[name].organisation for name in ("asking", "partner"))
    return make.need(organisation=asking, partners=[partner], **given)


def told(make, people):
    """How many letters each side has, and their newest subject."""
    found = {name: make.letters_to(member.account.email) for name, member in people.items()}
    return {name: letters[-1].template for name, letters in found.items() if letters}


STEPS = {
    "return": (lambda who, need: actions.return_need(who, need.reference, "other", "", need.version), "needs/returned"),
    "withdraw": (
        lambda who, need: actions.withdraw(who, need.reference, "budget", "", need.version),
        "needs/withdrawn",
    ),
    "close": (lambda who, need: actions.close_unfilled(who, need.reference, "days", "", need.version), "needs/closed"),
}


def test_sending_tells_the_prefecture_and_asks_the_partner(make, people):
    joint(make, people, state=NeedState.SUBMITTED, confirmed=False)

    assert told(make, people) == {"prefecture": "needs/submitted", "partner": "needs/share_asked"}
    letter = make.letters_to(people["partner"].account.email)[-1]
    assert "Please confirm your part" in letter.subject


def test_the_partners_answer_reaches_both(make, people):
    need = joint(make, people, state=NeedState.SUBMITTED, confirmed=False)

    actions.answer_share(make.officer(Role.MEMBER, people["partner"].organisation), need.reference, yes=False)

    assert told(make, people)["asking"] == told(make, people)["prefecture"] == "needs/share_answered"
    assert "波佐見町は共同依頼に参加しません" in make.letters_to(people["asking"].account.email)[-1].body


def test_opening_tells_the_municipalities(make, people):
    joint(make, people)

    assert told(make, people)["asking"] == told(make, people)["partner"] == "needs/opened"


@pytest.mark.parametrize("step", ["withdraw", "close"])
def test_every_end_tells_everybody_but_strangers(make, people, step):
    need = joint(make, people)
    act, template = STEPS[step]

    act(make.officer(Role.LEAD), need)

    assert told(make, people) == dict.fromkeys(("asking", "partner", "prefecture"), template)


def test_a_return_is_told_to_the_municipality_that_asks(make, people):
    need = joint(make, people, state=NeedState.SUBMITTED)
    act, template = STEPS["return"]

    act(make.officer(), need)

    assert told(make, people)["asking"] == template
    assert told(make, people)["partner"] == "needs/share_asked"


def test_whoever_acts_gets_no_letter_about_it(make, people):
    need = joint(make, people)
    before = len(make.letters_to(people["asking"].account.email))

    actions.withdraw(actor_of(people["asking"].account, people["asking"]), need.reference, "budget", "", need.version)

    assert len(make.letters_to(people["asking"].account.email)) == before


def test_the_job_ends_what_is_over_once_and_tells_everybody(make, people, clock):
    need = joint(make, people, closes_on=date(2026, 6, 10))
    clock.move_to("2026-06-12T00:00:00Z")

    assert (jobs.expire_needs(), jobs.expire_needs()) == (1, 0)

    assert make.fresh(need).state is NeedState.EXPIRED
    assert told(make, people) == dict.fromkeys(("asking", "partner", "prefecture"), "needs/expired")


def test_a_request_without_a_proposal_is_brought_to_mind_after_14_and_30_days(make, people, clock):
    need = joint(make, people)
    heard = []
    for days in (13, 1, 1, 15, 5):
        clock.shift(timedelta(days=days))
        heard.append(jobs.remind_needs())
    assert heard == [0, 1, 0, 1, 0]
    assert make.fresh(need).reminded_days == 30
    assert "14日間" in make.letters_to(people["asking"].account.email)[-2].subject
    assert "30日間" in make.letters_to(people["prefecture"].account.email)[-1].subject
    assert told(make, people)["partner"] == "needs/opened"


def test_a_request_found_late_is_brought_to_mind_once(make, people, clock):
    joint(make, people)
    clock.shift(timedelta(days=40))

    assert (jobs.remind_needs(), jobs.remind_needs()) == (1, 0)


def test_nobody_is_reminded_once_somebody_was_proposed(make, people, clock):
    need = joint(make, people)
    with transaction() as session:
        actions.proposal_made(session, WORKER, need.id)
    clock.shift(timedelta(days=40))

    assert jobs.remind_needs() == 0
