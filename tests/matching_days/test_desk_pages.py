"""The office's and the municipalities' pages: what is wrong is said, what was typed is kept, every name is noted."""

import re

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.core.db import reading, transaction
from talent_portal.matching_days import actions
from talent_portal.matching_days.errors import ReasonMissing
from talent_portal.matching_days.models import MatchingDay, Programme, Wish
from talent_portal.matching_days.queries import outcomes, rankings
from talent_portal.matching_days.rules.states import DayState
from talent_portal.privacy.models import AccessEvent
from tests.journeys.test_page_statements import copies, one, ref
from tests.weighing import MOST_BYTES, weight_of

HOSTILE = ["", "0", "-1", "x", "99999999999", "1.5"]


@pytest.fixture
def desk(sign_in):
    return sign_in(Role.COORDINATOR)


def url(day, *rest):
    return "/".join(["/desk/matching-days", day.reference, *rest])


def looks():
    return reading().scalar(sa.select(sa.func.count()).select_from(AccessEvent)) or 0


class TestTheDraft:
    def test_what_is_missing_is_said_and_what_was_typed_stays(self, desk, make, offices):
        town = make.municipality(organisation=offices[0]).organisation
        typed = {"title_ja": "共同試験", f"seats_{town.reference}": "many"}
        page = desk.post("/desk/matching-days/new", data=typed)

        assert page.status_code == 422
        assert "募集する職種を選んでください" in page.text
        assert 'value="共同試験"' in page.text
        assert 'value="many"' in page.text
        assert reading().scalars(sa.select(MatchingDay)).all() == []

    def test_a_draft_without_seats_is_refused_in_words(self, desk, make, offices):
        make.municipality(organisation=offices[0])
        typed = {"title_ja": "共同試験", "profession": make.profession().code, "most_wishes": "3"}
        page = desk.post(
            "/desk/matching-days/new", data=typed | {"wishes_until": "2031-04-01", "ranks_until": "2031-05-01"}
        )

        assert page.status_code == 422
        assert "市町と採用枠を1つ以上入力してください。" in page.text

    def test_a_slower_colleague_sees_both_versions(self, desk, make, offices):
        for office in offices:
            make.municipality(organisation=office)
        day = make.matching_day(offices=offices, state=DayState.DRAFT)
        typed = {
            "title_ja": "別の名称", "profession": day.profession, "most_wishes": "3", "wishes_until": "2031-04-01",
            "ranks_until": "2031-05-01", f"seats_{offices[0].reference}": "2",
        }  # fmt: skip
        assert desk.post(url(day, "edit"), data=typed | {"version": day.version}).status_code == 303
        page = desk.post(url(day, "edit"), data=typed | {"version": day.version, "title_ja": "三つ目"})

        assert page.status_code == 409
        assert "今の内容" in page.text
        assert 'value="三つ目"' in page.text
        assert make.fresh(day).title_ja == "別の名称"


