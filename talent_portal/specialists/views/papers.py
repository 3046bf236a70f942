"""Copies of documents: given by their owner, looked at by whoever verifies, and by nobody else."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal
from talent_portal.core.files.download import attachment
from talent_portal.core.files.uploads import MIMETYPES, UploadKind
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import personal, render
from talent_portal.privacy import actions as privacy
from talent_portal.professions import queries as professions
from talent_portal.specialists import policies, queries
from talent_portal.specialists.actions import evidence
from talent_portal.specialists.forms.papers import PaperForm
from talent_portal.specialists.models import Credential, Specialist
from talent_portal.specialists.queries import evidence as copies
from talent_portal.specialists.queries import people
from talent_portal.specialists.rules.states import CredentialState
from talent_portal.specialists.views.blueprint import bp

PLACE = "/me/papers/<ref:paper>"
RUNNING = "register.running"
OPEN = (CredentialState.CLAIMED, CredentialState.EVIDENCE_GIVEN)


def _own(paper: str) -> tuple[Specialist, Credential]:
    """Return whoever is signed in with one of their qualifications; raise `NoResultFound` (404) for any other."""
    personal()
    session = reading()
    person = people.in_full(session, policies.own(session, current_actor()).reference)
    for one in person.credentials:
        if one.reference == paper:
            return person, one
    raise NoResultFound


def _page(paper: str, form: PaperForm, status: int = 200) -> ResponseReturnValue:
    person, one = _own(paper)
    session = reading()
    names = {each.code: local(each, "name") for each in professions.qualifications(session)}
    held = copies.held(session, person.id).get(paper)
    name = names.get(one.qualification, "")
    return render("specialists/paper.html", status, form=form, paper=one, name=name, held=held, open=one.state in OPEN)


@bp.get(PLACE)
@requires(Permission.CONSENT_DECIDE)
def paper(paper: str) -> ResponseReturnValue:
    """Ask for a copy of the document behind one's own qualification, and show whether there is one."""
    return _page(paper, PaperForm(formdata=None))


@bp.post(PLACE)
@requires(Permission.CONSENT_DECIDE)
def paper_send(paper: str) -> ResponseReturnValue:
    """Keep the copy until it has been looked at."""
    person, _ = _own(paper)
    form = PaperForm()
    if not form.validate_on_submit():
        return _page(paper, form, 422)
    try:
        evidence.give(current_actor(), person.reference, paper, form.given)
    except Refusal as refusal:
        form.refuse(say(refusal))
        return _page(paper, form, refusal.status)
    flash(gettext("Kept. The office looks at it; then it is deleted."), "ok")
    return redirect(url_for("specialists.paper", paper=paper), 303)


@bp.post(f"{PLACE}/remove")
@requires(Permission.CONSENT_DECIDE)
def paper_remove(paper: str) -> ResponseReturnValue:
    """Delete the copy."""
    person, _ = _own(paper)
    try:
        evidence.take_back(current_actor(), person.reference, paper)
    except Refusal as refusal:
        flash(say(refusal), "stop")
    else:
        flash(gettext("The copy is deleted."), "ok")
    return redirect(url_for("specialists.paper", paper=paper), 303)


@bp.get(f"{PLACE}/file")
@requires(Permission.CONSENT_DECIDE)
def paper_file(paper: str) -> ResponseReturnValue:
    """Return the copy to its owner."""
    person, _ = _own(paper)
    return _file(person.reference, paper)


@bp.get("/desk/people/<ref:reference>/papers/<ref:paper>")
@requires(Permission.CREDENTIAL_VERIFY)
@discloses
def desk_paper(reference: str, paper: str) -> ResponseReturnValue:
    """Return the copy to whoever verifies; the look is noted first."""
    policies.must_reach_register(current_actor())
    person = queries.specialist(reading(), reference)
    copies.copy(reading(), reference, paper)
    seen = {"purpose": RUNNING, "screen": "specialists.desk_paper"}
    privacy.note_access(current_actor(), subjects=[queries.subject(person)], **seen)
    return _file(reference, paper)


def _file(reference: str, paper: str) -> ResponseReturnValue:
    """Send one copy as a download: no browser opens it by itself."""
    kind, data = copies.copy(reading(), reference, paper)
    return attachment(data, f"{paper}.{kind}", MIMETYPES[UploadKind(kind)])
