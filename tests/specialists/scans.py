"""Scans of papers, of every kind, made byte by byte."""

import io
import struct
import zlib

from PIL import Image


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width=8, height=8, rows=None, aside=b"") -> bytes:
    """A grey picture; `rows` are its packed rows, `aside` a packed text beside them."""
    packed = zlib.compress(b"\0" * (width + 1) * height) if rows is None else rows
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    text = chunk(b"zTXt", aside) if aside else b""
    return b"\x89PNG\r\n\x1a\n" + head + text + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def jpeg(width=8, height=8) -> bytes:
    kept = io.BytesIO()
    Image.new("L", (width, height)).save(kept, "JPEG")
    return kept.getvalue()


def pdf(*objects: bytes) -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def packed(data: bytes, kind: bytes = b"") -> bytes:
    """An object of a PDF that holds packed data."""
    return stream(zlib.compress(data), kind)


def bomb(megabytes: int) -> bytes:
    """An object of a PDF that is small and opens to so much."""
    packer, zeros = zlib.compressobj(1), bytes(1 << 20)
    return stream(b"".join([*(packer.compress(zeros) for _ in range(megabytes)), packer.flush()]))


def stream(content: bytes, kind: bytes = b"") -> bytes:
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(content), kind, content)


PAGE = pdf(b"<< /Type /Catalog >>", packed(b"BT (seen) Tj ET"))
SCAN = png()
GOOD = {"pdf": PAGE, "jpg": jpeg(), "png": SCAN}
