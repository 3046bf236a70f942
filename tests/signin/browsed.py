"""What browsers see of sign-in: links of every purpose, one of them used up, and the people of an office."""

from collections.abc import Iterator
from datetime import timedelta

from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.signin.models import LinkPurpose, OneTimeLink, Password
from talent_portal.signin.rules.tokens import new_token, token_hash
from tests.browser.world import Visit, World


def furnish(world: World) -> Iterator[Visit]:
    """Name the pages behind links, the town's office as the lead sees it, and the end of one membership."""
    yield from _links(world)
    town = {"reference": world.office(Role.MEMBER).reference}
    membership = {"reference": world.members[Role.MEMBER].reference}
    for name, values in (("organisation", town), ("invite", town), ("end", membership), ("hand_over", membership)):
        yield Visit(f"people.{name}", values, Role.LEAD)


def _links(world: World) -> Iterator[Visit]:
    town = world.office(Role.MEMBER)
    invited, half = (world.make.membership(organisation=town).account_id for _ in range(2))
    yield Visit("invitation.accept", _link(world, LinkPurpose.INVITATION, invited))
    second_step = _link(world, LinkPurpose.INVITATION, half)
    world.make.keep(Password(account_id=half, hash="none"))
    yield Visit("invitation.factor", second_step)
    yield Visit("invitation.app", second_step)
    yield Visit("invitation.accept", {"token": "no-such-link"})
    yield Visit("reset.choose", _link(world, LinkPurpose.RESET, world.members[Role.MEMBER].account_id))
    yield Visit("mail_code.open_link", _link(world, LinkPurpose.MAIL, world.make.specialist_account().id))


def _link(world: World, purpose: LinkPurpose, account_id: int) -> dict[str, str]:
    token, now = new_token(), clock.now()
    world.make.keep(
        OneTimeLink(
            account_id=account_id,
            purpose=purpose,
            token_hash=token_hash(token),
            created_at=now,
            expires_at=now + timedelta(hours=1),
        )
    )
    return {"token": token}
