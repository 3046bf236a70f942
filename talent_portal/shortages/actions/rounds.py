"""Prepare a round, send it out, remind whoever has not answered, close it."""

from dataclasses import asdict, dataclass
from datetime import date

from talent_portal.accounts.permissions import Permission
from talent_portal.audit import actions as audit
from talent_portal.core import clock
from talent_portal.core.actor import Actor
from talent_portal.core.db import reading, transaction
from talent_portal.core.errors import Stale
from talent_portal.shortages import policies, queries
from talent_portal.shortages.actions import letters
from talent_portal.shortages.errors import DatesInDisorder, StateForbids
from talent_portal.shortages.models import RoundState, SurveyRound


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDraft:
    """Everything about a round."""

    title_ja: str
    title_en: str = ""
    fiscal_year: int
    as_of: date
    opens_on: date
    closes_on: date
    note: str = ""


def _must_manage(actor: Actor, deed: str, reference: str) -> None:
    if not actor.may(Permission.SURVEY_MANAGE):
        audit.note_denied(actor, f"survey.{deed}", f"survey:{reference}")
        policies.must(allowed=False)


def create_round(actor: Actor, draft: RoundDraft) -> SurveyRound:
    """Keep a round that nobody is asked to answer yet. Raises `DatesInDisorder`."""
    policies.must(actor.may(Permission.SURVEY_MANAGE))
    if draft.opens_on > draft.closes_on:
        raise DatesInDisorder(field="closes_on")
    with transaction() as session:
        survey = SurveyRound(**asdict(draft))
        session.add(survey)
        session.flush()
        audit.record(session, actor, "survey.created", f"survey:{survey.reference}", year=draft.fiscal_year)
    return survey


def open_round(actor: Actor, reference: str, expected_version: int) -> SurveyRound:
    """Send the round out: every municipality may answer from now on, and is told."""
    return _step(actor, reference, expected_version, (RoundState.DRAFT, RoundState.OPEN))


def close_round(actor: Actor, reference: str, expected_version: int) -> SurveyRound:
    """Take no more answers."""
    return _step(actor, reference, expected_version, (RoundState.OPEN, RoundState.CLOSED))


def _step(
    actor: Actor, reference: str, expected_version: int, step: tuple[RoundState, RoundState]
) -> SurveyRound:  # fmt: skip
    before, after = step
    _must_manage(actor, after.value, reference)
    known = queries.survey_round(reading(), reference)
    asked = [answer.organisation.id for answer in queries.answers(reading(), known)]
    told = letters.compose(reading(), known, "asked", asked) if after is RoundState.OPEN else []
    try:
        with transaction() as session:
            survey = queries.round_to_change(session, reference)
            _check(survey, before, expected_version)
            survey.state = after
            survey.version += 1
            audit.record(session, actor, f"survey.{after}", f"survey:{reference}", letters=len(told))
            letters.post(session, told)
    except StateForbids:
        audit.note_denied(actor, f"survey.{after}", f"survey:{reference}")
        raise
    return survey


def _check(survey: SurveyRound, before: RoundState, expected_version: int) -> None:
    if survey.state is not before:
        raise StateForbids(state=survey.state.value, event="step")
    if survey.version != expected_version:
        raise Stale


def remind_round(actor: Actor, reference: str) -> int:
    """Write to every municipality that has not answered; return how many there are."""
    _must_manage(actor, "remind", reference)
    known = queries.survey_round(reading(), reference)
    silent = [one.organisation.id for one in queries.answers(reading(), known) if not one.is_in]
    told = letters.compose(reading(), known, "reminder", silent)
    try:
        with transaction() as session:
            survey = queries.round_to_change(session, reference)
            _check(survey, RoundState.OPEN, survey.version)
            survey.reminded_at = clock.now()
            audit.record(session, actor, "survey.reminded", f"survey:{reference}", offices=len(silent))
            letters.post(session, told)
    except StateForbids:
        audit.note_denied(actor, "survey.remind", f"survey:{reference}")
        raise
    return len(silent)
