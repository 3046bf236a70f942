"""Give and withdraw consents, note who looks at whom, load the texts."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talent_portal.accounts.models import Organisation
from talent_portal.audit import actions as audit
from talent_portal.audit.rules import code
from talent_portal.core import clock, vault
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.privacy import current, queries
from talent_portal.privacy.errors import ConsentTextUnknown, TextChanged
from talent_portal.privacy.models import AccessEvent, Channel, ConsentDeed, ConsentEvent, ConsentText
from talent_portal.privacy.rules import EVERYONE, ConsentScope, scope_of

# Two people may be the first to agree to a text at the same moment.
STORE_ONCE = sa.text(
    "INSERT INTO consent_text (purpose, version, ja, en, sha256, valid_from, expires_after_days)"
    " VALUES (:purpose, :version, :ja, :en, :sha256, :valid_from, :expires_after_days)"
    " ON CONFLICT (purpose, version) DO NOTHING"
).bindparams(sa.bindparam("valid_from", type_=sa.Date))


def load_texts(folder: Path = current.SHIPPED) -> int:
    """Store the consent texts of a folder; return how many were new.

    Raises `TextChanged` when a version that is already stored reads differently: people agreed to the old words.
    """
    new = 0
    with transaction() as session:
        for draft in current.read_texts(folder):
            stored = queries.text_of(session, draft.purpose, draft.version)
            if stored is None:
                session.add(queries.as_row(draft))
                new += 1
            elif stored.sha256 != draft.sha256:
                raise TextChanged(f"{draft.purpose} version {draft.version}: give the new words a new version")
    return new


def give_consent(  # noqa: PLR0913 - a consent is all of this, and nothing of it may be guessed
    session: Session,
    actor: Actor,
    *,
    subject: str,
    purpose: str,
    scope: str = EVERYONE,
    text_version: str,
    channel: str,
    language: str | None = None,
) -> ConsentEvent:
    """Note that `subject` (`registration:<reference>`) agreed to one text, for one scope.

    `scope` is `organisation:<reference>`, `fair:<reference>` or `all`; `channel` web, phone, paper or staff; `language`
    the one the text was shown in (the actor's unless given). Raises `ConsentTextUnknown` for a text nobody can have
    read. Part of the caller's transaction.
    """
    text = _text_agreed_to(session, purpose, text_version)
    days = text.expires_after_days
    event = ConsentEvent(
        deed=ConsentDeed.GIVEN,
        text_version=text.version,
        text_hash=text.sha256,
        expires_at=clock.now() + timedelta(days=days) if days else None,
        language=language or actor.language,
    )
    return _append(session, actor, event, (code(subject), purpose, scope_of(scope)), channel)


def withdraw_consent(  # noqa: PLR0913 - as above
    session: Session, actor: Actor, *, subject: str, purpose: str, scope: str = EVERYONE, channel: str
) -> ConsentEvent | None:
    """Note that `subject` takes one consent back; None when it does not stand anyway. Lists obey at once."""
    given = queries.standing(session, purpose, scope, subject)
    return _withdraw(session, actor, given[-1], channel) if given else None


def withdraw_everything(session: Session, actor: Actor, *, subject: str, channel: str) -> int:
    """Take back whatever of `subject` stands, for a cancellation or an erasure; return how many."""
    purposes = {event.purpose for event in queries.consents_of(session, subject)}
    given = [event for purpose in sorted(purposes) for event in queries.standing(session, purpose, subject=subject)]
    for event in given:
        _withdraw(session, actor, event, channel)
    return len(given)


def _withdraw(session: Session, actor: Actor, given: ConsentEvent, channel: str) -> ConsentEvent:
    event = ConsentEvent(
        deed=ConsentDeed.WITHDRAWN,
        text_version=given.text_version,
        text_hash=given.text_hash,
        language=given.language,
    )
    about = (given.subject, given.purpose, ConsentScope(given.scope_kind, given.scope_reference))
    return _append(session, actor, event, about, channel)


def _append(
    session: Session, actor: Actor, event: ConsentEvent, about: tuple[str, str, ConsentScope], channel: str
) -> ConsentEvent:
    """Complete one event, sign it, and note it in the audit."""
    event.subject, event.purpose, scope = about
    event.scope_kind, event.scope_reference = scope.kind, scope.reference
    event.channel, event.at = Channel(channel), clock.now()
    event.actor_kind, event.actor_reference = actor.kind.value, actor.reference
    event.signature = vault.sign("consent", event.message())
    session.add(event)
    audit.record(
        session, actor, f"consent.{event.deed}", event.subject, purpose=event.purpose, scope=str(scope), by=channel
    )
    session.flush()
    return event


def _text_agreed_to(session: Session, purpose: str, version: str) -> ConsentText:
    """Return the text as a stored row; a text that only ships is stored the first time somebody agrees to it."""
    stored = queries.text_of(session, purpose, version)
    if stored is None:
        shipped = [d for d in current.shipped_texts() if (d.purpose, d.version) == (purpose, version)]
        if not shipped:
            raise ConsentTextUnknown
        session.execute(STORE_ONCE, asdict(shipped[0]) | {"sha256": shipped[0].sha256})
        stored = queries.text_of(session, purpose, version)
    if stored is None or stored.valid_from > clock.today():
        raise ConsentTextUnknown
    return stored


def note_access(actor: Actor, *, subjects: Sequence[str], purpose: str, screen: str) -> None:
    """Note that `actor` is about to see these people, one row each, in a transaction of its own.

    Call it before the page is made: no log, no page. `purpose` is a code (`follow-up`, `check-in`), `screen` the
    endpoint or file that shows them.
    """
    if not subjects:
        return
    with transaction() as session:
        office = session.get(Organisation, actor.organisation_id) if actor.organisation_id else None
        seen = {
            "at": clock.now(),
            "viewer_kind": actor.kind.value,
            "viewer_reference": actor.reference,
            "viewer_role": str(actor.role),
            "organisation": office.reference if office else "",
            "purpose": code(purpose),
            "screen": code(screen),
        }
        session.execute(
            sa.insert(AccessEvent), [{**seen, "subject": code(subject)} for subject in dict.fromkeys(subjects)]
        )
