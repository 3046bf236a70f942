import pytest
import sqlalchemy as sa

from talent_portal.audit import jobs
from talent_portal.audit.models import AuditHead


def test_the_nightly_look_at_a_whole_book_counts_it(session, make):
    make.deeds(3)

    assert jobs.verify_book() == 3


def test_the_nightly_look_at_a_broken_book_fails(session, make):
    make.deeds(3)
    session.connection().execute(sa.update(AuditHead).values(sequence=2))

    with pytest.raises(jobs.BookBroken, match="3"):
        jobs.verify_book()
