"""WebAuthn: questions for the browser, and judging its answers. User verification is always required."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from talent_portal.signin.errors import PasskeyRefused

LONGEST_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is asked: JSON for its API, and the challenge (base64url) to remember."""

    options: str
    challenge: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """A registered key pair's public half."""

    credential: str
    public_key: bytes
    sign_count: int


def ask_to_register(*, handle: str, email: str, name: str, known: list[str]) -> Question:
    """Return the question that makes a passkey for an account; `known` credentials are not made twice."""
    options = generate_registration_options(
        rp_id=_host(),
        rp_name=current_app.extensions["settings"].office.service_name_ja,
        user_id=handle.encode(),
        user_name=email,
        user_display_name=name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(credential)) for credential in known],
    )
    return Question(options_to_json(options), bytes_to_base64url(options.challenge))


def registered(answer: str, challenge: str) -> NewKey:
    """Return the key of a browser's answer; raise `PasskeyRefused` when it does not verify."""
    try:
        verified = verify_registration_response(
            credential=_parsed(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_host(),
            expected_origin=current_app.extensions["settings"].base_url,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    return NewKey(bytes_to_base64url(verified.credential_id), verified.credential_public_key, verified.sign_count)


def ask_to_sign_in() -> Question:
    """Return the question for any passkey of ours: the browser offers the accounts, we name none."""
    options = generate_authentication_options(rp_id=_host(), user_verification=UserVerificationRequirement.REQUIRED)
    return Question(options_to_json(options), bytes_to_base64url(options.challenge))


def credential_of(answer: str) -> str:
    """Return which credential an answer claims to be from, in canonical form."""
    try:
        return bytes_to_base64url(base64url_to_bytes(str(_parsed(answer)["rawId"])))
    except (ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error


def verified_count(answer: str, challenge: str, *, public_key: bytes, sign_count: int) -> int:
    """Return the new counter of a passkey whose answer verifies; raise `PasskeyRefused` otherwise."""
    try:
        verified = verify_authentication_response(
            credential=_parsed(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_host(),
            expected_origin=current_app.extensions["settings"].base_url,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    return verified.new_sign_count


def _parsed(answer: str) -> dict[str, object]:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused
    parsed = json.loads(answer)
    if not isinstance(parsed, dict):
        raise PasskeyRefused
    return parsed


def _host() -> str:
    return urlsplit(current_app.extensions["settings"].base_url).hostname or ""
