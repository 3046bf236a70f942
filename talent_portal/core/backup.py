"""Backup and restore: the database by its own means (never a copy of a live file), the uploads, and a manifest.

One tar file: `manifest.json`, `database.sqlite3` or `database.dump`, `uploads/…`. The keys are not in it, on purpose:
whoever finds a backup should not be able to read the sealed columns.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Final

import sqlalchemy as sa
import structlog

from talent_portal.core import clock, dumps
from talent_portal.core.db import db, transaction
from talent_portal.core.dumps import Dump
from talent_portal.core.errors import Refusal
from talent_portal.core.files import uploads
from talent_portal.core.jobs_models import JobRun
from talent_portal.core.marks import _n

log = structlog.get_logger(__name__)

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
CHUNK: Final = 1024 * 1024
DATABASE_NAMES: Final = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
MEMBER: Final = re.compile(rf"database\.(?:sqlite3|dump)|uploads/{uploads.NAME.pattern}")


class BackupExists(Refusal):
    """Nothing is ever written over."""

    code = "backup_exists"
    message = _n("%(path)s exists already. Choose another name.")


class NotABackup(Refusal):
    """The tar is none of ours, or of a later version."""

    code = "not_a_backup"
    message = _n("%(path)s is not a backup that this version can read.")


class BackupDamaged(Refusal):
    """A checksum, an integrity check or a row count does not agree with the manifest."""

    code = "backup_damaged"
    message = _n("The backup is damaged: %(what)s. Nothing was changed.")


class OtherDatabase(Refusal):
    """A backup of SQLite into PostgreSQL, or the other way round."""

    code = "other_database"
    message = _n("The backup was made of %(made_of)s, but this installation uses %(used)s.")


class TargetNotEmpty(Refusal):
    """There is data here already."""

    code = "target_not_empty"
    message = _n("There is data here already. To replace it, add --force.")


class RestoreIncomplete(Refusal):
    """What came in is not what the manifest counts; should never happen."""

    code = "restore_incomplete"
    message = _n("The restored data does not agree with the backup. Do not use this installation; restore again.")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: SHA-256 of each file by name, rows of each table, the migrations applied."""

    format: int
    version: str
    made_at: str
    database: str
    heads: tuple[str, ...]
    rows: Mapping[str, int]
    files: Mapping[str, str]


def back_up(path: Path) -> Manifest:
    """Write a backup of the running installation to `path`, readable by its owner only; return its manifest."""
    if path.exists():
        raise BackupExists(path=str(path))
    with tempfile.TemporaryDirectory(prefix="portal-backup-") as name:
        database = Path(name) / DATABASE_NAMES[db.engine.dialect.name]
        dump = dumps.dump(db.engine, database)
        kept = sorted(uploads.names())
        with _written_whole(path) as tar:
            files = {database.name: _add(tar, database, database.name)}
            for upload in kept:
                # A file erased since we listed it was meant to be erased.
                if (uploads.folder() / upload).exists():
                    files[f"uploads/{upload}"] = _add(tar, uploads.folder() / upload, f"uploads/{upload}")
            manifest = _manifest(dump, files)
            _add_bytes(tar, MANIFEST, json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode())
    log.info("backup_made", rows=sum(manifest.rows.values()), files=len(manifest.files))
    return manifest


def _manifest(dump: Dump, files: Mapping[str, str]) -> Manifest:
    try:
        ours = version("talent-portal")
    except PackageNotFoundError:  # run from a folder, never installed
        ours = "unreleased"
    made_at = clock.now().isoformat(timespec="seconds")
    return Manifest(FORMAT, ours, made_at, db.engine.dialect.name, dump.heads, dump.rows, files)


@contextmanager
def _written_whole(path: Path) -> Iterator[tarfile.TarFile]:
    """Give a tar that appears under its name only when it is complete and on the disk."""
    partial = path.with_name(path.name + ".partial")
    descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                yield tar
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _add(tar: tarfile.TarFile, source: Path, name: str) -> str:
    """Add one file; return its SHA-256."""
    tar.add(source, arcname=name, recursive=False, filter=_anonymous)
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    tar.addfile(member, io.BytesIO(data))


def restore(path: Path, *, force: bool = False) -> Manifest:
    """Put a backup back; everything is checked before anything is touched. Raises a `Refusal` that says what is wrong.

    Without `force` only into an installation without data. The web process and the worker must not be running.
    """
    if not force and (uploads.names() or any(_rows_here().values())):
        raise TargetNotEmpty
    with tempfile.TemporaryDirectory(prefix="portal-restore-") as name:
        folder = Path(name)
        manifest = _unpack(path, folder)
        if manifest.database != db.engine.dialect.name:
            raise OtherDatabase(made_of=manifest.database, used=db.engine.dialect.name)
        database = folder / DATABASE_NAMES[manifest.database]
        problem = dumps.problem_of(manifest.database, database, Dump(manifest.heads, manifest.rows))
        if problem:
            raise BackupDamaged(what=problem)
        dumps.load(db.engine, database)
        if _rows_here() != manifest.rows:
            raise RestoreIncomplete
        _replace_uploads(folder / "uploads")
    _make_jobs_due()
    log.info("backup_restored", rows=sum(manifest.rows.values()), files=len(manifest.files))
    return manifest


def _rows_here() -> dict[str, int]:
    with db.engine.connect() as connection:
        return dumps.rows(connection)


def _make_jobs_due() -> None:
    """Let every job run at once: what was erased since the backup must be erased again."""
    if sa.inspect(db.engine).has_table(JobRun.__tablename__):
        with transaction() as session:
            session.execute(sa.update(JobRun).values(next_at=clock.now(), lease_token=None, leased_until=None))


def _unpack(path: Path, folder: Path) -> Manifest:
    """Copy the files of a backup into `folder`, by names that we know, checking each sum."""
    try:
        with tarfile.open(path, "r:") as tar:
            members = {member.name: member for member in tar.getmembers() if member.isfile()}
            manifest = _read_manifest(tar.extractfile(members[MANIFEST]))
            (folder / "uploads").mkdir()
            for name, digest in manifest.files.items():
                if not MEMBER.fullmatch(name):
                    raise NotABackup(path=str(path))
                if name not in members or _copy(tar.extractfile(members[name]), folder / name) != digest:
                    raise BackupDamaged(what=name)
    except (tarfile.TarError, KeyError, TypeError, ValueError, EOFError) as error:
        raise NotABackup(path=str(path)) from error
    if DATABASE_NAMES.get(manifest.database) not in manifest.files:
        raise NotABackup(path=str(path))
    return manifest


def _read_manifest(file: IO[bytes] | None) -> Manifest:
    if file is None:
        raise KeyError(MANIFEST)
    given = json.load(file)
    if given.get("format") != FORMAT:
        raise ValueError(given.get("format"))
    return Manifest(**{**given, "heads": tuple(given["heads"])})


def _copy(source: IO[bytes] | None, target: Path) -> str:
    """Copy a member; return its SHA-256."""
    digest = hashlib.sha256()
    if source is None:
        return ""
    with target.open("wb") as file:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _replace_uploads(restored: Path) -> None:
    """Swap the folder of uploads; the old one goes last."""
    target = uploads.folder()
    target.parent.mkdir(parents=True, exist_ok=True)
    incoming, outgoing = target.with_name("uploads.new"), target.with_name("uploads.old")
    for leftover in (incoming, outgoing):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(restored, incoming)
    incoming.chmod(0o700)
    if target.exists():
        target.rename(outgoing)
    incoming.rename(target)
    shutil.rmtree(outgoing, ignore_errors=True)
