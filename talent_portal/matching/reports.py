"""The live count that the form of a request shows: how many people could do the work. Nobody is ever named here."""

from sqlalchemy.orm import Session

from talent_portal.core.i18n import local
from talent_portal.matching import queries
from talent_portal.matching.rules.relaxing import Relaxed, count_with_relaxations
from talent_portal.needs.rules.facts import NeedFacts
from talent_portal.needs.rules.live import LiveCount, Relaxation


def live_count(session: Session, need: NeedFacts) -> LiveCount:
    """Return how many could do the work as it is being written, and the cheapest ways to more."""
    case = queries.case_for(session, need)
    found = count_with_relaxations(case, queries.people(session, need.profession))
    names = queries.qualifications(session) if any("qualification" in one.params for one in found.relaxed) else {}
    return LiveCount(found.people, tuple(_told(one, names) for one in found.relaxed))


def _told(one: Relaxed, names: dict[str, queries.Named]) -> Relaxation:
    said: dict[str, object] = dict(one.params)
    code = "fewer_days_month" if one.code == "fewer_days" and said.pop("month", False) else one.code
    for key, value in one.params.items():
        if key == "qualification":
            said[key] = local(names[str(value)], "name")
        elif isinstance(value, float):
            said[key] = f"{value:g}"
    return Relaxation(code, one.people, said)
