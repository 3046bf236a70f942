"""Save the parts of the card, each for itself, by the person or by staff on their behalf."""

from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.audit import actions as audit
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.core.errors import Stale
from talent_portal.municipalities.models import Municipality
from talent_portal.outbox import actions as outbox
from talent_portal.privacy import actions as privacy
from talent_portal.privacy import queries as consents
from talent_portal.professions.models import Profession, TaskTag
from talent_portal.specialists import policies, queries
from talent_portal.specialists.actions import days, entries, letters, wishes
from talent_portal.specialists.actions.drafts import (
    AboutDraft,
    ConsentsDraft,
    DaysDraft,
    Entry,
    HideDraft,
    PartDraft,
    TravelDraft,
    WaysDraft,
    WorkDraft,
)
from talent_portal.specialists.actions.registration import search_key
from talent_portal.specialists.errors import NotEditable, NotYours, TooMany, UnknownChoice, WitnessMissing
from talent_portal.specialists.gateway import links
from talent_portal.specialists.models import (
    EmployerPermission,
    HideFrom,
    NeverPlace,
    Practice,
    Skill,
    Specialist,
    TravelRule,
)
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.choices import MOST_PROFESSIONS, MOST_REGIONS, SpecialistKind
from talent_portal.specialists.rules.states import EDITABLE, Who

Saver = Callable[[Session, Actor, Specialist, Any, str], None]
EDITORS = frozenset({Who.PERSON, Who.COORDINATOR, Who.LEAD})


def save(  # noqa: PLR0913, PLR0917 - a part is saved by somebody, for somebody, from a page they saw
    actor: Actor, reference: str, part: str, draft: PartDraft, expected_version: int, entry: Entry | None = None
) -> Specialist:
    """Save one part of the card.

    Staff say how they were told (`entry`), and the person is told what was entered. Raises `NotYours`, `NotEditable`,
    `Stale`, `WitnessMissing`, `PaperNeeded`, `TooMany`, `UnknownChoice` or `DaysOutOfOrder`.
    """
    seen = queries.specialist(reading(), reference)
    by_staff = policies.who_is(actor, seen) is not Who.PERSON
    letter = letters.compose("entered", seen, part=words.PARTS[part]) if by_staff else None
    to_desk = wishes.letters_about(seen, draft)
    try:
        with transaction() as session:
            person = queries.specialist_to_change(session, reference)
            _check(actor, person, expected_version)
            if by_staff:
                _note(session, actor, person, part, entry)
                letters.post_or_call(session, person, letter, words.COPY)
            channel = entry.channel.value if entry else "web"
            SAVERS[part](session, actor, person, draft, channel)
            mark_done(person, part)
            for key, told in to_desk:
                outbox.post(session, told, key=key)
            audit.record(session, actor, "specialist.part-saved", queries.subject(person), part=part)
    except (NotYours, NotEditable):
        audit.note_denied(actor, "specialist.part-saved", queries.subject(seen))
        raise
    return person


def _check(actor: Actor, person: Specialist, expected_version: int) -> None:
    if policies.who_is(actor, person) not in EDITORS:
        raise NotYours(event="edit")
    if person.state not in EDITABLE:
        raise NotEditable
    if person.version != expected_version:
        raise Stale


def _note(session: Session, actor: Actor, person: Specialist, part: str, entry: Entry | None) -> None:
    if entry is None:
        raise WitnessMissing
    entries.note(session, actor, person, part, entry)


def check_editor(actor: Actor, person: Specialist, expected_version: int) -> None:
    """Raise unless the actor may edit the card as it stands (`NotYours`, `NotEditable`, `Stale`)."""
    _check(actor, person, expected_version)


def mark_done(person: Specialist, part: str) -> None:
    """Note that a part was saved; the row's version tells whoever saw an older page."""
    person.parts_done = [*dict.fromkeys([*person.parts_done, part])]
    person.version += 1


def _about(session: Session, _actor: Actor, person: Specialist, draft: AboutDraft, _channel: str) -> None:
    if len(draft.professions) > MOST_PROFESSIONS or not draft.professions:
        raise TooMany(most=MOST_PROFESSIONS)
    if len(draft.regions) > MOST_REGIONS:
        raise TooMany(most=MOST_REGIONS)
    _known(session, Profession.code, [code for code, _ in draft.professions])
    for name in ABOUT:
        setattr(person, name, getattr(draft, name))
    person.regions = list(draft.regions)
    # Whoever has no address stays reachable: the number may change, but not vanish.
    person.phone = draft.phone or (None if person.email else person.phone)
    person.phone_key = links.phone_key(person.phone or "")
    person.search_key = search_key(person)
    employer = _offices(session, [draft.former_organisation] if draft.former_organisation else [])
    _employer(session, person, employer[0] if employer else None)
    _replace(
        session,
        Practice,
        person,
        [{"profession": code, "years": years, "position": n} for n, (code, years) in enumerate(draft.professions)],
    )


