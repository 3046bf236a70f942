"""The survey through the front door: rounds, figures typed, pasted and uploaded, and the picture they make."""

import io
import re

import openpyxl
import pytest
import sqlalchemy as sa

from talent_portal.accounts.permissions import Role
from talent_portal.shortages.models import ReportState, RoundState, ShortageReport, SurveyRound
from tests.signin.makers import signed_in_client


@pytest.fixture
def town(make):
    make.catalogue()
    return make.municipality(name_ja="東彼杵町").organisation


@pytest.fixture
def survey(make, town):
    return make.survey()


@pytest.fixture
def approver(client, make, town):
    return signed_in_client(client, make, make.membership(Role.APPROVER, organisation=town))


def as_role(client, make, role, organisation=None):
    given = {"organisation": organisation} if organisation else {}
    return signed_in_client(client, make, make.membership(role, **given))


def address(survey, town):
    return f"/desk/surveys/{survey.reference}/{town.reference}"


def lines(**numbers):
    """The form's lines: `civil_engineer=("5", "3", "")`."""
    fields = {}
    for at, (role, (required, actual, vacant)) in enumerate(numbers.items()):
        fields |= {
            f"lines-{at}-profession": role, f"lines-{at}-required": required,
            f"lines-{at}-actual": actual, f"lines-{at}-vacant": vacant,
        }  # fmt: skip
    return fields


def round_form(**given):
    days = {"as_of": (2026, 4, 1), "opens_on": (2026, 6, 1), "closes_on": (2026, 6, 30)}
    fields = {
        f"{name}-{part}": str(number)
        for name, day in days.items()
        for part, number in zip(("year", "month", "day"), day, strict=True)
    }
    return fields | {"title_ja": "専門職配置状況調査"} | given


def test_a_round_is_prepared_sent_out_reminded_of_and_closed(client, make, town):
    desk = as_role(client, make, Role.COORDINATOR)
    assert "令和8年度" in desk.get("/desk/surveys/new").text
    made = desk.post("/desk/surveys/new", data=round_form())
    assert made.status_code == 303

    version = make.session.scalar(sa.select(SurveyRound.version))
    desk.post(f"{made.location}/step", data={"to": "open", "version": str(version)})
    page = desk.get(made.location).text
    assert "1市町のうち0市町が回答済みです" in page
    assert "未回答" in page
    assert "1市町に督促しました" in desk.post(f"{made.location}/reminder", follow_redirects=True).text
    version = make.session.scalar(sa.select(SurveyRound.version))
    desk.post(f"{made.location}/step", data={"to": "closed", "version": str(version)})
    make.session.expire_all()
    assert make.session.scalar(sa.select(SurveyRound.state)) is RoundState.CLOSED


@pytest.mark.parametrize(
    "given", [{"title_ja": ""}, {"closes_on-month": "5"}, {"as_of-day": "32"}, {"note": "あ" * 1001}]
)
def test_an_odd_round_is_refused_with_what_was_typed(client, make, given):
    refused = as_role(client, make, Role.LEAD).post("/desk/surveys/new", data=round_form(**given))

    assert refused.status_code == 422
    assert "error-summary" in refused.text


@pytest.mark.parametrize("data", [{"to": "fly"}, {"to": "closed", "version": "x"}, {}])
def test_an_unknown_or_old_step_changes_nothing(client, make, survey, data):
    as_role(client, make, Role.COORDINATOR).post(f"/desk/surveys/{survey.reference}/step", data=data)

    assert make.fresh(survey).state is RoundState.OPEN


def test_figures_are_typed_and_answered(approver, make, survey, town):
    assert "土木技師" in approver.get(address(survey, town)).text

    sent = approver.post(
        address(survey, town),
        data={"version": "0", "do": "submit", **lines(civil_engineer=("5", "3", ""), architect=("", "", ""))},
    )

    assert sent.status_code == 303
    report = make.figures_of(survey, town)
    assert (report.state, [(line.profession, line.vacant) for line in report.lines]) == (
        ReportState.REPORTED,
        [("civil_engineer", 2)],
    )
    assert "回答済み" in approver.get("/desk/surveys").text


