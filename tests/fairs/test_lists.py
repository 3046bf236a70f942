"""Lists under their rules: the coordinator finds people, a municipality sees names only by leave."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.core.actor import guest
from talent_portal.core.db import transaction
from talent_portal.fairs import actions, policies, queries
from talent_portal.fairs.actions import forgetting
from talent_portal.fairs.models import Booth, Fair, Registration, RegistrationState
from talent_portal.fairs.queries import ParticipantFilter, own_data
from talent_portal.privacy import jobs as privacy_jobs
from tests.journeys.test_page_statements import copies, ref
from tests.signin.makers import signed_in_client
from tests.weighing import MOST_BYTES, weight_of

HOURS = ("doors_at", "starts_at", "ends_at")


@pytest.fixture
def offices(make):
    return [make.organisation(), make.organisation()]


@pytest.fixture
def fair(make, offices):
    return make.fair(municipalities=offices)


def booth_of(make, fair, office):
    mine = sa.select(Booth).where(Booth.fair_id == fair.id, Booth.organisation_id == office.id)
    return make.session.scalars(mine).one()


def numbers(page):
    return {row.number for row in page.rows}


def test_the_coordinator_finds_people_by_reading_width_and_number(make, fair):
    found = make.registration(
        fair, family_name="髙汐﨑", family_kana="タカシオザキ", given_name="勲", given_kana="イサオ"
    )
    make.registration(fair)

    for text in ("たかしお", "ﾀｶｼｵ", "高汐崎", "髙汐﨑 勲", found.number):
        page = queries.participants(make.session, fair.reference, ParticipantFilter(text=text))
        assert numbers(page) == {found.number}, text


def test_wildcards_in_a_search_are_letters(make, fair):
    make.registration(fair)

    for text in ("%", "_", "\\"):
        assert queries.participants(make.session, fair.reference, ParticipantFilter(text=text)).total == 0


def test_the_list_filters_by_state_booth_and_support(make, fair, offices):
    grid = make.slots(fair)
    first = make.registration(fair, grid[0][0], accommodation="筆談")
    second = make.registration(fair, grid[1][0], confirmed=False)

    def found(**wanted):
        return numbers(queries.participants(make.session, fair.reference, ParticipantFilter(**wanted)))

    assert found(state=RegistrationState.PENDING) == {second.number}
    assert found(booth=booth_of(make, fair, offices[0]).reference) == {first.number}
    assert found(needs_support=True) == {first.number}
    assert found(checked_in=False) == {first.number, second.number}


def test_pages_are_counted(make, fair):
    for _ in range(3):
        make.registration(fair)

    page = queries.participants(make.session, fair.reference, ParticipantFilter(), page=2, size=2)

    assert (len(page.rows), page.total, page.last) == (1, 3, 2)


def test_a_municipality_sees_numbers_and_names_only_by_leave(make, fair, offices):
    grid = make.slots(fair)
    open_hearted = make.registration(fair, grid[0][0], follow_up=(offices[0].reference,), email="open@example.com")
    shy = make.registration(fair, grid[0][1], follow_up=(offices[1].reference,), email="shy@example.com")

    rows = queries.booth_guests(make.session, booth_of(make, fair, offices[0]), offices[0].reference)

    by_number = {row.number: row for row in rows}
    assert by_number[open_hearted.number].email == "open@example.com"
    assert by_number[shy.number].interests == ["civil-engineering"]
    assert (by_number[shy.number].name, by_number[shy.number].email, by_number[shy.number].reference) == ("", "", "")


def test_a_leave_taken_back_is_gone_from_the_very_next_list(make, fair, offices):
    person = make.registration(fair, make.slots(fair)[0][0], follow_up=(offices[0].reference,))
    booth = booth_of(make, fair, offices[0])

    actions.withdraw_follow_up(guest(person.reference), person.reference, offices[0].reference)

    assert [row.name for row in queries.booth_guests(make.session, booth, offices[0].reference)] == [""]
    assert queries.consented_people(make.session, fair.id, offices[0].reference) == []


def test_nobody_unconfirmed_or_cancelled_is_on_a_municipalitys_list(make, fair, offices):
    grid = make.slots(fair)
    make.registration(fair, grid[0][0], confirmed=False, follow_up=(offices[0].reference,))
    gone = make.registration(fair, grid[0][1], follow_up=(offices[0].reference,))
    make.cancel(gone)

    assert queries.booth_guests(make.session, booth_of(make, fair, offices[0]), offices[0].reference) == []
    assert queries.consented_people(make.session, fair.id, offices[0].reference) == []


def test_whose_list_it_is(make, fair, offices):
    booth = booth_of(make, fair, offices[0])
    mine, theirs = make.officer(Role.MEMBER, offices[0]), make.officer(Role.MEMBER, offices[1])

    allowed = [policies.may_list_guests, policies.may_see_consented, policies.may_edit_booth]

    assert [may(mine, booth) for may in allowed] == [True, True, True]
    assert [may(theirs, booth) for may in allowed] == [False, False, False]
    assert [may(make.officer(Role.CHECKER), booth) for may in allowed] == [False, False, False]
    assert policies.may_edit_booth(make.officer(Role.COORDINATOR), booth)


def test_counts_add_up(make, fair, offices):
    person = make.registration(fair, follow_up=(offices[0].reference, offices[1].reference))
    make.registration(fair, confirmed=False)
    make.cancel(make.registration(fair))
    actions.check_in_number(make.officer(), fair.reference, person.number)

    counts = queries.counts(make.session, fair.reference)

    assert (counts.confirmed, counts.pending, counts.cancelled, counts.checked_in, counts.consents) == (1, 1, 1, 1, 2)


def test_own_data_is_whole_and_readable(make, fair):
    person = make.registration(fair, make.slots(fair)[0][0], phone="0950001111")

    said = own_data.of(make.session, f"registration:{person.reference}")

    assert (said["family_name"], said["phone"], said["email"]) == ("凪野原", "0950001111", person.email)
    assert len(said["talks"]) == 1
    assert own_data.of(make.session, "account:abc") == {}


def test_erasing_somebody_frees_the_place_and_leaves_a_count(make, fair):
    slot = make.slots(fair)[0][0]
    person = make.registration(fair, slot, email="a@example.com")

    with transaction() as session:
        forgetting.erase(session, f"registration:{person.reference}")

    gone = make.fresh(person)
    assert (gone.family_name, gone.email, gone.search_key) == ("", None, "")
    assert make.fresh(fair).taken == 0
    assert f"registration:{person.reference}" not in own_data.subjects(make.session)


def test_retention_forgets_in_its_time(make, fair, clock):
    kept = make.registration(fair, accommodation="手話通訳")
    make.registration(fair, confirmed=False)
    clock.shift(timedelta(days=2))
    actions.expire(newest(make).reference)

    clock.move_to(fair.ends_at + timedelta(days=1))
    privacy_jobs.apply_all()
    assert make.fresh(kept).accommodation is None
    assert make.session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 1

    clock.shift(timedelta(days=365 * 2))
    privacy_jobs.apply_all()
    assert make.fresh(kept).family_name == ""


def newest(make):
    return make.session.scalars(sa.select(Registration).order_by(Registration.id.desc())).first()


def test_the_list_of_sessions_has_pages(client, make):
    town = make.organisation()
    fair = make.fair(municipalities=[town], rounds=1)
    with transaction() as session:
        days = {name: lambda n, name=name: getattr(fair, name) + timedelta(days=n - 15) for name in HOURS}
        more = copies(session, session.get(Fair, fair.id), 29, reference=ref, **days)
        booth = session.scalars(sa.select(Booth)).one()
        copies(session, booth, 29, reference=ref, fair_id=lambda n: more[n])
    for role, shown in ((Role.COORDINATOR, 25), (make.membership(organisation=town), 50)):
        desk = signed_in_client(client, make, role)
        first, second = desk.get("/desk/fairs"), desk.get("/desk/fairs?page=2")
        listed = [re.findall(r'agenda__title"><a href="([^"]+)"', page.text) for page in (first, second)]

        assert [len(rows) for rows in listed] == [25, 5]
        assert len({row for rows in listed for row in rows}) == 30
        assert first.text.count('<li class="agenda__row">') + first.text.count('<li class="booths__one">') == shown
        assert weight_of(first) <= MOST_BYTES
