"""What is forgotten by itself, and what on request."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from talent_portal.accounts.models import Account, AccountStatus, Membership
from talent_portal.core.db import reading, transaction
from talent_portal.privacy.jobs import apply_all
from talent_portal.signin import jobs
from talent_portal.signin.models import OneTimeLink, Passkey, SignIn, SpentChallenge, TryCount

KEPT = [(SignIn, 365), (OneTimeLink, 7), (TryCount, 2), (SpentChallenge, 2)]


def rows(model) -> int:
    return reading().scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize("case", KEPT, ids=lambda case: case[0].__tablename__)
def test_traces_go_after_their_time_and_not_before(make, sign_in, clock, case):
    model, days = case
    sign_in(make.staff()).post("/sign-in/forgotten", data={"email": "nobody@example.org"})
    make.keep(SpentChallenge(hash="x"))

    clock.shift(timedelta(days=days - 1))
    apply_all()
    before = rows(model)
    clock.shift(timedelta(days=3))
    apply_all()

    assert (before, rows(model)) == (1, 0)


def test_own_data_name_secrets_without_showing_them(make):
    member = make.staff()
    make.card(reading().get(Account, member.account_id))
    reference = reading().get(Account, member.account_id).reference

    told = jobs.own_data(reading(), f"account:{reference}")

    assert told["authenticator_app"] is True
    assert told["memberships"][0]["role"] == "member"
    assert "JBSWY3DP" not in str(told)
    assert jobs.own_data(reading(), "registration:abc") == {}


def test_an_erased_account_is_empty_and_closed(make, sign_in):
    member = make.staff()
    sign_in(member)
    make.keep(Passkey(account_id=member.account_id, credential="x", public_key=b"", name="PC"))
    account = reading().get(Account, member.account_id)
    with transaction() as session:
        jobs.erase(session, f"account:{account.reference}")

    left = make.fresh(account)

    assert (left.name, left.status) == ("", AccountStatus.DISABLED)
    assert left.email == f"{account.reference}@erased.invalid"
    assert rows(Passkey) == rows(SignIn) == 0
    assert reading().get(Membership, member.id).ends_on is not None
    assert jobs.subjects(reading()) == []


def test_staff_are_forgotten_a_year_after_they_left(make, clock):
    left, stayed = make.staff(ends_on=date(2026, 6, 1)), make.staff()
    clock.shift(timedelta(days=365))
    apply_all()
    before = make.fresh(reading().get(Account, left.account_id)).name
    clock.shift(timedelta(days=1))

    apply_all()
    apply_all()

    assert before != ""
    assert make.fresh(reading().get(Account, left.account_id)).name == ""
    assert make.fresh(reading().get(Account, stayed.account_id)).name != ""
    assert make.fresh(left).ends_on == date(2026, 6, 1)
