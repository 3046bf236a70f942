"""The doctor: says in words what is wrong, and exit code 1 keeps an unfit installation from serving people."""

import base64
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from talent_portal.core import catalogs, clock, doctor, doctor_checks, dumps, jobs
from talent_portal.core.db import transaction
from talent_portal.core.doctor import State
from talent_portal.core.files import fonts
from talent_portal.core.jobs_models import JobRun
from talent_portal.settings import Environment, MailGatewayKind, MailSettings, OfficeSettings, SettingsError
from tests.core.own import own_app

KEY = generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture
def settings(app, session):
    return app.extensions["settings"]


@pytest.fixture
def production(settings):
    """Settings with which nothing is wrong."""
    return replace(
        settings,
        environment=Environment.PRODUCTION,
        base_url="https://jinzai.pref.nagasaki.test",
        proxy_hops=1,
        mail=MailSettings(
            gateway=MailGatewayKind.SENDGRID,
            sender="jinzai@pref.nagasaki.test",
            sendgrid_api_key="SG.x",
            sendgrid_webhook_key=base64.b64encode(KEY).decode(),
        ),
        office=OfficeSettings(
            contact_phone="095-824-1111",
            contact_email="jinzai@pref.nagasaki.test",
            placement_notice_date="令和8年10月1日",
            placement_notice_scope="県内21市町",
        ),
    )


def states(check, settings):
    return [finding.state for finding in doctor.examine_one(check, settings)]


def beat(**given):
    with transaction() as session:
        session.add(JobRun(**({"name": "heart_beat", "next_at": clock.now(), "finished_at": clock.now()} | given)))


@pytest.mark.parametrize("check", ["keys", "mail", "address", "placement notice", "office", "fonts", "words"])
def test_a_fit_installation_is_found_fit(production, check):
    catalogs.build()

    assert set(states(check, production)) == {State.OK}


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("address", {"base_url": "http://portal.example"}),
        ("address", {"base_url": "https://localhost"}),
        ("mail", {"mail": MailSettings(sender="a@b.test")}),
        ("mail", {"mail": MailSettings(gateway=MailGatewayKind.SENDGRID, sender="a@b.test")}),
        ("mail", {"mail": MailSettings(gateway=MailGatewayKind.SMTP)}),
        ("mail", {"mail": MailSettings(gateway=MailGatewayKind.SENDGRID, sendgrid_webhook_key="no key")}),
        ("office", {"office": OfficeSettings()}),
        ("placement notice", {"office": OfficeSettings(placement_notice_date="2026-10-01")}),
        ("placement notice", {"office": OfficeSettings(placement_notice_scope="all")}),
        ("placement notice", {"office": OfficeSettings(placement_notice_date="soon", placement_notice_scope="all")}),
        (
            "placement notice",
            {"office": OfficeSettings(placement_notice_not_applicable=True, placement_notice_scope="all")},
        ),
        ("keys", {"keys": {"cookie": (("a", b"\1" * 32),)}}),
        ("keys", {"keys": {"cookie": (("a", b"a-password-that-someone-typed-in"),)}}),
        ("keys", {"keys": {"cookie": (("a", bytes(range(100, 132))),), "vault": (("b", bytes(range(100, 132))),)}}),
        ("keys", {"keys": {"cookie": (("a", bytes(range(110, 142))), ("a", bytes(range(140, 172))))}}),
        ("disk", {"data_dir": Path("/nowhere")}),
        ("worker", {}),
    ],
)
def test_what_is_unfit_for_production_is_refused(production, check, change):
    assert State.REFUSAL in states(check, replace(production, **change))


@pytest.mark.parametrize("check", ["address", "mail", "office", "placement notice", "worker"])
def test_who_only_tries_things_out_is_warned(settings, check):
    assert set(states(check, settings)) == {State.WARNING}


def test_a_notice_that_does_not_apply_is_fine(production):
    office = OfficeSettings(placement_notice_not_applicable=True)

    assert states("placement notice", replace(production, office=office)) == [State.OK]


def test_demo_data_and_missing_proxies_are_mentioned(production):
    assert State.WARNING in states("office", replace(production, demo=True))
    assert State.WARNING in states("address", replace(production, proxy_hops=0))
    assert State.WARNING in states("address", replace(production, proxy_hops=9))


def test_a_worker_is_alive_while_its_heart_beats(production, clock):
    beat()
    assert states("worker", production) == [State.OK]

    clock.shift(timedelta(minutes=3))
    assert states("worker", production) == [State.REFUSAL]


def test_a_worker_in_the_middle_of_a_long_job_is_alive(production):
    beat(finished_at=clock.now() - timedelta(hours=1), leased_until=clock.now() + timedelta(minutes=1))

    assert states("worker", production) == [State.OK]


def test_a_job_that_keeps_failing_is_mentioned(production):
    beat(failures=3)

    assert states("worker", production) == [State.OK, State.WARNING]


def test_a_machine_without_fonts_is_refused(production, monkeypatch):
    monkeypatch.setattr(fonts, "JAPANESE", ())

    assert states("fonts", production) == [State.REFUSAL]


def test_texts_that_were_never_compiled_are_refused(production, monkeypatch, tmp_path):
    monkeypatch.setattr(catalogs, "FOLDER", tmp_path)

    assert states("words", production) == [State.REFUSAL]


