"""Preparing terms and checking their form: what is kept, what the rules say, who decides."""

from datetime import date

import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.core.references import new_reference
from talent_portal.introductions.rules.states import ProposalState
from talent_portal.placements import actions
from talent_portal.placements.actions import CheckDraft
from talent_portal.placements.errors import (
    NotChecked,
    NoteMissing,
    NotSelected,
    OfferStands,
    TermsImpossible,
    TickMissing,
    UnknownForm,
    Unlawful,
)
from talent_portal.placements.models import OfferTerms
from talent_portal.placements.rules.next_steps import CheckState
from talent_portal.placements.rules.states import OfferState
from talent_portal.professions.rules import VerdictKind
from talent_portal.specialists.rules.choices import SpecialistKind


def proposal(make, who):
    return make.renewed(who.proposal).state


def test_a_draft_begins_with_a_selection_and_once(make):
    who, key = make.parties(), new_reference()

    first = actions.begin(who.member, who.proposal.reference, key)

    assert actions.begin(who.member, who.proposal.reference, key).id == first.id
    with pytest.raises(OfferStands):
        actions.begin(who.member, who.proposal.reference, new_reference())


@pytest.mark.parametrize("state", [ProposalState.INTERESTED, ProposalState.REFERRED, ProposalState.NOT_SELECTED])
def test_without_a_selection_there_are_no_terms(make, state):
    who = make.parties(state=state)

    with pytest.raises(NotSelected):
        make.begin(who)


def test_each_municipality_of_a_joint_request_offers_its_own_terms(make):
    partner = make.organisation()
    who = make.parties(partners=[partner])
    other = make.clerk(Role.MEMBER, partner)

    first, second = make.begin(who), actions.begin(other, who.proposal.reference, new_reference())

    assert (first.organisation_id, second.organisation_id) == (who.office.id, partner.id)


def test_terms_are_kept_with_the_verdict_of_the_rules_and_the_checker_is_asked(make):
    made = make.offer(state=OfferState.DRAFT)

    check = make.check_of(made)
    assert (check.state, check.verdict, check.rule_version) == (CheckState.PENDING, VerdictKind.ALLOWED, 1)
    assert make.posted("form_to_check") == [make.account_of(made.parties.checker).email]


def test_before_anything_was_sent_terms_are_rewritten_in_place(make):
    made = make.offer(state=OfferState.DRAFT)

    actions.edit(made.parties.member, made.reference, make.terms(pay="月額"), made.version)

    assert make.renewed(made).terms_number == 1
    assert make.session.scalar(sa.select(sa.func.count()).select_from(OfferTerms)) == 1


def test_rewritten_terms_must_be_checked_again(make):
    made = make.offer(state=OfferState.DRAFT)
    make.pass_check(made.parties, made)

    actions.edit(made.parties.member, made.reference, make.terms(pay="月額"), make.renewed(made).version)

    assert make.check_of(made).state is CheckState.PENDING
    with pytest.raises(NotChecked):
        make.send(made.parties, made)


def test_impossible_terms_name_their_field(make):
    made = make.offer(state=OfferState.DRAFT)

    with pytest.raises(TermsImpossible) as refused:
        actions.edit(made.parties.member, made.reference, make.terms(starts_on=date(2026, 6, 1)), made.version)

    assert refused.value.params == {"problem": "starts_in_the_past", "field": "starts_on"}


def test_a_form_that_the_rules_do_not_know_is_refused(make):
    made = make.offer(state=OfferState.DRAFT)

    with pytest.raises(UnknownForm):
        actions.edit(made.parties.member, made.reference, make.terms(form="knighthood"), made.version)


def test_a_draft_that_is_given_up_frees_the_candidate_for_new_terms(make):
    made = make.offer(state=OfferState.DISCARDED)

    assert proposal(make, made.parties) is ProposalState.SELECTED
    assert make.begin(made.parties).id != made.id


def test_an_unlawful_form_is_blocked_at_the_check_and_at_the_sending(make):
    made = make.offer(state=OfferState.DRAFT, form="reappt_prov")
    who = made.parties

    with pytest.raises(Unlawful) as refused:
        actions.check(who.checker, made.reference, CheckDraft(settled=("own_leavers_only",)), made.version)
    with pytest.raises(NotChecked):
        make.send(who, made)

    assert refused.value.params["conditions"] == ("own_leavers_only",)


def test_what_the_rules_leave_open_is_ticked_line_by_line(make):
    who = make.parties(specialist=make.specialist(kind=SpecialistKind.SERVING))
    made = make.offer(who, state=OfferState.DRAFT)

    with pytest.raises(TickMissing) as refused:
        actions.check(who.checker, made.reference, CheckDraft(), made.version)
    actions.check(who.checker, made.reference, CheckDraft(before_start=("side_work_permission",)), made.version)

    assert refused.value.params["open"] == ("side_work_permission",)
    assert make.check_of(made).before_start == ["side_work_permission"]


def test_silence_of_the_rules_needs_the_personnel_office(make):
    made = make.offer(state=OfferState.DRAFT, form="volunteer")
    who = made.parties

    with pytest.raises(TickMissing):
        actions.check(who.checker, made.reference, CheckDraft(), made.version)
    actions.check(who.checker, made.reference, CheckDraft(settled=("asked_personnel",)), made.version)

    assert make.check_of(made).state is CheckState.PASSED


def test_a_stop_needs_its_note_and_tells_the_municipality(make):
    made = make.offer(state=OfferState.DRAFT)
    who = made.parties

    with pytest.raises(NoteMissing):
        actions.check(who.checker, made.reference, CheckDraft(stop=True), made.version)
    actions.check(who.checker, made.reference, CheckDraft(stop=True, note="任期を確認"), made.version)

    assert make.check_of(made).state is CheckState.STOPPED
    assert len(make.posted("form_checked")) == 2


def test_the_prefecture_only_comments(make):
    made = make.offer(state=OfferState.DRAFT)

    actions.comment(made.parties.coordinator, made.reference, "週の時間を確認してください")

    assert make.check_of(made).state is CheckState.PENDING
    assert len(make.posted("form_commented")) == 3
