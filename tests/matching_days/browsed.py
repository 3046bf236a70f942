"""The pages of matching days that browsers see."""

from collections.abc import Iterator

from tests.browser.world import Visit, World
from tests.matching_days.browsed_desk import furnish_desk
from tests.matching_days.browsed_own import furnish_days, furnish_own


def furnish(world: World) -> Iterator[Visit]:
    """One day in every state, as everybody, applicants, the office and a municipality see it."""
    days = furnish_days(world)
    yield from furnish_own(world, days)
    yield from furnish_desk(world, days)
