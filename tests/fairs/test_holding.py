"""After the sign-up: proof, change, cancellation, and the end of a hold."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.core.actor import guest
from talent_portal.core.errors import Stale
from talent_portal.core.references import new_reference
from talent_portal.fairs import actions, errors, jobs, policies, queries
from talent_portal.fairs.models import Booking, FairState, RegistrationState, TalkSlot
from talent_portal.fairs.queries import plans


def taken(make, *slots):
    make.session.expire_all()
    rows = make.session.execute(sa.select(TalkSlot.reference, TalkSlot.taken)).all()
    counts = {row.reference: row.taken for row in rows}
    return [counts[slot] for slot in slots]


def change(make, person, *talks, version=None):
    return actions.change_plan(guest(person.reference), person.reference, tuple(talks), version or person.version)


def test_the_code_in_the_letter_confirms_and_sends_the_ticket(make):
    fair = make.fair()
    answer = make.sign_up(fair, email="a@example.com")

    person = actions.prove(answer.reference, make.code_for("a@example.com"))

    ticket = make.letters_to("a@example.com")[-1]
    assert person.state is RegistrationState.CONFIRMED
    assert ticket.template == "fairs/confirmed"
    assert "fair.ticket" in ticket.attachments
    assert "fair.calendar" in ticket.attachments


def test_the_code_may_be_typed_with_spaces_and_twice(make):
    answer = make.sign_up(make.fair(), email="a@example.com")
    code = make.code_for("a@example.com")

    first = actions.prove(answer.reference, f"{code[:3]} {code[3:]}")
    again = actions.prove(answer.reference, code)

    assert first.reference == again.reference
    assert len(make.letters_to("a@example.com")) == 2


def test_after_five_wrong_codes_the_right_one_is_no_use(make):
    answer = make.sign_up(make.fair(), email="a@example.com")
    right = make.code_for("a@example.com")
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    for _ in range(5):
        with pytest.raises(errors.WrongCode):
            actions.prove(answer.reference, wrong)

    with pytest.raises(errors.WrongCode):
        actions.prove(answer.reference, right)


def test_a_code_for_nothing_is_answered_like_a_wrong_one(make):
    with pytest.raises(errors.WrongCode):
        actions.prove(new_reference(), "123456")


def test_the_holder_of_an_address_can_use_the_code_of_a_second_sign_up(make):
    fair = make.fair()
    known = make.registration(fair, email="a@example.com", confirmed=False)
    answer = make.sign_up(fair, email="a@example.com")

    person = actions.prove(answer.reference, make.code_for("a@example.com"))

    assert person.reference == known.reference
    assert person.state is RegistrationState.CONFIRMED


def test_confirming_twice_sends_one_ticket(make):
    person = make.registration(email="a@example.com")

    actions.confirm(guest(person.reference), person.reference)

    assert [letter.template for letter in make.letters_to("a@example.com")] == ["fairs/prove", "fairs/confirmed"]


def test_a_link_opens_its_registration_until_it_is_rotated(make):
    person = make.registration(email="a@example.com")
    old = make.token_of(person)

    assert policies.registration_by_link(make.session, person.reference, old).id == person.id

    actions.rotate_link(guest(person.reference), person.reference)
    make.session.expire_all()
    with pytest.raises(sa.exc.NoResultFound):
        policies.registration_by_link(make.session, person.reference, old)
    assert make.token_of(make.fresh(person)) in make.letters_to("a@example.com")[-1].body


def test_a_link_of_somebody_else_opens_nothing(make):
    person, other = make.registration(), make.registration()

    with pytest.raises(sa.exc.NoResultFound):
        policies.registration_by_link(make.session, person.reference, make.token_of(other))


def test_moving_a_talk_frees_the_old_seat_and_takes_the_new_one(make):
    fair = make.fair()
    grid = make.slots(fair)
    person = make.registration(fair, grid[0][0], grid[1][1], email="a@example.com")

    changed = change(make, person, grid[0][2], grid[1][1])

    assert taken(make, grid[0][0], grid[0][2], grid[1][1]) == [0, 1, 1]
    assert [talk.slot for talk in plans.talks_of(make.session, person.id)] == [grid[1][1], grid[0][2]]
    assert (changed.version, changed.ics_sequence) == (person.version + 1, person.ics_sequence + 1)
    assert make.letters_to("a@example.com")[-1].template == "fairs/changed"


def test_a_move_to_a_full_talk_changes_nothing_and_offers_others(make):
    fair = make.fair(seats=1)
    grid = make.slots(fair)
    make.sign_up(fair, grid[1][1])
    person = make.registration(fair, grid[0][0])

    with pytest.raises(errors.SlotFull) as refused:
        change(make, person, grid[1][1])

    assert len(refused.value.params["alternatives"][grid[1][1]]) >= 3
    assert taken(make, grid[0][0], grid[1][1]) == [1, 1]
    assert [talk.slot for talk in plans.talks_of(make.session, person.id)] == [grid[0][0]]


def test_ones_own_full_talk_is_not_in_the_way_of_a_change(make):
    fair = make.fair(seats=1)
    grid = make.slots(fair)
    person = make.registration(fair, grid[0][0])

    change(make, person, grid[0][0], grid[1][1])

    assert taken(make, grid[0][0], grid[1][1]) == [1, 1]


def test_two_talks_may_change_places(make):
    fair = make.fair()
    grid = make.slots(fair)
    person = make.registration(fair, grid[0][0], grid[1][1])

    change(make, person, grid[0][1], grid[1][0])

    assert taken(make, grid[0][0], grid[1][1], grid[0][1], grid[1][0]) == [0, 0, 1, 1]


def test_a_change_made_from_an_old_page_is_refused(make):
    fair = make.fair()
    grid = make.slots(fair)
    person = make.registration(fair, grid[0][0])
    change(make, person, grid[0][1])

    with pytest.raises(Stale):
        change(make, person, grid[0][2], version=person.version)


def test_after_the_deadline_only_staff_may_change_talks(make, clock):
    fair = make.fair()
    grid = make.slots(fair)
    person = make.registration(fair, grid[0][0])
    clock.move_to(fair.cancel_until + timedelta(seconds=1))

    with pytest.raises(errors.ChangesClosed):
        change(make, person, grid[0][1])

    assert actions.change_plan(make.officer(), person.reference, (grid[0][1],), person.version)


def test_cancelling_frees_everything_once(make):
    fair = make.fair()
    grid = make.slots(fair)
    person = make.registration(fair, grid[0][0], grid[1][1], email="a@example.com")

    assert [make.cancel(person), make.cancel(person)] == [True, False]

    assert taken(make, grid[0][0], grid[1][1]) == [0, 0]
    assert make.fresh(fair).taken == 0
    assert make.session.scalar(sa.select(sa.func.count()).select_from(Booking).where(Booking.active)) == 0
    assert [letter.template for letter in make.letters_to("a@example.com")].count("fairs/cancelled") == 1


def test_cancelling_takes_every_consent_back(make):
    office = make.organisation()
    fair = make.fair(municipalities=[office])
    person = make.registration(fair, follow_up=(office.reference,))

    make.cancel(person)

    assert queries.follow_up_of(make.session, person) == frozenset()


def test_a_hold_ends_after_a_day_and_frees_its_places_once(make, clock):
    fair = make.fair()
    first = make.slots(fair)[0][0]
    person = make.registration(fair, first, confirmed=False)

    assert jobs.expire_holds() == 0
    clock.shift(timedelta(hours=24, seconds=1))

    assert [jobs.expire_holds(), jobs.expire_holds()] == [1, 0]
    assert (taken(make, first), make.fresh(fair).taken) == ([0], 0)
    assert make.fresh(person).state is RegistrationState.EXPIRED


def test_who_confirmed_keeps_the_places(make, clock):
    fair = make.fair()
    person = make.registration(fair, make.slots(fair)[0][0])
    clock.shift(timedelta(days=2))

    assert jobs.expire_holds() == 0
    assert make.fresh(person).active


def test_an_ended_hold_cannot_be_confirmed(make, clock):
    person = make.registration(confirmed=False)
    clock.shift(timedelta(days=2))
    jobs.expire_holds()

    with pytest.raises(errors.NotActive):
        actions.confirm(guest(person.reference), person.reference)


def test_the_end_of_a_hold_is_reminded_once(make, clock):
    make.registration(email="a@example.com", confirmed=False)
    clock.shift(timedelta(hours=21))

    assert [jobs.remind_holds(), jobs.remind_holds()] == [1, 0]
    assert make.letters_to("a@example.com")[-1].template == "fairs/hold_ending"


def test_the_day_before_everybody_is_reminded_once_with_their_talks(make, clock):
    fair = make.fair()
    make.registration(fair, make.slots(fair)[0][0], email="a@example.com")
    make.registration(fair, email="pending@example.com", confirmed=False)
    clock.move_to(fair.starts_at - timedelta(hours=23))

    assert [jobs.remind_fairs(), jobs.remind_fairs()] == [1, 0]

    letter = make.letters_to("a@example.com")[-1]
    assert letter.template == "fairs/reminder"
    assert "ブース1" in letter.body


def test_asking_for_the_link_answers_the_same_for_everyone(make):
    fair = make.fair()
    reference = make.registration(fair, email="a@example.com").reference
    before = len(make.letters_to("a@example.com"))

    assert actions.resend_link(guest(""), fair.reference, "nobody@example.com") is None
    assert actions.resend_link(guest(""), fair.reference, "a@example.com") is None
    assert actions.resend_link(guest(""), fair.reference, "a@example.com") is None

    assert len(make.letters_to("a@example.com")) == before + 1
    assert reference in make.letters_to("a@example.com")[-1].body


def test_leave_for_a_municipality_can_be_given_and_taken_back(make):
    office = make.organisation()
    fair = make.fair(municipalities=[office])
    person = make.registration(fair)
    me = guest(person.reference)

    actions.give_follow_up(me, person.reference, office.reference)
    given = queries.follow_up_of(make.session, person)
    actions.withdraw_follow_up(me, person.reference, office.reference)

    assert given == {office.reference}
    assert queries.follow_up_of(make.session, person) == frozenset()
    with pytest.raises(errors.NotAtThisSession):
        actions.give_follow_up(me, person.reference, make.organisation().reference)


def test_nothing_can_be_confirmed_once_the_session_is_called_off(make):
    fair = make.fair()
    person = make.registration(fair, confirmed=False)
    make.set_state(fair, FairState.CANCELLED)

    with pytest.raises(errors.NotActive):
        actions.confirm(guest(person.reference), person.reference)
