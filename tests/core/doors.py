"""The doors of core: open to anyone."""

from tests.architecture.authorisation import Outcome, Things, public

DOORS = {
    "core.choose_language": public(lambda _: Things(a={"code": "en"}), but={("*", "missing"): Outcome.IN}),
    "core.health": public(),
}
