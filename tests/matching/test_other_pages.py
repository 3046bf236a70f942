"""People side by side, the requests that would fit one of them, and that hidden people are nowhere."""

import re

import pytest

from talent_portal.specialists.models import SpecialistState
from tests.matching.looking import ROLE, order, seen, somebody, text, url


class TestSideBySide:
    def test_two_to_four_people_stand_beside_each_other_and_differences_are_marked(self, desk, make, towns, bridge):
        near, far = somebody(make, towns, base=towns["kawatana"]), somebody(make, towns)

        html = text(desk.get(url(bridge, "compare") + f"?person={near.reference}&person={far.reference}"))

        assert order(html, near, far) == [near.name, far.name]
        assert "異なります" in html
        assert seen(near) == seen(far) == ["matching.compare"]

    @pytest.mark.parametrize("count", [0, 1, 5])
    def test_other_numbers_are_refused_in_words_and_nobody_is_shown(self, desk, make, towns, bridge, count):
        people = [somebody(make, towns) for _ in range(count)]

        answer = desk.get(url(bridge, "compare"), query_string={"person": [one.reference for one in people]})

        assert answer.status_code == 422
        assert "2人から4人" in answer.text
        assert not any(seen(one) for one in people)

    def test_somebody_who_could_not_do_it_may_be_compared_too(self, desk, make, towns, bridge):
        could, could_not = somebody(make, towns), somebody(make, towns, licence=False)

        html = text(desk.get(url(bridge, "compare") + f"?person={could.reference}&person={could_not.reference}"))

        assert "この仕事を担当できません" in html

    @pytest.mark.parametrize("nonsense", ["zzzzzzzzzzzz", "x", "%E3%81%82"])
    def test_nonsense_is_not_found_or_not_counted(self, desk, make, towns, bridge, nonsense):
        person = somebody(make, towns)

        answer = desk.get(url(bridge, "compare") + f"?person={person.reference}&person={nonsense}")

        assert answer.status_code in {404, 422}


class TestTheReverse:
    def test_requests_that_fit_come_first_the_others_say_why_not(self, desk, make, towns, bridge):
        person = somebody(make, towns)
        island = make.need(
            organisation=towns["tsushima"].organisation,
            profession=ROLE,
            tasks=("bridge_inspection",),
            title_ja="離島の仕事",
            place="tsushima",
        )

        html = text(desk.get(f"/desk/people/{person.reference}/requests"))

        assert html.index(bridge.title_ja) < html.index(island.title_ja)
        assert "対馬市へは船が必要ですが、ご本人は船を利用しません" in html
        assert seen(person) == ["matching.fitting"]

    def test_nothing_open_is_said_in_words(self, desk, make, towns):
        person = somebody(make, towns)

        assert "募集している依頼はありません" in text(desk.get(f"/desk/people/{person.reference}/requests"))

    def test_somebody_who_is_paused_is_told_to_be_so(self, desk, make, towns, bridge):
        person = somebody(make, towns, state=SpecialistState.PAUSED)

        assert "いまは候補者にできません" in text(desk.get(f"/desk/people/{person.reference}/requests"))


class TestHidden:
    def pages(self, desk, need, person):
        for page in (url(need), url(need, "others"), url(need) + "?narrow=day"):
            yield re.sub(r'value="[^"]{60,}"', "", text(desk.get(page)))

    def test_hidden_people_are_absent_byte_for_byte(self, desk, make, towns, bridge):
        somebody(make, towns)
        before = list(self.pages(desk, bridge, None))
        office = towns["hasami"].organisation
        hidden = [
            somebody(make, towns, hidden_from=[office]),
            somebody(make, towns, licence=False, hidden_from=[office]),
        ]

        assert list(self.pages(desk, bridge, hidden)) == before
        assert not any(seen(one) for one in hidden)

    def test_hidden_and_missing_look_the_same(self, desk, make, towns, bridge):
        hidden = somebody(make, towns, hidden_from=[towns["hasami"].organisation])

        answers = [desk.get(url(bridge, one)) for one in (hidden.reference, "zzzzzzzzzzzz")]

        assert {answer.status_code for answer in answers} == {404}
        assert len({re.sub(r"[a-z0-9]{12,}", "", answer.text) for answer in answers}) == 1
        assert bridge.title_ja not in text(desk.get(f"/desk/people/{hidden.reference}/requests"))
