"""Backup and restore: everything comes back, on both databases, even while people are writing."""

import hashlib
import io
import json
import sqlite3
import tarfile
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.core import backup, clock, dumps
from talent_portal.core.backup import BackupDamaged, BackupExists, NotABackup, OtherDatabase, TargetNotEmpty
from talent_portal.core.db import close_reading, db, reading, transaction
from talent_portal.core.files import uploads
from talent_portal.core.files.uploads import UploadKind
from talent_portal.core.jobs_models import JobRun
from tests.core.own import own_app

pytestmark = pytest.mark.realtime
PDF = b"%PDF-1.7\n%%EOF"


def add(*names):
    with transaction() as session:
        session.add_all(JobRun(name=name, next_at=clock.now()) for name in names)


def stored():
    names = set(reading().scalars(sa.select(JobRun.name)))
    close_reading()
    return names


@pytest.fixture
def here(database_url, tmp_path):
    with own_app(database_url, tmp_path / "here") as app:
        yield app


@pytest.fixture
def made(here, tmp_path):
    """A backup of an installation with two rows and one upload."""
    add("髙﨑", "b")
    uploads.store(PDF, (UploadKind.PDF,))
    path = tmp_path / "made.tar"
    backup.back_up(path)
    return path


def altered(path, change):
    """Write the backup again, every member passed through `change(name, bytes)`; return the new path."""
    target = path.with_name("altered.tar")
    with tarfile.open(path) as source, tarfile.open(target, "w") as tar:
        for member in source.getmembers():
            data = change(member.name, source.extractfile(member).read())
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return target


def manifest_of(path):
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile("manifest.json"))


def test_a_backup_says_what_it_holds_and_is_for_its_owner_only(made):
    manifest = manifest_of(made)

    assert manifest["rows"]["job_run"] == 2
    assert len(manifest["files"]) == 2
    assert made.stat().st_mode & 0o077 == 0
    assert not made.with_name("made.tar.partial").exists()


def test_a_backup_holds_no_keys(here, made):
    raw = made.read_bytes()

    for ring in here.extensions["settings"].keys.values():
        assert all(key not in raw for _, key in ring)


def test_everything_comes_back_into_an_empty_installation(made, database_url, tmp_path):
    with own_app(database_url, tmp_path / "there", tables=False):
        manifest = backup.restore(made)

        assert stored() == {"髙﨑", "b"}
        assert [uploads.read(name) for name in uploads.names()] == [PDF]
        assert manifest.rows["job_run"] == 2


def test_what_is_there_is_replaced_only_by_force(here, made):
    add("later")
    late = uploads.store(PDF + b" late", (UploadKind.PDF,)).name

    with pytest.raises(TargetNotEmpty):
        backup.restore(made)
    assert "later" in stored()

    backup.restore(made, force=True)
    assert stored() == {"髙﨑", "b"}
    assert late not in uploads.names()


def test_tables_that_the_backup_does_not_know_are_no_obstacle(here, made):
    with db.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE newer (name varchar(80) REFERENCES job_run (name))"))

    backup.restore(made, force=True)

    assert not sa.inspect(db.engine).has_table("newer")


def test_rows_can_be_written_after_a_restore(here, made):
    backup.restore(made, force=True)

    add("new")

    assert stored() == {"髙﨑", "b", "new"}


def test_every_job_is_due_after_a_restore_so_that_the_erased_is_erased_again(here, tmp_path):
    later = clock.now() + timedelta(days=1)
    with transaction() as session:
        session.add(JobRun(name="retention", next_at=later, lease_token="dead", leased_until=later))
    backup.back_up(tmp_path / "leased.tar")

    backup.restore(tmp_path / "leased.tar", force=True)

    run = reading().get(JobRun, "retention")
    assert run.next_at <= clock.now()
    assert run.leased_until is None


def test_a_backup_is_never_written_over(made):
    with pytest.raises(BackupExists):
        backup.back_up(made)


