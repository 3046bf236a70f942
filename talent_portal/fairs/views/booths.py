"""A municipality's own booth: what it says, who booked, and who agreed to be contacted."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, discloses, requires
from talent_portal.core.clock import JAPAN
from talent_portal.core.db import reading
from talent_portal.core.errors import Refusal, Stale
from talent_portal.core.files import writing
from talent_portal.core.files.download import attachment
from talent_portal.core.files.tables import Table
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import personal, render
from talent_portal.core.versions import differences
from talent_portal.fairs import actions, policies, queries
from talent_portal.fairs.actions import BoothDraft
from talent_portal.fairs.forms.desk import BoothForm
from talent_portal.fairs.models import Registration
from talent_portal.fairs.queries import BoothToEdit
from talent_portal.fairs.rules import choices
from talent_portal.fairs.views.blueprint import bp
from talent_portal.fairs.views.desk import version_of
from talent_portal.privacy import actions as privacy
from talent_portal.professions import queries as professions

PURPOSE = "fair.follow-up"
TEXTS = ("message_ja", "message_en", "exam_url", "jobs_url", "room_url", "label", "materials")


def _mine(reference: str, allowed: object) -> BoothToEdit:
    """Return the booth, or answer 404 when it is somebody else's."""
    found = queries.booth_to_edit(reading(), reference)
    policies.must(allowed(current_actor(), found.booth))  # type: ignore[operator]  # one of the policies
    return found


def _form(*, blank: bool = False) -> BoothForm:
    form = BoothForm(formdata=None) if blank else BoothForm()
    form.roles.choices = [(role.code, local(role, "name")) for role in professions.professions(reading())]
    return form


@bp.get("/desk/booths/<ref:reference>")
@requires(Permission.BOOTH_EDIT)
def edit_booth(reference: str) -> ResponseReturnValue:
    """Show what the municipality says at this session."""
    mine = _mine(reference, policies.may_edit_booth)
    return render("fairs/booth.html", form=_stored(mine), mine=mine)


def _stored(mine: BoothToEdit) -> BoothForm:
    """Return the form as the booth stands."""
    form = _form(blank=True)
    for name in TEXTS:
        form[name].data = getattr(mine.booth, name)
    form.roles.data, form.staff.data, form.version.data = mine.booth.roles, mine.booth.staff, str(mine.booth.version)
    return form


@bp.post("/desk/booths/<ref:reference>")
@requires(Permission.BOOTH_EDIT)
def edit_booth_send(reference: str) -> ResponseReturnValue:
    """Save the booth, or show both versions when a colleague was faster."""
    mine, form = _mine(reference, policies.may_edit_booth), _form()
    status, theirs = 422, None
    if form.validate_on_submit():
        try:
            actions.edit_booth(current_actor(), reference, _draft(form), version_of())
        except Refusal as refusal:
            form.refuse(say(refusal))
            status = refusal.status
            if isinstance(refusal, Stale):
                theirs = differences(form, _stored(mine))
                form.version.data = str(mine.booth.version)  # whoever sends again has seen the other version
        else:
            flash(gettext("Saved. It is on the public page now."), "ok")
            return redirect(url_for("fairs.desk_fair", reference=mine.fair.reference), 303)
    return render("fairs/booth.html", status, form=form, mine=mine, theirs=theirs)


def _draft(form: BoothForm) -> BoothDraft:
    texts = {name: form[name].data or "" for name in TEXTS}
    return BoothDraft(roles=tuple(form.roles.data or ()), staff=form.staff.data or 1, **texts)


@bp.get("/desk/booths/<ref:reference>/guests")
@requires(Permission.PARTICIPANT_LIST)
@discloses
def guests(reference: str) -> ResponseReturnValue:
    """Show who booked: a number, a time, interests; a name only where the person agreed."""
    mine, actor = _mine(reference, policies.may_list_guests), current_actor()
    session = reading()
    rows = queries.booth_guests(session, mine.booth, mine.organisation.reference)
    willing = _willing(mine) if policies.may_see_consented(actor, mine.booth) else None
    seen = {f"registration:{row.reference}" for row in rows if row.reference}
    seen |= {queries.subject(person) for person in willing or ()}
    _note(seen)
    personal()
    return render("fairs/guests.html", mine=mine, rows=rows, willing=willing, choices=choices)


def _willing(mine: BoothToEdit) -> list[Registration]:
    return queries.consented_people(reading(), mine.fair.id, mine.organisation.reference)


def _note(subjects: set[str]) -> None:
    if subjects:
        privacy.note_access(current_actor(), subjects=sorted(subjects), purpose=PURPOSE, screen="fairs.guests")


@bp.get("/desk/booths/<ref:reference>/follow-up.<any(xlsx, csv):kind>")
@requires(Permission.PARTICIPANT_CONSENTED)
@discloses
def follow_up(reference: str, kind: str) -> Response:
    """Return those who agreed to be contacted by this municipality, and nobody else."""
    mine = _mine(reference, policies.may_see_consented)
    willing = _willing(mine)
    table = _table(mine, willing)
    _note({queries.subject(person) for person in willing})
    if kind == "xlsx":
        return attachment(writing.xlsx(table), f"{table.title}.xlsx", writing.XLSX)
    return attachment(writing.csv_file(table), f"{table.title}.csv", "text/csv")


def _table(mine: BoothToEdit, willing: list[Registration]) -> Table:
    words = ("Number", "Name", "Reading", "E-mail address", "Telephone number", "Interests")
    rows = [
        [
            person.number,
            person.name,
            f"{person.family_kana} {person.given_kana}".strip(),
            person.email or "",
            person.phone or "",
            gettext(", ").join(
                gettext(choices.INTERESTS[code]) for code in person.interests if code in choices.INTERESTS
            ),
        ]
        for person in willing
    ]
    day = f"{mine.fair.starts_at.astimezone(JAPAN):%Y%m%d}"
    return Table(f"{day} {local(mine.organisation, 'name')}", [gettext(word) for word in words], rows)
