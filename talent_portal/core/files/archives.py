"""Look into a zip before anything opens it: bombs, passwords, macros, and names that climb out."""

import io
import zipfile
import zlib
from typing import Final

from talent_portal.core.files.errors import FileBroken, MacrosRefused, OldExcel, UnpacksTooLarge, WrongKind

MAX_ENTRIES: Final = 200
MAX_UNPACKED: Final = 50 * 1024 * 1024
CHUNK: Final = 256 * 1024
ENCRYPTED: Final = 0x1
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def check_workbook(data: bytes) -> None:
    """Raise a `FileRefused` unless `data` is a zip that safely holds a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive)
            _check_real_size(archive)
    except BROKEN as error:
        raise FileBroken from error


def _check_directory(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise UnpacksTooLarge
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise OldExcel
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
        raise FileBroken
    if len(names) != len(entries):
        raise FileBroken
    if "xl/workbook.xml" not in names:
        raise WrongKind
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise MacrosRefused


def _check_real_size(archive: zipfile.ZipFile) -> None:
    """Unpack into nothing and count: the directory may lie about sizes."""
    left = MAX_UNPACKED
    for entry in archive.infolist():
        entry.file_size = left + 2 * CHUNK  # otherwise reading would stop at the size claimed
        with archive.open(entry) as file:
            while chunk := file.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise UnpacksTooLarge
