"""A licence that runs out: three letters, the end on the day after, a call; each once, however often one looks."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from talent_portal.audit.models import AuditEntry
from talent_portal.core.actor import WORKER
from talent_portal.specialists.actions import credentials, expiry
from talent_portal.specialists.actions.drafts import CredentialDraft
from talent_portal.specialists.models import SpecialistState
from talent_portal.specialists.rules.states import CredentialState as S

LAST = date(2026, 9, 1)
RAN_OUT = "specialist.licence-ended"


def on(clock, days_before):
    clock.move_to(f"{LAST - timedelta(days=days_before)}T03:00:00Z")


def subjects(make, person):
    return [letter.subject for letter in make.letters_to(person.email)]


def test_three_letters_each_once(make, clock):
    person = make.specialist()
    make.licence(person, expires_on=LAST)
    told = []
    for days in (61, 60, 60, 59, 15, 14, 13, 1, 0, 0, -1):
        on(clock, days)
        told.append((days, expiry.warn_due(), expiry.warn_due()))

    assert [days for days, first, _ in told if first] == [60, 14, 0]
    assert not any(again for _, _, again in told)
    assert subjects(make, person) == [
        "資格の有効期限まで、あと2か月ほどです",
        "再度のお知らせ：資格の有効期限が近づいています",
        "資格の有効期限は本日までです",
    ]


def test_only_the_newest_letter_goes_out_where_some_were_missed(make, clock):
    person = make.specialist(language="en")
    make.licence(person, expires_on=LAST)
    on(clock, 3)

    assert expiry.warn_due() == 1
    assert subjects(make, person) == ["Reminder: one of your qualifications runs out soon"]


def test_the_letter_says_the_day_and_nothing_of_the_card(make, clock):
    make.catalogue()
    person = make.specialist()
    make.licence(person, expires_on=LAST)
    on(clock, 14)
    expiry.warn_due()

    (letter,) = make.letters_to(person.email)
    assert "2026年9月1日" in letter.body
    assert "土木施工" not in letter.body + letter.subject


def test_a_renewed_licence_is_warned_of_anew(make, clock):
    person = make.specialist()
    make.licence(person, expires_on=LAST)
    on(clock, 10)
    expiry.warn_due()
    draft = CredentialDraft(qualification="civil_works_1", expires_on=LAST + timedelta(days=365))
    make.catalogue()
    credentials.save(make.person_as(person), person.reference, draft, make.fresh(person).version)

    assert expiry.warn_due() == 0
    on(clock, 10 - 365)
    assert expiry.warn_due() == 1


@pytest.mark.parametrize("state", [SpecialistState.LAPSED, SpecialistState.WITHDRAWN, SpecialistState.DRAFT])
def test_whoever_is_not_on_the_register_is_left_alone(make, clock, state):
    person = make.specialist(state=state)
    make.licence(person, expires_on=LAST)
    on(clock, 0)
    assert expiry.warn_due() == 0
    on(clock, -1)
    expiry.expire_due()

    assert make.calls_about(person) == []


def test_people_without_mail_are_called(make, clock):
    person = make.specialist(email=None, phone="095-000-1111")
    make.licence(person, expires_on=LAST)
    on(clock, 14)
    expiry.warn_due()

    assert make.calls_about(person) == ["specialist.licence-ends"]


def test_from_the_day_after_its_last_it_counts_for_nothing_and_the_desk_calls(make, clock):
    person = make.specialist()
    row = make.licence(person, expires_on=LAST)
    on(clock, 0)
    assert expiry.expire_due() == 0
    (held,) = make.facts_of(person).licences
    assert (held.counts_on(LAST), held.counts_on(LAST + timedelta(days=1))) == (True, False)

    on(clock, -1)
    assert (expiry.expire_due(), expiry.expire_due()) == (1, 0)

    assert make.fresh(row).state is S.EXPIRED
    assert make.facts_of(person).licences == ()
    assert make.calls_about(person) == [RAN_OUT]
    entry = make.session.scalars(sa.select(AuditEntry).where(AuditEntry.deed == "credential.expire")).one()
    assert entry.actor_kind == WORKER.kind


def test_nobody_is_called_about_what_nobody_had_looked_at(make, clock):
    person = make.specialist()
    make.licence(person, verified=False, expires_on=LAST)
    on(clock, -1)

    assert expiry.expire_due() == 1
    assert make.calls_about(person) == []
