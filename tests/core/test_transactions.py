"""One way to change things: all of it, or nothing."""

import pytest
import sqlalchemy as sa

from talent_portal.accounts.models import Organisation, OrganisationKind
from talent_portal.core.db import (
    WriteOutsideTransaction,
    after_commit,
    at_end,
    close_reading,
    reading,
    rehearsal,
    transaction,
)
from talent_portal.core.errors import Refusal


def an_office(code: str) -> Organisation:
    return Organisation(kind=OrganisationKind.UNION, code=code, name_ja="試験組合", name_en="Union")


def codes() -> set[str]:
    close_reading()
    return set(reading().scalars(sa.select(Organisation.code)))


def test_what_a_transaction_writes_is_there_afterwards(session):
    with transaction() as inside:
        inside.add(an_office("900001"))

    assert "900001" in codes()


def test_a_transaction_that_fails_leaves_nothing(session):
    with pytest.raises(Refusal), transaction() as inside:
        inside.add(an_office("900002"))
        inside.flush()
        raise Refusal

    assert "900002" not in codes()


def test_an_inner_transaction_lands_with_the_outer(session):
    with transaction() as outer, transaction() as inner:
        inner.add(an_office("900003"))

    assert outer is inner
    assert "900003" in codes()


def test_an_inner_transaction_falls_with_the_outer(session):
    with pytest.raises(Refusal), transaction():
        with transaction() as inner:
            inner.add(an_office("900004"))
        raise Refusal

    assert "900004" not in codes()


def test_an_inner_refusal_that_is_caught_undoes_only_the_inner(session):
    heard = []

    with transaction() as outer:
        outer.add(an_office("900005"))
        with pytest.raises(Refusal), transaction() as inner:
            inner.add(an_office("900006"))
            at_end(inner, "inner", lambda _: heard.append("end of inner"))
            after_commit(inner, lambda: heard.append("after inner"))
            raise Refusal
        after_commit(outer, lambda: heard.append("after outer"))

    assert {"900005"} <= codes()
    assert "900006" not in codes()
    assert heard == ["after outer"]


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda session: session.execute(sa.update(Organisation).values(kana="")), id="update"),
        pytest.param(lambda session: session.execute(sa.delete(Organisation)), id="delete"),
        pytest.param(lambda session: (session.add(an_office("900007")), session.flush()), id="new row"),
    ],
)
def test_writing_outside_a_transaction_is_refused(session, write):
    with pytest.raises(WriteOutsideTransaction):
        write(reading())

    reading().rollback()


def test_what_was_read_before_stays_readable_inside(session, make):
    office = make.organisation(name_en="Hasami")
    known = reading().get(Organisation, office.id)

    with transaction():
        assert known.name_en == "Hasami"


def test_callbacks_run_in_order_and_the_last_is_last(session):
    heard = []

    with transaction() as inside:
        at_end(inside, "book", lambda _: heard.append("book"), last=True)
        at_end(
            inside, "a", lambda running: (heard.append("a"), at_end(running, "late", lambda _: heard.append("late")))
        )
        at_end(inside, "a", lambda _: heard.append("a again"))
        at_end(inside, "b", lambda running: at_end(running, "late", lambda _: heard.append("late")))
        after_commit(inside, lambda: heard.append("landed"))

    assert heard == ["a again", "late", "book", "landed"]


def test_nothing_runs_after_a_commit_that_never_came(session):
    heard = []

    with pytest.raises(Refusal), transaction() as inside:
        after_commit(inside, lambda: heard.append("landed"))
        raise Refusal
    with transaction():
        pass

    assert heard == []


def test_a_rehearsal_runs_everything_and_keeps_nothing(session):
    heard = []

    with rehearsal(), transaction() as inside:
        inside.add(an_office("900008"))
        at_end(inside, "book", lambda _: heard.append("book"))
        after_commit(inside, lambda: heard.append("landed"))

    assert "900008" not in codes()
    assert heard == ["book"]


def test_a_rehearsal_survives_a_refused_row(session):
    with rehearsal():
        with pytest.raises(sa.exc.IntegrityError), transaction() as inside:
            inside.add_all([an_office("900009"), an_office("900009")])
        with transaction() as inside:
            inside.add(an_office("900010"))
            inside.flush()

    assert codes().isdisjoint({"900009", "900010"})


def test_a_rehearsal_inside_a_transaction_is_a_mistake(session):
    with pytest.raises(WriteOutsideTransaction), transaction(), rehearsal():
        pass
