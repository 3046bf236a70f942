"""Auditors hold the head of the book in their own mail box, day by day."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.accounts.models import AccountStatus
from talent_portal.accounts.permissions import Role
from talent_portal.audit import queries as audit
from talent_portal.core.db import close_reading
from talent_portal.core.jobs import run_now
from talent_portal.outbox.models import Letter


@pytest.fixture
def auditor(make):
    return make.membership(Role.AUDITOR)


def heads(session):
    return list(session.scalars(sa.select(Letter).where(Letter.template == "privacy/audit_head").order_by(Letter.id)))


def test_every_auditor_gets_the_head_that_verifies_later(make, session, auditor):
    make.deeds(3)
    sequence, digest = audit.head(session)

    assert run_now("audit.mail_head").count == 1
    make.deeds(2)

    (letter,) = heads(session)
    assert letter.recipient == auditor.account.email
    assert f"{sequence}:{digest}" in letter.body
    assert "正常" in letter.body
    close_reading()
    assert audit.verify(session, (sequence, digest)) is None
    assert audit.verify(session, (sequence, "another")) is not None


def test_the_letter_comes_once_a_day(session, auditor, clock):
    run_now("audit.mail_head")
    run_now("audit.mail_head")
    clock.shift(timedelta(days=1))
    run_now("audit.mail_head")

    assert len(heads(session)) == 2


def test_nobody_else_gets_it(make, session):
    make.membership(Role.LEAD)
    make.membership(Role.AUDITOR, account=make.account(status=AccountStatus.DISABLED))

    assert run_now("audit.mail_head").count == 0


def test_a_broken_book_is_said_in_the_subject(make, session, auditor, monkeypatch):
    make.deeds(3)
    monkeypatch.setattr(audit, "verify", lambda _session: 2)

    run_now("audit.mail_head")

    assert "2" in heads(session)[0].subject
    assert "破損" in heads(session)[0].subject
