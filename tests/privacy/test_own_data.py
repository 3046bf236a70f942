import pytest
import sqlalchemy as sa

from talent_portal.audit.models import AuditEntry
from talent_portal.core.db import transaction
from talent_portal.privacy import actions, own_data, queries
from talent_portal.privacy.errors import CannotErase
from talent_portal.privacy.models import Erasure

PEOPLE = {"registration:abc": "試験 花子", "registration:other": "試験 太郎"}


@pytest.fixture
def held(app, session):
    """A feature that holds two people."""
    kept = dict(PEOPLE)
    holder = own_data.Holder(
        name="people",
        read=lambda _session, subject: {"name": kept[subject]} if subject in kept else {},
        erase=lambda _session, subject: kept.pop(subject, None),
        subjects=lambda _session: list(kept),
    )
    before = own_data.holders()
    app.extensions["own_data"] = (*before, holder)
    actions.erasure_list().unlink(missing_ok=True)
    yield kept
    app.extensions["own_data"] = before
    actions.erasure_list().unlink(missing_ok=True)


def test_own_data_comes_from_every_feature_that_holds_any(session, make, held):
    make.consent()
    make.look("registration:abc", actor=make.actor(organisation_id=make.organisation(name_ja="試験町").id))

    said = own_data.collect(session, "registration:abc")

    assert said["people"] == {"name": "試験 花子"}
    assert [consent["deed"] for consent in said["privacy"]["consents"]] == ["given"]
    assert said["privacy"]["seen_by"][0]["office"] == "試験町"
    assert own_data.collect(session, "registration:nobody") == {}


def test_erasing_forgets_withdraws_and_is_noted(session, make, held):
    make.consent()

    actions.erase(make.actor(), "registration:abc")

    assert held == {"registration:other": "試験 太郎"}
    assert queries.standing(session, "fair.follow-up") == []
    assert queries.is_erased(session, "registration:abc")
    assert "person.erased" in session.scalars(sa.select(AuditEntry.deed)).all()


def test_the_erasure_list_names_nobody(session, make, held):
    actions.erase(make.actor(), "registration:abc")

    outside = actions.erasure_list().read_text()
    assert "registration" not in outside
    assert outside.split()[0] == session.scalars(sa.select(Erasure.subject_hash)).one()


def test_erasing_twice_is_listed_once(session, make, held):
    actions.erase(make.actor(), "registration:abc")
    actions.erase(make.actor(), "registration:abc")

    assert len(session.scalars(sa.select(Erasure)).all()) == 1


def test_a_restored_backup_forgets_again(app, session, make, held):
    actions.erase(make.actor(), "registration:abc")
    held |= PEOPLE
    with transaction() as writing:
        writing.execute(sa.delete(Erasure))

    said = app.test_cli_runner().invoke(args=["privacy", "replay-erasures"]).output

    assert said == "1 people were erased again.\n"
    assert held == {"registration:other": "試験 太郎"}


def test_a_file_that_cannot_be_removed_stops_everything(app, session, make, held):
    def stuck(_session, _subject):
        raise OSError("read-only file system")

    app.extensions["own_data"] = (
        *own_data.holders(),
        own_data.Holder(name="files", read=lambda *_: {}, erase=lambda *_: None, erase_files=stuck),
    )

    with pytest.raises(CannotErase):
        actions.erase(make.actor(), "registration:abc")

    assert held == PEOPLE
    assert not queries.is_erased(session, "registration:abc")
