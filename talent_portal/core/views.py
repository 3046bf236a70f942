"""Doors that belong to no feature: the language switch and the health check."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from talent_portal.core.access import public
from talent_portal.core.db import reading
from talent_portal.core.i18n import COOKIE, COOKIE_SECONDS, LANGUAGES

bp = Blueprint("core", __name__)


def safe_next(target: str) -> str:
    """Return `target` when it is a path of ours, else the front page (two slashes or a backslash lead elsewhere)."""
    ours = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    return target if ours else "/"


@bp.get("/language/<code>")
@public
def choose_language(code: str) -> ResponseReturnValue:
    """Remember the reader's language in a cookie; nothing is stored with us."""
    response = redirect(safe_next(request.args.get("next", "/")))
    if code in LANGUAGES:
        response.set_cookie(
            COOKIE, code, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure
        )
    return response


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """Answer 200 while the database answers."""
    reading().execute(text("SELECT 1"))
    return {"status": "ok"}
