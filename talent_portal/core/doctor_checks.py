"""What the doctor looks at in any installation, whatever its features. Importing this registers the checks."""

import base64
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from talent_portal.core import calendar, catalogs, clock, dumps
from talent_portal.core.db import WAL_SAFE_SINCE, reading
from talent_portal.core.doctor import Finding, check, ok, refusal, unfit, warning
from talent_portal.core.files import fonts
from talent_portal.core.jobs_models import HEART_BEAT, JobRun
from talent_portal.core.marks import _n
from talent_portal.settings import ROOT, MailGatewayKind, OfficeSettings, Settings

FEWEST_DISTINCT_BYTES: Final = 16  # 32 random bytes have fewer once in 10^11 times
ROWS_FOR_POSTGRESQL: Final = 200_000
BYTES_FOR_POSTGRESQL: Final = 500_000_000
HEART_SILENT: Final = timedelta(minutes=2)
FAILURES_TO_MENTION: Final = 3
GIGABYTE: Final = 1_000_000_000
FULL: Final = 200_000_000
LOW_SHARE: Final = 0.2
MOST_HOPS: Final = 3


@check("keys", at_start=True)
def keys_are_strong(settings: Settings) -> Iterator[Finding]:
    """Look for keys that nobody rolled dice for, and for keys used twice."""
    every_key = [key for ring in settings.keys.values() for _, key in ring]
    for purpose, ring in settings.keys.items():
        if any(len(set(key)) < FEWEST_DISTINCT_BYTES or key.isascii() for _, key in ring):
            yield refusal(_n("The key for %(purpose)s is weak. Make one with: flask keys new"), purpose=purpose)
        if len({key_id for key_id, _ in ring}) < len(ring):
            yield refusal(_n("Two keys for %(purpose)s have the same id."), purpose=purpose)
    if len(set(every_key)) < len(every_key):
        yield refusal(_n("One key is used for two purposes. Make separate ones with: flask keys new"))
    else:
        yield ok(_n("Every purpose has keys of its own."))


@check("database")
def database_is_current(_settings: Settings) -> Iterator[Finding]:
    """Look whether the database answers, and whether every migration was applied."""
    connection = reading().connection()
    version = ".".join(map(str, connection.dialect.server_version_info or ()))
    yield ok(_n("%(kind)s %(version)s answers."), kind=connection.dialect.name, version=version)
    applied = dumps.heads(connection)
    wanted = tuple(sorted(ScriptDirectory(str(ROOT / "migrations")).get_heads()))
    if applied == wanted:
        yield ok(_n("The database is up to date (%(applied)s)."), applied=", ".join(applied) or "-")
    else:
        given = {"applied": ", ".join(applied) or "-", "wanted": ", ".join(wanted) or "-"}
        yield refusal(_n("The database is at %(applied)s, not %(wanted)s. Run: flask db upgrade"), **given)


@check("sqlite", at_start=True)
def sqlite_has_one_process(settings: Settings) -> Iterator[Finding]:
    """Refuse SQLite under several web processes in production: an old one can corrupt, a new one only queues."""
    if not settings.database_url.startswith("sqlite"):
        return
    processes = os.environ.get("WEB_CONCURRENCY", "1")
    if processes not in {"", "0", "1"}:
        yield unfit(
            settings,
            _n("SQLite serves one web process, but WEB_CONCURRENCY is %(processes)s. Set it to 1 or use PostgreSQL."),
            processes=processes,
        )
    if sqlite3.sqlite_version_info >= WAL_SAFE_SINCE:
        yield ok(_n("SQLite %(version)s writes ahead (WAL)."), version=sqlite3.sqlite_version)
    else:
        yield ok(
            _n("SQLite %(version)s keeps a rollback journal; WAL is safe from 3.51.3."), version=sqlite3.sqlite_version
        )


