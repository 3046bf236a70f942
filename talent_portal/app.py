"""The front door: builds the application, and is the only module that knows everyone."""

from urllib.parse import urlsplit

import click
from flask import Blueprint, Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from talent_portal import tables  # noqa: F401 - the migrations and the mapper need them all
from talent_portal.accounts import cli as accounts_cli
from talent_portal.audit import cli as audit_cli
from talent_portal.audit import jobs as audit_jobs
from talent_portal.audit import views as audit_views
from talent_portal.core import access, assets, doctor, edge, i18n, jobs, logs, pages, vault
from talent_portal.core import cli as core_cli
from talent_portal.core import views as core_views
from talent_portal.core.db import db
from talent_portal.core.indentation import Unindented
from talent_portal.core.references import ReferenceConverter
from talent_portal.demo import cli as demo_cli
from talent_portal.fairs import jobs as fairs_jobs
from talent_portal.fairs import views as fairs_views
from talent_portal.fairs.actions import contact as fairs_contact
from talent_portal.fairs.actions import forgetting as fairs_forgetting
from talent_portal.fairs.gateway.files import ATTACHMENT_BUILDERS as FAIR_FILES
from talent_portal.fairs.rules.choices import LETTER_NAMES as FAIR_LETTERS
from talent_portal.fairs.rules.choices import PHONE_REASONS as FAIR_CALLS
from talent_portal.fairs.views import rows as fair_rows
from talent_portal.fairs.views.participants import SUBJECT_PAGES as FAIR_PAGES
from talent_portal.insights import current as reader
from talent_portal.insights import jobs as insights_jobs
from talent_portal.insights import views as insights_views
from talent_portal.introductions import jobs as introductions_jobs
from talent_portal.introductions import views as introductions_views
from talent_portal.introductions.actions import forgetting as introductions_forgetting
from talent_portal.introductions.actions import propose_planned, wishes
from talent_portal.introductions.queries.kept import kept
from talent_portal.introductions.rules.choices import CALLS as INTRODUCTION_CALLS
from talent_portal.introductions.rules.choices import LETTER_NAMES as INTRODUCTION_LETTERS
from talent_portal.introductions.views.case import SUBJECT_PAGES as INTRODUCTION_PAGES
from talent_portal.matching import current as matching
from talent_portal.matching import jobs as matching_jobs
from talent_portal.matching import reports as matching_reports
from talent_portal.matching import views as matching_views
from talent_portal.matching.actions import forgetting as matching_forgetting
from talent_portal.matching.rules.names import RELAXATIONS
from talent_portal.matching_days import jobs as matching_days_jobs
from talent_portal.matching_days import views as matching_days_views
from talent_portal.matching_days.actions import forgetting as matching_days_forgetting
from talent_portal.matching_days.rules.words import LETTER_NAMES as MATCHING_DAY_LETTERS
from talent_portal.matching_days.rules.words import PHONE_REASONS as MATCHING_DAY_CALLS
from talent_portal.matching_days.views.calls import SUBJECT_PAGES as MATCHING_DAY_PAGES
from talent_portal.municipalities import current as municipalities
from talent_portal.municipalities import views as municipalities_views
from talent_portal.needs import current as needs
from talent_portal.needs import jobs as needs_jobs
from talent_portal.needs import views as needs_views
from talent_portal.needs.actions import forgetting as needs_forgetting
from talent_portal.needs.rules.names import LETTER_NAMES as NEED_LETTERS
from talent_portal.outbox import current as outbox
from talent_portal.outbox import jobs as outbox_jobs
from talent_portal.outbox.views import desk as outbox_desk
from talent_portal.outbox.views import hooks
from talent_portal.placements import jobs as placements_jobs
from talent_portal.placements import views as placements_views
from talent_portal.placements.actions import forgetting as placements_forgetting
from talent_portal.placements.rules.choices import LETTER_NAMES as PLACEMENT_LETTERS
from talent_portal.placements.rules.choices import PHONE_REASONS as PLACEMENT_CALLS
from talent_portal.placements.views.placements import SUBJECT_PAGES as PLACEMENT_PAGES
from talent_portal.privacy import cli as privacy_cli
from talent_portal.privacy import jobs as privacy_jobs
from talent_portal.privacy import own_data, retention
from talent_portal.privacy import views as privacy_views
from talent_portal.privacy.jobs import heads as audit_heads
from talent_portal.settings import ROOT, Environment, Settings
from talent_portal.shortages import jobs as shortages_jobs
from talent_portal.shortages import views as shortages_views
from talent_portal.shortages.rules.choices import LETTER_NAMES as SHORTAGE_LETTERS
from talent_portal.signin import cli as signin_cli
from talent_portal.signin import current
from talent_portal.signin import jobs as signin_jobs
from talent_portal.signin.actions.letters import LETTER_NAMES as SIGNIN_LETTERS
from talent_portal.signin.views import account, door, invitation, mail_code, people, reset
from talent_portal.specialists import current as specialists
from talent_portal.specialists import jobs as specialists_jobs
from talent_portal.specialists import views as specialists_views
from talent_portal.specialists.actions import forgetting as specialists_forgetting
from talent_portal.specialists.rules.words import LETTER_NAMES as SPECIALIST_LETTERS
from talent_portal.specialists.rules.words import PHONE_REASONS as SPECIALIST_CALLS
from talent_portal.specialists.views.office import SUBJECT_PAGES as SPECIALIST_PAGES

