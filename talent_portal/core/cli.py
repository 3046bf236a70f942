"""`flask worker`, `jobs`, `backup`, `restore`, `doctor`, `keys`: what operators type. Thin; the work is elsewhere."""

import signal
import threading
from pathlib import Path
from types import FrameType

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from talent_portal.core import backup, doctor, jobs
from talent_portal.core import doctor_checks as _  # noqa: F401 - registers what every installation is examined for
from talent_portal.core.errors import Refusal
from talent_portal.core.i18n import LANGUAGES, gettext, say, use_language
from talent_portal.core.jobs_models import JobOutcome
from talent_portal.settings import PURPOSES, new_key

jobs_group = AppGroup("jobs", help="Look at the jobs, or run one by hand.")
keys_group = AppGroup("keys", help="Make keys for the settings.")


@jobs_group.command("list")
def jobs_list() -> None:
    """List every job: how often, when it is due, how it went."""
    known = jobs.runs()
    for name, job in jobs.registered().items():
        run = known.get(name)
        due = f"{run.next_at:%Y-%m-%d %H:%M:%SZ}" if run else "-"
        went = (run.outcome or "-") if run else "-"
        click.echo(f"{name}\tevery {job.every}\tnext {due}\tlast {went}\tcount {run.count if run else 0}")


@jobs_group.command("run")
@click.argument("name")
def jobs_run(name: str) -> None:
    """Run the job NAME now, due or not; exit 1 when it fails."""
    try:
        ran = jobs.run_now(name)
    except KeyError as error:
        raise click.BadParameter(f"no job is called {name}; see: flask jobs list") from error
    except Refusal as refusal:
        raise click.ClickException(say(refusal)) from refusal
    click.echo(f"{ran.name}: {ran.outcome}, {ran.count}")
    if ran.outcome is JobOutcome.FAILED:
        raise click.exceptions.Exit(1)


@click.command("worker")
@click.option("--once", is_flag=True, help="Run what is due and end; exit 1 when a job failed.")
@with_appcontext
def worker(*, once: bool) -> None:
    """Run the jobs as they become due. Several workers may run side by side."""
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        if not once:
            jobs.work(stop)
        elif any(ran.outcome is JobOutcome.FAILED for ran in jobs.run_due(stop)):
            raise click.exceptions.Exit(1)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@click.command("backup")
@click.argument("path", type=click.Path(path_type=Path))
@with_appcontext
def backup_command(path: Path) -> None:
    """Write the database and the uploaded files into PATH, one tar file. Keys are not in it: keep them apart."""
    try:
        manifest = backup.back_up(path)
    except Refusal as refusal:
        raise click.ClickException(say(refusal)) from refusal
    click.echo(f"{path}: {sum(manifest.rows.values())} rows, {len(manifest.files)} files")


@click.command("restore")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace what is there.")
@with_appcontext
def restore_command(path: Path, *, force: bool) -> None:
    """Put a backup back, checking every sum. Stop the web process and the worker first."""
    try:
        manifest = backup.restore(path, force=force)
    except Refusal as refusal:
        raise click.ClickException(say(refusal)) from refusal
    click.echo(f"{sum(manifest.rows.values())} rows, {len(manifest.files)} files, made {manifest.made_at}")
    click.echo("Now run: flask db upgrade, then flask worker --once (it erases again what had to be erased).")


@click.command("doctor")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@with_appcontext
def doctor_command(language: str) -> None:
    """Examine this installation; exit 1 when anything must be put right before it may serve people."""
    findings = doctor.examine(current_app.extensions["settings"])
    with use_language(language):
        for finding in findings:
            mark = {"ok": "✓", "warning": "!", "refusal": "✗"}[finding.state]
            click.echo(f"{mark} {finding.check}: {gettext(finding.message, **finding.params)}")
    if any(finding.state is doctor.State.REFUSAL for finding in findings):
        raise click.exceptions.Exit(1)


@keys_group.command("new", with_appcontext=False)
@click.argument("purpose", type=click.Choice(PURPOSES), required=False)
def keys_new(purpose: str | None) -> None:
    """Print a fresh key for every purpose (or for one), as lines for the environment.

    To rotate: put the new id:key in front of the old one, separated by a comma.
    """
    for name in [purpose] if purpose else PURPOSES:
        click.echo(f"PORTAL_KEYS_{name.upper()}={new_key()}")


COMMANDS = (jobs_group, keys_group, worker, backup_command, restore_command, doctor_command)
