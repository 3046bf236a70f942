"""Run the migrations: all of them in one transaction, on both databases, and only by one process at a time."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate import renderers
from alembic.operations.ops import CreateTableOp, DropTableOp, MigrateOperation
from flask import current_app

from talent_portal.core.db import writing

LOCK_TIMEOUT = "4s"
ADVISORY_LOCK = 7_402_113


def plain_types(kind: str, thing: Any, autogen_context: Any) -> str | bool:
    """Write plain SQLAlchemy types, so that an old migration never leans on today's code."""
    if kind != "type":
        return False
    if isinstance(thing, sa.Enum) and not thing.native_enum:
        return f"sa.String(length={thing.length})"
    if type(thing).__module__.startswith("talent_portal"):
        return f"sa.{thing.impl!r}"
    return False


class OwnSql(MigrateOperation):
    """A statement of our own for one database, as triggers need it."""

    def __init__(self, dialect: str, statement: str) -> None:
        self.dialect, self.statement = dialect, " ".join(statement.split())


@renderers.dispatch_for(OwnSql)
def write_own_sql(_context: Any, op: OwnSql) -> str:
    """Copy the text into the migration, so that it never leans on today's code."""
    return f"if op.get_bind().dialect.name == {op.dialect!r}: op.execute({op.statement!r})"


def complete(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Add the triggers that autogenerate does not see; make no file when models and database agree."""
    if not getattr(context.config.cmd_opts, "autogenerate", False):
        return
    script = directives[0]
    if script.upgrade_ops.is_empty():
        directives[:] = []
    for ops in (script.upgrade_ops.ops, script.downgrade_ops.ops):
        for op in list(ops):
            if isinstance(op, CreateTableOp):
                ops += own_sql(op.table_name, "after_create")
            elif isinstance(op, DropTableOp):
                ops += own_sql(op.table_name, "after_drop")


def own_sql(table: str, moment: str) -> list[OwnSql]:
    """Return the statements that the model of `table` declares for this moment."""
    known = current_app.extensions["migrate"].db.metadata.tables.get(table)
    listeners = getattr(known.dispatch, moment) if known is not None else ()
    return [OwnSql(one._ddl_if.dialect, one.statement) for one in listeners if isinstance(one, sa.DDL)]


def run(connection: sa.Connection) -> None:
    """Migrate through `connection`."""
    migrate = current_app.extensions["migrate"]
    context.configure(
        connection=connection,
        target_metadata=migrate.db.metadata,
        render_item=plain_types,
        process_revision_directives=complete,
        transactional_ddl=True,  # SQLite can, once its transactions begin by our hand
        **migrate.configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()


def on_sqlite(connection: sa.Connection) -> None:
    """A table is changed by copying it, so foreign keys rest meanwhile, and are checked before the commit."""
    raw = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        with writing(), connection.begin():
            run(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"the migration leaves broken references: {broken[:5]}")
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def on_postgresql(connection: sa.Connection) -> None:
    """Nobody waits behind a migration for long, and two migrations never run at once."""
    with connection.begin():
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
        run(connection)


if context.is_offline_mode():
    raise SystemExit("migrations run online only: the data of a row may decide")

with current_app.extensions["migrate"].db.engine.connect() as connected:
    (on_sqlite if connected.dialect.name == "sqlite" else on_postgresql)(connected)
