"""The desk and the telephone: check-in once, with undo, and sign-ups by staff."""

import pytest

from talent_portal.fairs import actions, errors, queries
from talent_portal.fairs.gateway import tickets
from talent_portal.fairs.models import Channel, FairState, RegistrationState


@pytest.fixture
def fair(make):
    return make.fair()


@pytest.fixture
def person(make, fair):
    return make.registration(
        fair, make.slots(fair)[0][0], family_kana="ハマビ", given_kana="ミツヨ", family_name="浜灯"
    )


@pytest.fixture
def desk(make):
    return make.officer()


def test_a_ticket_checks_in_and_a_repeat_says_who_and_when(make, fair, person, desk, clock):
    ticket = actions.ticket_text(person, fair)

    first = actions.check_in_ticket(desk, fair.reference, ticket)
    clock.shift(600)
    again = actions.check_in_ticket(make.officer(), fair.reference, ticket)

    assert (first.first, again.first) == (True, False)
    assert (again.at, again.by_name) == (first.at, desk.name)
    assert first.person.talks[0].label == "1"


def test_six_digits_check_in_however_they_are_written(fair, person, desk):
    arrival = actions.check_in_number(desk, fair.reference, f" {person.number[:3]}-{person.number[3:]} ")

    assert arrival.person.reference == person.reference


def test_a_dead_phone_is_no_obstacle(make, fair, person, desk):
    found = queries.at_desk(make.session, fair.reference, "はまび")

    arrival = actions.check_in_person(desk, fair.reference, found[0].reference)

    assert arrival.first
    assert queries.at_desk(make.session, fair.reference, "ﾊﾏﾋﾞ")[0].checked_in_by == desk.name


def test_an_undone_check_in_can_be_made_again(fair, person, desk):
    actions.check_in_number(desk, fair.reference, person.number)

    assert actions.undo_check_in(desk, fair.reference, person.reference)
    assert not actions.undo_check_in(desk, fair.reference, person.reference)
    assert actions.check_in_number(desk, fair.reference, person.number).first


def test_whoever_never_confirmed_is_asked_for_their_name_first(make, fair, desk):
    waiting = make.registration(fair, confirmed=False)

    for check_in in (
        lambda: actions.check_in_number(desk, fair.reference, waiting.number),
        lambda: actions.check_in_person(desk, fair.reference, waiting.reference),
    ):
        with pytest.raises(errors.NotConfirmed) as refused:
            check_in()
        assert refused.value.params == {"person": waiting.reference}

    assert queries.counts(make.session, fair.reference).checked_in == 0


def test_the_desk_confirms_by_name_in_the_same_step_and_mails_nobody(make, fair, desk):
    waiting = make.registration(fair, confirmed=False, email="typo@example.com")

    arrival = actions.check_in_person(desk, fair.reference, waiting.reference, confirmed_by_name=True)

    person = make.fresh(waiting)
    assert (arrival.first, person.state, person.held_until) == (True, RegistrationState.CONFIRMED, None)
    assert [letter.template for letter in make.letters_to("typo@example.com")] == ["fairs/prove"]
    assert make.fresh(fair).taken == 1


def test_a_hold_that_ended_in_the_meantime_is_not_confirmed(make, fair, desk):
    waiting = make.registration(fair, confirmed=False)
    make.end_holds([waiting])
    actions.expire(waiting.reference)

    with pytest.raises(errors.NumberUnknown):
        actions.check_in_person(desk, fair.reference, waiting.reference, confirmed_by_name=True)


@pytest.mark.parametrize("state", [FairState.CANCELLED, FairState.ARCHIVED])
def test_nobody_is_checked_in_at_a_session_that_does_not_take_place(make, fair, person, desk, state):
    make.set_state(fair, state)

    with pytest.raises(errors.StateForbids):
        actions.check_in_number(desk, fair.reference, person.number)
    with pytest.raises(errors.StateForbids):
        actions.check_in_person(desk, fair.reference, person.reference, confirmed_by_name=True)


