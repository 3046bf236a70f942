"""Ask the decision table about the terms of one offer, under the rules in force today."""

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.placements import queries
from talent_portal.placements.errors import UnknownForm
from talent_portal.placements.models import FormCheck, Offer
from talent_portal.placements.queries import changing
from talent_portal.placements.rules.next_steps import CheckState
from talent_portal.placements.rules.terms import Terms, decide
from talent_portal.professions import queries as professions
from talent_portal.professions.rules import Verdict, VerdictKind


def verdict_on(session: Session, offer: Offer, terms: Terms) -> Verdict:
    """Return what the table says about these terms for this person. Raises `UnknownForm` for a form it has not."""
    table = professions.rule_table(session, clock.today())
    if terms.form not in table.facts:
        raise UnknownForm
    people = queries.people_at_law(session, [offer.specialist_id])
    if offer.specialist_id not in people:
        raise NoResultFound
    posts = queries.posts(session, [offer], {offer.id: (terms.starts_on, terms.ends_on)})
    return decide(table, terms, people[offer.specialist_id], posts[offer.id])


def ask(session: Session, offer: Offer, terms: Terms) -> FormCheck:
    """Ask the table and keep its answer as the check of the version that stands; what was ticked begins anew."""
    said = verdict_on(session, offer, terms)
    found = changing.check(session, offer) or FormCheck(offer_id=offer.id, terms_number=offer.terms_number)
    found.rule_version, found.verdict, found.article = said.version, said.kind, said.article
    found.conditions = list(said.conditions)
    found.state, found.settled, found.before_start = CheckState.PENDING, [], []
    found.checked_by, found.checked_at, found.changed_from = "", None, None
    session.add(found)
    session.flush()
    return found


def unknown(session: Session, found: FormCheck) -> None:
    """Set a check back whose form the rules of today no longer know: the terms need another form."""
    found.changed_from = found.rule_version
    found.rule_version = professions.rule_table(session, clock.today()).version
    found.verdict, found.conditions, found.state = VerdictKind.ASK, [], CheckState.PENDING
    found.settled, found.before_start = [], []
