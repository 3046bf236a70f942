"""`flask doctor`: is this installation fit to serve people? Every finding is a sentence, and says the way out.

Features add checks of their own, wherever `app.py` imports them:

    @doctor.check("letters")
    def letters_leave_in_time(settings: Settings) -> Iterator[Finding]:
        yield doctor.ok(_n("…"))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

import structlog

from talent_portal.core.marks import _n
from talent_portal.settings import Settings, SettingsError

log = structlog.get_logger(__name__)


class State(StrEnum):
    """What a finding means for the operator."""

    OK = "ok"
    WARNING = "warning"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one thing: a message id with its parameters. `check` is filled in by `examine`."""

    state: State
    message: str
    params: dict[str, object] = field(default_factory=dict)
    check: str = ""

    @property
    def english(self) -> str:
        """Return the sentence in English."""
        return self.message % self.params if self.params else self.message


Check = Callable[[Settings], Iterable[Finding]]
_checks: dict[str, Check] = {}
_at_start: list[str] = []


def check(name: str, *, at_start: bool = False) -> Callable[[Check], Check]:
    """Register a check. With `at_start` (cheap, no database) a refusal also stops the start in production."""

    def register(function: Check) -> Check:
        _checks[name] = function
        if at_start and name not in _at_start:
            _at_start.append(name)
        return function

    return register


def ok(message: str, **params: object) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(State.OK, message, params)


def warning(message: str, **params: object) -> Finding:
    """Return a finding that somebody should look at."""
    return Finding(State.WARNING, message, params)


def refusal(message: str, **params: object) -> Finding:
    """Return a finding that must be put right before people are served."""
    return Finding(State.REFUSAL, message, params)


def unfit(settings: Settings, message: str, **params: object) -> Finding:
    """Return a refusal in production, and a warning where somebody only tries things out."""
    return (refusal if settings.production else warning)(message, **params)


def examine(settings: Settings) -> list[Finding]:
    """Run every check, in the order of their names; one that breaks is a refusal itself."""
    return [finding for name in sorted(_checks) for finding in examine_one(name, settings)]


def examine_one(name: str, settings: Settings) -> list[Finding]:
    """Run one check; raises `KeyError` when there is none of this name, but nothing that breaks in it."""
    look = _checks[name]
    try:
        return [replace(finding, check=name) for finding in look(settings)]
    except Exception as error:  # a check may break in any way; the others should still be heard
        log.exception("check_broken", check=name)
        broken = refusal(_n("This could not be examined (%(error)s). The log says more."), error=type(error).__name__)
        return [replace(broken, check=name)]


def refuse_to_start(settings: Settings) -> None:
    """In production, raise `SettingsError` with the first refusal of the checks made for the start."""
    if not settings.production:
        return
    for name in _at_start:
        for finding in examine_one(name, settings):
            if finding.state is State.REFUSAL:
                raise SettingsError(finding.english)
