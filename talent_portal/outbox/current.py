"""What the application gave the outbox at its start: builders, listeners, pages, words, and settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, current_app
from jinja2 import Environment, StrictUndefined
from sqlalchemy.orm import Session

from talent_portal.outbox.rules import MAX_DOUBTS, MAX_DOUBTS_WITH_RECEIPTS
from talent_portal.settings import MailGatewayKind, Settings

# data of the attachment → (the file, its mime type)
Builder = Callable[[Mapping[str, object]], tuple[bytes, str]]
# (session of the transaction, subject_reference of the letter, whether mail arrives there)
MailListener = Callable[[Session, str, bool], None]
# reference behind the colon → address of the page where staff see the subject
SubjectPage = Callable[[str], str]

# Without a webhook no receipt can come; waiting longer would only make the letter late.
WINDOW_WITHOUT_RECEIPTS = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """Everything the features registered, by kind."""

    environment: Environment
    builders: Mapping[str, Builder] = field(default_factory=dict)
    listeners: tuple[MailListener, ...] = ()
    subject_pages: Mapping[str, SubjectPage] = field(default_factory=dict)
    phone_reasons: Mapping[str, str] = field(default_factory=dict)
    letter_names: Mapping[str, str] = field(default_factory=dict)


def init_app(  # noqa: PLR0913 - one keyword for each thing features can lend
    app: Flask,
    *,
    attachment_builders: Mapping[str, Builder] | None = None,
    mail_listeners: tuple[MailListener, ...] = (),
    subject_pages: Mapping[str, SubjectPage] | None = None,
    phone_reasons: Mapping[str, str] | None = None,
    letter_names: Mapping[str, str] | None = None,
) -> None:
    """Hold what the features registered; templates of mail refuse every name that nobody filled in.

    A piece that letters share keeps the end of its last line: what stands below an `include` must not join it.
    """
    app.extensions["outbox"] = Outbox(
        environment=app.jinja_env.overlay(
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
        ),
        builders=attachment_builders or {},
        listeners=mail_listeners,
        subject_pages=subject_pages or {},
        phone_reasons=phone_reasons or {},
        letter_names=letter_names or {},
    )


def outbox() -> Outbox:
    """Return what was registered with this application."""
    return cast("Outbox", current_app.extensions["outbox"])


def settings() -> Settings:
    """Return the settings of this application."""
    return cast("Settings", current_app.extensions["settings"])


def host() -> str:
    """Return the host name people type to reach us; never taken from a request."""
    return urlsplit(settings().base_url).hostname or "localhost"


def link(endpoint: str, **values: object) -> str:
    """Return an absolute address for a letter, built on the base address of the settings."""
    parts = urlsplit(settings().base_url)
    adapter = current_app.url_map.bind(parts.netloc, script_name=parts.path or "/", url_scheme=parts.scheme)
    return adapter.build(endpoint, values, force_external=True)


def tell(session: Session, subject: str, *, arrives: bool) -> None:
    """Tell the features whether mail about one of theirs arrives, inside the transaction that learned it."""
    for listener in outbox().listeners:
        listener(session, subject, arrives)


def subject_page(subject: str) -> str:
    """Return the page about `<kind>:<reference>`, or nothing when no feature offers one."""
    kind, _, reference = subject.partition(":")
    page = outbox().subject_pages.get(kind)
    return page(reference) if page else ""


def has_receipts() -> bool:
    """Return whether the provider tells us what became of a letter."""
    mail = settings().mail
    return mail.gateway is MailGatewayKind.SENDGRID and bool(mail.sendgrid_webhook_key)


def receipt_window() -> timedelta:
    """Return how long an unknown letter waits for a receipt before a copy may be sent."""
    return timedelta(seconds=settings().mail.receipt_window_seconds) if has_receipts() else WINDOW_WITHOUT_RECEIPTS


def most_doubts() -> int:
    """Return how often a letter's fate may stay unknown before somebody is called instead."""
    return MAX_DOUBTS_WITH_RECEIPTS if has_receipts() else MAX_DOUBTS


def lease() -> timedelta:
    """Return how long one worker may hold a letter."""
    return timedelta(seconds=settings().mail.lease_seconds)