def flipped(data):
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize("part", ["database", "uploads/"])
def test_one_wrong_bit_is_found_before_anything_is_touched(here, made, part):
    damaged = altered(made, lambda name, data: flipped(data) if name.startswith(part) else data)
    add("precious")

    with pytest.raises(BackupDamaged):
        backup.restore(damaged, force=True)

    assert "precious" in stored()


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"files": {"../evil": "0" * 64}},
        {"files": {"uploads/../../evil.pdf": "0" * 64}},
        {"files": {}},
        {"heads": None},
        {"surprise": 1},
    ],
)
def test_a_manifest_that_lies_is_refused(here, made, change):
    def lie(name, data):
        return json.dumps(json.loads(data) | change).encode() if name == "manifest.json" else data

    with pytest.raises(NotABackup):
        backup.restore(altered(made, lie), force=True)


@pytest.mark.parametrize("data", [b"", b"no tar at all", b"\0" * 10_240])
def test_another_file_is_no_backup(here, tmp_path, data):
    path = tmp_path / "x.tar"
    path.write_bytes(data)

    with pytest.raises(NotABackup):
        backup.restore(path)


def test_a_truncated_backup_is_refused(here, made):
    made.write_bytes(made.read_bytes()[: made.stat().st_size // 2])

    with pytest.raises((NotABackup, BackupDamaged)):
        backup.restore(made, force=True)
    assert stored() == {"髙﨑", "b"}


def test_row_counts_are_compared_with_the_manifest(here, made):
    def lie(name, data):
        if name != "manifest.json":
            return data
        manifest = json.loads(data)
        manifest["rows"]["job_run"] = 3
        return json.dumps(manifest).encode()

    with pytest.raises((BackupDamaged, backup.RestoreIncomplete)):
        backup.restore(altered(made, lie), force=True)


def test_a_backup_of_another_kind_of_database_is_refused(here, made):
    other = "postgresql" if db.engine.dialect.name == "sqlite" else "sqlite"
    fake = b"whatever"

    def turn(name, data):
        if name != "manifest.json":
            return data
        files = {backup.DATABASE_NAMES[other]: hashlib.sha256(fake).hexdigest()}
        return json.dumps(json.loads(data) | {"database": other, "files": files}).encode()

    turned = altered(made, turn)
    with tarfile.open(turned, "a") as tar:
        member = tarfile.TarInfo(backup.DATABASE_NAMES[other])
        member.size = len(fake)
        tar.addfile(member, io.BytesIO(fake))

    with pytest.raises(OtherDatabase):
        backup.restore(turned, force=True)


def test_a_failing_load_leaves_everything_as_it_was(here, made, monkeypatch, tmp_path):
    add("precious")
    broken = tmp_path / "broken.dump"
    broken.write_bytes(b"PGDMP nonsense")

    with pytest.raises((dumps.ToolFailed, sqlite3.DatabaseError)):
        dumps.load(db.engine, broken)

    assert stored() == {"髙﨑", "b", "precious"}


def test_a_backup_under_load_is_one_moment_in_time(here, tmp_path, database_url):
    """Each transaction writes a pair: a copy that holds half of one was torn."""
    stop, going, wrote = threading.Event(), threading.Event(), []

    def write():
        with here.app_context():
            while not stop.is_set():
                add(f"left{len(wrote)}", f"right{len(wrote)}")
                wrote.append(1)
                going.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert going.wait(20)
        made = []
        for number in range(3):
            before = len(wrote)
            path = tmp_path / f"{number}.tar"
            backup.back_up(path)
            made.append((path, before))
    finally:
        stop.set()
        writer.join(30)

    with own_app(database_url, tmp_path / "there", tables=False):
        for path, before in made:
            backup.restore(path, force=True)
            names = stored()
            assert len(names) % 2 == 0
            assert {f"left{n}" for n in range(before)} | {f"right{n}" for n in range(before)} <= names
            assert manifest_of(path)["rows"]["job_run"] == len(names)


def test_an_intact_header_does_not_hide_a_broken_page(tmp_path):
    path = tmp_path / "x.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.executemany("INSERT INTO t VALUES (?)", [("x" * 500,)] * 200)
    connection.close()
    data = bytearray(path.read_bytes())
    data[8192:12288] = b"\xff" * 4096
    path.write_bytes(bytes(data))

    assert dumps.problem_of("sqlite", path, dumps.Dump((), {"t": 200}))
