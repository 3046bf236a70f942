"""Many people, few seats, all at once. After each race the database is asked whether the invariants hold.

A test names the invariants it is about; all of `invariants.py` is asked after every race.
"""

import random
from collections import Counter

import pytest
import sqlalchemy as sa

from talent_portal.audit.models import AuditEntry
from talent_portal.core.references import new_reference
from talent_portal.fairs.models import Booking, Registration, TalkSlot
from talent_portal.outbox.models import Letter
from tests.makers import number
from tests.races.invariants import violations


def guests(fair, count, *talks):
    """Deeds of as many people who all want the same talks."""
    return [
        ("sign_up", (fair.reference, f"g{next(number)}@example.com", new_reference(), *talks)) for _ in range(count)
    ]


def tally(outcomes):
    return Counter(code if kind == "refused" else kind for kind, code in outcomes)


def errors(outcomes):
    return [what for kind, what in outcomes if kind == "error"]


def taken(make, slot):
    make.session.rollback()
    return make.session.scalar(sa.select(TalkSlot.taken).where(TalkSlot.reference == slot))


def sound(make, fair):
    assert violations(make.session, fair.id) == []
    return True


def test_a_hot_talk_is_sold_exactly_and_nobody_gets_half_a_plan(make, hands, repeat):
    """I1, I3, I6."""
    fair = make.fair(booths=2, rounds=2, seats=7)
    (hot, _), (_, other) = make.slots(fair)
    with_room = make.fresh(fair)

    outcomes = hands.race(guests(with_room, 40, hot, other))

    assert tally(outcomes) == {"ok": 7, "slot_full": 33}
    assert (taken(make, hot), taken(make, other)) == (7, 7)
    assert sound(make, fair)


def test_a_session_is_sold_exactly_when_talks_are_plenty(make, hands, repeat):
    """I2, I3."""
    fair = make.fair(booths=2, rounds=2, seats=50, capacity=13)
    slot = make.slots(fair)[0][0]

    outcomes = hands.race(guests(fair, 40, slot))

    assert tally(outcomes) == {"ok": 13, "fair_full": 27}
    assert taken(make, slot) == 13
    assert sound(make, fair)


def test_one_address_many_times_at_once_is_one_registration(make, hands, repeat):
    """I5."""
    fair = make.fair()
    address = f"g{next(number)}@example.com"
    deeds = [("sign_up", (fair.reference, address, new_reference())) for _ in range(24)]

    outcomes = hands.race(deeds)

    assert tally(outcomes) == {"ok": 24}
    assert sound(make, fair)
    assert make.session.scalar(sa.select(sa.func.count()).where(Registration.email_key == address)) == 1


def test_one_submit_many_times_at_once_has_one_answer_and_one_letter(make, hands, repeat):
    """I7, I15."""
    fair = make.fair(seats=1)
    key, slot = new_reference(), make.slots(fair)[0][0]

    outcomes = hands.race([("sign_up", (fair.reference, f"{key}@example.com", key, slot))] * 16)

    assert len({what for _, what in outcomes}) == 1
    assert tally(outcomes) == {"ok": 16}
    assert sound(make, fair)
    person = make.session.scalars(sa.select(Registration).where(Registration.idempotency_key == key)).one()
    letters = sa.select(Letter.template).where(Letter.subject_reference == f"registration:{person.reference}")
    assert list(make.session.scalars(letters)) == ["fairs/prove"]


def test_cancelling_many_times_at_once_frees_one_place(make, hands, repeat):
    """I8, I14."""
    fair = make.fair()
    slot = make.slots(fair)[0][0]
    stays, leaves = make.registration(fair, slot), make.registration(fair, slot)

    outcomes = hands.race([("cancel", (leaves.reference,))] * 16)

    assert Counter(what for _, what in outcomes) == {True: 1, False: 15}
    assert taken(make, slot) == 1
    assert sound(make, fair)
    assert make.fresh(stays).active


def test_a_freed_seat_is_sold_again_while_others_leave(make, hands, repeat):
    fair = make.fair(seats=4)
    slot = make.slots(fair)[0][0]
    holders = [make.registration(fair, slot) for _ in range(4)]

    outcomes = hands.race([("cancel", (person.reference,)) for person in holders] + guests(fair, 30, slot))

    assert errors(outcomes) == []
    assert taken(make, slot) <= 4
    assert sound(make, fair)
    assert tally(hands.race(guests(fair, 10, slot)))["ok"] == 4 - (tally(outcomes)["ok"] - 4)


def test_cancelling_and_signing_up_again_at_once_never_hangs(make, hands, repeat):
    fair = make.fair(seats=20)
    slot = make.slots(fair)[0][0]
    people = [make.registration(fair, slot) for _ in range(6)]
    again = [("sign_up", (fair.reference, person.email, new_reference(), slot)) for person in people]
    deeds = [deed for pair in zip([("cancel", (p.reference,)) for p in people], again, strict=True) for deed in pair]

    outcomes = hands.race(deeds)

    assert errors(outcomes) == []
    assert tally(outcomes)["busy"] == 0
    assert sound(make, fair)


