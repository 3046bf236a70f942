"""The municipalities for everybody, and the legs between them for those who look after the map."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from talent_portal.accounts.permissions import Permission
from talent_portal.core import clock
from talent_portal.core.access import current_actor, public, requires
from talent_portal.core.db import reading
from talent_portal.core.errors import Stale
from talent_portal.core.i18n import local, say
from talent_portal.core.pages import render
from talent_portal.municipalities import actions, queries
from talent_portal.municipalities.current import coming_dates
from talent_portal.municipalities.forms import BASES, MODES, LegForm

bp = Blueprint("municipalities", __name__)

THOUSAND = 1000


@bp.get("/municipalities")
@public
def index() -> ResponseReturnValue:
    """Show all municipalities, by region and on the map."""
    session = reading()
    grouped, tiles = queries.regions(session, clock.today()), queries.tiles(session)
    people = {town.slug: town.population for _, towns in grouped for town in towns}
    return render(
        "municipalities/index.html",
        regions=grouped,
        tiles=[_drawn(tile, people.get(tile.slug, 0)) for tile in tiles],
        edits=current_actor().may(Permission.MUNICIPALITY_EDIT),
    )


def _drawn(tile: queries.Tile, population: int) -> dict[str, object]:
    """Return one tile as the map draws it."""
    return {
        "name": local(tile, "name"),
        "short": local(tile, "short"),
        "col": tile.col,
        "row": tile.row,
        "count": round(population / THOUSAND),
        "address": url_for("municipalities.show", slug=tile.slug),
    }


@bp.get("/municipalities/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """Show one municipality, and how one gets there from the others."""
    session = reading()
    town = queries.municipality(session, slug)
    held = queries.region_history(session, town.id)
    ways = queries.ways_to(session, town)
    dates = coming_dates(session, town.organisation_id)
    return render("municipalities/show.html", town=town, held=held, ways=ways, dates=dates, today=clock.today())


@bp.get("/travel-legs")
@requires(Permission.MUNICIPALITY_EDIT)
def legs() -> ResponseReturnValue:
    """Show every leg with its minutes."""
    session = reading()
    return render(
        "municipalities/legs.html",
        legs=queries.legs(session),
        nodes=queries.node_names(session),
        modes=MODES,
        bases=BASES,
    )


@bp.route("/travel-legs/<ref:reference>", methods=["GET", "POST"])
@requires(Permission.MUNICIPALITY_EDIT)
def edit_leg(reference: str) -> ResponseReturnValue:
    """Change one leg; every matrix is computed anew afterwards."""
    session = reading()
    leg, nodes = queries.leg(session, reference), queries.node_names(session)
    form = LegForm.of(leg)
    page = {"form": form, "leg": leg, "nodes": nodes, "modes": MODES, "bases": BASES}
    if not form.validate_on_submit():
        return render("municipalities/leg.html", 422 if form.is_submitted() else 200, stale=False, **page)
    try:
        actions.edit_leg(current_actor(), reference, form.draft(), form.expected_version)
    except Stale as refusal:
        form.refuse(say(refusal))
        form.version.data = str(leg.version)
        return render("municipalities/leg.html", refusal.status, stale=True, **page)
    flash(gettext("Saved. Travel times have been computed anew."), "ok")
    return redirect(url_for("municipalities.legs"))
