"""How a municipality would see somebody, shown to that person."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from talent_portal.accounts.permissions import Permission
from talent_portal.core.access import current_actor, requires
from talent_portal.core.db import reading
from talent_portal.core.forms import BaseForm
from talent_portal.core.i18n import local
from talent_portal.core.pages import personal, render
from talent_portal.municipalities import queries as municipalities
from talent_portal.municipalities.models import Municipality
from talent_portal.professions import queries as professions
from talent_portal.specialists import policies, queries
from talent_portal.specialists.actions import states
from talent_portal.specialists.queries import cards
from talent_portal.specialists.rules import cards as rules
from talent_portal.specialists.rules import words
from talent_portal.specialists.rules.cards import AnonymousCard, Level
from talent_portal.specialists.rules.facts import PersonFacts
from talent_portal.specialists.views.blueprint import bp

SAMPLE = "sample"


class TownForm(BaseForm):
    """From where to look. Part of the address, so without a token."""

    class Meta(BaseForm.Meta):
        """A GET carries no secret."""

        csrf = False

    town = SelectField(_l("Municipality"))


def names_of_codes() -> dict[str, str]:
    """Return the words for the codes of roles, qualifications and tasks."""
    session = reading()
    every: list[Any] = [
        *professions.professions(session),
        *professions.qualifications(session),
        *professions.tasks(session),
    ]
    return {one.code: local(one, "name") for one in every}


@bp.get("/me/preview")
@requires(Permission.CONSENT_DECIDE)
def preview() -> ResponseReturnValue:
    """Show one's own card as one municipality would see it."""
    personal()
    session = reading()
    person = policies.own(session, current_actor())
    towns = municipalities.municipalities(session)
    form, town = _town(towns)
    own = queries.facts(session, ids=[person.id], referable_only=False)[0]
    context: dict[str, Any] = {
        "card": _card(own, town),
        "chosen": bool(own.professions),
        "hidden": town is not None and town.organisation_id in own.hidden_from,
        "shares": states.shares(session, person),
        "names": names_of_codes(),
        "town": local(town, "name") if town else "",
    }
    return render("specialists/preview.html", form=form, words=words, **context)


def _town(towns: list[Municipality]) -> tuple[TownForm, Municipality | None]:
    form = TownForm(request.args)
    form.town.choices = [(town.slug, local(town, "name")) for town in towns]
    chosen = next((town for town in towns if town.slug == form.town.data), towns[0] if towns else None)
    form.town.data = chosen.slug if chosen else ""
    return form, chosen


def _card(own: PersonFacts, town: Municipality | None) -> AnonymousCard | None:
    """Return the card among everybody who may be found, and oneself even while one may not."""
    if town is None or not own.professions:
        return None
    session, role = reading(), own.professions[0].profession
    who = cards.audience(
        session, level=Level.D1, organisation_ids=[town.organisation_id], profession=role, place=town.slug
    )
    pool = [one for one in queries.facts(session, profession=role) if one.id != own.id]
    return next(iter(rules.cards([*pool, own], who, {own.id: SAMPLE})), None)
