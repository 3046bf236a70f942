"""The cases that browsers see: kept, asked, silent, interested, introduced, selected, and the person's own pages."""

from collections.abc import Iterator
from datetime import timedelta

from talent_portal.accounts.models import AccountKind
from talent_portal.accounts.permissions import Role
from talent_portal.core import clock
from talent_portal.core.references import new_reference
from talent_portal.introductions import actions
from talent_portal.introductions.actions import NoteDraft, Said
from talent_portal.introductions.models import Channel, Outcome, Partner, Proposal, Way
from talent_portal.introductions.rules.states import ProposalState
from tests.browser.world import Visit, World

_S = ProposalState
NAMES = {
    _S.SUGGESTED: ("凪野原", "修三"),
    _S.SHORTLISTED: ("浜灯", "光代"),
    _S.SOUNDED: ("髙汐﨑", "勲"),
    _S.NO_ANSWER: ("水守井", "治"),
    _S.INTERESTED: ("波留井", "なぎさ"),
    _S.REFERRED: ("野分山", "小夜子"),
    _S.SELECTED: ("灯台原", "伊左衛門之助"),
    _S.NOT_SELECTED: ("𠮷潮田", "神之助"),
    _S.DROPPED: ("磯松原", "梢"),
}
TITLE = "橋梁点検の発注と検査（東彼杵町・川棚町・波佐見町の共同依頼、週2日）"


def furnish(world: World) -> Iterator[Visit]:
    """Make one case per state for the town of the members, and name the pages of each side."""
    need = world.make.need(organisation=world.office(Role.MEMBER), title_ja=TITLE, pattern="days")
    cases = {state: _case(world, need, state) for state in NAMES}
    _log(world, cases[_S.REFERRED])
    coordinator, approver = Role.COORDINATOR, Role.APPROVER
    yield Visit("introductions.of_need", {"reference": need.reference}, coordinator)
    yield Visit("introductions.of_need", {"reference": world.make.need().reference}, coordinator)
    for case in (*cases.values(), _told_by_phone(world, need)):
        yield Visit("introductions.case", {"reference": case.reference}, coordinator)
    for page, state in (("drop", _S.SUGGESTED), ("ask", _S.SHORTLISTED), ("paper", _S.SOUNDED), ("record", _S.SOUNDED)):
        yield Visit(f"introductions.{page}", {"reference": cases[state].reference}, coordinator)
    yield Visit("introductions.refer", {"reference": cases[_S.INTERESTED].reference}, coordinator)
    for state in (_S.SHORTLISTED, _S.INTERESTED, _S.REFERRED, _S.SELECTED, _S.NOT_SELECTED):
        yield Visit("introductions.card", {"reference": cases[state].reference}, approver)
    for page in ("profile", "invite", "result"):
        yield Visit(f"introductions.{page}", {"reference": cases[_S.REFERRED].reference}, approver)
    yield from _of_the_person(world, cases)


def _case(world: World, need, state: ProposalState) -> Proposal:
    family, given = NAMES[state]
    shown = state not in {_S.SUGGESTED, _S.SOUNDED}
    officer = world.actor(Role.COORDINATOR)
    return world.make.proposal(
        state, need=need, shown=shown, officer=officer, family_name=family, given_name=given, phone="095-000-0000"
    )


def _told_by_phone(world: World, need) -> Proposal:
    """Somebody without mail who said yes on the telephone: a second person must check."""
    case = world.make.proposal(
        _S.SOUNDED, need=need, officer=world.actor(Role.LEAD), family_name="沖津浪", email=None, phone="095-000-0001"
    )
    said = Said(channel=Channel.PHONE, told_on=clock.today(), witness="県庁 人材課 2名")
    return world.make.take(case, "interest", said=said, officer=world.actor(Role.LEAD))


def _log(world: World, case: Proposal) -> None:
    draft = NoteDraft(
        day=clock.today(),
        way=Way.PHONE,
        partner=Partner.MUNICIPALITY,
        outcome=Outcome.SPOKE,
        text="仕事の内容と移動時間を説明した。面談の日程は町から連絡するとのこと。",
        next_action="面談の日程を確認する",
        next_on=clock.today() + timedelta(days=7),
    )
    actions.note(world.actor(Role.COORDINATOR), case.reference, draft, new_reference())


def _of_the_person(world: World, cases: dict[ProposalState, Proposal]) -> Iterator[Visit]:
    """The link of a letter before and after the answer, and the list of somebody who signs in."""
    account = world.make.account(kind=AccountKind.SPECIALIST, name="汐見坂 渡")
    own = world.make.specialist(account_id=account.id, family_name="汐見坂", given_name="渡")
    world.sign_in("asked", account)
    world.make.proposal(_S.SOUNDED, specialist=own)
    for state in (_S.SOUNDED, _S.INTERESTED, _S.REFERRED, _S.NOT_SELECTED):
        yield Visit("introductions.mine", _link(world, cases[state]))
    yield Visit("introductions.withdraw", _link(world, cases[_S.REFERRED]))
    yield Visit("introductions.own", {}, "asked")


def _link(world: World, case: Proposal) -> dict[str, str]:
    asked = world.make.enquiry(case)
    return {"reference": asked.reference, "token": world.make.enquiry_token(asked)}
