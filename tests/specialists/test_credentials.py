"""A qualification counts once somebody saw the document who did not type it."""

from datetime import date
from itertools import product

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.audit.models import AuditEntry
from talent_portal.core.errors import Stale
from talent_portal.specialists.actions import credentials
from talent_portal.specialists.actions.credentials import Judgement
from talent_portal.specialists.errors import EvidenceMissing, NotYours, OwnEntry, ReasonMissing, StateForbids
from talent_portal.specialists.models import Evidence
from talent_portal.specialists.rules.states import (
    CREDENTIAL_TRANSITIONS,
    CREDENTIAL_WHO,
    CredentialEvent,
    CredentialState,
    Who,
)

S, E = CredentialState, CredentialEvent
SEEN = date(2026, 5, 29)
JUDGED = (E.GIVE_EVIDENCE, E.VERIFY, E.REFUSE)
PEOPLE = {"coordinator": Who.COORDINATOR, "lead": Who.LEAD, "checker": Who.CHECKER, "approver": None, "auditor": None}


def paper(make, person, state=S.CLAIMED, **given):
    kept = {"verified_by": "somebody0000", "verified_at": None} if state is S.VERIFIED else {}
    return make.licence(person, verified=False, state=state, **(kept | given))


def judgement(row, event, **given):
    valid = {"credential": row.reference, "version": row.version, "event": event, "seen_on": SEEN, "reason": "mismatch"}
    return Judgement(**(valid | given))


@pytest.mark.parametrize("state", list(S))
def test_the_table_decides_for_everybody(make, state):
    actors = {name: make.officer(Role(name)) for name in PEOPLE}
    for event, name in product(JUDGED, PEOPLE):
        person = make.specialist()
        row = paper(make, person, state)
        # A claim may be seen and judged in one go.
        from_claim = state is S.CLAIMED and event in {E.VERIFY, E.REFUSE}
        allowed = PEOPLE[name] in CREDENTIAL_WHO[event] and (event in CREDENTIAL_TRANSITIONS[state] or from_claim)
        if allowed:
            credentials.judge(actors[name], person.reference, [judgement(row, event)])
            expected = {E.GIVE_EVIDENCE: S.EVIDENCE_GIVEN, E.VERIFY: S.VERIFIED, E.REFUSE: S.REFUSED}[event]
            assert make.fresh(row).state is expected, (state, event, name)
        else:
            with pytest.raises((NotYours, StateForbids)):
                credentials.judge(actors[name], person.reference, [judgement(row, event)])
            assert make.fresh(row).state is state, (state, event, name)
            denied = (
                AuditEntry.subject == f"specialist:{person.reference}",
                AuditEntry.deed == "credential.judge.denied",
            )
            assert make.session.scalar(sa.select(sa.func.count()).where(*denied)) == 1


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEAD])
def test_nobody_verifies_what_they_typed(make, role):
    person, me = make.specialist(), make.officer(role)
    row = paper(make, person, entered_by=me.reference)

    with pytest.raises(OwnEntry):
        credentials.judge(me, person.reference, [judgement(row, E.VERIFY)])

    credentials.judge(make.officer(), person.reference, [judgement(row, E.VERIFY)])
    assert make.fresh(row).state is S.VERIFIED


def test_the_document_must_have_been_seen(make):
    person = make.specialist()
    row = paper(make, person)
    for day in (None, date(2026, 6, 2)):
        with pytest.raises(EvidenceMissing):
            credentials.judge(make.officer(), person.reference, [judgement(row, E.VERIFY, seen_on=day)])


def test_what_was_seen_and_by_whom_is_kept(make):
    person, me = make.specialist(), make.officer()
    row = paper(make, person)
    credentials.judge(me, person.reference, [judgement(row, E.GIVE_EVIDENCE)])

    seen = make.fresh(row)
    assert (seen.evidence, seen.seen_on, seen.seen_by) == (Evidence.SEEN, SEEN, me.reference)


def test_a_refusal_needs_a_reason(make):
    person = make.specialist()
    row = paper(make, person)
    with pytest.raises(ReasonMissing):
        credentials.judge(make.officer(), person.reference, [judgement(row, E.REFUSE, reason="")])


def test_all_judgements_of_a_page_land_or_none(make):
    person = make.specialist()
    good, bad = paper(make, person), make.licence(person, "surveyor", verified=False)

    with pytest.raises(Stale):
        credentials.judge(
            make.officer(), person.reference, [judgement(good, E.VERIFY), judgement(bad, E.VERIFY, version=9)]
        )

    assert make.fresh(good).state is S.CLAIMED
