"""Sign up: places and talks in one atomic step, held until the address is proven."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock, text
from talent_portal.core.actor import Actor, guest
from talent_portal.core.db import reading, transaction
from talent_portal.core.references import new_reference
from talent_portal.fairs.actions import letters, plan, seats
from talent_portal.fairs.actions.drafts import RegisterDraft, SignUp
from talent_portal.fairs.errors import FairFull, NotAtThisSession, SignUpClosed, SlotFull
from talent_portal.fairs.gateway import links
from talent_portal.fairs.models import (
    Booking,
    Channel,
    Fair,
    FairKind,
    Presence,
    Proof,
    Registration,
    RegistrationState,
)
from talent_portal.fairs.queries import FOLLOW_UP, plans, subject
from talent_portal.fairs.queries.plans import Talk
from talent_portal.fairs.rules import names
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import LetterDraft, Priority
from talent_portal.privacy import actions as privacy

HOLD = timedelta(hours=24)
HANDLING = "fair.handling"
INVITATIONS = "fair.invitations"
CODE_DIGITS = 6
NUMBER_TRIES = 8
# Letters to one address whose owner may not have asked for them.
MOST_PROOFS = 3
PROOF_SPAN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """One sign-up on its way: judged, but nothing kept yet."""

    actor: Actor
    fair: Fair
    draft: RegisterDraft
    talks: tuple[Talk, ...]
    key: str
    reference: str
    held_until: datetime

    @property
    def answer(self) -> SignUp:
        """Return what everybody is told, whatever became of the wish."""
        return SignUp(self.reference, self.held_until)

    def actor_for(self, person: Registration) -> Actor:
        """Return who did it: the person behind the address, unless staff used the public page."""
        return self.actor if self.actor.signed_in else guest(person.reference, person.language)


def register(actor: Actor, fair_reference: str, draft: RegisterDraft, idempotency_key: str) -> SignUp:
    """Hold a place and every talk of the plan, or none of them, and mail a code that proves the address.

    The answer is the same for an address that is signed up already: its holder gets a letter, nobody else learns it.
    A repeated submit (same key) gets its first answer. Raises `SignUpClosed`, `FairFull`, `SlotFull` with free
    alternatives, or the refusals of the plan.
    """
    session = reading()
    reference = names.reference_of(idempotency_key)
    fair, earlier = plans.fair_and_earlier(session, fair_reference, reference)
    if earlier is not None:
        return SignUp(reference, earlier)
    now = clock.now()
    if not fair.accepts(now):
        raise SignUpClosed
    talks = plan.wanted(session, fair, draft.talks)
    wish = Wish(actor, fair, draft, talks, idempotency_key, reference, min(now + HOLD, fair.starts_at))
    try:
        seats.look(session, wish.talks)
        return _keep_with_a_number(wish)
    except (SlotFull, FairFull) as refusal:
        return _earlier_or(wish, refusal)


def _earlier_or(wish: Wish, refusal: SlotFull | FairFull) -> SignUp:
    """Return the answer of the twin of this submit that took the last seat, or say what is free instead."""
    _, earlier = plans.fair_and_earlier(reading(), wish.fair.reference, wish.reference)
    if earlier is not None:
        return SignUp(wish.reference, earlier)
    raise plan.with_alternatives(wish.fair, wish.talks) if isinstance(refusal, SlotFull) else refusal


def _keep_with_a_number(wish: Wish) -> SignUp:
    """Try numbers until one is free (a clash is rare); find out what else may stand in the way."""
    for _ in range(NUMBER_TRIES):
        try:
            return _keep(wish)
        except IntegrityError:
            if answer := _known(wish):
                return answer
    raise FairFull  # a million numbers per session: never


def _known(wish: Wish) -> SignUp | None:
    """Return the answer for a repeated submit or for an address already signed up; None for neither."""
    session = reading()
    _, earlier = plans.fair_and_earlier(session, wish.fair.reference, wish.reference)
    if earlier is not None:
        return SignUp(wish.reference, earlier)
    holder = plans.holder(session, wish.fair.id, text.folded_email(wish.draft.email))
    return _answer_holder(wish, holder) if holder else None


def _keep(wish: Wish) -> SignUp:
    """Write the registration, its talks, its code, its letter and its consents; all or nothing."""
    person = person_from(wish.fair, wish.draft, wish.key, Channel.WEB)
    person.held_until = wish.held_until
    code, letter = _prove_letter("prove", person, wish, wish.talks)
    with transaction() as session:
        seats.take(session, [talk.slot_id for talk in wish.talks])
        store(session, person, wish.talks)
        session.add(_proof(wish, person.id, code))
        if letter:
            outbox.post(session, letter)
        actor = wish.actor_for(person)
        consent(session, actor, person, wish.fair, wish.draft)
        seats.take_place(session, wish.fair)
        audit.record(
            session,
            actor,
            "registration.made",
            subject(person),
            fair=wish.fair.reference,
            after=person.state.value,
            talks=[talk.slot for talk in wish.talks],
        )
    return wish.answer


def person_from(fair: Fair, draft: RegisterDraft, key: str, channel: Channel) -> Registration:
    """Return the row of a draft, not stored yet; the number is drawn anew each time."""
    kana = f"{draft.family_kana}{draft.given_kana}"
    address = text.folded_email(draft.email) or None
    return Registration(
        reference=new_reference(),
        fair_id=fair.id,
        number=f"{secrets.randbelow(10**names.NUMBER_DIGITS):06d}",
        family_name=draft.family_name,
        given_name=draft.given_name,
        family_kana=draft.family_kana,
        given_kana=draft.given_kana,
        search_key=f"{text.search_key(kana)} {text.search_key(draft.family_name + draft.given_name)}",
        email=address,
        email_key=address,
        phone=draft.phone or None,
        attendee_kind=draft.attendee_kind,
        school_kind=draft.school_kind,
        school_year=draft.school_year,
        interests=list(draft.interests),
        prefecture=draft.prefecture,
        presence=_presence(fair, draft),
        accommodation=draft.accommodation or None,
        heard=draft.heard,
        language=draft.language,
        channel=channel,
        idempotency_key=key,
        state=RegistrationState.PENDING,
        token_version=1,
        ticket_version=1,
        ics_sequence=0,
    )


def _presence(fair: Fair, draft: RegisterDraft) -> Presence:
    if fair.kind is FairKind.HYBRID and not fair.moved_online:
        return draft.presence or Presence.ONSITE
    return Presence.ONLINE if fair.is_online else Presence.ONSITE


def store(session: Session, person: Registration, talks: tuple[Talk, ...]) -> None:
    """Write somebody and their talks (two statements)."""
    session.add(person)
    session.flush()
    book(session, person, talks)


def book(session: Session, person: Registration, talks: tuple[Talk, ...]) -> None:
    """Write the talks of somebody; their seats are taken already."""
    rows = [
        {"registration_id": person.id, "slot_id": talk.slot_id, "round_id": talk.round_id, "booth_id": talk.booth_id}
        for talk in talks
    ]
    if rows:
        session.execute(sa.insert(Booking), rows)


def consent(session: Session, actor: Actor, person: Registration, fair: Fair, draft: RegisterDraft) -> None:
    """Keep what somebody agreed to: the handling for this session, and each municipality they named."""
    given = [(HANDLING, f"fair:{fair.reference}", draft.handling_version)]
    if draft.follow_up:
        at_fair = plans.organisations_at(session, fair.id)
        if not set(draft.follow_up) <= at_fair:
            raise NotAtThisSession
        given += [(FOLLOW_UP, f"organisation:{each}", draft.follow_up_version) for each in draft.follow_up]
    if draft.invitations:
        given.append((INVITATIONS, "all", draft.invitations_version))
    for purpose, scope, version in given:
        privacy.give_consent(
            session,
            actor,
            subject=subject(person),
            purpose=purpose,
            scope=scope,
            text_version=version,
            channel=person.channel.value,
            language=person.language,
        )


def _prove_letter(
    name: str, person: Registration, wish: Wish, talks: tuple[Talk, ...]
) -> tuple[str, LetterDraft | None]:
    code = f"{secrets.randbelow(10**CODE_DIGITS):06d}"
    letter = letters.compose(
        name,
        person,
        wish.fair,
        talks=talks,
        priority=Priority.NOW,
        code=code,
        until=wish.held_until,
    )
    return code, letter


def _proof(wish: Wish, registration_id: int, code: str) -> Proof:
    return Proof(
        reference=wish.reference,
        registration_id=registration_id,
        code_hash=links.code_hash(wish.reference, code),
        expires_at=wish.held_until,
    )


def _answer_holder(wish: Wish, holder: Registration) -> SignUp:
    """Mail the holder of an address that somebody typed again; a few times an hour at most."""
    if plans.recent_proofs(reading(), holder.id, clock.now() - PROOF_SPAN) >= MOST_PROOFS:
        return wish.answer
    code, letter = _prove_letter("already_registered", holder, wish, ())
    try:
        with transaction() as session:
            session.add(_proof(wish, holder.id, code))
            if letter:
                outbox.post(session, letter)
            audit.record(session, wish.actor_for(holder), "registration.repeated", subject(holder))
    except IntegrityError:
        return wish.answer  # the twin of this submit was faster and has posted the letter
    return wish.answer
