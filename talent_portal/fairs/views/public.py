"""What everybody sees: the list of sessions, one session with its timetable, and its calendar entry."""

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from talent_portal.core.access import public
from talent_portal.core.db import reading
from talent_portal.core.files.download import attachment
from talent_portal.core.i18n import local
from talent_portal.core.pages import render
from talent_portal.fairs import queries
from talent_portal.fairs.gateway import files
from talent_portal.fairs.models import FairState
from talent_portal.fairs.queries import FairCard, FairFacts
from talent_portal.fairs.rules import choices
from talent_portal.fairs.views import structured
from talent_portal.fairs.views.blueprint import bp
from talent_portal.fairs.views.rows import agenda_rows
from talent_portal.fairs.views.timetable import timetable
from talent_portal.municipalities import queries as municipalities
from talent_portal.professions import queries as professions
from talent_portal.settings import Settings


@bp.get("/fairs")
@public
def index() -> ResponseReturnValue:
    """List the sessions to come, optionally those of one municipality, and the latest that are over."""
    session, slug = reading(), request.args.get("municipality", "")
    towns = municipalities.municipalities(session)
    town = next((one for one in towns if one.slug == slug), None)
    name = town.name_ja if town else ""
    return render(
        "fairs/index.html",
        coming=agenda_rows(_at(queries.upcoming(session), name)),
        over=agenda_rows(_at(queries.past(session), name)),
        town=town,
    )


def _at(cards: list[FairCard], name_ja: str) -> list[FairCard]:
    return [card for card in cards if not name_ja or name_ja in card.names_ja]


@bp.get("/fairs/<ref:reference>")
@public
def fair(reference: str) -> ResponseReturnValue:
    """Show one session: what, when, where, who is there, and the timetable to choose talks from."""
    session = reading()
    page = queries.fair_page(session, reference)
    return render(
        "fairs/fair.html",
        page=page,
        fair=page.fair,
        grid=timetable(page),
        picked=request.args.getlist("slot"),
        roles=professions.professions_by_code(session),
        event=structured.event(page.fair, local(_settings().office, "operator")),
        choices=choices,
    )


@bp.get("/fairs/<ref:reference>/calendar.ics")
@public
def calendar(reference: str) -> Response:
    """Return the session (not anybody's talks) as a calendar file."""
    page = queries.fair_page(reading(), reference)
    return attachment(files.calendar([_entry(page.fair)]), "session.ics", "text/calendar", personal=False)


def _entry(fair: FairFacts) -> dict[str, object]:
    settings = _settings()
    return files.entry(
        uid=f"fair-{fair.reference}@{settings.base_url.split('//')[-1]}",
        title=local(fair, "title"),
        starts_at=fair.starts_at,
        ends_at=fair.ends_at,
        sequence=fair.ics_sequence,
        cancelled=fair.state is FairState.CANCELLED,
        place=" ".join(part for part in (local(fair, "venue_name"), fair.address) if part),
        description=local(fair, "summary"),
        url=f"{settings.base_url}/fairs/{fair.reference}",
        stamp=fair.sign_up_opens_at,
    )


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
