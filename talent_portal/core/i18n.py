"""Words at the edge: English is the source, Japanese the default and complete."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app, g, has_app_context, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, get_translations, gettext, ngettext

from talent_portal.core.errors import Refusal
from talent_portal.core.marks import _n

LANGUAGES = ("ja", "en")
COOKIE = "lang"
COOKIE_SECONDS = 365 * 24 * 3600

__all__ = ["COOKIE", "LANGUAGES", "_n", "gettext", "language", "local", "ngettext", "say", "use_language"]


def choose() -> str:
    """Return the language of this request: forced for a mail, else the cookie, else Japanese."""
    if not has_request_context():
        return LANGUAGES[0]
    forced: str | None = g.get("language")
    wanted = forced or request.cookies.get(COOKIE, LANGUAGES[0])
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def language() -> str:
    """Return the language now in force, as `ja` or `en`; remembered, because a page asks a hundred times."""
    if not has_app_context():
        return LANGUAGES[0]
    spoken: str | None = g.get("spoken")
    if spoken is None:
        locale = get_locale()
        spoken = g.spoken = str(locale.language) if locale else LANGUAGES[0]
    return spoken


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Speak `code` inside the block, for a letter to somebody who reads another language."""
    before: str | None = g.get("spoken")
    with force_locale(code if code in LANGUAGES else LANGUAGES[0]):
        g.spoken = None
        try:
            yield
        finally:
            g.spoken = before


def _catalog() -> Any:
    """Return the sentences of the language in force; kept by language, because pages ask a hundred times."""
    kept: dict[str, Any] = current_app.extensions["catalogs"]
    code = language()
    if code not in kept:
        kept[code] = get_translations()
    return kept[code]


def _said(message: str) -> str:
    said: str = _catalog().ugettext(message)
    return said


def _counted(singular: str, plural: str, number: int) -> str:
    said: str = _catalog().ungettext(singular, plural, number)
    return said


def local(thing: object, name: str) -> str:
    """Return `thing.<name>_<language>`, falling back to Japanese where the translation is empty."""
    return getattr(thing, f"{name}_{language()}", "") or getattr(thing, f"{name}_ja", "") or ""


def say(refusal: Refusal) -> str:
    """Return a refusal as a sentence in the reader's language."""
    # Values that are message ids themselves (names of fields, say) are translated by whoever raised.
    return str(gettext(refusal.message, **refusal.params)) if refusal.params else str(gettext(refusal.message))


def init_app(app: Flask) -> None:
    """Teach the application and its templates both languages."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", LANGUAGES[0])
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Asia/Tokyo")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    Babel(app, locale_selector=choose)
    app.extensions["catalogs"] = {}
    app.jinja_env.install_gettext_callables(_said, _counted, newstyle=True)  # type: ignore[attr-defined]  # of its i18n extension
    app.jinja_env.globals.update(language=language, local=local)
