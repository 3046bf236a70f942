"""How many people could do what is being typed, through the front door."""

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.needs.models import NeedState
from talent_portal.needs.rules.live import LiveCount, Relaxation
from tests.needs.typed import WRITE, count, edit, form

ALONE = {"do": "count", "alone": "yes"}


def lend(app, monkeypatch, counter):
    words = {"days": "%(days)s日にすると%(people)s人"}
    lent = type(app.extensions["needs"])(live_counter=counter, relaxation_words=words)
    monkeypatch.setitem(app.extensions, "needs", lent)


@pytest.fixture
def lent(town, app, monkeypatch):
    """The desk of the town, after a counter was lent."""

    def lending(counter):
        lend(app, monkeypatch, counter)
        return town

    return lending


@pytest.fixture
def draft(make, office):
    author = make.officer(Role.MEMBER, office)
    return make.need(author=author, state=NeedState.DRAFT, profession="civil_engineer", tasks=("bridge_inspection",))


def test_the_count_asks_what_is_typed_and_stores_nothing(lent, make, office, draft):
    asked = []

    def counter(_session, facts):
        asked.append(facts)
        return LiveCount(7, (Relaxation("days", 12, {"days": 1}),))

    town, typed = lent(counter), form("when", days="3")
    fragment = town.post(edit(draft, "when"), data=typed | ALONE)
    whole = town.post(edit(draft, "when"), data=typed | {"do": "count"})

    for page in (fragment, whole):
        assert "この条件で対応できる登録者は7人です" in page.text
        assert "1日にすると12人" in page.text
    assert "<html" not in fragment.text
    assert 'value="15.5"' in whole.text
    assert (asked[0].organisation_id, asked[0].half_days, asked[0].need_id) == (office.id, 6, 0)
    assert asked[0].profession == "civil_engineer"
    assert (make.fresh(draft).version, make.fresh(draft).half_days) == (draft.version, 4)


def test_a_new_request_is_counted_in_the_days_of_its_template(lent, make):
    asked = []
    town = lent(lambda _session, facts: asked.append(facts) or LiveCount(9))

    page = town.post(WRITE, data=form(template="bridge_inspection", **ALONE)).text

    assert "登録者は9人です" in page
    assert (asked[0].half_days, asked[0].profession) == (4, "civil_engineer")
    assert count(make) == 0


@pytest.mark.parametrize(
    ("people", "said", "way"),
    [
        ((0, 3), "登録者は0人です", "1日にすると1–4人"),
        ((3, 4), "登録者は1人から4人です", None),
        ((4, 9), "登録者は1人から4人です", "1日にすると9人"),
        ((5, 6), "登録者は5人です", "1日にすると6人"),
    ],
)
def test_numbers_below_five_are_never_told(lent, draft, people, said, way):
    now, more = people
    town = lent(lambda *_: LiveCount(now, (Relaxation("days", more, {"days": 1}),)))

    page = town.post(edit(draft, "when"), data=form("when", **ALONE)).text

    assert said in page
    assert ("1日にすると" in page) is (way is not None)
    assert way is None or way in page


def test_an_unfinished_form_is_not_counted(lent, draft):
    town = lent(lambda *_: pytest.fail("nothing to count"))

    for days in ("", "x"):
        page = town.post(edit(draft, "when"), data=form("when", days=days, **ALONE)).text
        assert "ここに人数が表示されます" in page


def test_without_a_counter_its_place_is_empty(lent, draft):
    town = lent(None)

    for page in (f"{WRITE}?template=bridge_inspection", edit(draft, "when")):
        assert "対応できる人" not in town.get(page).text


def test_the_place_of_the_count_stands_where_its_answer_changes(lent, draft):
    town = lent(lambda *_: LiveCount(9))

    for part, told in (("work", True), ("when", True), ("joint", False), ("conditions", False), ("why", False)):
        assert ("対応できる人" in town.get(edit(draft, part)).text) is told
    assert "対応できる人" not in town.get(WRITE).text
