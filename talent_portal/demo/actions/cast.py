"""The six people of the demo's story. Names, licences' numbers and careers are invented; days count from today."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from talent_portal.core.calendar import fiscal_year, fiscal_year_days
from talent_portal.professions.rules import CandidateKind
from talent_portal.specialists.rules.choices import (
    AvailableWhen,
    EmployerSector,
    Level,
    Remote,
    SideJobState,
    SpecialistKind,
    WorkingWay,
)
from talent_portal.specialists.rules.week import Half, bit

TUESDAY, THURSDAY, WEEKDAYS = 1, 3, range(5)
FAR_AHEAD, SOON_OVER = 900, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensed:
    """One qualification: its code, whether the office has seen it, and after how many days it ends (None: never)."""

    code: str
    seen: bool = True
    days_left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One invented person, as the drafts of the register want them. `paper`: the office wrote everything down."""

    key: str
    name: tuple[str, str, str, str]
    kind: SpecialistKind
    candidate: CandidateKind
    profession: str
    years: int
    skills: dict[str, Level]
    licences: tuple[Licensed, ...]
    days: dict[str, Any]
    travel: dict[str, Any]
    ways: tuple[WorkingWay, ...]
    about: dict[str, Any] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    side_job: dict[str, Any] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    paper: bool = False


def halves(*days: int, mornings_only: bool = False) -> int:
    """Return the mask of whole days, or of their mornings."""
    kinds = (Half.AM,) if mornings_only else tuple(Half)
    return sum(bit(day, half) for day in days for half in kinds)


def next_april(today: date) -> date:
    """Return the first day of the next fiscal year."""
    return fiscal_year_days(fiscal_year(today) + 1)[0]


def _bridges(today: date) -> Person:
    """① Bridges, two days a week, by car."""
    left = fiscal_year_days(fiscal_year(today) - 2)[1]
    year = fiscal_year(today)
    return Person(
        key="nagi",
        name=("凪野原", "修三", "ナギノハラ", "シュウゾウ"),
        kind=SpecialistKind.RETIRED,
        candidate=CandidateKind.RETIRED,
        profession="civil_engineer",
        years=38,
        skills={
            "bridge_inspection": Level.TEACHES,
            "civil_review": Level.TEACHES,
            "works_inspection": Level.ALONE,
            "disaster_survey": Level.ALONE,
        },
        licences=(Licensed(code="civil_works_1"), Licensed(code="michimori")),
        days={"days_a_week": 2, "halves": halves(TUESDAY, THURSDAY)},
        travel={"base": "isahaya", "max_minutes": 90, "drives": True},
        ways=(WorkingWay.EMPLOYED, WorkingWay.FEE),
        about={
            "employer_sector": EmployerSector.PREFECTURE,
            "former_organisation": "420000",
            "last_post": "土木事務所 課長",
            "left_on": left,
            "turns_60_in": year - 6,
            "career": "県の土木事務所で、橋の点検と補修を担当してきました。",
        },
        regions=("kenoh", "kennan"),
    )


def _nurse(today: date) -> Person:
    """② A public health nurse of the islands, by boat."""
    year = fiscal_year(today)
    return Person(
        key="hama",
        name=("浜灯", "光代", "ハマアカリ", "ミツヨ"),
        kind=SpecialistKind.RETIRED,
        candidate=CandidateKind.RETIRED,
        profession="public_health_nurse",
        years=33,
        skills={"leave_cover": Level.ALONE, "mother_child": Level.TEACHES, "home_visits": Level.TEACHES},
        licences=(Licensed(code="public_health_nurse"), Licensed(code="nurse")),
        days={"days_a_week": 3, "halves": halves(0, 1, 2)},
        travel={"base": "goto", "max_minutes": 120, "boat": True, "overnight": True, "remote": Remote.ALSO},
        ways=(WorkingWay.EMPLOYED,),
        about={
            "employer_sector": EmployerSector.MUNICIPALITY,
            "former_organisation": "422118",
            "left_on": fiscal_year_days(year - 1)[1],
            "turns_60_in": year - 1,
        },
        regions=("goto",),
    )


