"""What a municipality changes at its own booth."""

from talent_portal.audit import actions as audit
from talent_portal.core.actor import Actor
from talent_portal.core.db import transaction
from talent_portal.core.errors import Stale
from talent_portal.fairs import policies
from talent_portal.fairs.actions.drafts import BoothDraft
from talent_portal.fairs.errors import StateForbids
from talent_portal.fairs.models import Booth, FairState
from talent_portal.fairs.queries import changing


def edit_booth(actor: Actor, reference: str, draft: BoothDraft, expected_version: int) -> Booth:
    """Change what the booth says; only its own municipality and coordinators may (others: `NoResultFound`).

    Raises `Stale` or `StateForbids`.
    """
    with transaction() as session:
        booth, fair = changing.booth_to_change(session, reference)
        policies.must(policies.may_edit_booth(actor, booth))
        if fair.state in {FairState.ARCHIVED, FairState.CANCELLED}:
            raise StateForbids(state=fair.state.value, wanted="edited")
        if booth.version != expected_version:
            raise Stale
        if draft.label is not None:
            booth.label = draft.label
        booth.room_url = draft.room_url
        booth.message_ja, booth.message_en = draft.message_ja, draft.message_en
        booth.roles = list(draft.roles)
        booth.exam_url, booth.jobs_url = draft.exam_url, draft.jobs_url
        booth.staff, booth.materials = draft.staff, draft.materials
        booth.version += 1
        audit.record(session, actor, "booth.edited", f"booth:{reference}", version=booth.version)
    return booth
