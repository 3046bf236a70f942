"""The office's list of applicants: one by one or as a file, all or nothing, and every fault by its line."""

import pytest

from talent_portal.accounts.permissions import Role
from talent_portal.core.actor import guest
from talent_portal.core.db import reading
from talent_portal.core.errors import Stale
from talent_portal.core.references import new_reference
from talent_portal.matching_days import actions
from talent_portal.matching_days.actions import SeatsDraft
from talent_portal.matching_days.errors import (
    ApplicantUnfit,
    AreaUnknown,
    DatesInDisorder,
    DayForbidden,
    DayStepImpossible,
    ListUnfit,
    NoProgrammes,
    NumberTaken,
    SeatsUnfit,
)
from talent_portal.matching_days.models import MatchingDay
from talent_portal.matching_days.rules import lists
from talent_portal.matching_days.rules.states import DayState

HEADERS = ["受験番号", "氏名", "メールアドレス", "電話番号", "言語"]


@pytest.fixture
def draft(make):
    return make.matching_day(state=DayState.DRAFT, people=0)


def given(*lines):
    return list(enumerate(lines, start=2))


class TestLists:
    def test_everybody_on_it_takes_part_with_width_and_case_folded(self, make, draft):
        lines = given(
            ["ｔ－００１", " 凪野原　花 ", "Hana@Example.COM", "", ""], ["T-002", "Ann", "", "095-000-0000", "English"]
        )

        assert actions.import_applicants(make.officer(), draft.reference, HEADERS, lines) == 2
        one, two = make.applicants(draft)
        assert (one.number, one.name, one.email, one.language) == ("T-001", "凪野原　花", "hana@example.com", "ja")
        assert (two.number, two.email, two.phone, two.language) == ("T-002", None, "095-000-0000", "en")

    def test_every_fault_is_named_by_its_line_and_nobody_is_kept(self, make, draft):
        actions.add_applicant(make.officer(), draft.reference, make.applicant_draft(number="T-1"))
        lines = given(
            ["T-1", "凪", "a@example.com", "", ""],
            ["T-2", "凪", "a@example.com", "", ""],
            ["T-2", "凪", "a@example.com", "", ""],
            ["", "", "no address", "12", "fr"],
            ["T/3", "凪", "", "", ""],
            ["T-4", "n" * 81, "a@example.com", "", ""],
        )
        with pytest.raises(ListUnfit) as refused:
            actions.import_applicants(make.officer(), draft.reference, HEADERS, lines)

        faults = [(fault.line, fault.code) for fault in refused.value.params["faults"]]
        assert faults == [
            (2, "number_taken"),
            (4, "number_repeated"),
            (5, "number_missing"),
            (5, "name_missing"),
            (5, "email_unfit"),
            (5, "phone_unfit"),
            (5, "language_unknown"),
            (6, "number_unfit"),
            (6, "contact_missing"),
            (7, "name_unfit"),
        ]
        assert lists.FAULTS.keys() <= {code for _, code in faults} | {"heading_missing", "nobody"}
        assert len(make.applicants(draft)) == 1

    def test_a_heading_that_is_missing_is_said_once(self, make, draft):
        with pytest.raises(ListUnfit) as refused:
            actions.import_applicants(make.officer(), draft.reference, ["番号", "言語"], given(["T-1", "ja"]))

        assert [(one.code, one.value) for one in refused.value.params["faults"]] == [
            ("heading_missing", "氏名"),
            ("heading_missing", "メールアドレス"),
        ]

    def test_an_empty_list_adds_nobody(self, make, draft):
        with pytest.raises(ListUnfit):
            actions.import_applicants(make.officer(), draft.reference, HEADERS, [])


