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


def test_sqlite_refuses_to_replace_a_row(session, book):
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("only SQLite knows INSERT OR REPLACE")

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(sa.text(REPLACE))


def test_postgresql_refuses_to_truncate(session, book):
    if session.get_bind().dialect.name != "postgresql":
        pytest.skip("only PostgreSQL knows TRUNCATE")

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(sa.text("TRUNCATE audit_entry"))
