"""What a coordinator's pages about matching cost: statements per page, and server time for ranking 3,000 people.

    .venv/bin/python -m bench.pages --database sqlite|postgresql --people 3000

Builds a house on a database of its own: Nagasaki, so many registered people (spread over the roles as registers are,
and, in a second run, all of them in one role: the worst case), and one request. Asks each page a few times and prints
the median of the server's processor time (with SQLite, the database's too). Reading the people, ranking them with all
rules, and counting with relaxations are timed apart as well. The list is timed three times more: just after somebody
changed, for a request that nobody looked at before, and in a process that has read nobody yet (`after_change`,
`new_request`, `cold`; reading alone is `read_cold_ms`). The last line is JSON.
"""

import argparse
import importlib
import json
import logging
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

import talent_portal
from bench.server import tables
from talent_portal.accounts.permissions import Role
from talent_portal.app import create_app
from talent_portal.core import catalogs, clock
from talent_portal.core.actor import WORKER, guest
from talent_portal.core.db import Base, reading, transaction
from talent_portal.core.references import new_reference
from talent_portal.demo import actions as demo
from talent_portal.matching import queries
from talent_portal.matching.rules.ranking import rank
from talent_portal.matching.rules.relaxing import count_with_relaxations
from talent_portal.municipalities import queries as municipalities
from talent_portal.needs import queries as needs
from talent_portal.needs.actions import QualificationDraft
from talent_portal.needs.models import Need, Strength
from talent_portal.privacy import actions as privacy
from talent_portal.professions import queries as professions
from talent_portal.professions.rules import CandidateKind
from talent_portal.settings import Settings
from talent_portal.specialists import queries as specialists
from talent_portal.specialists.models import Availability, Credential, HalfDay, Practice, Skill, Specialist, TravelRule
from talent_portal.specialists.queries import kept_facts
from talent_portal.specialists.rules.week import Half
from tests import databases
from tests.makers import Makers

