"""The tables a request's page and print are made of: what everybody may read, and what stays inside."""

from flask_babel import gettext

from talent_portal.core.i18n import local
from talent_portal.core.words import day
from talent_portal.needs.models import Need, Strength
from talent_portal.needs.rules import choices
from talent_portal.needs.views import words
from talent_portal.needs.views.words import Names, Section, row


def advertised(need: Need, names: Names) -> list[Section]:
    """Return what everybody who may read the request sees."""
    role = names.professions.get(need.profession)
    forms = [local(names.forms[code], "name") for code in need.forms if code in names.forms]
    return [
        (
            gettext("Work"),
            [
                row(gettext("Municipality"), words.bodies(need)),
                row(gettext("Role"), local(role, "name") if role else ""),
                row(gettext("Work to be done"), [names.tasks[code] for code in need.tasks if code in names.tasks]),
                row(gettext("Duties"), local(need, "duties")),
                row(gettext("How many people"), need.head_count),
            ],
        ),
        (
            gettext("When and where"),
            [
                row(gettext("How many days"), words.pattern(need)),
                row(gettext("Hours a week"), words.hours(need)),
                row(gettext("Period"), words.period(need)),
                row(gettext("Last day for introductions"), day(need.last_day) if need.last_day else ""),
                row(gettext("Place of work"), words.place(need, names)),
                row(gettext("Work from home"), words.remote(need)),
            ],
        ),
        (
            gettext("Qualifications"),
            [
                row(gettext("Must"), words.licences(need, names, Strength.MUST) or gettext("None")),
                row(gettext("Helpful"), words.licences(need, names, Strength.HELPS) or gettext("None")),
            ],
        ),
        (
            gettext("Working conditions"),
            [
                *words.told_conditions(need),
                row(gettext("Appointment forms you think of"), forms or gettext("To be settled with the person")),
                row(gettext("Travel and commuting costs"), words.choice(choices.TRAVEL_PAID, need.travel_paid)),
                row(gettext("Housing"), _with(words.choice(choices.HOUSING, need.housing), need.housing_note)),
                row(gettext("Desk, car and tools you provide"), need.tools),
            ],
        ),
    ]


def inside(need: Need) -> list[Section]:
    """Return what only its municipalities and the prefecture see."""
    looked = [words.choice(choices.ADVERTISED, code) for code in need.advertised]
    contact = need.contact
    asked = [contact.asked, contact.phone, contact.email] if contact else []
    return [
        (
            gettext("Why, and how it was looked for"),
            [
                row(gettext("Why somebody is needed"), words.choice(choices.WHY_NEEDED, need.reason_needed)),
                row(gettext("How you have looked for somebody"), looked),
                row(gettext("Why there was no open call, if there was none"), need.why_not_public),
                row(gettext("Budget"), _with(words.choice(choices.BUDGET, need.budget), need.budget_line)),
                row(gettext("The law requires this post to be filled"), words.yes(given=need.law_required)),
                row(
                    gettext("The only official who can do this is leaving"),
                    words.yes(given=need.single_holder_leaving),
                ),
                row(gettext("Our own staff should learn from the person"), words.yes(given=need.mentoring)),
                row(gettext("The person works with children"), words.yes(given=need.child_contact)),
                row(
                    gettext("The person works under the daily orders of a superior"),
                    words.yes(given=need.daily_orders),
                ),
            ],
        ),
        (
            gettext("Contact"),
            [
                row(gettext("Who guides the person on site"), contact.supervisor if contact else ""),
                row(gettext("Whom the prefecture may ask"), [part for part in asked if part]),
                row(gettext("Who may read the open request"), words.choice(choices.AUDIENCES, need.audience.value)),
            ],
        ),
    ]


def _with(first: str, second: str) -> str:
    return " ".join(part for part in (first, second) if part)
