"""Who may see whom matching finds: the prefecture, and the auditor without names."""

from talent_portal.accounts.permissions import Permission
from tests.architecture.authorisation import UNKNOWN, Things, World, needs


def request(world: World) -> Things:
    return Things(a={"reference": world.make.need(organisation=world.office_a).reference})


def pair(world: World) -> Things:
    """A request and somebody in its role; the same request and nobody."""
    role = world.make.profession()
    asked = world.make.need(organisation=world.office_a, profession=role.code)
    person = world.make.specialist(professions=(role.code,))
    return Things(
        a={"reference": asked.reference, "person": person.reference},
        missing={"reference": asked.reference, "person": UNKNOWN},
    )


def queued(world: World) -> Things:
    return Things(a={"reference": world.make.run().reference})


def planned(world: World) -> Things:
    """A run with a plan over one request."""
    pair(world)
    return Things(a={"reference": world.make.done().reference})


def planned_file(world: World) -> Things:
    run = planned(world).a
    return Things(a=dict(run) | {"kind": "csv"}, missing={"reference": UNKNOWN, "kind": "csv"})


def planned_pair(world: World) -> Things:
    two = pair(world)
    run = {"reference": world.make.done().reference}
    return Things(
        a=run | {"need": two.a["reference"], "person": two.a["person"]},
        missing=run | {"need": UNKNOWN, "person": UNKNOWN},
    )


def decided(world: World) -> Things:
    asked = world.make.need(organisation=world.office_a)
    return Things(a={"reference": world.make.decision(asked, world.make.specialist()).reference})


def person(world: World) -> Things:
    return Things(a={"reference": world.make.specialist().reference})


DOORS = {
    **{f"matching.{name}": needs(Permission.MATCH_READ, request) for name in ("candidates", "others", "compare")},
    "matching.candidate": needs(Permission.MATCH_READ, pair),
    "matching.fitting": needs(Permission.MATCH_READ, person),
    **{f"matching.{name}": needs(Permission.MATCH_READ) for name in ("runs", "runs_compare", "decisions")},
    **{f"matching.{name}": needs(Permission.MATCH_RUN) for name in ("run_new", "run_new_send")},
    "matching.run": needs(Permission.MATCH_READ, queued),
    "matching.run_stop": needs(Permission.MATCH_RUN, queued),
    **{
        f"matching.run_{name}": needs(Permission.MATCH_READ, planned)
        for name in ("weeks", "map", "pairs", "unmet", "left_out")
    },
    "matching.run_file": needs(Permission.MATCH_READ, planned_file),
    **{f"matching.{name}": needs(Permission.MATCH_RUN, planned) for name in ("run_publish", "run_publish_send")},
    "matching.run_pair": needs(Permission.MATCH_READ, planned_pair),
    "matching.run_pair_send": needs(Permission.MATCH_RUN, planned_pair),
    "matching.decision_lift": needs(Permission.MATCH_RUN, decided),
}