class TestApplicants:
    def test_a_list_with_faults_names_each_line_and_keeps_nobody(self, desk, make):
        day = make.matching_day(state=DayState.DRAFT, people=0)
        cells = "受験番号\t氏名\tメールアドレス\nA-1\t凪野原 一\tnowhere\n\nA-2\t\ttwo@example.com\n"
        for do in ("read", "add"):
            page = desk.post(url(day, "applicants", "list"), data={"do": do, "paste": cells})
            assert page.status_code == 422
            assert "2行目：" in page.text
            assert "4行目：" in page.text
            assert "凪野原 一" in page.text
        assert make.applicants(day) == []

    @pytest.mark.parametrize("paste", ["", "x", "受験番号\t氏名\tメールアドレス", '"', "\x00"])
    def test_what_is_no_list_is_refused_in_words(self, desk, make, paste):
        day = make.matching_day(state=DayState.DRAFT, people=0)

        assert desk.post(url(day, "applicants", "list"), data={"do": "add", "paste": paste}).status_code in {400, 422}

    def test_every_name_shown_is_noted_and_the_auditor_sees_numbers(self, sign_in, make):
        day = make.matching_day(people=3, state=DayState.MATCHED)
        person = make.applicants(day)[0]
        desk = sign_in(Role.COORDINATOR)
        for page, count in (("applicants", 3), ("outcome", 3)):
            before = looks()
            assert person.name in desk.get(url(day, page)).text
            assert looks() == before + count
        before = looks()
        read = sign_in(Role.AUDITOR).get(url(day, "outcome")).text

        assert person.number in read
        assert person.name not in read
        assert looks() == before

    def test_a_long_outcome_shows_and_notes_one_page_of_people(self, desk, make, monkeypatch):
        monkeypatch.setattr(outcomes, "PAGE_SIZE", 2)
        day = make.matching_day(people=3, state=DayState.MATCHED)
        first, second, third = make.applicants(day)
        before = looks()
        page = desk.get(url(day, "outcome"), query_string={"page": 2}).text

        assert third.name in page
        assert not any(person.name in page for person in (first, second))
        assert looks() == before + 1

    def test_somebody_entered_by_mistake_is_taken_out_before_the_day_opens_only(self, desk, make):
        day = make.matching_day(state=DayState.DRAFT)
        gone, stays = make.applicants(day)
        assert desk.post(f"/desk/matching-days/applicants/{gone.reference}/remove").status_code == 303
        make.move_on(day, DayState.WISHING)
        desk.post(f"/desk/matching-days/applicants/{stays.reference}/remove")

        assert [one.number for one in make.applicants(day)] == [stays.number]

    def test_a_correction_that_makes_no_sense_is_said_on_its_field(self, desk, make):
        person = make.applicants(make.matching_day())[0]
        typed = {"number": person.number, "name": person.name, "language": "ja", "version": person.version}
        page = desk.post(f"/desk/matching-days/applicants/{person.reference}", data=typed)

        assert page.status_code == 422
        assert "メールアドレスまたは電話番号が必要です。" in page.text
        assert page.text.count("どちらか一方は必須") == len(("email", "phone"))


class TestSteps:
    @pytest.mark.parametrize("event", ["open", "close-wishes", "match", "publish", "close"])
    def test_one_that_is_not_possible_says_so_and_changes_nothing(self, desk, make, event):
        day = make.matching_day(state=DayState.CANCELLED)

        assert "この操作は、今はできません" in desk.get(url(day, event)).text
        assert desk.post(url(day, event), data={"version": day.version}).status_code == 409
        assert make.fresh(day).state is DayState.CANCELLED

    @pytest.mark.parametrize("version", HOSTILE)
    def test_a_version_that_is_none_is_stale_and_never_an_error(self, desk, make, version):
        day = make.matching_day()

        said = {"version": version, "reason_ja": "会場の都合", "reason_en": "The place changed"}
        assert desk.post(url(day, "close-wishes"), data=said).status_code == 409

    def test_ending_the_wishes_before_their_time_takes_a_reason_that_everybody_reads(self, desk, make, clock):
        day, later = make.matching_day(), make.matching_day()
        page = desk.post(url(day, "close-wishes"), data={"version": day.version, "reason_ja": "会場の都合"})
        assert page.status_code == 422
        assert "会場の都合</textarea>" in page.text
        said = {"version": day.version, "reason_ja": "会場の都合", "reason_en": "The place changed"}
        assert desk.post(url(day, "close-wishes"), data=said).status_code == 303
        actions.tell_applicants()
        assert all("会場の都合" in make.letters_to(one.email)[-1].body for one in make.applicants(day))

        with pytest.raises(ReasonMissing):
            actions.close_wishes(make.officer(), later.reference, later.version, " ", "The place changed")
        clock.move_to(make.round_of(later).wishes_until)
        assert actions.close_wishes(make.officer(), later.reference, later.version).state is DayState.RANKING

    def test_calling_off_asks_for_the_reason_and_tells_everybody(self, desk, make):
        day = make.matching_day()
        assert desk.post(url(day, "call-off"), data={"version": day.version}).status_code == 422
        said = {"version": day.version, "notice_ja": "台風のため", "notice_en": "Because of a typhoon"}
        assert desk.post(url(day, "call-off"), data=said).status_code == 303

        page = desk.get(url(day)).text
        actions.tell_applicants()
        assert "台風のため" in page
        assert "受験者へのお知らせ2通をこれから作成します" in page
        assert "これから作成します" not in desk.get(url(day)).text
        assert all("台風のため" in make.letters_to(one.email)[-1].body for one in make.applicants(day))


