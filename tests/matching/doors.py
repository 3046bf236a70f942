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


def person(world: World) -> Things:
    return Things(a={"reference": world.make.specialist().reference})


DOORS = {
    **{f"matching.{name}": needs(Permission.MATCH_READ, request) for name in ("candidates", "others", "compare")},
    "matching.candidate": needs(Permission.MATCH_READ, pair),
    "matching.fitting": needs(Permission.MATCH_READ, person),
}
