"""What browsers see of municipalities: an island with boats on the way, and one leg to mend."""

from collections.abc import Iterator

import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.municipalities.models import TravelLeg
from tests.browser.world import Visit, World


def furnish(world: World) -> Iterator[Visit]:
    """Name one municipality and one leg."""
    yield Visit("municipalities.show", {"slug": "goto"})
    leg = world.make.session.scalars(sa.select(TravelLeg).order_by(TravelLeg.id).limit(1)).one()
    yield Visit("municipalities.edit_leg", {"reference": leg.reference}, Role.LEAD)