BLUEPRINTS: tuple[Blueprint, ...] = (
    core_views.bp,
    audit_views.bp,
    privacy_views.bp,
    insights_views.bp,
    matching_views.bp,
    hooks.bp,
    outbox_desk.bp,
    fairs_views.bp,
    needs_views.bp,
    introductions_views.bp,
    shortages_views.bp,
    specialists_views.bp,
    municipalities_views.bp,
    placements_views.bp,
    door.bp,
    reset.bp,
    mail_code.bp,
    invitation.bp,
    account.bp,
    people.bp,
)
# Switched off until somebody wants them: without the setting, their pages do not exist.
MATCHING_DAYS: tuple[Blueprint, ...] = (matching_days_views.bp,)
COMMANDS: tuple[click.Command, ...] = (
    *core_cli.COMMANDS,
    audit_cli.cli,
    privacy_cli.cli,
    accounts_cli.permissions,
    signin_cli.accounts,
    demo_cli.load_prefecture,
    demo_cli.demo,
)
JOBS: tuple[jobs.Job, ...] = (
    outbox_jobs.DELIVER,
    *fairs_jobs.JOBS,
    *needs_jobs.JOBS,
    *matching_jobs.JOBS,
    *matching_days_jobs.JOBS,
    *placements_jobs.JOBS,
    *introductions_jobs.JOBS,
    *shortages_jobs.JOBS,
    *specialists_jobs.JOBS,
    audit_jobs.VERIFY,
    privacy_jobs.CLEAN_UP,
    audit_heads.NOTE_HEAD,
    insights_jobs.DIGEST,
)
# What features lend to the outbox: files built at delivery, ears for mail, pages and words for letters and calls.
ATTACHMENT_BUILDERS: dict[str, outbox.Builder] = {**FAIR_FILES}
MAIL_LISTENERS: tuple[outbox.MailListener, ...] = (fairs_contact.note_mail,)
SUBJECT_PAGES: dict[str, outbox.SubjectPage] = {
    **SPECIALIST_PAGES,
    **FAIR_PAGES,
    **INTRODUCTION_PAGES,
    **PLACEMENT_PAGES,
    **MATCHING_DAY_PAGES,
}
PHONE_REASONS: dict[str, str] = {
    **SPECIALIST_CALLS,
    **FAIR_CALLS,
    **INTRODUCTION_CALLS,
    **PLACEMENT_CALLS,
    **MATCHING_DAY_CALLS,
}
LETTER_NAMES: dict[str, str] = {
    **SIGNIN_LETTERS,
    **SPECIALIST_LETTERS,
    **FAIR_LETTERS,
    **NEED_LETTERS,
    **SHORTAGE_LETTERS,
    **insights_jobs.LETTER_NAMES,
    **audit_heads.LETTER_NAMES,
    **INTRODUCTION_LETTERS,
    **PLACEMENT_LETTERS,
    **MATCHING_DAY_LETTERS,
}
# What features tell about data of people: how long it is kept, and how it is given out and forgotten.
RETENTION: tuple[retention.RetentionRule, ...] = (
    *privacy_jobs.RETENTION,
    *signin_jobs.RETENTION,
    *fairs_forgetting.RETENTION,
    *placements_forgetting.RETENTION,
    *introductions_forgetting.RETENTION,
    *matching_forgetting.RETENTION,
    *matching_days_forgetting.RETENTION,
    *specialists_forgetting.RETENTION,
    *needs_forgetting.RETENTION,
)
HOLDERS: tuple[own_data.Holder, ...] = (
    privacy_jobs.HOLDER,
    privacy_jobs.LETTER_HOLDER,
    signin_jobs.HOLDER,
    fairs_forgetting.HOLDER,
    placements_forgetting.HOLDER,  # before those it finds people through
    introductions_forgetting.HOLDER,
    matching_forgetting.HOLDER,
    matching_days_forgetting.HOLDER,
    specialists_forgetting.HOLDER,
    needs_forgetting.HOLDER,
)
YEAR_SECONDS = 31_536_000
UPLOAD_BYTES = 12 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Build one application from one set of settings. Read it as the menu of the house."""
    settings = settings or Settings.from_env()
    doctor.refuse_to_start(settings)
    logs.configure(json=settings.log_json, messages=not settings.production)
    app = Flask(
        "talent_portal",
        root_path=str(ROOT / "talent_portal"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    _configure(app, settings)
    _extend(app, settings)
    for blueprint in (*BLUEPRINTS, *(MATCHING_DAYS if settings.matching_days else ())):
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    access.check_every_door(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    cookie_keys = [key for _, key in settings.keys["cookie"]]
    sqlite = settings.database_url.startswith("sqlite")
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=cookie_keys[0],
        SECRET_KEY_FALLBACKS=cookie_keys[1:],
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": 20,
            "max_overflow": 10,
            "pool_pre_ping": not sqlite,
            "hide_parameters": True,  # what people typed stays out of error messages, and so out of the log
        },
        SESSION_COOKIE_NAME="__Host-portal" if settings.production else "portal",
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=UPLOAD_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=[urlsplit(settings.base_url).hostname] if settings.production else None,
    )
    app.url_map.converters["ref"] = ReferenceConverter
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(Unindented)
    app.jinja_env.globals.update(settings=settings, office=settings.office)


def _extend(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    vault.init_app(app, settings.keys)
    retention.init_app(app, RETENTION, settings.retention_days)
    own_data.init_app(app, HOLDERS)
    i18n.init_app(app)
    logs.init_app(app)
    edge.init_app(app)
    current.init_app(app)
    access.init_app(app, current.actor_of_request)
    CSRFProtect(app)
    jobs.init_app(app, JOBS)
    pages.init_app(app)
    assets.init_app(app)
    outbox.init_app(
        app,
        attachment_builders=ATTACHMENT_BUILDERS,
        mail_listeners=MAIL_LISTENERS,
        subject_pages=SUBJECT_PAGES,
        phone_reasons=PHONE_REASONS,
        letter_names=LETTER_NAMES,
    )
    needs.init_app(app, live_counter=matching_reports.live_count, relaxation_words=RELAXATIONS)
    matching.init_app(app, proposer=propose_planned, keeper=kept)
    specialists.init_app(app, case_teller=wishes.letters_about)
    municipalities.init_app(app, fair_rows.dates_of)
    reader.init_app(app)
    served = WhiteNoise(
        app.wsgi_app,
        root=str(ROOT / "static"),
        prefix="static/",
        max_age=YEAR_SECONDS,
        autorefresh=settings.environment is Environment.DEVELOPMENT,
        allow_all_origins=False,
        add_headers_function=pages.file_headers(secure=settings.production),
    )
    app.wsgi_app = (  # type: ignore[method-assign]  # Flask's documented way to wrap the application
        ProxyFix(served, x_for=settings.proxy_hops, x_proto=settings.proxy_hops, x_host=settings.proxy_hops)
        if settings.proxy_hops
        else served
    )
