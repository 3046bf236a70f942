"""Write letters: rendered for one reader, kept in the transaction of what they tell."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from talent_portal.core import clock, text
from talent_portal.core.db import undone
from talent_portal.core.i18n import use_language
from talent_portal.core.references import new_reference
from talent_portal.outbox import queries
from talent_portal.outbox.actions.phone import phone_task
from talent_portal.outbox.current import host, link, outbox, settings, tell
from talent_portal.outbox.models import Letter
from talent_portal.outbox.rules import UNSENT, Attachment, LetterState, Priority

MAX_BODY_BYTES = 100_000
MAX_SUBJECT = 200
LAYOUT = "mail/layout.txt"
LINE_END = re.compile(r"[^\S\n]+$", re.MULTILINE)
GAP = re.compile(r"\n{3,}")


class UnfitLetter(Exception):  # noqa: N818 - a mistake of a developer: forms check addresses before
    """The address, the subject or the body could not go out as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """A rendered letter to one person, not yet kept."""

    template: str
    language: str
    to: str
    subject: str
    body: str
    subject_reference: str
    attachments: tuple[Attachment, ...] = ()
    priority: Priority = Priority.NORMAL
    confidential: bool = False


def compose(  # noqa: PLR0913 - the parts of one letter, all by name
    template: str,
    *,
    to: str,
    language: str,
    subject_reference: str,
    attachments: Sequence[Attachment] = (),
    priority: Priority = Priority.NORMAL,
    confidential: bool = False,
    **context: object,
) -> LetterDraft:
    """Render `templates/mail/<template>.subject.txt` and `.body.txt` in the recipient's language.

    Call it before the transaction: rendering holds no lock. Templates have `link(endpoint, **values)`, `host`,
    `office` and the caller's `context`; a name that is missing raises. `confidential` marks letters with a way in
    (codes, links to an account): staff can neither read nor resend them.
    Raises `UnfitLetter` for an address that cannot exist, or a body over 100 KB.
    """
    if not text.is_email(to):
        raise UnfitLetter("address")
    with use_language(language):
        subject = _one_line(_rendered(f"mail/{template}.subject.txt", context))
        written = _rendered(f"mail/{template}.body.txt", context).strip()
        body = _neat(_rendered(LAYOUT, {"written": written})) + "\n"
    if not subject or len(body.encode("utf-8", "replace")) > MAX_BODY_BYTES or not text.is_storable(body):
        raise UnfitLetter(template)
    return LetterDraft(
        template=template,
        language=language,
        to=to,
        subject=subject,
        body=body,
        subject_reference=subject_reference,
        attachments=tuple(attachments),
        priority=priority,
        confidential=confidential,
    )


def _rendered(name: str, context: dict[str, object]) -> str:
    given = {"link": link, "url_for": link, "host": host(), "office": settings().office} | context
    return outbox().environment.get_template(name).render(given)


def _neat(body: str) -> str:
    """Return the paragraphs one blank line apart, also where a part between them had nothing to say."""
    return GAP.sub("\n\n", LINE_END.sub("", body)).strip()


def _one_line(subject: str) -> str:
    """Return a subject that cannot start a new header: one line of printable text."""
    joined = " ".join(subject.split())
    return "".join(letter for letter in joined if letter.isprintable())[:MAX_SUBJECT]


def post(session: Session, draft: LetterDraft, *, key: str | None = None, due_at: datetime | None = None) -> Letter:
    """Keep the letter inside the caller's transaction; the worker sends it at `due_at`, or as soon as it landed.

    The same `key` returns the letter that is already there, whatever the draft says. A letter to an address that
    came back before is withheld, and a call asked for instead.
    """
    known = queries.letter_by_key(session, key) if key else None
    if known is not None:
        return known
    letter = _letter(draft, key, due_at or clock.now())
    rests = queries.rests(session, draft.to)
    if rests:
        letter.state, letter.reason, letter.settled_at = LetterState.WITHHELD, "suppressed", clock.now()
    kept = _kept(session, letter)
    if rests and kept is letter:
        phone_task(session, reason="suppressed", subject=letter.subject_reference, letter=letter)
        tell(session, letter.subject_reference, arrives=False)
    return kept


def pretend(session: Session, draft: LetterDraft, *, key: str | None = None) -> None:
    """Do all the work of `post` and keep nothing of it, so that an address nobody has takes as long as a known one."""
    with undone(session):
        post(session, draft, key=key)


def _kept(session: Session, letter: Letter) -> Letter:
    """Store the letter; when another worker was faster with the same key, return theirs."""
    if letter.key is None:
        session.add(letter)
        session.flush()
        return letter
    try:
        with session.begin_nested():
            session.add(letter)
    except IntegrityError:
        theirs = queries.letter_by_key(session, letter.key)
        if theirs is None:
            raise
        return theirs
    return letter


def _letter(draft: LetterDraft, key: str | None, due_at: datetime) -> Letter:
    reference = new_reference()
    specs = json.dumps([asdict(spec) for spec in draft.attachments], ensure_ascii=False)
    return Letter(
        reference=reference,
        key=key,
        template=draft.template,
        language=draft.language,
        recipient=draft.to,
        recipient_key=queries.recipient_keys(draft.to)[0],
        subject=draft.subject,
        body=draft.body,
        attachments=specs if draft.attachments else None,
        subject_reference=draft.subject_reference,
        confidential=draft.confidential,
        priority=int(draft.priority),
        message_id=f"<{reference}@{host()}>",
        state=LetterState.WAITING,
        due_at=due_at,
        next_at=due_at,
    )


def cancel(session: Session, key: str) -> bool:
    """Stop a letter nobody has begun to send; return whether one was stopped."""
    stopped = session.execute(
        sa.update(Letter)
        .where(Letter.key == key, Letter.state.in_(UNSENT))
        .values(state=LetterState.CANCELLED, settled_at=clock.now(), lease_token=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    return bool(stopped.rowcount)  # type: ignore[attr-defined]  # an UPDATE always counts
