"""What people type stays where it belongs: not in logs, addresses or books, and nowhere at all once they are erased."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.core import logs
from talent_portal.core.db import Base, reading
from talent_portal.fairs import queries
from talent_portal.fairs.models import Registration
from talent_portal.outbox import jobs
from talent_portal.privacy import actions as privacy
from tests.fairs.typed import person

TYPED = {
    "family_name": "迦楼羅",
    "given_name": "鴉之介",
    "family_kana": "カルラ",
    "given_kana": "アノスケ",
    "email": "kanaria-77@example.com",
    "phone": "0957771234",
    "accommodation": "鴉天狗用の席",
}
CANARIES = {*TYPED.values(), "かるら", "kanaria-77"}
BOOKS = ("audit_entry", "access_event", "consent_event", "job", "mail_event", "phone_task", "retention_run")


@pytest.fixture
def lines(capsys):
    """Everything logged while the test ran, as one text."""
    logs.configure(json=True)
    yield lambda: capsys.readouterr().err
    logs.configure(json=False)


def traces(session, tables):
    """Return table and column of every canary that stands in the database as it is."""
    found = []
    for table in tables:
        for row in session.execute(sa.text(f'SELECT * FROM "{table}"')).mappings():  # noqa: S608 - our own names
            told = {name: json.dumps(value, ensure_ascii=False, default=str) for name, value in row.items()}
            found += [f"{table}.{name}" for name, text in told.items() if any(one in text for one in CANARIES)]
    return found


def walk(make, app, sign_in):
    """A guest signs up, confirms, and is looked at, called, checked in and written to; return the reference."""
    town = make.municipality()
    fair = make.fair(municipalities=[town.organisation])
    slot = make.slots(fair)[0][0]
    guest = app.test_client()
    sent = guest.post(
        f"/fairs/{fair.reference}/sign-up",
        data=person(**TYPED, slot=[slot], follow_up=[town.organisation.reference]),
    )
    guest.get(f"/fairs?text={TYPED['email']}")
    mine = guest.post(sent.location, data={"code": make.code_in(TYPED["email"])}).location
    someone = reading().scalars(sa.select(Registration)).one()
    office = sign_in(make.membership(Role.COORDINATOR))
    for path in (f"participants?text={TYPED['family_kana']}", "participants.xlsx"):
        assert office.get(f"/desk/fairs/{fair.reference}/{path}").status_code == 200
    office.post(f"/desk/fairs/{fair.reference}/check-in", data={"wanted": TYPED["family_kana"]})
    office.post(f"/desk/fairs/{fair.reference}/check-in", data={"wanted": someone.number})
    jobs.deliver_due()
    addresses = [sent.location, mine]
    assert guest.get(f"{mine}/data.json").status_code == 200
    return someone.reference, addresses


def test_nothing_of_a_person_is_in_logs_addresses_or_books(make, app, session, sign_in, lines):
    _reference, addresses = walk(make, app, sign_in)
    said = lines()

    assert '"event": "request"' in said
    assert [one for one in CANARIES if one in said or any(one in address for address in addresses)] == []
    assert traces(session, [name for name in BOOKS if name in Base.metadata.tables]) == []


def test_whoever_is_erased_stands_in_no_column_of_any_table(make, app, session, sign_in):
    reference, _ = walk(make, app, sign_in)
    assert "registration.family_name" in traces(session, Base.metadata.tables)

    privacy.erase(make.officer(), f"registration:{reference}")

    session.expire_all()
    assert traces(session, Base.metadata.tables) == []
    gone = queries.registration(reading(), reference)
    assert (gone.phone, gone.accommodation, gone.email_key) == (None, None, None)


def test_an_erased_persons_name_is_in_no_kept_file(make, app, session, sign_in, tmp_path):
    reference, _ = walk(make, app, sign_in)

    privacy.erase(make.officer(), f"registration:{reference}")

    kept = [path for path in Path(app.extensions["settings"].data_dir).rglob("*") if path.is_file()]
    guilty = [
        path.name
        for path in kept
        if "mail" not in path.parts and any(one.encode() in path.read_bytes() for one in CANARIES)
    ]
    assert guilty == []
