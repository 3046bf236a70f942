"""Who lacks whom: a table of municipalities and roles with its map, and the sums that everybody may see."""

from collections import Counter
from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, public, requires
from talent_portal.core.actor import Actor, Scope
from talent_portal.core.db import reading
from talent_portal.core.i18n import language, local
from talent_portal.core.pages import render
from talent_portal.municipalities import queries as municipalities
from talent_portal.municipalities.models import Municipality
from talent_portal.professions import queries as professions
from talent_portal.professions.models import Profession
from talent_portal.shortages.queries import picture as queries
from talent_portal.shortages.rules import protect
from talent_portal.shortages.views.blueprint import bp

# From which number on a cell is drawn darker.
LEVELS = (1, 5, 10, 20)
ALL_ROLES = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The vacancies as one reader may see them: rows of towns, columns of roles, sums at the end; None is hidden."""

    towns: list[Municipality]
    roles: list[Profession]
    grid: protect.Grid
    answered: frozenset[int]


def picture_for(session: Session, actor: Actor) -> Picture:
    """Return the picture for this reader: coordinators see everything, a municipality its own row, others no 1 to 4."""
    towns, figures = municipalities.municipalities(session), queries.newest(session)
    told = {role for _, role in figures}
    roles = [role for role in professions.professions(session) if role.code in told]
    counts = [
        [figures[town.organisation_id, role.code].vacant if (town.organisation_id, role.code) in figures else 0
         for role in roles]
        for town in towns
    ]  # fmt: skip
    scope = actor.scope(Permission.SHORTAGE_DETAIL)
    if scope is Scope.ALL:
        grid: protect.Grid = [list(row) for row in protect.with_sums(counts)]
    else:
        mine = scope is Scope.ORG
        known = {row for row, town in enumerate(towns) if mine and town.organisation_id == actor.organisation_id}
        grid = protect.protected(counts, frozenset(known))
    return Picture(towns, roles, grid, frozenset(office for office, _ in figures))


@bp.get("/desk/shortages")
@requires(Permission.SHORTAGE_READ)
def picture() -> ResponseReturnValue:
    """Show the vacancies of one role, or of all, on the map and in the table."""
    session, actor = reading(), current_actor()
    seen = picture_for(session, actor)
    codes = [role.code for role in seen.roles]
    wanted = request.args.get("role", ALL_ROLES)
    column = codes.index(wanted) if wanted in codes else len(codes)
    return render(
        "shortages/picture.html",
        seen=seen,
        chips=_chips(seen, wanted),
        tiles=_tiles(session, seen, column),
        role=local(seen.roles[column], "name") if column < len(codes) else gettext("all roles"),
        levels=LEVELS,
        protected=actor.scope(Permission.SHORTAGE_DETAIL) is not Scope.ALL,
        shown=shown,
    )


def shown(number: int | None) -> str:
    """Return a number of the picture as it is printed."""
    return gettext("hidden") if number is None else str(number)


def _chips(seen: Picture, wanted: str) -> list[dict[str, object]]:
    return [
        {
            "text": local(role, "name"),
            "on": role.code == wanted,
            "address": url_for("shortages.picture", role=None if role.code == wanted else role.code),
        }
        for role in seen.roles
    ]


def _tiles(session: Session, seen: Picture, column: int) -> list[dict[str, object]]:
    """Return the tile map of one column; a hidden number shows as such, an unanswered survey as a dash."""
    by_slug = {town.slug: row for row, town in enumerate(seen.towns)}
    return [
        {
            "name": local(tile, "name"),
            "short": local(tile, "short"),
            "col": tile.col,
            "row": tile.row,
            "count": seen.grid[by_slug[tile.slug]][column] or 0,
            "text": _text(seen, by_slug[tile.slug], column),
        }
        for tile in municipalities.tiles(session)
    ]


def _text(seen: Picture, row: int, column: int) -> str:
    if seen.towns[row].organisation_id not in seen.answered:
        return "–"
    number = seen.grid[row][column]
    return gettext("hid.") if number is None else str(number)


@bp.get("/shortages")
@public
def region_sums() -> ResponseReturnValue:
    """Show everybody how many specialists whole regions lack, never fewer than five."""
    session = reading()
    figures = queries.newest(session)
    rows = [(name, _sums(figures, offices)) for name, offices in _areas(session, {office for office, _ in figures})]
    roles = [
        role
        for role in professions.professions(session)
        if any(sums[role.code] >= protect.SMALLEST_SHOWN for _, sums in rows)
    ]
    return render("shortages/regions.html", rows=rows, roles=roles, smallest=protect.SMALLEST_SHOWN)


def _areas(session: Session, answered: set[int]) -> list[tuple[str, set[int]]]:
    """Return the regions with the municipalities that answered.

    A region of one municipality would show that municipality's own numbers, so such regions stand together as one.
    """
    regions = [
        (local(region, "name"), {town.organisation_id for town in towns} & answered)
        for region, towns in municipalities.regions(session, clock.today())
    ]
    wide = [(name, offices) for name, offices in regions if len(offices) > 1]
    lone = [(name, offices) for name, offices in regions if len(offices) == 1]
    mark = "・" if language() == "ja" else ", "
    together = (mark.join(name for name, _ in lone), {office for _, offices in lone for office in offices})
    return [*wide, together] if len(lone) > 1 else wide


def _sums(figures: dict[tuple[int, str], queries.Figure], offices: set[int]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for (office, role), figure in figures.items():
        if office in offices:
            sums[role] += figure.vacant
    return sums
