import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

REFUSED = [
    "UPDATE audit_entry SET deed = 'x' WHERE sequence = 2",
    "DELETE FROM audit_entry WHERE sequence = 2",
    "DELETE FROM audit_entry",
    "UPDATE book_cut SET up_to = 9",
    "DELETE FROM book_cut",
]
REPLACE = (
    "INSERT OR REPLACE INTO audit_entry SELECT sequence, at, actor_kind, actor_reference, organisation, 'x', subject,"
    " details, previous_hash, hash FROM audit_entry WHERE sequence = 2"
)


@pytest.fixture
def book(make):
    make.deeds(3)
    make.keep_cut()


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_change_the_book(session, book, statement):
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(sa.text(statement))


def test_the_database_refuses_what_only_it_knows(session, book):
    # Each database has one more way to lose rows: INSERT OR REPLACE in SQLite, TRUNCATE in PostgreSQL.
    statement = {"sqlite": REPLACE, "postgresql": "TRUNCATE audit_entry"}[session.get_bind().dialect.name]

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(sa.text(statement))