def test_confirming_and_the_end_of_the_hold_never_both_happen(make, hands, repeat):
    """I14, I19."""
    fair = make.fair(seats=10)
    slot = make.slots(fair)[0][0]
    people = [make.registration(fair, slot, confirmed=False) for _ in range(6)]
    make.end_holds(people)

    outcomes = hands.race([(deed, (person.reference,)) for person in people for deed in ("confirm", "expire")])

    assert errors(outcomes) == []
    assert sound(make, fair)
    states = Counter(make.fresh(person).state.value for person in people)
    assert states["confirmed"] + states["expired"] == 6
    assert taken(make, slot) == states["confirmed"]


def test_moving_never_leaves_anybody_with_nothing_or_with_both(make, hands, repeat):
    """I4, I9."""
    fair = make.fair(booths=3, rounds=2, seats=3)
    grid = make.slots(fair)
    people = [make.registration(fair, grid[number % 3][0]) for number in range(9)]
    versions = {person.reference: person.version for person in people}

    deeds = [
        ("change", (person.reference, versions[person.reference], grid[b][1])) for person in people for b in range(3)
    ]
    outcomes = hands.race(deeds)

    assert errors(outcomes) == []
    assert sound(make, fair)
    held = sa.select(Booking.registration_id, sa.func.count()).where(Booking.active).group_by(Booking.registration_id)
    counts = {row[0]: row[1] for row in make.session.execute(held)}
    assert [counts[person.id] for person in people] == [1] * 9


def test_the_database_itself_refuses_an_overlap(make, hands):
    """I1, I4: the last net, without any of our code."""
    fair = make.fair(booths=2, rounds=1)
    (first,), (second,) = make.slots(fair)
    person = make.registration(fair, first)
    slot = make.session.scalars(sa.select(TalkSlot).where(TalkSlot.reference == second)).one()
    values = {"registration_id": person.id, "slot_id": slot.id, "round_id": slot.round_id, "booth_id": slot.booth_id}

    with pytest.raises(sa.exc.IntegrityError):
        make.write(sa.insert(Booking).values(**values))
    with pytest.raises(sa.exc.IntegrityError):
        make.write(sa.insert(Booking).values(**values | {"round_id": slot.round_id + 999}))
    with pytest.raises(sa.exc.IntegrityError):
        make.write(sa.update(TalkSlot).where(TalkSlot.id == slot.id).values(taken=slot.capacity + 1))


def test_nobody_gets_in_after_the_session_was_closed(make, hands, repeat):
    """I13, I19."""
    fair = make.fair(capacity=200)
    deeds = guests(fair, 40)
    deeds.insert(12, ("close", (fair.reference, fair.version, make.officer())))

    outcomes = hands.race(deeds)

    assert errors(outcomes) == []
    assert sound(make, fair)
    order = sa.select(AuditEntry.deed).where(
        sa.or_(AuditEntry.subject == f"fair:{fair.reference}", AuditEntry.deed == "registration.made")
    )
    deeds_in_order = list(make.session.scalars(order.order_by(AuditEntry.sequence)))
    assert "registration.made" not in deeds_in_order[deeds_in_order.index("fair.closed", -42) + 1 :]


def test_two_desks_check_the_same_person_in_once(make, hands, repeat):
    """I17."""
    fair = make.fair()
    person = make.registration(fair)
    desk = make.officer()

    outcomes = hands.race([("arrive", (fair.reference, person.number, desk))] * 12)

    assert Counter(what for _, what in outcomes) == {True: 1, False: 11}


def test_random_plans_never_wait_in_a_circle(make, hands, repeat):
    """I22."""
    fair = make.fair(booths=6, rounds=6, seats=3, capacity=60)
    grid, dice = make.slots(fair), random.Random(repeat)
    people = [make.registration(fair) for _ in range(30)]
    versions = {person.reference: person.version for person in people}

    def plan():
        booths, rounds = dice.sample(range(6), dice.randint(1, 6)), dice.sample(range(6), 6)
        return [grid[booth][turn] for booth, turn in zip(booths, rounds, strict=False)]

    deeds = [deed for _ in range(235) for deed in guests(fair, 1, *plan())]
    deeds += [("change", (ref, versions[ref] + step, *plan())) for ref in versions for step in range(8)]
    deeds += [("cancel", (ref,)) for ref in dice.sample(sorted(versions), 12) for _ in range(2)]
    dice.shuffle(deeds)

    outcomes = hands.race(deeds)

    assert errors(outcomes) == []
    assert tally(outcomes)["busy"] == 0
    assert sound(make, fair)


def test_without_the_guards_seats_are_sold_twice(make, unguarded):
    """I20, the canary: if this one ever fails, the races above prove nothing."""
    fair = make.fair(booths=2, rounds=2, seats=5)
    slot = make.slots(fair)[0][0]

    unguarded.race(guests(fair, 40, slot))

    booked = make.session.scalar(
        sa.select(sa.func.count())
        .select_from(Booking)
        .join(Booking.slot)
        .where(TalkSlot.reference == slot, Booking.active)
    )
    assert booked > 5
    assert "I1 seats sold twice" in violations(make.session, fair.id)
