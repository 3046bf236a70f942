"""What everybody may read, and who may read the log of views."""

from talent_portal.accounts.permissions import Permission
from tests.architecture.authorisation import Things, World, needs, public


def erasure(world: World) -> Things:
    return Things(a={"reference": world.make.erasure().reference})


DOORS = {
    "privacy.accesses": needs(Permission.ACCESS_LOG_READ),
    "privacy.accessibility": public(),
    "privacy.complaints": public(),
    "privacy.approve_erasure": needs(Permission.ERASURE_APPROVE, erasure),
    "privacy.erasures": needs(Permission.ERASURE_READ),
    "privacy.prepare_erasure": needs(Permission.ERASURE_PREPARE),
    "privacy.purposes": public(),
    "privacy.refuse_erasure": needs(Permission.ERASURE_APPROVE, erasure),
    "privacy.scope": public(),
}
