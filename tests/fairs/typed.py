"""What people type into the forms of sessions, valid unless a test says otherwise."""

from talent_portal.core.references import new_reference
from tests.makers import number


def person(**given):
    """A guest who signs up; every call is a new submit of somebody new."""
    valid = {
        "family_name": "髙汐﨑",
        "given_name": "勲",
        "family_kana": "たかしおざき",
        "given_kana": "いさお",
        "email": f"typed{next(number)}@example.com",
        "attendee_kind": "student",
        "handling": "y",
        "idempotency_key": new_reference() + new_reference(),
    }
    return valid | given


def caller(**given):
    """Somebody on the telephone, as staff type them."""
    valid = {
        "family_name": "汐見原",
        "given_name": "澄",
        "family_kana": "シオミハラ",
        "given_kana": "スミ",
        "phone": "095-000-0000",
        "attendee_kind": "working",
        "key": new_reference(),
    }
    return valid | given


def facts(**given):
    """A session's facts, as the form for editing sends them."""
    valid = {
        "title_ja": "夏の合同説明会",
        "title_en": "Summer session",
        "kind": "onsite",
        **_day("day", 2026, 8, 1),
        **_day("sign_up_opens", 2026, 6, 1),
        **_day("sign_up_closes", 2026, 7, 25),
        **_day("cancel_until", 2026, 7, 31),
        "venue_name_ja": "架空会館",
        "doors_at": "12:30",
        "starts_at": "13:00",
        "ends_at": "16:10",
        "capacity": "40",
        "overbooking_percent": "100",
        "max_talks": "6",
        "contact": "095-000-0000",
    }
    return valid | given


def whole_session(municipalities, **given):
    """A session with its grid, as the form for a new one sends it."""
    grid = {
        "municipalities": [one.organisation.reference for one in municipalities],
        "first_starts_at": "13:20",
        "rounds": "4",
        "talk_minutes": "20",
        "gap_minutes": "5",
        "break_after": "2",
        "break_minutes": "20",
        "seats": "2",
        "walk_in": "1",
    }
    return facts() | grid | given


def _day(name, year, month, day):
    return {f"{name}-year": str(year), f"{name}-month": str(month), f"{name}-day": str(day)}
