"""Everything the environment can change, read once and checked at the door."""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Self, TypeVar

ROOT = Path(__file__).parent.parent
MIN_SECRET_LENGTH = 32
KEY_BYTES = 32
Kind = TypeVar("Kind", bound=StrEnum)
PURPOSES = ("cookie", "vault", "audit", "consent", "ticket", "link")


class Environment(StrEnum):
    """Where the product runs; production refuses everything that is only convenient."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class MailGatewayKind(StrEnum):
    """How letters leave the house."""

    FOLDER = "folder"
    SMTP = "smtp"
    SENDGRID = "sendgrid"


class SettingsError(Exception):
    """The environment does not add up; the message names the setting and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """How mail leaves, and how its receipts come back."""

    gateway: MailGatewayKind = MailGatewayKind.FOLDER
    sender: str = "portal@example.com"
    sender_name: str = "ながさき市町人材ポータル"
    folder: Path = ROOT / "var" / "mail"
    sendgrid_api_key: str = field(default="", repr=False)
    sendgrid_host: str = "https://api.sendgrid.com"
    sendgrid_webhook_key: str = ""
    smtp_host: str = "localhost"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    timeout_seconds: float = 20.0
    lease_seconds: float = 120.0
    receipt_window_seconds: float = 1_800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSettings:
    """What the law wants shown, and whom people can call."""

    service_name_ja: str = "ながさき市町人材ポータル"
    service_name_en: str = "Nagasaki Municipal Talent Portal"
    operator_ja: str = "長崎県・県内21市町 共同運営"
    operator_en: str = "Run jointly by Nagasaki Prefecture and its 21 municipalities"
    contact_phone: str = "000-000-0000"
    contact_email: str = "portal@example.com"
    placement_notice_date: str = ""
    placement_notice_scope: str = ""
    placement_notice_not_applicable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One immutable answer to "how is this instance set up?"."""

    environment: Environment = Environment.DEVELOPMENT
    database_url: str = field(default=f"sqlite:///{ROOT / 'var' / 'portal.sqlite3'}", repr=False)
    base_url: str = "http://localhost:8000"
    keys: Mapping[str, tuple[tuple[str, bytes], ...]] = field(repr=False)
    data_dir: Path = ROOT / "var"
    demo: bool = False
    matching_days: bool = False
    proxy_hops: int = 0
    log_json: bool = False
    mail: MailSettings = MailSettings()
    office: OfficeSettings = OfficeSettings()
    argon2_memory_kib: int = 19_456
    argon2_time_cost: int = 2
    argon2_parallelism: int = 1
    retention_days: Mapping[str, int] = field(default_factory=dict)
    race_guards_off: bool = False
    race_sleep_ms: int = 0

    @property
    def production(self) -> bool:
        """Return whether convenience is forbidden."""
        return self.environment is Environment.PRODUCTION

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read `PORTAL_*`; raise `SettingsError` naming what is missing or contradictory."""
        environment = _choice(env, "PORTAL_ENVIRONMENT", Environment, Environment.DEVELOPMENT)
        data_dir = Path(env.get("PORTAL_DATA_DIR", str(ROOT / "var")))
        settings = cls(
            environment=environment,
            database_url=_database_url(env, data_dir),
            base_url=env.get("PORTAL_BASE_URL", "http://localhost:8000").rstrip("/"),
            keys=_keys(env, environment, data_dir),
            data_dir=data_dir,
            demo=_flag(env, "PORTAL_DEMO"),
            matching_days=_flag(env, "PORTAL_MATCHING_DAYS"),
            proxy_hops=_number(env, "PORTAL_PROXY_HOPS", 0),
            log_json=_flag(env, "PORTAL_LOG_JSON"),
            mail=_mail(env, data_dir),
            office=_office(env),
            retention_days=_retention_days(env),
            race_guards_off=_flag(env, "PORTAL_RACE_GUARDS_OFF"),
            race_sleep_ms=_number(env, "PORTAL_RACE_SLEEP_MS", 0),
        )
        settings.check()
        if settings.production and _flag(env, "FLASK_DEBUG"):
            raise SettingsError("FLASK_DEBUG is refused in production")
        return settings

    def check(self) -> None:
        """Refuse combinations that must never start."""
        if self.environment is not Environment.TEST and (self.race_guards_off or self.race_sleep_ms):
            raise SettingsError("PORTAL_RACE_* exist for race tests only; set PORTAL_ENVIRONMENT=test or drop them")
        if not self.production:
            return
        if self.demo:
            raise SettingsError("PORTAL_DEMO is refused in production")
        every_key = [key for ring in self.keys.values() for _, key in ring]
        if len(set(every_key)) < len(every_key):
            raise SettingsError("PORTAL_KEYS_* share a key; every purpose needs its own (flask keys new)")
        if not self.base_url.startswith("https://"):
            raise SettingsError("PORTAL_BASE_URL must start with https:// in production")
        if self.mail.gateway is MailGatewayKind.FOLDER:
            raise SettingsError("PORTAL_MAIL_GATEWAY must be sendgrid or smtp in production")
        if self.mail.gateway is MailGatewayKind.SENDGRID and not self.mail.sendgrid_api_key:
            raise SettingsError("PORTAL_SENDGRID_API_KEY is missing")


