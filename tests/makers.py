"""Make things that are valid by default; a test says only what it is about.

`make.organisation(...)`, `make.fair(...)`: every feature's `tests/<feature>/makers.py` offers functions
`(make, **given)` that are found here by name.
"""

import importlib
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from talent_portal.core.db import reading, transaction

number = count(1)
# Whether a row is being kept: what a test begins with is not undone alone, so it needs no savepoint of its own.
keeping: ContextVar[bool] = ContextVar("keeping", default=False)
ROOMS = sorted(path.parent.name for path in Path(__file__).parent.glob("*/makers.py"))


@cache
def _maker(name: str) -> Callable[..., Any]:
    for room in ROOMS:
        found: Callable[..., Any] | None = getattr(importlib.import_module(f"tests.{room}.makers"), name, None)
        if found is not None:
            return found
    raise AttributeError(name)


class Makers:
    """Finds `make.<thing>` in the makers of the features."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(_maker(name), self)

    def keep(self, thing: Any) -> Any:
        """Store one row through `transaction()` and give it back."""
        token = keeping.set(True)
        try:
            with transaction() as session:
                session.add(thing)
        finally:
            keeping.reset(token)
        return thing

    def fresh(self, thing: Any) -> Any:
        """Return the row as the database has it now, even where the thing has lost its session."""
        session = reading()
        session.expire_all()
        return session.get(type(thing), inspect(thing).identity[0])
