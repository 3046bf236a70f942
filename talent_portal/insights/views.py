"""The first pages people see: the front page, the doors behind it, and the role's home."""

from datetime import date, timedelta

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from talent_portal.core import clock
from talent_portal.core.access import current_actor, public, signed_in
from talent_portal.core.actor import ActorKind
from talent_portal.core.db import reading
from talent_portal.core.i18n import local
from talent_portal.core.pages import Page, page_number, render
from talent_portal.core.paging import cut
from talent_portal.fairs.models import FairState
from talent_portal.fairs.queries import public as fairs
from talent_portal.insights import queries
from talent_portal.insights.current import address_of, entries
from talent_portal.insights.forms import SampleForm, refused_sample
from talent_portal.insights.rules.kinds import KINDS
from talent_portal.municipalities.queries import tiles
from talent_portal.settings import Settings

bp = Blueprint("insights", __name__)

SHOWN_SESSIONS = 3
A_WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)
SAMPLE_DAY = date(2027, 1, 23)
SAMPLE_HALVES = 0b0000_0011_0000_0100  # Tuesday morning, all of Friday


@bp.get("/")
@public
def front() -> ResponseReturnValue:
    """Show the three doors, the next sessions and the map."""
    session, now = reading(), clock.now()
    coming = [card for card in fairs.upcoming(session, now) if card.fair.state is not FairState.CANCELLED]
    return render("insights/front.html", cards=coming[:SHOWN_SESSIONS], total=len(coming), tiles=_map(session))


def _map(session: Session) -> list[dict[str, object]]:
    """Return the tile map of booths at the sessions still to come."""
    booths = queries.booths_by_code(session, clock.now())
    return [
        {
            "name": local(tile, "name"),
            "short": local(tile, "short"),
            "col": tile.col,
            "row": tile.row,
            "count": booths.get(tile.code, 0),
            "address": _address(tile.slug, booths.get(tile.code, 0)),
        }
        for tile in tiles(session)
    ]


def _address(slug: str, booths: int) -> str | None:
    """Lead to the sessions where the municipality has a booth, else to the municipality itself."""
    if booths:
        return address_of("fairs.index", municipality=slug)
    return address_of("municipalities.show", slug=slug)


@bp.get("/experience")
@public
def experience() -> ResponseReturnValue:
    """Say what people with experience can do today, and what comes."""
    return render("insights/experience.html")


@bp.get("/offices")
@public
def offices() -> ResponseReturnValue:
    """Say what municipalities find here today, and how to get in."""
    return render("insights/offices.html")


@bp.get("/home")
@signed_in
def home() -> ResponseReturnValue:
    """Show what waits on whoever is signed in, soonest first; people of the register else come to their own page."""
    actor, session = current_actor(), reading()
    rows = queries.queue(session, actor, clock.now())
    if actor.kind is ActorKind.SPECIALIST and not rows:
        return redirect(url_for("specialists.mine"))
    leads = actor.may("fair:manage")
    figures = queries.figures(session, clock.now(), rows) if leads else None
    links = [entry for entry in entries() if entry.about]
    page = cut(rows, page_number(request.args))
    return render("insights/home.html", page=page, figures=figures, links=links, kinds=KINDS, now=clock.now())


@bp.get("/styleguide")
@public
def styleguide() -> ResponseReturnValue:
    """Show every component in every state, to those who build; in production there is no such page."""
    settings: Settings = current_app.extensions["settings"]
    if settings.production:
        abort(404)
    now = clock.now()
    return render(
        "styleguide/index.html",
        plain=SampleForm(formdata=None, prefix="plain-", halves=SAMPLE_HALVES),
        wrong=refused_sample(),
        page=Page(rows=[], number=7, total=640),
        day=SAMPLE_DAY,
        now=now,
        soon=now + A_WEEK,
        past=now - A_DAY,
        since=now - A_WEEK,
    )
