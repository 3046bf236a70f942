"""The manage-link and the consents behind it."""

from talent_portal.audit import actions as audit
from talent_portal.core import clock, text
from talent_portal.core.actor import Actor, guest
from talent_portal.core.db import reading, transaction
from talent_portal.fairs import queries
from talent_portal.fairs.actions import letters
from talent_portal.fairs.errors import NotActive, NotAtThisSession
from talent_portal.fairs.models import Registration
from talent_portal.fairs.queries import FOLLOW_UP, changing, plans, subject
from talent_portal.outbox import actions as outbox
from talent_portal.outbox.actions import Priority
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
    """Mail the link to the holder of an address, if there is one; the caller learns nothing either way."""
    session = reading()
    fair = queries.fair(session, fair_reference)
    person = plans.holder(session, fair.id, text.folded_email(email))
    if person is None:
        return
    hour_key = f"fair.link:{person.reference}:{person.token_version}:{clock.now():%Y%m%d%H}"
    letter = letters.compose("link", person, fair, talks=plans.talks_of(session, person.id), priority=Priority.NOW)
    with transaction() as writing:
        if letter:
            outbox.post(writing, letter, key=hour_key)
        who = actor if actor.signed_in else guest(person.reference)
        audit.record(writing, who, "registration.link_sent", subject(person))


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
