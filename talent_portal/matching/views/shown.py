"""Who is shown by name, to whom, and that it is noted before the page is made."""

from collections.abc import Collection, Iterable

from flask import current_app, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor
from talent_portal.core.i18n import local
from talent_portal.core.pages import personal
from talent_portal.matching import queries
from talent_portal.matching.queries import Identity
from talent_portal.matching.queries import runs as run_queries
from talent_portal.needs.models import Need
from talent_portal.privacy import actions as privacy
from talent_portal.specialists.rules.facts import PersonFacts

SEARCH = "matching.search"


def by_name() -> bool:
    """Return whether the reader works with the people: coordinators and leads. An auditor sees references."""
    return current_actor().may(Permission.MATCH_RUN)


def shown(session: Session, people: Iterable[PersonFacts], screen: str) -> dict[int, Identity]:
    """Return who these people are, each view noted; for readers who may not know, only their references."""
    listed = list(people)
    personal()
    if not by_name():
        return {one.id: Identity(one.id, one.reference, one.reference, "", findable=True) for one in listed}
    known = queries.identities(session, [one.id for one in listed])
    subjects = [one.subject for one in known.values()]
    privacy.note_access(current_actor(), subjects=subjects, purpose=SEARCH, screen=screen)
    return known


def above(need: Need, *, deeper: bool = True) -> list[tuple[str, str]]:
    """Return the way up from a page of one request, as far as those pages exist."""
    found = []
    if "needs.index" in current_app.view_functions:
        found.append((url_for("needs.index"), str(gettext("Staffing requests"))))
        found.append((url_for("needs.show", reference=need.reference), local(need, "title")))
    if deeper:
        found.append((url_for("matching.candidates", reference=need.reference), str(gettext("Find candidates"))))
    return found


def one_shown(person: Identity, screen: str) -> Identity:
    """Return one person as the reader may know them, the view noted."""
    personal()
    if not by_name():
        return Identity(person.id, person.reference, person.reference, "", findable=person.findable)
    privacy.note_access(current_actor(), subjects=[person.subject], purpose=SEARCH, screen=screen)
    return person


def named(session: Session, references: Collection[str], screen: str) -> dict[str, Identity]:
    """Return by reference who the people of a plan are, each view noted; an auditor sees the references.

    Whoever has been forgotten since is left out.
    """
    personal()
    ids = run_queries.ids_of(session, sorted(references))
    if not by_name():
        return {name: Identity(key, name, name, "", findable=True) for name, key in ids.items()}
    known = {one.reference: one for one in queries.identities(session, list(ids.values())).values() if one.name.strip()}
    privacy.note_access(
        current_actor(), subjects=[one.subject for one in known.values()], purpose=SEARCH, screen=screen
    )
    return known
