"""The question that the engine is asked: rows, with every pair that breaks a hard rule forbidden beforehand.

The engine's own rules are coarser than the law and the calendar. So each pair is judged here by the rules that the
pages use; what fails is forbidden, and what remains shares the weeks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from talent_portal.matching.engine.encode import problem
from talent_portal.matching.engine.model import WEEK, Problem, Rules
from talent_portal.matching.engine.rows import MOST_QUALIFICATIONS, NeedRow, PinRow, Settings, SpecialistRow
from talent_portal.matching.queries.planning import maps
from talent_portal.matching.queries.planning.pairs import Judged, judged
from talent_portal.matching.queries.planning.reading import Known
from talent_portal.matching.queries.planning.terms import Terms, terms_of, weeks_of
from talent_portal.matching.rules.case import Case
from talent_portal.matching.rules.coverage import weekly
from talent_portal.matching.rules.runs import RunOptions
from talent_portal.needs.rules.facts import NeedFacts, PatternKind
from talent_portal.specialists.rules.choices import Remote
from talent_portal.specialists.rules.facts import PersonFacts

SLOTS = 14
# The house counts days, nights and ways pair by pair; a trip costs no half-day besides.
RULES = Rules(overhead=(), overlap_share=100)


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a request: one person for all of it, or nobody. `half_days` a week are reserved for it."""

    id: str
    judged: Judged
    half_days: int
    unit: int

    @property
    def need(self) -> NeedFacts:
        """Return the request."""
        return self.judged.case.need


@dataclass(frozen=True, slots=True)
class Question:
    """The problem, and what its ids stand for. `lost` are pairs to keep that break a rule: (request, person)."""

    problem: Problem
    terms: Terms | None
    judged: tuple[Judged, ...]
    posts: dict[str, Post]
    people: dict[str, PersonFacts]
    lost: frozenset[tuple[int, int]]
    known: Known


def question_of(known: Known, options: RunOptions) -> Question:
    """Return the question. Raises `UnusableRowsError` for rows that no engine could read."""
    return _asked(known, options, judged(known.cases, known.people, ask=options.ask, exclusive=full_time(known.cases)))


def with_case(question: Question, options: RunOptions, case: Case) -> Question:
    """Return the question with a case of one request that asks for less; the other requests are not judged again."""
    known = question.known
    (changed,) = judged([case], known.people, ask=options.ask, exclusive=full_time(known.cases))
    found = [changed if one.case.need.need_id == case.need.need_id else one for one in question.judged]
    return _asked(replace(known, cases=tuple(one.case for one in found)), options, found)


def _asked(known: Known, options: RunOptions, found: Sequence[Judged]) -> Question:
    exclusive = full_time(known.cases)
    told = [one for one in found if one.case.plan.is_told and reserved(one.case.need) in range(1, SLOTS + 1)]
    fitting = {person for one in told for person in one.fits}
    people = {one.reference: one for one in known.people if one.id in fitting}
    posts = {post.id: post for one in told for post in _posts(one)}
    terms = terms_of((one.case.plan.first, one.case.plan.last) for one in told) if told else None
    rows = _Rows(known, options, tuple(posts.values()), people, terms)
    pins, lost = rows.pins()
    settings = Settings(
        terms=terms.count if terms else 1,
        roles=tuple(sorted({post.need.profession for post in posts.values()})),
        forms=tuple(sorted({form for one in told for form in one.case.forms})),
        exclusive_forms=frozenset(form for one in told for form in one.case.forms) & exclusive,
        reports={known.towns[key]: heads for key, heads in known.reports.items() if key in known.towns},
        pins=pins,
        forbidden=frozenset(rows.forbidden()),
        rules=RULES,
    )
    asked = problem(list(rows.people_rows()), list(rows.need_rows()), rows.geography(), settings)
    return Question(asked, terms, tuple(found), posts, people, lost, known)


def full_time(cases: Iterable[Case]) -> frozenset[str]:
    """Return the forms that fill the whole week, beside which there is no second contract."""
    return frozenset(
        form for case in cases for form, facts in case.table.facts.items() if facts.weekly_minutes_exactly is not None
    )


def reserved(need: NeedFacts) -> int:
    """Return the half-days a week that one post is given: whole days, where no certain half-days are asked for."""
    if need.pattern is PatternKind.HALVES:
        return need.halves.bit_count()
    half_days = weekly(need, need.half_days)
    alone = half_days == 1 and need.pattern is PatternKind.DAYS
    return half_days if alone else half_days + half_days % 2


def _posts(found: Judged) -> Iterator[Post]:
    need = found.case.need
    unit = 1 if need.pattern is PatternKind.HALVES or reserved(need) == 1 else 2
    for number in range(need.open_posts):
        name = need.reference if number == 0 else f"{need.reference}.{number + 1}"
        yield Post(name, found, reserved(need), unit)