ABOUT = (
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "candidate_kind",
    "employer_sector",
    "employer",
    "last_post",
    "was_manager",
    "left_on",
    "turns_60_in",
    "weekly_minutes_elsewhere",
    "career",
    "help_needed",
)


def _employer(session: Session, person: Specialist, organisation_id: int | None) -> None:
    """Note the employer; a serving official is hidden from theirs until they say otherwise."""
    changed = person.former_organisation_id != organisation_id
    person.former_organisation_id = organisation_id
    if not changed or organisation_id is None or person.kind is not SpecialistKind.SERVING:
        return
    hidden = sa.and_(HideFrom.specialist_id == person.id, HideFrom.organisation_id == organisation_id)
    if session.scalar(sa.select(HideFrom.id).where(hidden)) is None:
        session.add(HideFrom(specialist_id=person.id, organisation_id=organisation_id, by_default=True))


def _work(session: Session, _actor: Actor, person: Specialist, draft: WorkDraft, _channel: str) -> None:
    _known(session, TaskTag.code, list(draft.skills))
    _replace(session, Skill, person, [{"task": task, "level": level} for task, level in draft.skills.items()])


def _days(session: Session, _actor: Actor, person: Specialist, draft: DaysDraft, _channel: str) -> None:
    days.save(session, person, draft)


def _travel(session: Session, _actor: Actor, person: Specialist, draft: TravelDraft, _channel: str) -> None:
    base = session.scalar(sa.select(Municipality.id).where(Municipality.slug == draft.base)) if draft.base else None
    if draft.base and base is None:
        raise UnknownChoice
    rule = {name: getattr(draft, name) for name in ("max_minutes", "boat", "air", "overnight", "drives", "remote")}
    _replace(session, TravelRule, person, [{"municipality_id": base, **rule}])
    _replace(session, NeverPlace, person, [{"organisation_id": one} for one in _offices(session, draft.never)])


def _ways(session: Session, _actor: Actor, person: Specialist, draft: WaysDraft, _channel: str) -> None:
    person.ways = [way.value for way in draft.ways]
    permission = {
        "organisation_id": person.former_organisation_id if person.kind is SpecialistKind.SERVING else None,
        "state": draft.side_job,
        "document": draft.document,
        "valid_to": draft.valid_to,
        "weekly_minutes": draft.weekly_minutes,
    }
    _replace(session, EmployerPermission, person, [permission])


def _hide(session: Session, _actor: Actor, person: Specialist, draft: HideDraft, _channel: str) -> None:
    _replace(session, HideFrom, person, [{"organisation_id": one} for one in _offices(session, draft.organisations)])


def _consents(session: Session, actor: Actor, person: Specialist, draft: ConsentsDraft, channel: str) -> None:
    subject = queries.subject(person)
    for purpose in words.CONSENTS:
        standing = consents.stands(session, purpose, "all", subject)
        if purpose in draft.given and not standing:
            version = draft.versions[purpose]
            privacy.give_consent(
                session, actor, subject=subject, purpose=purpose, text_version=version, channel=channel
            )
        elif purpose not in draft.given and standing:
            privacy.withdraw_consent(session, actor, subject=subject, purpose=purpose, channel=channel)


SAVERS: dict[str, Saver] = {
    "about": _about,
    "work": _work,
    "days": _days,
    "travel": _travel,
    "ways": _ways,
    "hide": _hide,
    "consents": _consents,
}


def _replace(session: Session, table: Any, person: Specialist, rows: list[dict[str, Any]]) -> None:
    session.execute(sa.delete(table).where(table.specialist_id == person.id))
    if rows:
        session.execute(sa.insert(table), [{"specialist_id": person.id, **row} for row in rows])


def _known(session: Session, column: Any, codes: Collection[str]) -> None:
    if len(set(session.scalars(sa.select(column).where(column.in_(codes))))) != len(set(codes)):
        raise UnknownChoice


def _offices(session: Session, references: Collection[str]) -> list[int]:
    """Return the ids of organisations by reference; raise `UnknownChoice` for one that does not exist."""
    wanted = list(dict.fromkeys(references))
    found = {
        row.reference: row.id
        for row in session.execute(
            sa.select(Organisation.reference, Organisation.id).where(Organisation.reference.in_(wanted))
        )
    }
    if len(found) != len(wanted):
        raise UnknownChoice
    return [found[reference] for reference in wanted]