@pytest.mark.parametrize("text", ["", "T1", "T1.a.b.c.1.d", "x" * 5000, "T1.é.b.c.1.d", "T1.a.b.c.1." + "A" * 86, "\0"])
def test_nonsense_is_no_ticket(fair, desk, text):
    with pytest.raises(errors.TicketInvalid) as refused:
        actions.check_in_ticket(desk, fair.reference, text)

    assert refused.value.params == {"reason": "forged"}


def test_a_ticket_altered_in_any_letter_is_forged(fair, person):
    ticket = actions.ticket_text(person, fair)

    forged = [ticket[:at] + ("x" if ticket[at] != "x" else "y") + ticket[at + 1 :] for at in range(len(ticket) - 2)]

    assert [text for text in forged if tickets.read(text) is not None] == []


def test_a_ticket_names_nobody(fair, person):
    ticket = actions.ticket_text(person, fair)

    assert person.reference in ticket
    assert all(word not in ticket for word in (person.email, person.number, "浜灯"))


def test_a_ticket_of_another_session_or_of_a_cancelled_person_is_refused(make, fair, person, desk):
    ticket = actions.ticket_text(person, fair)
    other = make.fair()

    with pytest.raises(errors.TicketInvalid) as elsewhere:
        actions.check_in_ticket(desk, other.reference, ticket)
    make.cancel(person)
    with pytest.raises(errors.TicketInvalid) as cancelled:
        actions.check_in_ticket(desk, fair.reference, ticket)

    assert elsewhere.value.params == {"reason": "other_session"}
    assert cancelled.value.params == {"reason": "cancelled"}


def test_an_unknown_number_is_refused(make, fair, person, desk):
    wrong = f"{(int(person.number) + 1) % 10**6:06d}"

    with pytest.raises(errors.NumberUnknown):
        actions.check_in_number(desk, fair.reference, wrong)
    with pytest.raises(errors.NumberUnknown):
        actions.check_in_person(desk, make.fair().reference, person.reference)


def test_somebody_without_mail_is_signed_up_by_staff_and_called(make, fair, desk):
    draft = make.register_draft(email="", phone="095-000-1111", talks=(make.slots(fair)[0][0],))

    person = actions.register_for(desk, fair.reference, draft, "key")
    again = actions.register_for(desk, fair.reference, draft, "key")

    assert (person.state, person.channel) == (RegistrationState.CONFIRMED, Channel.STAFF)
    assert again.id == person.id
    assert make.fresh(fair).taken == 1


def test_staff_are_told_when_an_address_is_signed_up_already(make, fair, desk):
    known = make.registration(fair, email="a@example.com")

    with pytest.raises(errors.AlreadySignedUp) as refused:
        actions.register_for(desk, fair.reference, make.register_draft(email="a@example.com"), "key")

    assert refused.value.params == {"number": known.number}


def test_somebody_must_be_reachable(make, fair, desk):
    with pytest.raises(errors.ContactMissing):
        actions.register_for(desk, fair.reference, make.register_draft(email="", phone=""), "key")


def test_staff_go_above_the_capacity_only_with_a_reason_and_it_is_counted_apart(make, desk):
    fair = make.fair(capacity=1, seats=1)
    slot = make.slots(fair)[0][0]
    guest = make.registration(fair, slot)
    draft = make.register_draft(talks=(slot,))

    with pytest.raises(errors.SlotFull):
        actions.register_for(desk, fair.reference, draft, "a")
    person = actions.register_for(desk, fair.reference, draft, "b", over_reason="電話の行き違い")

    full = make.fresh(fair)
    assert (full.taken, full.over, person.over_reason) == (2, 1, "電話の行き違い")
    make.cancel(guest)
    calm = make.fresh(fair)
    assert (calm.taken, calm.over) == (1, 0)


def test_staff_may_sign_people_up_after_the_window(make, fair, desk):
    make.set_state(fair, FairState.CLOSED)

    assert actions.register_for(desk, fair.reference, make.register_draft(), "key").active

    make.set_state(fair, FairState.CANCELLED)
    with pytest.raises(errors.SignUpClosed):
        actions.register_for(desk, fair.reference, make.register_draft(), "key2")
