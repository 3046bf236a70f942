"""Codes of matching as sentences in the reader's language: why not, what would change it, what is given up."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import gettext

from talent_portal.core import words
from talent_portal.core.i18n import language, local
from talent_portal.core.marks import _n
from talent_portal.matching.queries import Book, Named
from talent_portal.matching.rules.case import Failure, Rule
from talent_portal.matching.rules.names import RELAXATIONS
from talent_portal.matching.rules.ranking import Change

HOUR = 60
RULE_NAMES: dict[Rule, str] = {
    Rule.ROLE: _n("Role"),
    Rule.MUST: _n("Required licence"),
    Rule.BARRED: _n("Ruled out"),
    Rule.PLACE: _n("Place not wanted"),
    Rule.TRAVEL: _n("Way"),
    Rule.PERIOD: _n("Period"),
    Rule.DAYS: _n("Days"),
    Rule.FORM: _n("Appointment form"),
    Rule.WAY: _n("Way of working"),
    Rule.PERMISSION: _n("Employer's permission"),
    Rule.HOURS: _n("Hours of all posts"),
}
FAILURES: dict[str, str] = {
    "other_role": _n("Does not work as %(profession)s"),
    "licence_missing": _n("Does not have %(qualification)s"),
    "licence_unchecked": _n("%(qualification)s is self-declared; it counts once somebody has checked it"),
    "licence_expires": _n("%(qualification)s expires %(early)s days before the last working day (%(expires_on)s)"),
    "barred": _n("Was ruled out for this request"),
    "never_place": _n("Does not wish to work for %(organisation)s"),
    "too_far": _n("%(over)s minutes too far to %(place)s (%(minutes)s minutes, at most %(limit)s)"),
    "no_boat": _n("Only a ship goes to %(place)s, and the person takes none"),
    "no_air": _n("Only a flight goes to %(place)s, and the person takes none"),
    "no_boat_air": _n("To %(place)s one needs a ship and a flight, and the person takes neither"),
    "no_way": _n("No way to %(place)s is known from where the person lives"),
    "no_overnight": _n("A day is too short for %(place)s, and the person does not stay overnight"),
    "remote_only": _n("Works from home only; %(percent)s %% of this work can be done there"),
    "period_unknown": _n("The request has no period yet"),
    "disaster_only": _n("Comes in disasters only"),
    "days_unknown": _n("Has not said yet which days are possible"),
    "starts_late": _n("Can begin %(days)s days later than asked (on %(day)s)"),
    "ends_early": _n("Is there until %(day)s, %(days)s days less than asked"),
    "gap": _n("Is not there on %(days)s days in between"),
    "away": _n("Away on %(days)s working days, %(over)s more than leave allows"),
    "short_a_week": _n("%(half_days)s a week short (in %(times)s of %(of)s weeks)"),
    "short_a_month": _n("%(half_days)s a month short (in %(times)s of %(of)s months)"),
    "unlawful": _n("%(form)s: %(condition)s (%(article)s)"),
    "no_form": _n("No appointment form comes into question"),
    "way_not_wanted": _n("Would be lawful, but not as the person wishes to work: %(forms)s"),
    "permission_refused": _n("The employer refused permission"),
    "permission_ends": _n("The employer's permission ends %(early)s days early (%(ends_on)s)"),
    "permission_hours": _n("%(over_hours)s a week more than the employer permitted"),
    "ask_excluded": _n("Whether a form is lawful has to be asked of the checker first"),
    "hours_over": _n("All posts together are %(over_hours)s a week over the limit"),
}
CHANGES: dict[str, str] = {
    "licence_checked": _n("If %(qualification)s is checked, the place becomes %(place_number)s (+%(gain)s points)."),
    "licence_acquired": _n("With %(qualification)s, the place would be %(place_number)s (+%(gain)s points)."),
    "task_known": _n("With more experience in “%(task)s”, the place would be %(place_number)s (+%(gain)s points)."),
    "permission_granted": _n("With the employer's permission, the place becomes %(place_number)s (+%(gain)s points)."),
}


def failure(book: Book, found: Failure) -> str:
    """Return why the work is not possible for somebody, with its margin."""
    return str(gettext(FAILURES[found.code], **named(book, found.params)))


def change(book: Book, found: Change) -> str:
    """Return what would move somebody up."""
    said = named(book, found.params) | {"gain": found.gain, "place_number": found.place}
    return str(gettext(CHANGES[found.code], **said))


def relaxation(book: Book, code: str, params: Mapping[str, object], people: str) -> str:
    """Return what giving up one condition leads to."""
    if code == "fewer_days" and params.get("month"):
        code = "fewer_days_month"
    return str(gettext(RELAXATIONS[code], **(named(book, params) | {"people": people})))


def named(book: Book, params: Mapping[str, object]) -> dict[str, object]:
    """Return the parameters of a sentence as the reader should see them: names for codes, words for days and hours."""
    said: dict[str, object] = {}
    for key, value in params.items():
        said |= _named(book, key, value)
    return said


def _named(book: Book, key: str, value: object) -> dict[str, object]:
    if isinstance(value, date):
        said: dict[str, object] = {key: words.day(value)}
    elif isinstance(value, float):
        said = {key: f"{value:g}"}
    elif isinstance(value, int):
        said = _counted(book, key, value)
    elif isinstance(value, tuple):
        said = {key: listed(_name(book.forms, str(one)) for one in value)}
    else:
        said = {key: _coded(book, key, str(value))}
    return said


def _counted(book: Book, key: str, value: int) -> dict[str, object]:
    if key == "organisation_id":
        return {"organisation": local(book.offices[value], "name")}
    if key == "half_days":
        return {key: days(value)}
    return {key: value, "over_hours": hours(value)} if key == "over" else {key: value}


def _coded(book: Book, key: str, code: str) -> str:
    """Return the name of what a code stands for; the code itself where nothing is known of it."""
    if key in {"condition", "article"}:
        found = (book.conditions if key == "condition" else book.articles).get(code)
        return local(found, "text") if found else code
    books = {
        "qualification": book.qualifications,
        "place": book.towns,
        "task": book.tasks,
        "form": book.forms,
        "profession": book.professions,
    }
    return _name(books[key], code) if key in books else code


def _name(names: Mapping[str, Named], code: str) -> str:
    return local(names[code], "name") if code in names else code


def listed(names: Iterable[str]) -> str:
    """Return several names in a row, with the comma of the language."""
    return ("、" if language() == "ja" else ", ").join(names)


def days(half_days: int) -> str:
    """Return half a day, 1 day, 1.5 days."""
    if half_days == 1:
        return str(gettext("half a day"))
    whole, half = divmod(half_days, 2)
    if not half:
        return str(gettext("1 day") if whole == 1 else gettext("%(days)s days", days=whole))
    return str(gettext("%(days)s and a half days", days=whole))


def a_week(half_days: int) -> str:
    """Return 2 days a week."""
    return str(gettext("%(days)s a week", days=days(half_days)))


def a_month(half_days: int) -> str:
    """Return 2 days a month."""
    return str(gettext("%(days)s a month", days=days(half_days)))


def hours(minutes: int) -> str:
    """Return 2 hours or 2:30 hours."""
    whole, rest = divmod(minutes, HOUR)
    return str(gettext("%(hours)s hours", hours=f"{whole}:{rest:02}" if rest else whole))