class TestOneByOne:
    def test_a_number_takes_part_once_in_a_day_and_may_in_another(self, make, draft):
        one = make.applicant_draft()
        actions.add_applicant(make.officer(), draft.reference, one)
        other = make.matching_day(state=DayState.DRAFT, people=0)

        with pytest.raises(NumberTaken):
            actions.add_applicant(make.officer(), draft.reference, one)
        actions.add_applicant(make.officer(), other.reference, one)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"number": "x" * 21}, "number"),
            ({"number": "T_1"}, "number"),
            ({"name": ""}, "name"),
            ({"name": "a\x00b"}, "name"),
            ({"email": "nobody"}, "email"),
            ({"email": "", "phone": ""}, "contact"),
            ({"phone": "1"}, "phone"),
            ({"language": "xx"}, "language"),
        ],
    )
    def test_what_cannot_be_kept_is_refused(self, make, draft, wrong, field):
        with pytest.raises(ApplicantUnfit) as refused:
            actions.add_applicant(make.officer(), draft.reference, make.applicant_draft(**wrong))

        assert refused.value.params["field"] == field

    def test_whoever_comes_late_is_invited_too_until_the_wishes_end(self, make):
        day = make.matching_day()
        late = make.applicant_draft()
        actions.add_applicant(make.officer(), day.reference, late)
        assert actions.tell_applicants() == 1
        make.move_on(day, DayState.RANKING)

        assert make.letters_to(late.email)[0].template == "matching_days/invited"
        with pytest.raises(DayStepImpossible):
            actions.add_applicant(make.officer(), day.reference, make.applicant_draft())

    def test_corrections_go_by_version_and_the_number_stays_once_it_is_open(self, make, draft):
        person = actions.add_applicant(make.officer(), draft.reference, make.applicant_draft())
        reference, version, address = person.reference, person.version, person.email
        other = make.applicant_draft(email=address)
        actions.edit_applicant(make.officer(), reference, other, version)
        with pytest.raises(Stale):
            actions.edit_applicant(make.officer(), reference, other, version)
        make.move_on(draft, DayState.WISHING)
        with pytest.raises(DayStepImpossible):
            actions.edit_applicant(make.officer(), reference, make.applicant_draft(), version + 1)

        (kept,) = make.applicants(draft)
        assert (kept.number, kept.token_version) == (other.number, 1)
        assert len(make.letters_to(address)) == 1

    def test_somebody_entered_by_mistake_is_removed_before_the_day_opens_only(self, make, draft):
        for state in (DayState.DRAFT, DayState.WISHING):
            person = actions.add_applicant(make.officer(), draft.reference, make.applicant_draft()).reference
            if state is DayState.DRAFT:
                actions.remove_applicant(make.officer(), person)
                assert make.applicants(draft) == []
                actions.add_applicant(make.officer(), draft.reference, make.applicant_draft())
                make.move_on(draft, DayState.WISHING)
            else:
                with pytest.raises(DayStepImpossible):
                    actions.remove_applicant(make.officer(), person)


class TestSpeakingForSomebody:
    def test_the_office_names_wishes_for_whoever_calls(self, make):
        day = make.matching_day()
        person, one = make.applicants(day)[0], make.programmes(day)[0]
        actions.name_wishes(make.officer(Role.LEAD), person.reference, [one.reference], person.version)

        assert make.fresh(person).state == "wished"
        assert "第1希望" in make.letters_to(person.email)[-1].body

    def test_nobody_else_does_not_even_another_applicant(self, make):
        day = make.matching_day()
        mine, theirs = make.applicants(day)
        with pytest.raises(DayForbidden):
            actions.name_wishes(guest(theirs.reference), mine.reference, [], mine.version)
        with pytest.raises(DayForbidden):
            actions.withdraw(guest(theirs.reference), mine.reference)

        assert [entry.deed for entry in make.entries()][-2:] == [
            "matching-applicant.wished.denied",
            "matching-applicant.withdrawn.denied",
        ]


class TestDrafts:
    def test_the_same_form_sent_twice_makes_one_day(self, make):
        one, key = make.day_draft([make.organisation()]), new_reference()
        first, second = (actions.create_day(make.officer(), one, key).reference for _ in range(2))

        assert first == second
        assert reading().query(MatchingDay).count() == 1

    def test_a_draft_is_changed_whole(self, make, draft):
        office = make.organisation()
        actions.change_day(
            make.officer(), draft.reference, make.day_draft([office], seats=3, title_ja="変更後"), draft.version
        )

        (kept,) = make.programmes(draft)
        assert (kept.organisation_id, kept.seats, make.fresh(draft).title_ja) == (office.id, 3, "変更後")

    @pytest.mark.parametrize(
        ("refusal", "wrong"),
        [
            (NoProgrammes, lambda town: {"programmes": ()}),
            (SeatsUnfit, lambda town: {"programmes": (SeatsDraft(town, 0),)}),
            (SeatsUnfit, lambda town: {"programmes": (SeatsDraft(town, 1_000),)}),
            (SeatsUnfit, lambda town: {"programmes": (SeatsDraft(town, 1), SeatsDraft(town, 1))}),
            (SeatsUnfit, lambda town: {"caps": {"x": 0}}),
            (SeatsUnfit, lambda town: {"most_wishes": 0}),
            (SeatsUnfit, lambda town: {"most_wishes": 4}),
            (AreaUnknown, lambda town: {"caps": {"nowhere": 1}}),
            (AreaUnknown, lambda town: {"caps": {"": 1}}),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, make, refusal, wrong):
        office = make.organisation()
        with pytest.raises(refusal):
            actions.create_day(make.officer(), make.day_draft([office], **wrong(office.reference)), new_reference())

        assert reading().query(MatchingDay).count() == 0

    def test_rankings_cannot_end_before_the_wishes(self, make):
        one = make.day_draft([make.organisation()])
        with pytest.raises(DatesInDisorder):
            other = make.day_draft([make.organisation()], ranks_until=one.wishes_until)
            actions.create_day(make.officer(), other, new_reference())
