"""A house on a database of its own: built, filled through the actions, served by the real server, asked afterwards."""

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from talent_portal.accounts.models import Organisation, OrganisationKind
from talent_portal.accounts.permissions import GRANTS, Role
from talent_portal.app import create_app
from talent_portal.core import catalogs, clock
from talent_portal.core.actor import Actor, ActorKind
from talent_portal.core.db import Base, db, transaction
from talent_portal.fairs import actions, queries
from talent_portal.fairs.actions import FairDraft, GridDraft
from talent_portal.fairs.models import FairKind
from talent_portal.settings import ROOT, Settings

BOOTHS, ROUNDS, SEATS = 21, 8, 6
PLENTY = 100_000
START_SECONDS = 30


@dataclass(frozen=True, slots=True)
class House:
    """What a rush needs to know: where the server listens, the session, and its grid of slots."""

    settings: Settings
    environment: dict[str, str]
    port: int
    fair: str
    grid: tuple[tuple[str, ...], ...]

    def plan(self, dice: random.Random) -> tuple[str, str]:
        """Return two talks at different municipalities and times."""
        (one, two), (first, second) = dice.sample(range(BOOTHS), 2), dice.sample(range(ROUNDS), 2)
        return self.grid[one][first], self.grid[two][second]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database says after the rush."""

    places: int
    people: int
    letters: int
    talks: int
    seats_oversold: int


def build(url: str, folder: Path, capacity: int | None) -> House:
    """Make the tables and a session of 21 booths and 8 rounds; without a capacity there is room for everybody."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {
        "PORTAL_ENVIRONMENT": "development",
        "PORTAL_DATABASE_URL": url,
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
        "PORTAL_LOG_JSON": "1",
    }
    catalogs.build()
    settings = Settings.from_env(environment)
    app = create_app(settings)
    with app.app_context():
        tables()
        fair, grid = _session(capacity)
        db.session.remove()
        db.engine.dispose()
    return House(settings, environment, port, fair, grid)


def tables() -> None:
    """Make all tables, as the migrations do."""
    if list((ROOT / "migrations" / "versions").glob("*.py")):
        upgrade()
    else:
        Base.metadata.create_all(db.engine)


def _session(capacity: int | None) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """Return the reference of an open session and its slots by booth and round."""
    coordinator, offices = _offices()
    start = clock.now() + timedelta(days=60)
    draft = FairDraft(
        title_ja="合同職員採用説明会",
        title_en="Joint recruitment session",
        kind=FairKind.ONSITE,
        venue_name_ja="架空会館",
        doors_at=start,
        starts_at=start,
        ends_at=start + timedelta(hours=5),
        sign_up_opens_at=clock.now() - timedelta(days=1),
        sign_up_closes_at=start,
        cancel_until=start,
        capacity=capacity or PLENTY,
    )
    seats = SEATS if capacity else PLENTY
    grid = GridDraft(municipalities=offices, first_starts_at=start, rounds=ROUNDS, seats=seats)
    fair = actions.create_fair(coordinator, draft, grid)
    actions.publish(coordinator, fair.reference, fair.version)
    page = queries.fair_page(db.session(), fair.reference)
    return fair.reference, tuple(tuple(slot.reference for slot in booth.slots if slot) for booth in page.booths)


def _offices() -> tuple[Actor, tuple[str, ...]]:
    """Return a coordinator and the references of the municipalities."""
    with transaction() as session:
        prefecture = Organisation(
            kind=OrganisationKind.PREFECTURE, code="000000", name_ja="架空県", name_en="Prefecture"
        )
        towns = [
            Organisation(
                kind=OrganisationKind.MUNICIPALITY,
                code=f"{number:06d}",
                name_ja=f"架空{number}町",
                name_en=f"Town {number}",
                position=number,
            )
            for number in range(1, BOOTHS + 1)
        ]
        session.add_all([prefecture, *towns])
    grants = GRANTS[Role.COORDINATOR]
    coordinator = Actor(
        kind=ActorKind.STAFF, reference="bench", organisation_id=prefecture.id, role=Role.COORDINATOR, grants=grants
    )
    return coordinator, tuple(town.reference for town in towns)


@contextmanager
def running(house: House, processes: int, threads: int) -> Iterator[None]:
    """Serve the house with gunicorn until the block ends."""
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{house.port}"]
    options = ["--worker-class", "gthread", "--workers", str(processes), "--threads", str(threads)]
    log = Path(house.environment["PORTAL_DATA_DIR"]) / "server.log"
    with log.open("w") as file:
        server = subprocess.Popen(
            [*command, *options, "--no-control-socket", "--log-level", "warning"],
            cwd=ROOT,
            env={**os.environ, **house.environment},
            stdout=file,
            stderr=file,
        )
        try:
            _wait(house.port, server, log)
            yield
        finally:
            server.terminate()
            server.wait(START_SECONDS)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"The server did not start:\n{log.read_text()}")


def kept(house: House) -> Kept:
    """Ask the database what came of the rush."""
    app: Flask = create_app(house.settings)
    with app.app_context(), db.engine.connect() as connection:

        def count(sql: str) -> int:
            return int(connection.execute(sa.text(sql)).scalar() or 0)

        found = Kept(
            places=count("SELECT places FROM fair"),
            people=count("SELECT COUNT(*) FROM registration WHERE state IN ('pending', 'confirmed')"),
            letters=count("SELECT COUNT(*) FROM letter WHERE template = 'fairs/prove'"),
            talks=count("SELECT COUNT(*) FROM booking WHERE active"),
            seats_oversold=count("SELECT COALESCE(SUM(over), 0) FROM talk_slot")
            + count("SELECT COUNT(*) FROM talk_slot WHERE taken > capacity"),
        )
    with app.app_context():
        db.engine.dispose()
    return found
