"""Addresses of static files that change when the file does, so that browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, has_request_context, request, url_for

DIGEST_LENGTH = 10


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:DIGEST_LENGTH]


def init_app(app: Flask) -> None:
    """Give templates `asset("css/base.css")`."""
    folder = Path(app.static_folder or "")

    @cache
    def address(_root: str, name: str) -> str:
        return url_for("static", filename=name, v=_digest(folder / name))

    def asset(name: str) -> str:
        # Every page names a dozen of them; the address depends on nothing but where the application is mounted.
        return address(request.script_root if has_request_context() else "", name)

    app.jinja_env.globals["asset"] = asset
