"""Questions about matching days, each answered in a number of statements that does not grow with the rows."""

from talent_portal.matching_days.models import Applicant, MatchingDay

KIND = "matching-applicant"


def subject(person: Applicant) -> str:
    """Return what the books call an applicant."""
    return f"{KIND}:{person.reference}"


def about(day: MatchingDay) -> str:
    """Return what the books call a matching day."""
    return f"matching-day:{day.reference}"
