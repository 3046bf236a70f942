"""What browsers send about a request, and who sends it."""

import sqlalchemy as sa

from talent_portal.needs.models import Need
from talent_portal.needs.rules.conditions import CONDITIONS
from tests.signin.makers import signed_in_client

CONDITION_FIELDS = {f"c_{one.code}": "なし" for one in CONDITIONS}


def form(**given):
    """A complete form, as a browser sends it."""
    valid = {
        "idempotency_key": "form-1",
        "title_ja": "橋の点検の発注と確認",
        "profession": "civil_engineer",
        "tasks": ["bridge_inspection"],
        "duties_ja": "点検の発注",
        "head_count": "1",
        "pattern": "days",
        "days": "2",
        "hours": "15.5",
        "starts_on-year": "R8",
        "starts_on-month": "9",
        "starts_on-day": "1",
        "ends_on-year": "2027",
        "ends_on-month": "3",
        "ends_on-day": "31",
        "remote_percent": "0",
        "licences-0-qualification": "civil_works_1",
        "licences-0-level": "3",
        "licences-1-qualification": "pe_construction",
        "licences-1-level": "must",
        "advertised": ["open_call"],
        "travel_paid": "all",
        "audience": "public",
    }
    return valid | CONDITION_FIELDS | given


def only(make) -> Need:
    make.session.expire_all()
    return make.session.scalars(sa.select(Need)).one()


def as_role(client, make, role, organisation=None):
    return signed_in_client(
        client, make, make.membership(role, **({"organisation": organisation} if organisation else {}))
    )
