"""What the outbox keeps is given out, emptied in time, and forgotten with its person."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from talent_portal.core import clock
from talent_portal.core.db import reading, transaction
from talent_portal.outbox.models import Letter, Suppression
from talent_portal.outbox.rules import LetterState
from talent_portal.privacy import own_data
from talent_portal.privacy.jobs import clean_up


@pytest.fixture
def letter(make):
    """A letter about somebody's sign-up that was delivered just now."""
    made = make.letter(subject_reference="registration:abc")
    with transaction() as session:
        kept = session.get(Letter, made.id)
        kept.state, kept.settled_at = LetterState.CANCELLED, clock.now()
    return kept


def test_people_are_told_which_letters_were_written_about_them(session, letter):
    told = own_data.collect(session, "registration:abc")

    assert [line["letter"] for line in told["outbox"]["letters"]] == [letter.template]
    assert "outbox" not in own_data.collect(session, "registration:other")


def test_texts_go_after_a_month_and_the_rest_after_a_year(make, letter, clock):
    clock.shift(timedelta(days=31))
    clean_up()
    emptied = make.fresh(letter)

    clock.shift(timedelta(days=366))
    clean_up()

    assert (emptied.recipient, emptied.body) == (None, None)
    assert make.fresh(letter) is None


def test_a_person_is_forgotten_with_their_letters(make, letter):
    with transaction() as session:
        for holder in own_data.holders():
            holder.erase(session, "registration:abc")

    assert make.fresh(letter).recipient is None


def test_an_address_that_bounced_is_given_another_chance_after_three_years(make, clock):
    make.keep(Suppression(recipient_key="k", reason="bounce"))

    clock.shift(timedelta(days=3 * 366))
    clean_up()

    assert reading().scalar(sa.select(sa.func.count()).select_from(Suppression)) == 0
