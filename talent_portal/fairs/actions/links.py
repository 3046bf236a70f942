"""The manage-link and the consents behind it."""

from talent_portal.audit import actions as audit
from talent_portal.core import clock, text
from talent_portal.core.actor import Actor, guest
from talent_portal.core.db import reading, rehearsal, transaction
from talent_portal.core.references import new_reference
from talent_portal.fairs import queries
from talent_portal.fairs.actions import letters, sign_up
from talent_portal.fairs.actions.drafts import RegisterDraft
from talent_portal.fairs.errors import NotActive, NotAtThisSession
from talent_portal.fairs.models import AttendeeKind, Channel, Fair, Registration
from talent_portal.fairs.queries import FOLLOW_UP, changing, plans, subject
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import Priority
from talent_portal.outbox.queries import letter_by_key
from talent_portal.privacy import actions as privacy


def give_follow_up(actor: Actor, reference: str, organisation_reference: str, text_version: str = "1") -> None:
    """Let one municipality of the session contact somebody; raises `NotAtThisSession` or `NotActive`."""
    person, fair = queries.registration_and_fair(reading(), reference)
    if not person.active:
        raise NotActive
    if organisation_reference not in plans.organisations_at(reading(), fair.id):
        raise NotAtThisSession
    if organisation_reference in queries.follow_up_of(reading(), person):
        return
    with transaction() as session:
        privacy.give_consent(
            session,
            actor,
            subject=subject(person),
            purpose=FOLLOW_UP,
            scope=f"organisation:{organisation_reference}",
            text_version=text_version,
            channel="staff" if actor.signed_in else "web",
            language=person.language,
        )


def withdraw_follow_up(actor: Actor, reference: str, organisation_reference: str) -> None:
    """Take one municipality's leave back; its list obeys at once."""
    person = queries.registration(reading(), reference)
    with transaction() as session:
        privacy.withdraw_consent(
            session,
            actor,
            subject=subject(person),
            purpose=FOLLOW_UP,
            scope=f"organisation:{organisation_reference}",
            channel="staff" if actor.signed_in else "web",
        )


def resend_link(actor: Actor, fair_reference: str, email: str) -> None:
    """Mail the link to the holder of an address, if there is one; the caller learns nothing either way.

    One letter an hour. For an address nobody has, and for a letter too many, the same work is done and then undone:
    neither the page nor its time tells.
    """
    session = reading()
    fair = queries.fair(session, fair_reference)
    holder = plans.holder(session, fair.id, text.folded_email(email))
    person = holder or _nobody(fair, email)
    talks = plans.talks_of(session, person.id or 0)
    letter = letters.compose("link", person, fair, talks=talks, priority=Priority.NOW)
    key = f"fair.link:{person.reference}:{person.token_version}:{clock.now():%Y%m%d%H}"
    sent = letter_by_key(session, key) is not None
    with rehearsal(enabled=holder is None or sent), transaction() as writing:
        if letter:
            outbox.post(writing, letter, key=f"{key}:again" if sent else key)
        who = actor if actor.signed_in else guest(person.reference)
        audit.record(writing, who, "registration.link_sent", subject(person))


def _nobody(fair: Fair, email: str) -> Registration:
    draft = RegisterDraft(family_name="", email=email, attendee_kind=AttendeeKind.OTHER)
    return sign_up.person_from(fair, draft, new_reference(), Channel.WEB)


def rotate_link(actor: Actor, reference: str) -> Registration:
    """Make every link sent so far useless, and mail a new one."""
    person, fair = queries.registration_and_fair(reading(), reference)
    if not person.active:
        raise NotActive
    talks = plans.talks_of(reading(), person.id)
    version = person.token_version + 1
    letter = letters.compose("link", person, fair, talks=talks, priority=Priority.NOW, token_version=version)
    with transaction() as session:
        locked = changing.registration_to_change(session, reference)
        locked.token_version = version
        if letter:
            outbox.post(session, letter)
        audit.record(session, actor, "registration.link_rotated", subject(locked), version=locked.token_version)
    return locked