def _architect(today: date) -> Person:
    """③ A serving architect, from next April; the present employer must not know."""
    year = fiscal_year(today)
    return Person(
        key="taka",
        name=("髙汐﨑", "勲", "タカシオザキ", "イサオ"),
        kind=SpecialistKind.SERVING,
        candidate=CandidateKind.SERVING,
        profession="architect",
        years=31,
        skills={
            "building_estimate": Level.TEACHES,
            "school_renewal": Level.ALONE,
            "facility_plan_advice": Level.TEACHES,
        },
        licences=(Licensed(code="architect_1"),),
        days={
            "days_a_week": 2,
            "available": AvailableWhen.LATER,
            "available_from": next_april(today),
            "valid_from": next_april(today),
        },
        travel={"base": "sasebo", "max_minutes": 60, "drives": True},
        ways=(WorkingWay.EMPLOYED, WorkingWay.FEE),
        about={
            "employer_sector": EmployerSector.MUNICIPALITY,
            "former_organisation": "422029",
            "left_on": next_april(today) - timedelta(days=1),
            "turns_60_in": year,
        },
        regions=("kenhoku", "kenoh"),
        side_job={"side_job": SideJobState.NEEDED},
        hidden=("422029",),
    )


def _waterworks(today: date) -> Person:
    """④ A waterworks manager whom only telephone and paper reach."""
    left = fiscal_year_days(fiscal_year(today) - 2)[1]
    year = fiscal_year(today)
    return Person(
        key="mizu",
        name=("水守井", "治", "ミズモリイ", "オサム"),
        kind=SpecialistKind.RETIRED,
        candidate=CandidateKind.RETIRED,
        profession="water_engineer",
        years=36,
        skills={
            "water_quality": Level.TEACHES,
            "pipe_renewal": Level.TEACHES,
            "water_merger_advice": Level.ALONE,
        },
        licences=(Licensed(code="water_manager"),),
        days={"days_a_week": 1},
        travel={"base": "sasebo", "max_minutes": 150, "boat": True, "overnight": True, "remote": Remote.ALSO},
        ways=(WorkingWay.FEE,),
        about={
            "employer_sector": EmployerSector.MUNICIPALITY,
            "former_organisation": "422029",
            "left_on": left,
            "turns_60_in": year - 3,
            "help_needed": "メールは使いません。電話か郵便でお願いします。",
        },
        regions=("kenhoku",),
        paper=True,
    )


def _security(today: date) -> Person:
    """⑤ A security specialist elsewhere, online only; the registration of the licence ends soon."""
    return Person(
        key="haru",
        name=("波留井", "なぎさ", "ハルイ", "ナギサ"),
        kind=SpecialistKind.OUTSIDE,
        candidate=CandidateKind.PRIVATE_EMPLOYEE,
        profession="ict",
        years=18,
        skills={"security": Level.TEACHES, "procurement": Level.ALONE, "ict_training": Level.ALONE},
        licences=(Licensed(code="security_specialist", days_left=SOON_OVER),),
        days={"days_a_week": 2},
        travel={"base": "", "max_minutes": 180, "remote": Remote.ONLY},
        ways=(WorkingWay.FEE, WorkingWay.CONTRACT),
        about={"employer_sector": EmployerSector.PRIVATE, "career": "福岡の会社で情報セキュリティを担当。"},
        side_job={"side_job": SideJobState.GRANTED, "valid_to": today + timedelta(days=FAR_AHEAD)},
    )


def _childcare(_today: date) -> Person:
    """⑥ A childcare worker whose licence nobody has seen yet."""
    return Person(
        key="nowa",
        name=("野分山", "小夜子", "ノワキヤマ", "サヨコ"),
        kind=SpecialistKind.LICENSED,
        candidate=CandidateKind.NOT_WORKING,
        profession="childcare",
        years=12,
        skills={"class_care": Level.ALONE, "parenting_support": Level.EXPERIENCED},
        licences=(Licensed(code="nursery_teacher", seen=False),),
        days={"days_a_week": 5, "halves": halves(*WEEKDAYS, mornings_only=True)},
        travel={"base": "unzen", "max_minutes": 40, "drives": True},
        ways=(WorkingWay.EMPLOYED,),
        about={"employer_sector": EmployerSector.PRIVATE},
        regions=("shimabara",),
    )


STORY = (_bridges, _nurse, _architect, _waterworks, _security, _childcare)


def story(today: date) -> tuple[Person, ...]:
    """Return the six, in the order of the story."""
    return tuple(one(today) for one in STORY)
