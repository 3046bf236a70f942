import pytest
import sqlalchemy as sa

from talent_portal.accounts.models import Organisation
from talent_portal.audit import actions, queries
from talent_portal.audit.models import AuditEntry, AuditHead
from talent_portal.audit.rules import PersonalData
from talent_portal.core.db import at_end, rehearsal, transaction


def book(session):
    return session.scalars(sa.select(AuditEntry).order_by(AuditEntry.sequence)).all()


class ChangedMindError(Exception):
    pass


def change_your_mind(session, actor, subject):
    actions.record(session, actor, "fair.closed", subject)
    raise ChangedMindError


def test_an_entry_says_who_did_what_to_what(session, make):
    office = make.organisation()
    actor = make.actor(organisation_id=office.id)

    make.deed("slot.moved", "slot:abc", actor=actor, before=3, after=None, kinds=["talk", True])

    [entry] = book(session)
    assert (entry.sequence, entry.actor_kind, entry.actor_reference) == (1, "staff", actor.reference)
    assert (entry.organisation, entry.deed, entry.subject) == (office.reference, "slot.moved", "slot:abc")
    assert entry.details == {"before": 3, "after": None, "kinds": ["talk", True]}


def test_each_entry_carries_the_hash_of_the_one_before(session, make):
    make.deeds(3)

    first, second, third = book(session)
    assert first.previous_hash == ""
    assert [second.previous_hash, third.previous_hash] == [first.hash, second.hash]
    assert queries.head(session) == (3, third.hash)


def test_a_change_undone_leaves_no_entry(session, make):
    with pytest.raises(ChangedMindError), transaction() as writing:
        change_your_mind(writing, make.actor(), "fair:lost")

    make.deed(subject="fair:kept")

    assert [entry.subject for entry in book(session)] == ["fair:kept"]


def test_an_inner_change_undone_takes_its_entries_along(session, make):
    with transaction() as writing:
        actions.record(writing, make.actor(), "fair.closed", "fair:outside")
        with pytest.raises(ChangedMindError), transaction() as inner:
            change_your_mind(inner, make.actor(), "fair:undone")
        with transaction() as inner:
            actions.record(inner, make.actor(), "fair.closed", "fair:nested")

    assert [entry.subject for entry in book(session)] == ["fair:outside", "fair:nested"]


def test_a_rehearsal_leaves_no_entry(session, make):
    with rehearsal():
        make.deed()

    assert book(session) == []
    assert queries.verify(session) is None


def test_entries_noted_by_the_last_acts_of_a_transaction_are_kept(session, make):
    with transaction() as writing:
        actions.record(writing, make.actor(), "fair.closed", "fair:first")
        at_end(writing, "late", lambda inner: actions.record(inner, make.actor(), "letter.posted", "letter:late"))

    assert [entry.subject for entry in book(session)] == ["fair:first", "letter:late"]
    assert queries.verify(session) is None


def test_the_head_may_have_been_made_beforehand(session, make):
    make.keep(AuditHead(id=1, sequence=0, hash=""))

    make.deed()

    assert queries.verify(session) is None


def test_a_refused_deed_is_noted_as_denied(session, make):
    actions.note_denied(make.actor(), "fair.close", "fair:abc")

    [entry] = book(session)
    assert (entry.deed, entry.subject) == ("fair.close.denied", "fair:abc")


@pytest.mark.parametrize(
    "value",
    ["taro@example.com", "x" * 81, "試験 太郎", "two\nlines", 1.5, {"name": "x"}, ["ok", "a@b"], Organisation()],
    ids=["address", "long", "name", "lines", "fraction", "mapping", "hidden in a list", "row"],
)
def test_personal_data_is_refused_and_the_change_with_it(session, make, value):
    with pytest.raises(PersonalData):
        make.deed(note=value)

    assert book(session) == []


def test_the_subject_is_a_reference_too(session, make):
    with pytest.raises(PersonalData):
        make.deed(subject="person:taro@example.com")
