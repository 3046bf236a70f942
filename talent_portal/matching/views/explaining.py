"""One person held against one request, as rows that templates draw: conditions, points, the week, the forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from talent_portal.core import words
from talent_portal.core.i18n import local
from talent_portal.core.marks import _n
from talent_portal.core.week import DAYS, HALVES
from talent_portal.matching.queries import Book
from talent_portal.matching.rules.case import Case
from talent_portal.matching.rules.conditions import Condition, Met, conditions_of
from talent_portal.matching.rules.forms import FormFit, forms_of
from talent_portal.matching.rules.points import MAXIMA, Part, Score
from talent_portal.matching.rules.time import share_of
from talent_portal.matching.views import sentences
from talent_portal.needs.rules.facts import NeedFacts, PatternKind
from talent_portal.professions.rules import VerdictKind
from talent_portal.specialists.rules.facts import PersonFacts

PARTS: dict[str, str] = {
    "helpful": _n("Helpful licences"),
    "tasks": _n("Work known"),
    "travel": _n("Way"),
    "days": _n("Days to spare"),
    "years": _n("Years in the role"),
    "form": _n("Appointment form"),
}
LEVELS: dict[str, str] = {
    "experienced": _n("Has done it"),
    "alone": _n("Can do it alone"),
    "teaches": _n("Can show others"),
}
LICENCES: dict[str, str] = {
    "checked": _n("Checked, valid for the whole period"),
    "declared": _n("The person says so; nobody has checked it"),
    "expires": _n("Expires %(early)s days before the last working day (%(expires_on)s)"),
    "none": _n("Does not have it"),
}
VERDICTS: dict[VerdictKind, tuple[str, Met]] = {
    VerdictKind.ALLOWED: (_n("Possible"), Met.MET),
    VerdictKind.CONDITIONS: (_n("Conditional"), Met.MET),
    VerdictKind.ASK: (_n("Ask the checker"), Met.ASK),
    VerdictKind.UNLAWFUL: (_n("Not lawful"), Met.UNMET),
}
STOPPED: dict[str, str] = {
    "permission_refused": _n("The employer refused permission"),
    "permission_ends": _n("The employer's permission ends too early"),
    "permission_hours": _n("The employer permitted fewer hours"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One condition as `components/conditions.html` draws it."""

    name: str
    said: list[str]
    verdict: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of the points as `components/bars.html` draws it."""

    name: str
    points: int
    maximum: int
    about: str


def rows(book: Book, case: Case, person: PersonFacts) -> list[Row]:
    """Return condition by condition what the request wants and the person brings."""
    return [row(book, case, one) for one in conditions_of(case, person)]


def row(book: Book, case: Case, found: Condition) -> Row:
    """Return one condition in words."""
    if found.kind in {"period", "days"}:
        name, said = (_period if found.kind == "period" else _days)(book, case, found)
    else:
        name, said = TOLD[found.kind](book, found)
    return Row(name, said, found.met.value)


Told = tuple[str, list[str]]


def _licence(book: Book, found: Condition) -> Told:
    wanted = found.params["any_of"]
    names = [_named(book.qualifications, one) for one in wanted] if isinstance(wanted, tuple) else []
    held = _named(book.qualifications, found.params["qualification"])
    said = str(gettext(LICENCES[found.code], **sentences.named(book, found.params)))
    several = len(names) > 1 and found.params["qualification"]
    return str(gettext(" or ")).join(names), [f"{held}{gettext(': ')}{said}" if several else said]


def _task(book: Book, found: Condition) -> Told:
    known = LEVELS.get(found.code)
    return _named(book.tasks, found.params["task"]), [str(gettext(known)) if known else str(gettext("Not named"))]


def _period(book: Book, case: Case, found: Condition) -> Told:
    plan = case.plan
    name = f"{words.day(plan.first)} – {words.day(plan.last)}" if plan.is_told else str(gettext("Period"))
    return name, [_or(book, found, gettext("There from the first to the last day"))]


def _days(book: Book, case: Case, found: Condition) -> Told:
    spare = found.params.get("spare")
    told = sentences.days(int(str(spare))) if spare else ""
    fits = gettext("Fits, %(days)s to spare", days=told) if spare else gettext("Just fits")
    return pattern(case.need), [_or(book, found, gettext("Not known yet") if found.code == "unknown" else fits)]


def _travel(book: Book, found: Condition) -> Told:
    if found.code in {"from_home", "remote_only"}:
        return str(gettext("Way")), [_or(book, found, gettext("All of it from home"))]
    place = _named(book.towns, found.params["place"])
    return str(gettext("Way to %(place)s", place=place)), [_or(book, found, way(found.params))]


def way(params: Mapping[str, object]) -> str:
    """Return 72 minutes; 1 boarding; a night there."""
    parts = [str(gettext("%(minutes)s minutes one way", minutes=params["minutes"]))]
    if params.get("boardings"):
        parts.append(str(gettext("boards %(num)s times", num=params["boardings"])))
    if params.get("overnight"):
        parts.append(str(gettext("with a night there")))
    return sentences.listed(parts)


def _form(book: Book, found: Condition) -> Told:
    forms = found.params.get("forms", ())
    names = [_named(book.forms, one) for one in forms] if isinstance(forms, tuple) else []
    return str(gettext("Appointment form")), [_or(book, found, sentences.listed(names))]


TOLD: dict[str, Callable[[Book, Condition], Told]] = {
    "must": _licence,
    "helpful": _licence,
    "task": _task,
    "travel": _travel,
    "form": _form,
}


def _or(book: Book, found: Condition, fits: str) -> str:
    """Return the failure in words, or what fits."""
    if found.met is Met.UNMET:
        return str(gettext(sentences.FAILURES[found.code], **sentences.named(book, found.params)))
    return str(fits)


def _named(names: Mapping[str, object], code: object) -> str:
    found = names.get(str(code))
    return local(found, "name") if found is not None else str(code or "")


def pattern(need: NeedFacts) -> str:
    """Return 2 days a week, which ones by agreement; mornings of Tue; 2 days a month."""
    if need.pattern is PatternKind.HALVES:
        return words.halves(need.halves)
    if need.pattern is PatternKind.MONTHLY:
        return str(gettext("%(days)s a month", days=sentences.days(need.half_days)))
    return str(gettext("%(days)s a week", days=sentences.days(need.half_days)))


def bars(score: Score) -> list[Bar]:
    """Return the parts of the points with their names and reasons."""
    return [Bar(str(gettext(PARTS[part.code])), part.points, MAXIMA[part.code], _about(part)) for part in score.parts]


def _about(part: Part) -> str:
    params = part.params
    said = {
        "helpful": "" if params.get("wished") else gettext("none asked for"),
        "tasks": gettext("%(known)s of %(of)s", known=params.get("known"), of=params.get("of")),
        "travel": gettext("From home") if params.get("home") else "",
        "days": sentences.days(int(str(params["spare"]))) if params.get("spare") else "",
        "years": gettext("%(years)s years", years=params["years"]) if params.get("years") is not None else "",
        "form": gettext(VERDICTS[VerdictKind(str(params["verdict"]))][0]) if "verdict" in params else "",
    }[part.code]
    return str(said) or (way(params) if part.code == "travel" else "")


def way_of(score: Score) -> str:
    """Return how far the farthest place is, in words."""
    return _about(score.part("travel"))


def week(case: Case, person: PersonFacts) -> list[dict[str, object]]:
    """Return the cells of the shared week: free in every week of the period, or promised elsewhere in some."""
    share = share_of(case, person)
    cells: list[dict[str, object]] = []
    for bit in range(DAYS * len(HALVES)):
        if share.offered >> bit & 1:
            kind = "busy" if share.taken >> bit & 1 else "free"
            cells.append({"day": bit // 2, "half": HALVES[bit % 2], "kind": kind})
    return cells


def law(book: Book, case: Case, person: PersonFacts) -> list[tuple[str, list[Row]]]:
    """Return the bodies of the request with every form in question, why it is possible and why not.

    Bodies for which all is the same stand together.
    """
    together: dict[tuple[FormFit, ...], list[str]] = {}
    for office in forms_of(case, person):
        together.setdefault(office.forms, []).append(local(book.offices[office.organisation_id], "name"))
    return [(sentences.listed(names), [_fit(book, one) for one in forms]) for forms, names in together.items()]


def _fit(book: Book, one: FormFit) -> Row:
    word, met = VERDICTS[one.verdict.kind]
    said = [local(book.conditions[code], "text") for code in one.verdict.conditions if code in book.conditions]
    article = book.articles.get(one.verdict.article)
    if article is not None:
        said.append(local(article, "text"))
    if one.lawful and one.stopped:
        said.insert(0, str(gettext(STOPPED[one.stopped])))
    if one.lawful and not one.wanted:
        said.insert(0, str(gettext("The person does not wish to work in this form")))
    possible = one.possible or not one.lawful
    return Row(_named(book.forms, one.form), said, (met if possible else Met.MISSING).value, str(gettext(word)))
