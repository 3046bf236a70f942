"""One page for each part of the card, the same for the person and for staff on their behalf."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import personal, render
from talent_portal.core.references import PATTERN
from talent_portal.core.versions import differences
from talent_portal.privacy import queries as privacy
from talent_portal.professions import queries as professions
from talent_portal.specialists.actions import credentials, days, parts
from talent_portal.specialists.actions.drafts import CredentialDraft, Entry
from talent_portal.specialists.actions.entries import ON_PAPER_ONLY
from talent_portal.specialists.forms import parts as forms
from talent_portal.specialists.forms.fields import EntryForm
from talent_portal.specialists.models import Specialist
from talent_portal.specialists.queries import people
from talent_portal.specialists.rules import words
from talent_portal.specialists.views import rows

LONGEST_VERSION = 9


@dataclass(frozen=True, slots=True)
class Editor:
    """Who edits whose card: the person, or staff in their place."""

    actor: Actor
    person: Specialist
    by_staff: bool

    @property
    def home(self) -> str:
        """Return the page the parts are listed on."""
        if self.by_staff:
            return url_for("specialists.desk_person", reference=self.person.reference)
        return url_for("specialists.mine")

    def address(self, part: str) -> str:
        """Return the page of one part."""
        if self.by_staff:
            return url_for("specialists.desk_part", reference=self.person.reference, part=part)
        return url_for("specialists.part", part=part)


def version_of() -> int:
    """Return the version the page was made from; 0 (stale for certain) for anything that is no number."""
    text = request.form.get("version", "")[:LONGEST_VERSION]
    return int(text) if text.isascii() and text.isdigit() else 0


def known_part(part: str) -> str:
    """Return the part, or answer 404."""
    if part not in words.PARTS:
        abort(404)
    return part


def show(editor: Editor, part: str) -> ResponseReturnValue:
    """Show one part as it stands."""
    return _page(editor, known_part(part), forms.build(reading(), editor.person, part), _entry_form(editor))


def _entry_form(editor: Editor) -> EntryForm | None:
    if not editor.by_staff:
        return None
    form = EntryForm()
    form.offer()
    return form


def _page(  # noqa: PLR0913, PLR0917 - a page is its form, and what went wrong with it
    editor: Editor,
    part: str,
    form: Any,
    entry: EntryForm | None,
    status: int = 200,
    theirs: list[dict[str, str]] | None = None,
) -> Response:
    personal()
    session = reading()
    names = {one.code: local(one, "name") for one in professions.qualifications(session)} if part == CARDS else {}
    texts = privacy.current_texts(session, tuple(words.CONSENTS)) if part == "consents" else {}
    roles = rows.tasks_by_role(session, editor.person, form) if part == "work" else []
    return render(
        "specialists/part.html",
        status,
        editor=editor,
        person=editor.person,
        part=part,
        form=form,
        entry=entry,
        theirs=theirs,
        names=names,
        texts=texts,
        roles=roles,
        words=words,
        today=clock.today(),
        paper_only=part in ON_PAPER_ONLY,
    )


CARDS = "qualifications"


def send(editor: Editor, part: str) -> ResponseReturnValue:
    """Save one part, or say what stands in the way and keep everything typed."""
    known_part(part)
    form, entry = forms.build(reading(), editor.person, part), _entry_form(editor)
    told = entry is None or entry.validate()
    finished = part == CARDS and request.form.get("action") != "add"
    if not ((finished or form.validate_on_submit()) and told):
        return _page(editor, part, form, entry, 422)
    try:
        _save(editor, part, form, entry.draft() if entry else None, finished=finished)
    except Refusal as refusal:
        return _refused(editor, part, form, entry, refusal)
    flash(gettext("Saved."), "ok")
    again = part == CARDS and not finished
    return redirect(editor.address(part) if again else editor.home, 303)


def _save(editor: Editor, part: str, form: Any, entry: Entry | None, *, finished: bool) -> None:
    reference, version = editor.person.reference, version_of()
    if part == CARDS:
        drop = request.form.get("drop", "")
        draft: CredentialDraft | None = None if finished else form.draft()
        wanted = drop if PATTERN.fullmatch(drop) else ""
        credentials.save(editor.actor, reference, draft, version, entry, wanted)
    elif part == "consents":
        texts = privacy.current_texts(reading(), tuple(words.CONSENTS))
        versions = {purpose: text.version for purpose, text in texts.items()}
        parts.save(editor.actor, reference, part, form.draft(versions), version, entry)
    else:
        parts.save(editor.actor, reference, part, form.draft(), version, entry)


def _refused(editor: Editor, part: str, form: Any, entry: EntryForm | None, refusal: Refusal) -> Response:
    """Put the refusal on the form; where somebody was faster, show both texts."""
    form.refuse(say(refusal))
    fresh = people.in_full(reading(), editor.person.reference)
    now = Editor(editor.actor, fresh, editor.by_staff)
    theirs = None
    if isinstance(refusal, Stale):
        theirs = differences(form, forms.build(reading(), fresh, part, stored=True))
    return _page(now, part, form, entry, refusal.status, theirs)


def drop_day(editor: Editor) -> ResponseReturnValue:
    """Take one pattern or one stretch away off the card."""
    number = request.form.get("row", "")[:LONGEST_VERSION]
    row = int(number) if number.isascii() and number.isdigit() else 0
    days.drop(editor.actor, editor.person.reference, request.form.get("kind", ""), row)
    flash(gettext("Saved."), "ok")
    return redirect(editor.address("days"), 303)
