"""The letters of a matching day. Those to everybody are left to a job (`telling`); nobody gets one of them twice."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from talent_portal.accounts import queries as accounts
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.matching_days.gateway import links
from talent_portal.matching_days.models import Applicant, MatchingDay, MatchingRound
from talent_portal.matching_days.queries import subject
from talent_portal.matching_days.queries.seats import Offer
from talent_portal.matching_days.rules import words
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import LetterDraft

TOWN_ROLES = (Role.MEMBER, Role.APPROVER)
Said = Mapping[str, Any]
Saying = Callable[[Applicant], Said]


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to many: its template, and the reason of the call for those without an address (none: no call)."""

    template: str
    call: str = ""


INVITED = Notice("invited", "matching-day.invited")
REMINDER = Notice("reminder", "matching-day.reminder")
RESULT = Notice("result", "matching-day.result")
AGAIN = Notice("again", "matching-day.again")
LINK = Notice("link")
EARLY = Notice("early")
POSTPONED = Notice("postponed")
CANCELLED = Notice("cancelled", "matching-day.cancelled")
ENDED = Notice("ended", "matching-day.ended")
# What somebody who has withdrawn need not hear any more.
ASKING = (INVITED.template, AGAIN.template, EARLY.template, POSTPONED.template)
# What a job writes to everybody, by the name under which a step leaves it to the job.
NOTICES = {one.template: one for one in (INVITED, RESULT, AGAIN, EARLY, POSTPONED, CANCELLED, ENDED)}


@dataclass(frozen=True, slots=True)
class Circle:
    """Everybody who is told one thing: the notice, the day as it will be, and what the letter says to each.

    `of` tells notices apart that may come several times in a round.
    """

    notice: Notice
    day: MatchingDay
    round: MatchingRound
    said: Saying = lambda _: {}
    of: str = ""

    def compose(self, person: Applicant) -> LetterDraft | None:
        """Render the letter to one person; None for people without an address."""
        return compose(self.notice.template, person, self.day, self.round, **self.said(person))

    def compose_all(self, people: Iterable[Applicant]) -> dict[str, LetterDraft]:
        """Render the letters to everybody with an address, by reference of the person."""
        written = {person.reference: self.compose(person) for person in people}
        return {reference: letter for reference, letter in written.items() if letter}

    def tell(self, session: Session, people: Iterable[Applicant], written: Mapping[str, LetterDraft]) -> int:
        """Post the letters, each once in a round; whoever came in between is written to at once, the rest is called."""
        count = 0
        for person in people:
            letter = written.get(person.reference)
            if person.email and (letter is None or letter.to != person.email):
                letter = self.compose(person)
            if letter and person.email:
                outbox.post(session, letter, key=self._key(person))
                count += 1
            elif self.notice.call:
                outbox.phone_task(session, reason=self.notice.call, subject=subject(person))
        return count

    def _key(self, person: Applicant) -> str:
        name = f"matching_days/{self.notice.template}"
        return f"{name}:{person.reference}:{self.round.number}:{person.token_version}{self.of}"


def compose(
    name: str, person: Applicant, day: MatchingDay, now: MatchingRound, **said: Any
) -> LetterDraft | None:  # fmt: skip
    """Render one letter to an applicant in their language; None for people without an address."""
    if not person.email:
        return None
    return outbox.compose(
        f"matching_days/{name}",
        to=person.email,
        language=person.language,
        subject_reference=subject(person),
        confidential=True,
        person=person,
        day=day,
        round=now,
        mine_url=links.mine_url(person),
        public_url=links.public_url(day),
        refusals=words.REFUSALS,
        **said,
    )


def compose_to_towns(  # noqa: PLR0913, PLR0917 - one notice, and what differs from town to town
    session: Session, name: str, day: MatchingDay, now: MatchingRound, offers: Sequence[Offer], said: Mapping[int, Said]
) -> list[tuple[str, LetterDraft]]:  # fmt: skip
    """Render one letter to every member and approver of these municipalities, each with its key.

    `said` holds by programme what differs from town to town. Staff read counts and links, never a name.
    """
    written = []
    for offer in offers:
        for person in accounts.people_acting(session, clock.today(), TOWN_ROLES, [offer.organisation_id]):
            letter = outbox.compose(
                f"matching_days/{name}",
                to=person.email,
                language=person.language,
                subject_reference=f"account:{person.reference}",
                name=person.name,
                day=day,
                round=now,
                town=offer,
                sheet_url=links.sheet_url(day),
                **said.get(offer.programme_id, {}),
            )
            until = f":{now.ranks_until:%Y%m%d%H%M}" if name == "town_postponed" else ""
            key = f"matching_days/{name}:{offer.programme}:{person.reference}:{now.number}{until}"
            written.append((key, letter))
    return written


def post_to_towns(session: Session, written: Sequence[tuple[str, LetterDraft]]) -> None:
    """Keep these letters inside the caller's transaction, each once in a round."""
    for key, letter in written:
        outbox.post(session, letter, key=key)
