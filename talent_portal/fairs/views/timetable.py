"""A session's grid as the timetable draws it: plain values, times already on Japan's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext

from talent_portal.core.i18n import local
from talent_portal.core.words import clock_time
from talent_portal.fairs.queries import BoothView, FairPage, RoundView, SlotView

# A gap longer than the walk between two tables is a break worth naming.
WALK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Timetable:
    """What the macro `timetable` asks for."""

    booths: list[dict[str, str]]
    rounds: list[dict[str, object]]
    slots: dict[tuple[int, str], dict[str, object]]


def timetable(page: FairPage, *, taking: bool | None = None, over: bool = False) -> Timetable:
    """Return the grid of a session: booths across, rounds down.

    `taking` says whether talks can be ticked (by default: while sign-up is open); `over` lets full ones be ticked too.
    """
    return Timetable(
        [{"key": booth.reference, "name": local(booth, "name"), "about": _label(booth)} for booth in page.booths],
        [_round(before, each) for before, each in zip((None, *page.rounds), page.rounds, strict=False)],
        _slots(page.booths, taking=page.fair.accepting if taking is None else taking, over=over),
    )


def _label(booth: BoothView) -> str:
    return gettext("Booth %(label)s", label=booth.label) if booth.label else ""


def _round(before: RoundView | None, each: RoundView) -> dict[str, object]:
    pause = None
    if before is not None and each.starts_at - before.ends_at > WALK:
        start, end = clock_time(before.ends_at), clock_time(each.starts_at)
        pause = gettext("%(start)s–%(end)s break", start=start, end=end)
    return {"key": each.position, "start": clock_time(each.starts_at), "end": clock_time(each.ends_at), "pause": pause}


def _slots(booths: Sequence[BoothView], *, taking: bool, over: bool) -> dict[tuple[int, str], dict[str, object]]:
    return {
        (slot.round, booth.reference): {
            "value": slot.reference,
            "left": slot.left,
            "state": _state(slot, taking=taking, over=over),
        }
        for booth in booths
        for slot in booth.slots
        if slot is not None
    }


def _state(slot: SlotView, *, taking: bool, over: bool) -> str:
    if slot.full and not over:
        return "full"
    return "open" if taking else "closed"
