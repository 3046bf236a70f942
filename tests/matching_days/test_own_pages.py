"""An applicant's pages behind the link, and the page that everybody sees."""

from datetime import timedelta

import pytest

from talent_portal.app import create_app
from talent_portal.matching_days import actions
from talent_portal.matching_days.rules.states import ApplicantState, DayState
from tests.conftest import settings_for_tests

HOSTILE = ["", "0", "-1", "１", "99999999999", "x", "\x00", "1 OR 1=1"]


@pytest.fixture
def day(make):
    return make.matching_day(offices=[make.organisation(position=k, name_ja=f"架空{k}市") for k in (1, 2, 3)])


@pytest.fixture
def person(make, day):
    return make.applicants(day)[0]


def path(make, person):
    return f"/matching-days/applicants/{person.reference}/{make.my_token(person)}"


def send(client, make, person, *wishes, version=None):
    typed = {f"wish_{k}": one for k, one in enumerate(wishes, start=1)}
    return client.post(f"{path(make, person)}/wishes", data=typed | {"version": version or make.fresh(person).version})


class TestWishes:
    def test_the_letter_leads_to_the_page_and_looking_changes_nothing(self, client, make, day, person):
        (body,) = [letter.body for letter in make.letters_to(person.email)]
        here = path(make, person)
        pages = [client.get(here), client.get(f"{here}/wishes"), client.get(f"{here}/withdraw")]

        assert f"http://portal.test{here}" in body
        assert [page.status_code for page in pages] == [200, 200, 200]
        assert make.fresh(person).state is ApplicantState.INVITED

    def test_they_are_kept_confirmed_and_shown(self, client, make, day, person):
        one, two, _ = make.programmes(day)
        answer = send(client, make, person, two.reference, "", one.reference)
        page = client.get(answer.location)

        assert answer.status_code == 303
        assert make.wishes_at(person) == [two.id, one.id]
        assert page.text.index("架空2市") < page.text.index("架空1市")
        letter = make.letters_to(person.email)[-1]
        assert letter.body.index("第1希望：架空2市") < letter.body.index("第2希望：架空1市")

    def test_they_can_be_changed_and_the_same_list_twice_writes_one_letter(self, client, make, day, person):
        one, two, _ = make.programmes(day)
        version = make.fresh(person).version
        for _ in range(2):
            assert send(client, make, person, one.reference, version=version).status_code == 303
        send(client, make, person, two.reference)

        assert make.wishes_at(person) == [two.id]
        assert len(make.letters_to(person.email)) == 3

    def test_what_is_wrong_is_said_and_what_was_chosen_is_kept(self, client, make, day, person):
        one = make.programmes(day)[0].reference
        for wishes, sentence in (
            ((), "市町を1つ以上選んでください"),
            ((one, one), "同じ市町は1回だけ"),
            (("zzzzzzzzzzzz",), "選択"),
        ):
            page = send(client, make, person, *wishes)
            assert page.status_code == 422
            assert sentence in page.text
        assert f'<option value="{one}" selected>' in send(client, make, person, one, one).text
        assert make.wishes_at(person) == []

    def test_two_windows_do_not_overwrite_each_other(self, client, make, day, person):
        one, two, _ = make.programmes(day)
        old = make.fresh(person).version
        send(client, make, person, one.reference)
        page = send(client, make, person, two.reference, version=old)

        assert page.status_code == 409
        assert make.wishes_at(person) == [one.id]
        assert "今の内容" in page.text
        assert f'<option value="{two.reference}" selected>' in page.text
        assert f'value="{make.fresh(person).version}"' in page.text

    @pytest.mark.parametrize("version", HOSTILE)
    def test_a_version_that_is_none_is_stale_and_never_an_error(self, client, make, day, person, version):
        page = send(client, make, person, make.programmes(day)[0].reference, version=version or "none")

        assert page.status_code in {409, 422}

    @pytest.mark.parametrize("typed", ["\x00", "\ud800", "a" * 5_000, "' OR 1=1", "<script>", "１"])
    def test_whatever_is_typed_in_place_of_a_municipality_is_refused_in_words(self, client, make, day, person, typed):
        page = send(client, make, person, typed.encode("utf-8", "surrogatepass"))

        assert page.status_code == 422
        assert make.wishes_at(person) == []

    def test_the_day_says_how_many(self, client, make):
        day = make.matching_day(most_wishes=1)
        person = make.applicants(day)[0]
        page = client.get(f"{path(make, person)}/wishes").text

        assert 'name="wish_1"' in page
        assert 'name="wish_2"' not in page

    def test_after_their_time_they_are_refused_even_before_the_worker_came(self, client, make, day, person, clock):
        here = path(make, person)
        clock.move_to(make.round_of(day).wishes_until + timedelta(seconds=1))
        page = send(client, make, person, make.programmes(day)[0].reference)

        assert page.status_code == 409
        assert "希望の受付は終了しました" in page.text
        assert [entry.deed for entry in make.entries()][-1] == "matching-applicant.wished.denied"
        assert client.get(here).status_code == 200

    @pytest.mark.parametrize("state", [DayState.RANKING, DayState.MATCHED, DayState.PUBLISHED, DayState.CANCELLED])
    def test_at_no_other_time_are_they_taken(self, client, make, state):
        day = make.matching_day(state=state)
        person = make.applicants(day)[0]
        before = make.wishes_at(person)

        assert send(client, make, person, make.programmes(day)[0].reference).status_code == 409
        assert "ただいま希望を受け付けていません" in client.get(f"{path(make, person)}/wishes").text
        assert make.wishes_at(person) == before


