"""A matching day through the front door, from the draft to the second chance, in both languages."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_babel import force_locale, gettext, ngettext

from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.clock import JAPAN
from talent_portal.core.db import reading
from talent_portal.matching_days import actions
from talent_portal.matching_days.models import MatchingDay
from talent_portal.matching_days.rules.states import ApplicantState

LIST = "受験番号\t氏名\tメールアドレス\t言語\nA-1\t凪野原 一\tone@example.com\t\nA-2\t浜灯 二\ttwo@example.com\ten\n"


def days_ahead(days):
    day = (clock.now() + timedelta(days=days)).astimezone(JAPAN)
    return {"year": day.year, "month": day.month, "day": day.day}


def dates(wishes, ranks):
    typed = {f"wishes_until-{part}": value for part, value in days_ahead(wishes).items()}
    return typed | {f"ranks_until-{part}": value for part, value in days_ahead(ranks).items()}


class Teller:
    """Acts as whoever is named, and keeps the language of the story."""

    def __init__(self, app, client, make, sign_in, language):
        self.app, self.client, self.make, self.sign_in, self.language = app, client, make, sign_in, language

    def words(self, sentence, *many, **values):
        with self.app.test_request_context(), force_locale(self.language):
            return ngettext(sentence, *many, **values) if many else gettext(sentence, **values)

    def enter(self, who):
        self.sign_in(who)
        self.client.set_cookie("lang", self.language)
        return self

    def see(self, address, *sentences, status=200):
        page = self.client.get(address)
        assert page.status_code == status
        for sentence in sentences:
            assert str(self.words(sentence)).replace("'", "&#39;") in page.text, sentence
        return page.text

    def send(self, address, status=303, **typed):
        version = re.search(r'name="version"[^>]*value="(\d+)"', self.client.get(address).text)
        known = {"version": version.group(1)} if version else {}
        answer = self.client.post(address, data=known | typed)
        assert answer.status_code == status, re.findall(r'class="error-summary.*?</ul>', answer.text, re.DOTALL)
        return answer


@pytest.fixture(params=["ja", "en"])
def tell(request, app, client, make, sign_in):
    return Teller(app, client, make, sign_in, request.param)


@pytest.fixture
def towns(make, offices):
    for office in offices:
        make.municipality(organisation=office)
    return offices


def wish(tell, make, day, number, *programmes):
    (person,) = [one for one in make.applicants(day) if one.number == number]
    here = f"/matching-days/applicants/{person.reference}/{make.my_token(person)}/wishes"
    tell.send(here, **{f"wish_{k}": one.reference for k, one in enumerate(programmes, start=1)})


@pytest.fixture
def cast(make, towns):
    """Who acts: the coordinator, and the approver of the first town."""
    return make.membership(role=Role.COORDINATOR), make.membership(role=Role.APPROVER, organisation=towns[0])


def prepared(tell, make, towns, coordinator):
    """A draft of two seats with three applicants, from a list and by hand; its desk and itself."""
    nothing = "There is no matching day yet. Prepare one: nobody is told before you open it."
    tell.enter(coordinator).see("/desk/matching-days", nothing)
    draft = {
        "title_ja": "共同試験", "title_en": "Joint selection", "profession": make.profession().code, "most_wishes": "2",
        f"seats_{towns[0].reference}": "１", f"seats_{towns[1].reference}": "1", **dates(10, 20),
    }  # fmt: skip
    desk = tell.send("/desk/matching-days/new", **draft).location
    day = reading().scalars(sa.select(MatchingDay)).one()
    tell.see(desk, "Enter the applicants first. Nobody is told anything before you open.")
    tell.see("/home", "This matching day is still a draft")

    looked = tell.send(f"{desk}/applicants/list", 200, do="read", paste=LIST)
    assert "浜灯 二" in looked.text
    assert make.applicants(day) == []
    tell.send(f"{desk}/applicants/list", do="add", paste=LIST)
    tell.send(f"{desk}/applicants/new", number="Ａ－３", name="水守井 三", phone="095-000-0000", language="ja")
    assert [person.number for person in make.applicants(day)] == ["A-1", "A-2", "A-3"]
    return desk, day


def wished(tell, make, desk, day):
    """Open, set later dates, take everybody's wish for the first town, end the wishes."""
    tell.see(f"{desk}/open", "Seats and limits can no longer be changed.")
    tell.send(f"{desk}/open")
    actions.tell_applicants()
    assert len(make.letters_to("one@example.com")) == 1
    tell.send(f"{desk}/dates", **dates(12, 22))
    for number in ("A-1", "A-2", "A-3"):
        wish(tell, make, day, number, make.programmes(day)[0])
    tell.send(f"{desk}/close-wishes", reason_ja="会場の都合", reason_en="The place changed")
    tell.see("/home", "The ranking of one municipality is missing")
    tell.see(desk, "Ranking missing")


def ranked(tell, make, day):
    """The town keeps its sheet, then sends it."""
    sheet = f"/matching-days/{day.reference}/ranking"
    assert tell.words("%(num)s applicants wait for your ranking", num=3) in tell.see("/home")
    assert sheet in tell.see("/desk/rankings")
    places = {f"place_{person.reference}": "1" for person in make.applicants(day)}
    tell.send(sheet, do="save", **places)
    tell.see(sheet, "Please rank the applicants")
    tell.send(sheet, do="submit", **places)
    tell.see(sheet, "Your ranking has been sent")


def published(tell, make, desk, day):
    """Match, look, publish; whoever found a place."""
    tell.see("/home", "All rankings are in: the matching can be done")
    tell.send(f"{desk}/match")
    tell.see("/home", "The matching is done; nobody has been told yet")
    page = tell.see(f"{desk}/outcome", "Only the office sees this", "Person by person, with the reasons")
    assert all(person.name in page for person in make.applicants(day))
    tell.send(f"{desk}/publish")
    assert [person.state for person in make.applicants(day)].count(ApplicantState.PLACED) == 1
    (lucky,) = [person for person in make.applicants(day) if person.placed_id]
    return lucky


def test_from_the_draft_to_the_second_chance(tell, make, towns, cast):
    coordinator, approver = cast
    desk, day = prepared(tell, make, towns, coordinator)
    wished(tell, make, desk, day)
    ranked(tell.enter(approver), make, day)
    lucky = published(tell.enter(coordinator), make, desk, day)

    tell.see("/home", "The outcome is published: give a second chance, or close")
    tell.see(f"{desk}/second-chance", "Places already given stay. A new seed is drawn, and its digest is published.")
    tell.send(f"{desk}/second-chance", **dates(30, 40))
    for person in make.applicants(day):
        if not person.placed_id:
            wish(tell, make, day, person.number, make.programmes(day)[1])
    tell.send(f"{desk}/close-wishes", reason_ja="会場の都合", reason_en="The place changed")
    tell.send(f"{desk}/match", 409)
    tell.see(f"{desk}/match", "These municipalities have not sent their ranking")
    tell.send(f"{desk}/match", without_missing="y")
    tell.send(f"{desk}/publish")
    assert make.outcome(day, 2).placed == 0
    tell.see(f"{desk}/outcome", "First round", "Second chance")
    assert lucky.name in tell.see(f"{desk}/outcome?round=1")
    tell.send(f"{desk}/close")
    tell.see(desk, "There is nothing more to do.")

    tell.enter(approver)
    assert lucky.name in tell.see(f"/matching-days/{day.reference}/ranking", "Who comes to us")
