"""The SQL that keeps a book append-only in the database itself, whoever writes.

Each statement is a template of `{table}` and `{key}` (its ever-growing integer). Rows may leave only from the beginning
of a book, up to where `book_cut` says it was cut for retention. `create_all` runs them through `guard`; a migration
copies the text. After a batch migration on SQLite (which copies the table) they have to be made again.
"""

from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

SQLITE = (
    """
CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table}
BEGIN
  SELECT RAISE(ABORT, '{table} is append-only');
END""",
    """
CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table}
WHEN OLD.{key} > (SELECT COALESCE(MAX(up_to), 0) FROM book_cut WHERE book = '{table}')
BEGIN
  SELECT RAISE(ABORT, '{table} is append-only');
END""",
    # INSERT OR REPLACE deletes without asking the trigger above.
    """
CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
BEGIN
  SELECT RAISE(ABORT, '{table} is append-only');
END""",
)

POSTGRESQL = (
    """
CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.{key} <= (SELECT COALESCE(MAX(up_to), 0) FROM book_cut WHERE book = '{table}') THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION '{table} is append-only';
END $$""",
    """
CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
    """
CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
)

# Dropping a table drops its triggers; on PostgreSQL the function stays behind.
POSTGRESQL_DROP = "DROP FUNCTION IF EXISTS {table}_refuse() CASCADE"


def guard(model: type[DeclarativeBase], key: str = "id") -> None:
    """Make `create_all` add the triggers to the table of `model`."""
    table = cast("sa.Table", model.__table__)
    for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
        for statement in statements:
            _run(table, "after_create", statement.format(table=table.name, key=key), dialect)
    _run(table, "after_drop", POSTGRESQL_DROP.format(table=table.name), "postgresql")


def _run(table: sa.Table, moment: str, statement: str, dialect: str) -> None:
    ddl = sa.DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # SQLAlchemy left it untyped
    sa.event.listen(table, moment, ddl)
