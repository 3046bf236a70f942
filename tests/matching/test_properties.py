"""What holds for any people and any request, found by trying many."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from talent_portal.matching.rules.eligibility import count, first_failure, is_hidden
from talent_portal.matching.rules.points import FULL, MAXIMA
from talent_portal.matching.rules.ranking import rank
from talent_portal.matching.rules.relaxing import count_with_relaxations, offers
from talent_portal.needs.rules.facts import Helpful, Must, PatternKind, ShareFacts
from talent_portal.professions.rules import CandidateKind, Duty
from talent_portal.specialists.rules.choices import AvailableWhen, Level, Remote, SideJobState, WorkingWay
from talent_portal.specialists.rules.facts import Away, Half, Licence, Pattern, Practice, SideJob, Skill, Travel
from tests.matching import oracle
from tests.matching.plain import HASAMI, LICENCE, OTHER_LICENCE, ROLE, case, need, person, table, ways

START = date(2026, 7, 1)
days = st.integers(0, 120).map(lambda number: START + timedelta(days=number))
masks = st.sampled_from([0x3FF, 0x3FF, 0b1100_1100, 0b01_0101_0101, 0b1111, 0x3FFF, 0b10_0110])
ages = st.none() | st.integers(0, 40)
licences = st.lists(
    st.builds(
        Licence,
        st.sampled_from([LICENCE, OTHER_LICENCE]),
        verified=st.sampled_from([True, True, False]),
        expires_on=st.none() | st.none() | days,
    ),
    max_size=3,
).map(tuple)
patterns = st.lists(
    st.builds(
        Pattern,
        st.just(date(2026, 4, 1)) | days,
        st.none() | st.none() | st.just(date(2027, 3, 31)),
        masks,
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda one: one.valid_from,
).map(tuple)
aways = st.lists(
    st.builds(lambda day, long: Away(day, day + timedelta(days=long)), days, st.integers(0, 6)), max_size=2
)
travels = st.builds(
    Travel,
    base=st.sampled_from(["isahaya", "isahaya", "sasebo", "goto", ""]),
    max_minutes=st.sampled_from([40, 90, 150, 400]),
    boat=st.booleans(),
    air=st.booleans(),
    overnight=st.booleans(),
    remote=st.sampled_from(Remote),
    never=st.sampled_from([frozenset(), frozenset(), frozenset({HASAMI})]),
)
side_jobs = st.builds(
    SideJob,
    st.sampled_from(SideJobState),
    st.none() | days,
    st.none() | st.sampled_from([400, 2000]),
)


def drawn(draw, changes):
    """Draw what is to differ from the people and requests that fit: one or two sides of them, so that many still do."""
    sides = draw(st.sets(st.sampled_from(sorted(changes)), max_size=2))
    return {name: draw(strategy) for side in sorted(sides) for name, strategy in changes[side].items()}


SIDES = {
    "role": {
        "professions": st.builds(lambda role, years: (Practice(role, years),), st.sampled_from([ROLE, "nurse"]), ages),
        "skills": st.lists(st.builds(Skill, st.just("bridge_inspection"), st.sampled_from(Level)), max_size=1).map(
            tuple
        ),
        "licences": licences,
    },
    "time": {"patterns": patterns, "away": aways.map(tuple)},
    "taken": {"taken": st.frozensets(st.tuples(days, st.sampled_from(Half)), max_size=8)},
    "travel": {"travel": travels},
    "law": {
        "candidate_kind": st.sampled_from(CandidateKind),
        "former_organisation_id": st.sampled_from([None, 1, HASAMI]),
        "turns_60_in": st.none() | st.integers(2015, 2026),
        "side_job": side_jobs,
    },
    "wishes": {
        "ways": st.frozensets(st.sampled_from(WorkingWay), max_size=2),
        "weekly_minutes_elsewhere": st.sampled_from([0, 600, 1800]),
    },
    "absence": {
        "available": st.sampled_from([AvailableWhen.NOW, AvailableWhen.DISASTER]),
        "hidden_from": st.sampled_from([frozenset(), frozenset({HASAMI})]),
    },
}


@st.composite
def people(draw):
    rich = {"patterns": (Pattern(date(2026, 4, 1), None, days_a_week=draw(st.integers(1, 5))),)}
    return replace(person(draw(st.integers(1, 10_000))), **(rich | drawn(draw, SIDES)))


WISHES = {
    "place": {
        "place": st.sampled_from(["hasami", "omura", "goto", "shinkamigoto"]),
        "remote_percent": st.sampled_from([0, 50, 100]),
    },
    "musts": {
        "musts": st.sampled_from(
            [(), (Must(frozenset({OTHER_LICENCE})),), (Must(frozenset({LICENCE, OTHER_LICENCE})),)]
        ),
        "helpfuls": st.sampled_from([(), (Helpful(OTHER_LICENCE, 2),)]),
    },
    "forms": {
        "forms": st.sampled_from([(), ("fy_part",), ("reappt_short",), ("special_adv",), ("contract", "fy_full")]),
        "duties": st.frozensets(st.sampled_from(Duty), max_size=2),
        "weekly_minutes": st.sampled_from([None, 900, 2325]),
    },
}


@st.composite
def requests(draw):
    pattern = draw(st.sampled_from(PatternKind))
    halves = draw(st.sampled_from([0b1100, 0b1, 0b1100_1100, 0b1_0001])) if pattern is PatternKind.HALVES else 0
    start = draw(days)
    request = need(
        pattern=pattern,
        halves=halves,
        half_days=halves.bit_count() if halves else draw(st.integers(1, 6)),
        starts_on=start,
        ends_on=start + timedelta(days=draw(st.sampled_from([2, 6, 40, 100]))),
        **drawn(draw, WISHES),
    )
    partner = ShareFacts(organisation_id=14, place="kawatana", half_days=1)
    return replace(request, shares=(*request.shares, partner)) if draw(st.booleans()) else request


@settings(max_examples=300, deadline=None)
@given(requests(), people())
def test_the_rules_and_a_second_opinion_agree_about_everybody(request, somebody):
    facts = case(request)

    found = not is_hidden(facts, somebody) and first_failure(facts, somebody) is None

    event(f"eligible: {found}")
    assert found == oracle.could(request, somebody, table(), ways())


@settings(max_examples=60, deadline=None)
@given(requests(), st.lists(people(), max_size=8, unique_by=lambda one: one.id))
def test_giving_up_a_condition_never_lowers_the_count_and_the_count_is_true(request, crowd):
    facts = case(request)
    found = count_with_relaxations(facts, crowd)

    assert found.people == count(facts, crowd)
    for relaxed in found.relaxed:
        assert relaxed.people > found.people
        assert any(
            relaxed.code == offer.code and _either(facts, offer, crowd) == relaxed.people for offer in offers(facts)
        )


def _either(facts, offer, crowd):
    """Those who could do the work as it stands, or as it is offered."""
    seen = [one for one in crowd if not is_hidden(facts, one)]
    return sum(1 for one in seen if None in (first_failure(facts, one), first_failure(offer.case, one)))


@settings(max_examples=60, deadline=None)
@given(requests(), st.lists(people(), max_size=8, unique_by=lambda one: one.id), st.randoms())
def test_the_order_of_the_input_changes_nothing(request, crowd, random):
    shuffled = random.sample(crowd, len(crowd))

    assert rank(case(request), shuffled) == rank(case(request), crowd)


@settings(max_examples=60, deadline=None)
@given(requests(), st.lists(people(), max_size=6, unique_by=lambda one: one.id))
def test_points_stay_within_their_parts_and_equals_share_a_place(request, crowd):
    ranking = rank(case(request), crowd)

    for one in ranking.eligible:
        assert all(0 <= part.points <= part.maximum for part in one.score.parts)
        assert one.place == 1 + sum(other.score.total > one.score.total for other in ranking.eligible)
    assert sum(MAXIMA.values()) == FULL == 100


@settings(max_examples=60, deadline=None)
@given(requests(), st.lists(people(), max_size=6, unique_by=lambda one: one.id), people())
def test_somebody_hidden_leaves_no_trace_in_lists_and_counts(request, crowd, somebody):
    hidden = replace(somebody, id=99_999, hidden_from=frozenset({request.organisation_id}))

    assert rank(case(request), [*crowd, hidden]) == rank(case(request), crowd)
    assert count_with_relaxations(case(request), [hidden, *crowd]) == count_with_relaxations(case(request), crowd)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 10), min_size=1, max_size=4))
def test_a_joint_request_for_fewer_days_is_shared_out_whole(parts):
    shares = tuple(
        ShareFacts(organisation_id=HASAMI + k, place=f"place{k}", half_days=each) for k, each in enumerate(parts)
    )
    told = case(need(half_days=sum(parts), shares=shares))
    fewer = [one for one in offers(told) if one.code == "fewer_days"]

    for one in fewer:
        left = [share.half_days for share in one.case.need.shares]
        assert sum(left) == one.case.need.half_days
        assert all(1 <= now <= before for now, before in zip(left, parts, strict=True))
    assert [one.case.need.half_days for one in fewer] == [*range(sum(parts) - 2, len(parts) - 1, -2)]
