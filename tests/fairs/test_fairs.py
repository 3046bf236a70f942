"""Sessions themselves: the grid in one form, edits, capacity, states, and telling everyone."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.core.errors import Stale
from talent_portal.fairs import actions, errors, jobs, queries
from talent_portal.fairs.actions import BoothDraft, GridDraft
from talent_portal.fairs.models import FairKind, FairState, TalkSlot
from talent_portal.fairs.rules.grid import Break
from talent_portal.outbox.models import PhoneTask


def grid_of(make, draft, **given):
    offices = tuple(make.organisation().reference for _ in range(2))
    valid = {"municipalities": offices, "first_starts_at": draft.starts_at, "rounds": 4, "seats": 2}
    return GridDraft(**(valid | given))


def test_one_form_makes_every_booth_round_and_slot(make):
    draft = make.fair_draft()
    grid = grid_of(make, draft, rounds=6, breaks=(Break(3, 20),), seats=4, walk_in=1)

    fair = actions.create_fair(make.officer(), draft, grid)

    page = queries.page_of(make.session, fair)
    assert fair.state is FairState.DRAFT
    assert [booth.organisation for booth in page.booths] == list(grid.municipalities)
    assert len(page.rounds) == 6
    assert page.rounds[3].starts_at - page.rounds[2].ends_at == timedelta(minutes=20)
    assert {(slot.capacity, slot.walk_in) for booth in page.booths for slot in booth.slots} == {(4, 1)}
    assert page.seats_left == 2 * 6 * 4


def test_a_form_sent_twice_makes_one_session(make):
    draft = make.fair_draft()
    grid, me = grid_of(make, draft), make.officer()

    first = actions.create_fair(me, draft, grid, "one page, one key")
    again = actions.create_fair(me, draft, grid, "one page, one key")
    other = actions.create_fair(me, draft, grid, "another page")

    assert (again.id, other.id == first.id) == (first.id, False)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [({"gap_minutes": 4}, errors.RoundsOverlap), ({"rounds": 20}, errors.GridOutside)],
)
def test_a_grid_that_cannot_work_is_refused(make, change, refusal):
    draft = make.fair_draft()

    with pytest.raises(refusal):
        actions.create_fair(make.officer(), draft, grid_of(make, draft, **change))


@pytest.mark.parametrize("field", ["starts_at", "ends_at", "sign_up_closes_at", "cancel_until"])
def test_times_in_disorder_name_their_field(make, field):
    draft = make.fair_draft()
    wrong = {
        "starts_at": {"doors_at": draft.starts_at + timedelta(minutes=1)},
        "ends_at": {"ends_at": draft.starts_at},
        "sign_up_closes_at": {"sign_up_closes_at": draft.ends_at + timedelta(minutes=1)},
        "cancel_until": {"cancel_until": draft.ends_at + timedelta(minutes=1)},
    }[field]

    with pytest.raises(errors.TimesInDisorder) as refused:
        actions.create_fair(make.officer(), replace(draft, **wrong), grid_of(make, draft))

    assert refused.value.params == {"field": field}


def test_a_draft_is_not_public_and_a_published_session_is(make):
    fair = make.fair(state=FairState.DRAFT)

    with pytest.raises(sa.exc.NoResultFound):
        queries.fair_page(make.session, fair.reference)

    actions.publish(make.officer(), fair.reference, fair.version)
    assert queries.fair_page(make.session, fair.reference).fair.accepting
    assert [card.fair.reference for card in queries.upcoming(make.session)] == [fair.reference]


def test_publishing_needs_a_booth_both_titles_and_a_room(make):
    me = make.officer()
    draft = make.fair_draft(kind=FairKind.ONLINE, online_url="", title_en="")
    alone = actions.create_fair(me, draft, grid_of(make, draft, municipalities=()))
    untitled = actions.create_fair(me, draft, grid_of(make, draft))
    titled = replace(draft, title_en="Session")
    roomless = actions.create_fair(me, titled, grid_of(make, titled))

    for fair, refusal in (
        (alone, errors.NothingToPublish),
        (untitled, errors.TitleMissing),
        (roomless, errors.RoomMissing),
    ):
        with pytest.raises(refusal):
            actions.publish(me, fair.reference, 1)


def test_states_follow_the_one_table(make):
    fair = make.fair()
    me = make.officer()

    with pytest.raises(errors.StateForbids):
        actions.archive(me, fair.reference, fair.version)

    closed = actions.close_sign_up(me, fair.reference, fair.version)
    again = actions.open_sign_up(me, fair.reference, closed.version)
    assert again.state is FairState.OPEN


def test_the_clock_opens_closes_and_ends_sessions(make, clock):
    fair = make.fair(state=FairState.PUBLISHED)
    seen = []
    for moment in (fair.sign_up_opens_at, fair.sign_up_closes_at, fair.ends_at):
        clock.move_to(max(moment + timedelta(seconds=1), fair.created_at))
        jobs.move_on()
        seen.append(make.fresh(fair).state)

    assert seen == [FairState.OPEN, FairState.CLOSED, FairState.HELD]


def test_an_edit_from_an_old_page_is_refused(make):
    fair = make.fair()
    draft = make.fair_draft(title_ja="新しい名称", starts_at=fair.starts_at)

    edited = actions.edit_fair(make.officer(), fair.reference, draft, fair.version)

    assert (edited.title_ja, edited.ics_sequence) == ("新しい名称", fair.ics_sequence + 1)
    with pytest.raises(Stale):
        actions.edit_fair(make.officer(), fair.reference, draft, fair.version)


def test_capacity_may_rise_but_not_fall_below_what_is_taken(make):
    fair = make.fair(capacity=2)
    make.sign_up(fair)
    make.sign_up(fair)
    me = make.officer()

    with pytest.raises(errors.CapacityBelowTaken):
        actions.change_capacity(me, fair.reference, 1, 100, fair.version)

    raised = actions.change_capacity(me, fair.reference, 3, 100, fair.version)
    make.sign_up(fair)
    assert raised.places == 3
    with pytest.raises(errors.FairFull):
        make.sign_up(fair)


def test_seats_change_all_or_none(make):
    fair = make.fair(seats=2)
    grid = make.slots(fair)
    for _ in range(2):
        make.sign_up(fair, grid[0][0])
    me = make.officer()

    with pytest.raises(errors.CapacityBelowTaken):
        actions.set_seats(me, fair.reference, {grid[0][0]: 1, grid[0][1]: 9}, fair.version)
    assert seats(make, grid[0][1]) == 2

    actions.set_seats(me, fair.reference, {grid[0][0]: 3, grid[0][1]: 0}, fair.version)
    assert [seats(make, grid[0][0]), seats(make, grid[0][1])] == [3, 0]


def seats(make, reference):
    make.session.expire_all()
    return make.session.scalar(sa.select(TalkSlot.capacity).where(TalkSlot.reference == reference))


def test_one_more_municipality_gets_a_slot_in_every_round(make):
    fair = make.fair(booths=1, rounds=3)

    actions.add_booth(make.officer(), fair.reference, make.organisation().reference, 5)

    assert [slot.capacity for slot in queries.page_of(make.session, fair).booths[1].slots] == [5, 5, 5]


def test_calling_off_tells_everyone_by_mail_or_by_phone(make):
    fair = make.fair()
    make.registration(fair, make.slots(fair)[0][0], email="a@example.com")
    make.registration(fair, email="pending@example.com", confirmed=False)
    by_phone = actions.register_for(
        make.officer(), fair.reference, make.register_draft(email="", phone="0950001111"), "k"
    )
    gone = make.registration(fair, email="gone@example.com")
    make.cancel(gone)

    told = actions.cancel_fair(make.officer(), fair.reference, "台風のため", "Typhoon", fair.version)

    assert (told.letters, told.phone_tasks) == (2, 1)
    assert "台風のため" in make.letters_to("a@example.com")[-1].body
    assert make.letters_to("gone@example.com")[-1].template == "fairs/cancelled"
    calls = make.session.scalars(sa.select(PhoneTask.reason).where(PhoneTask.subject == queries.subject(by_phone)))
    assert set(calls) == {"fair.ticket", "fair.cancelled"}
    with pytest.raises(errors.SignUpClosed):
        make.sign_up(fair)


def test_calling_off_twice_is_refused(make):
    fair = make.fair()
    actions.cancel_fair(make.officer(), fair.reference, "", "", fair.version)

    with pytest.raises(errors.StateForbids):
        actions.cancel_fair(make.officer(), fair.reference, "", "", fair.version + 1)


def test_moving_online_sends_the_room_to_those_who_confirmed(make):
    fair = make.fair()
    make.registration(fair, email="a@example.com")
    make.registration(fair, email="pending@example.com", confirmed=False)

    actions.move_online(make.officer(), fair.reference, "https://room.example.com/x", "", "", fair.version)

    assert "https://room.example.com/x" in make.letters_to("a@example.com")[-1].body
    assert "https://room.example.com/x" not in make.letters_to("pending@example.com")[-1].body
    assert make.fresh(fair).is_online


def test_a_municipality_edits_its_own_booth_and_no_other(make):
    mine, theirs = make.organisation(), make.organisation()
    fair = make.fair(municipalities=[mine, theirs])
    own, other = queries.page_of(make.session, fair).booths
    member = make.officer(Role.MEMBER, mine)

    edited = actions.edit_booth(member, own.reference, BoothDraft(message_ja="ようこそ", roles=("nurse",)), own.version)

    assert (edited.message_ja, edited.roles, edited.label) == ("ようこそ", ["nurse"], "1")
    with pytest.raises(sa.exc.NoResultFound):
        actions.edit_booth(member, other.reference, BoothDraft(), other.version)
    with pytest.raises(Stale):
        actions.edit_booth(member, own.reference, BoothDraft(), own.version)
    assert actions.edit_booth(make.officer(), other.reference, BoothDraft(label="A"), other.version).label == "A"


def test_a_page_takes_the_same_statements_for_any_grid(make, statements):
    needed = []
    for booths, rounds in ((2, 2), (10, 8)):
        reference = make.fair(booths=booths, rounds=rounds).reference
        make.session.expire_all()
        statements.clear()
        queries.fair_page(make.session, reference)
        needed.append(len(statements))

    assert needed == [4, 4]


def test_the_public_page_knows_no_room(make):
    fair = make.fair()

    page = queries.fair_page(make.session, fair.reference)

    assert "room.example.com" not in repr(page)


@pytest.mark.parametrize("state", [FairState.HELD, FairState.ARCHIVED, FairState.CANCELLED])
def test_nobody_joins_a_session_that_is_over(make, state):
    fair = make.fair()
    make.set_state(fair, state)

    with pytest.raises(errors.StateForbids):
        actions.add_booth(make.officer(), fair.reference, make.organisation().reference, 2)


def test_a_municipality_takes_part_once(make):
    town = make.organisation()
    fair = make.fair(municipalities=[town])

    with pytest.raises(errors.TakesPartAlready):
        actions.add_booth(make.officer(), fair.reference, town.reference, 2)


def test_a_talk_of_another_session_is_not_found_and_nothing_is_saved(make):
    fair, other = make.fair(seats=2), make.fair(seats=2)
    mine, foreign = make.slots(fair)[0][0], make.slots(other)[0][0]

    for seats in ({mine: 5, foreign: 5}, {mine: 5, "zzzzzzzzzzzz": 5}):
        with pytest.raises(sa.exc.NoResultFound):
            actions.set_seats(make.officer(), fair.reference, seats, fair.version)

    assert {slot.capacity for slot in make.session.scalars(sa.select(TalkSlot))} == {2}
