"""What the application lends to the page of a municipality: dates that higher floors know of."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

# (session, id of the organisation) → rows of the macro `agenda`, soonest first; `state` is (text, tone of its tag)
Dates = Callable[[Session, int], Sequence[Mapping[str, object]]]
EXTENSION = "municipality_dates"


def init_app(app: Flask, dates: Dates) -> None:
    """Hold where the coming dates of a municipality are asked for."""
    app.extensions[EXTENSION] = dates


def coming_dates(session: Session, organisation_id: int) -> Sequence[Mapping[str, object]]:
    """Return the coming dates of a municipality."""
    return cast("Dates", current_app.extensions[EXTENSION])(session, organisation_id)
