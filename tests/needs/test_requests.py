"""Writing a request: what is kept, what is refused, and what stays the same when sent twice."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import Role
from talent_portal.core.errors import Stale
from talent_portal.needs import actions, queries
from talent_portal.needs.actions import ContactDraft, QualificationDraft, ShareDraft
from talent_portal.needs.actions.forgetting import HOLDER, RETENTION
from talent_portal.needs.errors import (
    AlreadyAnswered,
    CostsDoNotAddUp,
    NotEditable,
    PeriodInDisorder,
    SharesDoNotAddUp,
    StateForbids,
    UnknownChoice,
)
from talent_portal.needs.models import Need, NeedState, ShareState, Strength
from talent_portal.needs.rules.facts import PatternKind, mask_of
from talent_portal.professions import queries as professions


@pytest.fixture
def author(make):
    return make.officer(Role.MEMBER)


def test_the_same_form_sent_twice_makes_one_request(make, author):
    draft = make.need_draft()

    first = actions.create_need(author, draft, "same-key")
    again = actions.create_need(author, draft, "same-key")

    assert first.id == again.id
    assert make.session.scalar(sa.select(sa.func.count()).select_from(Need)) == 1


def test_somebody_elses_key_gives_nothing_of_theirs_away(make, author):
    draft = make.need_draft()
    theirs = actions.create_need(author, draft, "same-key")

    mine = actions.create_need(make.officer(Role.MEMBER), draft, "same-key")

    assert mine.id != theirs.id


def test_going_back_and_sending_other_words_changes_the_draft_that_the_form_made(make, author):
    first = actions.create_need(author, make.need_draft(title_ja="はし"), "same-key")

    again = actions.create_need(author, make.need_draft(title_ja="橋"), "same-key")

    assert again.id == first.id
    assert make.fresh(first).title_ja == "橋"


def test_going_back_never_drops_what_was_typed_over_a_newer_version(make, author):
    need = make.need(state=NeedState.DRAFT, author=author)
    actions.edit_need(author, need.reference, make.need_draft(title_ja="一度目"), need.version, "edit-1")

    with pytest.raises(Stale):
        actions.edit_need(author, need.reference, make.need_draft(title_ja="二度目"), need.version, "edit-1")


def test_saving_the_same_form_twice_changes_once(make, author):
    need = make.need(state=NeedState.DRAFT, author=author)
    draft = make.need_draft(title_ja="橋の補修の相談")

    actions.edit_need(author, need.reference, draft, need.version, "edit-1")
    again = actions.edit_need(author, need.reference, draft, need.version, "edit-1")

    assert (again.title_ja, again.version) == ("橋の補修の相談", need.version + 1)


def test_two_colleagues_do_not_overwrite_each_other(make, author):
    need = make.need(state=NeedState.DRAFT, author=author)
    actions.edit_need(author, need.reference, make.need_draft(title_ja="一人目"), need.version, "edit-1")

    with pytest.raises(Stale):
        actions.edit_need(author, need.reference, make.need_draft(title_ja="二人目"), need.version, "edit-2")

    assert make.fresh(need).title_ja == "一人目"


def test_what_was_submitted_is_changed_only_after_it_was_taken_back(make, author):
    need = make.need(state=NeedState.SUBMITTED, author=author)
    draft = make.need_draft(title_ja="直し")

    with pytest.raises(NotEditable):
        actions.edit_need(author, need.reference, draft, need.version, "edit-1")
    assert [entry.deed for entry in make.entries()][-1] == "need.edit.denied"

    back = actions.take_back(author, need.reference, need.version)
    assert actions.edit_need(author, need.reference, draft, back.version, "edit-2").title_ja == "直し"


def test_certain_half_days_say_their_number_themselves(make, author):
    tuesday_and_thursday = mask_of([2, 3, 6])
    need = make.need(
        state=NeedState.DRAFT, author=author, pattern=PatternKind.HALVES, halves=tuesday_and_thursday, half_days=0
    )

    assert (need.half_days, need.halves) == (3, tuesday_and_thursday)


def test_a_mask_is_forgotten_when_any_day_will_do(make, author):
    need = make.need(state=NeedState.DRAFT, author=author, pattern=PatternKind.DAYS, halves=5, half_days=4)

    assert (need.half_days, need.halves) == (4, 0)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("profession", {"profession": "wizard", "tasks": ("x",)}),
        ("qualifications", {"qualifications": (QualificationDraft(qualification="x", strength=Strength.MUST),)}),
        ("forms", {"forms": ("handshake",)}),
        ("place", {"place": "atlantis"}),
        ("shares", {"shares": (ShareDraft(organisation="nobody", half_days=4, cost_percent=100),)}),
    ],
)
def test_what_no_list_offers_is_refused(make, author, field, given):
    with pytest.raises(UnknownChoice) as refused:
        actions.create_need(author, make.need_draft(**given), "k")

    assert refused.value.params == {"field": field}


def test_a_task_of_another_role_is_refused(make, author):
    other = make.task_tag(make.profession())

    with pytest.raises(UnknownChoice):
        actions.create_need(author, make.need_draft(profession=make.profession().code, tasks=(other.code,)), "k")


@pytest.mark.parametrize(
    ("field", "dates"),
    [
        ("ends_on", {"starts_on": date(2026, 7, 2), "ends_on": date(2026, 7, 1)}),
        ("closes_on", {"ends_on": date(2026, 12, 1), "closes_on": date(2026, 12, 2)}),
    ],
)
def test_dates_in_the_wrong_order_are_refused(make, author, field, dates):
    with pytest.raises(PeriodInDisorder) as refused:
        actions.create_need(author, make.need_draft(**dates), "k")

    assert refused.value.params == {"field": field}


def shares(make, author, *parts):
    own = make.session.get(Organisation, author.organisation_id)
    return tuple(
        ShareDraft(organisation=(office or own).reference, half_days=days, cost_percent=cost)
        for office, days, cost in parts
    )


def test_the_parts_of_a_joint_request_are_the_whole(make, author):
    partner = make.organisation()
    parts = shares(make, author, (partner, 1, 50), (None, 2, 50))
    with pytest.raises(SharesDoNotAddUp):
        actions.create_need(author, make.need_draft(half_days=4, shares=parts), "k1")

    parts = shares(make, author, (partner, 2, 50), (None, 2, 40))
    with pytest.raises(CostsDoNotAddUp):
        actions.create_need(author, make.need_draft(half_days=4, shares=parts), "k2")


def test_a_joint_request_names_the_one_who_asks(make, author):
    parts = shares(make, author, (make.organisation(), 2, 50), (make.organisation(), 2, 50))

    with pytest.raises(UnknownChoice):
        actions.create_need(author, make.need_draft(half_days=4, shares=parts), "k")


def test_only_a_partner_answers_its_part_and_only_once(make, author):
    partner = make.organisation()
    need = make.need(state=NeedState.SUBMITTED, author=author, partners=[partner], confirmed=False)

    for stranger in (make.officer(Role.MEMBER), author, make.officer(Role.CHECKER, partner), make.officer()):
        with pytest.raises(NoResultFound):
            actions.answer_share(stranger, need.reference, yes=True)
    denied = [entry for entry in make.entries() if entry.deed == "need.answer-share.denied"]
    assert len(denied) == 4

    them = make.officer(Role.MEMBER, partner)
    assert actions.answer_share(them, need.reference, yes=False).state is ShareState.DECLINED
    with pytest.raises(AlreadyAnswered):
        actions.answer_share(them, need.reference, yes=True)


def test_a_part_is_no_longer_answered_once_the_request_is_open(make):
    partner = make.organisation()
    need = make.need(partners=[partner])

    with pytest.raises(StateForbids):
        actions.answer_share(make.officer(Role.MEMBER, partner), need.reference, yes=True)


def test_a_partner_whose_part_changed_is_asked_again(make, author):
    partner, other = make.organisation(), make.organisation()
    need = make.need(state=NeedState.SUBMITTED, author=author, partners=[partner, other])
    actions.take_back(author, need.reference, need.version)
    parts = shares(make, author, (None, 3, 34), (partner, 5, 33), (other, 4, 33))

    draft = make.need_draft(half_days=12, shares=parts)
    actions.edit_need(author, need.reference, draft, make.fresh(need).version, "edit-1")

    make.session.expire_all()
    states = {share.organisation_id: share.state for share in queries.full(make.session, need.reference).shares}
    assert states == {
        author.organisation_id: ShareState.CONFIRMED,
        partner.id: ShareState.ASKED,
        other.id: ShareState.CONFIRMED,
    }


def test_licences_are_rewritten_in_place(make, author):
    make.catalogue()
    role = professions.profession(make.session, "civil_engineer")

    def wanting(*licences):
        return make.need_draft(profession=role.code, tasks=(role.tasks[0].code,), qualifications=licences)

    first = QualificationDraft(qualification="civil_works_1", strength=Strength.HELPS, weight=1)
    need = actions.create_need(author, wanting(first), "k")
    must = QualificationDraft(qualification="civil_works_1", strength=Strength.MUST, choice="a")
    added = QualificationDraft(qualification="pe_construction", strength=Strength.MUST, choice="a")

    actions.edit_need(author, need.reference, wanting(added, must), need.version, "edit-1")

    make.session.expire_all()
    rows = queries.full(make.session, need.reference).qualifications
    assert [(one.qualification, one.strength, one.choice) for one in rows] == [
        ("pe_construction", Strength.MUST, "a"),
        ("civil_works_1", Strength.MUST, "a"),
    ]


def test_a_copy_is_a_draft_of_ones_own_without_dates_and_names(make):
    need = make.need(contact=ContactDraft(supervisor="潮見坂 保"), budget_line="8款2項")
    colleague = make.officer(Role.MEMBER)

    copied = actions.copy_need(colleague, need.reference, "copy-1")

    copied = queries.full(make.session, copied.reference)
    assert copied.organisation_id == colleague.organisation_id
    assert (copied.state, copied.copied_from, copied.title_ja) == (NeedState.DRAFT, need.reference, need.title_ja)
    assert (copied.starts_on, copied.contact, copied.budget_line) == (None, None, "")
    assert copied.conditions == need.conditions


def test_a_request_one_may_not_read_cannot_be_copied(make):
    need = make.need(state=NeedState.DRAFT)

    with pytest.raises(NoResultFound):
        actions.copy_need(make.officer(Role.MEMBER), need.reference, "copy-1")


def test_names_in_a_request_are_given_out_and_forgotten(make, clock):
    need = make.need(contact=ContactDraft(supervisor="潮見坂 保", phone="0957-00-0000"))
    subject = f"need-contact:{need.reference}"
    assert HOLDER.read(make.session, subject)["supervisor"] == "潮見坂 保"
    assert list(HOLDER.subjects(make.session)) == [subject]
    assert HOLDER.read(make.session, f"registration:{need.reference}") == {}

    actions.withdraw(make.officer(Role.LEAD), need.reference, "budget", "", need.version)
    clock.shift(timedelta(days=365))
    assert make.retain(RETENTION[0]) == 0
    clock.shift(timedelta(days=2))
    assert make.retain(RETENTION[0]) == 1
    assert HOLDER.read(make.session, subject) == {}
    assert make.fresh(need).state is NeedState.WITHDRAWN


def test_names_in_a_request_are_erased_at_once_when_asked(make):
    need, other = (make.need(contact=ContactDraft(asked="潮見坂 保")) for _ in range(2))

    make.erase_with(HOLDER, f"need-contact:{need.reference}")

    assert list(HOLDER.subjects(make.session)) == [f"need-contact:{other.reference}"]
