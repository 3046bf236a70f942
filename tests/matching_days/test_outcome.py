"""What a matching day comes to: kept as it was, explained to everybody, and nobody learns what is not theirs."""

import hashlib
import json

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.core.db import reading, transaction
from talent_portal.matching.engine import deferred
from talent_portal.matching_days import actions
from talent_portal.matching_days.actions import forgetting, telling
from talent_portal.matching_days.errors import SheetsMissing, StaleDay
from talent_portal.matching_days.models import Wish
from talent_portal.matching_days.queries import days, outcomes, rankings
from talent_portal.matching_days.queries.applicants import mine as page_of
from talent_portal.matching_days.queries.public import public_day
from talent_portal.matching_days.rules import markets, seeds
from talent_portal.matching_days.rules.states import DayState
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.models import Letter
from tests.matching_days.steps import WHY, matched, published


def results_to(make, people):
    """How many result letters each of them was written."""
    return [sum(one.template == "matching_days/result" for one in make.letters_to(person.email)) for person in people]


class TestLottery:
    def test_its_digest_is_told_before_the_first_wish_and_its_seed_with_the_outcome(self, client, make, ranked):
        day = ranked[0]
        kept = make.round_of(day)
        before = client.get(f"/matching-days/{day.reference}").text
        published(make, day)
        after = client.get(f"/matching-days/{day.reference}").text

        assert kept.opened_at <= make.applicants(day)[0].created_at
        assert kept.seed_commitment == seeds.commitment(kept.seed)
        assert kept.seed_commitment in before
        assert kept.seed not in before
        assert kept.seed in after

    def test_everybody_can_repeat_it(self, make, ranked):
        day, people, _ = ranked
        published(make, day)
        told = public_day(reading(), day.reference).rounds[0]

        again = sorted(
            (person.number for person in people),
            key=lambda number: hashlib.sha256(f"{told.seed}/{number}".encode()).digest(),
        )
        assert list(told.drawn) == again

    def test_it_decides_between_equals_alike_at_every_municipality(self, make, ranked):
        day, _, (one, two, _) = ranked
        kept = matched(make, day)

        assert kept.market["programmes"][one.reference] == kept.drawn
        assert len(kept.market["programmes"][two.reference]) == 2

    def test_the_seed_lies_sealed(self, make, ranked):
        stored = reading().execute(sa.text("SELECT seed FROM matching_round")).scalar_one()

        assert make.round_of(ranked[0]).seed not in stored


class TestKeptOutcome:
    def test_it_is_matched_once_and_read_ever_after(self, make, ranked, monkeypatch):
        day = ranked[0]
        kept = matched(make, day)

        def again(*_):
            raise AssertionError("worked out again")

        for name in ("flexible_da", "jrmp", "settle"):
            monkeypatch.setattr(markets, name, again)
        monkeypatch.setattr(deferred, "flexible_da", again)
        actions.publish_day(make.officer(), day.reference, make.fresh(day).version)
        shown = outcomes.shown(reading(), make.fresh(day), 1)
        own = page_of(reading(), make.applicants(day)[0])

        assert shown.outcome.result == kept.result == make.outcome(day).result
        assert len(own.results) == 1
        assert shown.outcome.digest == markets.digest(kept.market, kept.drawn)

    def test_it_knows_people_by_number_only(self, make, ranked):
        day, people, _ = ranked
        kept = matched(make, day)

        told = json.dumps([kept.market, kept.result, kept.stability, kept.drawn], ensure_ascii=False)
        for person in people:
            assert person.number in told
            assert person.name not in told
            assert person.email not in told
            assert person.reference not in told

    def test_what_changes_while_it_is_worked_out_is_not_overlooked(self, make, ranked, monkeypatch):
        day, people, (_, two, _) = ranked
        settle = markets.settle

        def meanwhile(asked):
            make.rank(day, two, {people[1].number: 1, people[2].number: 2})
            return settle(asked)

        monkeypatch.setattr(markets, "settle", meanwhile)
        with pytest.raises(StaleDay):
            actions.match_day(make.officer(), day.reference, day.version)
        assert make.fresh(day).state is DayState.RANKING

    def test_a_sheet_that_is_missing_has_to_be_accepted(self, make, offices):
        day = make.matching_day(offices=offices, state=DayState.RANKING)
        with pytest.raises(SheetsMissing) as refused:
            actions.match_day(make.officer(), day.reference, day.version)
        actions.match_day(make.officer(), day.reference, day.version, without_missing=True)

        assert refused.value.params["organisations"] == tuple(office.reference for office in offices)
        assert make.outcome(day).placed == 0

    def test_whoever_was_named_by_nobody_need_not_send_one(self, make, ranked):
        page = days.one(reading(), ranked[0].reference)

        assert page.waiting == []
        assert matched(make, ranked[0]).placed == 2

    def test_whoever_withdrew_after_being_ranked_is_not_matched(self, make, ranked):
        day, people, _ = ranked
        actions.withdraw(make.officer(), people[2].reference)

        assert matched(make, day).result["matched"].get(people[1].number) is not None
        assert people[2].number not in json.dumps(make.outcome(day).market)


