"""The whole vocabulary of what people may do, and who may do it. Printed in docs/permissions.md.

Source: the role × action matrix of the product. Steps that the law gives to the appointing body (selection, terms,
check of the appointment form) lie with the municipality; the prefecture introduces, comments and chases. A pair that
is not listed is denied: 403 for menus, 404 for other people's things.
"""

from enum import StrEnum

from talent_portal.core.actor import Grant, Scope
from talent_portal.core.marks import _n


class Role(StrEnum):
    """What somebody is in an organisation (one person may hold several memberships)."""

    SPECIALIST = "specialist"
    MEMBER = "member"
    APPROVER = "approver"
    COORDINATOR = "coordinator"
    LEAD = "lead"
    CHECKER = "checker"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


# What screens call them; translated at the edge.
ROLE_NAMES: dict[Role, str] = {
    Role.SPECIALIST: _n("Registered person"),
    Role.MEMBER: _n("Municipal member"),
    Role.APPROVER: _n("Municipal approver"),
    Role.COORDINATOR: _n("Prefectural coordinator"),
    Role.LEAD: _n("Prefectural lead"),
    Role.CHECKER: _n("Checker (personnel, legal)"),
    Role.AUDITOR: _n("Auditor"),
    Role.ADMINISTRATOR: _n("System administrator"),
}


class Permission(StrEnum):
    """Named `<thing>:<verb>`, kept in alphabetical order."""

    ACCESS_LOG_READ = "access-log:read"
    ACCOUNT_DISABLE = "account:disable"
    ANSWER_ON_PAPER = "answer:on-paper"
    APPOINTMENT_RECORD = "appointment:record"
    AUDIT_READ = "audit:read"
    BOOTH_EDIT = "booth:edit"
    CARD_READ = "card:read"
    CONSENT_DECIDE = "consent:decide"
    CONSENT_ON_PAPER = "consent:on-paper"
    CONTACT_NOTE = "contact:note"
    CREDENTIAL_READ = "credential:read"
    CREDENTIAL_VERIFY = "credential:verify"
    DECLINE_REASON_READ = "decline-reason:read"
    ENQUIRY_SEND = "enquiry:send"
    ERASURE_APPROVE = "erasure:approve"
    ERASURE_ASK = "erasure:ask"
    ERASURE_PREPARE = "erasure:prepare"
    ERASURE_READ = "erasure:read"
    FAIR_CHECK_IN = "fair:check-in"
    FAIR_MANAGE = "fair:manage"
    FAIR_VIEW = "fair:view"
    FIGURES_READ = "figures:read"
    FORM_CHECK_COMMENT = "form-check:comment"
    FORM_CHECK_READ = "form-check:read"
    FORM_CHECK_RECORD = "form-check:record"
    LETTER_READ = "letter:read"
    LETTER_RESEND = "letter:resend"
    MATCH_READ = "match:read"
    MATCH_RUN = "match:run"
    MEMBERSHIP_MANAGE = "membership:manage"
    MEMBERSHIP_READ = "membership:read"
    MUNICIPALITY_EDIT = "municipality:edit"
    NEED_EDIT = "need:edit"
    NEED_OPEN = "need:open"
    NEED_READ = "need:read"
    NEED_WITHDRAW = "need:withdraw"
    OFFER_ANSWER = "offer:answer"
    OFFER_DRAFT = "offer:draft"
    OFFER_SEND = "offer:send"
    PARTICIPANT_CONSENTED = "participant:consented"
    PARTICIPANT_IDENTIFY = "participant:identify"
    PARTICIPANT_LIST = "participant:list"
    PERSONAL_DATA_EXPORT = "personal-data:export"
    PHONE_TASK_DO = "phone-task:do"
    PLACEMENT_CHANGE = "placement:change"
    PLACEMENT_EXTEND = "placement:extend"
    PROFILE_EDIT = "profile:edit"
    PROFILE_IDENTIFY = "profile:identify"
    PROFILE_PAUSE = "profile:pause"
    PROFILE_SUSPEND = "profile:suspend"
    PROVISIONAL_CONFIRM = "provisional:confirm"
    REFERRAL_MAKE = "referral:make"
    REPORT_READ = "report:read"
    REVIEW_READ = "review:read"
    REVIEW_WRITE = "review:write"
    SELECTION_PREPARE = "selection:prepare"
    SELECTION_RECORD = "selection:record"
    SETTINGS_VIEW = "settings:view"
    SHORTAGE_DETAIL = "shortage:detail"
    SHORTAGE_DRAFT = "shortage:draft"
    SHORTAGE_READ = "shortage:read"
    SHORTAGE_SUBMIT = "shortage:submit"
    SURVEY_MANAGE = "survey:manage"


