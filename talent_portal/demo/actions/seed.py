"""Everything the demo shows, made once; a second run finds it and changes nothing."""

from dataclasses import dataclass

from flask import current_app

from talent_portal.accounts import queries as accounts
from talent_portal.core.db import reading
from talent_portal.demo.actions import cases, plans, register, requests, sessions
from talent_portal.demo.actions.staff import OFFICIALS, PASSWORD, Official, acting, make_officials
from talent_portal.demo.errors import DemoRefused
from talent_portal.settings import Settings

# With the six of the story, enough that five alike stand behind most cards.
CROWD = 114
__all__ = ["CROWD", "PASSWORD", "Seeded", "seed"]


@dataclass(frozen=True, slots=True)
class Seeded:
    """What there is to sign in with, and whether this run made it."""

    new: bool
    officials: tuple[Official, ...] = OFFICIALS


def seed(crowd: int = CROWD) -> Seeded:
    """Make officials, sessions, requests with their candidates, and a register of the story's six and a `crowd`.

    Raises `DemoRefused` anywhere but on a demo instance.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.production or not settings.demo:
        raise DemoRefused
    if accounts.account_by_email(reading(), OFFICIALS[0].email) is not None:
        return Seeded(new=False)
    make_officials()
    coordinator = acting("coordinator@example.com")
    sessions.make_sessions(coordinator)
    register.make_register(coordinator, acting("lead@example.com"), crowd=crowd)
    cases.make_cases(coordinator, requests.make_requests(coordinator))
    plans.make_plan(coordinator)
    return Seeded(new=True)
