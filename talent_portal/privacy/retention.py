"""How long what is kept: the type that every feature writes its rules in, and where the house keeps them.

The rules are data: /privacy prints them, docs/privacy.md explains them, and the nightly job applies the very same ones.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

EXTENSION = "retention"


# (session of a transaction, first day that is still kept) → rows touched. What a rollback cannot undo, such as removing
# files, belongs into `after_commit`: a dry run never gets there, and so does exactly what the real run does.
Run = Callable[[Session, date], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """One row of the retention table. Words are message ids, marked with `_n`.

    `period` is a number of days, or a function from today to the first day that is still kept (for fiscal years).
    """

    name: str
    tables: tuple[str, ...]
    what: str
    period: int | Callable[[date], date]
    kept: str
    then: str
    basis: str
    run: Run

    def before(self, today: date) -> date:
        """Return the first day that is still kept; everything earlier goes."""
        return today - timedelta(days=self.period) if isinstance(self.period, int) else self.period(today)


class UnknownRule(Exception):  # noqa: N818 - a mistake in the settings
    """`PORTAL_RETENTION_DAYS` names a rule that does not exist."""


def years_before(years: int, today: date) -> date:
    """Return the same day `years` ago (28 February for the 29th)."""
    day = min(today.day, 28) if today.month == 2 else today.day  # noqa: PLR2004 - February
    return today.replace(year=today.year - years, day=day)


def init_app(app: Flask, rules: tuple[RetentionRule, ...], days: Mapping[str, int]) -> None:
    """Hold the rules of all features, with the periods that this prefecture sets differently."""
    unknown = set(days) - {rule.name for rule in rules}
    if unknown:
        raise UnknownRule(", ".join(sorted(unknown)))
    app.extensions[EXTENSION] = tuple(
        replace(rule, period=days[rule.name], kept="") if rule.name in days else rule for rule in rules
    )


def rules() -> tuple[RetentionRule, ...]:
    """Return every rule of the house, in the order of the features."""
    return cast("tuple[RetentionRule, ...]", current_app.extensions[EXTENSION])
