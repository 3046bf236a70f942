"""The municipality's own personnel office checks the form; the prefecture may only comment."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.placements.actions import law, letters
from talent_portal.placements.actions.frame import become, offer_step
from talent_portal.placements.errors import NotChecked, NoteMissing, TickMissing, Unlawful
from talent_portal.placements.models import FormCheck, FormComment, Offer, OfferCondition
from talent_portal.placements.queries import changing
from talent_portal.placements.rules import conditions as rules
from talent_portal.placements.rules.next_steps import CheckState
from talent_portal.placements.rules.states import AGREED, OfferEvent
from talent_portal.professions.rules import VerdictKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDraft:
    """What the checker ticked: lines that are settled, lines to settle before the start, or a stop with its note."""

    settled: tuple[str, ...] = ()
    before_start: tuple[str, ...] = ()
    stop: bool = False
    note: str = ""


def check(actor: Actor, reference: str, draft: CheckDraft, expected_version: int) -> FormCheck:
    """Pass the form, or stop it. The verdict is asked again, under the rules of today.

    Raises `Unlawful` where the rules forbid it, `TickMissing` where a line is open, `NoteMissing` for a bare stop.
    """
    if draft.stop and not draft.note.strip():
        raise NoteMissing
    with offer_step(actor, reference, OfferEvent.CHECK, expected_version) as (session, offer):
        stored = changing.terms(session, offer, offer.terms_number)
        found = law.ask(session, offer, stored.plain)
        if not draft.stop:
            _must_pass(found, draft)
        found.state = CheckState.STOPPED if draft.stop else CheckState.PASSED
        found.settled, found.before_start = _ticked(found, draft)
        found.note = draft.note.strip()
        found.checked_by, found.checked_at = actor.reference, clock.now()
        if offer.state in AGREED:
            add_conditions(session, offer, found.before_start)
        offer.since = clock.now()
        become(session, actor, offer, OfferEvent.CHECK, offer.state, result=found.state.value, rules=found.rule_version)
        letters.tell(session, offer, "form_checked", letters.TOWN, check=found)
    return found


def _ticked(found: FormCheck, draft: CheckDraft) -> tuple[list[str], list[str]]:
    wanted = rules.to_tick(found.verdict, found.conditions)
    settled = [code for code in wanted if code in draft.settled]
    return settled, [code for code in wanted if code in draft.before_start and code not in settled]


def _must_pass(found: FormCheck, draft: CheckDraft) -> None:
    if found.verdict is VerdictKind.UNLAWFUL:
        raise Unlawful(conditions=tuple(found.conditions), article=found.article, version=found.rule_version)
    wanted = rules.to_tick(found.verdict, found.conditions)
    if not rules.passes(found.verdict, wanted, draft.settled, draft.before_start):
        raise TickMissing(open=tuple(code for code in wanted if code not in {*draft.settled, *draft.before_start}))


def add_conditions(session: Session, offer: Offer, later: list[str]) -> None:
    """Keep every condition that must be settled before the first day, each once."""
    known = {condition.code for condition in changing.conditions(session, offer)}
    for position, code in enumerate(rules.before_start(later), 1):
        if code not in known:
            session.add(OfferCondition(offer_id=offer.id, code=code, position=position))
    session.flush()


def comment(actor: Actor, reference: str, text: str) -> FormComment:
    """Say something about the form, as the prefecture; it stops nothing."""
    if not text.strip():
        raise NoteMissing
    with offer_step(actor, reference, OfferEvent.COMMENT) as (session, offer):
        said = FormComment(
            offer_id=offer.id, terms_number=offer.terms_number, text=text.strip(), written_by=actor.reference
        )
        session.add(said)
        audit.record(session, actor, "offer.comment", f"offer:{offer.reference}", terms=offer.terms_number)
        letters.tell(session, offer, "form_commented", letters.TOWN, letters.CHECKER)
    return said


def must_stand(session: Session, offer: Offer) -> FormCheck:
    """Return the check if it passed under rules that still say the same; raise `NotChecked` or `Unlawful` otherwise."""
    found = changing.check(session, offer)
    if found is None or found.state is not CheckState.PASSED:
        raise NotChecked
    now = law.verdict_on(session, offer, changing.terms(session, offer, offer.terms_number).plain)
    if now.kind is VerdictKind.UNLAWFUL:
        raise Unlawful(conditions=now.conditions, article=now.article, version=now.version)
    if not set(now.conditions) <= set(found.conditions):
        raise NotChecked
    return found
