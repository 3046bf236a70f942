"""Scans and photographs of papers: told by their content, and refused when they would grow, run or hide something.

Nothing is decoded here; whoever looks at the paper later does that. So it is measured what opening it would take.
"""

import re
import zlib
from typing import Final

from talent_portal.core.files.errors import (
    ActiveDocument,
    DocumentTooLarge,
    FileBroken,
    FileEmpty,
    FileTooLarge,
    UploadKindRefused,
)
from talent_portal.core.files.uploads import MAGIC, UploadKind

MAX_MEGABYTES: Final = 5
KINDS: Final = (UploadKind.PDF, UploadKind.JPEG, UploadKind.PNG)
MAX_PIXELS: Final = 60_000_000
MAX_UNPACKED: Final = 100 * 1024 * 1024
MAX_OBJECTS: Final = 10 * 1024 * 1024
CHUNK: Final = 64 * 1024
# Bytes of the largest pixel: red, green, blue and opacity in 16 bits each.
PNG_PIXEL: Final = 8
# Texts and colour profiles within a picture: packed, and of no use here when they are larger than this.
MAX_ASIDE: Final = 1024 * 1024
PNG_ASIDE: Final = frozenset({b"zTXt", b"iTXt", b"iCCP"})
# Start of frame, all kinds; the other markers of that row (C4, C8, CC) are tables.
JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
PDF_ACTIVE: Final = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|Encrypt)\b")
PDF_TWICE: Final = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode)\s*/(?:FlateDecode|Fl|LZWDecode)\b")
PDF_STREAM: Final = re.compile(rb"stream\r?\n")
PDF_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
DICTIONARY: Final = 400


def kind_of(data: bytes) -> UploadKind:
    """Return what the scan is, by its content; raise a `FileRefused` for anything we do not take."""
    if not data:
        raise FileEmpty
    if len(data) > MAX_MEGABYTES * 1024 * 1024:
        raise FileTooLarge(limit=MAX_MEGABYTES)
    kind = next((kind for kind in KINDS if data.startswith(MAGIC[kind])), None)
    if kind is None:
        raise UploadKindRefused(kinds="PDF, JPEG, PNG")
    try:
        CHECKS[kind](data)
    except (IndexError, ValueError) as error:
        raise FileBroken from error
    return kind


def _number(data: bytes, start: int, size: int) -> int:
    if start + size > len(data):
        raise FileBroken
    return int.from_bytes(data[start : start + size], "big")


def _size(width: int, height: int) -> None:
    if not width or not height:
        raise FileBroken
    if width * height > MAX_PIXELS:
        raise DocumentTooLarge


def _png(data: bytes) -> None:
    """Walk the chunks: the size stands in the first, the packed rows must not be more than the picture has."""
    if data[12:16] != b"IHDR":
        raise FileBroken
    width, height = _number(data, 16, 4), _number(data, 20, 4)
    _size(width, height)
    at, rows = 8, []
    while (name := data[at + 4 : at + 8]) != b"IEND":
        length = _number(data, at, 4)
        if name in PNG_ASIDE and length > MAX_ASIDE:
            raise DocumentTooLarge
        if name == b"IDAT":
            rows.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    try:
        _opened(b"".join(rows), 0, height * (width + 1) * PNG_PIXEL + CHUNK)
    except zlib.error as error:
        raise FileBroken from error


def _opened(data: bytes, at: int, most: int, kept: bytearray | None = None) -> int:
    """Return how many bytes come out of what is packed from `at` on, a little at a time; `kept` takes them.

    Raises `DocumentTooLarge` for more than `most`, and `zlib.error`.
    """
    opener, count = zlib.decompressobj(), 0
    while not opener.eof and at < len(data):
        rest, at = data[at : at + CHUNK], at + CHUNK
        while rest and not opener.eof:
            came = opener.decompress(rest, CHUNK)
            count, rest = count + len(came), opener.unconsumed_tail
            if count > most:
                raise DocumentTooLarge
            if kept is not None:
                kept += came
    return count


def _jpeg(data: bytes) -> None:
    """Walk the markers to the frame, which tells the size."""
    at = 2
    while True:
        if data[at] != 0xFF:  # noqa: PLR2004 - every marker begins so
            raise FileBroken
        marker = data[at + 1]
        if marker == 0xFF or marker in JPEG_ALONE:  # noqa: PLR2004 - a filler, or a marker without a body
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004 - as above
            continue
        if marker in JPEG_FRAMES:
            _size(_number(data, at + 7, 2), _number(data, at + 5, 2))
            return
        at += 2 + _number(data, at + 2, 2)


def _pdf(data: bytes) -> None:
    """Unpack every packed part to see how large it is, and look for programs, other files and passwords."""
    if b"%%EOF" not in data[-2048:]:
        raise FileBroken
    plain = _spelt_out(data)
    if PDF_ACTIVE.search(plain):
        raise ActiveDocument
    if PDF_TWICE.search(plain):
        raise DocumentTooLarge
    left = MAX_UNPACKED
    for found in PDF_STREAM.finditer(data):
        objects = b"/ObjStm" in data[max(0, found.start() - DICTIONARY) : found.start()]
        left -= _part(data, found.end(), left, objects=objects)


def _part(data: bytes, at: int, most: int, *, objects: bool) -> int:
    """Return how large one packed part of a PDF is when opened; 0 for one that is packed in another way."""
    kept = bytearray() if objects else None
    try:
        count = _opened(data, at, min(most, MAX_OBJECTS) if objects else most, kept)
    except zlib.error:
        count = 0
    if kept and PDF_ACTIVE.search(_spelt_out(bytes(kept))):
        raise ActiveDocument
    return count


def _spelt_out(data: bytes) -> bytes:
    """Return the data with every name written plainly: `/J#53` is `/JS`."""
    return PDF_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data)


CHECKS: Final = {UploadKind.PNG: _png, UploadKind.JPEG: _jpeg, UploadKind.PDF: _pdf}
