"""Copies of a live database by its own means: SQLite's backup API, PostgreSQL's pg_dump under one snapshot."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import URL

from talent_portal.core.errors import Refusal
from talent_portal.core.marks import _n

DEBIAN: Final = Path("/usr/lib/postgresql")
VERSIONS: Final = "alembic_version"
ASIDE: Final = "before_restore"
BUSY_SECONDS: Final = 30.0


class ToolFailed(Refusal):
    """pg_dump or pg_restore is missing or gave up; `reason` holds its own words."""

    code = "tool_failed"
    message = _n("%(tool)s failed: %(reason)s")


@dataclass(frozen=True, slots=True)
class Dump:
    """What a copy holds: the migrations applied, and rows by table (the table of migrations not counted)."""

    heads: tuple[str, ...]
    rows: Mapping[str, int]


def rows(connection: sa.Connection) -> dict[str, int]:
    """Return the number of rows of every table."""
    tables = [name for name in sa.inspect(connection).get_table_names() if name != VERSIONS]
    counted = {name: sa.select(sa.func.count()).select_from(sa.table(name)) for name in sorted(tables)}
    return {name: connection.scalar(query) or 0 for name, query in counted.items()}


def heads(connection: sa.Connection) -> tuple[str, ...]:
    """Return the migrations that a database was brought to; none when it never saw one."""
    if not sa.inspect(connection).has_table(VERSIONS):
        return ()
    return tuple(sorted(connection.scalars(sa.text(f"SELECT version_num FROM {VERSIONS}"))))  # noqa: S608 - a constant


def dump(engine: sa.Engine, target: Path) -> Dump:
    """Copy the live database into the file `target`; readers and writers go on meanwhile."""
    if engine.dialect.name == "sqlite":
        source = _sqlite_path(engine.url)
        with closing(_open(source)) as live, closing(_open(target)) as copy:
            live.backup(copy)
        return _of_sqlite_file(target)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
        found = Dump(heads(connection), rows(connection))
        _postgres("pg_dump", engine.url, "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
    return found


def problem_of(kind: str, file: Path, expected: Dump) -> str:
    """Return what is wrong with a copy before it is loaded, in one English word or two; '' when nothing is."""
    if kind == "postgresql":
        listed = _run("pg_restore", {}, "--list", str(file))
        return "" if "TABLE DATA" in listed or not expected.rows else "no tables"
    try:
        with closing(_open(file)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return "integrity_check"
            if copy.execute("PRAGMA foreign_key_check").fetchall():
                return "foreign_key_check"
        return "" if _of_sqlite_file(file) == expected else "row counts"
    except (sqlite3.DatabaseError, sa.exc.DatabaseError):
        return "integrity_check"


def load(engine: sa.Engine, file: Path) -> None:
    """Replace the contents of the database by a copy; all or nothing."""
    engine.dispose()
    if engine.dialect.name == "sqlite":
        target = _sqlite_path(engine.url)
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(_open(file)) as copy, closing(_open(target)) as live:
            copy.backup(live)
        return
    with _schema_aside(engine):
        options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
        _postgres("pg_restore", engine.url, *options, str(file))


@contextmanager
def _schema_aside(engine: sa.Engine) -> Iterator[None]:
    """Keep what is there under another name until the copy is in, and bring it back if the copy fails.

    Dropping table by table would trip over tables that the copy does not know.
    """
    with engine.begin() as connection:
        connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE"))
        connection.execute(sa.text(f"ALTER SCHEMA public RENAME TO {ASIDE}"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    try:
        yield
    except BaseException:
        with engine.begin() as connection:
            connection.execute(sa.text("DROP SCHEMA IF EXISTS public CASCADE"))
            connection.execute(sa.text(f"ALTER SCHEMA {ASIDE} RENAME TO public"))
        raise
    with engine.begin() as connection:
        connection.execute(sa.text(f"DROP SCHEMA {ASIDE} CASCADE"))


def _sqlite_path(url: URL) -> Path:
    return Path(url.database or "")


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def _of_sqlite_file(path: Path) -> Dump:
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        return Dump(heads(connection), rows(connection))


def _postgres(tool: str, url: URL, *options: str) -> None:
    """Run a PostgreSQL tool against the database; the password goes by the environment, where `ps` shows none."""
    given = {
        "PGHOST": url.host or str(url.query.get("host", "")),
        "PGPORT": str(url.port or url.query.get("port", "")),
        "PGUSER": url.username or "",
        "PGPASSWORD": str(url.password or ""),
        "PGSSLMODE": str(url.query.get("sslmode", "")),
        "PGDATABASE": url.database or "",
    }
    _run(tool, {key: value for key, value in given.items() if value}, f"--dbname={url.database}", *options)


def _run(tool: str, environment: Mapping[str, str], *options: str) -> str:
    done = subprocess.run(  # noqa: S603 - a tool found by ourselves, options of our own
        [_find(tool), *options], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ToolFailed(tool=tool, reason=done.stderr.strip())
    return done.stdout


def _find(tool: str) -> str:
    """Return the newest version of a PostgreSQL tool: Debian keeps several, and an older one refuses newer servers."""
    newest = sorted(DEBIAN.glob(f"*/bin/{tool}"), key=lambda path: path.parent.parent.name.zfill(3))
    found = str(newest[-1]) if newest else shutil.which(tool)
    if not found:
        raise ToolFailed(tool=tool, reason="not found; install postgresql-client")
    return found