NAGASAKI = Path(talent_portal.__file__).parent / "data" / "nagasaki"
ROLE, LICENCE, HELPS = "civil_engineer", "civil_works_1", "pe_construction"
TIMES = 9
# The share of licences that somebody has checked.
SEEN = 0.7
# One in so many has work elsewhere, one day a week for half a year.
BUSY = 12


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure both registers and print the figures."""
    asked = _parser().parse_args(arguments)
    logging.disable(logging.INFO)
    figures: dict[str, object] = {"database": asked.database, "people": asked.people}
    for name, roles in (("spread", None), ("one_role", (ROLE,))):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pages-")))
            app = _app(stack.enter_context(_database(asked.database, folder)), folder)
            stack.enter_context(app.app_context())
            need = _furnish(asked.people, roles)
            figures[name] = _measured(app, need)
            print(name, json.dumps(figures[name]))
    print(json.dumps(figures))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.pages", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--people", type=int, default=3000)
    return parser


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/pages.sqlite3"
    else:
        with databases.postgresql(folder) as url:
            yield url


def _app(url: str, folder: Path) -> Flask:
    catalogs.build()
    environment = {
        "PORTAL_ENVIRONMENT": "development",
        "PORTAL_DATABASE_URL": url,
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_BASE_URL": "http://localhost",
    }
    app = create_app(Settings.from_env(environment))
    app.testing = True
    return app


def _furnish(people: int, roles: tuple[str, ...] | None) -> Need:
    """Load Nagasaki, register people, and open a request for two days a week at Hasami."""
    tables()
    demo.load_prefecture(WORKER, NAGASAKI)
    dice = random.Random(3)
    known = [one.code for one in professions.professions(reading())]
    towns = [town.id for town in municipalities.municipalities(reading())]
    with transaction() as session:
        made = [_specialist() for _ in range(people)]
        session.add_all(made)
        session.flush()
        for table, rows in _parts([one.id for one in made], roles or tuple(known), towns, dice).items():
            session.execute(sa.insert(table), rows)
        for one in made:
            said = {"purpose": specialists.SHARE_ANONYMOUS, "text_version": "1", "channel": "paper"}
            privacy.give_consent(session, guest(one.reference), subject=specialists.subject(one), **said)
    first = date(clock.today().year + 1, 4, 1)
    asked: Need = Makers(reading()).need(
        profession=ROLE,
        tasks=("bridge_inspection",),
        place="hasami",
        half_days=4,
        starts_on=first,
        ends_on=first + timedelta(days=182),
        qualifications=(
            QualificationDraft(qualification=LICENCE, strength=Strength.MUST),
            QualificationDraft(qualification=HELPS, strength=Strength.HELPS),
        ),
    )
    return asked


def _specialist() -> Specialist:
    return Specialist(
        kind="retired",
        candidate_kind=CandidateKind.RETIRED,
        state="active",
        family_name="架空",
        given_name="一",
        email_key=new_reference(),
        ways=["employed", "fee"],
        last_confirmed_on=clock.today(),
    )


Rows = list[dict[str, object]]


def _parts(
    ids: Sequence[int], roles: tuple[str, ...], towns: Sequence[int], dice: random.Random
) -> dict[type[Base], Rows]:
    """Return everything that hangs on the people, by table."""
    since = clock.today() - timedelta(days=90)
    found: dict[type[Base], Rows] = {}
    practices: Rows = [{"profession": dice.choice(roles), "position": 0, "years": dice.randint(0, 40)} for _ in ids]
    found[Practice] = _owned(ids, practices)
    found[Skill] = _owned(ids, [{"task": "bridge_inspection", "level": "alone"} for _ in ids])
    found[Availability] = _owned(
        ids, [{"valid_from": since, "days_a_week": dice.randint(1, 5), "halves": 1023} for _ in ids]
    )
    found[TravelRule] = _owned(ids, [_travel(towns, dice) for _ in ids])
    found[Credential] = _owned(ids, [_licence(LICENCE, dice) for _ in ids]) + _owned(
        ids, [_licence(HELPS, dice) for _ in ids]
    )
    found[HalfDay] = [row for one in ids if dice.randrange(BUSY) == 0 for row in _taken(one)]
    return found


def _owned(ids: Sequence[int], rows: Rows) -> Rows:
    return [{"specialist_id": one, **row} for one, row in zip(ids, rows, strict=True)]


def _travel(towns: Sequence[int], dice: random.Random) -> dict[str, object]:
    flags = {name: dice.random() < share for name, share in (("boat", 0.4), ("air", 0.3), ("overnight", 0.3))}
    return {"municipality_id": dice.choice(towns), "max_minutes": dice.choice([60, 90, 120, 180]), **flags}


def _licence(code: str, dice: random.Random) -> dict[str, object]:
    seen = dice.random() < 0.7
    checked = (
        {"state": "verified", "verified_by": "bench0000001"} if seen else {"state": "claimed", "verified_by": None}
    )
    return {"reference": new_reference(), "qualification": code, "entered_by": "", **checked}


def _taken(owner: int) -> Rows:
    first = date(clock.today().year + 1, 4, 6)
    claim = {"specialist_id": owner, "source": "placement", "source_reference": "bench", "state": "taken"}
    days = [first + timedelta(days=7 * week + owner % 5) for week in range(26)]
    return [{**claim, "day": day, "half": half} for day in days for half in Half]


def _measured(app: Flask, need: Need) -> dict[str, object]:
    sign_in = importlib.import_module("tests.signin.makers").signed_in_client
    client = sign_in(app.test_client(), Makers(reading()), Role.COORDINATOR)
    session = reading()
    people = queries.people(session, need.profession)
    case = queries.case_for(session, needs.facts(session, [need.id])[0])
    ranking = rank(case, people)
    person = people[0].reference
    place = f"/desk/needs/{need.reference}/candidates"
    return {
        "in_role": len(people),
        "eligible": len(ranking.eligible),
        "read_cold_ms": _median(lambda: queries.people(reading(), need.profession), kept_facts.forget),
        "read_ms": _median(lambda: queries.people(reading(), need.profession)),
        "rank_ms": _median(lambda: rank(_fresh(case), people)),
        "count_ms": _median(lambda: count_with_relaxations(_fresh(case), people)),
        "pages": {
            "list": _page(client, place),
            "others": _page(client, f"{place}/others"),
            "person": _page(client, f"{place}/{person}"),
            "reverse": _page(client, f"/desk/people/{person}/requests"),
            "after_change": _page(client, place, lambda: _change(person)),
            "new_request": _page(client, place, lambda: _change(need.reference)),
            "cold": _page(client, place, kept_facts.forget),
        },
    }


def _change(reference: str) -> None:
    """Change one person of the register, or the request, a little: what was kept of them is of no use any more."""
    with transaction() as session:
        for table in (Specialist, Need):
            row: Any = session.scalars(sa.select(table).where(table.reference == reference)).one_or_none()
            if row is not None:
                row.version += 1


def _fresh(case: Any) -> Any:
    """Return the case with nothing worked out yet, as every request begins."""
    return case.relaxed(case.need)


def _page(client: FlaskClient, path: str, first: Callable[[], object] = bool) -> dict[str, float]:
    """Return the statements and the median milliseconds of one page, `first` done before each time, unmeasured."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    def ask() -> None:
        seen.clear()
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    took = _median(ask, first)
    sa.event.remove(sa.Engine, "before_cursor_execute", note)
    return {"statements": len(seen), "ms": took}


def _median(work: Callable[[], object], first: Callable[[], object] = bool) -> float:
    """Return the median milliseconds of processor time, which a busy machine distorts least."""
    work()
    took = []
    for _ in range(TIMES):
        first()
        begun = time.process_time()
        work()
        took.append(1000 * (time.process_time() - begun))
    return round(statistics.median(took), 1)


if __name__ == "__main__":
    sys.exit(main())