@dataclass(frozen=True, slots=True)
class _Rows:
    known: Known
    options: RunOptions
    posts: tuple[Post, ...]
    people: dict[str, PersonFacts]
    terms: Terms | None

    def geography(self) -> maps.Geography:
        return maps.geography(self.known, [post.judged.case for post in self.posts], self.people.values())

    def need_rows(self) -> Iterator[NeedRow]:
        known = self.qualifications()
        for post in self.posts:
            need = post.need
            yield NeedRow(
                id=post.id,
                place=maps.place(need.place),
                owner=str(need.organisation_id),
                role=need.profession,
                asked=post.half_days,
                least=1,
                unit=post.unit,
                whole=True,
                people=1,
                halves=need.halves if need.pattern is PatternKind.HALVES else WEEK,
                forms=frozenset(post.judged.case.forms),
                terms=self.terms.of(post.judged.case.plan.first, post.judged.case.plan.last)
                if self.terms
                else frozenset(),
                musts=_musts(post.judged.case) & known,
                helpful=frozenset(f"helps {one.qualification}" for one in need.helpfuls) & known,
                remote=need.remote_percent,
            )

    def people_rows(self) -> Iterator[SpecialistRow]:
        known = self.qualifications()
        owners = {post.need.organisation_id for post in self.posts}
        for name, person in self.people.items():
            weeks = weeks_of(person, self.terms) if self.terms else None
            travel = person.travel
            verified, claimed = _licences(person, known)
            here, elsewhere = self._forms(person)
            yield SpecialistRow(
                id=name,
                home=maps.home(travel),
                roles=frozenset(one.profession for one in person.professions)
                & {post.need.profession for post in self.posts},
                halves=weeks.offered if weeks else (0,),
                limit=weeks.limit if weeks else (0,),
                taken=weeks.taken if weeks else (),
                verified=verified,
                claimed=claimed,
                forms=elsewhere,
                forms_former=here,
                former=str(person.former_organisation_id) if person.former_organisation_id in owners else None,
                years=max((one.years or 0 for one in person.professions), default=0),
                minutes=travel.max_minutes + self._minutes_more(person),
                modes=maps.OVERNIGHT if travel.overnight else 0,
                remote=travel.remote is not Remote.NO,
                known=self.known.towns.get(person.former_organisation_id or 0),
                places=self.options.places,
                hidden_from=frozenset(map(str, person.hidden_from & owners)),
            )

    def _forms(self, person: PersonFacts) -> tuple[frozenset[str], frozenset[str]]:
        """Return the forms possible where the person came from, and anywhere else."""
        here: set[str] = set()
        elsewhere: set[str] = set()
        for post in self.posts:
            fit = post.judged.fits.get(person.id)
            if fit is not None:
                own = post.need.organisation_id == person.former_organisation_id
                (here if own else elsewhere).update(fit.possible)
        return frozenset(here), frozenset(elsewhere)

    def _minutes_more(self, person: PersonFacts) -> int:
        """Return by how much the requests that somebody fits in with stretch their longest way; 0 as requests stand."""
        return max((post.judged.case.minutes_more for post in self.posts if person.id in post.judged.fits), default=0)

    def qualifications(self) -> frozenset[str]:
        """Return the codes that the engine is told, as many as it can hold; the pairs were judged by all of them."""
        musts = {must_code(must.any_of) for post in self.posts for must in post.need.musts}
        helps = {f"helps {one.qualification}" for post in self.posts for one in post.need.helpfuls}
        return frozenset([*sorted(musts), *sorted(helps)][:MOST_QUALIFICATIONS])

    def forbidden(self) -> Iterator[tuple[str, str]]:
        """Yield every pair of the role that breaks a hard rule, and second posts for those who could hold two."""
        by_id = {one.id: name for name, one in self.people.items()}
        for post in self.posts:
            hidden = {one for one in post.judged.hidden if one in by_id}
            for person in sorted(hidden | (post.judged.failures.keys() & by_id.keys())):
                yield by_id[person], post.id
            yield from self._second_posts(post, by_id)

    def _second_posts(self, post: Post, by_id: dict[int, str]) -> Iterator[tuple[str, str]]:
        """Offer whoever could hold two posts of one request for one of them only: it wants different people."""
        count = post.need.open_posts
        if count == 1 or self.terms is None:
            return
        number = int(post.id.partition(".")[2] or 1) - 1
        for turn, person in enumerate(sorted(post.judged.fits)):
            limit = min(weeks_of(self.people[by_id[person]], self.terms).limit)
            if limit >= 2 * post.half_days and turn % count != number:
                yield by_id[person], post.id

    def pins(self) -> tuple[tuple[PinRow, ...], frozenset[tuple[int, int]]]:
        """Return the pairs to keep, and those among them that break a rule."""
        by_id = {one.id: name for name, one in self.people.items()}
        shut = set(self.forbidden()) if self.known.keep else set()
        pins, kept = [], set()
        used: set[str] = set()
        for need_id, person in sorted(self.known.keep):
            for post in self.posts:
                free = post.id not in used and (by_id.get(person, ""), post.id) not in shut
                if (
                    post.need.need_id == need_id
                    and person in post.judged.fits
                    and free
                    and (need_id, person) not in kept
                ):
                    pins.append(PinRow(by_id[person], post.id))
                    kept.add((need_id, person))
                    used.add(post.id)
        asked = {case.need.need_id for case in self.known.cases}
        return tuple(pins), frozenset(pair for pair in self.known.keep - kept if pair[0] in asked)


def _musts(case: Case) -> frozenset[str]:
    """Return what the engine asks for once more; it knows checked licences only, so nothing where others count too."""
    return frozenset() if case.declared_counts else frozenset(must_code(one.any_of) for one in case.need.musts)


def must_code(any_of: frozenset[str]) -> str:
    """Return the code of a must-have: any one of its alternatives will do."""
    return " or ".join(sorted(any_of))


def _licences(person: PersonFacts, known: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    held = {one.qualification for one in person.licences}
    checked = {one.qualification for one in person.licences if one.verified}
    musts = {code for code in known if not code.startswith("helps ")}
    verified = {code for code in musts if checked & set(code.split(" or "))}
    verified |= {f"helps {one}" for one in checked}
    return frozenset(verified & known), frozenset({f"helps {one}" for one in held} & known)
