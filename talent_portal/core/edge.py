"""What is refused before anybody looks at it: addresses no database could keep."""

from flask import Flask, abort, request

from talent_portal.core.text import is_storable


def init_app(app: Flask) -> None:
    """Look at every address first."""
    app.before_request(_refuse_unstorable)


def _refuse_unstorable() -> None:
    """Answer 400 to NUL, other controls and lone surrogates: PostgreSQL refuses them, SQLite cuts at them."""
    arguments = (part for pair in request.args.items(multi=True) for part in pair)
    if not request.path.isprintable() or not all(map(is_storable, arguments)):
        abort(400)
