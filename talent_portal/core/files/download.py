"""A file on its way to the reader."""

import io
import re
from pathlib import PurePath

from flask import Response, send_file

from talent_portal.core.pages import personal as keep_out_of_caches

UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')


def attachment(data: bytes, filename: str, mimetype: str, *, personal: bool = True) -> Response:
    """Return a download with a name in any script (RFC 6266 `filename*`), by default kept out of every cache.

    Pass `personal=False` for open data only.
    """
    if personal:
        keep_out_of_caches()
    name = UNSAFE_IN_NAMES.sub("_", PurePath(filename).name).strip(". ") or "download"
    response = send_file(io.BytesIO(data), mimetype=mimetype, as_attachment=True, download_name=name)
    if personal:
        response.headers["Cache-Control"] = "no-store"
    return response
