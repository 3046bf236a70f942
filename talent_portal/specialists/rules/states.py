"""What may happen to a person of the register and to a credential, and who may do it. Pure.

One table per machine: state → event → next state. Source: the state machines of the product. `WHO` names who may
trigger an event: the person, a coordinator, a lead, the municipality's checker, or the clock.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class SpecialistState(StrEnum):
    """From three minutes on a phone to the archive."""

    PROVISIONAL = "provisional"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACTIVE = "active"
    PAUSED = "paused"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class SpecialistEvent(StrEnum):
    """What can happen to a registration."""

    CONFIRM = "confirm"
    SUBMIT = "submit"
    RETURN = "return"
    ACTIVATE = "activate"
    PAUSE = "pause"
    RESUME = "resume"
    LAPSE = "lapse"
    RENEW = "renew"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    WITHDRAW = "withdraw"
    ERASE = "erase"


class CredentialState(StrEnum):
    """From a claim to something a must-have may rest on."""

    CLAIMED = "claimed"
    EVIDENCE_GIVEN = "evidence_given"
    VERIFIED = "verified"
    REFUSED = "refused"
    EXPIRED = "expired"


class CredentialEvent(StrEnum):
    """What can happen to a credential; editing what it says takes it back to a claim."""

    GIVE_EVIDENCE = "give_evidence"
    VERIFY = "verify"
    REFUSE = "refuse"
    EXPIRE = "expire"
    EDIT = "edit"


class Who(StrEnum):
    """Who can trigger an event, as far as the machine cares."""

    PERSON = "person"
    COORDINATOR = "coordinator"
    LEAD = "lead"
    CHECKER = "checker"
    CLOCK = "clock"


_S, _E, _W = SpecialistState, SpecialistEvent, Who
TRANSITIONS: Mapping[SpecialistState, Mapping[SpecialistEvent, SpecialistState]] = MappingProxyType(
    {
        _S.PROVISIONAL: {_E.CONFIRM: _S.DRAFT, _E.WITHDRAW: _S.WITHDRAWN},
        _S.DRAFT: {_E.SUBMIT: _S.SUBMITTED, _E.WITHDRAW: _S.WITHDRAWN},
        _S.SUBMITTED: {_E.RETURN: _S.RETURNED, _E.ACTIVATE: _S.ACTIVE, _E.WITHDRAW: _S.WITHDRAWN},
        _S.RETURNED: {_E.SUBMIT: _S.SUBMITTED, _E.WITHDRAW: _S.WITHDRAWN},
        _S.ACTIVE: {
            _E.PAUSE: _S.PAUSED,
            _E.LAPSE: _S.LAPSED,
            _E.RENEW: _S.ACTIVE,
            _E.SUSPEND: _S.SUSPENDED,
            _E.WITHDRAW: _S.WITHDRAWN,
        },
        _S.PAUSED: {_E.RESUME: _S.ACTIVE, _E.WITHDRAW: _S.WITHDRAWN},
        _S.LAPSED: {_E.RENEW: _S.ACTIVE, _E.WITHDRAW: _S.WITHDRAWN},
        _S.SUSPENDED: {_E.REINSTATE: _S.ACTIVE, _E.WITHDRAW: _S.WITHDRAWN},
        _S.WITHDRAWN: {_E.ERASE: _S.ERASED},
        _S.ERASED: {},
    }
)
WHO: Mapping[SpecialistEvent, frozenset[Who]] = MappingProxyType(
    {
        _E.CONFIRM: frozenset({_W.PERSON, _W.COORDINATOR, _W.LEAD}),
        _E.SUBMIT: frozenset({_W.PERSON, _W.COORDINATOR, _W.LEAD}),
        _E.RETURN: frozenset({_W.COORDINATOR, _W.LEAD}),
        _E.ACTIVATE: frozenset({_W.COORDINATOR, _W.LEAD}),
        _E.PAUSE: frozenset({_W.PERSON, _W.COORDINATOR, _W.LEAD}),
        _E.RESUME: frozenset({_W.PERSON, _W.COORDINATOR, _W.LEAD, _W.CLOCK}),
        _E.LAPSE: frozenset({_W.CLOCK}),
        _E.RENEW: frozenset({_W.PERSON, _W.COORDINATOR, _W.LEAD}),
        _E.SUSPEND: frozenset({_W.LEAD}),
        _E.REINSTATE: frozenset({_W.LEAD}),
        _E.WITHDRAW: frozenset({_W.PERSON, _W.COORDINATOR, _W.LEAD, _W.CLOCK}),
        _E.ERASE: frozenset({_W.PERSON, _W.LEAD, _W.CLOCK}),
    }
)
# In a search, on a card, in a count that a municipality sees.
REFERABLE = frozenset({SpecialistState.ACTIVE})
# What people may still change about themselves.
EDITABLE = frozenset({_S.DRAFT, _S.SUBMITTED, _S.RETURNED, _S.ACTIVE, _S.PAUSED, _S.LAPSED})
LIVING = frozenset(SpecialistState) - {_S.WITHDRAWN, _S.ERASED}

_C, _D = CredentialState, CredentialEvent
CREDENTIAL_TRANSITIONS: Mapping[CredentialState, Mapping[CredentialEvent, CredentialState]] = MappingProxyType(
    {
        _C.CLAIMED: {_D.GIVE_EVIDENCE: _C.EVIDENCE_GIVEN, _D.EDIT: _C.CLAIMED, _D.EXPIRE: _C.EXPIRED},
        _C.EVIDENCE_GIVEN: {
            _D.VERIFY: _C.VERIFIED,
            _D.REFUSE: _C.REFUSED,
            _D.EDIT: _C.CLAIMED,
            _D.EXPIRE: _C.EXPIRED,
        },
        _C.VERIFIED: {_D.EXPIRE: _C.EXPIRED, _D.REFUSE: _C.REFUSED, _D.EDIT: _C.CLAIMED},
        _C.REFUSED: {_D.EDIT: _C.CLAIMED},
        _C.EXPIRED: {_D.EDIT: _C.CLAIMED},
    }
)
CREDENTIAL_WHO: Mapping[CredentialEvent, frozenset[Who]] = MappingProxyType(
    {
        _D.GIVE_EVIDENCE: frozenset({_W.PERSON, _W.COORDINATOR, _W.LEAD}),
        _D.VERIFY: frozenset({_W.COORDINATOR, _W.LEAD, _W.CHECKER}),
        _D.REFUSE: frozenset({_W.COORDINATOR, _W.LEAD, _W.CHECKER}),
        _D.EXPIRE: frozenset({_W.CLOCK}),
        _D.EDIT: frozenset({_W.PERSON, _W.COORDINATOR, _W.LEAD}),
    }
)


class ConsentState(StrEnum):
    """What one consent is worth today (the events themselves are kept by `privacy`)."""

    NONE = "none"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


def consent_state(*, given: bool | None, current_text: bool, expired: bool) -> ConsentState:
    """Return the state of a consent from its newest event: `given` is None where there never was one."""
    if given is None:
        return ConsentState.NONE
    if not given:
        return ConsentState.WITHDRAWN
    if expired:
        return ConsentState.EXPIRED
    return ConsentState.GIVEN if current_text else ConsentState.SUPERSEDED