def test_texts_that_changed_since_are_mentioned(production, monkeypatch):
    catalogs.build()
    known = catalogs.merged("ja")
    known.add("A new sentence", "新しい文")
    monkeypatch.setattr(catalogs, "merged", lambda *_args, **_options: known)

    assert states("words", production) == [State.WARNING]


@pytest.mark.parametrize(
    ("free", "state"), [(500_000_000_000, "ok"), (150_000_000_000, "warning"), (900_000_000, "warning"), (1, "refusal")]
)
def test_a_full_disk_is_told_in_time(production, monkeypatch, free, state):
    monkeypatch.setattr(doctor_checks.shutil, "disk_usage", lambda _folder: usage(free))

    assert states("disk", production) == [State(state)]


def usage(free):
    class Usage:
        total = 1_000_000_000_000

    Usage.free = free
    return Usage


def test_sqlite_under_several_processes_is_refused(production, monkeypatch):
    monkeypatch.setenv("WEB_CONCURRENCY", "4")
    small = replace(production, database_url="sqlite:///x")

    assert State.REFUSAL in states("sqlite", small)
    assert states("sqlite", replace(production, database_url="postgresql+psycopg:///x")) == []
    with pytest.raises(SettingsError, match="WEB_CONCURRENCY is 4"):
        doctor.refuse_to_start(small)


def test_a_large_database_is_told_to_move(production, monkeypatch):
    monkeypatch.setattr(dumps, "rows", lambda _engine: {"registration": 300_000})

    assert states("size", replace(production, database_url="sqlite:///x")) == [State.WARNING]


def test_a_database_that_was_never_migrated_is_refused(production, monkeypatch):
    monkeypatch.setattr(doctor_checks.ScriptDirectory, "get_heads", lambda _self: ["0042"])

    assert states("database", production) == [State.OK, State.REFUSAL]


def test_an_empty_database_is_explained_not_crashed_into(production, database_url, tmp_path):
    with own_app(database_url, tmp_path, tables=False):
        assert states("worker", production) == [State.REFUSAL]


def test_the_start_is_refused_in_production_only(production, settings):
    weak = {"keys": {"cookie": (("a", b"\1" * 32),)}}

    with pytest.raises(SettingsError, match="cookie is weak"):
        doctor.refuse_to_start(replace(production, **weak))
    doctor.refuse_to_start(replace(settings, **weak))
    doctor.refuse_to_start(production)


def test_a_feature_adds_its_own_check_and_may_break(production, monkeypatch):
    monkeypatch.setattr(doctor, "_checks", {})

    @doctor.check("letters")
    def letters(_settings):
        yield doctor.warning("%(count)s letters wait", count=3)
        raise OSError

    @doctor.check("others")
    def others(_settings):
        yield doctor.ok("fine")

    found = doctor.examine(production)

    assert [(finding.check, finding.state) for finding in found] == [("letters", "refusal"), ("others", "ok")]


def test_the_command_speaks_japanese_and_exits_with_one(app, session, monkeypatch):
    monkeypatch.setattr(fonts, "JAPANESE", ())
    runner = app.test_cli_runner()

    japanese, english = runner.invoke(args=["doctor"]), runner.invoke(args=["doctor", "--language", "en"])

    assert japanese.exit_code == english.exit_code == 1
    assert "日本語フォントがありません" in japanese.output
    assert "No Japanese font" in english.output
    assert not re.search(r"[A-Z][a-z]+ [a-z]+ [a-z]+", japanese.output)


def test_the_command_is_content_with_warnings(app, session, monkeypatch):
    monkeypatch.setattr(doctor, "_checks", {"x": lambda _settings: [doctor.warning("Hm")]})

    assert app.test_cli_runner().invoke(args=["doctor"]).exit_code == 0


def test_keys_are_made_for_every_purpose(app, session):
    output = app.test_cli_runner().invoke(args=["keys", "new"]).stdout

    assert len(set(re.findall(r"PORTAL_KEYS_(\w+)=[0-9a-f]{4}:[\w+/]{43}=", output))) == output.count("\n")


def test_jobs_are_listed_and_run_by_hand(app, session, monkeypatch):
    known = {"count": jobs.Job("count", timedelta(hours=1), lambda: 3)}
    known["broken"] = jobs.Job("broken", timedelta(hours=1), lambda: 1 // 0)
    monkeypatch.setitem(app.extensions, "jobs", known)
    run = app.test_cli_runner().invoke

    assert run(args=["jobs", "run", "count"]).stdout == "count: done, 3\n"
    assert run(args=["jobs", "run", "broken"]).exit_code == 1
    assert run(args=["jobs", "run", "nothing"]).exit_code == 2
    assert run(args=["worker", "--once"]).exit_code == 0
    assert "last done\tcount 3" in run(args=["jobs", "list"]).output


def test_a_backup_is_made_and_restored_by_command(app, database_url, tmp_path):
    with own_app(database_url, tmp_path / "here") as own:
        run = own.test_cli_runner().invoke
        beat()
        path = str(tmp_path / "portal.tar")

        assert run(args=["backup", path]).exit_code == 0
        assert "既にあります" in run(args=["backup", path]).output
        assert "--force" in run(args=["restore", path]).output
        assert run(args=["restore", path, "--force"]).exit_code == 0