def _flag(env: Mapping[str, str], name: str) -> bool:
    return env.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdigit()):
        raise SettingsError(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _retention_days(env: Mapping[str, str]) -> Mapping[str, int]:
    """Read `PORTAL_RETENTION_DAYS` = `rule=days,rule=days`, for an office whose document rules differ."""
    name = "PORTAL_RETENTION_DAYS"
    pairs = [part.partition("=") for part in env.get(name, "").split(",") if part.strip()]
    return {rule.strip(): _number({name: days or "nothing"}, name, 0) for rule, _, days in pairs}


def _choice(env: Mapping[str, str], name: str, kinds: type[Kind], default: Kind) -> Kind:
    text = env.get(name, "").strip() or default.value
    if text not in {kind.value for kind in kinds}:
        raise SettingsError(f"{name} must be one of {', '.join(kinds)}, not {text!r}")
    return kinds(text)


def _database_url(env: Mapping[str, str], data_dir: Path) -> str:
    url = env.get("PORTAL_DATABASE_URL") or f"sqlite:///{data_dir / 'portal.sqlite3'}"
    if url.startswith(("postgres://", "postgresql://")):
        raise SettingsError("PORTAL_DATABASE_URL must name its driver: postgresql+psycopg://…")
    return url


def _mail(env: Mapping[str, str], data_dir: Path) -> MailSettings:
    return MailSettings(
        gateway=_choice(env, "PORTAL_MAIL_GATEWAY", MailGatewayKind, MailGatewayKind.FOLDER),
        sender=env.get("PORTAL_MAIL_SENDER", "portal@example.com"),
        sender_name=env.get("PORTAL_MAIL_SENDER_NAME", MailSettings().sender_name),
        folder=Path(env.get("PORTAL_MAIL_FOLDER", str(data_dir / "mail"))),
        sendgrid_api_key=env.get("PORTAL_SENDGRID_API_KEY", ""),
        sendgrid_host=env.get("PORTAL_SENDGRID_HOST", "https://api.sendgrid.com"),
        sendgrid_webhook_key=env.get("PORTAL_SENDGRID_WEBHOOK_KEY", ""),
        smtp_host=env.get("PORTAL_SMTP_HOST", "localhost"),
        smtp_port=_number(env, "PORTAL_SMTP_PORT", 25),
        smtp_user=env.get("PORTAL_SMTP_USER", ""),
        smtp_password=env.get("PORTAL_SMTP_PASSWORD", ""),
        receipt_window_seconds=60 * float(env.get("PORTAL_MAIL_RECEIPT_MINUTES", "30")),
    )


def _office(env: Mapping[str, str]) -> OfficeSettings:
    plain = OfficeSettings()
    return OfficeSettings(
        service_name_ja=env.get("PORTAL_SERVICE_NAME_JA", plain.service_name_ja),
        service_name_en=env.get("PORTAL_SERVICE_NAME_EN", plain.service_name_en),
        operator_ja=env.get("PORTAL_OPERATOR_JA", plain.operator_ja),
        operator_en=env.get("PORTAL_OPERATOR_EN", plain.operator_en),
        contact_phone=env.get("PORTAL_CONTACT_PHONE", plain.contact_phone),
        contact_email=env.get("PORTAL_CONTACT_EMAIL", plain.contact_email),
        placement_notice_date=env.get("PORTAL_PLACEMENT_NOTICE_DATE", ""),
        placement_notice_scope=env.get("PORTAL_PLACEMENT_NOTICE_SCOPE", ""),
        placement_notice_not_applicable=_flag(env, "PORTAL_PLACEMENT_NOTICE_NOT_APPLICABLE"),
    )


def _keys(
    env: Mapping[str, str], environment: Environment, data_dir: Path
) -> Mapping[str, tuple[tuple[str, bytes], ...]]:
    """Read one ring per purpose from `PORTAL_KEYS_<PURPOSE>` = `id:base64,id:base64`, newest first."""
    rings = {}
    for purpose in PURPOSES:
        text = env.get(f"PORTAL_KEYS_{purpose.upper()}", "")
        if not text and environment is not Environment.PRODUCTION:
            text = _kept_key(data_dir, purpose)
        if not text:
            raise SettingsError(f"PORTAL_KEYS_{purpose.upper()} is missing (make one with: flask keys new)")
        rings[purpose] = parse_ring(purpose, text)
    return rings


def parse_ring(purpose: str, text: str) -> tuple[tuple[str, bytes], ...]:
    """Return ((key id, 32 bytes), …), newest first; raise `SettingsError` for a weak or broken key."""
    ring = []
    for part in text.split(","):
        key_id, _, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise SettingsError(f"PORTAL_KEYS_{purpose.upper()} is not base64") from error
        if not key_id or len(key) != KEY_BYTES:
            raise SettingsError(f"PORTAL_KEYS_{purpose.upper()} needs id:base64 of {KEY_BYTES} random bytes")
        ring.append((key_id, key))
    return tuple(ring)


def new_key() -> str:
    """Return a fresh `id:base64` pair for one ring."""
    return f"{secrets.token_hex(2)}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def _kept_key(data_dir: Path, purpose: str) -> str:
    """Keep development keys beside the development database, so that a restart signs nobody out."""
    path = data_dir / "development-keys.json"
    if not path.exists():
        _make_keys(path)
    kept: dict[str, str] = json.loads(path.read_text())
    if purpose not in kept:
        raise SettingsError(f"{path} has no key for {purpose}; delete it, and it is made anew")
    return kept[purpose]


def _make_keys(path: Path) -> None:
    """Write one key per purpose; of two processes that start at once, the first one's keys stay."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps({purpose: new_key() for purpose in PURPOSES}, indent=1))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
