"""The pages on which the coordinator looks for people: order, reasons, and names on record."""

import re

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.needs.models import NeedState
from talent_portal.settings import ROOT
from talent_portal.specialists.models import SpecialistState
from talent_portal.specialists.rules.choices import WorkingWay
from tests.matching.looking import HELPS, order, seen, somebody, text, url
from tests.signin.makers import signed_in_client


class TestTheList:
    def test_the_best_stands_first_with_points_by_part_and_way(self, desk, make, towns, bridge):
        plain = somebody(make, towns)
        better = somebody(make, towns, skills={"bridge_inspection": "alone"})

        html = text(desk.get(url(bridge)))

        assert order(html, plain, better) == [better.name, plain.name]
        assert "片道72分" in html
        assert "2人がこの仕事を担当できます" in html
        for part in ("関連する資格", "経験のある仕事", "通う時間", "日数のゆとり", "職種の経験年数", "任用形態"):
            assert part in html

    def test_everyone_named_is_on_record_and_nobody_else(self, desk, make, towns, bridge):
        named, kept_out = somebody(make, towns), somebody(make, towns, licence=False)

        desk.get(url(bridge))

        assert seen(named) == ["matching.candidates"]
        assert seen(kept_out) == []

    def test_an_auditor_sees_the_order_but_no_names_and_leaves_no_trace(self, client, make, towns, bridge):
        person = somebody(make, towns)
        auditor = signed_in_client(client, make, Role.AUDITOR)

        pages = [text(auditor.get(page)) for page in (url(bridge), url(bridge, person.reference))]

        assert all(person.name not in html and person.reference in html for html in pages)
        assert seen(person) == []

    def test_chips_narrow_and_count(self, desk, make, towns, bridge):
        free = somebody(make, towns, days_a_week=4)
        tight = somebody(make, towns)

        html = text(desk.get(url(bridge) + "?narrow=spare"))

        assert free.name in html
        assert tight.name not in html
        assert re.search(r"日数のゆとり\s*<span class=\"chip__count number\">1</span>", html)

    def test_a_page_has_eight_people_so_that_it_fits_a_slow_line(self, desk, make, towns, bridge):
        for _ in range(9):
            somebody(make, towns)

        first, second = (text(desk.get(url(bridge) + f"?page={number}")) for number in (1, 2))

        assert (first.count('class="candidates__line"'), second.count('class="candidates__line"')) == (8, 1)
        assert "page=2" in first
        parts = {ROOT / name for name in re.findall(r'"/(static/[^"?]+\.(?:css|js|svg))', first)}
        assert len(parts) > 3
        assert len(first.encode()) + sum(part.stat().st_size for part in parts) <= 60_000

    def test_nobody_at_all_is_said_in_words(self, desk, bridge):
        assert "いまの条件で担当できる方は" in text(desk.get(url(bridge)))

    def test_where_few_could_do_it_the_cheapest_relaxation_is_told(self, desk, make, towns, bridge):
        somebody(make, towns, checked=False)

        html = text(desk.get(url(bridge)))

        assert "ご本人の申告のみの資格を確認できた場合：1人" in html

    @pytest.mark.parametrize("state", [NeedState.DRAFT, NeedState.RETURNED])
    def test_a_draft_stays_with_its_municipality(self, desk, make, towns, state):
        mine = make.need(state=state)

        assert desk.get(url(mine)).status_code == 404

    def test_people_who_may_not_be_found_are_absent(self, desk, make, towns, bridge):
        people = [
            somebody(make, towns, state=SpecialistState.PAUSED),
            somebody(make, towns, consents=()),
            somebody(make, towns, professions=("nurse",)),
        ]

        html = text(desk.get(url(bridge)))

        assert not any(one.name in html for one in people)


class TestTheOthers:
    def test_each_reads_the_first_rule_that_fails_and_by_how_much(self, desk, make, towns, bridge):
        far = somebody(make, towns, max_minutes=60)
        bare = somebody(make, towns, licence=False)

        html = text(desk.get(url(bridge, "others")))

        assert order(html, bare, far) == [bare.name, far.name]
        assert "波佐見町まで12分遠い" in html
        assert "1級土木施工管理技士をお持ちではありません" in html
        marks = [re.findall(r'tag--stop">(.*?)<', row) for row in html.split("<tr>")[2:]]
        assert marks == [["満たさない 1件"], ["満たさない 1件"]]
        assert len(re.findall(r"満たす \d+件", html)) == 2
        assert seen(far) == ["matching.others"]

    def test_a_reason_narrows_the_list(self, desk, make, towns, bridge):
        far, bare = somebody(make, towns, max_minutes=60), somebody(make, towns, licence=False)

        html = text(desk.get(url(bridge, "others") + "?rule=travel"))

        assert far.name in html
        assert bare.name not in html

    def test_nobody_kept_out_is_said_in_words(self, desk, make, towns, bridge):
        somebody(make, towns)

        assert "条件に合わない方はいません" in text(desk.get(url(bridge, "others")))


class TestOnePerson:
    def test_conditions_forms_and_week_are_explained(self, desk, make, towns, bridge):
        person = somebody(make, towns, skills={"bridge_inspection": "alone"})

        html = text(desk.get(url(bridge, person.reference)))

        assert "確認済み。期間中ずっと有効" in html
        assert "一人でできる" in html
        assert "この任用は、採用する市町をおおむね60歳以降に退職した職員に限られます" in html
        assert "地方公務員法第22条の4" in html
        assert 'class="week__free' in html
        assert seen(person) == ["matching.candidate"]

    def test_the_smallest_change_that_moves_somebody_up_is_told(self, desk, make, towns, bridge):
        first, second = somebody(make, towns, years=10), somebody(make, towns, years=12)
        make.licence(second, HELPS, verified=False)
        make.licence(first, HELPS)

        html = text(desk.get(url(bridge, second.reference)))

        assert "2人中2位" in html
        assert "証書を確認できると、1位になります" in html

    def test_somebody_kept_out_reads_every_reason_and_the_place_without_the_only_one(self, desk, make, towns, bridge):
        person = somebody(make, towns, checked=False)

        html = text(desk.get(url(bridge, person.reference)))

        assert "この仕事を担当できません" in html
        assert "これが解決すると、1位になります" in html

    def test_other_roles_and_strangers_are_not_there(self, desk, make, towns, bridge):
        nurse = somebody(make, towns, professions=("nurse",))

        assert desk.get(url(bridge, nurse.reference)).status_code == 404
        assert seen(nurse) == []

    def test_a_form_the_person_does_not_want_says_so(self, desk, make, towns, bridge):
        person = somebody(make, towns, ways=[WorkingWay.FEE.value])

        assert "ご本人はこの形での勤務を希望していません" in text(desk.get(url(bridge, person.reference)))