class TestLeaving:
    def test_it_deletes_the_wishes_and_is_confirmed(self, client, make, day, person):
        make.wish(person, make.programmes(day)[:2])
        for _ in range(2):
            assert client.post(f"{path(make, person)}/withdraw").status_code == 303

        assert make.wishes_at(person) == []
        assert make.fresh(person).state is ApplicantState.WITHDRAWN
        assert [one.template for one in make.letters_to(person.email)].count("matching_days/withdrawn") == 1
        assert "参加を辞退されています" in client.get(path(make, person)).text

    def test_once_matched_it_takes_a_call(self, client, make):
        day = make.matching_day(state=DayState.MATCHED)
        person = make.applicants(day)[0]

        assert client.post(f"{path(make, person)}/withdraw").status_code == 409
        assert make.fresh(person).state is ApplicantState.WISHED


class TestResult:
    def test_it_appears_with_its_publication_and_says_why_not(self, client, make):
        day = make.matching_day(people=3, state=DayState.MATCHED, most_wishes=2)
        before = [client.get(path(make, one)).text for one in make.applicants(day)]
        make.move_on(day, DayState.PUBLISHED)
        after = [client.get(path(make, one)).text for one in make.applicants(day)]

        assert not any("マッチングの結果</h2>" in text for text in before)
        assert all("マッチングの結果</h2>" in text for text in after)
        assert ["今回は決まりませんでした" in text for text in after] == [False, False, True]

    def test_in_english_too(self, client, make):
        day = make.matching_day(people=3, state=DayState.PUBLISHED)
        client.set_cookie("lang", "en")
        page = client.get(path(make, make.applicants(day)[2])).text

        assert "No place this time" in page
        assert "All seats went to people who stood before you" in page


class TestLinks:
    def test_a_corrected_address_gets_a_new_link_and_the_old_one_ends(self, client, make, day, person):
        old = path(make, person)
        draft = make.applicant_draft(number=person.number, name=person.name, email="right@example.com")
        actions.edit_applicant(make.officer(), person.reference, draft, make.fresh(person).version)

        assert client.get(old).status_code == 404
        assert path(make, person) in make.letters_to("right@example.com")[0].body

    def test_an_address_corrected_later_gets_the_new_link_alone(self, make):
        day = make.matching_day(state=DayState.RANKING)
        person = make.applicants(day)[0]
        draft = make.applicant_draft(number=person.number, name=person.name, email="late@example.com")
        actions.edit_applicant(make.officer(), person.reference, draft, person.version)

        (letter,) = make.letters_to("late@example.com")
        assert letter.template == "matching_days/link"
        assert path(make, person) in letter.body

    def test_pages_of_people_stay_out_of_caches(self, client, make, person):
        assert client.get(path(make, person)).headers["Cache-Control"] == "no-store"

    def test_the_data_are_given_out_with_places_only_once_published(self, client, make):
        day = make.matching_day(people=2, state=DayState.MATCHED)
        person = make.applicants(day)[0]
        before = client.get(f"{path(make, person)}/data.json").json["matching_days"]
        make.move_on(day, DayState.PUBLISHED)
        after = client.get(f"{path(make, person)}/data.json").json["matching_days"]

        assert before["places"] == before["results"] == []
        assert [one["place"] for one in after["places"]] == [1, 1]
        assert after["results"][0]["municipality"]
        assert before["name"] == person.name


class TestPublicPage:
    def test_it_names_seats_and_dates_and_nobody(self, client, make):
        day = make.matching_day(people=3, state=DayState.PUBLISHED)
        page = client.get(f"/matching-days/{day.reference}").text

        assert "採用枠2人に対し、3人が希望を登録し、2人が決まりました" in page
        for person in make.applicants(day):
            assert person.name not in page
            assert person.reference not in page

    def test_before_publication_it_tells_no_number(self, client, make):
        day = make.matching_day(state=DayState.MATCHED)
        page = client.get(f"/matching-days/{day.reference}").text

        assert not any(person.number in page for person in make.applicants(day))

    def test_it_asks_the_same_number_of_questions_for_ten_towns_as_for_two(self, client, make, statements):
        counts = []
        for many in (2, 10):
            day = make.matching_day(offices=[make.organisation() for _ in range(many)], people=many)
            mine = path(make, make.applicants(day)[0])
            statements.clear()
            client.get(f"/matching-days/{day.reference}")
            client.get(mine)
            client.get(f"{mine}/wishes")
            counts.append(len(statements))

        assert counts[0] == counts[1]


def test_switched_off_there_is_nothing(tmp_path):
    off = create_app(settings_for_tests(f"sqlite:///{tmp_path}/off.sqlite3", tmp_path, matching_days=False))

    assert not [rule for rule in off.url_map.iter_rules() if "matching-days" in rule.rule]
