"""What would cover more, as it was kept with a run, in words. Nobody is shown, and nothing is worked out again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask_babel import gettext

from talent_portal.core.marks import _n
from talent_portal.matching.models import MatchRun
from talent_portal.matching.queries import Book, Title
from talent_portal.matching.rules.stored import restore
from talent_portal.matching.views import run_words, sentences
from talent_portal.matching.views.outcome import Row

MOST_SHOWN = 3
CHANGES: dict[str, str] = {
    "more_minutes": _n(
        "With ways up to %(minutes)s minutes longer than people accept now, the whole plan would cover %(gain)s more."
    ),
    "licences_checked": _n("Once self-declared licences have been checked, the whole plan would cover %(gain)s more."),
    "any_form": _n("With any lawful appointment form, the whole plan would cover %(gain)s more."),
    "any_days": _n(
        "With days by agreement instead of certain ones (%(days)s a week), the whole plan would cover %(gain)s more."
    ),
    "begin_later": _n("If it began on %(day)s, the whole plan would cover %(gain)s more."),
    "end_earlier": _n("If it ended on %(day)s, the whole plan would cover %(gain)s more."),
    "fewer_days": _n("With %(days)s instead of %(instead)s days a week, the whole plan would cover %(gain)s more."),
    "fewer_days_month": _n(
        "With %(days)s instead of %(instead)s days a month, the whole plan would cover %(gain)s more."
    ),
    "remote": _n("With %(percent)s %% of the work from home, the whole plan would cover %(gain)s more."),
    "without_licence": _n("Without requiring %(qualification)s, the whole plan would cover %(gain)s more."),
}
MORE_HERE = _n("The request itself gains %(own)s, others lose %(rest)s.")
MORE_ELSEWHERE = _n("The request itself gains %(own)s, others %(rest)s.")


@dataclass(frozen=True, slots=True)
class Gain:
    """One condition of one request that could give way, and what that covers."""

    title: Title
    text: str
    own: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a run: those that gain most, how many there are, or why nothing is told.

    `left` is for how many conditions the search ended before their last step.
    """

    shown: list[Gain]
    count: int
    tried: int
    left: int
    silence: str


def rows(run: MatchRun) -> list[Row]:
    """Return what was kept, most gained first; nothing for runs from before gains were worked out."""
    return cast("list[Row]", _kept(run).get("rows", []))


def _kept(run: MatchRun) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", run.result.get("gains", {}))


def told(book: Book, run: MatchRun, titles: Mapping[int, Title]) -> Told | None:
    """Return what the page of a run tells; None where nothing is unmet, and for runs from before."""
    kept = _kept(run)
    if not kept or not run.result.get("unmet"):
        return None
    found = listed(book, rows(run), titles)
    why = run_words.NO_GAINS.get(kept["state"], "")
    silence = str(gettext(why)) if why else ""
    return Told(found[:MOST_SHOWN], len(found), kept["tried"], kept["left"], silence)


def listed(book: Book, kept: Sequence[Row], titles: Mapping[int, Title]) -> list[Gain]:
    """Return gains in words; those of requests that are no longer there are left out."""
    return [
        Gain(titles[one["need"]], sentence(book, one), _own(one["gain"], one["own"]))
        for one in kept
        if one["need"] in titles
    ]


def sentence(book: Book, one: Row) -> str:
    """Return one change and what it covers over the whole plan."""
    said = sentences.named(book, restore(one["params"])) | {"gain": sentences.a_week(one["gain"])}
    code = "fewer_days_month" if one["params"].get("month") else one["code"]
    return str(gettext(CHANGES[code], **said))


def _own(gain: int, own: int) -> str:
    """Return how much is the request's own, where that is not all."""
    if own == gain:
        return ""
    said = {"own": sentences.a_week(own), "rest": sentences.a_week(abs(gain - own))}
    return str(gettext(MORE_HERE if own > gain else MORE_ELSEWHERE, **said))
