"""The requests that browsers see: in every state, joint ones, one with long names, and the form begun and refused."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from talent_portal.accounts.models import Organisation
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.needs import actions
from talent_portal.needs.actions import ContactDraft, NeedDraft, QualificationDraft
from talent_portal.needs.models import Audience, Need, NeedState, Strength
from talent_portal.needs.rules.form_parts import Part
from tests.browser.world import ANONYMOUS, Visit, World

TOLD = {
    "duties_change": "変更なし",
    "renewal": "更新する場合がある（予算と業務量により判断。通算3年まで）",
    "place_change": "変更なし",
    "hours": "8時45分から16時30分まで",
    "breaks": "12時から13時まで",
    "overtime": "なし（災害時を除く）",
    "days_off": "土・日・祝日、年末年始。年次有給休暇10日",
    "pay": "日額14,500円、通勤手当相当を別に支給",
    "insurance": "労災保険（公務災害）。健康保険・厚生年金は勤務時間により適用",
    "trial": "条件付採用1か月。条件の違いはなし",
    "smoking": "敷地内禁煙",
}


def bridges(**given) -> NeedDraft:
    """N1 of the demo: bridges, two days a week, complete."""
    begins = clock.today() + timedelta(days=60)
    valid = {
        "title_ja": "橋の点検の発注と確認",
        "title_en": "Ordering and checking bridge inspections",
        "template": "bridge_inspection",
        "profession": "civil_engineer",
        "tasks": ("bridge_inspection", "civil_review"),
        "duties_ja": "道路橋の定期点検の発注準備、結果の確認、補修の優先順位の整理。現地には職員が同行します。",
        "duties_en": "Prepares orders for the inspection of road bridges, checks the results and ranks repairs.",
        "half_days": 4,
        "weekly_minutes": 900,
        "starts_on": begins,
        "ends_on": begins + timedelta(days=364),
        "closes_on": begins + timedelta(days=30),
        "place_detail_ja": "本庁舎 建設課",
        "place_detail_en": "Main office, construction section",
        "forms": ("fy_part", "special_adv"),
        "conditions": TOLD,
        "advertised": ("examination", "hello_work"),
        "budget": "secured",
        "budget_line": "8款2項1目",
        "travel_paid": "all",
        "tools": "机、パソコン、公用車",
        "reason_needed": "vacancy",
        "mentoring": True,
        "qualifications": (
            QualificationDraft(qualification="pe_construction", strength=Strength.HELPS, weight=3),
            QualificationDraft(qualification="civil_works_1", strength=Strength.HELPS, weight=2),
        ),
        "contact": ContactDraft(supervisor="潮見坂 保", asked="岬野 千晴", phone="0957-00-0000"),
    }
    return NeedDraft(**(valid | given))


def furnish(world: World) -> Iterator[Visit]:
    """Make one request per state, and name the pages for its municipality, a partner's view, and the coordinator."""
    needs = _needs(world)
    world.things |= {f"need_{name}": need.reference for name, need in needs.items()}
    for name in ("draft", "submitted", "returned", "joint", "filled", "expired"):
        yield Visit("needs.show", {"reference": needs[name].reference}, Role.APPROVER)
    yield Visit("needs.show", {"reference": needs["asked"].reference}, Role.MEMBER)
    for name in ("submitted", "joint", "long", "expired"):
        yield Visit("needs.show", {"reference": needs[name].reference}, Role.COORDINATOR)
    for part in Part:
        yield Visit("needs.edit", {"reference": needs["draft"].reference, "part": part.value}, Role.MEMBER)
    unsaid = {"reference": needs["draft"].reference, "part": "conditions", "lacking": "yes"}
    yield Visit("needs.edit", unsaid, Role.MEMBER)
    yield Visit("needs.edit", {"reference": needs["shared"].reference, "part": "joint"}, Role.MEMBER)
    for name in ("draft", "shared"):
        yield Visit("needs.show", {"reference": needs[name].reference}, Role.MEMBER)
    yield Visit("needs.write", {"template": "nurse_leave"}, Role.MEMBER)
    yield Visit("needs.index", {"whose": "own"}, Role.MEMBER)
    yield Visit("needs.index", {"state": "unfilled"}, Role.COORDINATOR)
    yield Visit("needs.index", {}, Role.COORDINATOR)
    yield Visit("needs.sheet", {"reference": needs["joint"].reference}, Role.MEMBER)
    yield Visit("needs.one", {"reference": needs["long"].reference}, ANONYMOUS)


def _needs(world: World) -> dict[str, Need]:
    make, author = world.make, world.actor(Role.MEMBER)
    kawatana, hasami = (_office(world, name) for name in ("川棚町", "波佐見町"))
    sent = NeedState.SUBMITTED
    made = {
        "draft": make.need(author=author, state=NeedState.DRAFT, draft=bridges(conditions={}, advertised=())),
        "submitted": make.need(author=author, state=sent, draft=bridges(title_ja="道路工事の積算と監督")),
        "returned": make.need(author=author, state=sent, draft=bridges(title_ja="庁舎改修の設計確認")),
        "joint": make.need(author=author, partners=[kawatana, hasami], draft=bridges(half_days=6)),
        "shared": make.need(author=author, partners=[kawatana], state=NeedState.DRAFT, draft=bridges(half_days=5)),
        "asked": make.need(
            author=make.officer(Role.MEMBER, hasami),
            state=sent,
            partners=[world.office(Role.MEMBER)],
            confirmed=False,
            draft=bridges(title_ja="情報セキュリティの点検", half_days=2, remote_percent=100),
        ),
        "filled": make.need(author=author, state=NeedState.FILLED, draft=bridges(title_ja="水質の管理の応援")),
        "expired": make.need(author=author, draft=bridges(title_ja="被災箇所の調査", closes_on=clock.today())),
        "long": make.need(author=author, draft=bridges(**LONG)),
    }
    coordinator = world.actor(Role.COORDINATOR)
    actions.return_need(
        coordinator,
        made["returned"].reference,
        "duties_unclear",
        "どの部分の設計か分かるように。",
        made["returned"].version,
    )
    make.set_need_state(made["expired"], NeedState.EXPIRED, ended_at=clock.now(), reason="period_over")
    return {name: make.fresh(need) for name, need in made.items()}


LONG = {
    "title_ja": "島しょ部の老朽橋りょう長寿命化修繕計画の見直しと補修設計・積算・監督の支援（離島の支所に駐在）",
    "title_en": "Reviewing the plan for prolonging the life of old bridges on the islands, with design and supervision",
    "audience": Audience.PUBLIC,
    "remote_percent": 30,
    "remote_note": "冬の欠航時はオンライン",
}


def _office(world: World, name: str) -> Organisation:
    return world.make.session.scalars(sa.select(Organisation).where(Organisation.name_ja == name)).one()
