"""The coordinator's pages: who could do a request, people side by side, the reverse, and runs over all requests."""

from talent_portal.matching.views import (
    candidates,
    comparing,
    fitting,
    run_compare,
    run_file,
    run_pairs,
    run_parts,
    run_publish,
    runs,
)
from talent_portal.matching.views.blueprint import bp

__all__ = [
    "bp",
    "candidates",
    "comparing",
    "fitting",
    "run_compare",
    "run_file",
    "run_pairs",
    "run_parts",
    "run_publish",
    "runs",
]
