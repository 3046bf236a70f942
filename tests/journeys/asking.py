"""The first half of the second journey, one method per step: from a registration and a request to the question."""

import re
from datetime import date, timedelta

import sqlalchemy as sa

from talent_portal.core import clock, text
from talent_portal.core.calendar import fiscal_year, fiscal_year_days
from talent_portal.core.db import reading
from talent_portal.specialists.models import Specialist
from tests.journeys.cast import PARTNER, TOWN, Cast, code_in, date_fields
from tests.journeys.visitor import Visitor
from tests.specialists.typed import NAMES, PARTS, provisional

AHEAD, SHORTEST = timedelta(days=91), timedelta(days=60)
TUESDAY = 1
TUE_THU = ["2", "3", "6", "7"]
NAME, KANA = f"{NAMES['family_name']} {NAMES['given_name']}", NAMES["family_kana"]


def reference_in(page: str, path: str) -> str:
    """Return the one reference that follows `path` in the links and forms of a page."""
    found = set(re.findall(rf'(?:href|action)="{path}/([a-z0-9]{{12}})', page))
    assert len(found) == 1, f"{found} after {path}"
    return str(found.pop())


def period(today: date) -> tuple[date, date]:
    """Return a Tuesday about three months ahead, and the last day of its fiscal year, two months later at least."""
    begin = today + AHEAD
    end = fiscal_year_days(fiscal_year(begin))[1]
    if end - begin < SHORTEST:
        begin, end = fiscal_year_days(fiscal_year(end) + 1)
    return begin + timedelta(days=(TUESDAY - begin.weekday()) % 7), end


class Asking:
    """Where the story stands: the request, the candidate, the terms, by their references."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.first_day, self.last_day = period(clock.today())
        self.registration = self.need = self.case = self.offer = ""

    def somebody(self) -> Specialist:
        """Return the engineer as the register has him."""
        wanted = sa.select(Specialist).where(Specialist.email_key == text.folded_email(self.cast.address))
        return reading().scalars(wanted).one()

    # The engineer and the office.

    def register(self) -> None:
        """Three minutes without an account, the code of the letter, then the card part by part."""
        person = self.cast.person
        typed = provisional(email=self.cast.address)
        del typed["idempotency_key"]
        person.open("/register")
        person.send("/register", **typed)
        person.send(person.address, code=code_in(self.cast.letter("specialists/prove")))
        assert person.address == "/me"
        for part, answers in (PARTS | {"days": PARTS["days"] | {"halves": TUE_THU}}).items():
            person.open(f"/me/parts/{part}")
            person.send(f"/me/parts/{part}", **answers)
        person.open("/me/parts/qualifications")
        person.send("/me/parts/qualifications", qualification="civil_works_1", number="B-12345", can_show="y")
        assert {"ja": "火・木は終日", "en": "all day Tue, Thu"}[self.cast.language] in person.open("/me/check")
        person.send("/submit")

    def activate(self) -> None:
        """The coordinator sees the document, the lead verifies it as the second person, the card is registered."""
        first, second = self.cast.coordinator, self.cast.lead
        self.registration = self.somebody().reference
        page = f"/desk/people/{self.registration}"
        first.open("/desk/people")
        assert page in first.send("/desk/people", text=self.cast.address)
        first.open(page)
        paper = next(name for name in first.form("/papers").offered if name.startswith("decision-"))[len("decision-") :]
        seen = date_fields(f"seen-{paper}", clock.today())
        first.send("/papers", **({f"decision-{paper}": "give_evidence"} | seen))
        second.open(page)
        second.send("/papers", **{f"decision-{paper}": "verify"})
        first.open(page)
        first.send("/step", event="activate")
        assert self.cast.letter("specialists/news").language == self.cast.language

    # The town asks.

    def write_request(self) -> None:
        """The town starts from the bridge-inspection template, jointly with its neighbour, and sends it."""
        member = self.cast.member
        member.open("/desk/needs/new")
        assert "template=bridge_inspection" in member.page
        member.open("/desk/needs/write?template=bridge_inspection")
        member.send("/write", do="continue")
        self.need = member.address.split("/")[-3]
        period = date_fields("starts_on", self.first_day) | date_fields("ends_on", self.last_day)
        member.send("/when", do="continue", pattern="halves", halves=TUE_THU, hours="15", **period)
        shares = {
            "shares-0-days": "1.5", "shares-0-cost": "75", "shares-1-days": "0.5", "shares-1-cost": "25",
            "shares-1-organisation": self.cast.office(PARTNER).reference,
        }  # fmt: skip
        member.send("/joint", do="continue", **shares)
        fields = member.form("/conditions").standing
        blank = [name for name, value in fields if name.startswith("c_") and not value.strip()]
        member.send("/conditions", do="continue", travel_paid="all", **dict.fromkeys(blank, "なし"))
        member.send("/why", do="save", advertised=["open_call"])
        assert member.address == f"/desk/needs/{self.need}"
        member.send("/own-step", "submit")
        assert self.cast.letter("needs/share_asked", self.cast.partner)
        assert self.cast.letter("needs/submitted", self.cast.coordinator)

    def confirm_part(self) -> None:
        """The neighbour confirms its half of a day."""
        partner = self.cast.partner
        partner.open(f"/desk/needs/{self.need}")
        partner.send("/part", "yes")
        assert self.cast.letter("needs/share_answered", self.cast.member)

    def open_request(self) -> None:
        """The coordinator opens the request."""
        coordinator = self.cast.coordinator
        coordinator.open(f"/desk/needs/{self.need}")
        coordinator.send("/decision", "open")
        assert self.cast.letter("needs/opened", self.cast.member)

    # The office finds and asks.

    def find(self) -> None:
        """The coordinator finds the engineer, makes him a candidate, and shows the town a card without a name."""
        coordinator, member = self.cast.coordinator, self.cast.member
        coordinator.open(f"/desk/needs/{self.need}/candidates")
        assert NAME in coordinator.page
        coordinator.send("/propose", self.registration)
        coordinator.open(f"/desk/introductions/requests/{self.need}")
        self.case = reference_in(coordinator.page, "/desk/introductions")
        coordinator.open(f"/desk/introductions/{self.case}")
        coordinator.send("/shortlist")
        coordinator.send("/show")
        assert self.cast.letter("introductions/town_cards", self.cast.member)
        member.open(f"/desk/candidates/{self.case}")
        self.nobody_is_named(member)

    def nobody_is_named(self, visitor: Visitor) -> None:
        """Neither the page nor any letter to the town tells who it is; the page of the person is not there."""
        towns = {self.cast.address_of(one) for one in (self.cast.member, self.cast.approver, self.cast.checker)}
        told = [one.body for one in self.cast.letters() if one.recipient in towns]
        for words in (visitor.page, *told):
            assert not [part for part in (*NAMES.values(), self.cast.address, self.registration) if part in words]
        assert "凪野原" not in self.cast.approver.open(f"/desk/candidates/{self.case}/person", 404)

    def ask(self) -> None:
        """The coordinator asks for interest."""
        coordinator = self.cast.coordinator
        coordinator.open(f"/desk/introductions/{self.case}/ask")
        coordinator.send("/ask")
        letter = self.cast.letter("introductions/ask")
        assert letter.language == self.cast.language
        town = TOWN if self.cast.language == "ja" else "Higashisonogi"
        assert town in letter.body
