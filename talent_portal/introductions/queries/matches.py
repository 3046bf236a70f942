"""What the match said about a person at the moment they became a candidate: codes and numbers, kept with the case."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from talent_portal.matching import queries as matching
from talent_portal.matching.queries import Found
from talent_portal.needs.models import Need


def snapshots(session: Session, need: Need, specialist_ids: Collection[int]) -> dict[int, dict[str, object]]:
    """Return by person: place and points by part, or the first rule that fails; nothing for people of other roles."""
    found = matching.find(session, need)
    return {one: _of(found, one) for one in specialist_ids}


def _of(found: Found, specialist_id: int) -> dict[str, object]:
    ranked = found.ranking.ranked(specialist_id)
    if ranked is not None:
        parts = {part.code: part.points for part in ranked.score.parts}
        return {"place": ranked.place, "of": len(found.ranking.eligible), "points": ranked.score.total, "parts": parts}
    failed = [failure.rule for person, failure in found.ranking.others if person.id == specialist_id]
    return {"fails": str(failed[0])} if failed else {}
