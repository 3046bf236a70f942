from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.audit.models import AuditEntry
from talent_portal.core.db import transaction
from talent_portal.privacy import actions, queries
from talent_portal.privacy.errors import ConsentTextUnknown
from talent_portal.privacy.models import ConsentEvent

FOLLOW_UP = "fair.follow-up"
HERE = "organisation:x"


def who_may_be_contacted(session, scope=HERE):
    return set(session.scalars(queries.standing_subjects(FOLLOW_UP, scope)))


def test_a_consent_keeps_what_was_read_where_and_how(session, make):
    event = make.consent(language="en", channel="phone")

    text = queries.current_text(session, FOLLOW_UP)
    assert (event.text_version, event.text_hash, event.language, event.channel) == ("1", text.sha256, "en", "phone")
    assert event.scope == HERE
    assert queries.stands(session, FOLLOW_UP, HERE, "registration:abc")


def test_a_consent_counts_for_its_own_scope_and_purpose_only(session, make):
    make.consent()

    assert who_may_be_contacted(session) == {"registration:abc"}
    assert who_may_be_contacted(session, "organisation:y") == set()
    assert not queries.stands(session, "fair.invitations", HERE, "registration:abc")


def test_a_withdrawal_counts_from_the_next_question_on(session, make):
    make.consent()
    make.consent(subject="registration:other")

    make.withdrawal()

    assert who_may_be_contacted(session) == {"registration:other"}
    assert [event.subject for event in queries.standing(session, FOLLOW_UP)] == ["registration:other"]


def test_a_consent_can_be_given_again(session, make):
    make.consent()
    make.withdrawal()
    make.consent()

    assert who_may_be_contacted(session) == {"registration:abc"}
    assert [event.deed for event in queries.consents_of(session, "registration:abc")] == ["given", "withdrawn", "given"]


def test_what_does_not_stand_cannot_be_withdrawn(session, make):
    assert make.withdrawal() is None

    assert queries.consents_of(session, "registration:abc") == []


def test_everything_is_withdrawn_at_once(session, make):
    make.consent(scope="organisation:x")
    make.consent(scope="organisation:y")
    make.consent(purpose="fair.invitations", scope="all")

    with transaction() as writing:
        gone = actions.withdraw_everything(writing, make.actor(), subject="registration:abc", channel="staff")

    assert gone == 3
    assert who_may_be_contacted(session) == set()


def test_invitations_end_by_themselves_after_two_years(session, make, clock):
    make.consent(purpose="fair.invitations", scope="all")

    clock.shift(timedelta(days=729))
    assert queries.stands(session, "fair.invitations", "all", "registration:abc")

    clock.shift(timedelta(days=2))
    assert not queries.stands(session, "fair.invitations", "all", "registration:abc")


def test_a_text_nobody_can_have_read_is_refused(session, make):
    with pytest.raises(ConsentTextUnknown):
        make.consent(text_version="99")

    assert session.scalar(sa.select(ConsentEvent)) is None


def test_giving_and_withdrawing_stand_in_the_audit(session, make):
    make.consent()
    make.withdrawal()

    entries = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.sequence)).all()
    assert [entry.deed for entry in entries] == ["consent.given", "consent.withdrawn"]
    assert entries[0].details == {"purpose": FOLLOW_UP, "scope": HERE, "by": "web"}
