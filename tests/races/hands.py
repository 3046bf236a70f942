"""The hands of a race: processes that wait for a word and then all act at once, each with several threads."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection

import sqlalchemy as sa
from flask import Flask

from talent_portal.app import create_app
from talent_portal.core import clock
from talent_portal.core.actor import ANONYMOUS, guest
from talent_portal.core.db import close_reading, db, reading
from talent_portal.core.errors import Refusal
from talent_portal.fairs import actions
from talent_portal.fairs.actions import RegisterDraft
from talent_portal.fairs.models import AttendeeKind
from talent_portal.matching import actions as matching
from talent_portal.matching.actions.running import work_on_next
from talent_portal.matching.rules.runs import RunOptions
from talent_portal.matching_days import actions as matching_days
from talent_portal.placements import actions as placements
from talent_portal.placements.models import Channel as PlacementChannel
from talent_portal.placements.models import Offer, Side
from talent_portal.placements.rules import deadlines
from talent_portal.settings import Settings
from tests.matching.makers import solve_here

# Long enough for every process to have read its work before the first one starts.
HEAD_START = 0.1
Deed = tuple[str, tuple[object, ...]]
# ("ok", what came back) | ("refused", code) | ("error", type and text)
Outcome = tuple[str, object]


def draft(email, talks=()):
    return RegisterDraft(
        family_name="架空",
        given_name="太郎",
        family_kana="カクウ",
        given_kana="タロウ",
        email=email,
        attendee_kind=AttendeeKind.STUDENT,
        talks=tuple(talks),
    )


def sign_up(fair, email, key, *talks):
    return actions.register(ANONYMOUS, fair, draft(email, talks), key).reference


def change(reference, version, *talks):
    return actions.change_plan(guest(reference), reference, tuple(talks), version).version


def cancel(reference):
    return actions.cancel(guest(reference), reference)


def confirm(reference):
    return actions.confirm(guest(reference), reference).state.value


def close(fair, version, desk):
    return actions.close_sign_up(desk, fair, version).state.value


def arrive(fair, number, desk):
    return actions.check_in_number(desk, fair, number).first


def send_terms(reference, approver):
    last_day = deadlines.earliest_last_day(clock.today())
    return placements.send(approver, reference, last_day, _offer(reference).version).state.value


def accept(reference, approver=None):
    """The yes of the person, or of the municipality whose approver is given."""
    side, channel = (Side.TOWN, PlacementChannel.OFFICE) if approver else (Side.PERSON, PlacementChannel.LINK)
    said = placements.Said(side=side, yes=True, channel=channel)
    return placements.answer(approver or guest(reference), reference, said, _offer(reference).terms_number).state.value


def rescind(reference, approver):
    return placements.rescind(approver, reference, "budget", _offer(reference).version).state.value


def appoint(reference, version, approver):
    order = placements.Order("8人第1号", clock.today())
    return placements.appoint(approver, reference, order, version).state.value


def ask_for_run(coordinator, key):
    return matching.ask(coordinator, RunOptions(), "", key).reference


def work_on_run():
    return work_on_next(solve_here)


def publish_run(coordinator, reference, version):
    return matching.publish(coordinator, reference, version)[1]


def name_wishes(reference, version, *programmes):
    return matching_days.name_wishes(guest(reference), reference, programmes, version).state.value


def end_wishes(coordinator, reference, version):
    return matching_days.close_wishes(coordinator, reference, version, "都合", "Reasons").state.value


def match_day(coordinator, reference, version):
    return matching_days.match_day(coordinator, reference, version, without_missing=True).placed


def publish_day(coordinator, reference, version):
    return matching_days.publish_day(coordinator, reference, version).state.value


def _offer(reference):
    return reading().scalars(sa.select(Offer).where(Offer.reference == reference)).one()


DEEDS: dict[str, Callable[..., object]] = {
    "sign_up": sign_up,
    "change": change,
    "cancel": cancel,
    "confirm": confirm,
    "expire": actions.expire,
    "close": close,
    "arrive": arrive,
    "send_terms": send_terms,
    "accept": accept,
    "rescind": rescind,
    "appoint": appoint,
    "ask_for_run": ask_for_run,
    "work_on_run": work_on_run,
    "publish_run": publish_run,
    "name_wishes": name_wishes,
    "end_wishes": end_wishes,
    "match_day": match_day,
    "publish_day": publish_day,
    "tell_applicants": matching_days.tell_applicants,
}


def do(app: Flask, deed: Deed) -> Outcome:
    """Do one deed as one request would, and say what came of it."""
    name, given = deed
    with app.app_context():
        try:
            return "ok", DEEDS[name](*given)
        except Refusal as refusal:
            return "refused", refusal.code
        except Exception as error:  # noqa: BLE001 - a race must report everything it broke
            return "error", f"{type(error).__name__}: {error}"
        finally:
            db.session.remove()


def work(pipe: Connection, settings: Settings, threads: int) -> None:
    """Run in a process of its own until told to stop."""
    app = create_app(settings)
    pipe.send("ready")
    with ThreadPoolExecutor(threads) as pool:
        while (order := pipe.recv()) is not None:
            start, deeds = order
            barrier = threading.Barrier(min(threads, len(deeds)) or 1)
            shares = [deeds[number::threads] for number in range(threads) if deeds[number::threads]]
            done = pool.map(lambda share, s=start, b=barrier: _share(app, share, s, b), shares)
            pipe.send([outcome for outcomes in done for outcome in outcomes])


def _share(app: Flask, share: Sequence[Deed], start: float, barrier: threading.Barrier) -> list[Outcome]:
    barrier.wait(timeout=10)
    time.sleep(max(0, start - time.time()))
    return [do(app, deed) for deed in share]


class Hands:
    """A pool of processes, started once and used by many races."""

    def __init__(self, settings: Settings, processes: int, threads: int) -> None:
        # Forked from a process that has imported everything once, and has neither threads nor connections.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.races.hands"])
        self.pipes: list[Connection] = []
        self.processes = []
        for _ in range(processes):
            ours, theirs = context.Pipe()
            process = context.Process(target=work, args=(theirs, settings, threads), daemon=True)
            process.start()
            self.pipes.append(ours)
            self.processes.append(process)
        for pipe in self.pipes:
            assert pipe.recv() == "ready"

    def race(self, deeds: Sequence[Deed]) -> list[Outcome]:
        """Do all deeds at once, dealt out in turn; return what came of each, in no order.

        Our own read ends before: on SQLite it would keep every writer waiting.
        """
        close_reading()
        start = time.time() + HEAD_START
        for number, pipe in enumerate(self.pipes):
            pipe.send((start, list(deeds[number :: len(self.pipes)])))
        return [outcome for pipe in self.pipes for outcome in self._answer(pipe)]

    @staticmethod
    def _answer(pipe: Connection) -> list[Outcome]:
        assert pipe.poll(120), "a process of the race hangs"
        return pipe.recv()

    def dismiss(self) -> None:
        """End every process."""
        for pipe in self.pipes:
            pipe.send(None)
        for process in self.processes:
            process.join(10)
            if process.is_alive():
                process.kill()