@check("size")
def sqlite_is_large_enough(settings: Settings) -> Iterator[Finding]:
    """Say when it is time for PostgreSQL."""
    if not settings.database_url.startswith("sqlite"):
        return
    rows = sum(dumps.rows(reading().connection()).values())
    path = Path(sa.make_url(settings.database_url).database or "")
    size = path.stat().st_size if path.exists() else 0
    message = _n("%(rows)s rows and %(megabytes)s MB in SQLite.")
    if rows > ROWS_FOR_POSTGRESQL or size > BYTES_FOR_POSTGRESQL:
        message = _n("%(rows)s rows and %(megabytes)s MB in SQLite: it is time to move to PostgreSQL.")
        yield warning(message, rows=rows, megabytes=size // 1_000_000)
    else:
        yield ok(message, rows=rows, megabytes=size // 1_000_000)


@check("worker")
def worker_is_alive(settings: Settings) -> Iterator[Finding]:
    """Listen for the heart-beat; a worker in the middle of a job is alive too."""
    if not sa.inspect(reading().connection()).has_table(JobRun.__tablename__):
        yield refusal(_n("There are no tables yet. Run: flask db upgrade"))
        return
    now, runs = clock.now(), {run.name: run for run in reading().scalars(sa.select(JobRun).order_by(JobRun.name))}
    beat = runs.get(HEART_BEAT)
    last = beat.finished_at if beat else None
    if any(run.is_leased(now) for run in runs.values()) or (last and now - last <= HEART_SILENT):
        yield ok(_n("The worker is alive."))
    elif last:
        since = f"{last.astimezone(clock.JAPAN):%Y-%m-%d %H:%M}"
        yield unfit(settings, _n("No worker since %(since)s: no mail leaves. Start: flask worker"), since=since)
    else:
        yield unfit(settings, _n("No worker has ever run: no mail leaves. Start: flask worker"))
    for run in runs.values():
        if run.failures >= FAILURES_TO_MENTION:
            given = {"name": run.name, "failures": run.failures}
            yield warning(_n("The job %(name)s has failed %(failures)s times in a row. See the log."), **given)


@check("mail")
def mail_can_leave(settings: Settings) -> Iterator[Finding]:
    """Look at the way out, and at the way receipts come back."""
    mail = settings.mail
    if mail.gateway is MailGatewayKind.FOLDER:
        yield unfit(settings, _n("Letters only go into the folder %(folder)s."), folder=mail.folder)
    elif mail.gateway is MailGatewayKind.SMTP:
        yield ok(_n("Letters leave by SMTP through %(host)s."), host=mail.smtp_host)
    else:
        yield from _sendgrid(settings)
    if urlsplit(f"//{mail.sender.rpartition('@')[2]}").hostname in {None, "example.com", "example.jp"}:
        yield unfit(settings, _n("PORTAL_MAIL_SENDER is still the example address."))


def _sendgrid(settings: Settings) -> Iterator[Finding]:
    mail = settings.mail
    if not mail.sendgrid_api_key:
        yield refusal(_n("PORTAL_SENDGRID_API_KEY is missing."))
    elif not mail.sendgrid_api_key.startswith("SG."):
        yield warning(_n("PORTAL_SENDGRID_API_KEY does not look like one of SendGrid's (SG.…)."))
    else:
        yield ok(_n("Letters leave by SendGrid."))
    if not mail.sendgrid_webhook_key:
        yield warning(_n("PORTAL_SENDGRID_WEBHOOK_KEY is missing: nobody will know which letters came back."))
    elif not _is_public_key(mail.sendgrid_webhook_key):
        yield refusal(_n("PORTAL_SENDGRID_WEBHOOK_KEY is no public key of SendGrid's (base64)."))


def _is_public_key(text: str) -> bool:
    try:
        return isinstance(load_der_public_key(base64.b64decode(text, validate=True)), EllipticCurvePublicKey)
    except ValueError:
        return False


@check("address")
def address_is_real(settings: Settings) -> Iterator[Finding]:
    """Look at the address that letters carry, and at the proxies in front."""
    host = urlsplit(settings.base_url).hostname or ""
    if not settings.base_url.startswith("https://") or host in {"localhost", "127.0.0.1"}:
        yield unfit(
            settings, _n("Letters will link to %(url)s, which others cannot reach safely."), url=settings.base_url
        )
    else:
        yield ok(_n("Letters link to %(url)s."), url=settings.base_url)
    if settings.production and settings.proxy_hops == 0:
        yield warning(_n("PORTAL_PROXY_HOPS is 0: behind a proxy, all visitors seem to come from one address."))
    elif not 0 <= settings.proxy_hops <= MOST_HOPS:
        given = {"hops": settings.proxy_hops}
        yield warning(
            _n("PORTAL_PROXY_HOPS is %(hops)s: more than there are proxies, visitors can forge addresses."), **given
        )


@check("placement notice")
def placement_notice_is_given(settings: Settings) -> Iterator[Finding]:
    """職業安定法29条: a local government that places people tells the minister; the portal shows since when."""
    office = settings.office
    given = (office.placement_notice_date, office.placement_notice_scope)
    if office.placement_notice_not_applicable and any(given):
        yield refusal(_n("The placement notice is both given and marked as not applicable. Decide for one."))
    elif office.placement_notice_not_applicable:
        yield ok(_n("The placement notice is marked as not applicable."))
    elif not all(given):
        yield unfit(
            settings,
            _n("Set PORTAL_PLACEMENT_NOTICE_DATE and _SCOPE (Employment Security Act, art. 29), or _NOT_APPLICABLE."),
        )
    elif calendar.parse_day(office.placement_notice_date) is None:
        yield refusal(_n("PORTAL_PLACEMENT_NOTICE_DATE is not a date."))
    else:
        yield ok(_n("The placement notice was given on %(date)s."), date=office.placement_notice_date)


@check("office")
def office_can_be_called(settings: Settings) -> Iterator[Finding]:
    """Look for contacts that nobody filled in."""
    plain = OfficeSettings()
    if plain.contact_phone == settings.office.contact_phone or plain.contact_email == settings.office.contact_email:
        yield unfit(settings, _n("PORTAL_CONTACT_PHONE and PORTAL_CONTACT_EMAIL are still the examples."))
    else:
        yield ok(_n("The office can be reached at %(phone)s."), phone=settings.office.contact_phone)
    if settings.demo:
        yield warning(_n("Demo data is on (PORTAL_DEMO)."))


@check("fonts")
def fonts_are_japanese(_settings: Settings) -> Iterator[Finding]:
    """Look for a Japanese font, without which letters are boxes."""
    try:
        yield ok(_n("Letters are set in %(font)s."), font=fonts.japanese_families()[0])
    except fonts.FontMissing:
        folder = fonts.own_folder()
        yield refusal(_n("No Japanese font. Install fonts-ipaexfont, or put a font into %(folder)s."), folder=folder)


@check("disk")
def disk_has_room(settings: Settings) -> Iterator[Finding]:
    """Warn below a fifth or 1 GB: on a full disk even erasing fails."""
    folder = settings.data_dir
    if not os.access(folder, os.W_OK):
        yield refusal(_n("The folder %(folder)s cannot be written to."), folder=folder)
        return
    usage = shutil.disk_usage(folder)
    given = {"folder": folder, "free": f"{usage.free / GIGABYTE:.1f}"}
    if usage.free < FULL:
        yield refusal(_n("Only %(free)s GB are free for %(folder)s."), **given)
    elif usage.free < GIGABYTE or usage.free / usage.total < LOW_SHARE:
        yield warning(_n("Only %(free)s GB are free for %(folder)s."), **given)
    else:
        yield ok(_n("%(free)s GB are free for %(folder)s."), **given)


@check("words", at_start=True)
def words_are_compiled(_settings: Settings) -> Iterator[Finding]:
    """Look whether the Japanese sentences were compiled, and from today's texts."""
    compiled = catalogs.FOLDER / "ja" / "LC_MESSAGES" / "messages.mo"
    if not compiled.exists():
        yield refusal(_n("The Japanese texts are not compiled. Run: make mo"))
        return
    with compiled.open("rb") as file:
        known = _texts(read_mo(file))
    if known != _texts(catalogs.merged("ja", strict=False)):
        yield warning(_n("The Japanese texts have changed since they were compiled. Run: make mo"))
    else:
        yield ok(_n("%(count)s sentences are in Japanese."), count=len(known))


def _texts(catalog: Catalog) -> dict[str, str]:
    """Return every translated sentence; the forms of a plural are joined."""
    pairs = [(message.id, message.string) for message in catalog if message.id]
    joined = [(_joined(source), _joined(text)) for source, text in pairs]
    return {source: text for source, text in joined if text}


def _joined(text: str | Sequence[str] | None) -> str:
    return text if isinstance(text, str) else "\0".join(text or ())
