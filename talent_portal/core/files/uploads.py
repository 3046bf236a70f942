"""What people upload: kept outside the web root under random names, checked for size and kind by content."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from flask import current_app

from talent_portal.core.files.archives import check_workbook
from talent_portal.core.files.errors import FileEmpty, FileTooLarge, UploadKindRefused

MAX_MEGABYTES: Final = 10
NAME: Final = re.compile(r"[0-9a-f]{32}\.(?:pdf|png|jpg|xlsx)")


class UploadKind(StrEnum):
    """The kinds of documents we keep, by the ending they get."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    XLSX = "xlsx"


MAGIC: Final = {
    UploadKind.PDF: b"%PDF-",
    UploadKind.PNG: b"\x89PNG\r\n\x1a\n",
    UploadKind.JPEG: b"\xff\xd8\xff",
    UploadKind.XLSX: b"PK\x03\x04",
}
MIMETYPES: Final = {
    UploadKind.PDF: "application/pdf",
    UploadKind.PNG: "image/png",
    UploadKind.JPEG: "image/jpeg",
    UploadKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file: its random name (the only thing to remember), kind, size in bytes and SHA-256."""

    name: str
    kind: UploadKind
    size: int
    sha256: str

    @property
    def mimetype(self) -> str:
        """Return the type to send it back with."""
        return MIMETYPES[self.kind]


def folder() -> Path:
    """Return where uploads are kept."""
    data_dir: Path = current_app.extensions["settings"].data_dir
    return data_dir / "uploads"


def store(data: bytes, allowed: tuple[UploadKind, ...], *, megabytes: int = MAX_MEGABYTES) -> StoredFile:
    """Keep `data` when it is of an allowed kind, whatever it is called; raise a `FileRefused`.

    Call it before the transaction that remembers the name; a file that nobody remembers is swept up by the feature.
    """
    if not data:
        raise FileEmpty
    if len(data) > megabytes * 1024 * 1024:
        raise FileTooLarge(limit=megabytes)
    kind = next((kind for kind in allowed if data.startswith(MAGIC[kind])), None)
    if kind is None:
        raise UploadKindRefused(kinds=", ".join(kind.name for kind in allowed))
    if kind is UploadKind.XLSX:
        check_workbook(data)
    name = f"{secrets.token_hex(16)}.{kind.value}"
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / name).open("xb") as file:
        (folder() / name).chmod(0o600)
        file.write(data)
    return StoredFile(name, kind, len(data), hashlib.sha256(data).hexdigest())


def _path(name: str) -> Path:
    """Return where a stored file lies; a name that we never gave is not found."""
    if not NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return folder() / name


def read(name: str) -> bytes:
    """Return a stored file; raise `FileNotFoundError`."""
    return _path(name).read_bytes()


def erase(name: str) -> None:
    """Remove a stored file; one that is gone already is no mistake."""
    _path(name).unlink(missing_ok=True)


def names() -> frozenset[str]:
    """Return the names of all stored files."""
    return frozenset(path.name for path in folder().glob("*") if NAME.fullmatch(path.name))