class Condition(StrEnum):
    """What must hold besides the scope; policies of the features check it."""

    AFTER_RELEASE = "after-release"
    ASK_ONLY = "ask-only"
    BOTH_NEEDED = "both-needed"
    CONSENT_PER_NEED = "consent-per-need"
    CONSENTED_ONLY = "consented-only"
    LOGGED = "logged"
    NOT_OWN_ENTRY = "not-own-entry"
    NUMBERS_ONLY = "numbers-only"
    ON_BEHALF = "on-behalf"
    OTHERS_OPEN_ONLY = "others-open-only"
    PURPOSE_AND_LIMIT = "purpose-and-limit"
    PURPOSE_TOLD = "purpose-told"
    RECHECK = "recheck"
    REFERRED = "referred"
    SECOND_PERSON = "second-person"
    SENT_OR_MATCHED = "sent-or-matched"
    SHOWN_AND_SHARED = "shown-and-shared"
    SHOWN_TO_US = "shown-to-us"
    UNDER_CHECK = "under-check"


OWN = Grant(scope=Scope.OWN)
ORG = Grant(scope=Scope.ORG)
ALL = Grant(scope=Scope.ALL)


def _own(condition: Condition) -> Grant:
    return Grant(scope=Scope.OWN, condition=condition)


def _org(condition: Condition) -> Grant:
    return Grant(scope=Scope.ORG, condition=condition)


def _all(condition: Condition) -> Grant:
    return Grant(scope=Scope.ALL, condition=condition)


def _row(**cells: Grant) -> dict[Role, Grant]:
    """Return one row of the matrix, by the name of the role."""
    return {Role(name): grant for name, grant in cells.items()}


_C, _P = Condition, Permission
_SHOWN = _org(_C.SHOWN_AND_SHARED)
_CHECKED = _org(_C.UNDER_CHECK)
_BEHALF = _all(_C.ON_BEHALF)
_LOGGED = _all(_C.LOGGED)
_OTHERS = _all(_C.OTHERS_OPEN_ONLY)

