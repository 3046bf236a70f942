"""From people, requests and reports to the engine's rows, and from its result to what is kept with a run.

Only the worker comes here: pages read what was kept.
"""

from talent_portal.matching.queries.planning.answers import Answer, answer
from talent_portal.matching.queries.planning.gains import BROKEN, Gains, OutOfTime, what_covers_more
from talent_portal.matching.queries.planning.question import Question, question_of
from talent_portal.matching.queries.planning.reading import Known, read

__all__ = [
    "BROKEN",
    "Answer",
    "Gains",
    "Known",
    "OutOfTime",
    "Question",
    "answer",
    "question_of",
    "read",
    "what_covers_more",
]