class TestTheRanking:
    @pytest.fixture
    def day(self, make, offices):
        return make.matching_day(offices=offices, state=DayState.RANKING)

    @pytest.fixture
    def town(self, make, offices, sign_in):
        return sign_in(make.membership(role=Role.APPROVER, organisation=offices[0]))

    def sheet(self, day):
        return f"/matching-days/{day.reference}/ranking"

    @pytest.mark.parametrize("place", ["0", "-1", "x", "10000", "1.5"])
    def test_what_is_no_place_is_said_and_stays(self, day, town, make, place):
        person = make.applicants(day)[0]
        typed = {"do": "submit", "version": "0", f"place_{person.reference}": place}
        page = town.post(self.sheet(day), data=typed)

        assert page.status_code == 422
        assert f'value="{place}"' in page.text

    def test_two_colleagues_do_not_overwrite_each_other(self, day, town, make):
        one, two = make.applicants(day)
        assert (
            town.post(self.sheet(day), data={"do": "save", "version": "0", f"place_{one.reference}": "1"}).status_code
            == 303
        )
        page = town.post(self.sheet(day), data={"do": "submit", "version": "0", f"place_{two.reference}": "1"})

        assert page.status_code == 409
        assert "今の内容" in page.text

    def test_two_hundred_people_fit_a_slow_line_and_are_all_kept(self, day, town, make, offices):
        with transaction() as session:
            first = session.merge(make.applicants(day)[0])
            names = {"reference": ref, "number": lambda n: f"R-{n:04}", "email": lambda n: f"r{n}@example.com"}
            more = copies(session, first, 198, **names)
            town_of = sa.select(Programme.id).where(Programme.organisation_id == offices[0].id)
            named = one(session, Wish, Wish.applicant_id == first.id, Wish.programme_id.in_(town_of))
            copies(session, named, 198, applicant_id=lambda n: more[n])
        page = town.get(self.sheet(day))
        fields = re.findall(r'<input name="(place_[a-z0-9]{12})"', page.text)
        typed = {name: str(place) for place, name in enumerate(fields, 1)}

        town.post(self.sheet(day), data=typed | {"do": "submit", "version": "0"})

        assert len(typed) == 200
        assert max(weight_of(answer) for answer in (page, town.get(self.sheet(day)))) <= MOST_BYTES
        assert sorted(
            each.place for each in rankings.sheet(reading(), day.reference, offices[0].id).candidates
        ) == list(range(1, 201))

    def test_only_an_approver_sends_it(self, day, make, offices, sign_in):
        member = sign_in(make.membership(role=Role.MEMBER, organisation=offices[0]))

        assert "順位を提出できるのは、市町の承認者です" in member.get(self.sheet(day)).text
        assert member.post(self.sheet(day), data={"do": "submit", "version": "0"}).status_code == 404
        assert member.post(self.sheet(day), data={"do": "save", "version": "0"}).status_code == 303

    def test_before_the_wishes_have_ended_it_names_nobody(self, make, offices, town):
        day = make.matching_day(offices=offices)
        page = town.get(self.sheet(day)).text

        assert "受験者が希望を登録しています" in page
        assert not any(one.name in page for one in make.applicants(day))
        assert town.post(self.sheet(day), data={"do": "save", "version": "0"}).status_code == 409


def test_the_desk_asks_the_same_number_of_questions_for_ten_as_for_two(desk, make, statements):
    counts = []
    for many in (2, 10):
        day = make.matching_day(offices=[make.organisation() for _ in range(many)], people=many, state=DayState.MATCHED)
        statements.clear()
        for page in ((), ("applicants",), ("outcome",)):
            assert desk.get(url(day, *page)).status_code == 200
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_the_home_asks_the_same_number_of_questions_for_many_days(desk, make, statements):
    counts = []
    for many in (1, 3):
        for _ in range(many):
            make.matching_day(state=DayState.RANKING)
        statements.clear()
        desk.get("/home")
        counts.append(len(statements))

    assert counts[0] == counts[1]
