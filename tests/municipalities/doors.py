"""Who may see the map, and who may mend it."""

from talent_portal.accounts.permissions import Permission
from talent_portal.municipalities.models import TravelLeg
from talent_portal.municipalities.rules import TravelMode
from tests.architecture.authorisation import UNKNOWN, Things, World, needs, public


def _towns(world: World) -> Things:
    town = world.make.municipality(slug="doortown")
    return Things(a={"slug": town.slug}, missing={"slug": "nowhere"})


def _legs(world: World) -> Things:
    ends = [world.make.municipality().slug for _ in range(2)]
    leg = TravelLeg(
        from_node=ends[0], to_node=ends[1], minutes=30, mode=TravelMode.CAR, loaded_mode=TravelMode.CAR, source=""
    )
    world.make.keep(leg)
    return Things(a={"reference": leg.reference}, missing={"reference": UNKNOWN})


DOORS = {
    "municipalities.index": public(),
    "municipalities.show": public(_towns),
    "municipalities.legs": needs(Permission.MUNICIPALITY_EDIT),
    "municipalities.edit_leg": needs(Permission.MUNICIPALITY_EDIT, _legs),
}
