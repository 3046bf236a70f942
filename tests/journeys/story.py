"""The second half of the second journey, one method per step: from the person's answer to a filled week."""

import re
from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from flask import Flask
from time_machine import Traveller

from talent_portal.core import clock
from talent_portal.core.db import reading
from talent_portal.needs.models import Need, NeedState
from talent_portal.placements.models import Placement
from talent_portal.placements.rules.states import PlacementState
from talent_portal.specialists.models import ClaimState, HalfDay
from tests.journeys.asking import NAME, TUE_THU, Asking
from tests.journeys.cast import PARTNER, TOWN, date_fields, link_in
from tests.journeys.visitor import words_of

TEN_IN_THE_MORNING = time(1, 0, tzinfo=UTC)
DAYS = 7


class Story(Asking):
    """From the answer on: each `…_by_link` has a twin that staff write down and a second person checks."""

    def told(self, channel: str) -> dict[str, str]:
        """Return what staff write down about how they were told."""
        return {"channel": channel, "witness": "人事課 係長"} | date_fields("told_on", clock.today())

    # The engineer answers.

    def interest_by_link(self) -> None:
        """Opening the link changes nothing; the button answers, and lets the name go for this request."""
        person, link = self.cast.person, link_in(self.cast.letter("introductions/ask"), "/enquiries/")
        before = len(self.cast.letters())
        person.open(link)
        assert len(self.cast.letters()) == before
        person.send("/answer", answer="interest", consent="y")
        assert self.cast.letter("introductions/copy").language == self.cast.language
        assert self.cast.letter("introductions/desk_answer", self.cast.coordinator)

    def interest_by_telephone(self) -> None:
        """The coordinator writes down what was said, first the interest, then the consent; the lead checks both."""
        coordinator, lead = self.cast.coordinator, self.cast.lead
        for said in ("interest", "consent"):
            coordinator.open(f"/desk/introductions/{self.case}/answer")
            coordinator.send("/answer", event=said, **self.told("phone"))
            assert not coordinator.forms("/check"), "whoever wrote it down does not check it"
            lead.open(f"/desk/introductions/{self.case}")
            right = [form for form in lead.forms("/check") if not form.holds("no")]
            lead.press(right[0])
        assert self.cast.letter("introductions/copy").language == self.cast.language

    def introduce(self) -> None:
        """The coordinator introduces the person; the approver sees the name, and the person reads who looked."""
        coordinator, approver, person = self.cast.coordinator, self.cast.approver, self.cast.person
        coordinator.open(f"/desk/introductions/{self.case}/introduce")
        coordinator.send("/introduce")
        assert self.cast.letter("introductions/introduced").language == self.cast.language
        assert self.cast.letter("introductions/town_introduced", approver)
        assert NAME in approver.open(f"/desk/candidates/{self.case}/person")
        town = {"ja": "東彼杵町", "en": "Higashisonogi"}[self.cast.language]
        assert town in words_of(person.open("/me/seen"))

    def meet(self) -> None:
        """The town invites to a meeting and records whom it selected."""
        approver, page = self.cast.approver, f"/desk/candidates/{self.case}"
        approver.open(f"{page}/interview")
        when = date_fields("interview_on", clock.today() + timedelta(days=11)) | {"interview_at": "14:00"}
        approver.send("/interview", meeting="onsite", place="町役場2階", contact="建設課 浜灯", **when)
        assert "町役場2階" in self.cast.letter("introductions/interview").body
        approver.open(f"{page}/result")
        approver.send("/result", result="selected")
        assert self.cast.letter("introductions/selected").language == self.cast.language

    # The town offers.

    def write_terms(self) -> None:
        """The town writes the terms, its checker ticks every line, its approver sends; the half-days are held."""
        member, checker, approver = self.cast.member, self.cast.checker, self.cast.approver
        member.open("/desk/placements")
        member.send(f"/{self.case}/offer")
        self.offer = member.address.split("/")[3]
        member.open(f"/desk/offers/{self.offer}/terms")
        standing = member.form("/terms").standing
        weeks = [[value for name, value in standing if name == f"towns-{place}-halves"] for place in (0, 1)]
        towns = [value for name, value in standing if re.fullmatch(r"towns-\d-town", name)]
        assert towns == [self.cast.office(name).reference for name in (TOWN, PARTNER)]
        assert [sorted(week) for week in weeks] == [TUE_THU[:3], TUE_THU[3:]], "each its part of the request"
        typed = {"form": "fy_part", "weekly_minutes": "15:00", "duty_kinds": ["line"]}
        texts = dict.fromkeys(("hours", "pay", "travel", "insurance", "renewal", "trial", "place"), "別紙のとおり")
        member.send("/terms", **typed, **texts)
        assert self.cast.letter("placements/form_to_check", checker)
        checker.open(f"/desk/offers/{self.offer}")
        lines = [name for name in checker.form("/check").offered if name.startswith("line-")]
        checker.send("/check", result="pass", **dict.fromkeys(lines, "settled"))
        approver.open(f"/desk/offers/{self.offer}/send")
        approver.send("/send")
        assert self.cast.letter("placements/offer_sent").language == self.cast.language
        assert self.claims() == {ClaimState.HELD}

    def claims(self) -> set[ClaimState]:
        """Return in which states half-days of the person are claimed."""
        return set(reading().scalars(sa.select(HalfDay.state).where(HalfDay.specialist_id == self.somebody().id)))

    def accept_by_link(self) -> None:
        """The person reads the terms behind the link and accepts them."""
        person = self.cast.person
        person.open(link_in(self.cast.letter("placements/offer_sent"), "/offers/"))
        person.send("/answer", answer="yes")

    def accept_by_paper(self) -> None:
        """The coordinator writes down the yes on paper; the lead, as the second person, confirms it."""
        coordinator, lead, page = self.cast.coordinator, self.cast.lead, f"/desk/offers/{self.offer}"
        coordinator.open(f"{page}/note")
        coordinator.send("/note", answer="yes", **self.told("paper"))
        assert not coordinator.forms("/confirm"), "whoever wrote it down does not confirm it"
        lead.open(page)
        lead.send("/confirm", "yes")
        assert self.cast.letter("placements/answer_noted").language == self.cast.language

    def appoint(self) -> None:
        """The town agrees, settles the conditions, and records the order: the half-days are taken."""
        member, approver = self.cast.member, self.cast.approver
        approver.open(f"/desk/offers/{self.offer}")
        approver.send(f"{self.offer}/answer", "yes")
        member.open(f"/desk/offers/{self.offer}")
        while unsettled := member.forms("/condition", "yes"):
            member.press(unsettled[0])
        approver.open(f"/desk/offers/{self.offer}/appoint")
        approver.send("/appoint", number="8東人第12号", **date_fields("appointed_on", clock.today()))
        assert self.cast.letter("placements/placement_made").language == self.cast.language
        assert self.claims() == {ClaimState.TAKEN}

    # The work begins.

    def begin(self, app: Flask, traveller: Traveller) -> None:
        """On the first day the worker starts the placement by itself; Tuesday and Thursday are filled."""
        traveller.move_to(datetime.combine(self.first_day, TEN_IN_THE_MORNING))
        app.test_cli_runner().invoke(args=["worker", "--once"])
        states = sa.select(Placement.state).where(Placement.specialist_id == self.somebody().id)
        assert reading().scalars(states).all() == [PlacementState.ACTIVE]
        self.cast.approver = self.cast.again(self.cast.approver)
        assert self.cast.letter("placements/placement_begun").language == self.cast.language

    def see_the_week(self) -> None:
        """The shared week of the town shows whole Tuesdays and Thursdays, and nothing else."""
        page = self.cast.approver.open(f"/desk/placements/week?week={self.first_day + timedelta(days=7)}")
        mine = sa.select(Placement.reference).where(Placement.specialist_id == self.somebody().id)
        placement = reading().scalars(mine).one()
        (week,) = [part for part in page.split("<section") if f"/desk/placements/{placement}" in part]
        assert NAME in week
        rows = [re.findall(r"<td.*?</td>", row, re.DOTALL) for row in week.split("<tr>")]
        worked = [["week__work" in cell for cell in row] for row in rows if len(row) == DAYS]
        assert worked == [[0, 1, 0, 1, 0, 0, 0]] * 2

    def the_request_is_filled(self) -> None:
        """Nobody is looked for any longer, and the page says so."""
        states = sa.select(Need.state).where(Need.reference == self.need)
        assert reading().scalars(states).all() == [NeedState.FILLED]
        assert {"ja": "充足", "en": "Filled"}[self.cast.language] in self.cast.approver.open(f"/desk/needs/{self.need}")