MATRIX: dict[Permission, dict[Role, Grant]] = {
    _P.ACCESS_LOG_READ: _row(specialist=OWN, lead=ALL, auditor=ALL),
    _P.ACCOUNT_DISABLE: _row(lead=ALL, administrator=ALL),
    _P.ANSWER_ON_PAPER: _row(coordinator=_all(_C.SECOND_PERSON), lead=_all(_C.SECOND_PERSON)),
    _P.APPOINTMENT_RECORD: _row(approver=ORG),
    _P.AUDIT_READ: _row(auditor=ALL),
    _P.BOOTH_EDIT: _row(member=ORG, approver=ORG, coordinator=ALL, lead=ALL),
    _P.CARD_READ: _row(
        specialist=OWN, member=_SHOWN, approver=_SHOWN, coordinator=ALL, lead=ALL, checker=_CHECKED, auditor=ALL
    ),
    _P.CONSENT_DECIDE: _row(specialist=OWN),
    _P.CONSENT_ON_PAPER: _row(coordinator=_BEHALF, lead=_BEHALF),
    _P.CONTACT_NOTE: _row(member=ORG, approver=ORG, coordinator=ALL, lead=ALL),
    _P.CREDENTIAL_READ: _row(specialist=OWN, coordinator=ALL, lead=ALL, checker=_CHECKED),
    _P.CREDENTIAL_VERIFY: _row(coordinator=_all(_C.NOT_OWN_ENTRY), lead=ALL, checker=_org(_C.SHOWN_TO_US)),
    _P.DECLINE_REASON_READ: _row(specialist=OWN, coordinator=ALL, lead=ALL),
    _P.ENQUIRY_SEND: _row(coordinator=ALL, lead=ALL),
    _P.ERASURE_APPROVE: _row(lead=_all(_C.SECOND_PERSON)),
    _P.ERASURE_ASK: _row(specialist=OWN),
    _P.ERASURE_PREPARE: _row(coordinator=ALL),
    _P.ERASURE_READ: _row(coordinator=ALL, lead=ALL, auditor=ALL),
    _P.FAIR_CHECK_IN: _row(coordinator=ALL, lead=ALL),
    _P.FAIR_MANAGE: _row(coordinator=ALL, lead=ALL),
    _P.FAIR_VIEW: _row(member=ALL, approver=ALL, coordinator=ALL, lead=ALL, checker=ALL, auditor=ALL),
    _P.FIGURES_READ: dict.fromkeys(Role, ALL),
    _P.FORM_CHECK_COMMENT: _row(coordinator=ALL, lead=ALL),
    _P.FORM_CHECK_READ: _row(member=ORG, approver=ORG, coordinator=ALL, lead=ALL, checker=ORG, auditor=ALL),
    _P.FORM_CHECK_RECORD: _row(checker=ORG),
    _P.LETTER_READ: _row(coordinator=ALL, lead=ALL),
    _P.LETTER_RESEND: _row(coordinator=ALL, lead=ALL),
    _P.MATCH_READ: _row(coordinator=ALL, lead=ALL, auditor=ALL),
    _P.MATCH_RUN: _row(coordinator=ALL, lead=ALL),
    _P.MEMBERSHIP_MANAGE: _row(approver=ORG, lead=ALL, administrator=ALL),
    _P.MEMBERSHIP_READ: _row(approver=ORG, lead=ALL, auditor=ALL, administrator=ALL),
    _P.MUNICIPALITY_EDIT: _row(lead=ALL, administrator=ALL),
    _P.NEED_EDIT: _row(member=ORG, approver=ORG),
    _P.NEED_OPEN: _row(coordinator=ALL, lead=ALL),
    _P.NEED_READ: _row(
        specialist=_own(_C.SENT_OR_MATCHED),
        member=_OTHERS,
        approver=_OTHERS,
        coordinator=ALL,
        lead=ALL,
        checker=_OTHERS,
        auditor=ALL,
    ),
    _P.NEED_WITHDRAW: _row(approver=ORG, lead=ALL),
    _P.OFFER_ANSWER: _row(specialist=OWN, approver=ORG),
    _P.OFFER_DRAFT: _row(member=ORG, approver=ORG),
    _P.OFFER_SEND: _row(approver=ORG),
    _P.PARTICIPANT_CONSENTED: _row(member=_org(_C.CONSENTED_ONLY), approver=_org(_C.CONSENTED_ONLY)),
    _P.PARTICIPANT_IDENTIFY: _row(coordinator=_LOGGED, lead=_LOGGED),
    _P.PARTICIPANT_LIST: _row(member=_org(_C.NUMBERS_ONLY), approver=_org(_C.NUMBERS_ONLY), coordinator=ALL, lead=ALL),
    _P.PERSONAL_DATA_EXPORT: _row(
        specialist=OWN, coordinator=_all(_C.PURPOSE_AND_LIMIT), lead=ALL, auditor=_all(_C.PURPOSE_TOLD)
    ),
    _P.PHONE_TASK_DO: _row(coordinator=ALL, lead=ALL),
    _P.PLACEMENT_CHANGE: _row(
        specialist=_own(_C.ASK_ONLY), member=_org(_C.ASK_ONLY), approver=ORG, coordinator=ALL, lead=ALL
    ),
    _P.PLACEMENT_EXTEND: _row(
        specialist=OWN, approver=ORG, coordinator=_all(_C.BOTH_NEEDED), lead=ALL, checker=_org(_C.RECHECK)
    ),
    _P.PROFILE_EDIT: _row(specialist=OWN, coordinator=_BEHALF, lead=_BEHALF),
    _P.PROFILE_IDENTIFY: _row(
        specialist=OWN,
        approver=_org(_C.REFERRED),
        coordinator=_LOGGED,
        lead=_LOGGED,
        checker=_CHECKED,
        auditor=_all(_C.PURPOSE_TOLD),
    ),
    _P.PROFILE_PAUSE: _row(specialist=OWN, coordinator=_BEHALF, lead=ALL),
    _P.PROFILE_SUSPEND: _row(lead=ALL),
    _P.PROVISIONAL_CONFIRM: _row(coordinator=ALL, lead=ALL),
    _P.REFERRAL_MAKE: _row(coordinator=_all(_C.CONSENT_PER_NEED), lead=_all(_C.CONSENT_PER_NEED)),
    _P.REPORT_READ: _row(member=ORG, approver=ORG, coordinator=ALL, lead=ALL, checker=ORG, auditor=ALL),
    _P.REVIEW_READ: _row(specialist=_own(_C.AFTER_RELEASE), approver=ORG, coordinator=ALL, lead=ALL),
    _P.REVIEW_WRITE: _row(specialist=OWN, member=ORG, approver=ORG),
    _P.SELECTION_PREPARE: _row(member=ORG, approver=ORG),
    _P.SELECTION_RECORD: _row(approver=ORG),
    _P.SETTINGS_VIEW: _row(administrator=ALL),
    _P.SHORTAGE_DETAIL: _row(member=ORG, approver=ORG, coordinator=ALL, lead=ALL),
    _P.SHORTAGE_DRAFT: _row(member=ORG, approver=ORG, coordinator=_BEHALF, lead=_BEHALF),
    _P.SHORTAGE_READ: _row(member=ALL, approver=ALL, coordinator=ALL, lead=ALL, checker=ALL, auditor=ALL),
    _P.SHORTAGE_SUBMIT: _row(approver=ORG),
    _P.SURVEY_MANAGE: _row(coordinator=ALL, lead=ALL),
}

GRANTS: dict[Role, dict[str, Grant]] = {
    role: {permission: cells[role] for permission, cells in MATRIX.items() if role in cells} for role in Role
}

_MUNICIPAL = frozenset({Role.MEMBER, Role.APPROVER, Role.CHECKER})
_PREFECTURAL = frozenset({Role.COORDINATOR, Role.LEAD, Role.AUDITOR})
STAFF = _MUNICIPAL | _PREFECTURAL | {Role.ADMINISTRATOR}
# Where a role exists. A prefecture may also ask for specialists itself, so municipal roles exist there too.
ROLES_OF_KIND = {"prefecture": STAFF, "municipality": _MUNICIPAL, "union": _MUNICIPAL}
# Which roles a role may give, end and hand over.
GRANTABLE: dict[Role, frozenset[Role]] = {
    Role.APPROVER: _MUNICIPAL,
    Role.LEAD: _MUNICIPAL | _PREFECTURAL,
    Role.ADMINISTRATOR: STAFF,
}
