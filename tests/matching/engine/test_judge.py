"""What the independent judge refuses is nobody's plan, and nothing is claimed about it."""

from talent_portal.matching.engine import allocate as allocating
from talent_portal.matching.engine.allocate import allocate
from talent_portal.matching.engine.verify import Violation, verify
from tests.matching.engine.worlds import world


def test_nothing_is_claimed_proven_of_a_plan_that_the_judge_refuses(monkeypatch):
    problem = world(3, people=25, needs=14, places=5).problem()
    whole = allocate(problem)

    def refuses(asked, plan):
        return verify(asked, plan) or [Violation("period", "", "")] * (len(plan) >= len(whole.assignments))

    assert whole.status == "optimal"
    monkeypatch.setattr(allocating, "verify", refuses)
    result = allocate(problem)

    assert result.status == "feasible"
    assert all(tier.value < tier.bound for tier in result.tiers)