class TestLetters:
    def test_everybody_hears_once_where_they_go_or_why_not(self, make, ranked):
        day, people, _ = ranked
        kept = published(make, day)
        for person in people:
            (letter,) = [one for one in make.letters_to(person.email) if one.template == "matching_days/result"]
            place = kept.result["matched"].get(person.number)
            if place is None:
                assert "決まりませんでした" in letter.body
                assert "あなたより上の方で採用枠がいっぱい" in letter.body
            else:
                assert "次の市町に決まりました：架空" in letter.body

    def test_a_job_writes_them_and_goes_on_where_a_killed_worker_stopped(self, make, ranked, monkeypatch):
        day, people, _ = ranked
        matched(make, day)
        actions.publish_day(make.officer(), day.reference, make.fresh(day).version)
        at_once, post = results_to(make, people), outbox.post

        def killed(session, letter, **more):
            if letter.to == people[1].email:
                raise KeyboardInterrupt
            return post(session, letter, **more)

        monkeypatch.setattr(telling, "BATCH", 1)
        with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
            dying.setattr(outbox, "post", killed)
            actions.tell_applicants()
        half_way = results_to(make, people)

        assert (at_once, half_way) == ([0, 0, 0], [1, 0, 0])
        assert (actions.tell_applicants(), actions.tell_applicants()) == (2, 0)
        assert results_to(make, people) == [1, 1, 1]

    def test_nobody_erased_in_between_is_written_to(self, make, ranked):
        day, people, _ = ranked
        matched(make, day)
        actions.publish_day(make.officer(), day.reference, make.fresh(day).version)
        with transaction() as session:
            forgetting.erase(session, f"matching-applicant:{people[0].reference}")

        assert actions.tell_applicants() == len(people) - 1

    def test_no_letter_is_written_twice(self, make, ranked):
        published(make, ranked[0])
        letters = list(reading().scalars(sa.select(Letter)))
        keyed = [letter.key for letter in letters if letter.key]

        assert len(keyed) == len(set(keyed))
        assert {letter.template for letter in letters} == {
            "matching_days/invited",
            "matching_days/wished",
            "matching_days/early",
            "matching_days/result",
        }

    def test_towns_read_counts_and_links_never_a_name_or_a_place(self, make, offices):
        clerk = make.membership(Role.MEMBER, organisation=offices[0])
        day = make.matching_day(offices=offices, state=DayState.PUBLISHED)
        bodies = [letter.body for letter in make.letters_to(clerk.account.email)]

        assert len(bodies) == 2
        assert "2人です" in bodies[0]
        for person in make.applicants(day):
            assert not any(person.name in body or person.number in body for body in bodies)

    def test_staff_cannot_read_letters_with_a_link_inside(self, make):
        day = make.matching_day()

        assert all(one.confidential for person in make.applicants(day) for one in make.letters_to(person.email))

    def test_whoever_has_no_address_is_called(self, make):
        day = make.matching_day(state=DayState.DRAFT)
        draft = make.applicant_draft(email="", phone="095-000-0000")
        called = actions.add_applicant(make.officer(), day.reference, draft).reference
        make.move_on(day, DayState.PUBLISHED)

        assert make.calls_to(called) == ["matching-day.invited", "matching-day.result"]

    def test_paragraphs_stand_apart(self, make):
        day = make.matching_day(state=DayState.PUBLISHED)
        bodies = [one.body for person in make.applicants(day) for one in make.letters_to(person.email)]

        assert len(bodies) == 8
        for body in bodies:
            assert "\n\n土木職員共同試験\n受験番号：" in body
            assert "\n\nあなた専用のページ" in body
            assert "\n\n\n" not in body


class TestWhatAMunicipalitySees:
    def test_nobody_before_the_wishes_have_ended(self, make, offices):
        day = make.matching_day(offices=offices)
        for person in make.applicants(day):
            make.wish(person, make.programmes(day)[:1])

        assert rankings.sheet(reading(), day.reference, offices[0].id).candidates == ()
        actions.close_wishes(make.officer(), day.reference, day.version, *WHY)
        assert len(rankings.sheet(reading(), day.reference, offices[0].id).candidates) == 2

    def test_never_at_which_place_it_was_named(self, make, ranked, offices, statements):
        """The first wishes of two people and the second of another stand there alike, in the order of numbers."""
        day = ranked[0]
        statements.clear()
        sheet = rankings.sheet(reading(), day.reference, offices[0].id)

        assert [one.person.number for one in sheet.candidates] == sorted(one.number for one in ranked[1])
        assert not any("matching_wish.position" in statement for statement in statements)
        assert not any("matching_wish.id" in statement for statement in statements)  # ids tell the order, too

    def test_no_longer_than_it_needs_the_names(self, make, ranked, offices):
        published(make, ranked[0])

        assert rankings.sheet(reading(), ranked[0].reference, offices[0].id).candidates == ()

    def test_nobody_who_did_not_name_it(self, make, ranked, offices):
        day, people, _ = ranked

        seen = rankings.sheet(reading(), day.reference, offices[1].id).candidates
        assert [one.person.number for one in seen] == [people[1].number, people[2].number]

    def test_its_own_result_only(self, make, ranked):
        day, _, programmes = ranked
        kept = published(make, day)
        for programme in programmes:
            brought = [one.number for one in rankings.brought(reading(), day, programme)]
            assert brought == [n for n, where in kept.result["matched"].items() if where == programme.reference]


def test_wishes_of_a_placed_person_stay_with_the_outcome(make, ranked):
    published(make, ranked[0])

    assert reading().scalar(sa.select(sa.func.count()).select_from(Wish)) == 5