def test_a_member_saves_and_an_approver_answers(client, make, survey, town):
    member = as_role(client, make, Role.MEMBER, town)
    member.post(address(survey, town), data={"version": "0", "do": "save", **lines(civil_engineer=("5", "3", ""))})
    assert "保存して回答を送信する" not in member.get(address(survey, town)).text

    approver = as_role(client, make, Role.APPROVER, town)
    version = str(make.figures_of(survey, town).version)
    approver.post(f"{address(survey, town)}/step", data={"to": "report", "version": version})
    assert make.figures_of(survey, town).state is ReportState.REPORTED


def test_a_number_that_is_none_is_refused_and_stays(approver, survey, town):
    refused = approver.post(address(survey, town), data={"version": "0", **lines(civil_engineer=("五", "3", ""))})

    assert refused.status_code == 422
    assert 'value="五"' in refused.text
    assert 'href="#lines-0-required"' in refused.text


def test_a_role_that_does_not_exist_is_refused(approver, survey, town):
    refused = approver.post(address(survey, town), data={"version": "0", **lines(wizard=("1", "0", ""))})

    assert refused.status_code == 422


def test_whoever_is_slower_sees_both_versions(approver, make, survey, town):
    make.report(survey, town, {"civil_engineer": (7, 3)}, state=ReportState.DRAFT)

    refused = approver.post(address(survey, town), data={"version": "0", **lines(civil_engineer=("5", "3", ""))})

    assert refused.status_code == 409
    assert "7 / 3 / 4" in refused.text
    assert 'value="5"' in refused.text


def test_pasted_cells_fill_the_form_and_nothing_is_stored(approver, make, survey, town):
    pasted = "職種\t必要数\t現員\t欠員\n土木技師\t5\t３\t\n保健師\t2\t2\t0\n"

    read = approver.post(address(survey, town), data={"version": "0", "do": "read", "paste": pasted})

    assert read.status_code == 200
    assert "2職種の数値を読み取りました" in read.text
    assert re.search(r'name="lines-0-actual"[^>]*value="3"', read.text)
    assert make.session.scalar(sa.select(sa.func.count()).select_from(ShortageReport)) == 0


def test_an_uploaded_template_is_read_cell_by_cell(approver, survey, town):
    template = approver.get("/desk/surveys/template.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.active
    assert [cell.value for cell in sheet[1]] == ["職種", "必要数", "現員", "欠員"]
    sheet["B2"], sheet["C2"], sheet["B3"] = 5, 3, "多い"
    filled = io.BytesIO()
    book.save(filled)

    read = approver.post(
        address(survey, town),
        data={"version": "0", "do": "read", "file": (io.BytesIO(filled.getvalue()), "answer.xlsx")},
    )

    assert read.status_code == 422
    assert "3行目の必要数:「多い」は0から9,999までの整数ではありません" in read.text
    assert re.search(r'name="lines-0-required"[^>]*value="5"', read.text)


@pytest.mark.parametrize(
    "data",
    [{"paste": ""}, {"file": (io.BytesIO(b"%PDF-1.7"), "a.pdf")}, {"file": (io.BytesIO(b"PK\x03\x04x"), "a.xlsx")}],
)
def test_what_is_no_table_is_refused_in_words(approver, survey, town, data):
    refused = approver.post(address(survey, town), data={"version": "0", "do": "read"} | data)

    assert refused.status_code == 422
    assert 'href="#file"' in refused.text


def test_the_prefecture_enters_on_behalf_and_checks_afterwards(client, make, survey, town):
    desk = as_role(client, make, Role.COORDINATOR)
    desk.post(address(survey, town), data={"version": "0", "do": "save", **lines(civil_engineer=("5", "3", ""))})
    assert "代理入力（確認待ち）" in desk.get(f"/desk/surveys/{survey.reference}").text

    approver = as_role(client, make, Role.APPROVER, town)
    assert "県が代理で入力しました" in approver.get(address(survey, town)).text
    version = str(make.figures_of(survey, town).version)
    approver.post(f"{address(survey, town)}/step", data={"to": "report", "version": version})

    desk = as_role(client, make, Role.COORDINATOR)
    for step in ("acknowledge", "plan", "resolve"):
        version = str(make.figures_of(survey, town).version)
        desk.post(f"{address(survey, town)}/check", data={"to": step, "version": version})
    assert make.figures_of(survey, town).state is ReportState.RESOLVED
